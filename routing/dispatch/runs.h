// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "routing/dispatch/model.h"

#include <vector>

namespace relief {

/// The turns at the docks of every site, in the order in which their vehicles queue.
[[nodiscard]] std::vector<DockTurn> dock_turns(const DispatchProblem& problem);

/// The turns at the docks of every site, and one run for each turn at a depot's docks whose class
/// has a road to the place, with the times of its trips.
void make_runs(const DispatchProblem& problem, DispatchModel& model);

}  // namespace relief
