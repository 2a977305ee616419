// SPDX-License-Identifier: Apache-2.0
#include "routing/network/closure_reader.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace relief {
void ClosureReader::read_without_road() {
    for (const HeardStructure& structure : heard().structures) {
        named_structure(structure);
    }
    for (const HeardPair& pair : heard().between) {
        if (const auto spots = pair_of(pair)) {
            quickest(spots->first, spots->second);
        }
    }
    for (const std::string& name : heard().exits_of) {
        if (const auto spot = told_spot(name, Keep::end)) {
            exits(*spot);
        }
    }
    if (heard().every_road && heard().exits_of.empty()) {
        for (const std::string& name : heard().within) {
            if (const auto spot = told_spot(name, Keep::end)) {
                all_within(*spot);
            }
        }
    }
    if (heard().every_expressway) {
        every_expressway();
    }
}

std::uint64_t ClosureReader::drive_cost(PieceIndex piece) const {
    const StreetPiece& about = network_.pieces[piece];
    const auto place = static_cast<std::size_t>(network_.ways[about.way].street_class);
    constexpr std::array<std::uint64_t, 8> tenths{10, 15, 12, 17, 14, 19, 18, 22};
    return about.length_cm * (place < tenths.size() ? tenths[place] : 30);
}

void ClosureReader::quickest(const SpokenPlace& from, const SpokenPlace& to) {
    const NodeIndex start = nearest_node(network_, all_nodes(), from.seat);
    const NodeIndex goal = nearest_node(network_, all_nodes(), to.seat);
    if (start == no_index) {
        return;
    }
    const NodeCosts costs = node_costs(pieces_, start, [&](PieceIndex piece) {
        return std::optional<std::uint64_t>(drive_cost(piece));
    });
    std::vector<PieceIndex> path;
    for (NodeIndex node = goal; costs.by[node] != no_index;) {
        const StreetPiece& piece = network_.pieces[costs.by[node]];
        path.push_back(costs.by[node]);
        node = piece.from == node ? piece.to : piece.from;
    }
    std::sort(path.begin(), path.end());
    std::vector<ClosureDoubt> doubts{{.zh = "没有说是哪条路：列出两地间通常走的路",
                                      .en = "no road was named: the usual way between the two",
                                      .minus = 20}};
    for (const SpokenPlace* spot : {&from, &to}) {
        doubts.insert(doubts.end(), spot->doubts.begin(), spot->doubts.end());
        doubt_township(*spot, doubts);
    }
    add(65, ClosureKind::way, std::move(path),
        {fmt::format("{}—{}（通常走的路）", from.name, to.name),
         fmt::format("{}-{} (the usual way)", from.name, to.name)},
        std::move(doubts));
}

void ClosureReader::exits(const SpokenPlace& spot) {
    const AreaTest ground(ground_of(spot.code));
    std::vector<PieceIndex> crossing;
    for (PieceIndex piece = 0; piece < network_.pieces.size(); ++piece) {
        const StreetPiece& about = network_.pieces[piece];
        if (ground.contains(network_.nodes[about.from]) !=
            ground.contains(network_.nodes[about.to])) {
            crossing.push_back(piece);
        }
    }
    add(70, ClosureKind::way, std::move(crossing),
        {spot.name + " 全部出口", "every road out of " + spot.name},
        {{.zh = "按过县界的路段列出", .en = "the stretches over its border", .minus = 10}});
}

void ClosureReader::all_within(const SpokenPlace& spot) {
    std::vector<PieceIndex> every(network_.pieces.size());
    for (PieceIndex piece = 0; piece < every.size(); ++piece) {
        every[piece] = piece;
    }
    std::vector<ClosureDoubt> doubts = spot.doubts;
    doubt_township(spot, doubts);
    add(60, ClosureKind::way, pieces_in(spot.code, every),
        {spot.name + " 境内全部道路", "every road within " + spot.name}, std::move(doubts));
}

void ClosureReader::every_expressway() {
    std::vector<PieceIndex> such;
    for (PieceIndex piece = 0; piece < network_.pieces.size(); ++piece) {
        const StreetClass of = network_.ways[network_.pieces[piece].way].street_class;
        if (of == StreetClass::motorway || of == StreetClass::motorway_link) {
            such.push_back(piece);
        }
    }
    add(85, ClosureKind::way, std::move(such), {"全部高速公路", "every expressway"}, {});
}

}  // namespace relief
