// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/data_source.h"
#include "core/store/database.h"
#include "core/time.h"

#include <string_view>
#include <vector>

namespace relief {

/// The tables of table_names() that books made by an older program lack, in that order.
[[nodiscard]] std::vector<std::string_view> missing_tables(Database& database);

/// Copies them from `source`, with a journal row (tables.store) like that of store_tables. A table
/// that is there stays as it is, whatever `source` holds: what was decided by it was decided by it.
/// Answers how many.
int add_missing_tables(Database& database, const DataSource& source, Instant recorded_at);

}  // namespace relief
