// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "routing/dispatch/haul.h"

namespace relief::haul {

/// Refuses (bad_input haul.prices) prices of another size, below 0, or shares beyond 0 to 1.
void check_prices(const HaulProblem& problem, const HaulPrices& prices);

/// Refuses (bad_input haul.plan) a plan that breaks a limit of the problem.
void check_plan(const HaulProblem& problem, const HaulPlan& plan);

}  // namespace relief::haul
