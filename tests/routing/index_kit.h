// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "routing/path/directed_graph.h"
#include "routing/path/index_query.h"
#include "tests/kit/cases.h"

#include <cstring>
#include <fstream>
#include <iterator>
#include <optional>
#include <random>
#include <string>
#include <vector>

namespace relief::kit {

/// A file of numbers of one kind and nothing else.
template <typename Number>
std::vector<Number> raw_numbers(const std::string& path) {
    std::ifstream stream(path, std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(stream), {}};
    std::vector<Number> numbers(bytes.size() / sizeof(Number));
    std::memcpy(numbers.data(), bytes.data(), numbers.size() * sizeof(Number));
    return numbers;
}

/// Luxembourg as RoutingKit's tests have it (OpenStreetMap, ODbL), with its gold distances.
struct Luxembourg {
    DirectedGraph graph;
    std::vector<Weight> travel_time;   ///< ms
    std::vector<Weight> geo_distance;  ///< m
    std::string folder;

    [[nodiscard]] std::vector<std::uint32_t> numbers(const std::string& name) const {
        return raw_numbers<std::uint32_t>(folder + "/" + name);
    }
};

inline std::optional<Luxembourg> luxembourg() {
    const auto folder = shared_case("roads/luxembourg_routingkit");
    if (!folder) {
        return std::nullopt;
    }
    Luxembourg read;
    read.folder = *folder;
    read.graph.first_out = read.numbers("first_out");
    read.graph.head = read.numbers("head");
    read.graph.latitude = raw_numbers<float>(*folder + "/latitude");
    read.graph.longitude = raw_numbers<float>(*folder + "/longitude");
    read.travel_time = read.numbers("travel_time");
    read.geo_distance = read.numbers("geo_distance");
    return read;
}

/// Distances from a node to all by Boost's Dijkstra on the graph without closed arcs, in 64 bits.
[[nodiscard]] std::vector<Distance> boost_distances(const DirectedGraph& graph,
                                                    const std::vector<Weight>& weights,
                                                    NodeId from);

/// Why a path is not one from `from` to `to` of its own distance; "" where it is.
[[nodiscard]] std::string path_fault(const DirectedGraph& graph, const std::vector<Weight>& weights,
                                     const ArcPath& path, NodeId from, NodeId to);

/// A made graph: nodes and arcs drawn evenly, with loops, parallel arcs and isolated nodes.
[[nodiscard]] DirectedGraph random_graph(std::mt19937_64& random, NodeId nodes, ArcId arcs);

/// Nodes on a grid with coordinates, arcs between neighbours, some one-way and some left out.
[[nodiscard]] DirectedGraph grid_graph(std::mt19937_64& random, NodeId rows, NodeId columns);

/// A graph from a list of arcs.
[[nodiscard]] DirectedGraph graph_of(NodeId nodes, std::vector<std::pair<NodeId, NodeId>> arcs);

}  // namespace relief::kit
