// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/time.h"
#include "routing/network/closure_area.h"
#include "routing/network/street_network.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace relief {

/// What a closure shuts. Whatever it is, it is named by ids of the network's source, so that a
/// network read anew from a newer source takes the same closure.
enum class ClosureKind : std::uint8_t {
    unplaced,  ///< words alone: nobody could say yet where it is
    arc,       ///< one stretch of a way between two nodes, in one direction or both
    way,       ///< whole ways, in one direction or both
    bridge,    ///< a bridge: its ways, both directions unless said
    node,      ///< a crossing: every arc into and out of it
    area       ///< every road at ground level in an area
};

/// A stretch of a way. `from_node` and `to_node` are ids of neighbouring nodes of the way; both
/// absent: the whole way. `directions` is as the way runs (forward, backward, both).
struct ClosedStretch {
    std::int64_t way = 0;
    std::optional<std::int64_t> from_node;
    std::optional<std::int64_t> to_node;
    StreetDirections directions = StreetDirections::both;

    friend bool operator==(const ClosedStretch&, const ClosedStretch&) = default;
};

/// What may still pass where a road is restricted and not shut. Nothing set: it is shut.
struct ClosureLimits {
    std::optional<std::int32_t> one_lane_wait_minutes;  ///< one lane, traffic from both sides waits
    std::optional<std::int32_t> weight_kg;              ///< at most, laden
    std::optional<std::int32_t> height_cm;              ///< at most
    bool daylight_only = false;
    bool convoy_only = false;
    bool permit_only = false;  ///< relief lorries by pass; others barred

    [[nodiscard]] bool any() const {
        return one_lane_wait_minutes || weight_kg || height_cm || daylight_only || convoy_only ||
               permit_only;
    }
    friend bool operator==(const ClosureLimits&, const ClosureLimits&) = default;
};

/// What is known of the end of a closure.
enum class ReopeningKind : std::uint8_t {
    unknown,  ///< nothing
    planned,  ///< somebody hopes for it: the road stays shut until it is said to be open
    known     ///< the road is open from then
};

enum class ClosureConfidence : std::uint8_t {
    confirmed,  ///< seen on the spot, or told by whoever keeps the road
    reported,   ///< told by one source
    doubtful    ///< hearsay
};

/// A closure as the desk keeps it.
struct StreetClosure {
    std::string id;  ///< "7" of the books, "C03" of a scenario
    ClosureKind kind = ClosureKind::unplaced;
    std::vector<ClosedStretch> stretches;  ///< of arc, way, bridge
    std::vector<std::int64_t> nodes;       ///< of node: ids of the network's source
    ClosureArea area;                      ///< of area
    ClosureLimits limits;
    Instant from;
    std::optional<Instant> to;
    ReopeningKind reopening = ReopeningKind::unknown;
    ClosureConfidence confidence = ClosureConfidence::reported;
    std::string source;  ///< who said so
    std::string words;   ///< as they were given

    friend bool operator==(const StreetClosure&, const StreetClosure&) = default;
};

/// Begun, and not open again by then: a known reopening ends it, a planned one does not.
[[nodiscard]] bool in_force(const StreetClosure& closure, Instant at);
/// The planned hour of reopening is past and nobody has said that the road is open.
[[nodiscard]] bool is_overdue(const StreetClosure& closure, Instant at);

/// Boxes around the pieces of a network and which of its nodes lie on the ground. Made once a
/// network, asked for every closure. The network must outlive it.
class StreetPieces {
  public:
    explicit StreetPieces(const StreetNetwork& network);

    [[nodiscard]] const StreetNetwork& network() const noexcept { return *network_; }
    /// The pieces whose boxes meet the box of two corners, ascending.
    [[nodiscard]] std::vector<PieceIndex> in_box(StreetPoint lowest, StreetPoint highest) const;
    /// The pieces at ground level that have a point in the area, and those above or below the
    /// ground that begin or end in it at ground level; ascending.
    ///
    /// A piece is off the ground where its way is a bridge, a tunnel or on a layer above 0. A way
    /// below layer 0 that is no tunnel is a road in a cutting: water stands there first, so it
    /// counts as ground. A node lies on the ground where a piece on the ground ends in it; so a
    /// viaduct over a flooded valley stays open, and is shut where the road up to it is under
    /// water. Ferries count as ground.
    [[nodiscard]] std::vector<PieceIndex> in_area(const AreaTest& area) const;

