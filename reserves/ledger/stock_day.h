// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/store/database.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace relief {

/// The balance of every account at the end of a Beijing day: where a question about the past begins
/// instead of at the beginning of the books. Kept in the table cache_stock, whose rows may be
/// dropped at any time. A row is used only where its SHA-256 is the one the last full proof put
/// into the journal, so that a spoilt row is an error and never another answer.
struct StockDay {
    std::int64_t day = 0;  ///< days since 1970
    std::string amounts;   ///< account by account from number 1, see stock_day_amounts
};

/// SHA-256 of the amounts by day, as a full proof records them.
using StockDayHashes = std::map<std::int64_t, std::string>;

/// About so many movements lie between two stock days: a question about the past reads half of them
/// at most, in some 20 ms.
inline constexpr std::int64_t movements_between_stock_days = 10'000;

/// The stock days of proven books, none of books with fewer movements than lie between two. Reads
/// balance_day; to be called in the snapshot that was proven.
[[nodiscard]] std::vector<StockDay> make_stock_days(Database& database,
                                                    std::int64_t movements_between);

[[nodiscard]] StockDayHashes hashes_of(const std::vector<StockDay>& days);

/// Puts them in the place of those that are kept.
void store_stock_days(Database& database, const std::vector<StockDay>& days);

/// The amounts of a kept day, number 1 first; nullopt where it is not kept. bad_input (db.damaged)
/// where it is not the one that was recorded.
[[nodiscard]] std::optional<std::vector<std::int64_t>> stock_day_amounts(
    Database& database, std::int64_t day, const std::string& recorded_hash);

/// For verify: every kept day is as recorded.
[[nodiscard]] std::optional<WrongRow> check_stock_days(Database& database, std::int64_t& checked);

}  // namespace relief
