// SPDX-License-Identifier: Apache-2.0
// Whatever the bytes: a table, or a relief::Error. Never anything else.
#include "core/error.h"
#include "core/table/csv.h"

#include <cstddef>
#include <cstdint>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    try {
        const relief::CsvTable table(bytes, "fuzz.csv", {"a", "b"});
        for (std::size_t i = 0; i < table.size(); ++i) {
            const relief::CsvRow row = table.row(i);
            (void)row.text("a");
            (void)row.optional_number("b", -1e9, 1e9);
            (void)row.optional_instant("a");
        }
    } catch (const relief::Error&) {
        return 0;
    }
    return 0;
}
