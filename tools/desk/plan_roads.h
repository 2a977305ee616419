// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gis/layer.h"
#include "gis/road_graph.h"
#include "routing/dispatch/plan.h"
#include "tools/desk/desk.h"

#include <map>
#include <string>
#include <vector>

namespace relief {

/// A stretch of a route in the direction driven.
struct DrivenEdge {
    int edge = 0;         ///< index into RoadNetwork::edges
    bool forward = true;  ///< from its `from` to its `to`
};

/// The edges of the plan's network as they lie on the map. The network joins seats by straight
/// lines; OpenStreetMap's roads give an edge its course, looked up when it is first asked for.
class PlanRoads {
  public:
    explicit PlanRoads(const Desk& desk);

    /// From the edge's `from` to its `to`.
    [[nodiscard]] const RoadShape& edge(int index);
    /// The edges of a shipment in the order driven. Ids the network does not know are passed over.
    [[nodiscard]] std::vector<DrivenEdge> driven(const Shipment& shipment) const;
    /// The whole way of a shipment; empty where it stays in one town.
    [[nodiscard]] std::vector<LonLat> way(const Shipment& shipment);
    /// OpenStreetMap's roads with the property class, for the ground of the map.
    [[nodiscard]] const Layer& layer() const noexcept { return layer_; }

  private:
    const Desk& desk_;
    Layer layer_;
    RoadGraph graph_;
    std::map<int, RoadShape> shapes_;
};

[[nodiscard]] LonLat position_of(const RoadNode& node);

}  // namespace relief