    /// The way of an id of the source, no_index where there is none.
    [[nodiscard]] WayIndex way(std::int64_t id) const;
    [[nodiscard]] NodeIndex node(std::int64_t id) const;
    /// All arcs that end in a node, by index.
    [[nodiscard]] std::span<const ArcIndex> arcs_into(NodeIndex node) const;

  private:
    struct Box {
        StreetPoint lowest;
        StreetPoint highest;
    };

    [[nodiscard]] static bool meet(const Box& left, const Box& right);
    [[nodiscard]] static Box both(const Box& left, const Box& right);
    [[nodiscard]] Box box_of(PieceIndex piece) const;
    [[nodiscard]] bool in_area(PieceIndex piece, const AreaTest& area) const;
    void sort_boxes();
    void find_ground();
    void list_arcs_in();

    const StreetNetwork* network_;
    std::vector<PieceIndex> order_;  ///< pieces along a curve that keeps neighbours together
    std::vector<Box> boxes_;         ///< in that order
    std::vector<Box> blocks_;        ///< around each block of boxes
    std::vector<bool> ground_;       ///< of nodes
    std::vector<WayIndex> ways_by_id_;
    std::vector<NodeIndex> nodes_by_id_;
    std::vector<std::uint32_t> first_in_;
    std::vector<ArcIndex> arcs_in_;
};

/// A closure with the arcs of one network that it shuts or limits, ascending. Empty: it is not on
/// this network (words alone, or ids the network does not have).
struct PlacedClosure {
    StreetClosure closure;
    std::vector<ArcIndex> arcs;
    std::vector<std::string> missing;  ///< ids the network does not have: "way 12", "node 7"

    friend bool operator==(const PlacedClosure&, const PlacedClosure&) = default;
};

[[nodiscard]] PlacedClosure place_closure(const StreetPieces& pieces, StreetClosure closure);

/// An arc and one of the closures that hold it: its place in the list asked with.
struct ArcClosure {
    ArcIndex arc = 0;
    std::uint32_t closure = 0;

    friend auto operator<=>(const ArcClosure&, const ArcClosure&) = default;
};

/// The roads at a moment. An arc that one closure shuts and another limits is in both lists.
struct ClosedArcs {
    std::vector<ArcClosure> shut;         ///< by arc, then by closure
    std::vector<ArcClosure> limited;      ///< by arc, then by closure
    std::vector<std::uint32_t> unplaced;  ///< closures in force that are on no arc: to be told
    std::vector<std::uint32_t> overdue;   ///< see is_overdue; still counted as shut

    [[nodiscard]] bool is_shut(ArcIndex arc) const;
    [[nodiscard]] std::span<const ArcClosure> shut_by(ArcIndex arc) const;
    [[nodiscard]] std::span<const ArcClosure> limited_by(ArcIndex arc) const;
    /// The arcs that are shut, each once, ascending.
    [[nodiscard]] std::vector<ArcIndex> shut_arcs() const;

    friend bool operator==(const ClosedArcs&, const ClosedArcs&) = default;
};

/// What is shut and limited at a moment. The answer depends on nothing but the list and the moment:
/// a closure taken out of the list leaves the arcs of all others as they would have been without
/// it.
[[nodiscard]] ClosedArcs closed_arcs(std::span<const PlacedClosure> closures, Instant at);

/// "arc", "way", "bridge", "node", "area", "unplaced", and back.
[[nodiscard]] std::string_view to_word(ClosureKind kind);
[[nodiscard]] std::optional<ClosureKind> closure_kind_of(std::string_view word);
[[nodiscard]] std::string_view to_word(ReopeningKind kind);
[[nodiscard]] std::optional<ReopeningKind> reopening_kind_of(std::string_view word);
[[nodiscard]] std::string_view to_word(ClosureConfidence confidence);
[[nodiscard]] std::optional<ClosureConfidence> closure_confidence_of(std::string_view word);

}  // namespace relief
