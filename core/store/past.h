// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/store/database.h"
#include "core/time.h"

#include <cstdint>
#include <map>
#include <string>

namespace relief {

/// The last journal row of what was known at a moment: the one before the first that was recorded
/// after it; 0 where nothing was.
[[nodiscard]] std::int64_t journal_seq_at(Database& database, Instant at);

/// The number of the first row of each journaled table that came after journal row `seq`; tables to
/// which nothing came are not named. Rows of a table are numbered in the order of the journal, so
/// this tells what came first where the clock, which may have been set, does not. Reads every
/// journal row from there on.
[[nodiscard]] std::map<std::string, std::int64_t> first_rows_after(Database& database,
                                                                   std::int64_t seq);

/// The database as it was after journal row `seq`, in memory: every row that came later is left
/// out and the caches of the books are folded anew. Whatever was asked of the books then is
/// answered with the same bytes when it is asked of this. Takes time and memory as the rows do.
/// bad_input (books.seq) where there is no such row.
[[nodiscard]] Database books_at(Database& database, std::int64_t seq);

}  // namespace relief
