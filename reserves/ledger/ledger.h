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
/// issued_to_people, lost … are counter-accounts and may be. A stage may name what it belongs to:
/// "in_transit(o17)", "lost(transport)".
struct Account {
    std::string owner;
    std::string keeper;
    std::string site;
    std::string item;
    std::string lot;
    std::string condition;  ///< A = good
    std::string stage;

    // clang-tidy 14 takes the comparison with 0 inside a defaulted <=> for a null pointer.
    friend auto operator<=>(const Account&,
                            const Account&) = default;  // NOLINT(modernize-use-nullptr)
};

struct Entry {
    Account account;
    std::int64_t amount = 0;  ///< in 10^-decimals of the item's unit; negative takes away
};

/// A lot and its dates, the same wherever it lies and whoever owns it.
struct Lot {
    std::string item;
    std::string lot;
    Date made_on;
    Date expires_on;  ///< last day of use
};

/// One document posting: entries that sum to zero for each item, lot and owner. Immutable.
struct Movement {
    std::string kind;  ///< opening, receipt, issue, move, reversal
    std::string idempotency_key;
    Instant occurred_at;
    std::string actor;
    std::string reason;
    std::vector<Entry> entries;
    std::vector<Lot> lots = {};  ///< those it brings into the books; the others must be there
};

/// True for the stages that hold goods.
[[nodiscard]] bool is_real_stage(std::string_view stage);

/// Posts a movement, its journal row and its balances in one transaction; answers its number.
/// The same idempotency key with the same content answers the same number and posts nothing.
/// Refused, nothing being changed then:
///   ledger.unbalanced  fewer than two entries, an entry of nothing, or a sum that is not zero
///   ledger.negative    a real account would be below zero on some day from occurred_at on; names
///                      the account and the first such day (days are Beijing dates)
///   ledger.held        goods on the shelf that are held for a document (hold.h) would be taken
///   ledger.closed      occurred_at lies in a closed period (period.h)
///   ledger.repeat      the key was used for other content
///   ledger.lot         a lot nobody has registered, or with other dates
///   ledger.stage       no such stage
///   ledger.range       an amount beyond 10^15
std::int64_t post_movement(Database& database, const Movement& movement, Instant recorded_at);

/// Puts a baseline into an empty database: lots, their opening movements (one per depot), the
/// tables of data/. One transaction. Refused (ledger.open) where the books are open already.
void open_books(Database& database, const DataSource& source, const Rules& rules,
                const Baseline& baseline, Instant recorded_at);

/// What a plan may draw, in whole units, by depot, item, expiry, lot: what hold.h calls available
/// at that time, and besides it the lots that have expired, which the plan names as such and never
/// sends. With the earliest of times every hold that has not ended counts.
[[nodiscard]] StockView read_stock(Database& database, const Rules& rules, Instant at = {});

/// The last full proof on record, where a quick one began.
struct ProvenFully {
    std::int64_t seq = 0;  ///< the last row of the journal it covered
    Instant at;
};

/// relief.verify/1: the books and the journal proven from the file alone.
struct VerifyResult {
    bool ok = true;
    std::map<std::string, std::int64_t> checked;  ///< check name -> rows looked at
    std::optional<WrongRow> first_wrong;
    JournalHead head;
    std::optional<ProvenFully> proven_fully = {};  ///< of a quick proof (proof.h) alone
};

/// Named checks, in this order, the first that fails ending the run:
///   integrity            SQLite's own integrity check
///   journal              the chain (first_wrong.check journal.gap, .order or .hash)
///   tables               SHA-256 of the copy of data/ against the journal
///   I8_rows              documents, holds and all else a Change wrote, against the journal
///   I8_movements         movements, entries, accounts and lots against hash chain and journal
///   I7_keys              idempotency keys
///   I1_sum_zero          each movement, per item, lot and owner
///   I2_accounts_zero     all accounts, per item, lot and owner
///   I3_not_negative      real accounts, in the order of posting and by occurred day
///   I4_balances          cached balances are the fold of the entries
///   I11_kits             parts and kits, lot by lot
///   I15_loans            what is on loan is what the loans say
///   I19_write_offs       made, checked and signed by three people
///   I24_attachments      SHA-256 of every attachment
///   I26_owners           no paper of a depot changes an owner
///   I27_returns          what must come back has a due date and did not come back twice
///   counts               the books of a counted moment hold what was counted
///   I25_imports          of every sheet: rows read = accepted + held + refused
///   I5_holds, I5_open_holds, I6_hold_ends  what is held lies there; a hold ends once
///   I13_unusable         nothing expired, frozen or recalled was taken to be used
///   I14_custody          a keeper took another's goods by an order of the owner alone
///   I16_packs            closed packs go in and out whole
///   I22_capacity         what lies at a site fits on its floor: warnings alone
///   I20_dates, I21_units dates of the calendar; one unit for each item
///   foreign_keys, schema SQLite's references; tables and triggers as the program makes them
///   stock_days           the kept balances of whole days (stock_day.h) are as recorded
///   anchor               with an anchor file: every head in it is a row of the journal
/// A damaged file is an answer (ok = false), no error.
[[nodiscard]] VerifyResult verify_books(Database& database,
                                        const std::optional<std::filesystem::path>& anchor);

/// Appends the newest head to an anchor file outside the database: "seq hash" a line.
void append_anchor(const std::filesystem::path& anchor, const JournalHead& head);

}  // namespace relief
