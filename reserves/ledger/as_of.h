// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/store/database.h"
#include "core/time.h"
#include "reserves/ledger/ledger.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace relief {

/// A real account with what lay on it.
struct StockRow {
    Account account;
    Date made_on;
    Date expires_on;  ///< last day of use
    std::int64_t amount = 0;
};

/// Stock as of a past moment. Books know two times: when something happened (occurred) and when
/// they were told (recorded). `occurred_by` alone answers what lay there, by all that is known
/// today; with `known_by` what the books said about it at that moment.
struct AsOfQuery {
    std::optional<std::string> site = {};
    std::optional<std::string> item = {};
    std::optional<std::string> lot = {};
    std::optional<std::string> owner = {};
    Instant occurred_by;  ///< what happened in this second counts
    std::optional<Instant> known_by = {};
};

/// The accounts that held goods, on the shelf and on the way, by site, item, expiry, lot, owner,
/// keeper, condition, stage. It reads the days of the accounts asked for and the movements of one
/// day, so what narrows the question makes it quick.
[[nodiscard]] std::vector<StockRow> stock_as_of(Database& database, const AsOfQuery& query);

}  // namespace relief
