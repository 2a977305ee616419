// SPDX-License-Identifier: Apache-2.0
#include "tests/routing/index_kit.h"

#include <algorithm>
#include <array>
#include <boost/graph/compressed_sparse_row_graph.hpp>
#include <boost/graph/dijkstra_shortest_paths.hpp>
#include <boost/graph/iteration_macros.hpp>
#include <numeric>
#include <utility>

namespace relief::kit {
namespace {

struct Cost {
    Distance cost;
};
using BoostGraph =
    boost::compressed_sparse_row_graph<boost::directedS, boost::no_property, Cost,
                                       boost::no_property, std::uint32_t, std::uint32_t>;

BoostGraph open_graph(const DirectedGraph& graph, const std::vector<Weight>& weights) {
    std::vector<std::pair<std::uint32_t, std::uint32_t>> ends;
    std::vector<Cost> costs;
    for (NodeId node = 0; node < graph.node_count(); ++node) {
        for (ArcId arc = graph.first_out[node]; arc < graph.first_out[node + 1]; ++arc) {
            if (weights[arc] != closed_weight) {
                ends.emplace_back(node, graph.head[arc]);
                costs.push_back({weights[arc]});
            }
        }
    }
    return {boost::edges_are_sorted, ends.begin(), ends.end(), costs.begin(), graph.node_count()};
}

}  // namespace

struct Oracle::Open {
    BoostGraph graph;
};

Oracle::Oracle(const DirectedGraph& graph, const std::vector<Weight>& weights)
    : open_(std::make_unique<Open>(Open{open_graph(graph, weights)})) {}

Oracle::~Oracle() = default;

std::vector<Distance> Oracle::distances_from(NodeId from) const {
    const BoostGraph& open = open_->graph;
    std::vector<Distance> distance(boost::num_vertices(open));
    boost::dijkstra_shortest_paths(open, from,
                                   boost::weight_map(boost::get(&Cost::cost, open))
                                       .distance_map(boost::make_iterator_property_map(
                                           distance.begin(), boost::get(boost::vertex_index, open)))
                                       .distance_inf(unreachable));
    return distance;
}

std::string path_fault(const DirectedGraph& graph, const std::vector<Weight>& weights,
                       const ArcPath& path, NodeId from, NodeId to) {
    if (path.distance == unreachable) {
        return path.arcs.empty() ? "" : "arcs without a way";
    }
    Distance sum = 0;
    NodeId at = from;
    for (const ArcId arc : path.arcs) {
        if (arc < graph.first_out[at] || arc >= graph.first_out[at + 1]) {
            return "arc " + std::to_string(arc) + " does not begin at node " + std::to_string(at);
        }
        if (weights[arc] == closed_weight) {
            return "arc " + std::to_string(arc) + " is closed";
        }
        sum += weights[arc];
        at = graph.head[arc];
    }
    if (at != to) {
        return "ends at node " + std::to_string(at);
    }
    return sum == path.distance ? "" : "the arcs add up to " + std::to_string(sum);
}

DirectedGraph graph_of(NodeId nodes, std::vector<std::pair<NodeId, NodeId>> arcs) {
    std::stable_sort(arcs.begin(), arcs.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    DirectedGraph graph;
    graph.first_out.assign(nodes + 1, 0);
    for (const auto& [from, to] : arcs) {
        ++graph.first_out[from + 1];
        graph.head.push_back(to);
    }
    for (NodeId node = 0; node < nodes; ++node) {
        graph.first_out[node + 1] += graph.first_out[node];
    }
    return graph;
}

DirectedGraph random_graph(std::mt19937_64& random, NodeId nodes, ArcId arcs) {
    std::vector<std::pair<NodeId, NodeId>> ends(arcs);
    for (auto& [from, to] : ends) {
        from = static_cast<NodeId>(random() % nodes);
        to = static_cast<NodeId>(random() % nodes);
    }
    return graph_of(nodes, std::move(ends));
}

DirectedGraph grid_graph(std::mt19937_64& random, NodeId rows, NodeId columns) {
    std::vector<std::pair<NodeId, NodeId>> ends;
    const auto join = [&](NodeId one, NodeId other) {
        const auto kind = random() % 8;
        if (kind > 0) {
            ends.emplace_back(one, other);
        }
        if (kind > 1) {
            ends.emplace_back(other, one);
        }
    };
    for (NodeId row = 0; row < rows; ++row) {
        for (NodeId column = 0; column < columns; ++column) {
            const NodeId node = row * columns + column;
            if (column + 1 < columns) {
                join(node, node + 1);
            }
            if (row + 1 < rows) {
                join(node, node + columns);
            }
        }
    }
    DirectedGraph graph = graph_of(rows * columns, std::move(ends));
    for (NodeId node = 0; node < graph.node_count(); ++node) {
        graph.latitude.push_back(43.0F + 0.01F * static_cast<float>(node / columns));
        graph.longitude.push_back(126.0F + 0.01F * static_cast<float>(node % columns));
    }
    return graph;
}

std::vector<ArcId> nearest_arcs(const DirectedGraph& graph, NodeId middle, std::size_t count) {
    const std::vector<NodeId> tails = arc_tails(graph);
    const auto far = [&](ArcId arc) {
        const float east = 0.65F * (graph.longitude[tails[arc]] - graph.longitude[middle]);
        const float north = graph.latitude[tails[arc]] - graph.latitude[middle];
        return std::pair(east * east + north * north, arc);
    };
    std::vector<ArcId> arcs(graph.arc_count());
    std::iota(arcs.begin(), arcs.end(), 0U);
    std::nth_element(arcs.begin(), arcs.begin() + static_cast<std::ptrdiff_t>(count), arcs.end(),
                     [&far](ArcId a, ArcId b) { return far(a) < far(b); });
    arcs.resize(count);
    return arcs;
}

namespace {

/// 1 to 5,000 arcs, small sets as often as large ones.
std::vector<ArcId> closure_set(const DirectedGraph& graph, std::mt19937_64& random, bool area) {
    constexpr std::array<std::size_t, 5> most{1, 20, 200, 1'000, 5'000};
    const std::size_t count = 1 + random() % most[random() % most.size()];
    if (area) {
        return nearest_arcs(graph, static_cast<NodeId>(random() % graph.node_count()), count);
    }
    std::vector<ArcId> arcs(count);
    for (ArcId& arc : arcs) {
        arc = static_cast<ArcId>(random() % graph.arc_count());
    }
    return arcs;
}

std::vector<NodeId> some_nodes(const DirectedGraph& graph, std::mt19937_64& random,
                               std::size_t count) {
    std::vector<NodeId> nodes(count);
    for (NodeId& node : nodes) {
        node = static_cast<NodeId>(random() % graph.node_count());
    }
    return nodes;
}

}  // namespace

ClosureTrial try_closures(const Luxembourg& luxembourg, const RoutingIndex& index,
                          std::uint64_t seed, std::size_t sets, std::size_t sources,
                          std::size_t targets) {
    std::mt19937_64 random(seed);
    const DirectedGraph& graph = luxembourg.graph;
    const IndexMetric open = weigh(index, luxembourg.travel_time);
    IndexMetric metric = open;
    QueryScratch scratch;
    ClosureTrial trial;
    for (std::size_t set = 0; set < sets; ++set) {
        std::vector<ArcChange> close;
        std::vector<ArcChange> lift;
        for (const ArcId arc : closure_set(graph, random, set % 2 == 0)) {
            close.push_back({arc, closed_weight});
            lift.push_back({arc, luxembourg.travel_time[arc]});
        }
        const Reweighed done = reweigh(index, metric, close);
        ++(done.whole ? trial.whole : trial.partly);
        const Oracle oracle(graph, metric.arc_weight);
        for (const NodeId from : some_nodes(graph, random, sources)) {
            const std::vector<Distance> right = oracle.distances_from(from);
            for (const NodeId to : some_nodes(graph, random, targets)) {
                ++trial.asked;
                trial.wrong +=
                    shortest_distance(index, metric, from, to, scratch) != right[to] ? 1U : 0U;
            }
        }
        reweigh(index, metric, lift);
        trial.not_as_before += metric.narrow != open.narrow ? 1U : 0U;
    }
    return trial;
}

}  // namespace relief::kit
