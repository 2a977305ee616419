// SPDX-License-Identifier: Apache-2.0
// Whatever the bytes: a workbook, or a relief::Error that is not ours to blame. W: the XML of a
// sheet, and behind a byte 1 each the shared strings, the styles and the properties of the book,
// put into a good archive, so that the XML is tried and not the archive alone. The old .xls is
// read in a child process; how that ends is the parent's to tell.
#include "core/table/sheet.h"
#include "tests/core/table/archive_kit.h"
#include "tests/fuzz/kit.h"

#include <cmath>
#include <string>
#include <string_view>

namespace {

using relief::fuzz::require;

void try_workbook(std::string_view bytes) {
    (void)relief::fuzz::answered([&] {
        const relief::Workbook book = relief::read_workbook(bytes, "fuzz.xlsx");
        require(book.format == "csv" || book.format == "xlsx" || book.format == "xls");
        require(book.sheets.size() <= relief::sheet_limits::sheets_max);
        for (const relief::Sheet& sheet : book.sheets) {
            for (std::size_t row = 0; row < sheet.size(); ++row) {
                require(row == 0 || sheet.row_number(row) > sheet.row_number(row - 1));
                for (int column = 1; column <= sheet.row_width(row); ++column) {
                    const relief::SheetCell cell = sheet.cell(row, column);
                    require(cell.kind != relief::CellKind::empty || cell.text.empty());
                    const auto number = cell.number();
                    require(!number || cell.kind == relief::CellKind::number ||
                            cell.kind == relief::CellKind::date);
                    if (number && cell.kind == relief::CellKind::date) {
                        (void)relief::date_of_serial(*number);
                    }
                }
            }
        }
    });
}

std::string in_archive(std::string_view text) {
    constexpr char next = '\x01';
    const std::string_view sheet = relief::fuzz::cut(text, next);
    const std::string_view strings = relief::fuzz::cut(text, next);
    const std::string_view styles = relief::fuzz::cut(text, next);
    return relief::kit::archive_of(relief::kit::workbook_parts(
        {std::string(sheet), std::string(strings), std::string(styles), std::string(text)}));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes = relief::fuzz::text_of(data, size);
    if (bytes.starts_with('W')) {
        try_workbook(in_archive(bytes.substr(1)));
    } else {
        try_workbook(bytes);
    }
    return 0;
}
