// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "routing/path/street_metric.h"
#include "tools/desk/desk.h"
#include "tools/desk/roads.h"

#include <filesystem>
#include <string>
#include <vector>

namespace relief {

/// The plan's edges that are there in a year, as streets driven both ways: node n of the plan is
/// point n, the inner points of courses come after the nodes. A way is called by the edge's id.
[[nodiscard]] StreetNetwork plan_streets(const Desk& desk, int year);

/// A street network of a file: one that `relief network read --out` saved, or a PBF file of
/// OpenStreetMap (.pbf), which is read anew. bad_input as load_network and read_osm_network.
[[nodiscard]] StreetNetwork open_streets(const std::filesystem::path& file);

/// Where the index of a saved network is kept for a kind of vehicle: FILE.lorry.index.
[[nodiscard]] std::filesystem::path index_file_of(const std::filesystem::path& network,
                                                  StreetVehicle vehicle);

/// The network with its turn bans and its index: that of the file beside it, where there is one,
/// else made anew. bad_input index.file where the file beside is of another network.
[[nodiscard]] StreetRoads ready_streets(const std::filesystem::path& file,
                                        const StreetNetwork& network, StreetVehicle vehicle);

/// The closures of books and scenario, and the edges taken as shut, on the plan's streets.
/// bad_input: road.unknown (an edge to cut), scenario.unknown.
[[nodiscard]] std::vector<PlacedClosure> closures_on_plan(const Desk& desk,
                                                          const StreetNetwork& network,
                                                          const RoadsRequest& request);

/// The same on somebody else's network: areas of the books shut what lies in them; a closure of
/// roads is placed where it was confirmed on this very network, else it stays on the list of
/// unplaced ones, as all of a scenario do. `cut` names ways: 1609, 1609:forward.
[[nodiscard]] std::vector<PlacedClosure> closures_on_streets(const Desk& desk,
                                                             const StreetNetwork& network,
                                                             const RoadsRequest& request);

}  // namespace relief
