// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace relief {

using NodeIndex = std::uint32_t;   ///< into StreetNetwork::nodes
using ArcIndex = std::uint32_t;    ///< into StreetNetwork::arcs
using PieceIndex = std::uint32_t;  ///< into StreetNetwork::pieces
using WayIndex = std::uint32_t;    ///< into StreetNetwork::ways
using TextIndex = std::uint32_t;   ///< for StreetNetwork::text(); 0 is the empty text
/// "There is none", for each of the indices above but TextIndex.
constexpr std::uint32_t no_index = std::numeric_limits<std::uint32_t>::max();

/// A point in WGS84, in ten-millionths of a degree (OpenStreetMap's own step, about 1 cm).
struct StreetPoint {
    std::int32_t longitude_e7 = 0;
    std::int32_t latitude_e7 = 0;

    [[nodiscard]] double longitude() const { return longitude_e7 / 1e7; }
    [[nodiscard]] double latitude() const { return latitude_e7 / 1e7; }
    friend bool operator==(const StreetPoint&, const StreetPoint&) = default;
};

/// What is known of one limit: nothing, that there is none, or a value in the unit its name says.
/// Unknown is not "none": a route over it says so.
class Limit {
  public:
    constexpr Limit() = default;  ///< unknown
    [[nodiscard]] static constexpr Limit none() { return Limit(none_value); }
    /// A value from 0; a negative one is a programmer's mistake and becomes unknown.
    [[nodiscard]] static constexpr Limit of(std::int32_t value) {
        return value < 0 ? Limit() : Limit(value);
    }

    [[nodiscard]] constexpr bool is_unknown() const { return value_ == unknown_value; }
    [[nodiscard]] constexpr bool is_none() const { return value_ == none_value; }
    [[nodiscard]] constexpr std::optional<std::int32_t> value() const {
        return is_unknown() || is_none() ? std::nullopt : std::optional(value_);
    }
    /// Whether something of this measure certainly may not pass. Unknown forbids nothing.
    [[nodiscard]] constexpr bool forbids(std::int32_t measure) const {
        return !is_unknown() && !is_none() && measure > value_;
    }
    /// An order for tables only: it says nothing of which limit is the harder one.
    friend constexpr auto operator<=>(Limit, Limit) = default;

  private:
    constexpr explicit Limit(std::int32_t value) : value_(value) {}
    static constexpr std::int32_t unknown_value = -1;
    static constexpr std::int32_t none_value = std::numeric_limits<std::int32_t>::max();
    std::int32_t value_ = unknown_value;
};

/// The limits of a way or of a barrier, as they stand on its signs.
struct StreetLimits {
    Limit height_cm;
    Limit width_cm;
    Limit length_cm;
    Limit weight_kg;     ///< laden weight of the vehicle
    Limit axle_load_kg;  ///< of one axle

    friend auto operator<=>(const StreetLimits&, const StreetLimits&) = default;
};

/// Classes of road in the order of their rank; OpenStreetMap's words. China's administrative
/// classes map so: expressway = motorway, national = trunk or primary, provincial = primary or
/// secondary, county = tertiary, township = unclassified.
enum class StreetClass : std::uint8_t {
    motorway,
    motorway_link,
    trunk,
    trunk_link,
    primary,
    primary_link,
    secondary,
    secondary_link,
    tertiary,
    tertiary_link,
    unclassified,
    residential,
    living_street,
    service,
    track,
    path,   ///< a footway, cycleway or square opened to motor vehicles by an explicit tag
    road,   ///< class not known
    ferry,  ///< a ship; StreetWay::duration_seconds is what it takes where known
};
constexpr int street_class_count = 18;

/// Whether a kind of vehicle may use something. The order is not a rank.
enum class StreetAccess : std::uint8_t {
    yes,            ///< nothing forbids it, or it is said to be allowed
    destination,    ///< only to get to a place on it
    delivery,       ///< only to deliver
    customers,      ///< only for customers
    permit,         ///< with a permit
    private_,       ///< with the owner's leave
    agricultural,   ///< farm vehicles only
    forestry,       ///< forest vehicles only
    no,             ///< forbidden
    other_word,     ///< a word not known here; it is kept in a StreetCondition
    unknown_closed  ///< a barrier that shuts the way and says nothing of who may pass
};

enum class StreetSurface : std::uint8_t {
    unknown,
    paved,  ///< asphalt, concrete and the like
    cobbles,
    compacted,  ///< gravel and other bound loose surfaces
    unpaved,    ///< earth, grass, sand, mud
};

/// The directions of a way in which a kind of vehicle may drive: bits.
enum class StreetDirections : std::uint8_t { none = 0, forward = 1, backward = 2, both = 3 };

/// Kinds of vehicle that the tags tell apart.
enum class StreetVehicle : std::uint8_t { car, lorry };

