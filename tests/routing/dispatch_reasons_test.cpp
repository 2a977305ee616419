// SPDX-License-Identifier: Apache-2.0
#include "routing/dispatch/reasons.h"

#include "routing/dispatch/planner.h"
#include "tests/routing/dispatch_kit.h"
#include "tests/routing/dispatch_trials.h"

#include <algorithm>
#include <string>

#include <gtest/gtest.h>

namespace relief {
namespace {

using test::ProblemKit;

DispatchPlan reasoned(const DispatchProblem& problem) {
    const auto solve = [](const DispatchProblem& other) {
        return solve_dispatch(other, [] { return true; });
    };
    DispatchPlan plan = solve(problem);
    name_limits(
        problem, solve, [] { return true; }, plan);
    return plan;
}

using Names = std::vector<std::string>;

/// One place that needs 100 tents of 1 m3 in half a day, nothing yet to send.
ProblemKit hundred_tents() {
    ProblemKit kit;
    kit.need("P", "TENT", 100, 12);
    kit.problem.items[0].volume_m3 = 1;
    return kit;
}

Names limits_of(const ProblemKit& kit) {
    const DispatchPlan plan = reasoned(kit.problem);
    return plan.unmet.empty() ? Names{} : plan.unmet.front().limits;
}

TEST(Reasons, StockWhereAllIsSent) {
    ProblemKit kit = hundred_tents();
    kit.depot("D", 20).stock("TENT", 60).serves("P", 60);
    EXPECT_EQ(limits_of(kit), Names{"stock"});
}

TEST(Reasons, StockWhereNobodyKeepsAny) {
    ProblemKit kit = hundred_tents();
    kit.depot("D", 20).stock("RICE", 60).serves("P", 60);
    EXPECT_EQ(limits_of(kit), Names{"stock"});
}

TEST(Reasons, FloorBeforeStock) {
    ProblemKit kit = hundred_tents();
    kit.depot("D", 20).stock("TENT", 90, 50).serves("P", 60);
    const DispatchPlan plan = reasoned(kit.problem);
    ASSERT_EQ(plan.unmet.size(), 1U);
    EXPECT_EQ(plan.unmet[0].limits, Names{"floor"});
    EXPECT_EQ(plan.unmet[0].quantity, 60);
    EXPECT_EQ(plan.unmet[0].left_when_lifted, 10);  // 100 needed, 90 there
}

// 73 hours away: neither more lorries nor more stock there help within 72.
TEST(Reasons, TimeWhereTheRoadIsTooLong) {
    ProblemKit kit = hundred_tents();
    kit.depot("D", 20).stock("TENT", 200).serves("P", 73 * 60);
    EXPECT_EQ(limits_of(kit), Names{"time"});
}

TEST(Reasons, RoadWhereThereIsNone) {
    ProblemKit kit = hundred_tents();
    kit.depot("D", 20).stock("TENT", 200).serves("P", -1);
    EXPECT_EQ(limits_of(kit), Names{"road"});
}

TEST(Reasons, SignatureWhereItTakesTooLong) {
    ProblemKit kit = hundred_tents();
    kit.depot("D", 20).stock("TENT", 200).serves("P", 60);
    kit.problem.tiers[0].signature_minutes = 72 * 60;
    EXPECT_EQ(limits_of(kit), Names{"signature"});
}

// A generator of 1.5 t, lorries of 1 t: no number of them carries it.
TEST(Reasons, PayloadWhereNoLorryBearsThePiece) {
    ProblemKit kit;
    kit.need("P", "GENERATOR", 1, 12).goods("GENERATOR");
    kit.problem.items[0].weight_kg = 1500;
    kit.depot("D", 20).stock("GENERATOR", 1).serves("P", 60);
    EXPECT_EQ(limits_of(kit), Names{"payload"});
}

TEST(Reasons, VolumeWhereNoLorryHoldsThePiece) {
    ProblemKit kit;
    kit.need("P", "BOAT", 1, 12).goods("BOAT");
    kit.problem.items[0].volume_m3 = 15;
    kit.depot("D", 20).stock("BOAT", 1).serves("P", 60);
    EXPECT_EQ(limits_of(kit), Names{"volume"});
}

TEST(Reasons, ExpiryWhereLotsRunOutOnTheWay) {
    ProblemKit kit = hundred_tents();
    kit.depot("D", 20).stock("TENT", 100, 0, "2017-07-14").serves("P", 30 * 60);
    EXPECT_EQ(limits_of(kit), Names{"expiry"});
}

// One piece counts for 3, 7 are needed: two pieces serve 6.
TEST(Reasons, PackageWhereTheRestIsLessThanAPiece) {
    ProblemKit kit;
    kit.need("P", "STOVE", 7, 12);
    kit.problem.ways[0].rate = 3;
    kit.depot("D", 20).stock("STOVE", 50).serves("P", 60);
    const DispatchPlan plan = reasoned(kit.problem);
    ASSERT_EQ(plan.unmet.size(), 1U);
    EXPECT_EQ(plan.unmet[0].quantity, 1);
    EXPECT_EQ(plan.unmet[0].limits, Names{"package"});
}

// 100 needed in packs of 30: three packs are 90.
TEST(Reasons, PackageWhereTheRestIsLessThanAPack) {
    ProblemKit kit;
    kit.need("P", "BREAD", 100, 12);
    kit.problem.items[0].pack = 30;
    kit.depot("D", 20).stock("BREAD", 300).serves("P", 60);
    const DispatchPlan plan = reasoned(kit.problem);
    ASSERT_EQ(plan.unmet.size(), 1U);
    EXPECT_EQ(plan.unmet[0].quantity, 10);
    EXPECT_EQ(plan.unmet[0].limits, Names{"package"});
}

// A place that unloads 10 kg in each of three days takes in 30 tents of 1 kg.
TEST(Reasons, ReceptionWhereThePlaceTakesInTooLittle) {
    ProblemKit kit = hundred_tents();
    kit.depot("D", 20).stock("TENT", 300).serves("P", 60);
    kit.problem.receptions = {{.place = "P", .kg_per_day = 10}};
    EXPECT_EQ(limits_of(kit), Names{"reception"});
}

// No lorry and no stock: either alone changes nothing.
TEST(Reasons, TwoLimitsThatBindTogetherAreNamedTogether) {
    ProblemKit kit = hundred_tents();
    kit.depot("D", 0).stock("RICE", 1).serves("P", 60);
    EXPECT_EQ(limits_of(kit), (Names{"vehicles", "stock"}));
}

// Each of a place's shortages has its own reason.
TEST(Reasons, EachNeedItsOwn) {
    ProblemKit kit = hundred_tents();
    kit.need("P", "RICE", 50, 12);
    kit.depot("D", 20).stock("TENT", 60).stock("RICE", 50, 20).serves("P", 60);
    const DispatchPlan plan = reasoned(kit.problem);
    ASSERT_EQ(plan.unmet.size(), 2U);
    EXPECT_EQ(plan.unmet[0].limits, Names{"stock"});
    EXPECT_EQ(plan.unmet[1].limits, Names{"floor"});
}

// Goal 6 of the dispatcher: every short line has a reason, and lifting it lessens that shortage.
TEST(Reasons, LiftingTheNamedLimitLessensTheShortage) {
    const test::ReasonTrial trial = test::try_reasons(1, 100);
    EXPECT_GT(trial.short_lines, 50);
    EXPECT_EQ(trial.unnamed, 0);
    EXPECT_EQ(trial.not_lessened, 0) << trial.first_wrong;
}

}  // namespace
}  // namespace relief
