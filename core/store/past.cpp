// SPDX-License-Identifier: Apache-2.0
#include "core/store/past.h"

#include "core/error.h"
#include "core/store/journal.h"
#include "core/store/schema.h"

#include <chrono>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace relief {
namespace {

using nlohmann::json;

void copy_cell(const Statement& from, int column, Statement& into) {
    const int index = column + 1;
    if (from.is_null(column)) {
        into.bind_null(index);
    } else if (from.is_integer(column)) {
        into.bind(index, from.integer(column));
    } else {
        into.bind(index, from.text(column));
    }
}

void copy_rows(Statement& from, Database& into, std::string_view table) {
    std::string marks = "?1";
    for (int column = 1; column < from.columns(); ++column) {
        marks += fmt::format(", ?{}", column + 1);
    }
    Statement insert = into.prepare(fmt::format("INSERT INTO {} VALUES({})", table, marks));
    while (from.step()) {
        for (int column = 0; column < from.columns(); ++column) {
            copy_cell(from, column, insert);
        }
        insert.run();
    }
}

/// Copies the rows of a table that `where` keeps; ?1 in it is `last`.
void copy(Database& from, Database& into, std::string_view table, std::string_view where,
          std::int64_t last) {
    Statement select = from.prepare(fmt::format("SELECT * FROM {} WHERE {}", table, where));
    select.bind(1, last);
    copy_rows(select, into, table);
}

void copy_source_tables(Database& from, Database& into) {
    Statement select = from.prepare("SELECT id, name, bytes, sha256 FROM source_table ORDER BY id");
    Statement insert =
        into.prepare("INSERT INTO source_table(id, name, bytes, sha256) VALUES(?1, ?2, ?3, ?4)");
    while (select.step()) {
        insert.bind(1, select.integer(0)).bind(2, select.text(1));
        insert.bind_blob(3, select.blob(2)).bind(4, select.text(3));
        insert.run();
    }
}

void copy_books(Database& from, Database& into, std::int64_t seq) {
    copy(from, into, "journal", "seq <= ?1 ORDER BY seq", seq);
    copy(from, into, "movement", "journal_seq <= ?1 ORDER BY id", seq);
    Statement last = into.prepare("SELECT max(id) FROM movement");
    last.step();
    const std::int64_t movement = last.integer(0);
    copy(from, into, "account",
         "id IN (SELECT account_id FROM entry WHERE movement_id <= ?1) ORDER BY id", movement);
    copy(from, into, "lot",
         "id IN (SELECT lot.id FROM account JOIN lot ON lot.lot = account.lot AND lot.item = "
         "account.item WHERE account.id IN (SELECT account_id FROM entry WHERE movement_id <= "
         "?1)) ORDER BY id",
         movement);
    // After what they name: to look for the children of a parent that comes late is slow.
    copy(from, into, "entry", "movement_id <= ?1 ORDER BY movement_id, line", movement);
}

/// The cached balances; balance_day has its own fold below.
constexpr std::string_view fold_caches = R"sql(
INSERT INTO balance(account_id, amount)
  SELECT account_id, sum(amount) FROM entry GROUP BY account_id;
)sql";

/// balance_day of the real accounts alone, as Posting keeps it.
void fold_days(Database& from, Database& into) {
    Statement select = into.prepare(
        "SELECT entry.account_id, movement.occurred_at, entry.amount FROM entry JOIN movement ON "
        "movement.id = entry.movement_id");
    Statement kept = from.prepare("SELECT 1 FROM balance_day WHERE account_id = ?1 LIMIT 1");
    std::map<std::pair<std::int64_t, std::int64_t>, std::int64_t> days;
    std::map<std::int64_t, bool> has_days;
    while (select.step()) {
        const std::int64_t account = select.integer(0);
        const auto [known, is_new] = has_days.try_emplace(account, false);
        if (is_new) {
            kept.reset();
            kept.bind(1, account);
            known->second = kept.step();
            kept.reset();
        }
        if (known->second) {
            const Instant at{std::chrono::seconds{select.integer(1)}};
            const auto day = day_number(beijing_date(at));
            days[{account, std::int64_t{day}}] += select.integer(2);
        }
    }
    Statement insert =
        into.prepare("INSERT INTO balance_day(account_id, day, amount) VALUES(?1, ?2, ?3)");
    for (const auto& [key, amount] : days) {
        insert.bind(1, key.first).bind(2, key.second).bind(3, amount);
        insert.run();
    }
}

std::vector<std::string> journaled_tables(Database& database) {
    std::vector<std::string> names;
    Statement select = database.prepare(journaled_tables_sql);
    while (select.step()) {
        names.push_back(select.text(0));
    }
    return names;
}

void check_seq(Database& database, std::int64_t seq) {
    const std::int64_t head = journal_head(database).seq;
    if (seq < 1 || seq > head) {
        throw bad_input({.code = "books.seq",
                         .message = "the books had no such state",
                         .file = database.file().string(),
                         .field = "journal",
                         .found = fmt::format("row {}", seq),
                         .expected = fmt::format("1 to {}", head)});
    }
}

}  // namespace

std::map<std::string, std::int64_t> first_rows_after(Database& database, std::int64_t seq) {
    std::map<std::string, std::int64_t> first;
    Statement select = database.prepare(
        "SELECT payload FROM journal WHERE seq > ?1 AND substr(payload, 1, 9) = '{\"rows\":[' "
        "ORDER BY seq");
    select.bind(1, seq);
    while (select.step()) {
        const json payload = json::parse(select.text(0));
        for (const json& row : payload.at("rows")) {
            first.try_emplace(row.at(0).get<std::string>(), row.at(1).get<std::int64_t>());
        }
    }
    return first;
}

std::int64_t journal_seq_at(Database& database, Instant at) {
    Statement select = database.prepare("SELECT min(seq) FROM journal WHERE recorded_at > ?1");
    select.bind(1, seconds_of(at));
    select.step();
    return select.is_null(0) ? journal_head(database).seq : select.integer(0) - 1;
}

Database books_at(Database& database, std::int64_t seq) {
    check_seq(database, seq);
    Database past = Database::in_memory();
    past.transaction([&] {
        // Rows that name each other come table by table.
        past.execute("PRAGMA defer_foreign_keys=ON");
        copy_source_tables(database, past);
        copy_books(database, past, seq);
        const auto first = first_rows_after(database, seq);
        for (const std::string& table : journaled_tables(past)) {
            const auto later = first.find(table);
            copy(database, past, table, "?1 = 0 OR id < ?1 ORDER BY id",
                 later == first.end() ? 0 : later->second);
        }
        past.execute(fold_caches);
        fold_days(database, past);
    });
    return past;
}

}  // namespace relief