/// What is known of a way. Everything of it holds for its whole length.
struct StreetWay {
    std::int64_t id = 0;  ///< of the way or feature in its source
    TextIndex name = 0;
    TextIndex ref = 0;                   ///< road numbers, ";" between several: "G1212;G1"
    std::uint32_t limits = 0;            ///< into StreetNetwork::limit_sets; 0 = nothing known
    std::int32_t duration_seconds = -1;  ///< of the whole way (ferries); -1 unknown
    std::uint32_t length_cm = 0;         ///< of the whole way; the sum of its pieces
    std::int16_t speed_forward_kmh = 0;  ///< 0 unknown, StreetWay::no_speed_limit none
    std::int16_t speed_backward_kmh = 0;
    StreetClass street_class = StreetClass::road;
    StreetAccess car_access = StreetAccess::yes;
    StreetAccess lorry_access = StreetAccess::yes;
    StreetDirections car_directions = StreetDirections::both;
    StreetDirections lorry_directions = StreetDirections::both;
    StreetSurface surface = StreetSurface::unknown;
    std::int8_t layer = 0;    ///< 0 is the ground; above it bridges, below it tunnels
    std::uint8_t marks = 0;   ///< bits of Mark
    TextIndex note = 0;       ///< what the source says of the row: its flag, a remark
    std::uint32_t spare = 0;  ///< 0; no byte of it is padding, so it is saved as it stands

    static constexpr std::int16_t no_speed_limit = 1000;
    /// Bits of `marks`.
    enum Mark : std::uint8_t {
        bridge = 1,
        tunnel = 2,
        toll = 4,
        roundabout = 8,
        speed_from_zone = 16,  ///< the speed is that of a zone ("CN:urban"), not of a sign
        ford = 32,             ///< water over the road
        derived = 64,          ///< attributes concluded by a rule, not read from the source
    };
    [[nodiscard]] bool has(Mark mark) const { return (marks & mark) != 0; }
    [[nodiscard]] StreetAccess access(StreetVehicle vehicle) const {
        return vehicle == StreetVehicle::lorry ? lorry_access : car_access;
    }
    [[nodiscard]] StreetDirections directions(StreetVehicle vehicle) const {
        return vehicle == StreetVehicle::lorry ? lorry_directions : car_directions;
    }
    friend bool operator==(const StreetWay&, const StreetWay&) = default;
};

/// The part of a way between two neighbouring nodes of the network. Its one or two arcs drive it.
/// Its inner shape points are shape[first_point .. first_point of the next piece), from `from` to
/// `to`; use StreetNetwork::inner_points.
struct StreetPiece {
    NodeIndex from = 0;
    NodeIndex to = 0;
    WayIndex way = 0;
    std::uint32_t length_cm = 0;
    std::uint32_t first_point = 0;
    ArcIndex forward = no_index;   ///< the arc from -> to; no_index where nobody may drive so
    ArcIndex backward = no_index;  ///< the arc to -> from

    friend bool operator==(const StreetPiece&, const StreetPiece&) = default;
};

/// One direction of a piece.
struct StreetArc {
    NodeIndex tail = 0;
    NodeIndex head = 0;
    std::uint32_t piece_and_direction = 0;  ///< piece * 2 + (1 where it drives against the way)

    [[nodiscard]] PieceIndex piece() const { return piece_and_direction >> 1U; }
    [[nodiscard]] bool is_backward() const { return (piece_and_direction & 1U) != 0; }
    friend bool operator==(const StreetArc&, const StreetArc&) = default;
};

enum class BarrierKind : std::uint8_t {
    gate,  ///< gate, swing_gate, sliding_gate
    lift_gate,
    bollard,            ///< bollard, post
    block,              ///< block, jersey barrier, debris, log, wall, fence over the road
    height_restrictor,  ///< a frame that stops high vehicles
    toll_booth,
    border_control,
    cattle_grid,
    ford,
    limit,  ///< no barrier: a node that carries limits or access alone
    other,
};

/// Something at a node that a vehicle has to pass. It stops only what drives through the node.
struct StreetBarrier {
    NodeIndex node = 0;
    std::uint32_t limits = 0;  ///< into StreetNetwork::limit_sets
    std::int64_t id = 0;       ///< of the node in its source
    BarrierKind kind = BarrierKind::other;
    StreetAccess car_access = StreetAccess::yes;
    StreetAccess lorry_access = StreetAccess::yes;
    std::uint8_t spare[5] = {};

    [[nodiscard]] StreetAccess access(StreetVehicle vehicle) const {
        return vehicle == StreetVehicle::lorry ? lorry_access : car_access;
    }
    friend bool operator==(const StreetBarrier&, const StreetBarrier&) = default;
};

/// What holds at some times or for some only. Plain where it is understood: `access` holds from
/// minute to minute (of the local day, to <= from runs through midnight) on the days. Where it is
/// not plain it is words alone, and a route over the way says them.
struct StreetCondition {
    WayIndex way = 0;
    TextIndex words = 0;            ///< as in the source: "hgv:conditional=no @ (22:00-06:00)"
    std::uint16_t from_minute = 0;  ///< 0..1439
    std::uint16_t to_minute = 0;    ///< 0..1440
    std::uint8_t weekdays = 0;      ///< bit 0 Monday .. bit 6 Sunday
    StreetAccess access = StreetAccess::yes;
    std::uint8_t vehicles = 0;  ///< bit 0 cars, bit 1 lorries
    std::uint8_t is_plain = 0;

