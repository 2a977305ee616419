// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/store/database.h"
#include "core/time.h"
#include "core/work_days.h"
#include "reserves/duty/due.h"

#include <vector>

namespace relief {

/// What the papers of the depots ask for: acceptance reports (5 work days), loans to be taken or
/// given back, goods that must come back from people, the yearly note on what is to be scrapped
/// (31 October) while no scrapping of the year was drawn up. What is done is not in it.
[[nodiscard]] std::vector<DueItem> due_depot_papers(Database& database, const WorkDays& work_days,
                                                    Instant now);

}  // namespace relief
