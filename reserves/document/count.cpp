// SPDX-License-Identifier: Apache-2.0
#include "reserves/document/count.h"

#include "core/error.h"
#include "reserves/document/document.h"
#include "reserves/ledger/posting.h"
#include "reserves/ledger/record.h"
#include "reserves/ledger/rows.h"

#include <algorithm>
#include <map>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace relief {
namespace {

using nlohmann::ordered_json;

std::string name_of(const Account& account) {
    return fmt::format("{} {} {} {}", account.site, account.item, account.lot, account.owner);
}

/// What moved on the day of `at` until it, from the movements themselves.
std::int64_t moved_that_day(Database& database, std::int64_t account, Instant at) {
    Statement select = database.prepare(
        "SELECT sum(entry.amount) FROM movement JOIN entry ON entry.movement_id = movement.id "
        "WHERE movement.occurred_at >= ?2 AND movement.occurred_at <= ?3 AND account_id = ?1");
    select.bind(1, account)
        .bind(2, seconds_of(beijing_midnight(beijing_date(at))))
        .bind(3, seconds_of(at));
    select.step();
    return select.integer(0);
}

bool has_loss(const std::vector<CountDifference>& differences) {
    return std::any_of(differences.begin(), differences.end(),
                       [](const CountDifference& row) { return row.amount() < 0; });
}

std::vector<Entry> entries_of(const CountDifference& row) {
    Account other = row.line.account;
    other.stage = row.amount() < 0 ? "lost(count)" : "found";
    return {{row.line.account, row.amount()}, {std::move(other), -row.amount()}};
}

/// One movement for each moment that was counted.
std::vector<std::int64_t> post_differences(Change& change,
                                           const std::vector<CountDifference>& differences,
                                           const std::string& number) {
    std::map<Instant, std::vector<Entry>> by_moment;
    for (const CountDifference& row : differences) {
        if (row.amount() != 0) {
            std::vector<Entry>& entries = by_moment[row.line.counted_at];
            for (Entry& entry : entries_of(row)) {
                entries.push_back(std::move(entry));
            }
        }
    }
    std::vector<std::int64_t> movements;
    Posting posting(change.database());
    for (auto& [moment, entries] : by_moment) {
        const Movement movement{.kind = "count",
                                .idempotency_key = change.movement_key(),
                                .occurred_at = moment,
                                .actor = change.request().actor,
                                .reason = number,
                                .entries = std::move(entries)};
        movements.push_back(posting.post(movement, change.request().recorded_at, "movement.post",
                                         movement.idempotency_key));
    }
    return movements;
}

/// An account that never was there and holds nothing is no account: what was not found where
/// nothing is booked needs no line in the books.
void assert_counts(Change& change, std::int64_t document,
                   const std::vector<CountDifference>& differences) {
    for (const CountDifference& row : differences) {
        const std::int64_t account = find_account_id(change.database(), row.line.account);
        if (account != 0) {
            change.insert("count_assertion", {{"document_id", document},
                                              {"account_id", account},
                                              {"counted", row.line.counted},
                                              {"counted_at", seconds_of(row.line.counted_at)}});
        }
    }
}

const DocumentStep& done_step(const Document& document, std::string_view verb) {
    const auto found = std::find_if(document.steps.rbegin(), document.steps.rend(),
                                    [&](const DocumentStep& step) { return step.verb == verb; });
    if (found == document.steps.rend()) {
        throw fault({.code = "internal", .message = "a count is closed before it is posted"});
    }
    return *found;
}

void check_as_signed(const Document& document, const std::vector<CountDifference>& differences) {
    const std::string now = differences_json(differences).dump();
    const std::string then = ordered_json::parse(done_step(document, "close").content).dump();
    if (now != then) {
        throw refused({.code = "count.changed",
                       .message = "the books of a counted moment have changed since the close",
                       .file = {},
                       .field = "count",
                       .found = now,
                       .expected = then});
    }
}

}  // namespace

