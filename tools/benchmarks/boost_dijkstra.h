// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "routing/path/directed_graph.h"

#include <memory>
#include <vector>

namespace relief::bench {

/// Boost.Graph's Dijkstra on its compressed sparse rows, as its own users would use it: without a
/// colour map, which is the quicker of its two forms. Closed arcs are left out of the graph.
class BoostDijkstra {
  public:
    BoostDijkstra(const DirectedGraph& graph, const std::vector<Weight>& weights);
    ~BoostDijkstra();
    BoostDijkstra(const BoostDijkstra&) = delete;
    BoostDijkstra& operator=(const BoostDijkstra&) = delete;

    /// Stops when the target is reached.
    [[nodiscard]] Distance distance(NodeId from, NodeId to);
    /// To all nodes; good until the next call.
    [[nodiscard]] const std::vector<Distance>& distances_from(NodeId from);

  private:
    struct Open;
    std::unique_ptr<Open> open_;
};

}  // namespace relief::bench
