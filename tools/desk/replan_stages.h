// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "routing/dispatch/problem.h"
#include "tools/desk/desk.h"
#include "tools/desk/plan_in_books.h"
#include "tools/desk/replan.h"

#include <string>
#include <vector>

namespace relief {

/// The shipments of a plan in hand: what stands and what may still change.
struct ShipmentStages {
    std::vector<CommittedShipment> committed;  ///< by departure
    std::vector<Shipment> open;
    std::vector<std::string> departed_by_clock;
    std::vector<HeldForPlan> held;    ///< by orders that are not signed
    std::vector<std::string> drafts;  ///< their numbers
};

/// From the orders of the books, from what is told by hand, and without either from the clock.
/// Refused shipments are in neither list; their causes are appended. bad_input shipment.unknown,
/// item.unknown, argument.value.
[[nodiscard]] ShipmentStages stage_shipments(const Desk& desk, const PlanFile& in_hand,
                                             const ReplanRequest& request, Instant at,
                                             std::vector<PlanCause>& causes);

/// Goods that drafts of the older plan hold may be sent by the newer one; reserve floors are those
/// of the stock before orders took of it.
void add_held_goods(const Desk& desk, const ShipmentStages& stages, PlanRun& run);

}  // namespace relief
