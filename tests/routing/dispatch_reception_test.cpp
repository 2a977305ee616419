// SPDX-License-Identifier: Apache-2.0
#include "routing/dispatch/planner.h"
#include "tests/routing/dispatch_kit.h"

#include "core/error.h"

#include <array>

#include <gtest/gtest.h>

namespace relief {
namespace {

using test::ProblemKit;

DispatchPlan solve_reception(const DispatchProblem& problem) {
    return solve_dispatch(problem, [] { return true; });
}

/// Kilograms that arrive at a place in each 24 h of the plan.
std::array<double, 4> kg_by_day(const DispatchProblem& problem, const DispatchPlan& plan,
                                const std::string& place) {
    std::array<double, 4> days{};
    for (const Shipment& shipment : plan.shipments) {
        if (shipment.to == place) {
            const auto day = (shipment.arrive - problem.as_of) / std::chrono::hours{24};
            days.at(static_cast<std::size_t>(day)) += shipment.load_kg;
        }
    }
    return days;
}

// 1000 kg wanted at once, 400 kg a day taken in: 400 after 1 h, 400 as the second day begins, 200
// as the third does. 400 x 1 + 400 x 24 + 200 x 48 = 19 600 person-hours.
TEST(DispatchReception, APlaceTakesInSoMuchADay) {
    ProblemKit kit;
    kit.need("P", "RICE", 1000, 0);
    kit.depot("D", 9).stock("RICE", 1000).serves("P", 60);
    kit.problem.receptions.push_back({.place = "P", .kg_per_day = 400});
    const DispatchPlan plan = solve_reception(kit.problem);
    const std::array<double, 4> expected{400, 400, 200, 0};
    EXPECT_EQ(kg_by_day(kit.problem, plan, "P"), expected);
    EXPECT_NEAR(plan.levels[0].value, 19600, 1e-6);
    EXPECT_NEAR(plan.levels[0].bound, 19600, 1e-6);
    EXPECT_TRUE(plan.unmet.empty());
}

TEST(DispatchReception, SuppliersLorriesWaitTheirTurnToo) {
    ProblemKit kit;
    kit.need("P", "WATER", 900, 0);
    kit.problem.suppliers.push_back({.id = "SU",
                                     .node = "S",
                                     .item = "WATER",
                                     .on_hand = 900,
                                     .first_minutes = 60,
                                     .vehicle_class = "L",
                                     .payload_kg = 1000,
                                     .usable_m3 = 10});
    kit.problem.legs.push_back(
        {.from_node = "S", .to_place = "P", .vehicle_class = "L", .minutes = 60, .km = 50});
    kit.problem.receptions.push_back({.place = "P", .kg_per_day = 300});
    const DispatchPlan plan = solve_reception(kit.problem);
    const std::array<double, 4> expected{300, 300, 300, 0};
    EXPECT_EQ(kg_by_day(kit.problem, plan, "P"), expected);
}

// Another place's lorries are not held back, and lifting the limit mends the shortage it is named
// for.
TEST(DispatchReception, IsNamedAsTheLimitAndLiftingItHelps) {
    ProblemKit kit;
    kit.need("P", "RICE", 1000, 0).need("Q", "RICE", 500, 0);
    kit.depot("D", 9).stock("RICE", 2000).serves("P", 60).serves("Q", 60);
    kit.problem.receptions.push_back({.place = "P", .kg_per_day = 100});
    const DispatchPlan plan = solve_reception(kit.problem);
    ASSERT_EQ(plan.unmet.size(), 1U);
    EXPECT_EQ(plan.unmet[0].need, "P:RICE");
    EXPECT_EQ(plan.unmet[0].cause, "reception");
    EXPECT_GE(plan.unmet[0].quantity, 600);
    kit.problem.receptions[0].kg_per_day = 0;
    EXPECT_TRUE(solve_reception(kit.problem).unmet.empty());
}

// The place opens after ten hours: the lorry leaves so as to be there then, not before.
TEST(DispatchReception, NobodyArrivesBeforeItOpens) {
    ProblemKit kit;
    kit.need("P", "RICE", 10, 0);
    kit.depot("D", 1).stock("RICE", 10).serves("P", 60);
    kit.problem.receptions.push_back({.place = "P", .opens_minutes = 600});
    const DispatchPlan plan = solve_reception(kit.problem);
    ASSERT_EQ(plan.shipments.size(), 1U);
    EXPECT_EQ(plan.shipments[0].arrive - kit.problem.as_of, std::chrono::hours{10});
    EXPECT_EQ(plan.shipments[0].depart - kit.problem.as_of, std::chrono::hours{9});
}

// One hour laden; empty over the shut bridge's detour three hours, or a shorter way of half an
// hour: the second trip of the one lorry leaves when it is back.
TEST(DispatchReception, TheWayBackIsTheEmptyVehicles) {
    for (const auto& [back, second] : {std::pair{180, 240}, {30, 90}}) {
        ProblemKit kit;
        kit.need("P", "RICE", 1500, 0);
        kit.goods("RICE", 1, 0.001);
        kit.problem.items[0].volume_m3 = 0.001;
        kit.depot("D", 1).stock("RICE", 1500).serves("P", 60);
        kit.problem.legs[0].back_minutes = back;
        const DispatchPlan plan = solve_reception(kit.problem);
        ASSERT_EQ(plan.shipments.size(), 2U);
        EXPECT_EQ(plan.shipments[0].back - kit.problem.as_of, Minutes{60 + back});
        EXPECT_EQ(plan.shipments[1].depart - kit.problem.as_of, Minutes{second});
    }
}

TEST(DispatchReception, RefusesReceptionsThatAreNone) {
    const auto with = [](const DispatchReception& reception) {
        ProblemKit kit;
        kit.need("P", "RICE", 1, 0);
        kit.problem.receptions.push_back(reception);
        return kit.problem;
    };
    EXPECT_NO_THROW(validate(with({.place = "P", .kg_per_day = 1})));
    EXPECT_THROW(validate(with({.place = "Q"})), Error);
    EXPECT_THROW(validate(with({.place = "P", .kg_per_day = -1})), Error);
    EXPECT_THROW(validate(with({.place = "P", .opens_minutes = -1})), Error);
}

}  // namespace
}  // namespace relief
