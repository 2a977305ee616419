// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

namespace relief {

/// A node or an arc of a graph, counted from 0.
using NodeId = std::uint32_t;
using ArcId = std::uint32_t;

/// What it costs to pass an arc, in whatever whole unit the caller counts (milliseconds, metres).
using Weight = std::uint32_t;

/// The sum of the weights of a way.
using Distance = std::uint64_t;

/// An arc nobody may pass. Weights above it mean nothing and are refused.
inline constexpr Weight closed_weight = 2147483647;

/// There is no way.
inline constexpr Distance unreachable = std::numeric_limits<Distance>::max();

/// "No node" and "no arc".
inline constexpr std::uint32_t nothing = std::numeric_limits<std::uint32_t>::max();

/// A plain directed graph: the arcs of node v are first_out[v] … first_out[v + 1] − 1, each leading
/// to head[arc]. Loops, parallel arcs and isolated nodes are allowed. Coordinates are degrees
/// WGS84, one pair per node; both lists empty where there are none.
struct DirectedGraph {
    std::vector<std::uint32_t> first_out{0};
    std::vector<NodeId> head;
    std::vector<float> latitude, longitude;

    [[nodiscard]] NodeId node_count() const { return static_cast<NodeId>(first_out.size() - 1); }
    [[nodiscard]] ArcId arc_count() const { return static_cast<ArcId>(head.size()); }
    [[nodiscard]] bool has_coordinates() const { return !latitude.empty(); }
};

/// Refuses (bad_input graph.structure) what is not a graph: offsets that fall, heads out of range,
/// coordinates of another number than nodes or not finite. `name` says in the error whose graph.
void check_graph(const DirectedGraph& graph, const std::string& name);

/// Refuses (bad_input graph.weight) a list of another length than the graph's arcs, or a weight
/// above `closed_weight`.
void check_weights(const DirectedGraph& graph, const std::vector<Weight>& weights,
                   const std::string& name);

/// For each arc the node it leaves.
[[nodiscard]] std::vector<NodeId> arc_tails(const DirectedGraph& graph);

/// 64 bits that change with any change of the arcs (not of the coordinates): tells whether a saved
/// index belongs to this graph.
[[nodiscard]] std::uint64_t graph_fingerprint(const DirectedGraph& graph);

}  // namespace relief
