// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "routing/dispatch/model.h"
#include "routing/solver/lp.h"

#include <functional>
#include <vector>

namespace relief {

/// Whole numbers of vehicles for the runs of a model. Guided by `guide` (the first aim with a
/// little of the later ones) the linear solution is rounded run by run; then single vehicles are
/// moved within a turn at the docks as long as that serves `lacking`, whose bound over all numbers
/// of vehicles is `bound`. Leaves the solver's vehicle columns fixed at the answer.
/// `keep_going` is asked between solves; after it says false no more are made.
[[nodiscard]] std::vector<int> choose_vehicles(const DispatchModel& model, LpSolver& solver,
                                               const std::vector<double>& guide,
                                               const std::vector<double>& lacking, double bound,
                                               const std::function<bool()>& keep_going);

}  // namespace relief