std::optional<CountAssertion> first_count_after(Database& database, std::int64_t account,
                                                Instant at) {
    Statement select = database.prepare(
        "SELECT document_id, counted, counted_at FROM count_assertion AS c WHERE account_id = ?1 "
        "AND counted_at >= ?2 AND (SELECT state FROM document_step WHERE document_id = "
        "c.document_id ORDER BY id DESC LIMIT 1) <> 'reversed' ORDER BY counted_at, id LIMIT 1");
    select.bind(1, account).bind(2, seconds_of(at));
    if (!select.step()) {
        return std::nullopt;
    }
    return CountAssertion{.document = select.integer(0),
                          .counted = select.integer(1),
                          .counted_at = instant_of(select.integer(2))};
}

std::int64_t book_as_of(Database& database, const Account& account, Instant at) {
    const std::int64_t id = find_account_id(database, account);
    if (id == 0) {
        return 0;
    }
    Statement days = database.prepare(
        "SELECT sum(CASE WHEN day < ?2 THEN amount ELSE 0 END), max(day) = ?2 FROM balance_day "
        "WHERE account_id = ?1 AND day <= ?2");
    days.bind(1, id).bind(2, book_day(at));
    days.step();
    const std::int64_t before = days.integer(0);
    return days.integer(1) == 0 ? before : before + moved_that_day(database, id, at);
}

void add_count_line(Change& change, std::int64_t document, const CountLine& line) {
    const std::string what = name_of(line.account);
    if (line.counted < 0) {
        throw bad_input({.code = "count.amount",
                         .message = "nobody counts less than nothing",
                         .file = {},
                         .field = what,
                         .found = fmt::format("{}", line.counted),
                         .expected = "0 or more"});
    }
    if (line.counted_at > change.request().recorded_at) {
        throw refused({.code = "count.moment",
                       .message = "a count is of a moment that has been",
                       .file = {},
                       .field = what,
                       .found = format_instant(line.counted_at),
                       .expected = "at most " + format_instant(change.request().recorded_at)});
    }
    const std::int64_t book = book_as_of(change.database(), line.account, line.counted_at);
    if (line.book && *line.book != book) {
        throw refused(
            {.code = "count.stale",
             .message = "the sheet was made from older books",
             .file = {},
             .field = what,
             .found = fmt::format("book {} on the sheet", *line.book),
             .expected = fmt::format("book {} at {}", book, format_instant(line.counted_at))});
    }
    add_step(change, document, "line");
    change.insert("count_line", {{"document_id", document},
                                 {"site", line.account.site},
                                 {"item", line.account.item},
                                 {"lot", line.account.lot},
                                 {"owner", line.account.owner},
                                 {"keeper", line.account.keeper},
                                 {"condition", line.account.condition},
                                 {"counted", line.counted},
                                 {"counted_at", seconds_of(line.counted_at)},
                                 {"book", line.book ? Cell(*line.book) : Cell()},
                                 {"note", line.note}});
}

std::vector<CountLine> count_lines(Database& database, std::int64_t document) {
    Statement select = database.prepare(
        "SELECT site, item, lot, owner, keeper, condition, counted, counted_at, book, note FROM "
        "count_line WHERE document_id = ?1 AND id IN (SELECT max(id) FROM count_line WHERE "
        "document_id = ?1 GROUP BY site, item, lot, owner, keeper, condition) ORDER BY site, item, "
        "lot, owner, condition");
    select.bind(1, document);
    std::vector<CountLine> lines;
    while (select.step()) {
        lines.push_back(
            {.account = {.owner = select.text(3),
                         .keeper = select.text(4),
                         .site = select.text(0),
                         .item = select.text(1),
                         .lot = select.text(2),
                         .condition = select.text(5),
                         .stage = "on_hand"},
             .counted = select.integer(6),
             .counted_at = instant_of(select.integer(7)),
             .book = select.is_null(8) ? std::nullopt : std::optional(select.integer(8)),
             .note = select.text(9)});
    }
    return lines;
}

