// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "routing/path/street_route.h"

#include <cstdint>
#include <span>
#include <vector>

namespace relief {

struct AlternativeLimits {
    double stretch = 1.4;   ///< an alternative takes at most so many times the quickest way
    double sharing = 0.6;   ///< of its time, at most this part on roads of one way given before
    double plateau = 0.05;  ///< of the quickest time, at least this part driven as both ends would
};

/// The quickest way and up to `count` - 1 others that differ from it and from each other, the best
/// first: ways over "plateaus", stretches that lie on the quickest way from the start and on the
/// quickest way to the end. Roads as they are at the moment of departure.
[[nodiscard]] std::vector<StreetPath> alternative_ways(const RoadsNow& now,
                                                       const StreetPosition& from,
                                                       const StreetPosition& to, std::size_t count,
                                                       const AlternativeLimits& limits = {});

/// The part of the time of a way that it spends on roads of another, both directions alike.
[[nodiscard]] double shared_part(const StreetNetwork& network, const StreetPath& way,
                                 const StreetPath& other);

enum class DisjointKind { roads, crossings };

/// Ways with nothing in common, for columns that must not be lost together.
struct DisjointWays {
    std::vector<StreetPath> ways;  ///< as many as asked for, or as there are; their sum is least
    int most = 0;                  ///< there are no more than so many ways, however they go
    std::vector<PieceIndex> cut_roads;     ///< the proof: without these roads there is no way
    std::vector<NodeIndex> cut_crossings;  ///< the same for crossings
    bool breaks_turn_bans = false;         ///< some way makes a banned turn: bans are not looked at
};

/// `count` ways that share no road (in either direction), or no crossing either, and the proof of
/// how many there can be: by the theorem of the greatest flow, a cut of as many roads or crossings
/// as `most`. Roads and crossings within `free_m` along the road of an end may be shared: every
/// way out of a yard begins in its street. A road between two ends that are joined directly can be
/// no part of a cut of crossings; then it is in cut_roads.
[[nodiscard]] DisjointWays disjoint_ways(const RoadsNow& now, const StreetPosition& from,
                                         const StreetPosition& to, int count, DisjointKind kind,
                                         double free_m = 0);

}  // namespace relief
