// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/data_source.h"
#include "core/rules.h"
#include "routing/dispatch/problem.h"

#include <string>
#include <vector>

namespace relief {

/// A row of rules/need_kits.csv: what people need together. Unlike rules/kits.csv nothing is put
/// together in a depot: the parts may come from several and count when the last one is there.
struct NeedKitPart {
    std::string kit;
    std::string item;
    int per_kit = 1;
    Source source;
};

/// A row of rules/place_reception.csv; `place` any stands for every place without a
/// row.
struct PlaceReception {
    std::string place;
    double tonnes_per_day = 0;
    double opens_h = 0;
    Source source;
};

/// A row of rules/air_and_boat.csv: craft for places that no open road leads to.
struct Craft {
    std::string id;
    std::string name_zh;
    std::string mode;  ///< air, boat
    double payload_kg = 0;
    double volume_m3 = 0;
    double speed_kmh = 0;
    int count = 0;
    std::string base;  ///< division code
    double muster_h = 0;
    double range_km = 0;  ///< one way
    int handle_minutes = 0;
    Source source;
};

/// A row of rules/life_on_arrival.csv: goods of a class must keep so long where they arrive.
struct LifeOnArrival {
    std::string item_class;
    int days = 0;
    Source source;
};

/// The tables of data/rules that only the planner reads.
struct DispatchRules {
    std::vector<NeedKitPart> kits;  ///< in the order of the file
    std::vector<PlaceReception> receptions;
    std::vector<Craft> crafts;
    std::vector<LifeOnArrival> life;
    double carry_kmh = 3;  ///< over the gap to a place that is cut off
    double carry_km = 0;   ///< farther nothing is carried
    DispatchDriving driving;
    int drivers = 1;  ///< in each lorry
};

/// bad_input csv.* with file, line and column at the first wrong field.
[[nodiscard]] DispatchRules load_dispatch_rules(const DataSource& source, const Rules& rules);

/// What each of the places can take in.
[[nodiscard]] std::vector<DispatchReception> receptions_of(const DispatchRules& rules,
                                                           const std::vector<std::string>& places);

}  // namespace relief
