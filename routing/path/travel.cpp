// SPDX-License-Identifier: Apache-2.0
#include "routing/path/travel.h"

#include "core/error.h"

#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/dijkstra_shortest_paths.hpp>
#include <boost/property_map/property_map.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numeric>
#include <tuple>
#include <utility>

namespace relief {
namespace {

/// What a way costs, compared from the left. Whole numbers, so that the sum of a way does not
/// depend on the order of adding, and equal ways compare equal on every machine. Edges count, so
/// every edge makes a way strictly dearer, however short it is.
struct Cost {
    std::int64_t microminutes = 0;
    std::int64_t metres = 0;
    std::int64_t edges = 0;

    friend bool operator==(const Cost&, const Cost&) = default;
    friend bool operator<(const Cost& a, const Cost& b) {
        return std::tie(a.microminutes, a.metres, a.edges) <
               std::tie(b.microminutes, b.metres, b.edges);
    }
    friend Cost operator+(const Cost& a, const Cost& b) {
        return {a.microminutes + b.microminutes, a.metres + b.metres, a.edges + b.edges};
    }
};

/// Far above any way, and far enough below the limit of the type to be added to.
constexpr std::int64_t unreached = std::numeric_limits<std::int64_t>::max() / 4;
constexpr Cost no_way{unreached, unreached, unreached};

struct EdgeData {
    Cost cost;
    int edge = 0;  ///< index into RoadNetwork::edges
};

using RoadGraph = boost::adjacency_list<boost::vecS, boost::vecS, boost::undirectedS,
                                        boost::no_property, EdgeData>;

Cost edge_cost(const RoadEdge& edge, bool winter) {
    const double speed_kmh = winter ? edge.winter_speed_kmh : edge.speed_kmh;
    return {.microminutes = std::llround(edge.km / speed_kmh * 60e6),
            .metres = std::llround(edge.km * 1000),
            .edges = 1};
}

bool is_barred(const RoadConditions& conditions, const std::string& road_class) {
    const auto& barred = conditions.barred_road_classes;
    return std::find(barred.begin(), barred.end(), road_class) != barred.end();
}

RoadGraph usable_graph(const RoadNetwork& network, const RoadConditions& conditions) {
    if (!conditions.closed.empty() && conditions.closed.size() != network.edges.size()) {
        throw fault({.code = "internal", .message = "closed edges are of another road network"});
    }
    RoadGraph graph(network.nodes.size());
    for (std::size_t i = 0; i < network.edges.size(); ++i) {
        const RoadEdge& edge = network.edges[i];
        const bool closed = !conditions.closed.empty() && conditions.closed[i];
        if (!closed && edge.usable_in(conditions.year) && !is_barred(conditions, edge.road_class)) {
            boost::add_edge(static_cast<std::size_t>(edge.from), static_cast<std::size_t>(edge.to),
                            EdgeData{edge_cost(edge, conditions.winter), static_cast<int>(i)},
                            graph);
        }
    }
    return graph;
}

std::vector<Cost> costs_from(const RoadGraph& graph, std::size_t from) {
    std::vector<Cost> costs(boost::num_vertices(graph), no_way);
    const auto distance =
        boost::make_iterator_property_map(costs.begin(), get(boost::vertex_index, graph));
    boost::dijkstra_shortest_paths(
        graph, from,
        boost::weight_map(get(&EdgeData::cost, graph))
            .distance_map(distance)
            .distance_compare([](const Cost& a, const Cost& b) { return a < b; })
            .distance_combine([](const Cost& a, const Cost& b) { return a + b; })
            .distance_inf(no_way)
            .distance_zero(Cost{}));
    return costs;
}

/// One step back on a cheapest way.
struct StepBack {
    int edge = -1;
    std::size_t before = 0;
};

/// For each node the lowest edge index that ends a cheapest way: chosen from the costs, not from
/// the order in which the search met the edges.
std::vector<StepBack> last_steps(const RoadGraph& graph, const std::vector<Cost>& costs) {
    std::vector<StepBack> steps(costs.size());
    for (const auto edge : boost::make_iterator_range(boost::edges(graph))) {
        const EdgeData& data = graph[edge];
        const auto offer = [&](std::size_t before, std::size_t node) {
            StepBack& step = steps[node];
            if (costs[before] < no_way && costs[before] + data.cost == costs[node] &&
                (step.edge < 0 || data.edge < step.edge)) {
                step = {.edge = data.edge, .before = before};
            }
        };
        offer(boost::source(edge, graph), boost::target(edge, graph));
        offer(boost::target(edge, graph), boost::source(edge, graph));
    }
    return steps;
}

/// Each edge's time is rounded to a millionth of a minute; that much is no reason to begin
/// another minute.
int whole_minutes(const Cost& cost) {
    constexpr std::int64_t minute = 1'000'000;
    const std::int64_t sure = std::max<std::int64_t>(0, cost.microminutes - cost.edges);
    return static_cast<int>((sure + minute - 1) / minute);
}

}  // namespace

std::vector<std::optional<Route>> routes_from(const RoadNetwork& network,
                                              const RoadConditions& conditions, int from,
                                              std::span<const int> targets) {
    const auto origin = static_cast<std::size_t>(from);
    if (from < 0 || origin >= network.nodes.size()) {
        throw fault({.code = "internal", .message = "no road node has this index"});
    }
    const RoadGraph graph = usable_graph(network, conditions);
    const std::vector<Cost> costs = costs_from(graph, origin);
    const std::vector<StepBack> steps = last_steps(graph, costs);
    std::vector<std::optional<Route>> routes;
    routes.reserve(targets.size());
    for (const int target : targets) {
        const auto node = static_cast<std::size_t>(target);
        if (!(costs[node] < no_way)) {
            routes.emplace_back(std::nullopt);
            continue;
        }
        Route route{.km = static_cast<double>(costs[node].metres) / 1000,
                    .minutes = whole_minutes(costs[node]),
                    .edges = {}};
        for (std::size_t at = node; at != origin; at = steps[at].before) {
            route.edges.push_back(steps[at].edge);
        }
        std::reverse(route.edges.begin(), route.edges.end());
        routes.emplace_back(std::move(route));
    }
    return routes;
}

std::vector<std::optional<Route>> routes_from(const RoadNetwork& network,
                                              const RoadConditions& conditions, int from) {
    std::vector<int> all(network.nodes.size());
    std::iota(all.begin(), all.end(), 0);
    return routes_from(network, conditions, from, all);
}

std::vector<bool> closed_edges(const RoadNetwork& network,
                               std::span<const Closure* const> closures) {
    std::vector<bool> closed(network.edges.size(), false);
    for (const Closure* closure : closures) {
        for (const int edge : closure->edges) {
            closed[static_cast<std::size_t>(edge)] = true;
        }
    }
    return closed;
}

}  // namespace relief
