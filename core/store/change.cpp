// SPDX-License-Identifier: Apache-2.0
#include "core/store/change.h"

#include "core/error.h"
#include "core/store/digest.h"
#include "core/store/journal.h"
#include "core/store/json_text.h"
#include "core/store/schema.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace relief {
namespace {

using nlohmann::json;

constexpr std::string_view payload_begin = "{\"rows\":[";

void append_cell(std::string& row, const Cell& cell) {
    if (const auto* number = std::get_if<std::int64_t>(&cell)) {
        append_digits(row, *number);
    } else if (const auto* text = std::get_if<std::string>(&cell)) {
        append_json(row, *text, "change");
    } else {
        row += "null";
    }
}

/// How rows of one table and the same columns begin: ["table",first id,["column",…]
std::string group_begin(std::string_view table, std::int64_t first,
                        const std::vector<Column>& columns) {
    std::string begin = "[";
    append_json(begin, table, "change");
    begin += ',';
    append_digits(begin, first);
    begin += ",[";
    for (const Column& column : columns) {
        append_json(begin, column.name, "change");
        begin += ',';
    }
    begin.back() = ']';
    return begin;
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

WrongRow wrong(std::string table, std::int64_t row, std::string found, std::string expected) {
    return {.table = std::move(table),
            .row = row,
            .check = "I8_rows",
            .found = std::move(found),
            .expected = std::move(expected)};
}

/// A cell as it stands in its table, as JSON.
json stored_cell(const Statement& row, int column) {
    if (row.is_null(column)) {
        return nullptr;
    }
    return row.is_integer(column) ? json(row.integer(column)) : json(row.text(column));
}

/// True where a cell is what was told, without making JSON of it.
bool same_cell(const Statement& row, int column, const json& told) {
    if (told.is_string()) {
        return !row.is_null(column) && !row.is_integer(column) &&
               row.view(column) == told.get_ref<const std::string&>();
    }
    return stored_cell(row, column) == told;
}

std::string show(const json& value) {
    return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

/// Where each told column is in the table, -1 where it is not; the id's own place last.
std::vector<int> places_of(const Statement& select, const json& names) {
    std::map<std::string, int> places;
    for (int column = 0; column < select.columns(); ++column) {
        places.emplace(select.column_name(column), column);
    }
    std::vector<int> found;
    for (const json& name : names) {
        const auto place = places.find(name.get<std::string>());
        found.push_back(place == places.end() ? -1 : place->second);
    }
    found.push_back(places.at("id"));
    return found;
}

/// Rows of a table against what the journal told of them: [table, first id, [columns], [row], …].
/// A column that was not told is NULL or came later with its default; a told one must be as it was.
std::optional<WrongRow> compare(Database& database, const json& group) {
    constexpr std::size_t rows_from = 3;
    const std::string table = group.at(0).get<std::string>();
    const auto first = group.at(1).get<std::int64_t>();
    const json& names = group.at(2);
    Statement select =
        database.prepare(fmt::format("SELECT * FROM {} WHERE id >= ?1 ORDER BY id", table));
    select.bind(1, first);
    const std::vector<int> places = places_of(select, names);
    for (std::size_t at = rows_from; at < group.size(); ++at) {
        const std::int64_t id = first + static_cast<std::int64_t>(at - rows_from);
        const json& told = group.at(at);
        if (!select.step() || select.integer(places.back()) != id) {
            return wrong(table, id, "no such row", show(told));
        }
        for (std::size_t cell = 0; cell < names.size(); ++cell) {
            const int place = places[cell];
            if (place < 0 || !same_cell(select, place, told.at(cell))) {
                const std::string name = names.at(cell).get<std::string>();
                return wrong(
                    table, id,
                    fmt::format("{} {}", name, place < 0 ? "" : show(stored_cell(select, place))),
                    fmt::format("{} {}", name, show(told.at(cell))));
            }
        }
    }
    return std::nullopt;
}

/// The journaled tables as the program makes them: one that somebody put in is the schema's matter.
std::map<std::string, std::int64_t> journaled_counts() {
    std::map<std::string, std::int64_t> counts;
    for (const std::string& table : newest_schema().journaled_tables) {
        counts.emplace(table, 0);
    }
    return counts;
}

/// The rows one journal row tells of.
std::optional<WrongRow> check_told(Database& database, std::int64_t seq, const json& payload,
                                   std::map<std::string, std::int64_t>& told) {
    constexpr std::size_t head_size = 3;
    for (const json& group : payload.at("rows")) {
        const std::string table = group.at(0).get<std::string>();
        const std::int64_t first = group.at(1).get<std::int64_t>();
        const auto count = told.find(table);
        if (count == told.end() || first != count->second + 1 || group.size() <= head_size) {
            return wrong("journal", seq, fmt::format("a row {} of {}", first, table),
                         "a table of the program, its rows in order");
        }
        count->second += static_cast<std::int64_t>(group.size() - head_size);
        if (auto finding = compare(database, group)) {
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

Change::Table& Change::table_of(std::string_view name) {
    const auto known = tables_.find(name);
    if (known != tables_.end()) {
        return known->second;
    }
    Statement select = database_.prepare(fmt::format("SELECT max(id) FROM {}", name));
    select.step();
    return tables_.emplace(std::string(name), Table{.last_id = select.integer(0)}).first->second;
}

void Change::prepare_insert(Table& table, std::string_view name,
                            const std::vector<Column>& columns) {
    const bool same =
        table.insert &&
        std::equal(columns.begin(), columns.end(), table.columns.begin(), table.columns.end(),
                   [](const Column& column, const std::string& was) { return column.name == was; });
    if (!same) {
        table.insert.reset();
        table.insert.emplace(database_.prepare(insert_sql(name, columns)));
        table.columns.clear();
        for (const Column& column : columns) {
            table.columns.emplace_back(column.name);
        }
    }
    if (!same || group_ != &table) {
        close_group();
        rows_ += group_begin(name, table.last_id + 1, columns);
        group_ = &table;
    }
}

void Change::close_group() {
    if (group_ != nullptr) {
        rows_ += "],";
        group_ = nullptr;
    }
}

std::int64_t Change::insert(std::string_view table, const std::vector<Column>& columns) {
    Table& into = table_of(table);
    prepare_insert(into, table, columns);
    const std::int64_t id = into.last_id + 1;
    into.insert->bind(1, id);
    rows_ += ",[";
    int index = 2;
    for (const Column& column : columns) {
        bind_cell(*into.insert, index++, column.value);
        append_cell(rows_, column.value);
        rows_ += ',';
    }
    rows_.back() = ']';
    into.insert->run();
    into.last_id = id;
    return id;
}

std::string Change::movement_key() {
    return fmt::format("{}/{}", request_.key, ++movements_);
}

void Change::finish(const std::string& answer) {
    insert("request",
           {{"key", request_.key}, {"content_hash", content_hash(request_)}, {"answer", answer}});
    close_group();
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
            if (auto finding = check_told(database, row, json::parse(select.view(1)), told)) {
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
