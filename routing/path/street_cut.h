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

/// Two roads of which neither cuts a place off alone and both together do: any piece of the one
/// with any piece of the other.
struct PairCut {
    std::vector<PieceIndex>
        one;  ///< pieces that do the same, as those behind one another; ascending
    std::vector<PieceIndex> other;
    std::vector<std::size_t> places;  ///< that need both lost, ascending
    /// Both begin at the crossing where the only place stands: true of every place with two roads
    /// out of it, so it says little.
    bool is_at_place = false;
};

/// What the roads of a place hang on.
struct PlaceAccess {
    bool reached = false;             ///< from some depot, now
    std::vector<PieceIndex> singles;  ///< pieces that each cut it off, ascending
    /// Where there is no such piece: two pieces that cut it off together, of the pair that cuts off
    /// most; empty where three are needed, or where it is not reached.
    std::vector<PieceIndex> pair;
    /// How many ways to it share no piece (from all depots together); 0 where not reached, at most
    /// 3: three mean "three or more".
    int disjoint_ways = 0;
};

struct CutAnalysis {
    std::vector<PlaceAccess> places;  ///< one a place
    std::vector<SingleCut> singles;   ///< those that cut off most first, then by piece
    /// Those that cut off most first, then by piece; those at the place itself behind all others.
    std::vector<PairCut> pairs;
};

/// What each place hangs on, as roads are at the moment of departure. A piece is lost in both
/// directions. `weights` says what each place counts (its people), one each where it is empty.
/// Singles are exact, turn bans included: each piece on the way found is taken out and the roads
/// searched again. Pairs are all of those the greatest flow finds with turn bans left out, which
/// hold with them too; those that hold because of a turn ban alone, or that take away the very road
/// a depot stands on between its ends, are not among them.
[[nodiscard]] CutAnalysis cut_analysis(const RoadsNow& now, std::span<const StreetPosition> depots,
                                       std::span<const StreetPosition> places,
                                       std::span<const std::uint64_t> weights = {});

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
