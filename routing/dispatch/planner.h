// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "routing/dispatch/plan.h"
#include "routing/dispatch/problem.h"

#include <functional>
#include <string>

namespace relief {

/// Solves the aims in their order and proves a bound for each; see routing/README.md for the model.
/// `keep_going` is asked between steps; when it says false the best plan so far is returned.
/// Deterministic: the same problem gives the same plan.
[[nodiscard]] DispatchPlan solve_dispatch(const DispatchProblem& problem,
                                          const std::function<bool()>& keep_going);

/// The model of the first aim as free-format MPS: a minimisation, its constant included as a
/// column fixed at one.
[[nodiscard]] std::string dispatch_mps(const DispatchProblem& problem);

}  // namespace relief
