// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/store/database.h"
#include "core/time.h"
#include "reserves/duty/due.h"

#include <vector>

namespace relief {

/// I18: the papers of telephone orders that are owed, and when they are due.
[[nodiscard]] std::vector<DueItem> due_papers(Database& database, Instant now);

/// What cities owe counties whose goods they called; it has no date.
[[nodiscard]] std::vector<DueItem> due_goods_debts(Database& database);

}  // namespace relief
