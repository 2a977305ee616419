// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/quantity.h"
#include "core/time.h"

#include <string>
#include <vector>

namespace relief {

struct ShipmentLine {
    std::string item;
    std::string lot;  ///< "" from a supplier
    Units quantity = 0;
    std::vector<std::string> for_need;  ///< one id, or several one unit serves at once
    Units counts_for = 0;               ///< quantity x rate
};

/// Vehicles of one class that leave one depot for one place together, once.
struct Shipment {
    std::string id;
    std::string from;  ///< depot or supplier id
    std::string from_node;
    std::string to;  ///< place code
    std::string fleet;
    Instant depart;
    Instant arrive;
    Instant back;
    std::string vehicle_class;
    int vehicles = 0;
    int trips = 1;
    double load_kg = 0;
    double load_m3 = 0;
    double km = 0;
    int minutes = 0;            ///< at the wheel, there
    std::string mode = "road";  ///< road, air, boat
    std::string open_point;     ///< where the open road ends, "" = at the place
    double gap_km = 0;          ///< from there, as the crow flies, carried by hand
    int carry_minutes = 0;
    int rest_minutes = 0;  ///< halts of the drivers on the way there
    int drivers = 1;       ///< in each vehicle
    std::vector<std::string> edges;
    std::string tier;
    std::vector<ShipmentLine> lines;
    std::string committed;  ///< departed, received, signed, pinned; "" while it may be changed
    Instant ordered_at;     ///< when it was first asked for: signature and muster run from here
    std::string order;      ///< number of its allotment order, "" where there is none
};

struct Unmet {
    std::string need;
    Units quantity = 0;
    std::string cause;   ///< stock, floor, expiry, vehicles, road, time …
    std::string detail;  ///< English
    std::string detail_zh;
    /// The limits that bind it, `cause` first: planned again without them all it is less short
    /// (reasons.h). Empty where that was not tested.
    std::vector<std::string> limits;
    Units left_when_lifted = 0;  ///< what is still short then
};

/// What of a part reaches a kit's place.
struct KitPartOutcome {
    std::string need;
    std::string item;
    int per_kit = 1;
    Units delivered = 0;  ///< in units of the need
};

/// Kits of one place: how many are complete, and which parts keep the others from being so.
struct KitOutcome {
    std::string id;
    std::string place;
    Units wanted = 0;
    Units complete = 0;
    std::vector<std::string> short_of;  ///< needs whose goods do not reach one kit more
    std::vector<KitPartOutcome> parts;
};

/// The served share of a place, by what its needs weigh, and the bound of its step: the most that
/// it and every better served place could have while those below keep theirs.
struct PlaceShare {
    std::string place;
    double share = 0;
    double bound = 0;
};

/// What the plan comes to if the needs turn out as one scenario of the problem says.
struct ScenarioValue {
    std::string name;
    double probability = 0;
    double lacking = 0;  ///< the first aim
};

struct ObjectiveLevel {
    std::string name;
    std::string unit;
    double value = 0;
    double bound = 0;
    bool maximise = false;
    std::string keeps;  ///< what this level may not touch, in words

    /// |value - bound| / max(|value|, |bound|), 0 where both are 0.
    [[nodiscard]] double gap() const;
};

/// The answer of the planner.
struct DispatchPlan {
    std::vector<Shipment> shipments;  ///< by departure, from, to, class
    std::vector<Unmet> unmet;
    std::vector<KitOutcome> kits;
    std::vector<PlaceShare> shares;  ///< by share, the least first
    double gini = 0;                 ///< of the shares, by what the places' needs weigh
    std::vector<ScenarioValue> scenarios;
    double expected_lacking = 0;  ///< over the scenarios
    double worst_lacking = 0;
    std::vector<ObjectiveLevel> levels;

    [[nodiscard]] double gap() const;  ///< the worst of the levels
};

}  // namespace relief
