// SPDX-License-Identifier: Apache-2.0
#include "core/store/change.h"

#include "core/error.h"
#include "core/store/digest.h"
#include "core/store/journal.h"
#include "core/store/schema.h"

#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace relief {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;

constexpr std::string_view payload_begin = "{\"rows\":[";

ordered_json cell_json(const Cell& cell) {
    if (const auto* number = std::get_if<std::int64_t>(&cell)) {
        return *number;
    }
    if (const auto* text = std::get_if<std::string>(&cell)) {
        return *text;
    }
    return nullptr;
}

std::string dump(const ordered_json& value) {
    try {
        return value.dump();
    } catch (const json::exception&) {
        throw bad_input({.code = "text.encoding",
                         .message = "a text of the change is not UTF-8",
                         .expected = "UTF-8"});
    }
}

/// What an idempotency key stands for. The time is left out: a retry comes later.
std::string content_hash(const Request& request) {
    return CanonicalBytes("relief.request/1")
        .add(request.operation)
        .add(request.actor)
        .add(request.content)
        .sha256();
}

void bind_cell(Statement& statement, int index, const Cell& cell) {
    if (const auto* number = std::get_if<std::int64_t>(&cell)) {
        statement.bind(index, *number);
    } else if (const auto* text = std::get_if<std::string>(&cell)) {
        statement.bind(index, *text);
    } else {
        statement.bind_null(index);
    }
}

std::string insert_sql(std::string_view table, const std::vector<Column>& columns) {
    std::string names = "id";
    std::string marks = "?1";
    for (std::size_t at = 0; at < columns.size(); ++at) {
        names += fmt::format(", {}", columns[at].name);
        marks += fmt::format(", ?{}", at + 2);
    }
    return fmt::format("INSERT INTO {}({}) VALUES({})", table, names, marks);
}

/// The answer kept under the request's key, nothing where the key is new.
std::optional<std::string> find_answer(Database& database, const Request& request) {
    Statement select = database.prepare("SELECT content_hash, answer FROM request WHERE key = ?1");
    select.bind(1, request.key);
    if (!select.step()) {
        return std::nullopt;
    }
    if (select.text(0) != content_hash(request)) {
        throw refused({.code = "ledger.repeat",
                       .message = "the idempotency key was used for something else",
                       .field = "idempotency key",
                       .found = request.key,
                       .expected = "the same content as the first time, or a new key"});
    }
    return select.text(1);
}

/// A row as it stands in its table, all but the id; null where there is none.
ordered_json stored_row(Database& database, const std::string& table, std::int64_t id) {
    Statement select = database.prepare(fmt::format("SELECT * FROM {} WHERE id = ?1", table));
    select.bind(1, id);
    if (!select.step()) {
        return nullptr;
    }
    ordered_json row = ordered_json::object();
    for (int column = 0; column < select.columns(); ++column) {
        const std::string name = select.column_name(column);
        if (name == "id") {
            continue;
        }
        if (select.is_null(column)) {
            row[name] = nullptr;
        } else if (select.is_integer(column)) {
            row[name] = select.integer(column);
        } else {
            row[name] = select.text(column);
        }
    }
    return row;
}

WrongRow wrong(std::string table, std::int64_t row, std::string found, std::string expected) {
    return {.table = std::move(table),
            .row = row,
            .check = "I8_rows",
            .found = std::move(found),
            .expected = std::move(expected)};
}

/// The columns of a row against what the journal told of it. A column that was not told is NULL or
/// came later with its default; a told one must be as it was.
std::optional<WrongRow> compare(const std::string& table, std::int64_t id,
                                const ordered_json& stored, const json& told) {
    if (stored.is_null()) {
        return wrong(table, id, "no such row", told.dump());
    }
    for (const auto& [name, value] : told.items()) {
        const auto here = stored.find(name);
        if (here == stored.end() || json(*here) != value) {
            return wrong(
                table, id,
                fmt::format("{} {}", name,
                            here == stored.end()
                                ? ""
                                : here->dump(-1, ' ', false, json::error_handler_t::replace)),
                fmt::format("{} {}", name, value.dump()));
        }
    }
    return std::nullopt;
}

/// The journaled tables as the program makes them: one that somebody put in is the schema's matter.
std::map<std::string, std::int64_t> journaled_counts() {
    std::map<std::string, std::int64_t> counts;
    Database fresh = Database::in_memory();
    Statement select = fresh.prepare(journaled_tables_sql);
    while (select.step()) {
        counts.emplace(select.text(0), 0);
    }
    return counts;
}

