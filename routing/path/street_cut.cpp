// SPDX-License-Identifier: Apache-2.0
#include "routing/path/street_cut.h"

#include "routing/path/street_cut_pairs.h"
#include "routing/path/street_cut_search.h"

#include <algorithm>
#include <map>
#include <utility>

namespace relief {
namespace {

/// By how much is cut off, then by how many places, then by piece.
void order_singles(std::vector<SingleCut>& singles, std::span<const std::uint64_t> weights) {
    std::stable_sort(singles.begin(), singles.end(), [&](const SingleCut& a, const SingleCut& b) {
        const std::uint64_t more = weight_of(a.places, weights);
        const std::uint64_t less = weight_of(b.places, weights);
        return more != less                         ? more > less
               : a.places.size() != b.places.size() ? a.places.size() > b.places.size()
                                                    : a.pieces < b.pieces;
    });
}

}  // namespace

CutAnalysis cut_analysis(const RoadsNow& now, std::span<const StreetPosition> depots,
                         std::span<const StreetPosition> places,
                         std::span<const std::uint64_t> weights) {
    CutSearch search(now, depots, places);
    CutAnalysis analysis;
    analysis.places.resize(places.size());
    search.run();
    std::map<PieceIndex, std::vector<std::size_t>> on_way;
    for (std::size_t i = 0; i < places.size(); ++i) {
        analysis.places[i].reached = search.is_reached(i);
        for (const PieceIndex piece : search.pieces_to(i)) {
            on_way[piece].push_back(i);
        }
    }
    std::map<std::vector<std::size_t>, std::vector<PieceIndex>> by_effect;
    for (const auto& [piece, whose] : on_way) {
        search.lose(piece);
        search.run();
        std::vector<std::size_t> cut_off;
        for (const std::size_t place : whose) {
            if (!search.is_reached(place)) {
                cut_off.push_back(place);
                analysis.places[place].singles.push_back(piece);
            }
        }
        search.find(piece);
        if (!cut_off.empty()) {
            by_effect[cut_off].push_back(piece);
        }
    }
    for (auto& [cut_off, pieces] : by_effect) {
        analysis.singles.push_back({.pieces = std::move(pieces), .places = cut_off});
    }
    order_singles(analysis.singles, weights);
    add_pairs(now, search, weights, analysis);
    return analysis;
}

std::vector<bool> reached_without(const RoadsNow& now, std::span<const StreetPosition> depots,
                                  std::span<const StreetPosition> places,
                                  std::span<const PieceIndex> lost) {
    CutSearch search(now, depots, places);
    for (const PieceIndex piece : lost) {
        search.lose(piece);
    }
    search.run();
    std::vector<bool> reached;
    for (std::size_t i = 0; i < places.size(); ++i) {
        reached.push_back(search.is_reached(i));
    }
    return reached;
}

}  // namespace relief
