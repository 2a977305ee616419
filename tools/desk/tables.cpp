// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/tables.h"

namespace relief {

Tables::Tables(const std::filesystem::path& data, const std::optional<std::filesystem::path>& db) {
    if (db) {
        database_ = std::make_unique<Database>(Database::open_read_only(*db));
        source_ = std::make_unique<DatabaseSource>(*database_);
    } else {
        source_ = std::make_unique<FolderSource>(data);
    }
}

Desk open_rules_desk(const std::filesystem::path& data,
                     const std::optional<std::filesystem::path>& db) {
    const Tables tables(data, db);
    return {.data = data,
            .rules = load_rules(tables.source()),
            .places = Places(tables.source()),
            .baseline = {},
            .stock = {},
            .network = {}};
}

}  // namespace relief
