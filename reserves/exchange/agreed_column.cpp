// SPDX-License-Identifier: Apache-2.0
#include "reserves/exchange/agreed_column.h"

#include "core/error.h"
#include "reserves/exchange/cell_value.h"

#include <optional>
#include <string>

namespace relief {
namespace {

constexpr std::string_view passed_over = "none";

std::optional<ImportField> field_of(std::string_view word) {
    if (word == passed_over) {
        return ImportField::none;
    }
    for (auto field = ImportField::site; field < ImportField::result;
         field = static_cast<ImportField>(static_cast<int>(field) + 1)) {
        if (word == field_name(field)) {
            return field;
        }
    }
    return std::nullopt;
}

}  // namespace

void agree_column(ImportRules& rules, std::string_view text) {
    // A heading may hold "=" itself; a meaning never does.
    const std::size_t equals = text.rfind('=');
    const auto field = equals == std::string_view::npos || equals == 0
                           ? std::nullopt
                           : field_of(text.substr(equals + 1));
    if (!field) {
        throw bad_input({.code = "argument.value",
                         .message = "the meaning of a column cannot be read",
                         .field = "--column",
                         .found = std::string(text),
                         .expected = "HEADING=FIELD, as 现有数=quantity; none passes it over"});
    }
    rules.titles.insert(
        rules.titles.begin(),
        {.folded = folded_heading(text.substr(0, equals)), .field = *field, .rank = 0});
}

}  // namespace relief
