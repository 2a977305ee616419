// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "routing/path/index_metric.h"

#include <span>
#include <vector>

namespace relief {

/// The lengths of shortest ways from every source to every target, row by row of the sources:
/// entry i × targets + j is what shortest_distance gives for source i and target j, exactly. Nodes
/// may occur more than once. An assertion where one is not of the graph.
[[nodiscard]] std::vector<Distance> distance_matrix(const RoutingIndex& index,
                                                    const IndexMetric& metric,
                                                    std::span<const NodeId> sources,
                                                    std::span<const NodeId> targets);

/// From one node to every node of the graph, by node.
[[nodiscard]] std::vector<Distance> distances_from(const RoutingIndex& index,
                                                   const IndexMetric& metric, NodeId from);

/// From every node of the graph to one node, by node.
[[nodiscard]] std::vector<Distance> distances_to(const RoutingIndex& index,
                                                 const IndexMetric& metric, NodeId to);

}  // namespace relief