    friend bool operator==(const StreetCondition&, const StreetCondition&) = default;
};

/// A sequence of arcs that may not be driven one after the other: a turn restriction, an "only"
/// spelt out as bans of all else. Its arcs are ban_arcs[first_arc .. first_arc of the next ban).
struct TurnBan {
    std::int64_t id = 0;  ///< of the relation in its source
    std::uint32_t first_arc = 0;
    TextIndex words = 0;        ///< the restriction's word: "no_left_turn", "only_straight_on"
    std::uint8_t vehicles = 0;  ///< bit 0 cars, bit 1 lorries
    std::uint8_t is_conditional = 0;  ///< 1: holds at times only (`words` say when); not enforced
    std::uint8_t is_behind = 0;       ///< 1: not the turn itself but turning back right behind it
    std::uint8_t spare[5] = {};

    friend bool operator==(const TurnBan&, const TurnBan&) = default;
};

/// A directed street network: plain vectors, no pointers, the same bytes for the same source.
///
/// The arcs of node n are arcs[first_arc[n] .. first_arc[n + 1]), by head, then by piece. An arc is
/// there where a car or a lorry may drive in that direction; whether *this* vehicle may is
/// open_to(). Closed ways (access private, a gate) are in the network: the metric of a vehicle
/// decides. Ways nobody may drive are not.
struct StreetNetwork {
    std::string source;  ///< what it was read from, with licence: shown with every map
    std::string datum = "WGS84";
    std::vector<StreetPoint> nodes;
    std::vector<std::int64_t> node_ids;    ///< of the nodes in the source, one a node
    std::vector<std::uint32_t> first_arc;  ///< nodes.size() + 1
    std::vector<StreetArc> arcs;
    std::vector<StreetPiece> pieces;  ///< by way, in the order along it
    std::vector<StreetPoint> shape;
    std::vector<StreetWay> ways;
    std::vector<StreetLimits> limit_sets;     ///< 0 = nothing known
    std::vector<StreetBarrier> barriers;      ///< by node, at most one a node
    std::vector<StreetCondition> conditions;  ///< by way
    std::vector<TurnBan> bans;                ///< by id
    std::vector<ArcIndex> ban_arcs;
    std::string texts;                       ///< all texts one after the other
    std::vector<std::uint32_t> text_starts;  ///< number of texts + 1

    [[nodiscard]] std::string_view text(TextIndex index) const;
    [[nodiscard]] std::span<const StreetArc> arcs_of(NodeIndex node) const;
    [[nodiscard]] const StreetPiece& piece_of(ArcIndex arc) const;
    [[nodiscard]] const StreetWay& way_of(ArcIndex arc) const;
    [[nodiscard]] const StreetLimits& limits_of(ArcIndex arc) const;
    [[nodiscard]] std::uint32_t length_cm(ArcIndex arc) const;
    /// The arc of the same piece the other way, or no_index.
    [[nodiscard]] ArcIndex reverse_of(ArcIndex arc) const;
    [[nodiscard]] std::span<const StreetPoint> inner_points(PieceIndex piece) const;
    /// The whole line of an arc, ends included, in the direction driven.
    [[nodiscard]] std::vector<StreetPoint> line_of(ArcIndex arc) const;
    /// The pieces of a way, in the order along it.
    [[nodiscard]] std::span<const StreetPiece> pieces_of(WayIndex way) const;
    /// Whether the way may be driven in the arc's direction by a kind of vehicle (one-ways alone;
    /// access and limits are the metric's affair).
    [[nodiscard]] bool open_to(ArcIndex arc, StreetVehicle vehicle) const;
    /// What stands at a node, or nullptr.
    [[nodiscard]] const StreetBarrier* barrier_at(NodeIndex node) const;
    [[nodiscard]] std::span<const StreetCondition> conditions_of(WayIndex way) const;
    [[nodiscard]] std::span<const ArcIndex> arcs_of_ban(std::size_t ban) const;

    friend bool operator==(const StreetNetwork&, const StreetNetwork&) = default;
};

/// The word of a class as OpenStreetMap spells it ("motorway_link"), and back.
[[nodiscard]] std::string_view to_word(StreetClass street_class);
[[nodiscard]] std::optional<StreetClass> street_class_of(std::string_view word);
[[nodiscard]] std::string_view to_word(StreetAccess access);
[[nodiscard]] std::string_view to_word(StreetSurface surface);
[[nodiscard]] std::string_view to_word(BarrierKind kind);

/// Distance over the WGS84 ellipsoid in metres: to 1e-6 for the steps of a road, to 0.5 % for
/// 3,000 km. The shorter way round: a line over the 180th meridian does not go around the globe.
[[nodiscard]] double distance_m(StreetPoint a, StreetPoint b);

}  // namespace relief
