// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "routing/dispatch/plan.h"
#include "routing/dispatch/problem.h"
#include "tools/desk/plan_file.h"

#include <string>
#include <vector>

namespace relief {

/// Goods on their way, or signed for, that nobody needs any more where they go.
struct Surplus {
    std::string shipment;
    std::string order;
    std::string stage;  ///< signed, departed, received
    std::string from;
    std::string to;
    std::string item;
    Units units = 0;
};

/// Puts the shipments of an older plan to the needs of a newer one. A need that is due once keeps
/// its id. Days of food and water begin anew with a newer report: what was sent for a day that has
/// begun counts for the part of it that is left (the rest is eaten), in the order of the new days.
class NeedCarrier {
  public:
    NeedCarrier(const PlanFile& before, const DispatchProblem& now);

    /// A shipment that stands: what serves no open need is for nobody (for_need empty) and added
    /// to `surplus`. Call in order of departure.
    [[nodiscard]] Shipment carry_committed(Shipment shipment, std::vector<Surplus>& surplus);

    /// A shipment that may still change: its lines go to the needs open after what was carried,
    /// each with all its units; what finds no need is for nobody.
    [[nodiscard]] Shipment carry_in_hand(Shipment shipment);

  private:
    struct Part {
        std::vector<std::string> for_need;
        Units units = 0;
    };

    [[nodiscard]] std::vector<Part> share_out(const ShipmentLine& line, Units units);
    [[nodiscard]] bool is_same_day(const std::string& id) const;
    [[nodiscard]] double left_of(const ShipmentLine& line) const;
    [[nodiscard]] std::vector<std::string> days_of(const std::string& id) const;
    Shipment carry(Shipment shipment, bool eaten);

    const PlanFile& before_;
    const DispatchProblem& now_;
    std::vector<Units> open_;  ///< per need of `now`
};

}  // namespace relief