/// The rows one journal row tells of.
std::optional<WrongRow> check_told(Database& database, std::int64_t seq, const json& payload,
                                   std::map<std::string, std::int64_t>& told) {
    for (const json& row : payload.at("rows")) {
        const std::string table = row.at(0).get<std::string>();
        const std::int64_t id = row.at(1).get<std::int64_t>();
        const auto count = told.find(table);
        if (count == told.end() || id != count->second + 1) {
            return wrong("journal", seq, fmt::format("a row {} of {}", id, table),
                         "a table of the program, its rows in order");
        }
        ++count->second;
        if (auto finding = compare(table, id, stored_row(database, table, id), row.at(2))) {
            return finding;
        }
    }
    return std::nullopt;
}

/// Rows that no journal row tells of.
std::optional<WrongRow> check_untold(Database& database,
                                     const std::map<std::string, std::int64_t>& told) {
    for (const auto& [table, count] : told) {
        Statement select = database.prepare(
            fmt::format("SELECT id FROM {} WHERE id > ?1 OR id < 1 ORDER BY id LIMIT 1", table));
        select.bind(1, count);
        if (select.step()) {
            return wrong(table, select.integer(0), "a row", "no row the journal does not tell of");
        }
    }
    return std::nullopt;
}

}  // namespace

std::int64_t Change::insert(std::string_view table, const std::vector<Column>& columns) {
    auto last = last_ids_.find(table);
    if (last == last_ids_.end()) {
        Statement select = database_.prepare(fmt::format("SELECT max(id) FROM {}", table));
        select.step();
        last = last_ids_.emplace(std::string(table), select.integer(0)).first;
    }
    const std::int64_t id = last->second + 1;
    Statement insert = database_.prepare(insert_sql(table, columns));
    insert.bind(1, id);
    ordered_json told = ordered_json::object();
    int index = 2;
    for (const Column& column : columns) {
        bind_cell(insert, index++, column.value);
        told[std::string(column.name)] = cell_json(column.value);
    }
    const std::string row = dump(ordered_json::array({std::string(table), id, std::move(told)}));
    insert.run();
    rows_ += row;
    rows_ += ',';
    last->second = id;
    return id;
}

std::string Change::movement_key() {
    return fmt::format("{}/{}", request_.key, ++movements_);
}

void Change::finish(const std::string& answer) {
    insert("request",
           {{"key", request_.key}, {"content_hash", content_hash(request_)}, {"answer", answer}});
    std::string payload(payload_begin);
    payload += rows_;
    payload.back() = ']';
    payload += '}';
    append_journal(database_, {.occurred_at = request_.occurred_at,
                               .recorded_at = request_.recorded_at,
                               .actor = request_.actor,
                               .operation = request_.operation,
                               .subject = subject_,
                               .payload = std::move(payload)});
}

std::string make_change(Database& database, const Request& request,
                        const std::function<std::string(Change&)>& work) {
    if (request.key.empty() || request.operation.empty()) {
        throw fault({.code = "internal", .message = "a request has a key and an operation"});
    }
    std::string answer;
    database.transaction([&] {
        if (auto earlier = find_answer(database, request)) {
            answer = std::move(*earlier);
            return;
        }
        Change change(database, request);
        answer = work(change);
        change.finish(answer);
    });
    return answer;
}

std::optional<WrongRow> check_rows(Database& database, std::int64_t& checked) {
    return check_rows_after(database, 0, {}, checked);
}

std::optional<WrongRow> check_rows_after(Database& database, std::int64_t seq,
                                         const std::map<std::string, std::int64_t>& before,
                                         std::int64_t& checked) {
    std::map<std::string, std::int64_t> told = journaled_counts();
    std::int64_t known = 0;
    for (const auto& [table, count] : before) {
        const auto here = told.find(table);
        if (here != told.end()) {
            here->second = count;
            known += count;
        }
    }
    Statement select = database.prepare(
        "SELECT seq, payload FROM journal WHERE seq > ?3 AND substr(payload, 1, ?2) = ?1 ORDER BY "
        "seq");
    select.bind(1, payload_begin)
        .bind(2, static_cast<std::int64_t>(payload_begin.size()))
        .bind(3, seq);
    while (select.step()) {
        const std::int64_t row = select.integer(0);
        try {
            if (auto finding = check_told(database, row, json::parse(select.text(1)), told)) {
                return finding;
            }
        } catch (const json::exception&) {
            return wrong("journal", row, "a payload no Change writes", "rows as JSON");
        }
    }
    for (const auto& [table, count] : told) {
        checked += count;
    }
    checked -= known;
    return check_untold(database, told);
}

}  // namespace relief
