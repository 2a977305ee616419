// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "routing/network/street_closure.h"

#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace relief {

/// The pieces of the ways that bear a road number ("G1;G12" bears both), ascending.
[[nodiscard]] std::vector<PieceIndex> pieces_of_ref(const StreetNetwork& network,
                                                    std::string_view ref);
/// The pieces of the ways in whose name `name` stands, ascending.
[[nodiscard]] std::vector<PieceIndex> pieces_named(const StreetNetwork& network,
                                                   std::string_view name);

/// Costs of nodes from a start, over pieces in either direction.
struct NodeCosts {
    static constexpr std::uint64_t unreached = std::numeric_limits<std::uint64_t>::max();
    std::vector<std::uint64_t> cost;  ///< one a node
    std::vector<PieceIndex> by;  ///< the piece by which a node was reached, no_index at a start
};

/// `cost_of` gives a piece's cost, nothing where it may not be used. Equal ways are decided by the
/// lower piece, so the answer is the same everywhere.
[[nodiscard]] NodeCosts node_costs(
    const StreetPieces& pieces, NodeIndex start,
    const std::function<std::optional<std::uint64_t>(PieceIndex)>& cost_of);

/// The pieces of a road by the parts that hang together, the part with the most centimetres first.
/// On a map a road is often of several: a town's streets in between do not bear its number.
[[nodiscard]] std::vector<std::vector<PieceIndex>> parts_of(const StreetPieces& pieces,
                                                            std::span<const PieceIndex> of_road);

/// A road laid out along itself: the longest connected part of its pieces, each node with its
/// distance from one end. Twin carriageways lie beside each other at nearly the same distances.
struct RoadChain {
    std::vector<PieceIndex> pieces;      ///< of that part, ascending
    std::vector<NodeIndex> nodes;        ///< of that part, ascending
    std::vector<std::uint64_t> from_cm;  ///< by node; NodeCosts::unreached off the road
    NodeIndex start = no_index;
    NodeIndex end = no_index;
    std::uint64_t length_cm = 0;

    /// The pieces that have a stretch between two distances, ascending.
    [[nodiscard]] std::vector<PieceIndex> between(const StreetNetwork& network,
                                                  std::uint64_t low_cm,
                                                  std::uint64_t high_cm) const;
    /// The same road counted from its other end.
    [[nodiscard]] RoadChain turned() const;
};

/// Nothing (no pieces) for no pieces.
[[nodiscard]] RoadChain lay_out(const StreetPieces& pieces, std::span<const PieceIndex> of_road);

/// Where the kilometre posts of a road begin, as GB/T 917 counts: G1..G9 and G1xx at Beijing,
/// north-south roads (G2xx, odd two-figure expressways) in the north, east-west roads (G3xx, even
/// two-figure ones) in the east. Nothing is known of others. (Rule recalled, not read.)
enum class PostOrigin : std::uint8_t { unknown, beijing, north, east };
[[nodiscard]] PostOrigin post_origin(std::string_view ref);

/// The node of a list nearest to a point; no_index for an empty list.
[[nodiscard]] NodeIndex nearest_node(const StreetNetwork& network, std::span<const NodeIndex> nodes,
                                     StreetPoint point);

}  // namespace relief
