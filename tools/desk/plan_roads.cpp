// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/plan_roads.h"

#include <algorithm>

namespace relief {

LonLat position_of(const RoadNode& node) {
    return {.longitude = node.longitude, .latitude = node.latitude};
}

PlanRoads::PlanRoads(const Desk& desk)
    : desk_(desk),
      layer_(read_layer(desk.data / "reference/jilin/roads/jilin_osm_road_graph.geojson")),
      graph_(layer_) {}

const RoadShape& PlanRoads::edge(int index) {
    const auto known = shapes_.find(index);
    if (known != shapes_.end()) {
        return known->second;
    }
    const RoadEdge& edge = desk_.network.edges[static_cast<std::size_t>(index)];
    const RoadNode& from = desk_.network.nodes[static_cast<std::size_t>(edge.from)];
    const RoadNode& to = desk_.network.nodes[static_cast<std::size_t>(edge.to)];
    return shapes_
        .emplace(index,
                 graph_.shape(position_of(from), position_of(to), preference_of(edge.road_class)))
        .first->second;
}

std::vector<DrivenEdge> PlanRoads::driven(const Shipment& shipment) const {
    std::vector<DrivenEdge> driven;
    std::optional<int> at = desk_.network.node(shipment.from_node);
    for (const std::string& id : shipment.edges) {
        const auto index = desk_.network.edge(id);
        if (!index) {
            continue;
        }
        const RoadEdge& edge = desk_.network.edges[static_cast<std::size_t>(*index)];
        const bool forward = !at || edge.from == *at;
        driven.push_back({.edge = *index, .forward = forward});
        at = forward ? edge.to : edge.from;
    }
    return driven;
}

std::vector<LonLat> PlanRoads::way(const Shipment& shipment) {
    std::vector<LonLat> way;
    for (const DrivenEdge& driven_edge : driven(shipment)) {
        std::vector<LonLat> line = edge(driven_edge.edge).line;
        if (!driven_edge.forward) {
            std::reverse(line.begin(), line.end());
        }
        way.insert(way.end(), line.begin(), line.end());
    }
    way.erase(std::unique(way.begin(), way.end()), way.end());
    return way;
}

}  // namespace relief
