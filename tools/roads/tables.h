// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tools/roads/graph.h"
#include "tools/roads/lay.h"

#include <filesystem>
#include <map>
#include <string>

namespace relief::roads {

/// Tables by their name below data/ ("roads/edges.csv").
using MadeTables = std::map<std::string, std::string>;

/// Makes the tables of data/roads from data/reference, data/baseline and the scenarios. The same
/// data give the same bytes.
[[nodiscard]] MadeTables make_road_tables(const std::filesystem::path& data);

[[nodiscard]] std::string edges_csv(const Graph& graph);
[[nodiscard]] std::string seats_csv(const Graph& graph);
[[nodiscard]] std::string routes_csv(const std::vector<LaidRoute>& routes);
[[nodiscard]] std::string edge_refs_csv(const Graph& graph, const std::vector<EdgeRef>& refs);

}  // namespace relief::roads
