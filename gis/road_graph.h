// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gis/crs.h"
#include "gis/layer.h"

#include <array>
#include <memory>
#include <string_view>
#include <vector>

namespace relief {

/// How a kilometre of each class of road counts when the way of a road on the map is looked for:
/// motorway, trunk, primary, secondary.
struct RoadPreference {
    std::array<double, 4> factor{1, 1, 1, 1};
};

/// Expressways keep to motorways, national roads to trunk and primary roads, the others off
/// motorways. `road_class` is expressway, national, provincial or local.
[[nodiscard]] RoadPreference preference_of(std::string_view road_class);

/// The course of a road on the map.
struct RoadShape {
    std::vector<LonLat> line;  ///< from the first place to the second, both included
    bool on_roads = true;      ///< false: no way was found and the line is straight
};

/// The OpenStreetMap road graph, for the shape of roads on the map. It decides no plan: lengths
/// and times of a plan come from its own network.
class RoadGraph {
  public:
    /// A layer of lines with the properties from, to (node numbers), class, km and component.
    explicit RoadGraph(const Layer& layer);
    ~RoadGraph();
    RoadGraph(RoadGraph&&) noexcept;
    RoadGraph& operator=(RoadGraph&&) noexcept;

    /// The way between two places that costs least under `preference`. Straight where they lie
    /// apart from the roads, or where the roads go a way so long that it cannot be meant.
    [[nodiscard]] RoadShape shape(LonLat from, LonLat to, const RoadPreference& preference) const;

  private:
    struct Graph;
    std::unique_ptr<const Graph> graph_;
};

}  // namespace relief
