// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tools/benchmarks/row.h"

#include <string>
#include <vector>

namespace relief::bench {

/// The routing index on the road graph of Luxembourg, beside Boost.Graph's Dijkstra and beside
/// itself.
[[nodiscard]] std::vector<Row> measure_routing(const Options& options);

/// Reads a road graph from a folder, weighs it by travel_time or geo_distance, and writes the
/// distances of the folder's source_node and target_node pairs as little-endian numbers of 32 bits,
/// 2147483647 where there is no way.
void write_distances(const std::string& folder, const std::string& weight, const std::string& out);

}  // namespace relief::bench
