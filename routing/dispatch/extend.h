// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "routing/dispatch/plan.h"
#include "routing/dispatch/problem.h"

#include <functional>

namespace relief {

/// What a plan leaves short, filled up as far as `lifted` allows (the problem of the plan without
/// some limits, see lift.h) while everything in the plan goes as it is. Nobody is served less than
/// before, so what is then less short is short because of those limits. Quick, since only the needs
/// that are short are planned for; `unmet` of the answer has no others.
[[nodiscard]] DispatchPlan extend_plan(const DispatchProblem& problem,
                                       const DispatchProblem& lifted, const DispatchPlan& plan,
                                       const std::function<bool()>& keep_going);

}  // namespace relief
