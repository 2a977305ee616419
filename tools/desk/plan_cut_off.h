// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "routing/network/closure.h"
#include "tools/desk/desk.h"
#include "tools/desk/plan.h"

#include <vector>

namespace relief {

/// For every place that no open road leads to from anybody who may send there: helicopters, in
/// floods boats, from each depot in their reach, and the road to the nearest open seat where the
/// rest can be carried. Warns of each such place, with the open point and the gap in km. The legs
/// by road are made before.
void serve_cut_off(const Desk& desk, const std::vector<const Closure*>& closures, PlanRun& run);

/// Shortages at those places: that craft are too few is told as the road it stands for.
void explain_cut_off(PlanRun& run);

}  // namespace relief
