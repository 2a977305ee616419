// SPDX-License-Identifier: Apache-2.0
#include "core/error.h"
#include "core/people/accounts.h"
#include "core/people/audit.h"
#include "core/store/change.h"
#include "core/store/schema.h"
#include "reserves/document/attachment.h"
#include "reserves/document/count.h"
#include "reserves/document/loans.h"
#include "reserves/document/order.h"
#include "reserves/document/packs.h"
#include "reserves/document/paper.h"
#include "reserves/document/scrap.h"
#include "reserves/document/signature.h"
#include "reserves/exchange/import_posting.h"
#include "reserves/ledger/anchor.h"
#include "reserves/ledger/books_rows.h"
#include "reserves/ledger/check_goods.h"
#include "reserves/ledger/checks.h"
#include "reserves/ledger/ledger.h"
#include "reserves/ledger/stock_day.h"

#include <exception>
#include <functional>
#include <map>
#include <thread>
#include <tuple>
#include <vector>

#include <fmt/format.h>

namespace relief {
namespace {

/// What one check comes to. `checked` counts the rows it looked at.
using FoundWrong = std::optional<WrongRow>;

FoundWrong check_integrity(Database& database, std::int64_t& checked) {
    Statement pages = database.prepare("PRAGMA page_count");
    checked = pages.step() ? pages.integer(0) : 0;
    Statement select = database.prepare("PRAGMA integrity_check(1)");
    if (select.step() && select.text(0) == "ok") {
        return std::nullopt;
    }
    return WrongRow{.table = "sqlite_schema",
                    .row = 0,
                    .check = "integrity",
                    .found = select.text(0),
                    .expected = "ok"};
}

/// I7. The keys are a unique column; a file made by hand need not keep to that.
FoundWrong check_keys(Database& database, std::int64_t& checked) {
    Statement select = database.prepare("SELECT id, key FROM movement ORDER BY key, id");
    FoundWrong first;
    std::string before;
    while (select.step()) {
        const std::string_view key = select.view(1);
        const bool is_wrong = key.empty() || (checked > 0 && key == before);
        if (is_wrong && (!first || select.integer(0) < first->row)) {
            first = WrongRow{.table = "movement",
                             .row = select.integer(0),
                             .check = "I7_keys",
                             .found = fmt::format("key \"{}\"", key),
                             .expected = "a key no other movement has"};
        }
        before = key;
        ++checked;
    }
    return first;
}

/// References of the tables whose rows nothing else has looked up. Those of movements, entries and
/// balances were followed row by row by I8 and I4, and there are millions of them.
FoundWrong check_foreign_keys(Database& database, std::int64_t& checked) {
    Statement tables = database.prepare(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT IN "
        "('movement', 'entry', 'balance', 'balance_day') ORDER BY name");
    Statement select =
        database.prepare("SELECT rowid, parent FROM pragma_foreign_key_check(?1) LIMIT 1");
    while (tables.step()) {
        const std::string table = tables.text(0);
        select.reset();
        select.bind(1, table);
        if (select.step()) {
            return WrongRow{.table = table,
                            .row = select.integer(0),
                            .check = "foreign_keys",
                            .found = fmt::format("a row of {} that is not there", select.text(1)),
                            .expected = "a row that is there"};
        }
        ++checked;
    }
    return std::nullopt;
}

/// Everything of the schema but SQLite's own: (type, name) -> text.
using Schema = std::map<std::pair<std::string, std::string>, std::string>;

Schema expected_schema() {
    Schema schema;
    for (const NewestSchema::Row& row : newest_schema().rows) {
        if (!row.name.starts_with("sqlite_")) {
            schema.emplace(std::pair(row.type, row.name), row.sql);
        }
    }
    return schema;
}

/// The same with where each stands.
std::map<std::pair<std::string, std::string>, std::pair<std::int64_t, std::string>> read_schema(
    Database& database) {
    Statement select = database.prepare(
        "SELECT type, name, rowid, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite\\_%' "
        "ESCAPE '\\'");
    std::map<std::pair<std::string, std::string>, std::pair<std::int64_t, std::string>> schema;
    while (select.step()) {
        schema.emplace(std::pair(select.text(0), select.text(1)),
                       std::pair(select.integer(2), select.text(3)));
    }
    return schema;
}

}  // namespace

/// A trigger that is gone lets the program itself change what is posted.
std::optional<WrongRow> check_schema(Database& database, std::int64_t& checked) {
    const Schema expected = expected_schema();
    const auto found = read_schema(database);
    const auto wrong = [](std::int64_t row, std::string what, std::string wanted) {
        return WrongRow{.table = "sqlite_schema",
                        .row = row,
                        .check = "schema",
                        .found = std::move(what),
                        .expected = std::move(wanted)};
    };
    for (const auto& [name, sql] : expected) {
        const auto here = found.find(name);
        const std::string title = fmt::format("{} {}", name.first, name.second);
        if (here == found.end()) {
            return wrong(0, "no " + title, title);
        }
        if (here->second.second != sql) {
            return wrong(here->second.first, here->second.second, sql);
        }
        ++checked;
    }
    for (const auto& [name, row] : found) {
        if (expected.count(name) == 0) {
            return wrong(row.first, fmt::format("{} {}", name.first, name.second), "no such thing");
        }
    }
    return std::nullopt;
}

/// Every head that was ever anchored is a row of this journal; where the tail was cut, an older
/// copy put back, or the whole chain made anew, one is not.
std::optional<WrongRow> check_anchor(Database& database, const std::filesystem::path& anchor,
                                     std::int64_t& checked) {
    Statement select = database.prepare("SELECT hash FROM journal WHERE seq = ?1");
    const std::vector<JournalHead> heads = read_anchor(anchor);
    if (heads.empty()) {
        // An emptied anchor would prove anything.
        throw bad_input({.code = "anchor.line",
                         .message = "the anchor file holds no head of the journal",
                         .file = anchor.string(),
                         .field = {},
                         .found = "an empty file",
                         .expected = "the file that was written beside this database"});
    }
    for (const JournalHead& head : heads) {
        select.reset();
        select.bind(1, head.seq);
        const std::string found = head.seq == 0   ? zero_hash()
                                  : select.step() ? select.text(0)
                                                  : "no row";
        if (found != head.hash) {
            return WrongRow{.table = "journal",
                            .row = head.seq,
                            .check = "anchor",
                            .found = found,
                            .expected = head.hash};
        }
        ++checked;
    }
    for (const AuditHead& head : read_audit_anchor(anchor)) {
        if (auto finding = check_audit_head(database, head)) {
            return finding;
        }
        ++checked;
    }
    return std::nullopt;
}

namespace {

/// The books as the checks of one run share them.
struct Books {
    BooksRows rows;
    std::optional<Folds> folds;
};

FoundWrong check_books(Database& database, Books& books, std::int64_t& checked) {
    books.rows = read_accounts_and_lots(database);
    books.folds.emplace(books.rows);
    FoundWrong finding = check_movements(database, books.rows, *books.folds);
    checked = books.folds->movements();
    return finding;
}

/// Large books are proven by two threads, each with a connection of its own: one reads the file and
/// the journal, the other what was posted. Checks of one lane come one after the other.
enum class Lane { file, books };

struct Check {
    std::string name;
    Lane lane = Lane::file;
    std::function<FoundWrong(Database& database, std::int64_t& checked)> prove;
};

/// In the order in which a reader of the answer takes them.
std::vector<Check> all_checks(Books& books, const std::optional<std::filesystem::path>& anchor) {
    std::vector<Check> checks{
        {"integrity", Lane::file, check_integrity},
        {"journal", Lane::file, [](Database& d, std::int64_t& n) { return check_journal(d, &n); }},
        {"tables", Lane::file, [](Database& d, std::int64_t& n) { return check_tables(d, &n); }},
        {"I8_rows", Lane::file, check_rows},
        {"I9_numbers", Lane::file, check_numbers},
        {"I10_closed_orders", Lane::file, check_closed_orders},
        {"I12_first_expired_first_out", Lane::file, check_picks},
        {"I17_signers", Lane::file, check_signers},
        {"I18_papers", Lane::file, check_phone_orders},
        {"I8_movements", Lane::books,
         [&](Database& d, std::int64_t& n) { return check_books(d, books, n); }},
        {"I7_keys", Lane::books, check_keys},
        {"I1_sum_zero", Lane::books,
         [&](Database&, std::int64_t& n) {
             n = books.folds->movements();
             return books.folds->check_sum_zero();
         }},
        {"I2_accounts_zero", Lane::books,
         [&](Database&, std::int64_t& n) {
             n = books.folds->entries();
             return books.folds->check_accounts_zero();
         }},
        {"I3_not_negative", Lane::books,
         [&](Database&, std::int64_t& n) {
             n = books.folds->entries();
             return books.folds->check_not_negative();
         }},
        {"I4_balances", Lane::books,
         [&](Database& d, std::int64_t& n) { return books.folds->check_balances(d, n); }},
        {"I11_kits", Lane::file, check_kits},
        {"I15_loans", Lane::file, check_loans},
        {"I16_packs", Lane::file, check_packs},
        {"I19_write_offs", Lane::file, check_write_offs},
        {"I24_attachments", Lane::file, check_attachments},
        {"I26_owners", Lane::file, check_owners},
        {"I27_returns", Lane::file, check_returnables},
        {"counts", Lane::file, check_counts},
        {"I25_imports", Lane::books, check_imports},
        {"I5_holds", Lane::books, check_holds},
        {"I5_open_holds", Lane::file, check_open_holds},
        {"I6_hold_ends", Lane::books, check_hold_ends},
        {"I13_unusable", Lane::file, check_unusable},
        {"I14_custody", Lane::books, check_custody},
        {"I20_dates", Lane::books, check_dates},
        {"I21_units", Lane::books, check_units},
        {"I22_capacity", Lane::books,
         [&](Database& d, std::int64_t& n) -> FoundWrong {
             static_cast<void>(capacity_warnings(d, n));  // nothing that stands is wrong for it
             return std::nullopt;
         }},
        {"foreign_keys", Lane::books, check_foreign_keys},
        {"schema", Lane::file, check_schema},
        {"stock_days", Lane::file, check_stock_days},
        {"credentials", Lane::file, check_credentials},
        {"audit", Lane::file, check_audit},
    };
    if (anchor) {
        checks.push_back({"anchor", Lane::file, [&](Database& d, std::int64_t& n) {
                              return check_anchor(d, *anchor, n);
                          }});
    }
    return checks;
}

/// What a check came to, where it was run.
struct Outcome {
    bool was_run = false;
    std::int64_t checked = 0;
    FoundWrong finding;
    std::exception_ptr failure;

