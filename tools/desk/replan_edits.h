// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tools/desk/desk.h"
#include "tools/desk/plan_pins.h"
#include "tools/desk/replan.h"

#include <functional>
#include <set>
#include <string>
#include <vector>

namespace relief {

/// The shipments that may change after edits by hand: those pinned bear the stage "pinned".
struct EditedShipments {
    std::vector<Shipment> open;
    std::set<std::string> pinned_now;  ///< by the edits of this time
    std::vector<PinnedLine> lines;     ///< to be sent
};

/// Reads edits and appends their causes. `pin S3` holds a shipment as it is, `pin
/// DEPOT:PLACE:ITEM:N` a line; `free S3` lets go of it; `forbid DEPOT`, `forbid DEPOT:PLACE`,
/// `forbid ROAD`; `swap S3 S7` lets each depot send what the other would have; `add-truck
/// DEPOT:CLASS:N`. bad_input argument.value, shipment.unknown, site.unknown, place.unknown,
/// road.unknown; refused plan.pin for a shipment that has left.
[[nodiscard]] EditedShipments read_edits(const Desk& desk, const PlanFile& in_hand,
                                         const std::vector<Closure>& known,
                                         const std::vector<PlanEdit>& edits,
                                         const std::vector<Shipment>& open,
                                         std::vector<PlanCause>& causes);

/// Commits what is pinned. What was pinned before and cannot go as it was any more is let go of
/// with a warning; refused plan.pin, plan.surplus where it was pinned now.
void hold_pinned(const Desk& desk, const EditedShipments& edited, int reserve_percent,
                 const std::function<bool()>& keep_going, PlanRun& run);

}  // namespace relief
