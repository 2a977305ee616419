// SPDX-License-Identifier: Apache-2.0
#include "tools/benchmarks/boost_dijkstra.h"

#include <boost/graph/compressed_sparse_row_graph.hpp>
#include <boost/graph/dijkstra_shortest_paths_no_color_map.hpp>
#include <utility>

namespace relief::bench {
namespace {

struct Cost {
    Distance cost;
};
using Graph = boost::compressed_sparse_row_graph<boost::directedS, boost::no_property, Cost,
                                                 boost::no_property, std::uint32_t, std::uint32_t>;

struct Reached {};

struct StopAt : boost::default_dijkstra_visitor {
    explicit StopAt(NodeId node) : target(node) {}
    void examine_vertex(NodeId node, const Graph& /*graph*/) const {
        if (node == target) {
            throw Reached{};
        }
    }
    NodeId target;
};

Graph open_graph(const DirectedGraph& graph, const std::vector<Weight>& weights) {
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

struct BoostDijkstra::Open {
    Graph graph;
    std::vector<Distance> distance;

    template <typename Visitor>
    void search(NodeId from, const Visitor& visitor) {
        boost::dijkstra_shortest_paths_no_color_map(
            graph, from,
            boost::weight_map(boost::get(&Cost::cost, graph))
                .distance_map(boost::make_iterator_property_map(
                    distance.begin(), boost::get(boost::vertex_index, graph)))
                .distance_inf(unreachable)
                .visitor(visitor));
    }
};

BoostDijkstra::BoostDijkstra(const DirectedGraph& graph, const std::vector<Weight>& weights)
    : open_(std::make_unique<Open>(
          Open{open_graph(graph, weights), std::vector<Distance>(graph.node_count())})) {}

BoostDijkstra::~BoostDijkstra() = default;

Distance BoostDijkstra::distance(NodeId from, NodeId to) {
    try {
        open_->search(from, StopAt(to));
    } catch (const Reached&) {
        return open_->distance[to];
    }
    return unreachable;
}

const std::vector<Distance>& BoostDijkstra::distances_from(NodeId from) {
    open_->search(from, boost::default_dijkstra_visitor());
    return open_->distance;
}

}  // namespace relief::bench
