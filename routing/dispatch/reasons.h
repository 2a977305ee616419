// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "routing/dispatch/lift.h"
#include "routing/dispatch/plan.h"
#include "routing/dispatch/problem.h"

#include <functional>
#include <vector>

namespace relief {

/// Makes a plan of a problem: what a limit is tested with.
using DispatchSolver = std::function<DispatchPlan(const DispatchProblem&)>;

/// Names the limits that bind each shortage of a plan, each proven by planning again without them:
/// the need is then less short, and so is everybody together who needs the same item. Single limits
/// are tried in the order of `all_limits`, those that cannot bind by what is left over being passed
/// over (may_bind). Where no single one does it, all are lifted and then put back one at a time;
/// the ones that cannot be put back bind together and are named together.
///
/// Sets `limits`, `cause` (the first of them) and `left_when_lifted` of every row of `plan.unmet`.
/// After `keep_going` says no, what has not been tested keeps the cause it has and an empty
/// `limits`.
void name_limits(const DispatchProblem& problem, const DispatchSolver& solve,
                 const std::function<bool()>& keep_going, DispatchPlan& plan);

}  // namespace relief
