// SPDX-License-Identifier: Apache-2.0
#include "reserves/exchange/import_header.h"

#include "core/error.h"
#include "core/table/output_cell.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace relief {
namespace {

constexpr std::size_t lines_looked_at = 40;

/// The fields a line names, each with its best rank; 0 where it is no header.
std::size_t named_fields(const Sheet& sheet, std::size_t row, const ImportRules& rules) {
    std::array<bool, 32> named{};
    for (int column = 1; column <= sheet.row_width(row); ++column) {
        const SheetCell cell = sheet.cell(row, column);
        if (cell.kind == CellKind::text) {
            if (const ColumnTitle* title = rules.title(plain_text(cell.text))) {
                named[static_cast<std::size_t>(title->field)] = title->field != ImportField::none;
            }
        }
    }
    const auto has = [&](ImportField field) { return named[static_cast<std::size_t>(field)]; };
    const bool header =
        has(ImportField::quantity) && (has(ImportField::item_code) || has(ImportField::item_name));
    return header ? static_cast<std::size_t>(std::count(named.begin(), named.end(), true)) : 0;
}

SheetHeader map_columns(const Sheet& sheet, std::size_t row, const ImportRules& rules,
                        const std::string& file) {
    SheetHeader header{.row = row};
    std::map<ImportField, int> rank_of;
    for (int column = 1; column <= sheet.row_width(row); ++column) {
        const SheetCell cell = sheet.cell(row, column);
        if (cell.empty()) {
            continue;
        }
        ColumnUse& use = header.columns.emplace_back(
            ColumnUse{.column = column, .title = std::string(plain_text(cell.text))});
        const ColumnTitle* title = rules.title(use.title);
        if (title == nullptr || title->field == ImportField::none) {
            continue;
        }
        int& taken = header.column_of[static_cast<std::size_t>(title->field)];
        const auto rank = rank_of.find(title->field);
        if (rank != rank_of.end() && rank->second == title->rank) {
            throw bad_input({.code = "import.columns",
                             .message = "two columns mean the same",
                             .file = file,
                             .line = sheet.row_number(row),
                             .field = std::string(field_name(title->field)),
                             .found = fmt::format("columns {} and {}", column_letters(taken),
                                                  column_letters(column)),
                             .expected = "one of them; rename or delete the other"});
        }
        if (rank == rank_of.end() || title->rank < rank->second) {
            for (ColumnUse& other : header.columns) {
                other.field = other.field == title->field ? ImportField::none : other.field;
            }
            use.field = title->field;
            taken = column;
            rank_of[title->field] = title->rank;
        }
    }
    return header;
}

}  // namespace

std::optional<SheetHeader> find_header(const Sheet& sheet, const ImportRules& rules,
                                       const std::string& file) {
    std::size_t best = 0;
    std::size_t best_row = 0;
    for (std::size_t row = 0; row < std::min(sheet.size(), lines_looked_at); ++row) {
        const std::size_t named = named_fields(sheet, row, rules);
        if (named > best) {
            best = named;
            best_row = row;
        }
    }
    return best == 0 ? std::nullopt : std::optional(map_columns(sheet, best_row, rules, file));
}

}  // namespace relief
