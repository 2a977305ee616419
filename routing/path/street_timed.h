// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "routing/path/street_way.h"

#include <span>
#include <vector>

namespace relief {

/// A halt before a road that is shut, until it opens.
struct RoadWait {
    ArcIndex arc = 0;
    Instant from;
    Instant until;
    ArcCause cause = ArcCause::closure;
    std::uint32_t closure = no_index;  ///< of the situation's; no_index for hours of ban

    friend bool operator==(const RoadWait&, const RoadWait&) = default;
};

/// A way by the clock. `path.ms` is from departure to arrival, halts included.
struct TimedPath {
    StreetPath path;
    std::vector<RoadWait> waits;
};

/// Soonest arrivals where roads open and shut while one is under way. A vehicle may wait anywhere;
/// it does not enter a road that shuts before it is through. Exact: later never arrives sooner, so
/// Dijkstra's algorithm holds. `calm` is calm_weights of the judge; nothing is looked at after
/// `horizon`. One answer for each end.
[[nodiscard]] std::vector<TimedPath> timed_ways(const StreetRoads& roads, const ArcJudge& judge,
                                                const StreetWeights& calm,
                                                const StreetPosition& start,
                                                std::span<const StreetPosition> ends,
                                                Instant depart, Instant horizon);

}  // namespace relief
