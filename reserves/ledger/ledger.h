// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/quantity.h"
#include "core/rules.h"
#include "core/store/database.h"
#include "core/store/journal.h"
#include "reserves/depot.h"
#include "reserves/stock_view.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace relief {

/// An account of the books: whose goods, in whose keeping, where, what, in which condition and at
/// which stage. Stages on_hand, in_transit … are real and never below zero; opening, purchased,
/// issued_to_people, lost … are counter-accounts and may be.
struct Account {
    std::string owner;
    std::string keeper;
    std::string site;
    std::string item;
    std::string lot;
    std::string condition;  ///< A = good
    std::string stage;

    friend auto operator<=>(const Account&, const Account&) = default;
};

struct Entry {
    Account account;
    std::int64_t amount = 0;  ///< in 10^-decimals of the item's unit; negative takes away
};

/// One document posting: entries that sum to zero for each item, lot and owner. Immutable.
struct Movement {
    std::string kind;  ///< opening, receipt, issue, move, reversal
    std::string idempotency_key;
    Instant occurred_at;
    std::string actor;
    std::string reason;
    std::vector<Entry> entries;
};

/// True for the stages that hold goods.
[[nodiscard]] bool is_real_stage(std::string_view stage);

/// Posts a movement, its journal row and its balances in one transaction; answers its number.
/// The same idempotency key with the same content answers the same number and posts nothing.
/// Refused: ledger.unbalanced, ledger.negative, ledger.repeat; nothing is changed then.
std::int64_t post_movement(Database& database, const Movement& movement, Instant recorded_at);

/// Puts a baseline into an empty database: lots, their opening movements (one per depot), the
/// tables of data/. One transaction.
void open_books(Database& database, const DataSource& source, const Rules& rules,
                const Baseline& baseline, Instant recorded_at);

/// What can be drawn: on hand, condition A, whole units, by depot, item, expiry, lot.
[[nodiscard]] StockView read_stock(Database& database, const Rules& rules);

/// relief.verify/1: the books and the journal proven from the file alone.
struct VerifyResult {
    bool ok = true;
    std::map<std::string, std::int64_t> checked;  ///< check name -> rows looked at
    std::optional<WrongRow> first_wrong;
    JournalHead head;
};

/// Named checks: journal chain, tables' SHA-256, I1 sum zero, I2 sum over accounts, I3 real
/// accounts not negative, I4 balances = fold of entries, I7 keys, I8 movement hashes, plus
/// SQLite's own integrity and foreign-key checks. With an anchor file the newest anchored head
/// must be in the journal.
[[nodiscard]] VerifyResult verify_books(Database& database,
                                        const std::optional<std::filesystem::path>& anchor);

/// Appends the newest head to an anchor file outside the database: "seq hash" a line.
void append_anchor(const std::filesystem::path& anchor, const JournalHead& head);

}  // namespace relief
