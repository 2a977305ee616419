// SPDX-License-Identifier: Apache-2.0
#include "core/store/schema.h"

#include "core/store/connection.h"
#include "core/store/schema/access.h"
#include "core/store/schema/alerts.h"
#include "core/store/schema/books.h"
#include "core/store/schema/care.h"
#include "core/store/schema/documents.h"
#include "core/store/schema/duty.h"
#include "core/store/schema/exchange.h"
#include "core/store/schema/holds.h"
#include "core/store/schema/journal.h"
#include "core/store/schema/open_holds.h"
#include "core/store/schema/orders.h"
#include "core/store/schema/papers.h"
#include "core/store/schema/people.h"
#include "core/store/schema/proof.h"
#include "core/store/schema/questions.h"
#include "core/store/schema/reports.h"
#include "core/store/schema/responses.h"
#include "core/store/schema/roads.h"
#include "core/store/schema/shelf.h"

#include <array>
#include <string>
#include <vector>

#include <fmt/format.h>

namespace relief {
namespace {

constexpr std::array version_1{schema::tables_and_journal};
constexpr std::array version_2{schema::books};
constexpr std::array version_3{schema::people,   schema::documents, schema::holds, schema::care,
                               schema::exchange, schema::duty,      schema::proof, schema::orders,
                               schema::papers,   schema::roads};
constexpr std::array version_4{schema::shelf};
constexpr std::array version_5{schema::reports};
constexpr std::array version_6{schema::responses};
constexpr std::array version_7{schema::alerts};
constexpr std::array version_8{schema::alerts_received};
constexpr std::array version_9{schema::access};
constexpr std::array version_10{schema::questions};
constexpr std::array version_11{schema::open_holds};

constexpr std::array all_migrations{
    Migration{1, version_1},   Migration{2, version_2},   Migration{3, version_3},
    Migration{4, version_4},   Migration{5, version_5},   Migration{6, version_6},
    Migration{7, version_7},   Migration{8, version_8},   Migration{9, version_9},
    Migration{10, version_10}, Migration{11, version_11},
};

/// The triggers that keep the program from changing a written row of `table`.
std::string append_only_triggers(std::string_view table) {
    return fmt::format(
        "CREATE TRIGGER {0}_no_update BEFORE UPDATE ON {0} "
        "BEGIN SELECT RAISE(ABORT, 'a row of {0} is never changed'); END;"
        "CREATE TRIGGER {0}_no_delete BEFORE DELETE ON {0} "
        "BEGIN SELECT RAISE(ABORT, 'a row of {0} is never deleted'); END;",
        table);
}

/// Makes every table of journaled_tables_sql append-only that is not yet.
void guard_journaled_tables(Connection& connection) {
    const std::string names = connection.text(
        fmt::format("SELECT group_concat(name) FROM ({}) AS made WHERE NOT EXISTS (SELECT 1 FROM "
                    "sqlite_schema AS t WHERE t.type = 'trigger' AND t.name = "
                    "made.name || '_no_update')",
                    journaled_tables_sql));
    for (std::size_t at = 0; at < names.size();) {
        const std::size_t end = std::min(names.find(',', at), names.size());
        connection.execute(append_only_triggers(std::string_view(names).substr(at, end - at)));
        at = end + 1;
    }
}

}  // namespace

std::span<const Migration> migrations() {
    return all_migrations;
}

int newest_schema_version() {
    return all_migrations.back().version;
}

void bring_schema_up(Connection& connection) {
    const std::int64_t version = connection.integer("PRAGMA user_version");
    if (version == newest_schema_version()) {
        return;
    }
    connection.begin();
    try {
        connection.execute(fmt::format("PRAGMA application_id={}", application_id));
        for (const Migration& migration : migrations()) {
            if (migration.version > version) {
                for (const std::string_view sql : migration.sql) {
                    connection.execute(sql);
                }
                connection.execute(fmt::format("PRAGMA user_version={}", migration.version));
            }
        }
        guard_journaled_tables(connection);
        connection.commit();
    } catch (...) {
        connection.rollback();
        throw;
    }
}

void check_schema_tables(Connection& connection) {
    // Ordered by name on both sides.
    std::string names;
    std::string made;
    for (const NewestSchema::Row& row : newest_schema().rows) {
        if (row.type == "table") {
            names += fmt::format("{}'{}'", names.empty() ? "" : ",", row.name);
            made += fmt::format("{}{}", made.empty() ? "" : ";", row.sql);
        }
    }
    const std::string sql = fmt::format(
        "SELECT group_concat(sql, ';') FROM (SELECT sql FROM sqlite_schema WHERE type='table' AND "
        "name IN ({}) ORDER BY name)",
        names);
    if (connection.text(sql) != made) {
        throw connection.damaged("other tables than Relief makes",
                                 fmt::format("the tables {}", names));
    }
}

}  // namespace relief