    [[nodiscard]] bool is_good() const { return was_run && !finding && failure == nullptr; }
};

Outcome run(const Check& check, Database& database) {
    Outcome outcome{.was_run = true};
    try {
        outcome.finding = check.prove(database, outcome.checked);
    } catch (const Error& error) {
        if (error.detail().code != "db.damaged") {
            outcome.failure = std::current_exception();
            return outcome;
        }
        outcome.finding = WrongRow{.table = "sqlite_schema",
                                   .row = 0,
                                   .check = check.name,
                                   .found = error.detail().found,
                                   .expected = "a readable file"};
    } catch (...) {
        outcome.failure = std::current_exception();
    }
    return outcome;
}

/// The checks one after the other until one fails; those of one lane, where it is named.
void run_until_wrong(const std::vector<Check>& checks, std::optional<Lane> lane, Database& database,
                     std::vector<Outcome>& outcomes) {
    for (std::size_t at = 0; at < checks.size(); ++at) {
        if (lane && checks[at].lane != *lane) {
            continue;
        }
        outcomes[at] = run(checks[at], database);
        if (!outcomes[at].is_good()) {
            return;
        }
    }
}

/// Both lanes at once, the second reader seeing what the first sees: no commit lies between them
/// where both see the same head of the journal, since every commit but those of audit lines and
/// sessions writes to it, and these are the business of one lane alone. False, nothing
/// being done, where a busy writer never lets that happen.
bool run_side_by_side(const std::vector<Check>& checks, Database& database,
                      std::vector<Outcome>& outcomes) {
    Database second = Database::open_read_only(database.file());
    bool same = false;
    second.transaction([&] {
        const JournalHead head = journal_head(database);
        const JournalHead other = journal_head(second);
        same = head.seq == other.seq && head.hash == other.hash;
        if (!same) {
            return;
        }
        std::thread file_lane([&] { run_until_wrong(checks, Lane::file, second, outcomes); });
        run_until_wrong(checks, Lane::books, database, outcomes);
        file_lane.join();
    });
    return same;
}

void run_all(const std::vector<Check>& checks, Database& database, std::vector<Outcome>& outcomes) {
    constexpr std::int64_t worth_two_threads = 20'000;  // journal rows; about 50 ms of proving
    const bool large = !database.file().empty() && journal_head(database).seq >= worth_two_threads;
    if (!large || !run_side_by_side(checks, database, outcomes)) {
        run_until_wrong(checks, std::nullopt, database, outcomes);
    }
}

/// The first check that failed, in their order, ends the answer.
void tell(const std::vector<Check>& checks, const std::vector<Outcome>& outcomes,
          VerifyResult& result) {
    for (std::size_t at = 0; at < checks.size() && result.ok; ++at) {
        const Outcome& outcome = outcomes[at];
        if (outcome.failure != nullptr) {
            std::rethrow_exception(outcome.failure);
        }
        if (outcome.was_run) {
            result.checked[checks[at].name] = outcome.checked;
            result.first_wrong = outcome.finding;
            result.ok = !outcome.finding.has_value();
        }
    }
}

}  // namespace

VerifyResult verify_books(Database& database, const std::optional<std::filesystem::path>& anchor) {
    VerifyResult result;
    Books books;
    const std::vector<Check> checks = all_checks(books, anchor);
    const auto prove = [&] {
        std::vector<Outcome> outcomes(checks.size());
        run_all(checks, database, outcomes);
        tell(checks, outcomes, result);
        try {
            result.head = journal_head(database);
        } catch (const Error& error) {
            if (result.ok || error.detail().code != "db.damaged") {
                throw;  // of a damaged file the head is not known
            }
        }
    };
    database.transaction(prove);  // one snapshot: a writer may go on meanwhile
    return result;
}

}  // namespace relief
