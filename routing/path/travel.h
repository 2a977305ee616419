// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "routing/network/closure.h"
#include "routing/network/road_network.h"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace relief {

/// Which edges a vehicle class may use, and how fast, at one time.
struct RoadConditions {
    int year = 2017;
    bool winter = false;
    std::vector<bool> closed;                      ///< one per edge; empty = none
    std::vector<std::string> barred_road_classes;  ///< of the vehicle class
};

/// The quickest way between two nodes.
struct Route {
    double km = 0;
    int minutes = 0;         ///< the sum of the edges' times, rounded up to whole minutes
    std::vector<int> edges;  ///< indices in the order driven
};

/// All routes from one node, nullopt where there is no way. Ties go to fewer kilometres, then to
/// fewer edges, then to the lower edge index, so the answer is the same everywhere.
[[nodiscard]] std::vector<std::optional<Route>> routes_from(const RoadNetwork& network,
                                                            const RoadConditions& conditions,
                                                            int from);

/// The same to some nodes alone, in the order of `targets`: what a plan asks for.
[[nodiscard]] std::vector<std::optional<Route>> routes_from(const RoadNetwork& network,
                                                            const RoadConditions& conditions,
                                                            int from, std::span<const int> targets);

/// Marks the edges of closures.
[[nodiscard]] std::vector<bool> closed_edges(const RoadNetwork& network,
                                             std::span<const Closure* const> closures);

}  // namespace relief
