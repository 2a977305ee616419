// SPDX-License-Identifier: Apache-2.0
#include "core/error.h"
#include "core/store/database.h"
#include "core/store/journal.h"
#include "core/store/older_books.h"

#include <functional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace relief {
namespace {

using nlohmann::ordered_json;

constexpr std::string_view operation = "tables.store";

struct StoredTable {
    std::int64_t id = 0;
    std::string name;
    std::string sha256;

    friend bool operator==(const StoredTable&, const StoredTable&) = default;
};

WrongRow wrong_table(std::int64_t row, std::string found, std::string expected) {
    return {.table = "source_table",
            .row = row,
            .check = "tables",
            .found = std::move(found),
            .expected = std::move(expected)};
}

std::string describe(const StoredTable& table) {
    return fmt::format("{} with SHA-256 {}", table.name, table.sha256);
}

/// Writes tables with ids after `last_id`, and the journal row that names them.
void store_rows(Database& database, const DataSource& source,
                const std::vector<std::string_view>& names, std::int64_t last_id,
                Instant recorded_at) {
    Statement insert = database.prepare(
        "INSERT INTO source_table(id, name, bytes, sha256) VALUES(?1, ?2, ?3, ?4)");
    ordered_json rows = ordered_json::array();
    std::int64_t id = last_id;
    for (const std::string_view name : names) {
        const std::string bytes = source.read(name);
        const std::string hash = sha256_hex(bytes);
        ++id;
        insert.bind(1, id).bind(2, name).bind_blob(3, bytes).bind(4, hash);
        insert.run();
        rows.push_back({{"id", id}, {"name", name}, {"size", bytes.size()}, {"sha256", hash}});
    }
    append_journal(database, {.occurred_at = recorded_at,
                              .recorded_at = recorded_at,
                              .actor = "relief",
                              .operation = std::string(operation),
                              .subject = "source_table",
                              .payload = ordered_json{{"tables", std::move(rows)}}.dump()});
}

/// What the journal says was stored.
std::vector<StoredTable> journalled_tables(Database& database) {
    std::vector<StoredTable> tables;
    Statement select = database.prepare(
        "SELECT payload FROM journal WHERE operation IN ('books.proven', "
        "'tables.store') AND operation = ?1 ORDER BY seq");
    select.bind(1, operation);
    while (select.step()) {
        const ordered_json payload = ordered_json::parse(select.text(0));
        for (const ordered_json& row : payload.at("tables")) {
            tables.push_back({.id = row.at("id").get<std::int64_t>(),
                              .name = row.at("name").get<std::string>(),
                              .sha256 = row.at("sha256").get<std::string>()});
        }
    }
    return tables;
}

}  // namespace

std::string DatabaseSource::read(std::string_view name) const {
    Statement select = database_->prepare("SELECT bytes, sha256 FROM source_table WHERE name = ?1");
    select.bind(1, name);
    if (!select.step()) {
        throw bad_input({.code = "file.missing",
                         .message = "the database holds no such table",
                         .file = shown_name(name)});
    }
    std::string bytes = select.blob(0);
    const std::string hash = sha256_hex(bytes);
    if (hash != select.text(1)) {
        throw bad_input({.code = "db.damaged",
                         .message = "a table in the database is not as it was stored",
                         .file = shown_name(name),
                         .field = "SHA-256",
                         .found = hash,
                         .expected = select.text(1)});
    }
    return bytes;
}

std::string DatabaseSource::shown_name(std::string_view name) const {
    const std::string file = database_->file().string();
    return fmt::format("{}!{}", file.empty() ? ":memory:" : file, name);
}

void store_tables(Database& database, const DataSource& source, Instant recorded_at) {
    database.transaction([&] { store_rows(database, source, table_names(), 0, recorded_at); });
}

std::vector<std::string_view> missing_tables(Database& database) {
    Statement select = database.prepare("SELECT name FROM source_table");
    std::set<std::string, std::less<>> stored;
    while (select.step()) {
        stored.insert(select.text(0));
    }
    std::vector<std::string_view> missing;
    for (const std::string_view name : table_names()) {
        if (!stored.contains(name)) {
            missing.push_back(name);
        }
    }
    return missing;
}

int add_missing_tables(Database& database, const DataSource& source, Instant recorded_at) {
    std::vector<std::string_view> missing;
    database.transaction([&] {
        missing = missing_tables(database);
        if (!missing.empty()) {
            Statement select = database.prepare("SELECT ifnull(max(id), 0) FROM source_table");
            select.step();
            store_rows(database, source, missing, select.integer(0), recorded_at);
        }
    });
    return static_cast<int>(missing.size());
}

std::optional<WrongRow> check_tables(Database& database, std::int64_t* checked) {
    const std::vector<StoredTable> expected = journalled_tables(database);
    Statement select =
        database.prepare("SELECT id, name, bytes, sha256 FROM source_table ORDER BY id");
    std::int64_t seen = 0;
    for (const StoredTable& table : expected) {
        if (!select.step()) {
            return wrong_table(table.id, "no row", describe(table));
        }
        const StoredTable stored{
            .id = select.integer(0), .name = select.text(1), .sha256 = select.text(3)};
        if (stored.id > table.id) {
            return wrong_table(table.id, "no row", describe(table));
        }
        if (stored != table) {
            return wrong_table(stored.id, describe(stored), describe(table));
        }
        const std::string hash = sha256_hex(select.blob(2));
        if (hash != table.sha256) {
            return wrong_table(stored.id,
                               fmt::format("{} with bytes of SHA-256 {}", table.name, hash),
                               describe(table));
        }
        ++seen;
    }
    if (select.step()) {
        return wrong_table(select.integer(0), select.text(1), "no row: the journal has none");
    }
    if (checked != nullptr) {
        *checked = seen;
    }
    return std::nullopt;
}

}  // namespace relief
