// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/table/output_cell.h"
#include "core/time.h"

#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace relief {

/// How a row looks: a row held is yellow, a refused one red, one that is done grey.
enum class RowLook { plain, title, held, refused, done };

struct OutputColumn {
    std::string title;
    double width = 12;  ///< in characters of the default font; a Chinese one takes two
};

/// Writes an xlsx file in a stream (constant memory): rows from above, each once. Texts are always
/// text cells, never formulas; a header row is bold, stays in view and can be filtered by. The same
/// calls write the same bytes. The file is there when close() returned, under its own name only
/// then; without close() nothing is left. file.write where it cannot be written.
class XlsxWriter {
  public:
    /// `made_at` is what the file says of its own time.
    XlsxWriter(std::filesystem::path path, Instant made_at);
    ~XlsxWriter();
    XlsxWriter(const XlsxWriter&) = delete;
    XlsxWriter& operator=(const XlsxWriter&) = delete;

    /// Begins a sheet; at most 31 characters of its name, none of []:*?/\ kept.
    void begin_sheet(const std::string& name);
    /// On paper the sheet is one page wide, A4, and as long as it is.
    void fit_to_page(bool landscape);
    /// Column widths must be set before the first row of the sheet.
    void set_widths(std::span<const OutputColumn> columns);
    /// The next row as header: titles of the columns.
    void put_header(std::span<const OutputColumn> columns);
    void put_row(std::span<const OutputCell> cells, RowLook look = RowLook::plain);
    void close();

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace relief
