// SPDX-License-Identifier: Apache-2.0
#include "routing/network/street_lines.h"

#include "tests/kit/bad_input.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <set>

namespace relief {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

RoadMapping by_place(double tolerance_m) {
    RoadMapping mapping{.file = "mapping.csv",
                        .source = "made up",
                        .noding = LineNoding::coordinates,
                        .tolerance_m = tolerance_m};
    mapping.rules["class"].property = "kind";
    return mapping;
}

RoadLine road(std::size_t feature, std::vector<LonLat> line) {
    return {.feature = feature, .road_class = "primary", .line = std::move(line)};
}

// 0.00001 degree of latitude is 1.11 m.
TEST(StreetLines, EndsWithinTheToleranceAreOneNode) {
    const std::vector<RoadLine> roads{road(1, {{126, 43}, {126, 43.01}}),
                                      road(2, {{126, 43.01001}, {126, 43.02}}),
                                      road(3, {{126, 43.00999}, {126.01, 43.01}})};
    ReadReport report;
    EXPECT_EQ(street_network_of(roads, by_place(1.2), report).nodes.size(), 4U);
    EXPECT_EQ(street_network_of(roads, by_place(0.5), report).nodes.size(), 6U);
}

TEST(StreetLines, ACrossingWithoutAnEndIsNoJunction) {
    const std::vector<RoadLine> roads{road(1, {{126, 43}, {126.02, 43}}),
                                      road(2, {{126.01, 42.99}, {126.01, 43.01}})};
    ReadReport report;
    const StreetNetwork network = street_network_of(roads, by_place(1), report);
    EXPECT_EQ(network.nodes.size(), 4U);
    EXPECT_EQ(network.pieces.size(), 2U);
}

TEST(StreetLines, WhatTheFileSaysOfARoadIsKept) {
    RoadLine bridge = road(7, {{126, 43}, {126.005, 43.001}, {126.01, 43}});
    bridge.ref = "G202";
    bridge.name = "松花江大桥";
    bridge.ramp = true;
    bridge.bridge = true;
    bridge.level = 1;
    bridge.length_km = 1.25;
    bridge.speed_kmh = 60;
    bridge.weight_t = 7.5;
    bridge.height_m = 4.2;
    bridge.directions = LineDirections::backward;
    ReadReport report;
    const StreetNetwork network = street_network_of({&bridge, 1}, by_place(1), report);
    ASSERT_EQ(network.ways.size(), 1U);
    const StreetWay& way = network.ways[0];
    EXPECT_EQ(way.id, 7);
    EXPECT_EQ(network.text(way.ref), "G202");
    EXPECT_EQ(network.text(way.name), "松花江大桥");
    EXPECT_EQ(way.street_class, StreetClass::primary_link);
    EXPECT_TRUE(way.has(StreetWay::bridge));
    EXPECT_EQ(way.layer, 1);
    EXPECT_EQ(way.length_cm, 125000U);
    EXPECT_EQ(way.speed_forward_kmh, 60);
    const StreetLimits& limits = network.limit_sets[way.limits];
    EXPECT_EQ(limits.weight_kg, Limit::of(7500));
    EXPECT_EQ(limits.height_cm, Limit::of(420));
    EXPECT_TRUE(limits.axle_load_kg.is_unknown());
    ASSERT_EQ(network.arcs.size(), 1U);  // one way, against the drawing
    EXPECT_TRUE(network.arcs[0].is_backward());
    EXPECT_EQ(network.inner_points(0).size(), 1U);
}

TEST(StreetLines, ANodeThatStandsAtTwoPlacesIsRefused) {
    RoadMapping mapping{.file = "mapping.csv", .source = "made up"};
    mapping.rules["class"].property = "kind";
    mapping.rules["from_node"].property = "from";
    mapping.rules["to_node"].property = "to";
    std::vector<RoadLine> roads{road(1, {{126, 43}, {126, 43.01}}),
                                road(2, {{126, 43.01}, {126, 43.02}})};
    roads[0].from_node = "a";
    roads[0].to_node = "b";
    roads[1].from_node = "b";
    roads[1].to_node = "c";
    ReadReport report;
    EXPECT_EQ(street_network_of(roads, mapping, report).nodes.size(), 3U);
    roads[1].to_node = "a";
    const ErrorDetail error =
        kit::error_of([&] { (void)street_network_of(roads, mapping, report); });
    EXPECT_EQ(error.code, "road.value");
    EXPECT_THAT(error.message, HasSubstr("feature 2"));
    EXPECT_THAT(error.found, HasSubstr("a, 222"));
}

// The figures of data/reference/jilin/roads/README.md.
TEST(StreetLines, TheGraphOfJilinIsWhatItsReadmeSays) {
    const fs::path data = RELIEF_SOURCE_DIR "/data";
    const fs::path graph = data / "reference/jilin/roads/jilin_osm_road_graph.geojson";
    const fs::path mapping = data / "roads/jilin_osm_mapping.csv";
    ReadReport report;
    const StreetNetwork network = read_street_layer(graph, mapping, report);
    EXPECT_EQ(network.nodes.size(), 4260U);
    EXPECT_EQ(network.ways.size(), 6707U);
    EXPECT_EQ(network.pieces.size(), 6707U);
    EXPECT_EQ(network.arcs.size(), 2 * 6707U);  // no one-ways are known
    std::uint64_t length_cm = 0;
    for (const StreetWay& way : network.ways) {
        length_cm += way.length_cm;
        EXPECT_EQ(way.speed_forward_kmh, 0);  // not known, and not made up
    }
    EXPECT_NEAR(static_cast<double>(length_cm) / 1e5, 21256, 1);
    EXPECT_THAT(network.source, HasSubstr("ODbL"));
    // Its ends meet to the last digit, so noding by place gives the same network.
    RoadMapping how = read_road_mapping(mapping, street_class_words());
    how.noding = LineNoding::coordinates;
    how.tolerance_m = 0.01;
    EXPECT_EQ(street_network_of(read_road_lines(graph, how), how, report).nodes.size(), 4260U);
}

}  // namespace
}  // namespace relief
