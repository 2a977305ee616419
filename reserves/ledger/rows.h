// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/store/database.h"
#include "reserves/ledger/ledger.h"

#include <cstdint>

namespace relief {

/// The id of an account in the books, 0 where it was never used.
[[nodiscard]] std::int64_t find_account_id(Database& database, const Account& account);

/// A date of the lot table. bad_input (db.damaged) where somebody has spoilt it.
[[nodiscard]] Date lot_date(const Statement& row, int column);

}  // namespace relief
