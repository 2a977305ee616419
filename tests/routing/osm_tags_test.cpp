// SPDX-License-Identifier: Apache-2.0
// What the tags of ways, nodes and relations mean, by the pages of wiki.openstreetmap.org named
// after their keys.
#include "routing/network/osm_access.h"
#include "routing/network/osm_barrier.h"
#include "routing/network/osm_condition.h"
#include "routing/network/osm_limits.h"
#include "routing/network/osm_oneway.h"
#include "routing/network/osm_restriction.h"
#include "routing/network/osm_way.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

namespace relief {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;

using Tags = std::vector<OsmTag>;
constexpr auto car = StreetVehicle::car;
constexpr auto lorry = StreetVehicle::lorry;

OsmRoad road_of(const Tags& tags) {
    return read_road(OsmTags(tags));
}

StreetAccess lorry_on(const Tags& tags) {
    return access_of(OsmTags(tags), lorry).value_or(StreetAccess::yes);
}

StreetDirections lorry_ways(const Tags& tags) {
    return read_directions(OsmTags(tags), lorry).directions;
}

TEST(OsmAccess, TheMoreSpecialKeyCounts) {
    EXPECT_EQ(lorry_on({{"access", "no"}}), StreetAccess::no);
    EXPECT_EQ(lorry_on({{"access", "no"}, {"vehicle", "destination"}}), StreetAccess::destination);
    EXPECT_EQ(lorry_on({{"vehicle", "no"}, {"motor_vehicle", "yes"}}), StreetAccess::yes);
    EXPECT_EQ(lorry_on({{"motor_vehicle", "yes"}, {"hgv", "no"}}), StreetAccess::no);
    EXPECT_EQ(lorry_on({{"hgv", "delivery"}, {"access", "private"}}), StreetAccess::delivery);
    EXPECT_EQ(lorry_on({{"motorcar", "no"}}), StreetAccess::yes);
    EXPECT_EQ(access_of(OsmTags(Tags{{"motorcar", "no"}}), car), StreetAccess::no);
    EXPECT_EQ(lorry_on({{"foot", "no"}, {"bicycle", "no"}}), StreetAccess::yes);
}

TEST(OsmAccess, WordsAreReadAndOthersAreNotTakenForYes) {
    EXPECT_EQ(read_access("permissive"), StreetAccess::yes);
    EXPECT_EQ(read_access("designated"), StreetAccess::yes);
    EXPECT_EQ(read_access("agricultural;forestry"), StreetAccess::agricultural);
    EXPECT_EQ(read_access("residents"), StreetAccess::private_);
    EXPECT_EQ(read_access("permit"), StreetAccess::permit);
    EXPECT_EQ(read_access("unknown"), std::nullopt);
    EXPECT_EQ(read_access("on sundays"), StreetAccess::other_word);
}

TEST(OsmOneway, EveryFormOfIt) {
    using enum StreetDirections;
    EXPECT_EQ(lorry_ways({{"highway", "primary"}}), both);
    for (const std::string_view word : {"yes", "1", "true"}) {
        EXPECT_EQ(lorry_ways({{"oneway", word}}), forward) << word;
    }
    for (const std::string_view word : {"-1", "reverse"}) {
        EXPECT_EQ(lorry_ways({{"oneway", word}}), backward) << word;
    }
    EXPECT_EQ(lorry_ways({{"highway", "motorway"}}), forward);
    EXPECT_EQ(lorry_ways({{"highway", "motorway"}, {"oneway", "no"}}), both);
    EXPECT_EQ(lorry_ways({{"highway", "motorway_link"}}), both);
    EXPECT_EQ(lorry_ways({{"junction", "roundabout"}}), forward);
    EXPECT_EQ(lorry_ways({{"junction", "circular"}}), forward);
    EXPECT_EQ(lorry_ways({{"junction", "roundabout"}, {"oneway", "-1"}}), backward);
    EXPECT_EQ(lorry_ways({{"oneway", "yes"}, {"oneway:hgv", "no"}}), both);
    EXPECT_EQ(lorry_ways({{"oneway", "yes"}, {"oneway:bicycle", "no"}}), forward);
    EXPECT_EQ(lorry_ways({{"oneway:motor_vehicle", "yes"}}), forward);
    EXPECT_EQ(lorry_ways({{"hgv:backward", "no"}}), forward);
    EXPECT_EQ(lorry_ways({{"motor_vehicle:forward", "no"}}), backward);
    EXPECT_EQ(lorry_ways({{"oneway", "yes"}, {"vehicle:forward", "no"}}), none);
}

TEST(OsmOneway, AChangingDirectionIsClosedAndSaid) {
    for (const std::string_view word : {"reversible", "alternating"}) {
        const Tags tags{{"highway", "primary"}, {"oneway", word}};
        EXPECT_TRUE(read_directions(OsmTags(tags), lorry).is_changing);
        EXPECT_EQ(road_of(tags).left_out, "way_oneway_changing");
    }
    EXPECT_THAT(road_of({{"highway", "primary"}, {"oneway", "sometimes"}}).doubts,
                ElementsAre("oneway_unreadable"));
}

TEST(OsmLimits, AllFiveAndTheSmallestOfTheirForms) {
    const Tags tags{{"maxheight", "default"}, {"maxheight:physical", "3.9"}, {"maxweight", "20"},
                    {"maxweight:hgv", "7.5"}, {"maxwidth", "2.5"},           {"maxlength", "12"},
                    {"maxaxleload", "10"}};
    const OsmLimits read = read_limits(OsmTags(tags));
    EXPECT_EQ(read.limits.height_cm, Limit::of(390));
    EXPECT_EQ(read.limits.weight_kg, Limit::of(7'500));
    EXPECT_EQ(read.limits.width_cm, Limit::of(250));
    EXPECT_EQ(read.limits.length_cm, Limit::of(1'200));
    EXPECT_EQ(read.limits.axle_load_kg, Limit::of(10'000));
    EXPECT_THAT(read.unreadable, IsEmpty());
}

TEST(OsmLimits, WhatCannotBeReadStaysUnknownAndIsKept) {
    const OsmRoad road = road_of({{"highway", "primary"}, {"maxheight", "low"}});
    EXPECT_TRUE(road.limits.height_cm.is_unknown());
    ASSERT_EQ(road.words.size(), 1U);
    EXPECT_EQ(road.words[0].value, "low");
    EXPECT_THAT(road.doubts, ElementsAre("limit_unreadable"));
}

TEST(OsmLimits, KeysOfOtherThingsAreNotLimits) {
    EXPECT_TRUE(is_limit_key("maxheight"));
    EXPECT_TRUE(is_limit_key("maxweight:hgv"));
    EXPECT_FALSE(is_limit_key("maxspeed"));
    EXPECT_FALSE(is_limit_key("maxheight:conditional"));
    EXPECT_FALSE(is_limit_key("maxweight:bus"));
}

TEST(OsmRoad, OnlyWhatAVehicleMayDriveIsKept) {
    EXPECT_EQ(road_of({{"building", "yes"}}).left_out, "way_not_a_road");
    EXPECT_EQ(road_of({{"highway", "construction"}}).left_out, "way_not_built");
    EXPECT_EQ(road_of({{"highway", "proposed"}}).left_out, "way_not_built");
    EXPECT_EQ(road_of({{"highway", "footway"}}).left_out, "way_no_vehicles");
    EXPECT_EQ(road_of({{"highway", "footway"}, {"access", "yes"}}).left_out, "way_no_vehicles");
    EXPECT_EQ(road_of({{"highway", "steps"}, {"motor_vehicle", "yes"}}).left_out,
              "way_no_vehicles");
    EXPECT_EQ(road_of({{"highway", "primary"}, {"motor_vehicle", "no"}}).left_out, "way_forbidden");
    const OsmRoad square = road_of({{"highway", "pedestrian"}, {"motor_vehicle", "delivery"}});
    EXPECT_EQ(square.left_out, "");
    EXPECT_EQ(square.way.street_class, StreetClass::path);
    EXPECT_EQ(square.way.lorry_access, StreetAccess::delivery);
    EXPECT_EQ(road_of({{"highway", "track"}}).way.street_class, StreetClass::track);
    EXPECT_EQ(road_of({{"highway", "service"}}).way.street_class, StreetClass::service);
    EXPECT_EQ(road_of({{"highway", "ferry"}}).left_out, "way_not_a_road");
    EXPECT_EQ(road_of({{"highway", "path"}}).left_out, "way_no_vehicles");
}

TEST(OsmRoad, ClosedToLorriesAloneIsARoadOfCars) {
    const OsmRoad road = road_of({{"highway", "primary"}, {"hgv", "no"}});
    EXPECT_EQ(road.left_out, "");
    EXPECT_EQ(road.way.lorry_directions, StreetDirections::none);
    EXPECT_EQ(road.way.car_directions, StreetDirections::both);
}

TEST(OsmRoad, BridgesAndTunnelsAreNotOnTheGround) {
    EXPECT_EQ(road_of({{"highway", "primary"}}).way.layer, 0);
    EXPECT_EQ(road_of({{"highway", "primary"}, {"bridge", "viaduct"}}).way.layer, 1);
    EXPECT_EQ(road_of({{"highway", "primary"}, {"bridge", "yes"}, {"layer", "2"}}).way.layer, 2);
    EXPECT_EQ(road_of({{"highway", "primary"}, {"tunnel", "yes"}}).way.layer, -1);
    EXPECT_EQ(road_of({{"highway", "primary"}, {"layer", "99999999999"}}).way.layer, 0);
    EXPECT_TRUE(road_of({{"highway", "primary"}, {"bridge", "yes"}}).way.has(StreetWay::bridge));
    EXPECT_FALSE(road_of({{"highway", "primary"}, {"bridge", "no"}}).way.has(StreetWay::bridge));
    EXPECT_TRUE(road_of({{"highway", "primary"}, {"toll", "yes"}}).way.has(StreetWay::toll));
}

TEST(OsmRoad, AFerrySaysHowLongItTakesAndWhomItCarries) {
    const OsmRoad ferry =
        road_of({{"route", "ferry"}, {"duration", "01:30"}, {"motor_vehicle", "yes"}});
    EXPECT_EQ(ferry.way.street_class, StreetClass::ferry);
    EXPECT_EQ(ferry.way.duration_seconds, 5'400);
    EXPECT_EQ(ferry.way.lorry_access, StreetAccess::yes);
    EXPECT_EQ(road_of({{"route", "ferry"}}).way.lorry_access, StreetAccess::unknown_closed);
    EXPECT_EQ(road_of({{"route", "ferry"}, {"motor_vehicle", "no"}}).left_out, "way_forbidden");
}

TEST(OsmRoad, SpeedsOfBothDirectionsAndOfLorries) {
    const OsmRoad road = road_of({{"highway", "primary"},
                                  {"maxspeed", "90"},
                                  {"maxspeed:backward", "70"},
                                  {"maxspeed:hgv", "80"}});
    EXPECT_EQ(road.way.speed_forward_kmh, 80);
    EXPECT_EQ(road.way.speed_backward_kmh, 70);
    const OsmRoad zone = road_of({{"highway", "primary"}, {"source:maxspeed", "CN:rural"}});
    EXPECT_EQ(zone.way.speed_forward_kmh, 70);
    EXPECT_TRUE(zone.way.has(StreetWay::speed_from_zone));
    EXPECT_EQ(road_of({{"highway", "primary"}}).way.speed_forward_kmh, 0);
}

TEST(OsmBarrier, WhatStopsAVehicleAndWhatDoesNot) {
    const auto barrier = [](const Tags& tags) { return read_barrier(OsmTags(tags)); };
    EXPECT_EQ(barrier({{"barrier", "bollard"}})->barrier.lorry_access, StreetAccess::no);
    EXPECT_EQ(barrier({{"barrier", "bollard"}, {"motor_vehicle", "yes"}})->barrier.lorry_access,
              StreetAccess::yes);
    EXPECT_EQ(barrier({{"barrier", "gate"}})->barrier.lorry_access, StreetAccess::unknown_closed);
    EXPECT_EQ(barrier({{"barrier", "gate"}, {"locked", "yes"}})->barrier.lorry_access,
              StreetAccess::private_);
    EXPECT_EQ(barrier({{"barrier", "lift_gate"}, {"access", "private"}})->barrier.lorry_access,
              StreetAccess::private_);
    EXPECT_EQ(barrier({{"barrier", "toll_booth"}})->barrier.lorry_access, StreetAccess::yes);
    EXPECT_EQ(barrier({{"barrier", "new_kind"}})->barrier.lorry_access,
              StreetAccess::unknown_closed);
    const auto frame = barrier({{"barrier", "height_restrictor"}, {"maxheight", "2.1"}});
    EXPECT_EQ(frame->barrier.kind, BarrierKind::height_restrictor);
    EXPECT_EQ(frame->limits.height_cm, Limit::of(210));
    EXPECT_EQ(barrier({{"maxweight", "10"}})->barrier.kind, BarrierKind::limit);
    EXPECT_FALSE(barrier({{"barrier", "kerb"}}).has_value());
    EXPECT_FALSE(barrier({{"highway", "crossing"}}).has_value());
}

TEST(OsmCondition, PlainHoursBecomeWindows) {
    const auto no = StreetAccess::no;
    constexpr std::uint8_t every_day = 0x7F;
    constexpr std::uint8_t weekdays = 0x1F;
    EXPECT_THAT(read_windows("no @ (22:00-06:00)"),
                ElementsAre(OsmWindow{no, 1'320, 360, every_day}));
    EXPECT_THAT(read_windows("no @ 22:00-06:00"),
                ElementsAre(OsmWindow{no, 1'320, 360, every_day}));
    EXPECT_THAT(
        read_windows("no @ (Mo-Fr 07:00-09:00,16:00-18:00)"),
        ElementsAre(OsmWindow{no, 420, 540, weekdays}, OsmWindow{no, 960, 1'080, weekdays}));
    EXPECT_THAT(read_windows("no @ (Sa-Mo); delivery @ (Tu 00:00-24:00)"),
                ElementsAre(OsmWindow{no, 0, 1'440, 0x61},
                            OsmWindow{StreetAccess::delivery, 0, 1'440, 0x02}));
}

TEST(OsmCondition, WhatIsMoreThanHoursStaysWords) {
    for (const std::string_view text :
         {"no @ (weight>7.5)", "no @ (Mo-Fr 07:00-09:00; PH off)", "no @ winter", "no", "",
          "no @ ()", "no @ (25:00-26:00)", "no @ (Jan-Mar)", "no @ (Mo-Xx 07:00-09:00)", "no @ (((",
          "@", "no @ (07:00)", "odd @ (07:00-09:00)", "no @ (24:00-06:00)"}) {
        EXPECT_THAT(read_windows(text), IsEmpty()) << text;
    }
    const auto read = read_conditions(OsmTags(
        Tags{{"hgv:conditional", "no @ (weight>7.5)"}, {"maxspeed:conditional", "30 @ wet"}}));
    ASSERT_EQ(read.size(), 2U);
    EXPECT_EQ(read[0].condition.is_plain, 0);
    EXPECT_EQ(read[0].condition.vehicles, 2);
}

TEST(OsmRestriction, WhoseTurnIsBanned) {
    const auto turn = [](const Tags& tags) { return read_turn(OsmTags(tags)); };
    EXPECT_EQ(turn({{"type", "restriction"}, {"restriction", "no_left_turn"}})->vehicles, 3);
    EXPECT_TRUE(turn({{"type", "restriction"}, {"restriction", "only_straight_on"}})->is_only);
    EXPECT_TRUE(turn({{"type", "restriction"}, {"restriction", "no_u_turn"}})->is_u_turn);
    EXPECT_EQ(
        turn({{"type", "restriction"}, {"restriction", "no_left_turn"}, {"except", "psv;hgv"}})
            ->vehicles,
        1);
    EXPECT_EQ(turn({{"type", "restriction"}, {"restriction:hgv", "no_right_turn"}})->vehicles, 2);
    EXPECT_EQ(turn({{"type", "restriction"}, {"restriction:bus", "no_right_turn"}})->vehicles, 0);
    const auto timed = turn(
        {{"type", "restriction"}, {"restriction:conditional", "no_left_turn @ (07:00-09:00)"}});
    EXPECT_TRUE(timed->is_conditional);
    EXPECT_FALSE(turn({{"type", "multipolygon"}}).has_value());
    EXPECT_FALSE(turn({{"type", "restriction"}, {"restriction", "give_way"}}).has_value());
    EXPECT_FALSE(turn({{"type", "restriction"}, {"restriction", "no_"}}).has_value());
}

}  // namespace
}  // namespace relief
