// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "routing/dispatch/model.h"
#include "routing/dispatch/pack.h"
#include "routing/dispatch/plan.h"
#include "routing/dispatch/problem.h"

#include <vector>

namespace relief {

/// Why each short need is short: the limit that binds, found by looking at where goods for it are
/// left. In this order: goods in reach that no vehicle had room for (vehicles), goods behind a cut
/// road (road), goods that would come after the horizon (time), goods that expire before they
/// arrive (expiry), goods kept as reserve (floor), nothing left anywhere (stock).
[[nodiscard]] std::vector<Unmet> explain_unmet(const DispatchProblem& problem,
                                               const DispatchModel& model, const Packing& packing);

}  // namespace relief
