// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "routing/path/directed_graph.h"
#include "routing/path/index_query.h"
#include "tests/kit/cases.h"

#include <cstring>
#include <fstream>
#include <iterator>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <utility>
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

/// Boost's Dijkstra on the graph without its closed arcs, in 64 bits.
class Oracle {
  public:
    Oracle(const DirectedGraph& graph, const std::vector<Weight>& weights);
    ~Oracle();
    Oracle(const Oracle&) = delete;
    Oracle& operator=(const Oracle&) = delete;

    [[nodiscard]] std::vector<Distance> distances_from(NodeId from) const;

  private:
    struct Open;
    std::unique_ptr<Open> open_;
};

/// Why a path is not one from `from` to `to` of its own distance; "" where it is.
[[nodiscard]] std::string path_fault(const DirectedGraph& graph, const std::vector<Weight>& weights,
                                     const ArcPath& path, NodeId from, NodeId to);

/// A made graph: nodes and arcs drawn evenly, with loops, parallel arcs and isolated nodes.
[[nodiscard]] DirectedGraph random_graph(std::mt19937_64& random, NodeId nodes, ArcId arcs);

/// Nodes on a grid with coordinates, arcs between neighbours, some one-way and some left out.
[[nodiscard]] DirectedGraph grid_graph(std::mt19937_64& random, NodeId rows, NodeId columns);

/// A graph from a list of arcs.
[[nodiscard]] DirectedGraph graph_of(NodeId nodes, std::vector<std::pair<NodeId, NodeId>> arcs);

/// The arcs whose tails are nearest to a node, on the map.
[[nodiscard]] std::vector<ArcId> nearest_arcs(const DirectedGraph& graph, NodeId middle,
                                              std::size_t count);

/// How a trial of closures ended.
struct ClosureTrial {
    std::size_t asked = 0;
    std::size_t wrong = 0;          ///< not what Boost finds on the filtered graph
    std::size_t not_as_before = 0;  ///< a lifted closure left a trace in the metric
    std::size_t whole = 0;          ///< closures for which everything was weighed anew
    std::size_t partly = 0;
};

/// Closes `sets` sets of 1 to 5,000 arcs, areas and scattered ones in turn, asks `sources` ×
/// `targets` distances each, and lifts them again.
[[nodiscard]] ClosureTrial try_closures(const Luxembourg& luxembourg, const RoutingIndex& index,
                                        std::uint64_t seed, std::size_t sets, std::size_t sources,
                                        std::size_t targets);

}  // namespace relief::kit
