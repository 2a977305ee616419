// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "routing/path/index.h"

namespace relief {

/// Completes an index that has order, up_first and up_head from these and the graph.
void complete_index(RoutingIndex& index, const DirectedGraph& graph);

/// Splits the weighing into tasks along the elimination tree (row_work must be there).
void split_work(RoutingIndex& index);

}  // namespace relief
