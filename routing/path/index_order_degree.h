// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "routing/path/directed_graph.h"

#include <vector>

namespace relief {

/// The undirected neighbours of each node, ascending, without the node itself.
using Neighbourhoods = std::vector<std::vector<NodeId>>;

[[nodiscard]] Neighbourhoods undirected(const DirectedGraph& graph);

/// Contracts nodes with at most `most` neighbours, a set without neighbours in common after the
/// other so that chains become shallow, until none is left; gives them in that order. Contracted
/// nodes end with no neighbours, the others with those they have now.
[[nodiscard]] std::vector<NodeId> contract_small(Neighbourhoods& graph, std::size_t most);

/// All nodes of `members` in the order of fewest neighbours at the time; nodes of the graph that
/// are not members count as neighbours but stay.
[[nodiscard]] std::vector<NodeId> minimum_degree_order(const Neighbourhoods& graph,
                                                       const std::vector<NodeId>& members);

}  // namespace relief
