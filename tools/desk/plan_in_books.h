// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/rules.h"
#include "core/store/database.h"
#include "core/time.h"
#include "routing/dispatch/plan.h"
#include "tools/desk/plan_file.h"

#include <map>
#include <string>
#include <vector>

namespace relief {

/// A shipment of a plan for which orders were drawn up.
struct BookedShipment {
    std::string stage;  ///< drafted, signed, departed, received, refused
    std::string order;  ///< numbers of its orders, "220000-DB-2017-0003"
    /// Of its lines what the orders ordered, sent or brought, by stage.
    std::vector<ShipmentLine> lines;
};

/// Goods that orders not signed yet hold for a plan.
struct HeldForPlan {
    std::string order;
    std::string depot;
    std::string item;
    std::string lot;
    Date expires_on;  ///< of the books, not moved to the event
    Units units = 0;
};

/// What the books know of a plan.
struct PlanInBooks {
    std::map<std::string, BookedShipment> shipments;  ///< by id
    std::vector<HeldForPlan> held;
};

/// The allotment orders and call-offs drawn up from a plan, or carried along from the plans it was
/// made from. `now` is the moment of the shelves. conflict plan.stale where a later plan of the
/// event has orders already.
[[nodiscard]] PlanInBooks read_plan_in_books(Database& database, const Rules& rules,
                                             const PlanFile& plan, Instant now);

}  // namespace relief
