// SPDX-License-Identifier: Apache-2.0
#include "routing/dispatch/planner.h"
#include "tests/routing/dispatch_kit.h"

#include "core/error.h"

#include <algorithm>
#include <array>
#include <limits>
#include <random>
#include <string>

#include <gtest/gtest.h>

namespace relief {
namespace {

using test::ProblemKit;

DispatchPlan solve_kits(const DispatchProblem& problem) {
    return solve_dispatch(problem, [] { return true; });
}

/// The first two needs of a problem as kits.
void make_kits(DispatchProblem& problem, Units quantity, int per_kit_a = 1, int per_kit_b = 1) {
    problem.kits.push_back(
        {.id = "KIT",
         .quantity = quantity,
         .parts = {{.need = 0, .per_kit = per_kit_a}, {.need = 1, .per_kit = per_kit_b}}});
}

// Ten tents come after 1 h, six stoves from elsewhere after 5 h. Six kits lack tent and stove for
// 5 h, four for all 72 h: 6 x 2 x 5 + 4 x 2 x 72 = 636 person-hours, though every tent is there.
TEST(DispatchKits, CompleteWhenTheLastPartArrivesFromAnotherDepot) {
    ProblemKit kit;
    kit.need("P", "TENT", 10, 0).need("P", "STOVE", 10, 0);
    kit.depot("A", 5).stock("TENT", 10).serves("P", 60);
    kit.depot("B", 5).stock("STOVE", 6).serves("P", 300);
    make_kits(kit.problem, 10);
    const DispatchPlan plan = solve_kits(kit.problem);
    EXPECT_NEAR(plan.levels[0].value, 636, 1e-6);
    EXPECT_NEAR(plan.levels[0].bound, 636, 1e-6);
    ASSERT_EQ(plan.kits.size(), 1U);
    EXPECT_EQ(plan.kits[0].complete, 6);
    EXPECT_EQ(plan.kits[0].short_of, std::vector<std::string>{"P:STOVE"});
    EXPECT_EQ(plan.kits[0].parts[0].delivered, 10);
    EXPECT_EQ(plan.kits[0].parts[1].delivered, 6);
    // 6 of 10 kits are what is served of the place.
    EXPECT_NEAR(plan.levels[1].value, 0.6, 1e-9);
}

// Twelve quilts are needed, eight of them in four kits of two. Eight quilts and three stoves come
// after 1 h: three kits, 2 quilts by themselves; a kit without its stove lacks both quilts still.
// 3 x 3 + 2 = 11 person-hours by then; the fourth kit 3 x 72 and two more quilts 2 x 72: 371.
TEST(DispatchKits, PartsBeyondTheKitsCountByThemselves) {
    ProblemKit kit;
    kit.need("P", "QUILT", 12, 0).need("P", "STOVE", 4, 0);
    kit.depot("A", 5).stock("QUILT", 8).stock("STOVE", 3).serves("P", 60);
    make_kits(kit.problem, 4, 2, 1);
    const DispatchPlan plan = solve_kits(kit.problem);
    EXPECT_NEAR(plan.levels[0].value, 3 * 3 + 2 + 3 * 72 + 2 * 72, 1e-6);
    EXPECT_NEAR(plan.levels[0].bound, plan.levels[0].value, 1e-6);
    EXPECT_EQ(plan.kits[0].complete, 3);
}

// The lorry holds eight pieces and goes once. Three stoves are all there is, so no more than three
// kits can be: the tents left behind are left for want of stoves, which one more lorry would not
// mend.
TEST(DispatchKits, PartsLeftBehindForWantOfAnotherSayKitPart) {
    ProblemKit kit;
    kit.goods("TENT", 1, 1.25).goods("STOVE", 1, 1.25);
    kit.need("P", "TENT", 10, 0).need("P", "STOVE", 10, 0);
    kit.depot("A", 1).stock("TENT", 10).stock("STOVE", 3).serves("P", 40 * 60);
    make_kits(kit.problem, 10);
    const DispatchPlan plan = solve_kits(kit.problem);
    EXPECT_EQ(plan.kits[0].complete, 3);
    ASSERT_EQ(plan.unmet.size(), 2U);
    EXPECT_EQ(plan.unmet[0].need, "P:TENT");
    EXPECT_EQ(plan.unmet[0].cause, "kit_part");
    EXPECT_EQ(plan.unmet[1].cause, "stock");
    kit.problem.fleets[0].count = 9;
    EXPECT_EQ(solve_kits(kit.problem).kits[0].complete, 3);
    kit.problem.supplies[1].on_hand = kit.problem.supplies[1].lots[0].available = 10;
    EXPECT_EQ(solve_kits(kit.problem).kits[0].complete, 10);
}

TEST(DispatchKits, RefusesKitsThatAreNone) {
    const auto with = [](const DispatchKit& kit) {
        ProblemKit base;
        base.need("P", "TENT", 10, 0).need("P", "STOVE", 10, 0).need("Q", "STOVE", 10, 0);
        base.problem.kits.push_back(kit);
        return base.problem;
    };
    EXPECT_NO_THROW(validate(with({.id = "K", .quantity = 5, .parts = {{0, 1}, {1, 2}}})));
    EXPECT_THROW(validate(with({.id = "K", .quantity = 5, .parts = {{0, 1}}})), Error);
    EXPECT_THROW(validate(with({.id = "K", .quantity = 0, .parts = {{0, 1}, {1, 1}}})), Error);
    EXPECT_THROW(validate(with({.id = "K", .quantity = 5, .parts = {{0, 1}, {0, 1}}})), Error);
    EXPECT_THROW(validate(with({.id = "K", .quantity = 5, .parts = {{0, 1}, {2, 1}}})), Error);
    EXPECT_THROW(validate(with({.id = "K", .quantity = 5, .parts = {{0, 1}, {1, 3}}})), Error);
    EXPECT_THROW(validate(with({.id = "K", .quantity = 5, .parts = {{0, 1}, {9, 1}}})), Error);
}

/// One lorry of four pieces, one hour each way, three trips: every way of loading it is tried.
struct SmallCase {
    std::array<int, 2> need;
    std::array<int, 2> stock;
    std::array<int, 2> per_kit;
    int kits = 0;
};

double lacking(const SmallCase& of, const std::array<std::array<int, 2>, 3>& trips) {
    std::array<int, 2> held{};
    int kits = of.kits;
    double hours = 0;
    for (std::size_t t = 0; t < trips.size(); ++t) {
        held[0] += trips[t][0];
        held[1] += trips[t][1];
        const int done = std::min({kits, held[0] / of.per_kit[0], held[1] / of.per_kit[1]});
        kits -= done;
        held[0] -= done * of.per_kit[0];
        held[1] -= done * of.per_kit[1];
        hours += done * (of.per_kit[0] + of.per_kit[1]) * (1 + 2.0 * static_cast<double>(t));
    }
    return hours + 72.0 * kits * (of.per_kit[0] + of.per_kit[1]);
}

double best_of(const SmallCase& of) {
    double best = std::numeric_limits<double>::max();
    std::array<std::array<int, 2>, 3> trips{};
    const auto load = [&](auto&& self, std::size_t trip, int a, int b) -> void {
        if (trip == trips.size()) {
            best = std::min(best, lacking(of, trips));
            return;
        }
        for (int x = 0; x <= std::min(4, a); ++x) {
            for (int y = 0; y <= std::min(4 - x, b); ++y) {
                trips[trip] = {x, y};
                self(self, trip + 1, a - x, b - y);
            }
        }
        trips[trip] = {0, 0};
    };
    load(load, 0, std::min(of.stock[0], of.need[0]), std::min(of.stock[1], of.need[1]));
    return best;
}

// Every way of loading three trips, by hand, without parts beside the kits: no plan is better than
// the best of them, no bound above it. Whole units are packed after the linear program, so that a
// kit may come a trip late: at most 3 % over the best in these small cases.
TEST(DispatchKits, AgreesWithEveryWayOfLoading) {
    std::mt19937 random(7);
    const auto pick = [&](int low, int high) {
        return low + static_cast<int>(random() % static_cast<unsigned>(high - low + 1));
    };
    double worst = 0;
    for (int round = 0; round < 40; ++round) {
        SmallCase of{.need = {}, .stock = {}, .per_kit = {pick(1, 2), pick(1, 2)}};
        of.kits = pick(1, 3);
        of.need = {of.kits * of.per_kit[0], of.kits * of.per_kit[1]};
        of.stock = {pick(0, 8), pick(0, 8)};
        ProblemKit kit;
        kit.goods("A", 1, 2.5).goods("B", 1, 2.5);
        kit.need("P", "A", of.need[0], 0).need("P", "B", of.need[1], 0);
        kit.depot("D", 1).stock("A", of.stock[0]).stock("B", of.stock[1]).serves("P", 60);
        make_kits(kit.problem, of.kits, of.per_kit[0], of.per_kit[1]);
        const DispatchPlan plan = solve_kits(kit.problem);
        const double best = best_of(of);
        ASSERT_LE(plan.levels[0].bound, best + 1e-6 * (1 + best)) << round;
        ASSERT_GE(plan.levels[0].value, best - 1e-6) << round;
        worst = std::max(worst, plan.levels[0].value / best - 1);
    }
    RecordProperty("worst_over_best", std::to_string(worst));
    EXPECT_LE(worst, 0.03);
}

}  // namespace
}  // namespace relief
