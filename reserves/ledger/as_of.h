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
/// keeper, condition, stage. It begins at the nearest day whose balances a full proof has kept
/// (stock_day.h) and reads what moved between; where there is none, the days of the accounts asked
/// for. bad_input (db.damaged) where the kept day is not as it was recorded.
[[nodiscard]] std::vector<StockRow> stock_as_of(Database& database, const AsOfQuery& query);

/// The same answers for one who asks again and again: accounts are never changed, so they are read
/// once and held in their order. The database must outlive it.
class PastStock {
  public:
    explicit PastStock(Database& database) : database_(&database) {}

    [[nodiscard]] std::vector<StockRow> as_of(const AsOfQuery& query);

  private:
    struct Known {
        std::int64_t account = 0;
        StockRow row;  ///< with nothing on it
    };

    void read_new_accounts();

    Database* database_;
    std::vector<Known> accounts_;  ///< the real ones, in the order of the answer
    std::int64_t last_account_ = 0;
};

}  // namespace relief
