// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/table/output_cell.h"
#include "reserves/print/form.h"

#include <filesystem>
#include <string>
#include <vector>

namespace relief {

/// A line of a form in a spreadsheet.
struct SheetLine {
    enum class Kind { title, mark, field, head, row, total, note, signature, blank };
    Kind kind = Kind::row;
    std::vector<OutputCell> cells;  ///< decimal numbers of right-aligned columns are quantities
};

/// The same form, the same words, line by line: marks and print count, title, number, unit, date,
/// fields, each table with its head, notes, signatures, footer. Refuses as check_form.
[[nodiscard]] std::vector<SheetLine> sheet_lines(const Form& form);

/// UTF-8 with BOM and CRLF, as Excel in Chinese opens it right; no text is taken for a formula.
[[nodiscard]] std::string render_csv(const Form& form);

/// An xlsx file, its lines on one sheet, the head of the first table kept in view. file.write where
/// it cannot be written.
void write_xlsx(const Form& form, const std::filesystem::path& file);

}  // namespace relief
