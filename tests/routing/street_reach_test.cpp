// SPDX-License-Identifier: Apache-2.0
#include "routing/path/street_reach.h"
#include "routing/path/convoy.h"
#include "tests/routing/street_kit.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

namespace relief {
namespace {

using kit::at_node;
using kit::DrawnMap;
using kit::RoadsCase;
using testing::SizeIs;

constexpr Distance reach_minute = 60'000;

StreetSituation in_july() {
    StreetSituation situation;
    situation.at = parse_instant("2017-07-15T08:00").value();
    return situation;
}

TEST(StreetReach, RoadsAreReachedInPart) {
    const RoadsCase given(DrawnMap(R"(A--B--C
|
D)")
                              .make(),
                          in_july());
    const std::vector starts{at_node(given.network, 'A')};
    const StreetReach reach = reach_from(given.now, starts, 4 * reach_minute);
    // 2 km down to D, 3 to B and 1 further.
    EXPECT_NEAR(static_cast<double>(reach.length_cm), 600'000, 3);
    EXPECT_THAT(reach.roads, SizeIs(3));
    EXPECT_THAT(rest_of(given.network, reach.roads), SizeIs(1));
    EXPECT_THAT(lines_of(given.network, reach.roads), SizeIs(3));
}

// Property: a point is in the reach exactly if a way gets there in time.
TEST(StreetReach, APointIsReachedExactlyWhereAWayGetsThereInTime) {
    std::mt19937_64 random(21);
    std::size_t inside = 0;
    std::size_t outside = 0;
    for (int round = 0; round < 30; ++round) {
        const RoadsCase given(kit::random_network(random, 7, 7), in_july());
        const std::vector starts{kit::random_position(given.network, random)};
        const Distance budget = random() % (8 * reach_minute);
        const StreetReach reach = reach_from(given.now, starts, budget);
        for (int i = 0; i < 60; ++i) {
            const StreetPosition place = kit::random_position(given.network, random);
            if (place.offset_cm == 0 ||
                place.offset_cm == given.network.pieces[place.piece].length_cm) {
                continue;  // a crossing is reached by any of its roads
            }
            const bool is_in =
                std::any_of(reach.roads.begin(), reach.roads.end(), [&](const ReachedRoad& road) {
                    return road.piece == place.piece && road.from_cm <= place.offset_cm &&
                           place.offset_cm <= road.to_cm;
                });
            const Distance ms = soonest_way(given.now, starts[0], place).path.ms;
            ASSERT_EQ(is_in, ms <= budget) << round << " " << ms << " of " << budget;
            (is_in ? inside : outside) += 1;
        }
    }
    EXPECT_GT(inside, 100U);
    EXPECT_GT(outside, 200U);
}

/// A way of so many minutes at 60 km/h.
TimedPath straight(std::int64_t minutes) {
    TimedPath way;
    way.path.ms = static_cast<Distance>(minutes) * reach_minute;
    way.path.stretches = {{.arc = 0,
                           .from_cm = 0,
                           .to_cm = static_cast<std::uint32_t>(minutes) * 100'000,
                           .ms = static_cast<Weight>(way.path.ms)}};
    return way;
}

TEST(Convoy, TheTailComesOneColumnLater) {
    const Instant depart = parse_instant("2017-07-15T08:00").value();
    const ConvoyTimes times =
        convoy_times(straight(120), depart, {.vehicles = 11, .gap_m = 50, .vehicle_cm = 1'200}, {});
    // 11 x 12 m + 10 x 50 m = 632 m; at 60 km/h, 1000 m a minute: 37.92 s.
    EXPECT_EQ(times.column_m, 632);
    EXPECT_EQ(times.passing_s, 38);
    EXPECT_EQ(times.head_arrives, parse_instant("2017-07-15T10:00").value());
    EXPECT_EQ(times.tail_arrives, parse_instant("2017-07-15T10:00:38").value());
    EXPECT_THAT(times.halts, SizeIs(0));
}

TEST(Convoy, RestsComeEveryFourHoursAndNotAtTheEnd) {
    const Instant depart = parse_instant("2017-07-15T20:00").value();
    const auto halts = [&](std::int64_t minutes, int drivers = 1) {
        return convoy_times(straight(minutes), depart, {.drivers = drivers}, {});
    };
    EXPECT_THAT(halts(240).halts, SizeIs(0));
    const ConvoyTimes night = halts(241);
    ASSERT_THAT(night.halts, SizeIs(1));
    EXPECT_EQ(night.halts[0].from, parse_instant("2017-07-16T00:00").value());
    EXPECT_EQ(night.halts[0].at_cm, 24'000'000U);
    EXPECT_EQ(night.head_arrives, parse_instant("2017-07-16T00:21").value());
    EXPECT_FALSE(night.halts[0].is_change);
    // 8 h 10: rests after 4 and 8 hours; at the second one the hours of the first driver are over.
    const ConvoyTimes day = halts(490);
    ASSERT_THAT(day.halts, SizeIs(2));
    EXPECT_FALSE(day.halts[0].is_change);
    EXPECT_TRUE(day.halts[1].is_change);
    EXPECT_EQ(day.drivers_needed, 2);
    EXPECT_EQ(day.rest_minutes, 40);
    EXPECT_TRUE(halts(241, 2).halts[0].is_change) << "two drivers take turns at every rest";
}

TEST(Convoy, ALongHaltBeforeAClosedRoadIsARest) {
    TimedPath way = straight(240);
    way.path.stretches.push_back({.arc = 1, .from_cm = 0, .to_cm = 6'000'000, .ms = 60 * 60'000});
    const Instant depart = parse_instant("2017-07-15T08:00").value();
    const Instant noon = parse_instant("2017-07-15T12:00").value();
    way.waits = {{.arc = 1, .from = noon, .until = noon + std::chrono::minutes(30)}};
    way.path.ms = 330 * reach_minute;
    // The rest after four hours falls before the halt: it is taken, and the halt comes on top.
    EXPECT_EQ(convoy_times(way, depart, {}, {}).rest_minutes, 20);
    way.path.stretches[0].ms = 239 * 60'000;
    EXPECT_EQ(convoy_times(way, depart, {}, {}).rest_minutes, 0);
}

TEST(Convoy, TheWorstOfSeveralVehiclesLeads) {
    RoadVehicle small = kit::plain_lorry();
    small.height_cm = 320;
    small.top_speed_kmh = 50;
    const RoadVehicle both = slowest_of(std::vector{kit::plain_lorry(), small});
    EXPECT_EQ(both.height_cm, 400);
    EXPECT_EQ(both.top_speed_kmh, 50);
}

}  // namespace
}  // namespace relief
