// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tools/desk/plan.h"
#include "tools/desk/plan_roads.h"

#include <string>

namespace relief {

/// plan_report_html with the roads at hand, so that two documents read the road graph once.
[[nodiscard]] std::string plan_report_html(const Desk& desk, const PlanRun& run, PlanRoads& roads);

}  // namespace relief
