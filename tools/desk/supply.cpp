// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/supply.h"

#include <algorithm>
#include <cmath>

namespace relief {

int minutes_of_hours(double hours) {
    return static_cast<int>(std::lround(hours * 60));
}

std::string tier_of(const Depot& depot, const std::string& place, const Places& places) {
    const std::string prefecture = places.parent_of(place);
    if (depot.type == "county_depot") {
        return depot.seat_code == place ? "own_county" : "";
    }
    if (depot.type == "city_depot") {
        return depot.seat_code == prefecture ? "city" : "";
    }
    if (depot.type == "provincial_consignment") {
        return places.is_within(depot.seat_code, prefecture) ? "consignment" : "consignment_afar";
    }
    return "province";
}

bool contract_holds(const Baseline& baseline, const Depot& depot, Date on) {
    if (depot.type != "provincial_consignment") {
        return true;
    }
    return std::any_of(baseline.contracts.begin(), baseline.contracts.end(),
                       [&](const Contract& contract) {
                           return contract.consignment_depot == depot.id &&
                                  contract.valid_from <= on && on <= contract.valid_to;
                       });
}

int ready_minutes(const Baseline& baseline, const Depot& depot, Date on) {
    for (const Contract& contract : baseline.contracts) {
        if (contract.consignment_depot == depot.id && contract.valid_from <= on &&
            on <= contract.valid_to) {
            return minutes_of_hours(contract.ready_to_load_h);
        }
    }
    return 0;
}

double keep_share(const Rules& rules, std::string_view depot_level, int response) {
    for (const ReserveFloor& floor : rules.floors) {
        if (floor.depot_level == depot_level && floor.response_level == response) {
            return floor.share;
        }
    }
    return 0;
}

}  // namespace relief
