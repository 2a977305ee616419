// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "routing/path/street_route.h"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace relief {

/// A road whose loss alone cuts places off: pieces behind one another, of which any one does it.
struct SingleCut {
    std::vector<PieceIndex> pieces;   ///< ascending; the loss of any one has this effect
    std::vector<std::size_t> places;  ///< cut off by it, ascending
};

/// What the roads of a place hang on.
struct PlaceAccess {
    bool reached = false;             ///< from some depot, now
    std::vector<PieceIndex> singles;  ///< pieces that each cut it off, ascending
    /// Where there is no such piece: two pieces that cut it off together, the pair nearest to it;
    /// empty where three are needed, or where it is not reached.
    std::vector<PieceIndex> pair;
    /// How many ways to it share no piece (from all depots together); 0 where not reached, at most
    /// 3: three mean "three or more".
    int disjoint_ways = 0;
};

struct CutAnalysis {
    std::vector<PlaceAccess> places;  ///< one a place
    std::vector<SingleCut> singles;   ///< those that cut off most first, then by piece
};

/// What each place hangs on, as roads are at the moment of departure. A piece is lost in both
/// directions. Singles are exact, turn bans included: each piece on the way found is taken out and
/// the roads searched again. Pairs are found by the greatest flow with turn bans left out, and then
/// tried with them.
[[nodiscard]] CutAnalysis cut_analysis(const RoadsNow& now, std::span<const StreetPosition> depots,
                                       std::span<const StreetPosition> places);

/// Which places are reached from the depots with some pieces lost: what cut_analysis is measured
/// by.
[[nodiscard]] std::vector<bool> reached_without(const RoadsNow& now,
                                                std::span<const StreetPosition> depots,
                                                std::span<const StreetPosition> places,
                                                std::span<const PieceIndex> lost);

/// Closures to lift so that a place is reached again.
struct Reopening {
    std::size_t place = 0;
    bool possible = false;                ///< lifting closures can help at all
    std::vector<std::uint32_t> closures;  ///< of the situation's; the fewest, then the shortest
    bool is_exact = true;  ///< false: too many closures to try all sets; a set that does it
};

struct ReopenAnalysis {
    std::vector<Reopening> places;        ///< those not reached now, in their order
    std::vector<std::uint32_t> together;  ///< the fewest closures that open all that can be opened
    bool together_is_exact = true;
};

/// Which closures now keep places off, and the cheapest sets to reopen: fewest closures first, then
/// fewest closed metres.
[[nodiscard]] ReopenAnalysis cheapest_reopening(const RoadsNow& now,
                                                std::span<const StreetPosition> depots,
                                                std::span<const StreetPosition> places);

}  // namespace relief
