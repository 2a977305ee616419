// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "routing/path/directed_graph.h"

#include <vector>

namespace relief {

/// An order of the nodes in which few shortcuts are needed, the first being contracted first:
/// order[rank] = node. Nested dissection: what lies between two halves comes after both. Uses
/// coordinates where the graph has them. Nothing in it is drawn by lot.
[[nodiscard]] std::vector<NodeId> nested_dissection_order(const DirectedGraph& graph);

}  // namespace relief
