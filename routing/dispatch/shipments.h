// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "routing/dispatch/model.h"
#include "routing/dispatch/pack.h"
#include "routing/dispatch/plan.h"
#include "routing/dispatch/problem.h"

#include <vector>

namespace relief {

/// The shipments of a packing by departure, numbered S001 …, with lots chosen first expired,
/// first out in the order of departure.
struct PackedShipments {
    std::vector<Shipment> shipments;
    double days_left = 0;        ///< unit-days of life left on what is sent
    double days_left_bound = 0;  ///< the least that any choice of lots could leave
};

[[nodiscard]] PackedShipments make_shipments(const DispatchProblem& problem,
                                             const DispatchModel& model, const Packing& packing);

}  // namespace relief
