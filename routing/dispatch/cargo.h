// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "routing/dispatch/model.h"

#include <vector>

namespace relief {

/// Lots of the supplies that may still be used, by supply and the last day they may arrive.
[[nodiscard]] std::vector<LotGroup> lot_groups(const DispatchProblem& problem);

/// The groups of lots, and one column of goods for each trip they can go on and each day a supplier
/// delivers, priced for every aim. The runs are made before.
void add_cargo(const DispatchProblem& problem, DispatchModel& model);

}  // namespace relief
