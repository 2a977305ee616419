// SPDX-License-Identifier: Apache-2.0
#include "routing/network/osm_units.h"

#include <gtest/gtest.h>

namespace relief {
namespace {

constexpr std::int32_t height_max_cm = 2'000;
constexpr std::int32_t weight_max_kg = 500'000;

std::optional<Limit> length(std::string_view text) {
    return read_length_cm(text, height_max_cm);
}

std::optional<Limit> weight(std::string_view text) {
    return read_weight_kg(text, weight_max_kg);
}

TEST(OsmUnits, HeightsAreReadAsPeopleWriteThem) {
    EXPECT_EQ(length("3.5"), Limit::of(350));
    EXPECT_EQ(length("3,5"), Limit::of(350));
    EXPECT_EQ(length("3.8"), Limit::of(380)) << "no centimetre lost to binary fractions";
    EXPECT_EQ(length("3.8 m"), Limit::of(380));
    EXPECT_EQ(length("3.8m"), Limit::of(380));
    EXPECT_EQ(length("380 cm"), Limit::of(380));
    EXPECT_EQ(length("4"), Limit::of(400));
    EXPECT_EQ(length("4.5米"), Limit::of(450));
    // 13 ft = 396.24 cm, 6 in = 15.24 cm; rounded down, so that nothing gets stuck.
    EXPECT_EQ(length("13'6\""), Limit::of(411));
    EXPECT_EQ(length("13'"), Limit::of(396));
    EXPECT_EQ(length("13 ft 6 in"), Limit::of(411));
    EXPECT_EQ(length("13ft"), Limit::of(396));
    EXPECT_EQ(length("12'-6\""), Limit::of(381));
    EXPECT_EQ(length("13'6"), Limit::of(411));
    EXPECT_EQ(length("150\""), Limit::of(381));
}

TEST(OsmUnits, WordsOfLimitsAreNoneOrUnknown) {
    EXPECT_EQ(length("default"), Limit::none());
    EXPECT_EQ(length("none"), Limit::none());
    EXPECT_EQ(weight("None"), Limit::none());
    EXPECT_EQ(length("below_default"), Limit());
    EXPECT_EQ(length("unsigned"), Limit());
    EXPECT_EQ(weight("no_sign"), Limit());
}

TEST(OsmUnits, OfSeveralLimitsTheSmallestCounts) {
    EXPECT_EQ(length("4.0;3.8"), Limit::of(380));
    EXPECT_EQ(length("3.8; 4.0"), Limit::of(380));
    EXPECT_EQ(weight("default;7.5"), Limit::of(7'500));
    EXPECT_EQ(weight("unsigned;none"), Limit());
}

TEST(OsmUnits, WeightsKnowTheirUnits) {
    EXPECT_EQ(weight("7.5"), Limit::of(7'500));
    EXPECT_EQ(weight("7.5 t"), Limit::of(7'500));
    EXPECT_EQ(weight("7,5t"), Limit::of(7'500));
    EXPECT_EQ(weight("7500 kg"), Limit::of(7'500));
    EXPECT_EQ(weight("7,500 kg"), Limit::of(7'500));
    EXPECT_EQ(weight("30吨"), Limit::of(30'000));
    // 1 lb = 0.45359237 kg; 1 short ton = 2,000 lb; 1 long ton = 2,240 lb; 1 cwt = 112 lb.
    EXPECT_EQ(weight("16000 lbs"), Limit::of(7'257));
    EXPECT_EQ(weight("16,000 lbs"), Limit::of(7'257));
    EXPECT_EQ(weight("7.5 st"), Limit::of(6'803));
    EXPECT_EQ(weight("3 tons"), Limit::of(2'721));
    EXPECT_EQ(weight("3 lt"), Limit::of(3'048));
    EXPECT_EQ(weight("10 cwt"), Limit::of(508));
    EXPECT_EQ(weight("0"), Limit::of(0));
}

TEST(OsmUnits, WhatCannotBeMeantIsNotRead) {
    for (const std::string_view text :
         {"", "high", "-3", "3.5.5", "380", "3.8 km", "13'14\"", "1e9", "99999999999999999999", ".",
          "3.8;", "3.8;x", "'", "m", "3 m high", "٣"}) {
        EXPECT_EQ(length(text), std::nullopt) << text;
    }
    EXPECT_EQ(weight("7500"), std::nullopt) << "7,500 t: more likely kilograms";
    EXPECT_EQ(weight("5 stones"), std::nullopt);
}

TEST(OsmUnits, SpeedsAreInKilometresAnHour) {
    EXPECT_EQ(read_speed("50"), (OsmSpeed{.kmh = 50}));
    EXPECT_EQ(read_speed("50 km/h"), (OsmSpeed{.kmh = 50}));
    EXPECT_EQ(read_speed("30 mph"), (OsmSpeed{.kmh = 48}));
    EXPECT_EQ(read_speed("10 knots"), (OsmSpeed{.kmh = 19}));
    EXPECT_EQ(read_speed("80; 50"), (OsmSpeed{.kmh = 50}));
    EXPECT_EQ(read_speed("none"), (OsmSpeed{.kmh = StreetWay::no_speed_limit}));
    EXPECT_EQ(read_speed("signals"), OsmSpeed{});
    EXPECT_EQ(read_speed("CN:urban"), (OsmSpeed{.kmh = 50, .is_zone = true}));
    EXPECT_EQ(read_speed("DE:rural"), (OsmSpeed{.kmh = 100, .is_zone = true}));
    ASSERT_TRUE(read_speed("walk").has_value());
    EXPECT_LE(read_speed("walk")->kmh, 10);
    for (const std::string_view text :
         {"", "0", "-50", "fast", "5000", "XX:urban", "50 furlongs"}) {
        EXPECT_EQ(read_speed(text), std::nullopt) << text;
    }
}

TEST(OsmUnits, DurationsInAllTheirForms) {
    EXPECT_EQ(read_duration_seconds("90"), 5'400);
    EXPECT_EQ(read_duration_seconds("90 min"), 5'400);
    EXPECT_EQ(read_duration_seconds("01:30"), 5'400);
    EXPECT_EQ(read_duration_seconds("1:30:00"), 5'400);
    EXPECT_EQ(read_duration_seconds("PT1H30M"), 5'400);
    EXPECT_EQ(read_duration_seconds("PT90M"), 5'400);
    EXPECT_EQ(read_duration_seconds("P1DT2H"), 93'600);
    EXPECT_EQ(read_duration_seconds("00:05"), 300);
    EXPECT_EQ(read_duration_seconds("26:00"), 93'600);
    EXPECT_EQ(read_duration_seconds("1.5 h"), 5'400);
    for (const std::string_view text : {"", "0", "00:00", "1:75", "P", "PT", "PT5", "P1H", "soon",
                                        "-5", "1:2:3:4", ":30", "999999", "P99D"}) {
        EXPECT_EQ(read_duration_seconds(text), std::nullopt) << text;
    }
}

}  // namespace
}  // namespace relief
