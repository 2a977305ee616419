// SPDX-License-Identifier: Apache-2.0
#include "gis/hazard/faults.h"

#include "tests/kit/bad_input.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

namespace relief {
namespace {

constexpr LonLat songyuan{124.71, 45.27};  // epicentre of 2018-05-28

Feature line(std::string name, std::vector<LonLat> points) {
    return {.kind = GeometryKind::line, .parts = {std::move(points)}, .values = {std::move(name)}};
}

Layer layer(std::vector<Feature> features) {
    return {.name = "faults", .fields = {"断层名称"}, .features = std::move(features)};
}

TEST(Faults, TheNearestComesFirstWithItsDistanceAndDirection) {
    // A degree of latitude about 45 N is 111.13 km: 0.1 degrees are 11.1 km.
    const Layer map = layer({line("east-west", {{124.0, 45.37}, {125.4, 45.37}}),
                             line("north-south", {{124.71, 45.32}, {124.71, 46.0}}),
                             line("far", {{126.0, 45.27}, {126.0, 46.0}})});
    const std::vector<NearFault> near = faults_near(map, songyuan, 30);
    ASSERT_EQ(near.size(), 2U);
    EXPECT_EQ(near[0].name, "north-south");
    EXPECT_NEAR(near[0].distance_km, 5.56, 0.05);
    EXPECT_NEAR(near[0].strike_deg, 0, 0.01);
    EXPECT_EQ(near[1].name, "east-west");
    EXPECT_NEAR(near[1].distance_km, 11.1, 0.1);
    EXPECT_NEAR(near[1].strike_deg, 90, 0.5);
}

TEST(Faults, ALineReadsTheSameFromEitherEnd) {
    const std::vector<LonLat> there{{124.5, 45.0}, {124.7, 45.2}, {124.75, 45.6}};
    const std::vector<LonLat> back(there.rbegin(), there.rend());
    const NearFault one = faults_near(layer({line("a", there)}), songyuan, 30).at(0);
    const NearFault other = faults_near(layer({line("a", back)}), songyuan, 30).at(0);
    EXPECT_NEAR(one.strike_deg, other.strike_deg, 1e-6);
    EXPECT_NEAR(one.distance_km, other.distance_km, 1e-9);
}

TEST(Faults, OneNameIsTakenOnceAndNamelessLinesEach) {
    const Layer map = layer(
        {line("a", {{124.8, 45.0}, {124.8, 45.5}}), line("a", {{124.75, 45.0}, {124.75, 45.5}}),
         line("", {{124.9, 45.0}, {124.9, 45.5}}), line("", {{124.95, 45.0}, {124.95, 45.5}})});
    const std::vector<NearFault> near = faults_near(map, songyuan, 30);
    ASSERT_EQ(near.size(), 3U);
    EXPECT_NEAR(near[0].distance_km, 3.14, 0.02);  // 0.04 degrees x cos 45.27 x 111.4 km
}

TEST(Faults, AMapWithoutNamesIsRefused) {
    Layer map = layer({});
    map.fields = {"name"};
    EXPECT_EQ(kit::error_of([&] { (void)faults_near(map, songyuan, 30); }).code, "json.field");
}

// Reckoned beside the program, flat about the epicentre: the Second Songhua fault 0.80 km away
// strikes 136 degrees there, Fuyu-Zhaodong 8.90 km away 48 degrees.
TEST(Faults, SongyuanLiesByTwoFaultsAcrossEachOther) {
    const Layer map = read_layer(std::filesystem::path(RELIEF_SOURCE_DIR) /
                                 "data/reference/jilin/geology/faults_jilin.geojson");
    EXPECT_EQ(map.features.size(), 95U);
    const std::vector<NearFault> near = faults_near(map, songyuan, 30);
    ASSERT_GE(near.size(), 3U);
    EXPECT_EQ(near[0].name, "第二松花江断裂");
    EXPECT_NEAR(near[0].distance_km, 0.80, 0.02);
    EXPECT_NEAR(near[0].strike_deg, 136, 8);  // of the stretch, not of one piece
    const auto zhaodong = std::find_if(near.begin(), near.end(), [](const NearFault& fault) {
        return fault.name == "扶余-肇东断裂";
    });
    ASSERT_NE(zhaodong, near.end());
    EXPECT_NEAR(zhaodong->distance_km, 8.90, 0.03);
    EXPECT_NEAR(zhaodong->strike_deg, 48, 3);
}

}  // namespace
}  // namespace relief
