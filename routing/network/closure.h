// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/places.h"
#include "core/time.h"
#include "routing/network/road_network.h"
#include "routing/network/street_closure.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace relief {

/// A closure as reported (closures.csv), with the edges it shuts.
struct Closure {
    std::string id;
    std::string ref;
    std::string road_class;
    std::string place;
    std::string county_code;
    std::string cause;
    Instant closed_from;
    std::optional<Instant> reopened_at;
    std::string reopen_kind;  ///< at, before, planned, unknown, or words
    std::vector<int>
        edges;  ///< indices into RoadNetwork::edges; empty = on no edge of this network
    /// One an edge: which directions are shut, forward being from its `from`; empty = both of each.
    std::vector<StreetDirections> directions;
    bool is_road = true;      ///< false for air, rail and bus rows
    bool restricted = false;  ///< reported as restricted or by pass only; still not counted on
    /// Where nothing else is limited, vehicles within these pass.
    std::optional<int> weight_kg;
    std::optional<int> height_cm;
    ClosureLimits limits;  ///< what may pass, where somebody said so
    /// When the desk was told. Nothing says it of a scenario's, so those are never known before
    /// they begin.
    std::optional<Instant> told_at;
    std::string source;
    std::string note;
};

/// Reads closures.csv of a scenario folder. Two ends: the numbered roads between them, all their
/// edges from the first junction in the one town to the last in the other, for the report does
/// not say where on the road; of one number where edge_ref gives it. edge_ref "*" with one
/// end: every road that touches the county; with no end: every edge of that class. Ends or a number
/// that match no road: bad_input (closure.edge). All three blank, or a road that was not found on
/// the map: kept, unplaced.
[[nodiscard]] std::vector<Closure> load_closures(const std::filesystem::path& folder,
                                                 const RoadNetwork& network, const Places& places);

/// Closures in force at a time as it was known then: begun, and not reopened by then. They count
/// as closed through the plan, also where a reopening is planned.
[[nodiscard]] std::vector<const Closure*> closures_at(const std::vector<Closure>& closures,
                                                      Instant at);

/// Closures that were told by a time, lie on the network and begin after it, before `until`.
[[nodiscard]] std::vector<const Closure*> closures_to_come(const std::vector<Closure>& closures,
                                                           Instant at, Instant until);

}  // namespace relief
