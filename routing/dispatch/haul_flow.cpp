// SPDX-License-Identifier: Apache-2.0
#include "routing/dispatch/haul.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace relief {

HaulFlow haul_flow(const HaulProblem& problem, int good) {
    const HaulGood& of = problem.goods[static_cast<std::size_t>(good)];
    const double part_of_trip = std::max(of.kg / problem.trip_kg, of.m3 / problem.trip_m3);
    const double per_km =
        problem.cost_per_trip_km * part_of_trip + problem.cost_per_tonne_km / 1000 * of.kg;
    std::vector<double> unit_cost;
    unit_cost.reserve(problem.arcs.size());
    for (const HaulArc& arc : problem.arcs) {
        unit_cost.push_back(per_km * arc.km);
    }
    return haul_flow(problem, good, unit_cost);
}

HaulFlow haul_flow(const HaulProblem& problem, int good_number,
                   const std::vector<double>& unit_cost) {
    const auto good = static_cast<std::size_t>(good_number);
    const auto depots = static_cast<int>(problem.depots.size());
    const int hub = depots + static_cast<int>(problem.places.size());
    HaulFlow flow;
    std::vector<FlowArc>& arcs = flow.network.arcs;
    arcs.reserve(problem.arcs.size() + static_cast<std::size_t>(hub));
    for (std::size_t i = 0; i < problem.arcs.size(); ++i) {
        const HaulArc& arc = problem.arcs[i];
        const Units most = std::min(problem.depots[static_cast<std::size_t>(arc.depot)].stock[good],
                                    problem.places[static_cast<std::size_t>(arc.place)].need[good]);
        if (most > 0 && arc.trips_most > 0) {
            arcs.push_back({.from = arc.depot,
                            .to = depots + arc.place,
                            .cost = std::llround(haul_cost_unit * unit_cost[i])});
            flow.arcs.push_back(static_cast<int>(i));
        }
    }
    for (int depot = 0; depot < depots; ++depot) {
        flow.network.supply.push_back(problem.depots[static_cast<std::size_t>(depot)].stock[good]);
        arcs.push_back({.from = depot, .to = hub});
    }
    for (std::size_t place = 0; place < problem.places.size(); ++place) {
        flow.network.supply.push_back(-problem.places[place].need[good]);
        arcs.push_back({.from = hub,
                        .to = depots + static_cast<int>(place),
                        .cost = std::llround(haul_cost_unit * problem.goods[good].shortage_price)});
    }
    const Units left =
        std::accumulate(flow.network.supply.begin(), flow.network.supply.end(), Units{0});
    flow.network.supply.push_back(-left);
    return flow;
}

std::vector<std::vector<Units>> haul_flows(const HaulProblem& problem) {
    validate(problem);
    std::vector<std::vector<Units>> units;
    for (std::size_t good = 0; good < problem.goods.size(); ++good) {
        const HaulFlow flow = haul_flow(problem, static_cast<int>(good));
        const FlowAnswer answer = min_cost_flow(flow.network, FlowMethod::network_simplex);
        auto& list = units.emplace_back(problem.arcs.size(), 0);
        for (std::size_t i = 0; i < flow.arcs.size(); ++i) {
            list[static_cast<std::size_t>(flow.arcs[i])] = answer.flow[i];
        }
    }
    return units;
}

}  // namespace relief
