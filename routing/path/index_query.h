// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "routing/path/index_metric.h"

#include <vector>

namespace relief {

/// What a query writes while it runs. One per thread, kept from one query to the next.
struct QueryScratch {
    std::vector<std::int32_t> narrow;          ///< two labels a depth: from the start, to the end
    std::vector<std::int64_t> wide;            ///< the same
    std::vector<std::uint32_t> from_shortcut;  ///< by depth: the last shortcut of the way there
    std::vector<std::uint32_t> to_shortcut;
};

/// A way through the graph.
struct ArcPath {
    Distance distance = unreachable;
    std::vector<ArcId> arcs;  ///< in the order driven; empty where from = to or there is no way
};

/// The length of a shortest way, or `unreachable`. Nodes must be of the graph (an assertion).
[[nodiscard]] Distance shortest_distance(const RoutingIndex& index, const IndexMetric& metric,
                                         NodeId from, NodeId to, QueryScratch& scratch);

/// A shortest way arc by arc; its weights add up to the distance. Of several it takes always the
/// same one.
[[nodiscard]] ArcPath shortest_path(const RoutingIndex& index, const IndexMetric& metric,
                                    NodeId from, NodeId to, QueryScratch& scratch);

}  // namespace relief
