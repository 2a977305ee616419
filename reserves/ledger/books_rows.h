// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/store/database.h"
#include "reserves/ledger/record.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace relief {

/// An entry as its row has it.
struct EntryRow {
    std::int64_t movement = 0;
    std::int64_t line = 0;
    std::int64_t account = 0;
    std::int64_t amount = 0;
};

/// An entry with the day of its movement, for the folds.
struct PostedEntry {
    std::int64_t movement = 0;
    std::int64_t day = 0;
    std::int64_t account = 0;
    std::int64_t amount = 0;
};

/// The accounts and lots of the books, read once for all checks of verify, and the entries, put
/// down while the movements are proven.
struct BooksRows {
    std::map<std::int64_t, Account> accounts;
    std::map<std::pair<std::string, std::string>, LotRow> lots;  ///< by item and lot
    std::vector<PostedEntry> entries;                            ///< in posting order
    std::int64_t movements = 0;
};

[[nodiscard]] BooksRows read_accounts_and_lots(Database& database);

/// I8: the movements, their entries, accounts and lots against the hash chain and against what the
/// journal (proven before) tells of each posting. Names the row and the column that differ. Fills
/// rows.entries and rows.movements.
[[nodiscard]] std::optional<WrongRow> check_movements(Database& database, BooksRows& rows);

// Folds of rows.entries, after check_movements has proven them.
[[nodiscard]] std::optional<WrongRow> check_sum_zero(const BooksRows& rows);       ///< I1
[[nodiscard]] std::optional<WrongRow> check_accounts_zero(const BooksRows& rows);  ///< I2
[[nodiscard]] std::optional<WrongRow> check_not_negative(const BooksRows& rows);   ///< I3
/// I4. `checked` becomes the number of cached balances looked at.
[[nodiscard]] std::optional<WrongRow> check_balances(Database& database, const BooksRows& rows,
                                                     std::int64_t& checked);

}  // namespace relief
