// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/rules.h"
#include "core/store/database.h"
#include "core/time.h"
#include "reserves/exchange/import_rules.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace relief {

/// The packs of the books' tables (rules/item_packs.csv) that are in force on a day.
[[nodiscard]] std::vector<ItemPack> packs_on(Database& database, Date day);

/// The pack an amount of an item breaks: it has packs, none of them may be opened, and the amount
/// is no whole number of any. Nothing where it is whole, or may be part of one.
[[nodiscard]] std::optional<ItemPack> broken_pack(const std::vector<ItemPack>& packs,
                                                  const std::string& item, std::int64_t amount,
                                                  int decimals);

/// I16: papers and orders by which goods come in, go out or move are of whole packs, where the
/// packs of the day may not be opened. What is damaged, found or returned comes as it comes.
[[nodiscard]] std::optional<WrongRow> check_packs(Database& database, std::int64_t& checked);

}  // namespace relief
