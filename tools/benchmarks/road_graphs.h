// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "routing/path/directed_graph.h"

#include <optional>
#include <string>
#include <vector>

namespace relief::bench {

/// A road graph with its weights, as its test files have it.
struct RoadGraph {
    DirectedGraph graph;
    std::vector<Weight> travel_time;   ///< ms
    std::vector<Weight> geo_distance;  ///< m; empty where it was made
};

/// The folder of the cases: the one asked for, else cases or shared/cases beside a folder the
/// program or the current folder lies in. nullopt where there is none.
[[nodiscard]] std::optional<std::string> cases_folder(const std::string& asked);

/// A file of little-endian numbers of 32 bits. bad_input file.missing, file.read.
[[nodiscard]] std::vector<std::uint32_t> read_numbers(const std::string& path);

/// first_out, head, latitude, longitude, travel_time and geo_distance of a folder.
[[nodiscard]] RoadGraph read_road_graph(const std::string& folder);

/// Nine copies of a graph, three by three, each moved by the box of the graph. Of two neighbouring
/// copies the 40 nodes nearest to the side between them are sorted along it and joined pairwise,
/// both ways, by arcs of 60,000 ms.
[[nodiscard]] RoadGraph tiled(const RoadGraph& one);

/// The arcs whose tail is nearest to that of a node, on the map.
[[nodiscard]] std::vector<ArcId> nearest_arcs(const DirectedGraph& graph, NodeId middle,
                                              std::size_t count);

/// A corner of a polygon, in degrees.
struct Corner {
    double longitude;
    double latitude;
};

/// The arcs of which an end lies within a polygon.
[[nodiscard]] std::vector<ArcId> arcs_within(const DirectedGraph& graph,
                                             const std::vector<Corner>& polygon);

}  // namespace relief::bench
