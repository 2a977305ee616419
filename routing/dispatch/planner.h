// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "routing/dispatch/plan.h"
#include "routing/dispatch/problem.h"

#include <functional>
#include <string>
#include <vector>

namespace relief {

/// Solves the aims in their order and proves a bound for each; see routing/README.md for the model.
/// `keep_going` is asked between steps; when it says false the best plan so far is returned.
/// Deterministic: the same problem gives the same plan.
[[nodiscard]] DispatchPlan solve_dispatch(const DispatchProblem& problem,
                                          const std::function<bool()>& keep_going);

/// The linear programme that proves the bound of one aim after the first, as free-format MPS: the
/// vehicles are those of the plan, and what the aims before it reached is kept in its rows. A
/// minimisation; of the least share, of minus the share.
struct LevelModel {
    int level = 0;     ///< 2 for the second aim
    std::string name;  ///< "least_served_share"
    std::string mps;
};

/// The same plan, and the programmes behind its bounds: those of the levels 2, 3, 5 and 6, and of 4
/// where there is a plan in hand. The first has dispatch_mps, the last is arithmetic. What is
/// committed is not in them.
[[nodiscard]] DispatchPlan solve_dispatch(const DispatchProblem& problem,
                                          const std::function<bool()>& keep_going,
                                          std::vector<LevelModel>& models);

/// The model of the first aim as free-format MPS: a minimisation, its constant included as a
/// column fixed at one.
[[nodiscard]] std::string dispatch_mps(const DispatchProblem& problem);

}  // namespace relief
