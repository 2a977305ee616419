// SPDX-License-Identifier: Apache-2.0
#include "tests/kit/plan_checks.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>

namespace relief::kit {
namespace {

using std::chrono::seconds;

/// What printing kilometres with one digit an edge may hide.
constexpr double km_printed = 0.1;

seconds as_minutes(double minutes) {
    return as_seconds(minutes / 60);
}

bool is_supplier(const CheckContext& check, const DocShipment& shipment) {
    return check.world.suppliers.count(shipment.from) != 0;
}

/// The depot whose vehicles go: what the shipment says, else its depot's keeper, else itself.
std::string fleet_of(const CheckContext& check, const DocShipment& shipment) {
    if (!shipment.fleet.empty()) {
        return shipment.fleet;
    }
    const auto depot = check.world.depots.find(shipment.from);
    const bool kept = depot != check.world.depots.end() && !depot->second.keeper.empty();
    return kept ? depot->second.keeper : shipment.from;
}

void check_own_vehicles(const CheckContext& check, const DocShipment& shipment) {
    const std::string fleet = fleet_of(check, shipment);
    const auto depot = check.world.depots.find(shipment.from);
    if (depot != check.world.depots.end() && fleet != shipment.from &&
        fleet != depot->second.keeper) {
        check.add("vehicle.fleet", shipment.where,
                  fleet + " neither is " + shipment.from + " nor keeps it");
    }
    const auto row = check.world.fleet.find({fleet, shipment.vehicle_class});
    if (row == check.world.fleet.end()) {
        check.add("vehicle.class", shipment.where, fleet + " has no " + shipment.vehicle_class);
        return;
    }
    if (shipment.depart < check.plan.as_of + as_seconds(row->second.muster_h)) {
        check.add("time.muster", shipment.where, "the vehicles are not mustered by then");
    }
}

/// Helicopters and boats: of the table, mustered, in reach and no faster than they are.
void check_craft(const CheckContext& check, const DocShipment& shipment) {
    const auto craft = check.world.crafts.find(shipment.vehicle_class);
    if (craft == check.world.crafts.end() || (shipment.mode != "air" && shipment.mode != "boat")) {
        check.add("vehicle.class", shipment.where,
                  "no " + shipment.vehicle_class + " goes by " + shipment.mode);
        return;
    }
    if (shipment.depart < check.plan.as_of + as_seconds(craft->second.muster_h)) {
        check.add("time.muster", shipment.where, "the craft are not mustered by then");
    }
    if (shipment.km > craft->second.range_km) {
        check.add("vehicle.range", shipment.where, std::to_string(shipment.km) + " km");
    }
    if (shipment.minutes < shipment.km / craft->second.speed_kmh * 60 - 1) {
        check.add("route.minutes", shipment.where, "the craft is not so fast");
    }
}

/// At every departure the craft of a class that are out are no more than there are.
void check_craft_counts(const CheckContext& check) {
    for (const DocShipment& at : check.plan.shipments) {
        const auto craft = check.world.crafts.find(at.vehicle_class);
        if (at.mode == "road" || craft == check.world.crafts.end()) {
            continue;
        }
        int out = 0;
        for (const DocShipment& other : check.plan.shipments) {
            const bool gone = !other.back || at.depart < *other.back;
            out += other.vehicle_class == at.vehicle_class && other.depart <= at.depart && gone
                       ? other.vehicles
                       : 0;
        }
        if (out > craft->second.count) {
            check.add("vehicle.count", at.where,
                      "there are " + std::to_string(craft->second.count) + " " + at.vehicle_class +
                          ", not " + std::to_string(out));
        }
    }
}

void check_supplier_vehicles(const CheckContext& check, const DocShipment& shipment) {
    if (!shipment.fleet.empty() && shipment.fleet != shipment.from) {
        check.add("vehicle.fleet", shipment.where, "a supplier delivers itself");
    }
    if (!shipment.vehicle_class.empty() &&
        check.world.vehicles.count(shipment.vehicle_class) == 0) {
        check.add("vehicle.class", shipment.where, "no class " + shipment.vehicle_class);
    }
    const auto& supplier = check.world.suppliers.at(shipment.from);
    if (shipment.depart < check.plan.as_of + as_seconds(supplier.first_h)) {
        check.add("time.muster", shipment.where, "the supplier's first truck leaves later");
    }
}

/// At every departure the vehicles of one fleet and class that are out are no more than there are.
void check_vehicle_counts(const CheckContext& check) {
    using Key = std::pair<std::string, std::string>;
    std::map<Key, std::vector<const DocShipment*>> out;
    for (const DocShipment& shipment : check.plan.shipments) {
        if (!is_supplier(check, shipment)) {
            out[{fleet_of(check, shipment), shipment.vehicle_class}].push_back(&shipment);
        }
    }
    for (const auto& [key, shipments] : out) {
        const auto row = check.world.fleet.find(key);
        if (row == check.world.fleet.end()) {
            continue;
        }
        for (const DocShipment* at : shipments) {
            int vehicles = 0;
            for (const DocShipment* other : shipments) {
                const bool left = other->depart <= at->depart;
                const bool gone = !other->back || at->depart < *other->back;
                vehicles += left && gone ? other->vehicles : 0;
            }
            if (vehicles > row->second.count) {
                check.add("vehicle.count", at->where,
                          key.first + " has " + std::to_string(row->second.count) + " " +
                              key.second + ", not " + std::to_string(vehicles));
            }
        }
    }
}

std::string start_of(const CheckContext& check, const DocShipment& shipment) {
    const auto depot = check.world.depots.find(shipment.from);
    if (depot != check.world.depots.end()) {
        return depot->second.node;
    }
    const auto supplier = check.world.suppliers.find(shipment.from);
    return supplier == check.world.suppliers.end() ? "" : supplier->second.node;
}

/// A township's goods go to its county's seat.
std::string node_of_place(const CheckContext& check, const std::string& place) {
    return check.world.nodes.count(place) == 0 && place.size() > 6 ? place.substr(0, 6) : place;
}

/// The edges joined end to end from the start; what is wrong with one of them is told.
void check_joined(const CheckContext& check, const DocShipment& shipment) {
    const std::string start = start_of(check, shipment);
    const std::string end = node_of_place(check, shipment.to);
    std::string at = start;
    for (std::size_t i = 0; i < shipment.edges.size(); ++i) {
        const WorldEdge& edge = check.world.edges.at(shipment.edges[i]);
        if (edge.from == at) {
            at = edge.to;
        } else if (edge.to == at) {
            at = edge.from;
        } else {
            check.add(i == 0 ? "route.start" : "route.broken", shipment.where,
                      shipment.edges[i] + " does not begin at " + at);
            return;
        }
    }
    if (at != end) {
        check.add("route.end", shipment.where, "the way ends at " + at + ", not at " + end);
    }
}

void check_edge(const CheckContext& check, const DocShipment& shipment, const std::string& id,
                const WorldEdge& edge) {
    if (!edge.usable_in(check.world.year)) {
        check.add("route.year", shipment.where, id + " is not open in the year of the event");
    }
    const auto vehicle = check.world.vehicles.find(shipment.vehicle_class);
    if (vehicle != check.world.vehicles.end() &&
        vehicle->second.barred_road_classes.count(edge.road_class) != 0) {
        check.add("route.barred", shipment.where,
                  shipment.vehicle_class + " may not use " + id + " (" + edge.road_class + ")");
    }
}

/// An edge must be open from the moment it is entered until it is left. Where the vehicles go to
/// and fro, all of the shipment's edges must be open all the time.
void check_open(const CheckContext& check, const DocShipment& shipment) {
    Time at = shipment.depart;
    double hours = 0;
    for (const std::string& id : shipment.edges) {
        const WorldEdge& edge = check.world.edges.at(id);
        hours += check.world.winter() ? edge.winter_hours : edge.hours;
        const bool shuttle = shipment.trips > 1;
        const Time enter = shuttle ? shipment.depart : at;
        const Time leave = shuttle ? shipment.arrive : shipment.depart + as_seconds(hours);
        at = leave;
        for (const WorldClosure& closure : check.world.closures) {
            const bool later = closure.until && *closure.until <= enter;
            if (closure.edges.count(id) != 0 && closure.from <= leave && !later) {
                check.add("route.closed", shipment.where, id + " is shut by " + closure.id);
            }
        }
    }
}

void check_lengths(const CheckContext& check, const DocShipment& shipment) {
    double km = 0;
    double hours = 0;
    for (const std::string& id : shipment.edges) {
        const WorldEdge& edge = check.world.edges.at(id);
        km += edge.km;
        hours += check.world.winter() ? edge.winter_hours : edge.hours;
    }
    if (std::abs(km - shipment.km) > km_printed) {
        check.add("route.km", shipment.where, "the edges are " + std::to_string(km) + " km");
    }
    const double minutes = std::ceil(hours * 60 - 1e-6);
    if (std::abs(minutes - shipment.minutes) > 1) {
        check.add("route.minutes", shipment.where,
                  "the edges take " + std::to_string(minutes) + " minutes");
    }
}

void check_route(const CheckContext& check, const DocShipment& shipment) {
    bool known = true;
    for (const std::string& id : shipment.edges) {
        const auto edge = check.world.edges.find(id);
        if (edge == check.world.edges.end()) {
            check.add("route.edge", shipment.where, "there is no edge " + id);
            known = false;
        } else {
            check_edge(check, shipment, id, edge->second);
        }
    }
    if (known) {
        check_joined(check, shipment);
        check_open(check, shipment);
        check_lengths(check, shipment);
    }
}

/// Nobody drives on past the minutes at the wheel without a rest, though he came rested.
void check_rests(const CheckContext& check, const DocShipment& shipment) {
    if (check.world.drive_minutes == 0 || shipment.mode != "road") {
        return;
    }
    const double rests = std::ceil(shipment.minutes / check.world.drive_minutes) - 1;
    if (shipment.rest_minutes < rests * check.world.rest_minutes) {
        check.add("time.rest", shipment.where,
                  std::to_string(shipment.minutes) + " minutes at the wheel take " +
                      std::to_string(rests) + " rests");
    }
}

/// One trip arrives when it left and the way is driven, rests included. Of several the last arrives
/// no sooner than driving there, and back and there again for each further one, takes.
void check_times(const CheckContext& check, const DocShipment& shipment) {
    const seconds way = as_minutes(shipment.minutes + shipment.rest_minutes);
    const Time soonest = shipment.depart + way * (2 * shipment.trips - 1);
    const bool wrong = shipment.trips == 1 ? shipment.arrive != soonest : shipment.arrive < soonest;
    if (wrong) {
        check.add("time.arrive", shipment.where, "the way does not end at `arrive`");
    }
    if (shipment.back && *shipment.back < shipment.arrive + as_minutes(shipment.minutes)) {
        check.add("time.back", shipment.where, "the vehicles are not back by then");
    }
}

}  // namespace

void check_movement(const CheckContext& check) {
    for (const DocShipment& shipment : check.plan.shipments) {
        if (shipment.vehicles < 1 || shipment.trips < 1) {
            check.add("vehicle.none", shipment.where, "nothing carries it");
        }
        if (is_supplier(check, shipment)) {
            check_supplier_vehicles(check, shipment);
        } else if (shipment.mode != "road") {
            check_craft(check, shipment);
        } else {
            check_own_vehicles(check, shipment);
        }
        if (shipment.mode == "road") {
            check_route(check, shipment);
        }
        check_times(check, shipment);
        check_rests(check, shipment);
    }
    check_vehicle_counts(check);
    check_craft_counts(check);
}

}  // namespace relief::kit
