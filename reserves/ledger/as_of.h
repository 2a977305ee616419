// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/store/database.h"
#include "core/time.h"
#include "reserves/ledger/ledger.h"

#include <cstdint>
#include <deque>
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
/// keeper, condition, stage. It begins at the nearest day whose balances a full proof has kept
/// (stock_day.h) and reads what moved between; where there is none, the days of the accounts asked
/// for. bad_input (db.damaged) where the kept day is not as it was recorded.
[[nodiscard]] std::vector<StockRow> stock_as_of(Database& database, const AsOfQuery& query);

/// What may lie on a real account.
struct StockAccount {
    std::int64_t id = 0;
    Account account;
    Date made_on;
    Date expires_on;
};

/// A row of PastStock: its account belongs to the PastStock that answered.
struct PastRow {
    const StockAccount* of = nullptr;
    std::int64_t amount = 0;
};

/// The same answers for one who asks again and again: accounts are never changed, so they are read
/// once and held in their order. The database must outlive it.
class PastStock {
  public:
    explicit PastStock(Database& database) : database_(&database) {}

    [[nodiscard]] std::vector<PastRow> as_of(const AsOfQuery& query);

  private:
    void read_new_accounts();

    Database* database_;
    std::deque<StockAccount> accounts_;          ///< as they were read; they never move
    std::vector<const StockAccount*> in_order_;  ///< of the answer
    std::int64_t last_account_ = 0;
};

}  // namespace relief
