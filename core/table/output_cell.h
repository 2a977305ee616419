// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/quantity.h"
#include "core/time.h"

#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace relief {

/// A cell to be written, with its type: a code, a lot or a phone number is text and keeps its
/// zeros, a quantity is a number and can be added up, a date is a date.
using OutputCell = std::variant<std::monostate, std::string, Quantity, Date>;

/// A text no spreadsheet program takes for a formula: where it begins with = + - @ (also in full
/// width), a tab or a line end, blanks before it not counting, an apostrophe is put before it.
/// Idempotent. plain_text takes it off again.
[[nodiscard]] std::string neutral_text(std::string_view text);
[[nodiscard]] std::string_view plain_text(std::string_view text);

/// A csv file of typed cells that Excel zh-CN opens right: UTF-8 with BOM, CRLF. Texts are neutral
/// (neutral_text) and numbers stay numbers, -5 too. Codes with leading zeros are right in the file,
/// but Excel shows them as numbers: xlsx is the format for people.
[[nodiscard]] std::string csv_of_cells(const std::vector<std::vector<OutputCell>>& rows);

}  // namespace relief
