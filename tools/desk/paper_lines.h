// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/rules.h"
#include "reserves/document/paper.h"
#include "reserves/exchange/import_rules.h"

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace relief {

/// A line as typed: field name -> text. Fields: item, lot, amount, pack, site, from, to, owner,
/// condition, note, made, expires, counted, book, at.
using LineFields = std::map<std::string, std::string, std::less<>>;

/// "item=QUILT,lot=L1,amount=200,site=JL-C-220400". A note takes the rest of the text. bad_input
/// doc.line names a field that is not known, or told twice.
[[nodiscard]] LineFields parse_line(std::string_view text, int line);

/// The rows of a CSV file whose header names the fields.
[[nodiscard]] std::vector<LineFields> read_lines_file(const std::filesystem::path& file);

/// An amount as typed ("200", "12.5") in 10^-decimals of the item's unit. bad_input doc.line where
/// it is none, or has more decimals than the item is kept with: nothing is ever rounded.
[[nodiscard]] std::int64_t parse_amount(const Item& item, const std::string& text, int line);

/// An amount of a line: in the item's unit, or with pack= in whole packs, multiplied. Refused
/// doc.pack: no such pack, or part of one that may not be opened.
[[nodiscard]] std::int64_t line_amount(const Item& item, const std::vector<ItemPack>& packs,
                                       const LineFields& fields, std::string_view field, int line);

/// A line of a paper. `site` is where the goods come to (incoming) or leave. A lot that is told
/// with the day it was made alone ends by the item's shelf life.
[[nodiscard]] PaperLine paper_line(const Rules& rules, const std::vector<ItemPack>& packs,
                                   const LineFields& fields, bool incoming, int line);

}  // namespace relief
