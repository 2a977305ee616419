// SPDX-License-Identifier: Apache-2.0
#include "gis/road_graph.h"

#include "core/error.h"

#include <filesystem>

#include <gtest/gtest.h>

namespace relief {
namespace {

/// A small country at 44 N, nodes 0.1 degree apart (x: 8.0 km, y: 11.1 km):
///
///     1 ===== motorway ===== 2
///     |                      |
///     0 -- 5 -- primary ---- 3        4 -- 6 stand apart (component 1)
///
Layer small_country() {
    Layer layer{.name = "small.geojson",
                .fields = {"from", "to", "class", "km", "component"},
                .features = {}};
    const auto road = [&](const char* from, const char* to, const char* kind, const char* km,
                          const char* component, std::vector<LonLat> line) {
        layer.features.push_back({.kind = GeometryKind::line,
                                  .parts = {std::move(line)},
                                  .values = {from, to, kind, km, component}});
    };
    road("1", "0", "secondary", "11.1", "0", {{126.0, 44.1}, {126.0, 44.05}, {126.0, 44.0}});
    road("1", "2", "motorway", "24.0", "0", {{126.0, 44.1}, {126.15, 44.1}, {126.3, 44.1}});
    road("2", "3", "secondary", "11.1", "0", {{126.3, 44.1}, {126.3, 44.0}});
    road("0", "5", "primary", "20.0", "0", {{126.0, 44.0}, {126.1, 43.9}});
    road("3", "5", "primary", "22.0", "0", {{126.3, 44.0}, {126.2, 43.9}, {126.1, 43.9}});
    road("4", "6", "primary", "8.0", "1", {{127.3, 44.0}, {127.4, 44.0}});
    return layer;
}

const LonLat west{126.001, 43.999};
const LonLat east{126.299, 43.999};

TEST(RoadGraph, AnExpresswayKeepsToTheMotorway) {
    const RoadGraph graph(small_country());
    const RoadShape shape = graph.shape(west, east, preference_of("expressway"));
    EXPECT_TRUE(shape.on_roads);
    // Against the direction in which the first line was drawn.
    const std::vector<LonLat> expected{west,           {126.0, 44.0}, {126.0, 44.05}, {126.0, 44.1},
                                       {126.15, 44.1}, {126.3, 44.1}, {126.3, 44.0},  east};
    EXPECT_EQ(shape.line, expected);
}

TEST(RoadGraph, ANationalRoadKeepsOffIt) {
    const RoadGraph graph(small_country());
    const RoadShape shape = graph.shape(east, west, preference_of("national"));
    EXPECT_TRUE(shape.on_roads);
    const std::vector<LonLat> expected{east,          {126.3, 44.0}, {126.2, 43.9},
                                       {126.1, 43.9}, {126.0, 44.0}, west};
    EXPECT_EQ(shape.line, expected);
}

TEST(RoadGraph, WithoutAWayTheLineIsStraight) {
    const RoadGraph graph(small_country());
    const std::vector<LonLat> apart{west, {127.35, 44.0}};
    const RoadShape shape = graph.shape(apart[0], apart[1], preference_of("local"));
    EXPECT_FALSE(shape.on_roads);
    EXPECT_EQ(shape.line, apart);
}

TEST(RoadGraph, RefusesLinesItCannotUse) {
    Layer layer = small_country();
    layer.features[1].values[layer.field("class")] = "towpath";
    EXPECT_THROW(RoadGraph{layer}, Error);
    layer = small_country();
    layer.features[1].values[layer.field("to")] = "-1";
    EXPECT_THROW(RoadGraph{layer}, Error);
    layer = small_country();
    layer.features[1].values[layer.field("km")] = "nan";
    EXPECT_THROW(RoadGraph{layer}, Error);
}

// The seats of Jilin city (Changyi) and Yongji lie 20 km apart on G202; a road between them is
// longer than the straight line and no more than twice as long.
TEST(RoadGraph, TheRoadFromJilinCityToYongjiIsOnTheMap) {
    const RoadGraph graph(read_layer(std::filesystem::path(RELIEF_SOURCE_DIR) /
                                     "data/reference/jilin/roads/jilin_osm_road_graph.geojson"));
    const LonLat changyi{126.56511, 43.84890};
    const LonLat yongji{126.49575, 43.66494};
    const RoadShape shape = graph.shape(changyi, yongji, preference_of("national"));
    EXPECT_TRUE(shape.on_roads);
    const double straight_km = geodesic_km(changyi, yongji);
    EXPECT_GT(geodesic_km(shape.line), straight_km);
    EXPECT_LT(geodesic_km(shape.line), 2 * straight_km);
}

}  // namespace
}  // namespace relief
