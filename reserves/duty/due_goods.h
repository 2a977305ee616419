// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/rules.h"
#include "core/store/database.h"
#include "reserves/duty/due.h"

#include <vector>

namespace relief {

/// Lots on a shelf that expire within 90 days (or have), and lots that are frozen or recalled while
/// goods of them are still there: "lot_expiring", "lot_recalled". One item a lot and site.
[[nodiscard]] std::vector<DueItem> due_lots(Database& database, const Rules& rules, Instant now);

/// Sites with goods that nobody has counted for twelve months, or will not have within thirty days:
/// "count", one item a site. What was never counted is as old as its first entry.
[[nodiscard]] std::vector<DueItem> due_counts(Database& database, Instant now);

/// Holds that end within two hours: "hold".
[[nodiscard]] std::vector<DueItem> due_holds(Database& database, const Rules& rules, Instant now);

/// Calls for goods that no application has been drawn up from: "call". Due an hour after the call
/// (assumption: reserves.md asks for the order within ten minutes at best).
[[nodiscard]] std::vector<DueItem> due_calls(Database& database, Instant now);

}  // namespace relief
