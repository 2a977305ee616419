// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tools/desk/plan.h"
#include "tools/desk/plan_roads.h"

#include <string>

namespace relief {

/// plan_geojson with the roads at hand, so that two documents read the road graph once.
[[nodiscard]] std::string plan_geojson(const Desk& desk, const PlanRun& run, PlanRoads& roads);

}  // namespace relief
