// SPDX-License-Identifier: Apache-2.0
#include "routing/network/closure_reader.h"

#include <algorithm>

#include <fmt/format.h>

namespace relief {
namespace {

/// A seat farther from a road than this is not on it.
constexpr double off_road_m = 40'000;

}  // namespace

void ClosureReader::read_road(const SpokenRoad& road) {
    const RoadChain chain = lay_out(pieces_, road.pieces);
    const std::size_t before = reading_.candidates.size();
    for (const HeardPosts& posts : heard().posts) {
        by_posts(road, chain, posts);
    }
    by_structures(road);
    for (const HeardPair& pair : heard().between) {
        by_pair(road, pair);
    }
    by_division(road, chain);
    const bool said_where = !heard().posts.empty() || !heard().structures.empty();
    if (reading_.candidates.size() == before || (heard().whole_road && !said_where)) {
        by_whole(road, chain);
    }
}

void ClosureReader::by_whole(const SpokenRoad& road, const RoadChain& chain) {
    std::vector<ClosureDoubt> doubts = road.doubts;
    const bool narrower = !heard().posts.empty() || !heard().structures.empty() ||
                          !heard().between.empty() || !heard().within.empty();
    if (narrower) {
        doubts.push_back({.zh = "所报地点没有落到路上，只能列出整条路",
                          .en = "where on the road was not found: all of it is shown",
                          .minus = 25});
    } else if (!heard().whole_road) {
        doubts.push_back(
            {.zh = "没有说在哪一段", .en = "nobody said where on the road", .minus = 40});
    }
    add(85, ClosureKind::way, road.pieces, {road.label + " 全线", "all of " + road.label},
        std::move(doubts), &chain, road.ref);
}

void ClosureReader::doubt_distance(const SpokenPlace& spot, const SpokenRoad& road, double metres,
                                   std::vector<ClosureDoubt>& doubts) const {
    if (metres > 5000) {
        doubts.push_back(
            {.zh = fmt::format("{}城区离 {} 有 {:.0f} km", spot.name, road.label, metres / 1000),
             .en = fmt::format("the seat of {} lies {:.0f} km off {}", spot.name, metres / 1000,
                               road.label),
             .minus = metres > 15'000 ? 25 : 10});
    }
    doubts.insert(doubts.end(), spot.doubts.begin(), spot.doubts.end());
}

bool ClosureReader::passes(const SpokenRoad& road, const SpokenPlace& spot,
                           std::vector<ClosureDoubt>& doubts) {
    std::vector<NodeIndex> nodes;
    for (const PieceIndex piece : road.pieces) {
        nodes.push_back(network_.pieces[piece].from);
        nodes.push_back(network_.pieces[piece].to);
    }
    const NodeIndex nearest = nearest_node(network_, nodes, spot.seat);
    const double metres = distance_m(network_.nodes[nearest], spot.seat);
    if (metres > off_road_m) {
        tell(fmt::format("{} 不经过 {}（相距 {:.0f} km）", road.label, spot.name, metres / 1000),
             fmt::format("{} does not pass {} ({:.0f} km away)", road.label, spot.name,
                         metres / 1000));
        return false;
    }
    doubt_distance(spot, road, metres, doubts);
    return true;
}

std::vector<ClosureReader::Between> ClosureReader::parts_between(const SpokenRoad& road,
                                                                 StreetPoint from,
                                                                 StreetPoint to) const {
    const double apart_m = distance_m(from, to);
    std::vector<Between> found;
    for (const std::vector<PieceIndex>& part : parts_of(pieces_, road.pieces)) {
        Between between{.chain = lay_out(pieces_, part)};
        const NodeIndex start = nearest_node(network_, between.chain.nodes, from);
        const NodeIndex end = nearest_node(network_, between.chain.nodes, to);
        between.from_m = distance_m(network_.nodes[start], from);
        between.to_m = distance_m(network_.nodes[end], to);
        // A part beyond one of the places is farther from the other than they are from each other.
        if (start == end || between.from_m >= apart_m || between.to_m >= apart_m) {
            continue;
        }
        const auto [low, high] =
            std::minmax({between.chain.from_cm[start], between.chain.from_cm[end]});
        between.pieces = between.chain.between(network_, low, high);
        if (!between.pieces.empty()) {
            found.push_back(std::move(between));
        }
    }
    return found;
}

RoadChain ClosureReader::joined_chain(const std::vector<Between>& parts,
                                      std::string_view ref) const {
    RoadChain whole;
    for (const Between& part : parts) {
        RoadChain counted = counted_from_origin(part.chain, ref).value_or(part.chain);
        if (whole.pieces.empty()) {
            whole = std::move(counted);
            continue;
        }
        for (const NodeIndex node : counted.nodes) {
            whole.from_cm[node] = counted.from_cm[node];
        }
        whole.nodes.insert(whole.nodes.end(), counted.nodes.begin(), counted.nodes.end());
        whole.length_cm = std::max(whole.length_cm, counted.length_cm);
    }
    return whole;
}

/// Twin carriageways are two parts of which each leads all the way: no gap to be told.
void ClosureReader::doubt_parts(const std::vector<Between>& parts,
                                std::vector<ClosureDoubt>& doubts) {
    constexpr double near_m = 5'000;
    double from_m = parts.front().from_m;
    double to_m = parts.front().to_m;
    for (const Between& part : parts) {
        from_m = std::min(from_m, part.from_m);
        to_m = std::min(to_m, part.to_m);
    }
    const bool is_whole = std::any_of(parts.begin(), parts.end(), [&](const Between& part) {
        return part.from_m <= from_m + near_m && part.to_m <= to_m + near_m;
    });
    if (!is_whole) {
        doubts.push_back(
            {.zh = fmt::format("路网上这条路在两地之间断成 {} 段，都算在内", parts.size()),
             .en = fmt::format("the network has the road in {} parts between the two: all of them",
                               parts.size()),
             .minus = 15});
    }
}

void ClosureReader::by_pair(const SpokenRoad& road, const HeardPair& pair) {
    const auto spots = pair_of(pair);
    if (!spots) {
        return;
    }
    const auto& [first, second] = *spots;
    std::vector<ClosureDoubt> doubts = road.doubts;
    if (!passes(road, first, doubts) || !passes(road, second, doubts)) {
        return;
    }
    const std::vector<Between> parts = parts_between(road, first.seat, second.seat);
    if (parts.empty()) {
        tell(fmt::format("路网上 {} 没有从 {} 到 {} 的路段", road.label, first.name, second.name),
             fmt::format("the network has no stretch of {} from {} to {}", road.label, first.name,
                         second.name));
        return;
    }
    std::vector<PieceIndex> pieces;
    for (const Between& part : parts) {
        pieces.insert(pieces.end(), part.pieces.begin(), part.pieces.end());
    }
    std::sort(pieces.begin(), pieces.end());
    doubt_parts(parts, doubts);
    doubt_unused_posts(doubts);
    const RoadChain chain = joined_chain(parts, road.ref);
    add(85, ClosureKind::way, std::move(pieces),
        {fmt::format("{} {}—{}", road.label, first.name, second.name),
         fmt::format("{} {}-{}", road.label, first.name, second.name)},
        std::move(doubts), &chain, road.ref);
}

void ClosureReader::doubt_unused_posts(std::vector<ClosureDoubt>& doubts) const {
    if (!heard().posts.empty()) {
        doubts.push_back({.zh = "比所报桩号宽：路网没有里程碑，封的是整段",
                          .en = "wider than the post: the network has none",
                          .minus = 20});
    }
    if (!heard().structures.empty()) {
        doubts.push_back({.zh = "比所报的桥或隧道宽：路网上没有它的名字",
                          .en = "wider than the bridge or tunnel, whose name is not known",
                          .minus = 20});
    }
}

void ClosureReader::by_division(const SpokenRoad& road, const RoadChain& chain) {
    std::vector<SpokenPlace> spots;
    for (const std::string& within : heard().within) {
        if (auto spot = told_spot(within, Keep::end)) {
            spots.push_back(std::move(*spot));
        }
    }
    if (spots.empty() && !near_.empty() && heard().between.empty() && !heard().whole_road) {
        if (auto spot = spot_called(near_)) {
            spots.push_back(std::move(*spot));
        }
    }
    for (const SpokenPlace& spot : spots) {
        std::vector<ClosureDoubt> doubts = road.doubts;
        doubts.insert(doubts.end(), spot.doubts.begin(), spot.doubts.end());
        doubts.push_back({.zh = "没有说在境内哪一段",
                          .en = "nobody said where within the division",
                          .minus = 15});
        doubt_unused_posts(doubts);
        doubt_township(spot, doubts);
        add(80, ClosureKind::way, pieces_in(spot.code, road.pieces),
            {fmt::format("{} {}境内", road.label, spot.name),
             fmt::format("{} within {}", road.label, spot.name)},
            std::move(doubts), &chain, road.ref);
    }
}

void ClosureReader::doubt_township(const SpokenPlace& spot, std::vector<ClosureDoubt>& doubts) {
    if (spot.code.size() > 6) {
        doubts.push_back({.zh = "没有乡镇界，按所在县列出",
                          .en = "the border of the township is not known: its county",
                          .minus = 15});
    }
}

std::vector<PieceIndex> ClosureReader::pieces_in(const std::string& code,
                                                 const std::vector<PieceIndex>& of) const {
    const AreaTest ground(ground_of(code));
    std::vector<PieceIndex> found;
    for (const PieceIndex piece : of) {
        const StreetPiece& about = network_.pieces[piece];
        const ArcIndex arc = about.forward != no_index ? about.forward : about.backward;
        if (ground.meets(network_.line_of(arc))) {
            found.push_back(piece);
        }
    }
    return found;
}

bool ClosureReader::is_such(PieceIndex piece, bool is_tunnel) const {
    return network_.ways[network_.pieces[piece].way].has(is_tunnel ? StreetWay::tunnel
                                                                   : StreetWay::bridge);
}

void ClosureReader::by_structures(const SpokenRoad& road) {
    for (const HeardStructure& structure : heard().structures) {
        named_structure(structure);
        std::vector<PieceIndex> such = road.pieces;
        std::erase_if(such, [&](PieceIndex piece) { return !is_such(piece, structure.is_tunnel); });
        if (!near_.empty()) {
            such = pieces_in(near_.substr(0, 6), such);
        }
        constexpr std::size_t few = 6;
        for (std::size_t i = 0; i < such.size() && such.size() <= few; ++i) {
            std::vector<ClosureDoubt> doubts = road.doubts;
            doubts.push_back({.zh = "路网不知道它的名字：路上的一座桥或隧道",
                              .en = "its name is not known: one of the road's",
                              .minus = 20});
            add(55, ClosureKind::bridge, {such[i]},
                {fmt::format("{} 第 {} 座", road.label, i + 1),
                 fmt::format("{} number {}", road.label, i + 1)},
                std::move(doubts));
        }
    }
}

void ClosureReader::named_structure(const HeardStructure& structure) {
    if (structure.name.empty()) {
        return;
    }
    std::vector<PieceIndex> named = pieces_named(network_, structure.name);
    if (named.empty()) {
        tell(fmt::format("路网中没有叫“{}”的桥或隧道", structure.name),
             fmt::format("no bridge or tunnel of the network is called {}", structure.name));
        return;
    }
    std::vector<PieceIndex> such = named;
    std::erase_if(such, [&](PieceIndex piece) { return !is_such(piece, structure.is_tunnel); });
    std::vector<ClosureDoubt> doubts;
    if (such.empty()) {
        doubts.push_back({.zh = "同名道路，没有标为桥或隧道",
                          .en = "a road of that name, not marked as a bridge or tunnel",
                          .minus = 20});
    }
    add(90, ClosureKind::bridge, such.empty() ? named : such, {structure.name, structure.name},
        std::move(doubts));
}

}  // namespace relief
