// SPDX-License-Identifier: Apache-2.0
// Whatever the bytes: a workbook, or a relief::Error that is not ours to blame. The old .xls goes
// through a child process and is left to the tests.
#include "core/error.h"
#include "core/table/sheet.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    if (bytes.starts_with("\xD0\xCF\x11\xE0")) {
        return 0;
    }
    try {
        const relief::Workbook book = relief::read_workbook(bytes, "fuzz.xlsx");
        for (const relief::Sheet& sheet : book.sheets) {
            for (std::size_t row = 0; row < sheet.size(); ++row) {
                for (int column = 1; column <= sheet.row_width(row); ++column) {
                    (void)sheet.cell(row, column).number();
                }
            }
        }
    } catch (const relief::Error& error) {
        if (error.kind() == relief::ErrorKind::fault) {
            std::abort();
        }
    }
    return 0;
}
