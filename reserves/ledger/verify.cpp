// SPDX-License-Identifier: Apache-2.0
#include "core/error.h"
#include "core/store/change.h"
#include "reserves/ledger/anchor.h"
#include "reserves/ledger/books_rows.h"
#include "reserves/ledger/ledger.h"

#include <map>
#include <tuple>

#include <fmt/format.h>

namespace relief {
namespace {

/// What one check comes to. `checked` counts the rows it looked at.
using Finding = std::optional<WrongRow>;

Finding check_integrity(Database& database, std::int64_t& checked) {
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
Finding check_keys(Database& database, std::int64_t& checked) {
    Statement select = database.prepare("SELECT id, key FROM movement ORDER BY id");
    std::map<std::string, std::int64_t> first_use;
    while (select.step()) {
        const auto [use, is_new] = first_use.emplace(select.text(1), select.integer(0));
        if (!is_new || use->first.empty()) {
            return WrongRow{.table = "movement",
                            .row = select.integer(0),
                            .check = "I7_keys",
                            .found = fmt::format("key \"{}\"", use->first),
                            .expected = "a key no other movement has"};
        }
        ++checked;
    }
    return std::nullopt;
}

Finding check_foreign_keys(Database& database, std::int64_t& checked) {
    Statement select = database.prepare("PRAGMA foreign_key_check");
    if (select.step()) {
        return WrongRow{.table = select.text(0),
                        .row = select.integer(1),
                        .check = "foreign_keys",
                        .found = fmt::format("a row of {} that is not there", select.text(2)),
                        .expected = "a row that is there"};
    }
    Statement tables = database.prepare("SELECT count(*) FROM sqlite_schema WHERE type = 'table'");
    checked = tables.step() ? tables.integer(0) : 0;
    return std::nullopt;
}

/// Everything of the schema but SQLite's own: (type, name) -> (row, text).
using Schema = std::map<std::pair<std::string, std::string>, std::pair<std::int64_t, std::string>>;

Schema read_schema(Database& database) {
    Statement select = database.prepare(
        "SELECT type, name, rowid, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite\\_%' "
        "ESCAPE '\\'");
    Schema schema;
    while (select.step()) {
        schema.emplace(std::pair(select.text(0), select.text(1)),
                       std::pair(select.integer(2), select.text(3)));
    }
    return schema;
}

/// A trigger that is gone lets the program itself change what is posted.
Finding check_schema(Database& database, std::int64_t& checked) {
    Database fresh = Database::in_memory();
    const Schema expected = read_schema(fresh);
    const Schema found = read_schema(database);
    const auto wrong = [](std::int64_t row, std::string what, std::string wanted) {
        return WrongRow{.table = "sqlite_schema",
                        .row = row,
                        .check = "schema",
                        .found = std::move(what),
                        .expected = std::move(wanted)};
    };
    for (const auto& [name, row] : expected) {
        const auto here = found.find(name);
        const std::string title = fmt::format("{} {}", name.first, name.second);
        if (here == found.end()) {
            return wrong(0, "no " + title, title);
        }
        if (here->second.second != row.second) {
            return wrong(here->second.first, here->second.second, row.second);
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
Finding check_anchor(Database& database, const std::filesystem::path& anchor,
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
    return std::nullopt;
}

/// Runs the checks one after the other until one fails.
class Run {
  public:
    explicit Run(VerifyResult& result) : result_(result) {}

    template <typename Check>
    void operator()(const std::string& name, const Check& check) {
        if (!result_.ok) {
            return;
        }
        std::int64_t& checked = result_.checked[name];
        try {
            result_.first_wrong = check(checked);
        } catch (const Error& error) {
            if (error.detail().code != "db.damaged") {
                throw;
            }
            result_.first_wrong = WrongRow{.table = "sqlite_schema",
                                           .row = 0,
                                           .check = name,
                                           .found = error.detail().found,
                                           .expected = "a readable file"};
        }
        result_.ok = !result_.first_wrong.has_value();
    }

  private:
    VerifyResult& result_;
};

void run_all(Database& database, const std::optional<std::filesystem::path>& anchor,
             VerifyResult& result) {
    Run run(result);
    BooksRows rows;
    const auto entries = [&rows](std::int64_t& checked) {
        checked = static_cast<std::int64_t>(rows.entries.size());
    };
    run("integrity", [&](std::int64_t& n) { return check_integrity(database, n); });
    run("journal", [&](std::int64_t& n) { return check_journal(database, &n); });
    run("tables", [&](std::int64_t& n) { return check_tables(database, &n); });
    run("I8_rows", [&](std::int64_t& n) { return check_rows(database, n); });
    run("I8_movements", [&](std::int64_t& n) {
        rows = read_accounts_and_lots(database);
        Finding finding = check_movements(database, rows);
        n = rows.movements;
        return finding;
    });
    run("I7_keys", [&](std::int64_t& n) { return check_keys(database, n); });
    run("I1_sum_zero", [&](std::int64_t& n) {
        n = rows.movements;
        return check_sum_zero(rows);
    });
    run("I2_accounts_zero", [&](std::int64_t& n) {
        entries(n);
        return check_accounts_zero(rows);
    });
    run("I3_not_negative", [&](std::int64_t& n) {
        entries(n);
        return check_not_negative(rows);
    });
    run("I4_balances", [&](std::int64_t& n) { return check_balances(database, rows, n); });
    run("foreign_keys", [&](std::int64_t& n) { return check_foreign_keys(database, n); });
    run("schema", [&](std::int64_t& n) { return check_schema(database, n); });
    if (anchor) {
        run("anchor", [&](std::int64_t& n) { return check_anchor(database, *anchor, n); });
    }
}

}  // namespace

VerifyResult verify_books(Database& database, const std::optional<std::filesystem::path>& anchor) {
    VerifyResult result;
    const auto prove = [&] {
        run_all(database, anchor, result);
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
