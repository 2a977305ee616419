// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "reserves/print/form.h"

#include <string>
#include <vector>

namespace relief {

/// A line of a form in a spreadsheet. Cells of a `head` or `total` line are shown in bold.
struct SheetLine {
    enum class Kind { title, mark, field, head, row, total, note, signature, blank };
    Kind kind = Kind::row;
    std::vector<std::string> cells;
};

/// The same form, the same words, line by line: marks and print count, title, number, unit, date,
/// fields, each table with its head, notes, signatures, footer. Refuses as check_form.
[[nodiscard]] std::vector<SheetLine> sheet_lines(const Form& form);

/// What a spreadsheet must not take for a formula gets an apostrophe before it: text that begins
/// with = + - @ (also full-width), a tab or a line break. Plain numbers, "-12.5", stay as they are.
[[nodiscard]] std::string neutral_cell(const std::string& text);

/// UTF-8 with BOM and CRLF, as Excel in Chinese opens it right; cells neutralised.
[[nodiscard]] std::string render_csv(const Form& form);

}  // namespace relief