std::vector<CountDifference> count_differences(Database& database, std::int64_t document) {
    std::vector<CountDifference> differences;
    for (CountLine& line : count_lines(database, document)) {
        const std::int64_t book = book_as_of(database, line.account, line.counted_at);
        differences.push_back({.line = std::move(line), .book = book});
    }
    return differences;
}

std::string close_count(Change& change, std::int64_t document) {
    const auto differences = count_differences(change.database(), document);
    if (differences.empty()) {
        throw refused({.code = "count.empty",
                       .message = "a count without a line says nothing",
                       .file = {},
                       .field = "count",
                       .found = "no line",
                       .expected = "a line for each lot that was counted"});
    }
    const bool loss = has_loss(differences);
    const Document head = read_document(change.database(), document);
    if (loss && head.made_by == change.request().actor) {
        throw refused({.code = "count.checker",
                       .message = "losses are checked by somebody else than who counted",
                       .file = {},
                       .field = "actor",
                       .found = head.made_by,
                       .expected = "another person"});
    }
    const std::string state = add_step(
        change, document, "close",
        {.post = {}, .note = {}, .content = differences_json(differences).dump(), .movement = {}});
    if (loss) {
        return state;
    }
    post_count(change, document);
    return "posted";
}

void post_count(Change& change, std::int64_t document) {
    const auto differences = count_differences(change.database(), document);
    const Document head = read_document(change.database(), document);
    if (head.state() == "closed" && has_loss(differences)) {
        throw refused({.code = "doc.state",
                       .message = "losses are signed before they are posted",
                       .file = {},
                       .field = "state",
                       .found = "post of a count with losses that nobody signed",
                       .expected = "sign"});
    }
    check_as_signed(head, differences);
    const auto movements = post_differences(change, differences, format_number(head.number));
    assert_counts(change, document, differences);
    add_step(change, document, "post",
             {.post = {},
              .note = {},
              .content = ordered_json{{"movements", movements}}.dump(),
              .movement = movements.empty() ? std::nullopt : std::optional(movements.front())});
}

std::optional<WrongRow> check_counts(Database& database, std::int64_t& checked) {
    Statement select = database.prepare(
        "SELECT c.id, c.counted, c.counted_at, owner, keeper, site, item, lot, condition, stage "
        "FROM "
        "count_assertion AS c JOIN account AS a ON a.id = c.account_id WHERE (SELECT state FROM "
        "document_step WHERE document_id = c.document_id ORDER BY id DESC LIMIT 1) <> 'reversed' "
        "ORDER BY c.id");
    while (select.step()) {
        ++checked;
        const Account account{.owner = select.text(3),
                              .keeper = select.text(4),
                              .site = select.text(5),
                              .item = select.text(6),
                              .lot = select.text(7),
                              .condition = select.text(8),
                              .stage = select.text(9)};
        const Instant at = instant_of(select.integer(2));
        const std::int64_t book = book_as_of(database, account, at);
        if (book != select.integer(1)) {
            return WrongRow{.table = "count_assertion",
                            .row = select.integer(0),
                            .check = "counts",
                            .found = fmt::format("{} in the books at {}", book, format_instant(at)),
                            .expected = fmt::format("{}, as counted", select.integer(1))};
        }
    }
    return std::nullopt;
}

ordered_json differences_json(const std::vector<CountDifference>& differences) {
    ordered_json rows = ordered_json::array();
    for (const CountDifference& row : differences) {
        rows.push_back({{"site", row.line.account.site},
                        {"item", row.line.account.item},
                        {"lot", row.line.account.lot},
                        {"owner", row.line.account.owner},
                        {"condition", row.line.account.condition},
                        {"counted", row.line.counted},
                        {"counted_at", format_instant(row.line.counted_at)},
                        {"book", row.book},
                        {"difference", row.amount()},
                        {"note", row.line.note}});
    }
    return {{"differences", std::move(rows)}};
}

}  // namespace relief
