// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/data_source.h"
#include "core/places.h"
#include "tools/roads/graph.h"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace relief::roads {

/// The year of the map: what opening year is given to a motorway of which no year is known.
constexpr int map_year = 2020;

/// A numbered or named road between two seats (baseline/road_edges.csv), laid over the graph: the
/// cheapest way where kilometres on roads of another kind than its own count more.
struct LaidRoute {
    std::string id;          ///< E020
    std::string road_class;  ///< expressway, national, provincial
    std::string ref;
    std::string from;  ///< codes of seats
    std::string to;
    std::optional<int> opened_year;
    double straight_km = 0;
    double km = 0;          ///< of the way found
    double own_share = 0;   ///< of its kilometres on motorways (expressway), off them (others)
    double main_share = 0;  ///< of its kilometres on the roads such a route keeps to
    bool is_laid = false;
    std::string why_not;
    std::vector<std::size_t> edges;  ///< of the graph, those of its own kind, in the order driven
    /// Of these the ones from the first junction out of the one seat to the last before the other,
    /// where those lie within 3 km of the seats.
    /// A closure between two places shuts them, and not the street a town itself hangs on.
    std::vector<std::size_t> between;
};

/// What the routes make of an edge.
struct EdgeRef {
    std::size_t edge = 0;
    std::string ref;                  ///< "" where no route goes over it
    std::vector<std::string> also;    ///< numbers of the other routes that share it
    std::vector<std::string> routes;  ///< ids of those that have it between their seats
    std::optional<int> opened_year;   ///< motorways alone
    std::string rule;
};

/// Reads baseline/road_edges.csv, made-up links (LOCAL) left out, and lays each of its roads.
[[nodiscard]] std::vector<LaidRoute> lay_routes(const DataSource& source, const Places& places,
                                                const Graph& graph);

/// The number and the opening year of each edge, in the order of the edges; edges of which neither
/// is known are left out. Of several numbers the first by class of road (fewer digits), then by
/// number; a named road comes after the numbered ones. A motorway is there from the earliest year
/// in which a route over it was opened, else from the year of the map.
[[nodiscard]] std::vector<EdgeRef> edge_refs(const Graph& graph,
                                             const std::vector<LaidRoute>& routes);

}  // namespace relief::roads
