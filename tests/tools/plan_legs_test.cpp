// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/plan_legs.h"
#include "tests/tools/shipped.h"

#include "tools/desk/desk.h"
#include "tools/desk/plan.h"

#include <algorithm>
#include <filesystem>
#include <optional>
#include <string>

#include <gtest/gtest.h>

namespace relief {
namespace {

const DispatchLeg& leg_of(const DispatchProblem& problem, const std::string& from,
                          const std::string& vehicle_class) {
    return *std::find_if(problem.legs.begin(), problem.legs.end(), [&](const DispatchLeg& leg) {
        return leg.from_node == from && leg.to_place == "220221" &&
               leg.vehicle_class == vehicle_class;
    });
}

// rules/vehicle_limits.csv, vehicle_classes.csv: BOX96 weighs 25 t laden and 8 t empty and is 4 m
// high, BOX42 weighs 4.5 t laden.
TEST(PlanLegs, WeightIsJudgedLadenThereAndEmptyBack) {
    const Desk desk = open_desk(kit::shipped_data, std::nullopt);
    const VehicleClass& heavy = *desk.rules.vehicle("BOX96");
    const VehicleClass& light = *desk.rules.vehicle("BOX42");
    Closure bridge{.id = "B1", .restricted = true, .weight_kg = 10'000, .height_cm = {}};
    EXPECT_FALSE(passes(heavy, true, bridge));
    EXPECT_TRUE(passes(heavy, false, bridge));
    EXPECT_TRUE(passes(light, true, bridge));
    bridge.height_cm = 350;
    EXPECT_FALSE(passes(heavy, false, bridge));
    EXPECT_TRUE(passes(light, false, bridge));
    EXPECT_FALSE(passes(light, false, Closure{.id = "B2"}));
}

// A bridge for 10 t on the way from Changchun to Yongji: the 25 t lorry goes round laden and comes
// back over it; the 4.5 t one uses it both ways.
TEST(PlanLegs, HeavyLorriesGoRoundAndComeBackOverTheBridge) {
    const Desk desk = open_desk(kit::shipped_data, std::nullopt);
    PlanRun run =
        prepare_plan(desk, {.scenario = kit::shipped_data / "scenarios" / "2017-07-yongji-flood"});
    const DispatchLeg free_way = leg_of(run.problem, "220102", "BOX96");
    Closure bridge{.id = "B1", .restricted = true, .weight_kg = 10'000, .height_cm = {}};
    // Every edge of its middle, or there would be a street beside it that is as quick.
    const std::size_t edges = free_way.edges.size();
    for (std::size_t i = edges / 4; i < edges - edges / 4; ++i) {
        bridge.edges.push_back(*desk.network.edge(free_way.edges[i]));
    }
    std::vector<const Closure*> closures = closures_at(run.closures, run.as_of);
    closures.push_back(&bridge);
    run.problem.legs.clear();
    run.problem.legs = plan_legs(desk, run, closures);
    const DispatchLeg& heavy = leg_of(run.problem, "220102", "BOX96");
    EXPECT_GT(heavy.minutes, free_way.minutes);
    EXPECT_EQ(heavy.minutes_back(), free_way.minutes);
    const DispatchLeg& light = leg_of(run.problem, "220102", "BOX42");
    EXPECT_EQ(light.minutes, free_way.minutes);
    EXPECT_EQ(light.minutes_back(), free_way.minutes);
}

}  // namespace
}  // namespace relief
