// SPDX-License-Identifier: Apache-2.0
#include "routing/network/street_network.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace relief {
namespace {

constexpr std::array<std::string_view, street_class_count> class_words{
    "motorway",      "motorway_link",  "trunk",    "trunk_link",    "primary",      "primary_link",
    "secondary",     "secondary_link", "tertiary", "tertiary_link", "unclassified", "residential",
    "living_street", "service",        "track",    "path",          "road",         "ferry"};

constexpr std::array<std::string_view, 11> access_words{
    "yes",          "destination", "delivery", "customers",  "permit",        "private",
    "agricultural", "forestry",    "no",       "other_word", "unknown_closed"};

constexpr std::array<std::string_view, 5> surface_words{"unknown", "paved", "cobbles", "compacted",
                                                        "unpaved"};

constexpr std::array<std::string_view, 11> barrier_words{
    "gate",       "lift_gate",      "bollard",     "block", "height_restrictor",
    "toll_booth", "border_control", "cattle_grid", "ford",  "limit",
    "other"};

template <typename Words, typename Value>
std::string_view named_word(const Words& words, Value value) {
    const auto index = static_cast<std::size_t>(value);
    return index < words.size() ? words[index] : std::string_view("other");
}

}  // namespace

std::string_view StreetNetwork::text(TextIndex index) const {
    const std::size_t start = text_starts[index];
    return std::string_view(texts).substr(start, text_starts[index + 1] - start);
}

std::span<const StreetArc> StreetNetwork::arcs_of(NodeIndex node) const {
    return std::span(arcs).subspan(first_arc[node], first_arc[node + 1] - first_arc[node]);
}

const StreetPiece& StreetNetwork::piece_of(ArcIndex arc) const {
    return pieces[arcs[arc].piece()];
}

const StreetWay& StreetNetwork::way_of(ArcIndex arc) const {
    return ways[piece_of(arc).way];
}

const StreetLimits& StreetNetwork::limits_of(ArcIndex arc) const {
    return limit_sets[way_of(arc).limits];
}

std::uint32_t StreetNetwork::length_cm(ArcIndex arc) const {
    return piece_of(arc).length_cm;
}

ArcIndex StreetNetwork::reverse_of(ArcIndex arc) const {
    const StreetPiece& piece = piece_of(arc);
    return arcs[arc].is_backward() ? piece.forward : piece.backward;
}

std::span<const StreetPoint> StreetNetwork::inner_points(PieceIndex piece) const {
    const std::size_t start = pieces[piece].first_point;
    const std::size_t end =
        piece + 1 < pieces.size() ? pieces[piece + 1].first_point : shape.size();
    return std::span(shape).subspan(start, end - start);
}

std::vector<StreetPoint> StreetNetwork::line_of(ArcIndex arc) const {
    const std::span<const StreetPoint> inner = inner_points(arcs[arc].piece());
    std::vector<StreetPoint> line;
    line.reserve(inner.size() + 2);
    line.push_back(nodes[arcs[arc].tail]);
    if (arcs[arc].is_backward()) {
        line.insert(line.end(), inner.rbegin(), inner.rend());
    } else {
        line.insert(line.end(), inner.begin(), inner.end());
    }
    line.push_back(nodes[arcs[arc].head]);
    return line;
}

std::span<const StreetPiece> StreetNetwork::pieces_of(WayIndex way) const {
    return {std::ranges::lower_bound(pieces, way, {}, &StreetPiece::way),
            std::ranges::upper_bound(pieces, way, {}, &StreetPiece::way)};
}

bool StreetNetwork::open_to(ArcIndex arc, StreetVehicle vehicle) const {
    const auto open = static_cast<unsigned>(way_of(arc).directions(vehicle));
    return (open & (arcs[arc].is_backward() ? 2U : 1U)) != 0;
}

const StreetBarrier* StreetNetwork::barrier_at(NodeIndex node) const {
    const auto found = std::ranges::lower_bound(barriers, node, {}, &StreetBarrier::node);
    return found != barriers.end() && found->node == node ? &*found : nullptr;
}

std::span<const StreetCondition> StreetNetwork::conditions_of(WayIndex way) const {
    return {std::ranges::lower_bound(conditions, way, {}, &StreetCondition::way),
            std::ranges::upper_bound(conditions, way, {}, &StreetCondition::way)};
}

std::span<const ArcIndex> StreetNetwork::arcs_of_ban(std::size_t ban) const {
    const std::size_t start = bans[ban].first_arc;
    const std::size_t end = ban + 1 < bans.size() ? bans[ban + 1].first_arc : ban_arcs.size();
    return std::span(ban_arcs).subspan(start, end - start);
}

std::string_view to_word(StreetClass street_class) {
    return named_word(class_words, street_class);
}

std::optional<StreetClass> street_class_of(std::string_view word) {
    const auto found = std::ranges::find(class_words, word);
    return found == class_words.end()
               ? std::nullopt
               : std::optional(static_cast<StreetClass>(found - class_words.begin()));
}

std::string_view to_word(StreetAccess access) {
    return named_word(access_words, access);
}

std::string_view to_word(StreetSurface surface) {
    return named_word(surface_words, surface);
}

std::string_view to_word(BarrierKind kind) {
    return named_word(barrier_words, kind);
}

double distance_m(StreetPoint a, StreetPoint b) {
    // WGS84: equatorial radius and first eccentricity squared.
    constexpr double equator_m = 6'378'137.0;
    constexpr double eccentricity2 = 6.694379990141e-3;
    constexpr double radians = std::numbers::pi / 180 / 1e7;
    const double middle = (static_cast<double>(a.latitude_e7) + b.latitude_e7) / 2 * radians;
    const double rise = (static_cast<double>(b.latitude_e7) - a.latitude_e7) * radians;
    const double east = (static_cast<double>(b.longitude_e7) - a.longitude_e7) * radians;
    const double turn =
        std::abs(east) < std::numbers::pi ? east : std::remainder(east, 2 * std::numbers::pi);
    const double sine = std::sin(middle);
    const double bend2 = 1 - eccentricity2 * sine * sine;
    const double across_m = equator_m / std::sqrt(bend2);           // prime vertical radius
    const double along_m = across_m * (1 - eccentricity2) / bend2;  // meridional radius
    const double cosine2 = std::max(0.0, 1 - sine * sine);
    // The chord of the sphere that fits the ellipsoid here, then its arc: exact to 1e-6 for the
    // steps of a road, and still right to 0.5 % for a long ferry.
    const double sine_rise = std::sin(rise / 2);
    const double sine_turn = std::sin(turn / 2);
    const double cosines = std::max(0.0, cosine2 - sine_rise * sine_rise);
    const double chord_m =
        std::hypot(along_m * sine_rise, across_m * sine_turn * std::sqrt(cosines));
    const double radius_m = std::sqrt(along_m * across_m);
    return 2 * radius_m * std::asin(std::min(1.0, chord_m / radius_m));
}

}  // namespace relief
