// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gis/layer.h"
#include "routing/dispatch/plan.h"
#include "tools/desk/desk.h"

#include <map>
#include <span>
#include <string>
#include <vector>

namespace relief {

/// An edge in the direction driven.
struct DrivenEdge {
    int edge = 0;         ///< index into RoadNetwork::edges
    bool forward = true;  ///< from its `from` to its `to`
};

/// The edges of the plan's network as they lie on the map: parts of the lines of the road graph
/// the network was made from.
class PlanRoads {
  public:
    explicit PlanRoads(const Desk& desk);

    /// The course of an edge from its `from` to its `to`; that of a street runs straight from the
    /// seat to its road.
    [[nodiscard]] const std::vector<LonLat>& edge(int index);
    /// The edges of a shipment in the order driven. Ids the network does not know are passed over.
    [[nodiscard]] std::vector<DrivenEdge> driven(const Shipment& shipment) const;
    /// The whole way of a shipment; empty where it stays in one town.
    [[nodiscard]] std::vector<LonLat> way(const Shipment& shipment);
    /// The courses of edges driven one after the other.
    [[nodiscard]] std::vector<LonLat> course(std::span<const DrivenEdge> edges);
    /// OpenStreetMap's roads with the property class, for the ground of the map.
    [[nodiscard]] const Layer& layer() const noexcept { return layer_; }

  private:
    [[nodiscard]] std::vector<LonLat> course_of(const RoadEdge& edge) const;

    const Desk& desk_;
    Layer layer_;
    std::map<int, std::vector<LonLat>> courses_;
};

/// Edges put together where they meet end to end and no third of them does; of `one_way` edges
/// only where the one leads into the other. In the order of the first edge of each chain.
[[nodiscard]] std::vector<std::vector<DrivenEdge>> chains(const RoadNetwork& network,
                                                          std::span<const DrivenEdge> edges,
                                                          bool one_way);

/// Edges whose direction does not matter, as chains.
[[nodiscard]] std::vector<std::vector<DrivenEdge>> chains(const RoadNetwork& network,
                                                          std::span<const int> edges);

[[nodiscard]] LonLat position_of(const RoadNode& node);

}  // namespace relief
