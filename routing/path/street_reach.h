// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "routing/path/street_route.h"

#include <cstdint>
#include <span>
#include <vector>

namespace relief {

/// A part of a piece, from so far to so far from its `from`.
struct ReachedRoad {
    PieceIndex piece = 0;
    std::uint32_t from_cm = 0;
    std::uint32_t to_cm = 0;

    friend bool operator==(const ReachedRoad&, const ReachedRoad&) = default;
};

/// What can be reached within a time, as the roads are at the moment of departure.
struct StreetReach {
    std::vector<ReachedRoad> roads;  ///< by piece, then by from_cm; parts that meet are one
    std::uint64_t length_cm = 0;
};

/// Exactly the points of the roads to which quickest_way takes at most `budget_ms`, to a
/// centimetre; from the nearest of several starts.
[[nodiscard]] StreetReach reach_from(const RoadsNow& now, std::span<const StreetPosition> starts,
                                     Distance budget_ms);

/// The drawn lines of reached roads, and of the parts of roads that are not reached.
[[nodiscard]] std::vector<std::vector<StreetPoint>> lines_of(const StreetNetwork& network,
                                                             std::span<const ReachedRoad> roads);
[[nodiscard]] std::vector<ReachedRoad> rest_of(const StreetNetwork& network,
                                               std::span<const ReachedRoad> roads);

}  // namespace relief
