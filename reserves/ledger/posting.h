// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/store/database.h"
#include "reserves/ledger/record.h"

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

namespace relief {

/// Lot code and item.
using LotKey = std::pair<std::string_view, std::string_view>;

/// Posts movements inside a transaction of the caller's. A refusal leaves half a movement behind
/// and must end that transaction (post_movement and open_books do).
class Posting {
  public:
    explicit Posting(Database& database);

    /// See post_movement. `operation` and `subject` are those of the journal row.
    std::int64_t post(Movement movement, Instant recorded_at, std::string_view operation,
                      std::string_view subject);

  private:
    /// What a movement does to one account.
    struct Change {
        std::int64_t account = 0;
        const Account* fields = nullptr;
        std::int64_t amount = 0;
    };

    struct ByFields {
        bool operator()(const Account* a, const Account* b) const { return *a < *b; }
    };

    /// Lines and lots into writer_, and the content's hash.
    void write_down(MovementRecord& record);
    /// The number of an earlier movement with this key, 0 where there is none.
    std::int64_t find_repeat(const MovementRecord& record);
    std::vector<LotRow> find_lots(const Movement& movement);
    std::optional<LotRow> find_lot(const LotKey& key);
    void register_lots(const std::vector<LotRow>& lots);
    std::int64_t account_id(const Account& account);
    std::int64_t insert_account(const Account& account);
    /// Gives the record its number, its place in the journal and its hash, and writes both rows.
    void insert_movement(MovementRecord& record, std::string_view operation,
                         std::string_view subject);
    std::vector<Change> insert_entries(const MovementRecord& record);
    void check_not_counted(const Change& change, Instant occurred_at);
    void check_not_negative(const Change& change, std::int64_t day);
    void add_to_balance(const Change& change, std::int64_t day);
    void check_open(std::int64_t day);
    void check_not_held(const Change& change, std::int64_t recorded_at);

    Database& database_;
    Statement find_movement_;
    Statement last_movement_;
    Statement insert_movement_;
    Statement insert_entry_;
    Statement find_lot_;
    Statement insert_lot_;
    Statement find_account_;
    Statement insert_account_;
    Statement last_account_id_;
    Statement find_balance_;
    Statement later_days_;
    Statement add_balance_;
    Statement add_day_;
    Statement find_held_;
    Statement last_closed_;
    std::int64_t last_account_ = 0;  ///< 0 = not asked yet
    // Of the movement being posted:
    PartWriter parts_;
    RecordWriter writer_;
    std::set<LotKey> new_lots_;
    std::map<const Account*, std::int64_t, ByFields> new_accounts_;
};

}  // namespace relief
