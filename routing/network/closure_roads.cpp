// SPDX-License-Identifier: Apache-2.0
#include "routing/network/closure_reader.h"

#include <algorithm>
#include <array>

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
        by_pair(road, chain, pair);
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

void ClosureReader::by_pair(const SpokenRoad& road, const RoadChain& chain, const HeardPair& pair) {
    const auto spots = pair_of(pair);
    if (!spots) {
        return;
    }
    std::vector<ClosureDoubt> doubts = road.doubts;
    std::array<NodeIndex, 2> ends{};
    for (std::size_t i = 0; i < 2; ++i) {
        const SpokenPlace& spot = i == 0 ? spots->first : spots->second;
        ends[i] = nearest_node(network_, chain.nodes, spot.seat);
        const double metres = distance_m(network_.nodes[ends[i]], spot.seat);
        if (metres > off_road_m) {
            tell(
                fmt::format("{} 不经过 {}（相距 {:.0f} km）", road.label, spot.name, metres / 1000),
                fmt::format("{} does not pass {} ({:.0f} km away)", road.label, spot.name,
                            metres / 1000));
            return;
        }
        doubt_distance(spot, road, metres, doubts);
    }
    doubt_unused_posts(doubts);
    const auto [low, high] = std::minmax({chain.from_cm[ends[0]], chain.from_cm[ends[1]]});
    add(85, ClosureKind::way, chain.between(network_, low, high),
        {fmt::format("{} {}—{}", road.label, spots->first.name, spots->second.name),
         fmt::format("{} {}-{}", road.label, spots->first.name, spots->second.name)},
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
