// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/store/change.h"
#include "core/store/database.h"
#include "core/time.h"

#include <optional>
#include <string>
#include <vector>

namespace relief {

/// A period closed: from then on no posting is dated on its last day or before.
struct ClosedPeriod {
    Date last_day;
    std::string actor;
};

/// In the order of closing, which is that of the days.
[[nodiscard]] std::vector<ClosedPeriod> closed_periods(Database& database);

/// The first day a posting may be dated on; nothing where no period was ever closed.
[[nodiscard]] std::optional<Date> first_open_day(Database& database);

/// Closes the books through a day. Refused (ledger.closed) where that day is closed already, or is
/// not over yet by the clock.
void close_period(Change& change, Date last_day);

}  // namespace relief
