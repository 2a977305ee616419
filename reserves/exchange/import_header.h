// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "reserves/exchange/import_reading.h"

#include <array>
#include <optional>
#include <string>
#include <vector>

namespace relief {

/// The line of headings and which column means what.
struct SheetHeader {
    std::size_t row = 0;  ///< index into the sheet
    std::vector<ColumnUse> columns;
    std::array<int, 32> column_of{};  ///< by ImportField; 0 = none

    [[nodiscard]] int column(ImportField field) const {
        return column_of[static_cast<std::size_t>(field)];
    }
};

/// Of the first lines that name goods and a quantity, the one that names most; title and note lines
/// above it have no such names. nullopt where there is none. bad_input (import.columns).
[[nodiscard]] std::optional<SheetHeader> find_header(const Sheet& sheet, const ImportRules& rules,
                                                     const std::string& file);

}  // namespace relief
