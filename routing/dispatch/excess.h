// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "routing/dispatch/plan.h"
#include "routing/dispatch/problem.h"

namespace relief {

/// refused (plan.over) where a plan brings a need more than it is and its stated reserve: goods
/// that fell from a lower count, or that somebody put on by hand. What one unit of a substitute
/// covers beyond the last that is needed is no excess, since units are not cut.
void require_no_excess(const DispatchProblem& problem, const DispatchPlan& plan);

}  // namespace relief
