// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "routing/path/index_query.h"
#include "routing/path/snap.h"
#include "routing/path/street_metric.h"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace relief {

/// A part of an arc driven: from so far along it (in the direction driven) to so far.
struct RoadStretch {
    ArcIndex arc = 0;
    std::uint32_t from_cm = 0;
    std::uint32_t to_cm = 0;
    Weight ms = 0;

    friend bool operator==(const RoadStretch&, const RoadStretch&) = default;
};

/// The time of the first `cm` centimetres of an arc that takes `ms`, rounded down: what is left is
/// the rest, so that two parts of an arc take exactly what the whole takes.
[[nodiscard]] Weight part_ms(Weight ms, std::uint32_t cm, std::uint32_t length_cm);

/// A way from one position to another.
struct StreetPath {
    Distance ms = unreachable;
    std::vector<RoadStretch> stretches;  ///< in the order driven; empty where it stays in place

    [[nodiscard]] bool found() const { return ms != unreachable; }
    [[nodiscard]] std::uint64_t length_cm() const;
};

/// A node of the graph that a way reaches from its beginning (or that reaches its end), by the
/// first road and by roads that may be used at the ends of a way only.
struct EndSeed {
    NodeId node = 0;
    Distance ms = 0;
    std::vector<RoadStretch> stretches;  ///< in the order driven
};

/// Where a way begins or ends.
struct StreetEnd {
    StreetPosition position;
    std::vector<EndSeed> seeds;  ///< by node, each node once
};

/// Access "destination", "delivery" and "customers" means: usable at the ends of a way, for as far
/// as such roads hang together, and never in its middle. It costs no penalty: a penalty would make
/// the minutes wrong or the way through a yard only unlikely, not impossible.
[[nodiscard]] StreetEnd start_of(const StreetRoads& roads, const StreetMetric& metric,
                                 const StreetPosition& position);
[[nodiscard]] StreetEnd end_of(const StreetRoads& roads, const StreetMetric& metric,
                               const StreetPosition& position);

/// The seeds of an end that use no open road whole: such a road is in the graph itself, and who
/// counts roads would count it twice. The order of `seeds`.
[[nodiscard]] std::vector<const EndSeed*> bare_seeds(const StreetNetwork& network,
                                                     const StreetWeights& weights,
                                                     const StreetEnd& end);

/// The quickest way, by the index. The same arcs always of several that are as quick.
[[nodiscard]] StreetPath quickest_way(const StreetRoads& roads, const StreetMetric& metric,
                                      const StreetEnd& start, const StreetEnd& end,
                                      QueryScratch& scratch);

/// Milliseconds from every start to every end, row by row of the starts: entry (i, j) is exactly
/// quickest_way(start i, end j).ms.
[[nodiscard]] std::vector<Distance> way_matrix(const StreetRoads& roads, const StreetMetric& metric,
                                               std::span<const StreetEnd> starts,
                                               std::span<const StreetEnd> ends);

/// Whole minutes, rounded up; route and matrix both count so.
[[nodiscard]] std::int64_t whole_minutes(Distance ms);

/// The drawn line of a way, from end to end.
[[nodiscard]] std::vector<StreetPoint> line_of(const StreetNetwork& network,
                                               std::span<const RoadStretch> stretches);

}  // namespace relief
