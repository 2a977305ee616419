// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/plan_cut_off.h"

#include "gis/crs.h"
#include "routing/path/travel.h"
#include "tools/desk/plan_legs.h"
#include "tools/desk/plan_words.h"
#include "tools/desk/supply.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include <fmt/format.h>

namespace relief {
namespace {

const RoadNode& seat_node(const Desk& desk, const std::string& code) {
    return desk.network.nodes[static_cast<std::size_t>(*desk.network.node(code))];
}

double straight_km(const RoadNode& a, const RoadNode& b) {
    return geodesic_km(LonLat{a.longitude, a.latitude}, LonLat{b.longitude, b.latitude});
}

int minutes_for(double km, double kmh) {
    return static_cast<int>(std::ceil(km / kmh * 60 - 1e-9));
}

/// Nodes of everybody who may send to a place.
std::set<std::string> senders(const DispatchProblem& problem, const std::string& place) {
    std::set<std::string> nodes;
    for (const DispatchTier& tier : problem.tiers) {
        if (tier.depot >= 0 && tier.place == place) {
            nodes.insert(problem.depots[static_cast<std::size_t>(tier.depot)].node);
        }
    }
    for (const DispatchSupplier& supplier : problem.suppliers) {
        nodes.insert(supplier.node);
    }
    return nodes;
}

std::vector<std::string> cut_off_places(const DispatchProblem& problem) {
    std::vector<std::string> cut_off;
    for (const std::string& place : problem.places) {
        const std::set<std::string> from = senders(problem, place);
        // Goods that lie in the place itself need no road; they do not end its being cut off.
        const bool reached =
            std::any_of(problem.legs.begin(), problem.legs.end(), [&](const DispatchLeg& leg) {
                return leg.to_place == place && leg.from_node != place &&
                       from.count(leg.from_node) != 0;
            });
        const bool others = std::any_of(from.begin(), from.end(),
                                        [&](const std::string& node) { return node != place; });
        if (others && !reached) {
            cut_off.push_back(place);
        }
    }
    return cut_off;
}

void add_craft(const Desk& desk, const Craft& craft, const std::string& place,
               DispatchProblem& problem) {
    const std::string fleet = craft.mode == "air" ? "AIR" : "BOAT";
    const RoadNode& base = seat_node(desk, desk.network.node(craft.base) ? craft.base : place);
    bool used = false;
    for (const std::string& from : senders(problem, place)) {
        const double km = straight_km(seat_node(desk, from), seat_node(desk, place));
        if (from == place || km > craft.range_km) {
            continue;
        }
        used = true;
        problem.legs.push_back({.from_node = from,
                                .to_place = place,
                                .vehicle_class = craft.id,
                                .minutes = std::max(1, minutes_for(km, craft.speed_kmh)),
                                .km = km,
                                .edges = {},
                                .ferry_minutes = minutes_for(
                                    straight_km(base, seat_node(desk, from)), craft.speed_kmh)});
    }
    const bool known =
        std::any_of(problem.fleets.begin(), problem.fleets.end(),
                    [&](const DispatchFleet& each) { return each.vehicle_class == craft.id; });
    if (!used || known) {
        return;
    }
    if (std::none_of(problem.sites.begin(), problem.sites.end(),
                     [&](const DispatchFleetSite& site) { return site.depot == fleet; })) {
        problem.sites.push_back({.depot = fleet, .docks = 1000});
    }
    problem.fleets.push_back({.depot = fleet,
                              .vehicle_class = craft.id,
                              .count = craft.count,
                              .muster_minutes = minutes_of_hours(craft.muster_h),
                              .payload_kg = craft.payload_kg,
                              .usable_m3 = craft.volume_m3,
                              .load_minutes = craft.handle_minutes,
                              .unload_minutes = craft.handle_minutes,
                              .mode = craft.mode});
}

/// The seat nearest to a place that an open road leads to from a sender.
struct OpenPoint {
    std::string code;
    double gap_km = 0;
};

std::optional<OpenPoint> nearest_open(const Desk& desk, const RoadConditions& conditions,
                                      const DispatchProblem& problem, const std::string& place) {
    std::set<std::string> reached;
    for (const std::string& from : senders(problem, place)) {
        if (from == place) {
            continue;
        }
        const auto routes = routes_from(desk.network, conditions, *desk.network.node(from));
        for (std::size_t node = 0; node < desk.network.seat_count(); ++node) {
            if (routes[node]) {
                reached.insert(desk.network.nodes[node].code);
            }
        }
    }
    std::optional<OpenPoint> nearest;
    for (const std::string& code : reached) {
        const double km = straight_km(seat_node(desk, code), seat_node(desk, place));
        if (code != place && (!nearest || km < nearest->gap_km)) {
            nearest = {.code = code, .gap_km = km};
        }
    }
    return nearest;
}

/// By road to the open point, and on by hand.
void add_carried_legs(const Desk& desk, const std::vector<const Closure*>& closures,
                      const OpenPoint& point, const std::string& place, PlanRun& run) {
    PlanRun to_point = run;
    to_point.problem.places = {point.code};
    to_point.problem.legs.clear();
    to_point.problem.legs = plan_legs(desk, to_point, closures);
    const std::set<std::string> from = senders(run.problem, place);
    for (DispatchLeg leg : to_point.problem.legs) {
        if (from.count(leg.from_node) != 0 && leg.minutes > 0) {
            leg.to_place = place;
            leg.open_point = point.code;
            leg.gap_km = point.gap_km;
            leg.carry_minutes = minutes_for(point.gap_km, desk.dispatch.carry_kmh);
            run.problem.legs.push_back(std::move(leg));
        }
    }
}

PlanWarning cut_off_warning(const Desk& desk, const std::string& place,
                            const std::optional<OpenPoint>& point, bool carried) {
    const std::string name = full_place_name(desk.places, place);
    if (!point) {
        return {.code = "cut_off",
                .zh = fmt::format("{}道路全部中断，只能空运、水运", name),
                .en = fmt::format("{}: no open road leads anywhere near; by air or water alone",
                                  place)};
    }
    return {.code = "cut_off",
            .zh = fmt::format("{}道路中断，改用直升机、冲锋舟；最近的通车点为{}，还差 {:.1f} 公里"
                              "（直线）{}",
                              name, full_place_name(desk.places, point->code), point->gap_km,
                              carried ? "，其余由人力接运" : "，超过人力接运距离"),
            .en = fmt::format(
                "{}: no open road leads there; helicopters and boats go. The nearest "
                "open point is {}, {:.1f} km short (straight){}",
                place, point->code, point->gap_km,
                carried ? ", the rest is carried by hand" : ", too far to carry by hand")};
}

}  // namespace

void serve_cut_off(const Desk& desk, const std::vector<const Closure*>& closures, PlanRun& run) {
    const std::vector<std::string> cut_off = cut_off_places(run.problem);
    if (cut_off.empty()) {
        return;
    }
    const RoadConditions conditions =
        conditions_for(desk, run.scenario.incident, supplier_vehicle, closures);
    for (const std::string& place : cut_off) {
        for (const Craft& craft : desk.dispatch.crafts) {
            if (craft.mode == "air" || run.scenario.incident.hazard == "flood") {
                add_craft(desk, craft, place, run.problem);
            }
        }
        const auto point = nearest_open(desk, conditions, run.problem, place);
        const bool carried = point && point->gap_km <= desk.dispatch.carry_km;
        if (carried) {
            add_carried_legs(desk, closures, *point, place, run);
        }
        run.warnings.push_back(cut_off_warning(desk, place, point, carried));
        run.cut_off.push_back(place);
    }
}

void explain_cut_off(PlanRun& run) {
    for (Unmet& row : run.plan.unmet) {
        const auto need =
            std::find_if(run.problem.needs.begin(), run.problem.needs.end(),
                         [&](const DispatchNeed& each) { return each.id == row.need; });
        const bool cut_off =
            std::find(run.cut_off.begin(), run.cut_off.end(), need->place) != run.cut_off.end();
        if (cut_off && row.cause == "vehicles") {
            row.cause = "road";
            row.detail += "; no road is open, and craft carry no more";
            row.detail_zh += "；道路不通，直升机和冲锋舟运力已用满";
        }
    }
}

}  // namespace relief
