// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "routing/dispatch/problem.h"
#include "routing/dispatch/rules.h"
#include "tools/desk/desk.h"
#include "tools/desk/plan.h"

#include <vector>

namespace relief {

/// The kits of rules/need_kits.csv at every place that needs all of their parts, once each: as many
/// as all parts are needed for. Goods needed day by day make no kit.
[[nodiscard]] std::vector<DispatchKit> kits_of_needs(const DispatchRules& rules,
                                                     const DispatchProblem& problem);

/// Places where kits stay incomplete, and what they lack.
void warn_about_kits(const Desk& desk, PlanRun& run);

}  // namespace relief
