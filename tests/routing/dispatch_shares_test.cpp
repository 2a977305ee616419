// SPDX-License-Identifier: Apache-2.0
#include "routing/dispatch/planner.h"
#include "routing/dispatch/shares.h"
#include "tests/routing/dispatch_kit.h"

#include <algorithm>
#include <map>
#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace relief {
namespace {

using test::ProblemKit;

DispatchPlan solve_shares(const DispatchProblem& problem) {
    return solve_dispatch(problem, [] { return true; });
}

std::string place_name(int place) {
    return "P" + std::to_string(place);
}

std::map<std::string, Units> brought(const DispatchPlan& plan) {
    std::map<std::string, Units> units;
    for (const Shipment& shipment : plan.shipments) {
        for (const ShipmentLine& line : shipment.lines) {
            units[shipment.to] += line.quantity;
        }
    }
    return units;
}

// design: total stock 60 % of the need and no limit of transport: each place gets 60 %, give or
// take one package, and the least share is the max-min value of the linear program, which is 0.6.
TEST(DispatchShares, SixtyPercentOfStockIsSixtyPercentEverywhere) {
    std::mt19937 random(60);
    for (int round = 0; round < 20; ++round) {
        ProblemKit kit;
        const int places = 2 + static_cast<int>(random() % 9);
        std::vector<Units> needs;
        Units total = 0;
        for (int p = 0; p < places; ++p) {
            // In hundreds, so that 60 % of each and of all are whole.
            needs.push_back(Units{100} * (1 + static_cast<Units>(random() % 40)));
            total += needs.back();
            kit.need(place_name(p), "QUILT", needs.back(), 24);
        }
        kit.depot("D", 400).stock("QUILT", total * 6 / 10);
        for (int p = 0; p < places; ++p) {
            kit.serves(place_name(p), 30 + static_cast<int>(random() % 200));
        }
        const DispatchPlan plan = solve_shares(kit.problem);
        auto units = brought(plan);
        for (int p = 0; p < places; ++p) {
            const auto need = needs[static_cast<std::size_t>(p)];
            EXPECT_LE(std::abs(units[place_name(p)] - need * 6 / 10), 1) << round << " " << p;
        }
        ASSERT_EQ(plan.shares.size(), static_cast<std::size_t>(places));
        const auto smallest = static_cast<double>(*std::min_element(needs.begin(), needs.end()));
        EXPECT_NEAR(plan.shares.front().share, 0.6, 1 / smallest);
        EXPECT_NEAR(plan.shares.front().bound, 0.6, 1e-6);
        EXPECT_LE(plan.gini, 1 / smallest);
    }
}

// P lies by its own depot alone, which has a fifth of what it needs; Q and R share the rest. The
// least share is P's 0.2 whatever the others get; leximin then raises Q and R together: 450 of
// 1000 needed, 0.45 each, where "the least" alone would let one of them have all.
TEST(DispatchShares, AfterTheLeastTheNextIsRaised) {
    ProblemKit kit;
    kit.need("P", "QUILT", 500, 24).need("Q", "QUILT", 600, 24).need("R", "QUILT", 400, 24);
    kit.depot("OWN", 9, 0, "P").stock("QUILT", 100).serves("P", 0);
    kit.depot("D", 9).stock("QUILT", 450).serves("Q", 60, 1).serves("R", 60, 5);
    const DispatchPlan plan = solve_shares(kit.problem);
    auto units = brought(plan);
    EXPECT_EQ(units["P"], 100);
    EXPECT_NEAR(static_cast<double>(units["Q"]), 270, 1);
    EXPECT_NEAR(static_cast<double>(units["R"]), 180, 1);
    ASSERT_EQ(plan.shares.size(), 3U);
    EXPECT_EQ(plan.shares[0].place, "P");
    EXPECT_NEAR(plan.shares[0].bound, 0.2, 1e-6);
    EXPECT_NEAR(plan.shares[1].bound, 0.45, 1.0 / 400);
    EXPECT_NEAR(plan.shares[2].bound, 0.45, 1.0 / 400);
}

// The water-filling rule is the leximin of places with ceilings: with 300 to share, ceilings 30,
// 80 and none (of 200 needed each), 30 + 80 + 190.
TEST(DispatchShares, EachPlaceStopsAtItsOwnCeiling) {
    ProblemKit kit;
    kit.need("P", "QUILT", 200, 0).need("Q", "QUILT", 200, 0).need("R", "QUILT", 200, 0);
    kit.depot("D", 99).stock("QUILT", 300).serves("P", 60).serves("Q", 60).serves("R", 60);
    // One lorry holds all that a place needs; the ceilings are what the places take in within the
    // only day of the plan.
    kit.problem.fleets[0].usable_m3 = 200;
    kit.problem.until = kit.problem.as_of + std::chrono::hours{23};
    kit.problem.receptions = {{.place = "P", .kg_per_day = 30}, {.place = "Q", .kg_per_day = 80}};
    auto units = brought(solve_shares(kit.problem));
    const std::map<std::string, Units> expected{{"P", 30}, {"Q", 80}, {"R", 190}};
    EXPECT_EQ(units, expected);
}

// Textbook values: all alike 0; one of two equal places has all: 1/2; shares 1 and 3 of equal
// weight: |1-3| x 2 / (2 x 4 x 2) = 1/4.
TEST(DispatchShares, GiniOfKnownShares) {
    EXPECT_DOUBLE_EQ(gini({0.6, 0.6, 0.6}, {1, 5, 2}), 0);
    EXPECT_DOUBLE_EQ(gini({0, 1}, {1, 1}), 0.5);
    EXPECT_DOUBLE_EQ(gini({1, 3}, {1, 1}), 0.25);
    EXPECT_DOUBLE_EQ(gini({0, 0}, {1, 1}), 0);
    // A place of weight 3 is three places of weight 1.
    EXPECT_DOUBLE_EQ(gini({0.2, 0.8}, {3, 1}), gini({0.2, 0.2, 0.2, 0.8}, {1, 1, 1, 1}));
}

// Two depots of the same tier and hour, one twice as far: vehicle hours choose the nearer one
// before kilometres do. 10 full lorries of 100 pieces, an hour each way: 10 x 2 vehicle-hours.
TEST(DispatchShares, VehicleHoursAreAnAim) {
    ProblemKit kit;
    kit.goods("RICE", 10, 0.01);
    kit.need("P", "RICE", 1000, 24);
    kit.depot("NEAR", 20).stock("RICE", 1000).serves("P", 60);
    kit.depot("FAR", 20).stock("RICE", 1000).serves("P", 180);
    // Hours and kilometres disagree: the quick way is the longer one.
    kit.problem.legs[0].km = 500;
    const DispatchPlan plan = solve_shares(kit.problem);
    const auto hours =
        std::find_if(plan.levels.begin(), plan.levels.end(),
                     [](const ObjectiveLevel& level) { return level.name == "vehicle_hours"; });
    ASSERT_NE(hours, plan.levels.end());
    EXPECT_NEAR(hours->value, 20, 1e-6);
    EXPECT_NEAR(hours->bound, 20, 1e-4);
    for (const Shipment& shipment : plan.shipments) {
        EXPECT_EQ(shipment.from, "NEAR");
    }
}

}  // namespace
}  // namespace relief
