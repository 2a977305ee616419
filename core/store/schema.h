// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace relief {

class Connection;

/// PRAGMA application_id of every Relief database: "RELF".
inline constexpr std::int64_t application_id = 0x52454C46;

/// One step of the schema. A migration that has been released never changes: a later one alters
/// what it made.
struct Migration {
    int version = 0;  ///< PRAGMA user_version after it
    std::span<const std::string_view> sql;
};

/// SQL for the names of the tables whose rows are written by a Change alone: once, and told whole
/// by a row of the journal. Those are all but the tables with checks of their own and the caches,
/// whose names begin with "cache_". Ordered, so that every reader goes through them alike.
inline constexpr std::string_view journaled_tables_sql =
    "SELECT journaled.name FROM sqlite_schema AS journaled WHERE journaled.type = 'table' "
    "AND journaled.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' "
    "AND journaled.name NOT LIKE 'cache\\_%' ESCAPE '\\' "
    "AND journaled.name NOT IN ('source_table', 'journal', 'lot', 'account', 'movement', 'entry', "
    "'balance', 'balance_day', 'attachment_bytes', 'credential', 'audit_line') "
    "ORDER BY journaled.name";

/// All of them, version 1 first, without a gap.
[[nodiscard]] std::span<const Migration> migrations();

/// The version this program writes.
[[nodiscard]] int newest_schema_version();

/// Runs the migrations above the database's version, all in one transaction.
void bring_schema_up(Connection& connection);

/// What a fresh database of the newest schema holds, as SQLite tells it.
struct NewestSchema {
    struct Row {
        std::string type;  ///< "table", "index", "trigger"
        std::string name;
        std::string sql;
    };
    std::vector<Row> rows;
    std::vector<std::string> journaled_tables;  ///< of journaled_tables_sql, in its order
};

/// Made once in a process and then only read: every database that is opened is held against it,
/// twice more where it is proven, and making its two hundred statements takes as long as a tenth of
/// all that.
[[nodiscard]] const NewestSchema& newest_schema();

/// bad_input (db.damaged) where a table of the newest schema is not there or not as it was made:
/// every statement of the program counts on them.
void check_schema_tables(Connection& connection);

}  // namespace relief
