// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "routing/network/street_network.h"
#include "routing/path/directed_graph.h"

#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <vector>

namespace relief {

/// The graph ways are searched on. Each of its arcs drives one arc of the street network; where
/// turns are banned a crossing has several nodes and a street arc several graph arcs.
struct StreetGraph {
    DirectedGraph graph;
    std::vector<ArcIndex> street_arc;       ///< of each arc of the graph
    std::vector<NodeIndex> street_node;     ///< of each node of the graph
    std::vector<NodeId> tail;               ///< of each arc of the graph
    std::vector<std::uint32_t> first_copy;  ///< number of street arcs + 1
    std::vector<ArcId> copies;              ///< of street arc a: first_copy[a] .. first_copy[a + 1)
    std::vector<std::uint32_t> first_in;    ///< number of nodes + 1
    std::vector<ArcId> in_arcs;             ///< that end at node v
    std::vector<std::uint32_t> first_node;  ///< number of street nodes + 1
    std::vector<NodeId> nodes;              ///< of street node n

    [[nodiscard]] std::span<const ArcId> copies_of(ArcIndex arc) const {
        return std::span(copies).subspan(first_copy[arc], first_copy[arc + 1] - first_copy[arc]);
    }
    [[nodiscard]] std::span<const ArcId> into(NodeId node) const {
        return std::span(in_arcs).subspan(first_in[node], first_in[node + 1] - first_in[node]);
    }
    [[nodiscard]] std::span<const NodeId> nodes_of(NodeIndex node) const {
        return std::span(nodes).subspan(first_node[node], first_node[node + 1] - first_node[node]);
    }
};

/// One node a crossing, one arc a street arc: turn bans are left out.
[[nodiscard]] StreetGraph plain_street_graph(const StreetNetwork& network);

/// Fills tail, copies, in_arcs and nodes from the graph, street_arc and street_node.
void complete_street_graph(StreetGraph& graph, const StreetNetwork& network);

/// The weight of each street arc in milliseconds, spread over the arcs of the graph.
[[nodiscard]] std::vector<Weight> spread_weights(const StreetGraph& graph,
                                                 std::span<const Weight> street_weight);

/// A node with what it takes to get there (or from there to the end).
struct SearchSeed {
    NodeId node = 0;
    Distance ms = 0;
};

/// Shortest ways from some nodes to all, or from all to some.
struct SearchTree {
    std::vector<Distance> ms;     ///< by node; `unreachable`
    std::vector<ArcId> last_arc;  ///< by node: the arc it is reached by (left by, searching
                                  ///< backward); `nothing` at a seed

    /// The arcs of the graph between a seed and the node, in the order driven.
    [[nodiscard]] std::vector<ArcId> path(const StreetGraph& graph, NodeId node,
                                          bool backward) const;
};

enum class SearchDirection { forward, backward };

/// Dijkstra's algorithm over street weights (`closed_weight` = shut), up to a budget. Of equal
/// ways the one whose last arc has the lower index, so the answer depends on the graph alone.
[[nodiscard]] SearchTree search_streets(const StreetGraph& graph,
                                        std::span<const Weight> street_weight,
                                        std::span<const SearchSeed> seeds,
                                        SearchDirection direction, Distance budget = unreachable);

}  // namespace relief
