// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "routing/dispatch/plan.h"
#include "routing/dispatch/problem.h"

#include <vector>

namespace relief {

/// Shortages smaller than a pack of every item that could serve them, of which goods are left:
/// their cause becomes package.
void explain_packs(const DispatchProblem& problem, std::vector<Unmet>& unmet);

}  // namespace relief
