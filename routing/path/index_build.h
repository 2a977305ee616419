// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "routing/path/index.h"

namespace relief {

/// Completes an index that has order, up_first and up_head from these and the graph; bad_input
/// index.file (of `name`) where an arc has no shortcut to lie on.
void complete_index(RoutingIndex& index, const DirectedGraph& graph, const std::string& name);

/// Splits the weighing into tasks along the elimination tree (row_work must be there).
void split_work(RoutingIndex& index);

}  // namespace relief
