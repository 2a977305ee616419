// SPDX-License-Identifier: Apache-2.0
#include "tests/kit/plan_checks.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace relief::kit {
namespace {

using std::chrono::seconds;

/// A hot meal is eaten within two hours of leaving the kitchen (rules/item_catalog.csv, BOXMEAL).
constexpr double hot_minutes_max = 120;

/// Nothing leaves before whoever has to sign has had the time to.
void check_signature(const CheckContext& check, const DocShipment& shipment) {
    const auto tier = check.world.tiers.find(shipment.tier);
    if (tier != check.world.tiers.end() &&
        shipment.depart < check.plan.as_of + as_seconds(tier->second.signature_h)) {
        check.add("time.signature", shipment.where,
                  "the signature for " + shipment.tier + " is not there by then");
    }
}

void check_end(const CheckContext& check, const DocShipment& shipment) {
    if (check.plan.until && shipment.arrive > *check.plan.until) {
        check.add("time.end", shipment.where, "it arrives after the end of the plan");
    }
}

void check_hot(const CheckContext& check, const DocShipment& shipment) {
    for (const DocLine& line : shipment.lines) {
        const auto item = check.world.items.find(line.item);
        if (item != check.world.items.end() && item->second.eaten_hot &&
            shipment.minutes > hot_minutes_max) {
            check.add("time.hot", line.where, line.item + " is longer on the road than it keeps");
        }
    }
}

/// However loading is arranged, by any moment the docks of a depot have loaded no more vehicles
/// than there was time for since its first ones were mustered.
void check_docks(const CheckContext& check) {
    std::map<std::string, std::vector<const DocShipment*>> by_fleet;
    for (const DocShipment& shipment : check.plan.shipments) {
        if (check.world.depots.count(shipment.fleet) != 0) {
            by_fleet[shipment.fleet].push_back(&shipment);
        }
    }
    for (auto& [fleet, shipments] : by_fleet) {
        double muster_h = 1e9;
        for (const auto& [key, row] : check.world.fleet) {
            muster_h = key.first == fleet ? std::min(muster_h, row.muster_h) : muster_h;
        }
        const Time start = check.plan.as_of + as_seconds(muster_h);
        std::stable_sort(
            shipments.begin(), shipments.end(),
            [](const DocShipment* a, const DocShipment* b) { return a->depart < b->depart; });
        double loading = 0;  // minutes of all vehicles that have left
        for (std::size_t i = 0; i < shipments.size(); ++i) {
            const DocShipment& shipment = *shipments[i];
            const auto vehicle = check.world.vehicles.find(shipment.vehicle_class);
            loading += vehicle == check.world.vehicles.end()
                           ? 0
                           : shipment.vehicles * vehicle->second.load_minutes;
            const bool last_of_moment =
                i + 1 == shipments.size() || shipments[i + 1]->depart > shipment.depart;
            const double there =
                std::chrono::duration<double, std::ratio<60>>(shipment.depart - start).count() *
                check.world.depots.at(fleet).docks;
            if (last_of_moment && loading > there + 1e-6) {
                check.add("time.docks", shipment.where,
                          "the docks of " + fleet + " cannot have loaded all that has left");
            }
        }
    }
}

}  // namespace

void check_times_allowed(const CheckContext& check) {
    for (const DocShipment& shipment : check.plan.shipments) {
        check_signature(check, shipment);
        check_end(check, shipment);
        check_hot(check, shipment);
    }
    check_docks(check);
}

}  // namespace relief::kit
