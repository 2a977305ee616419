// SPDX-License-Identifier: Apache-2.0
#include "gis/exposure.h"

#include "gis/line.h"

#include <gtest/gtest.h>

#include <map>

namespace relief {
namespace {

const FolderSource& shipped_source() {
    static const FolderSource source(RELIEF_SOURCE_DIR "/data");
    return source;
}

Layer counties() {
    return read_layer(RELIEF_SOURCE_DIR
                      "/data/reference/jilin/boundaries/jilin_district_tianditu.geojson");
}

TEST(Exposure, OfTheTownshipsIsTheCensusOfTheProvince) {
    const Exposure exposure = township_exposure(shipped_source(), counties());
    EXPECT_EQ(exposure.units.size(), 1075U);
    EXPECT_EQ(exposure.people(), 24073453.0);
    EXPECT_TRUE(exposure.approximate);
    int own = 0;
    for (const ExposedUnit& unit : exposure.units) {
        own += unit.own_point ? 1 : 0;
        EXPECT_GE(unit.people_high, unit.people) << unit.code;
        EXPECT_LE(unit.people_low, unit.people) << unit.code;
        EXPECT_GE(unit.rooms, unit.people * 0.3) << unit.code;
    }
    EXPECT_EQ(own, 133);
}

TEST(Exposure, LaysATownshipWithoutAPointIntoItsCounty) {
    const Layer layer = counties();
    const Exposure exposure = township_exposure(shipped_source(), layer);
    const std::size_t code = layer.field("district_adcode");
    std::map<std::string, const Feature*> outline;
    for (const Feature& feature : layer.features) {
        outline[feature.values.at(code)] = &feature;
    }
    for (const ExposedUnit& unit : exposure.units) {
        ASSERT_FALSE(unit.points.empty()) << unit.code;
        if (!unit.own_point) {
            for (const LonLat at : unit.points) {
                EXPECT_TRUE(contains(*outline.at(unit.county), at)) << unit.code;
            }
        }
    }
}

TEST(Exposure, KeepsThePeopleOfTheProvinceWhateverLiesOutsideTheOutlines) {
    Layer layer = counties();
    const std::size_t code = layer.field("district_adcode");
    std::erase_if(layer.features,
                  [&](const Feature& feature) { return feature.values.at(code) == "220702"; });
    const Exposure exposure = township_exposure(shipped_source(), layer);
    EXPECT_EQ(exposure.people(), 24073453.0);
    ASSERT_FALSE(exposure.not_placed.empty());
    for (const std::string& unit : exposure.not_placed) {
        EXPECT_TRUE(unit.starts_with("2207")) << unit;
    }
}

TEST(Exposure, TakesThePeopleOfARasterAndCountsThoseOutside) {
    const Layer layer = counties();
    const Exposure townships = township_exposure(shipped_source(), layer);
    const LonLat inside = townships.units.front().points.front();
    const Exposure exposure =
        with_people(townships, {{inside, 120}, {inside, 30.5}, {{100, 10}, 7}}, layer, "ghs.tif");
    EXPECT_DOUBLE_EQ(exposure.people(), 150.5);
    EXPECT_DOUBLE_EQ(exposure.outside, 7);
    EXPECT_FALSE(exposure.approximate);
    EXPECT_NE(exposure.source_zh.find("ghs.tif"), std::string::npos);
    EXPECT_EQ(exposure.units.size(), 1075U);
}

}  // namespace
}  // namespace relief
