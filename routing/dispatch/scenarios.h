// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "routing/dispatch/plan.h"
#include "routing/dispatch/problem.h"

namespace relief {

/// Weighted person-hours that a plan leaves if each need turns out to be `quantities`: goods serve
/// in the order of their arrival, what comes beyond the need serves nobody. Each need counts by
/// itself, also where it is part of a kit.
[[nodiscard]] double lacking_if(const DispatchProblem& problem, const DispatchPlan& plan,
                                const std::vector<Units>& quantities);

/// Fills what the plan comes to in every scenario of its problem, the expected value over their
/// probabilities and the worst. Nothing where the problem has none.
void value_scenarios(const DispatchProblem& problem, DispatchPlan& plan);

/// The problem for one of its scenarios: its quantities, as many people a unit as before. Every
/// scenario needs one unit of each need at least. bad_input (json.field) where it has no scenario
/// of that name.
[[nodiscard]] DispatchProblem planned_for(const DispatchProblem& problem, const std::string& name);

}  // namespace relief
