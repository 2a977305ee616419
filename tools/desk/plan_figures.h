// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tools/desk/desk.h"
#include "tools/desk/plan.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace relief {

/// One item that one place needs, over all its waves, and what the plan brings of it, in units of
/// the need: what a substitute counts for, not how many of it there are.
struct NeedFigures {
    const ItemNeed* need = nullptr;  ///< nullptr where the run does not hold it
    std::string id;
    std::string place;
    std::string item;
    std::string unit;
    Units quantity = 0;
    Units on_time = 0;
    Units late = 0;
    Units unmet = 0;
    Instant first_by;
    Instant last_by;
    std::optional<Instant> last_arrival;
    bool consumable = false;
    std::vector<const DispatchNeed*> waves;
    std::vector<const Unmet*> short_of;
    std::vector<std::string> substitutes;  ///< items other than the one needed that count for it
};

/// The needs of one unit at one place.
struct PlaceFigures {
    std::string place;
    const HeadCount* heads = nullptr;
    std::vector<NeedFigures> needs;

    /// The share of what is needed that the plan brings, each item counting alike.
    [[nodiscard]] double served_share() const;
};

/// Shipments of one origin to one place.
struct Flow {
    std::string from;
    std::string to;
    std::string tier;
    std::vector<const Shipment*> shipments;  ///< in the plan's order
    double load_kg = 0;
};

/// What the documents of a plan say in sums. Points into the run, which must outlive it.
struct PlanFigures {
    std::vector<PlaceFigures> places;
    std::vector<Flow> flows;  ///< by place as in the needs, then tier, then origin
    int trips = 0;            ///< vehicles x trips of depots' and carriers' own fleets
    int supplier_trips = 0;
    int vehicles = 0;  ///< of those fleets, most at once
    int depots = 0;
    int suppliers = 0;
    double load_kg = 0;
    double load_m3 = 0;
    std::optional<Instant> first_arrival;
    std::optional<Instant> last_arrival;
    int items = 0;        ///< lines of needs
    int items_full = 0;   ///< of them brought in full
    int items_late = 0;   ///< of them with a part that comes late
    int items_short = 0;  ///< of them with a part that does not come
};

/// What is short of one item at one place for one reason, over its waves.
struct Shortage {
    const Unmet* reason = nullptr;
    Units units = 0;
    Units left_when_lifted = 0;  ///< of them, once the limits that bind are lifted
    Instant first_by;
    Instant last_by;
};
[[nodiscard]] std::vector<Shortage> shortages_of(const NeedFigures& row);

/// The item need that a wave of the problem is part of, nullptr where the run holds none.
[[nodiscard]] const ItemNeed* item_need_of(const PlanRun& run, const std::string& wave);

/// The conclusions under plans in force that stand at this time, as standing_level counts them:
/// each unit's own last report that tested anything and the sum; where a unit never reported
/// itself, the last report of each unit inside it. The country first, then province, city, county.
[[nodiscard]] std::vector<const LevelConclusion*> standing_conclusions(const Rules& rules,
                                                                       const PlanRun& run);

[[nodiscard]] PlanFigures plan_figures(const Desk& desk, const PlanRun& run);

}  // namespace relief
