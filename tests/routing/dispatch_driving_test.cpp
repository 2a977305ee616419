// SPDX-License-Identifier: Apache-2.0
#include "routing/dispatch/driving.h"
#include "routing/dispatch/planner.h"
#include "tests/routing/dispatch_kit.h"

#include "core/error.h"

#include <algorithm>

#include <gtest/gtest.h>

namespace relief {
namespace {

using test::ProblemKit;

// Road safety regulation article 62 as rules/convoy_rules.csv has it: four hours, then 20 minutes;
// eight hours a driver and day.
constexpr DispatchDriving rules{
    .drive_minutes = 240, .rest_minutes = 20, .driver_minutes = 480, .change_minutes = 10};

TEST(DispatchDriving, RestsAfterFourHoursAndNotAtTheVeryEnd) {
    EXPECT_EQ(DrivingClock(rules, 2).drive(60, 240), 60 + 240);
    EXPECT_EQ(DrivingClock(rules, 2).drive(60, 241), 60 + 241 + 20);
    EXPECT_EQ(DrivingClock(rules, 2).drive(0, 720), 720 + 2 * 20);
    EXPECT_EQ(DrivingClock(rules, 2).drive(0, 721), 721 + 3 * 20);
    EXPECT_EQ(DrivingClock({}, 1).drive(5, 5000), 5005);
}

// Ten hours: one driver stops after eight and goes on when a day has passed since he left; with a
// second one there are two rests.
TEST(DispatchDriving, OneDriverWaitsForTheNextDay) {
    EXPECT_EQ(DrivingClock(rules, 1).drive(100, 600), 100 + 24 * 60 + 120);
    EXPECT_EQ(DrivingClock(rules, 2).drive(100, 600), 100 + 600 + 40);
}

// Three hours there, ten minutes' unloading, three hours back: the rest falls one hour into the way
// back. Half an hour of unloading is a rest itself.
TEST(DispatchDriving, StandingAsLongAsARestIsOne) {
    DrivingClock brief(rules, 2);
    const int there = brief.drive(0, 180);
    EXPECT_EQ(brief.drive(there + 10, 180), 190 + 180 + 20);
    DrivingClock longer(rules, 2);
    EXPECT_EQ(longer.drive(longer.drive(0, 180) + 30, 180), 210 + 180);
}

// The second driver takes the wheel over between two rests where rests and days do not fall
// together: 300 minutes a driver, a rest after 240.
TEST(DispatchDriving, HandsOverToTheSecondDriver) {
    DispatchDriving uneven = rules;
    uneven.driver_minutes = 300;
    // 240, rest, 60, change of 10, 180 (at the wheel since the rest: 240), rest, 20.
    EXPECT_EQ(DrivingClock(uneven, 2).drive(0, 500), 500 + 20 + 10 + 20);
}

// Six hours each way, one lorry of 100 pieces, 200 wanted, no handling time. Two drivers rest once
// on each leg. One driver has eight hours on the first day: six there and two of the way back.
TEST(DispatchDriving, IsInTheShuttleAndOnTheShipment) {
    ProblemKit kit;
    kit.goods("RICE", 10, 0.001);
    kit.need("P", "RICE", 200, 0);
    kit.depot("D", 1).stock("RICE", 200).serves("P", 360);
    kit.problem.driving = rules;
    kit.problem.fleets[0].drivers = 2;
    const DispatchPlan two = solve_dispatch(kit.problem, [] { return true; });
    ASSERT_EQ(two.shipments.size(), 2U);
    EXPECT_EQ(two.shipments[0].arrive - kit.problem.as_of, Minutes{360 + 20});
    EXPECT_EQ(two.shipments[0].rest_minutes, 20);
    EXPECT_EQ(two.shipments[0].drivers, 2);
    EXPECT_EQ(two.shipments[0].minutes, 360);
    // Back: 120 to four hours, a rest, 240: 12:40 + 20; 480 of the first driver are over by then.
    EXPECT_EQ(two.shipments[0].back - kit.problem.as_of, Minutes{380 + 380});

    kit.problem.fleets[0].drivers = 1;
    const DispatchPlan one = solve_dispatch(kit.problem, [] { return true; });
    ASSERT_EQ(one.shipments.size(), 2U);
    // 360 + 120 on the first day, 240 back on the second; its last 240 go on the next leg.
    EXPECT_EQ(one.shipments[0].back - kit.problem.as_of, Minutes{1440 + 240});
    EXPECT_GT(one.levels[0].value, two.levels[0].value);
}

TEST(DispatchDriving, SuppliersLorriesRestToo) {
    ProblemKit kit;
    kit.need("P", "WATER", 10, 0);
    kit.problem.suppliers.push_back({.id = "SU",
                                     .node = "S",
                                     .item = "WATER",
                                     .on_hand = 100,
                                     .vehicle_class = "L",
                                     .payload_kg = 1000,
                                     .usable_m3 = 10});
    kit.problem.legs.push_back(
        {.from_node = "S", .to_place = "P", .vehicle_class = "L", .minutes = 300, .km = 250});
    kit.problem.driving = rules;
    const DispatchPlan plan = solve_dispatch(kit.problem, [] { return true; });
    ASSERT_EQ(plan.shipments.size(), 1U);
    EXPECT_EQ(plan.shipments[0].arrive - kit.problem.as_of, Minutes{320});
    EXPECT_EQ(plan.shipments[0].rest_minutes, 20);
}

TEST(DispatchDriving, RefusesRulesThatAreNone) {
    ProblemKit kit;
    kit.need("P", "RICE", 1, 0);
    kit.depot("D", 1).stock("RICE", 1).serves("P", 60);
    kit.problem.driving = {.drive_minutes = 240};
    EXPECT_THROW(validate(kit.problem), Error);
    kit.problem.driving = rules;
    EXPECT_NO_THROW(validate(kit.problem));
    kit.problem.fleets[0].drivers = 0;
    EXPECT_THROW(validate(kit.problem), Error);
}

}  // namespace
}  // namespace relief
