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
    int minutes = 0;
    std::vector<std::string> edges;
    std::string tier;
    std::vector<ShipmentLine> lines;
};

struct Unmet {
    std::string need;
    Units quantity = 0;
    std::string cause;   ///< stock, floor, expiry, vehicles, road, time …
    std::string detail;  ///< English
    std::string detail_zh;
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
    std::vector<ObjectiveLevel> levels;

    [[nodiscard]] double gap() const;  ///< the worst of the levels
};

}  // namespace relief
