// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tools/desk/plan.h"
#include "tools/desk/plan_carry.h"

#include <vector>

namespace relief {

/// What to do with goods nobody needs any more where they go: those on the way to where the plan
/// leaves the same item short (divert), else back (recall); orders not yet gone are cancelled.
[[nodiscard]] std::vector<PlanProposal> propose(const Desk& desk, const PlanRun& run,
                                                const std::vector<Surplus>& surplus);

}  // namespace relief
