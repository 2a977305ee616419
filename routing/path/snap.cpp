// SPDX-License-Identifier: Apache-2.0
#include "routing/path/snap.h"

#include <boost/geometry/core/cs.hpp>
#include <boost/geometry/geometries/box.hpp>
#include <boost/geometry/geometries/point.hpp>
#include <boost/geometry/index/rtree.hpp>
#include <boost/geometry/strategies/strategies.hpp>
#include <boost/graph/compressed_sparse_row_graph.hpp>
#include <boost/graph/strong_components.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <utility>

namespace relief {
namespace {

namespace bg = boost::geometry;
namespace bgi = boost::geometry::index;
using Point = bg::model::point<double, 2, bg::cs::cartesian>;
using Box = bg::model::box<Point>;
using Value = std::pair<Box, PieceIndex>;

/// A degree of latitude, at its shortest.
constexpr double degree_m = 110'570;

double cosine(double latitude) {
    return std::cos(latitude * std::numbers::pi / 180);
}

std::vector<StreetPoint> line_of(const StreetNetwork& network, PieceIndex piece) {
    const StreetPiece& each = network.pieces[piece];
    std::vector<StreetPoint> line{network.nodes[each.from]};
    const auto inner = network.inner_points(piece);
    line.insert(line.end(), inner.begin(), inner.end());
    line.push_back(network.nodes[each.to]);
    return line;
}

StreetPoint between(StreetPoint from, StreetPoint to, double share) {
    const auto mix = [&](std::int32_t a, std::int32_t b) {
        return static_cast<std::int32_t>(
            std::lround(a + (static_cast<double>(b) - a) * std::clamp(share, 0.0, 1.0)));
    };
    return {mix(from.longitude_e7, to.longitude_e7), mix(from.latitude_e7, to.latitude_e7)};
}

/// How far along from -> to (0 .. 1) the foot of the place lies, on a plane at the place.
double foot(StreetPoint place, StreetPoint from, StreetPoint to) {
    const double scale = cosine(place.latitude());
    const double x = (to.longitude() - from.longitude()) * scale;
    const double y = to.latitude() - from.latitude();
    const double px = (place.longitude() - from.longitude()) * scale;
    const double py = place.latitude() - from.latitude();
    const double square = x * x + y * y;
    return square <= 0 ? 0 : std::clamp((px * x + py * y) / square, 0.0, 1.0);
}

SnapCandidate nearest_on(const StreetNetwork& network, PieceIndex piece, StreetPoint place) {
    const std::vector<StreetPoint> line = line_of(network, piece);
    SnapCandidate best{.metres = -1};
    double along_m = 0;
    double best_along_m = 0;
    for (std::size_t i = 0; i + 1 < line.size(); ++i) {
        const StreetPoint at = between(line[i], line[i + 1], foot(place, line[i], line[i + 1]));
        const double metres = distance_m(place, at);
        if (best.metres < 0 || metres < best.metres) {
            best.metres = metres;
            best.position = {.piece = piece, .point = at};
            best_along_m = along_m + distance_m(line[i], at);
        }
        along_m += distance_m(line[i], line[i + 1]);
    }
    // A length given by the source counts, not that of the drawing.
    const std::uint32_t length_cm = network.pieces[piece].length_cm;
    const double share = along_m > 0 ? std::clamp(best_along_m / along_m, 0.0, 1.0) : 0;
    best.position.offset_cm = static_cast<std::uint32_t>(std::lround(share * length_cm));
    return best;
}

using Graph = boost::compressed_sparse_row_graph<boost::directedS>;

/// Strongly connected nodes of the arcs that may be driven.
std::vector<std::uint32_t> node_components(const StreetNetwork& network,
                                           const std::vector<bool>& drivable) {
    std::vector<std::pair<std::size_t, std::size_t>> edges;
    for (ArcIndex arc = 0; arc < network.arcs.size(); ++arc) {
        if (drivable[arc]) {
            edges.emplace_back(network.arcs[arc].tail, network.arcs[arc].head);
        }
    }
    const Graph graph(boost::edges_are_sorted, edges.begin(), edges.end(), network.nodes.size());
    std::vector<std::uint32_t> component(network.nodes.size());
    if (!component.empty()) {
        boost::strong_components(graph, boost::make_iterator_property_map(
                                            component.begin(), get(boost::vertex_index, graph)));
    }
    return component;
}

}  // namespace

std::string_view to_word(SnapWhy why) {
    constexpr std::array<std::string_view, 4> words{"nearest", "nearest_usable", "main_component",
                                                    "no_road"};
    return words.at(static_cast<std::size_t>(why));
}

StreetPosition position_at(const StreetNetwork& network, NodeIndex node) {
    for (PieceIndex piece = 0; piece < network.pieces.size(); ++piece) {
        const StreetPiece& each = network.pieces[piece];
        if (each.from == node || each.to == node) {
            return {.piece = piece,
                    .offset_cm = each.from == node ? 0 : each.length_cm,
                    .point = network.nodes[node]};
        }
    }
    return {.point = network.nodes[node]};
}

StreetPoint point_on(const StreetNetwork& network, PieceIndex piece, std::uint32_t offset_cm) {
    const std::vector<StreetPoint> line = line_of(network, piece);
    double drawn_m = 0;
    for (std::size_t i = 0; i + 1 < line.size(); ++i) {
        drawn_m += distance_m(line[i], line[i + 1]);
    }
    const std::uint32_t length_cm = std::max(1U, network.pieces[piece].length_cm);
    double left_m = drawn_m * std::min(1.0, static_cast<double>(offset_cm) / length_cm);
    for (std::size_t i = 0; i + 1 < line.size(); ++i) {
        const double step_m = distance_m(line[i], line[i + 1]);
        if (left_m <= step_m && step_m > 0) {
            return between(line[i], line[i + 1], left_m / step_m);
        }
        left_m -= step_m;
    }
    return line.back();
}

SnapGround make_snap_ground(const StreetNetwork& network, const ArcJudge& judge) {
    SnapGround ground;
    std::vector<bool> drivable(network.arcs.size());
    ground.cause.resize(network.pieces.size(), ArcCause::one_way);
    for (ArcIndex arc = 0; arc < network.arcs.size(); ++arc) {
        const ArcVerdict verdict = judge.verdict(arc);
        drivable[arc] = verdict.use == ArcUse::open || verdict.use == ArcUse::ends_only;
        ArcCause& cause = ground.cause[network.arcs[arc].piece()];
        if (verdict.use != ArcUse::shut) {
            cause = ArcCause::none;
        } else if (cause == ArcCause::one_way) {
            cause = verdict.cause;
        }
    }
    const std::vector<std::uint32_t> of_node = node_components(network, drivable);
    ground.component.resize(network.pieces.size());
    for (PieceIndex piece = 0; piece < network.pieces.size(); ++piece) {
        const std::uint32_t component = of_node[network.pieces[piece].from];
        // A road out of a component and into another belongs to both and to neither.
        ground.component[piece] =
            component == of_node[network.pieces[piece].to] ? component : no_index;
        if (ground.component[piece] != no_index) {
            ground.length_cm.resize(std::max<std::size_t>(ground.length_cm.size(), component + 1U));
            ground.length_cm[component] +=
                ground.cause[piece] == ArcCause::none ? network.pieces[piece].length_cm : 0;
        }
    }
    ground.largest = static_cast<std::uint32_t>(
        std::max_element(ground.length_cm.begin(), ground.length_cm.end()) -
        ground.length_cm.begin());
    return ground;
}

struct StreetSnapper::Tree {
    /// Degrees of longitude are shortened by the least cosine of the network, so that a distance to
    /// a box is never more than the true one.
    double scale = 1;
    bgi::rtree<Value, bgi::rstar<16>> boxes;
};

StreetSnapper::StreetSnapper(const StreetNetwork& network) : network_(&network) {
    auto tree = std::make_unique<Tree>();
    for (const StreetPoint& node : network.nodes) {
        tree->scale = std::min(tree->scale, cosine(std::abs(node.latitude()) + 0.5));
    }
    std::vector<Value> values;
    for (PieceIndex piece = 0; piece < network.pieces.size(); ++piece) {
        Box box;
        bg::assign_inverse(box);
        for (const StreetPoint& point : line_of(network, piece)) {
            bg::expand(box, Point(point.longitude() * tree->scale, point.latitude()));
        }
        values.emplace_back(box, piece);
    }
    tree->boxes = decltype(tree->boxes)(values);
    tree_ = std::move(tree);
}

StreetSnapper::~StreetSnapper() = default;
StreetSnapper::StreetSnapper(StreetSnapper&&) noexcept = default;
StreetSnapper& StreetSnapper::operator=(StreetSnapper&&) noexcept = default;

Snap StreetSnapper::snap(StreetPoint place, const SnapGround& ground,
                         const SnapRequest& request) const {
    std::vector<SnapCandidate> usable;  // nearest first, at most wanted
    std::optional<SnapCandidate> nearest;
    const std::size_t wanted = request.alternatives + 1;
    const auto nearer = [](const SnapCandidate& a, const SnapCandidate& b) {
        return std::pair(a.metres, a.position.piece) < std::pair(b.metres, b.position.piece);
    };
    const Point point(place.longitude() * tree_->scale, place.latitude());
    for (auto each = tree_->boxes.qbegin(
             bgi::nearest(point, static_cast<unsigned>(network_->pieces.size())));
         each != tree_->boxes.qend(); ++each) {
        const double least_m = bg::distance(point, each->first) * degree_m * 0.995;
        if (least_m > request.metres_max ||
            (usable.size() == wanted && least_m > usable.back().metres)) {
            break;
        }
        SnapCandidate candidate = nearest_on(*network_, each->second, place);
        candidate.cause = ground.cause[each->second];
        candidate.in_main = ground.component[each->second] == ground.largest;
        if (!nearest || nearer(candidate, *nearest)) {
            nearest = candidate;
        }
        if (candidate.cause == ArcCause::none && candidate.metres <= request.metres_max &&
            (candidate.in_main || request.any_component)) {
            usable.insert(std::upper_bound(usable.begin(), usable.end(), candidate, nearer),
                          candidate);
            usable.resize(std::min(usable.size(), wanted));
        }
    }
    Snap snap;
    if (usable.empty()) {
        snap.nearer = nearest;
        return snap;
    }
    snap.chosen = usable.front();
    snap.alternatives.assign(usable.begin() + 1, usable.end());
    snap.why = SnapWhy::nearest;
    if (nearer(*nearest, snap.chosen) && nearest->metres < snap.chosen.metres) {
        snap.nearer = nearest;
        snap.why =
            nearest->cause != ArcCause::none ? SnapWhy::nearest_usable : SnapWhy::main_component;
    }
    return snap;
}

}  // namespace relief
