// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/plan_legs.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>

namespace relief {
namespace {

/// What a class of vehicle may drive on: classes alike in this drive the same ways.
struct RoadsOpen {
    std::vector<std::string> barred;
    std::vector<bool> shut_laden;
    std::vector<bool> shut_empty;

    friend auto operator<=>(const RoadsOpen&, const RoadsOpen&) = default;
};

std::vector<bool> shut_for(const Desk& desk, const VehicleClass& vehicle, bool laden,
                           const std::vector<const Closure*>& closures) {
    std::vector<const Closure*> shut;
    for (const Closure* closure : closures) {
        if (!passes(vehicle, laden, *closure)) {
            shut.push_back(closure);
        }
    }
    return closed_edges(desk.network, shut);
}

/// `there` is read from the other end: the search began at the place.
void add_leg(const Desk& desk, const Route& there, const std::optional<Route>& back,
             const std::string& from, const std::string& place,
             const std::vector<std::string>& vehicle_classes, DispatchProblem& problem) {
    DispatchLeg leg{.from_node = from,
                    .to_place = place,
                    .vehicle_class = {},
                    .minutes = there.minutes,
                    .km = there.km};
    for (auto edge = there.edges.rbegin(); edge != there.edges.rend(); ++edge) {
        leg.edges.push_back(desk.network.edges[static_cast<std::size_t>(*edge)].id);
    }
    if (back && back->minutes != there.minutes) {
        leg.back_minutes = back->minutes;
        leg.back_km = back->km;
    }
    for (const std::string& vehicle_class : vehicle_classes) {
        leg.vehicle_class = vehicle_class;
        problem.legs.push_back(leg);
    }
}

/// Of what drives: craft go by no road.
std::set<std::string> classes_of(const DispatchProblem& problem) {
    std::set<std::string> classes{std::string(supplier_vehicle)};
    for (const DispatchFleet& fleet : problem.fleets) {
        if (fleet.mode == "road") {
            classes.insert(fleet.vehicle_class);
        }
    }
    return classes;
}

std::vector<std::string> origins_of(const DispatchProblem& problem) {
    std::set<std::string> origins;
    for (const DispatchDepot& depot : problem.depots) {
        origins.insert(depot.node);
    }
    for (const DispatchSupplier& supplier : problem.suppliers) {
        origins.insert(supplier.node);
    }
    return {origins.begin(), origins.end()};
}

RoadConditions conditions_of(const Incident& incident) {
    RoadConditions conditions;
    conditions.year =
        static_cast<int>(std::chrono::year_month_day{beijing_date(incident.start)}.year());
    conditions.winter = is_winter(incident.month);
    return conditions;
}

/// Quickest ways between a place and the origins, laden and empty.
using Routes = std::vector<std::optional<Route>>;

void add_legs_of(const Desk& desk, RoadConditions conditions, const RoadsOpen& open,
                 const std::vector<std::string>& from,
                 const std::vector<std::string>& vehicle_classes, DispatchProblem& problem) {
    std::vector<int> nodes;
    for (const std::string& origin : from) {
        nodes.push_back(*desk.network.node(origin));
    }
    conditions.barred_road_classes = open.barred;
    for (const std::string& place : problem.places) {
        const int node = *desk.network.node(place);
        conditions.closed = open.shut_laden;
        const Routes there = routes_from(desk.network, conditions, node, nodes);
        Routes back(there.size());
        if (open.shut_empty != open.shut_laden) {
            conditions.closed = open.shut_empty;
            back = routes_from(desk.network, conditions, node, nodes);
        }
        for (std::size_t i = 0; i < from.size(); ++i) {
            if (there[i]) {
                add_leg(desk, *there[i], back[i], from[i], place, vehicle_classes, problem);
            }
        }
    }
}

}  // namespace

bool passes(const VehicleClass& vehicle, bool laden, const Closure& closure) {
    if (!closure.weight_kg && !closure.height_cm) {
        return false;
    }
    const double weight_kg = vehicle.gross_t * 1000 - (laden ? 0 : vehicle.payload_kg);
    return (!closure.weight_kg || weight_kg <= *closure.weight_kg) &&
           (!closure.height_cm || vehicle.height_m * 100 <= *closure.height_cm);
}

RoadConditions conditions_for(const Desk& desk, const Incident& incident,
                              std::string_view vehicle_class,
                              const std::vector<const Closure*>& closures) {
    const VehicleClass& vehicle = *desk.rules.vehicle(vehicle_class);
    RoadConditions conditions = conditions_of(incident);
    conditions.barred_road_classes = vehicle.barred_road_classes;
    conditions.closed = shut_for(desk, vehicle, true, closures);
    return conditions;
}

void add_legs(const Desk& desk, const PlanRun& run, const std::vector<const Closure*>& closures,
              DispatchProblem& problem) {
    std::map<RoadsOpen, std::vector<std::string>> alike;
    for (const std::string& vehicle_class : classes_of(problem)) {
        const VehicleClass& vehicle = *desk.rules.vehicle(vehicle_class);
        alike[{.barred = vehicle.barred_road_classes,
               .shut_laden = shut_for(desk, vehicle, true, closures),
               .shut_empty = shut_for(desk, vehicle, false, closures)}]
            .push_back(vehicle_class);
    }
    const std::vector<std::string> from = origins_of(problem);
    const RoadConditions conditions = conditions_of(run.scenario.incident);
    for (const auto& [open, vehicle_classes] : alike) {
        add_legs_of(desk, conditions, open, from, vehicle_classes, problem);
    }
    std::ranges::stable_sort(problem.legs, {}, &DispatchLeg::vehicle_class);
}

}  // namespace relief
