// SPDX-License-Identifier: Apache-2.0
#include "core/store/database.h"
#include "core/store/schema.h"

namespace relief {
namespace {

NewestSchema read_newest_schema() {
    NewestSchema schema;
    Database fresh = Database::in_memory();
    Statement rows = fresh.prepare("SELECT type, name, sql FROM sqlite_schema ORDER BY name");
    while (rows.step()) {
        schema.rows.push_back({.type = rows.text(0), .name = rows.text(1), .sql = rows.text(2)});
    }
    Statement tables = fresh.prepare(journaled_tables_sql);
    while (tables.step()) {
        schema.journaled_tables.push_back(tables.text(0));
    }
    return schema;
}

}  // namespace

const NewestSchema& newest_schema() {
    static const NewestSchema schema = read_newest_schema();
    return schema;
}

}  // namespace relief
