// SPDX-License-Identifier: Apache-2.0
#include "tests/routing/index_kit.h"

#include <algorithm>
#include <boost/graph/compressed_sparse_row_graph.hpp>
#include <boost/graph/dijkstra_shortest_paths.hpp>
#include <boost/graph/iteration_macros.hpp>
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
    return {boost::edges_are_unsorted_multi_pass, ends.begin(), ends.end(), costs.begin(),
            graph.node_count()};
}

}  // namespace

std::vector<Distance> boost_distances(const DirectedGraph& graph,
                                      const std::vector<Weight>& weights, NodeId from) {
    const BoostGraph open = open_graph(graph, weights);
    std::vector<Distance> distance(graph.node_count());
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

}  // namespace relief::kit
