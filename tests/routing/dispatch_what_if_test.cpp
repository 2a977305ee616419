// SPDX-License-Identifier: Apache-2.0
#include "routing/dispatch/what_if.h"

#include "routing/dispatch/planner.h"
#include "tests/routing/dispatch_kit.h"
#include "tests/routing/dispatch_random.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace relief {
namespace {

using test::ProblemKit;

DispatchPlan solve_what_if(const DispatchProblem& problem) {
    return solve_dispatch(problem, [] { return true; });
}

std::vector<WhatIf> ask(const DispatchProblem& problem, Units units) {
    return what_if(problem, solve_what_if(problem), changes_of(problem, units), 100, solve_what_if,
                   [] { return true; });
}

const WhatIf* find(const std::vector<WhatIf>& rows, const std::string& kind) {
    const auto row = std::find_if(rows.begin(), rows.end(),
                                  [&](const WhatIf& each) { return each.kind == kind; });
    return row == rows.end() ? nullptr : &*row;
}

// 100 tents are needed in 12 h, 60 are there. One that never comes lacks 60 h to the end of the
// plan, one sent is there in time: ten more save 600 person-hours.
TEST(WhatIf, MoreStockSavesWhatItServes) {
    ProblemKit kit;
    kit.need("P", "TENT", 100, 12);
    kit.depot("D", 20).stock("TENT", 60).serves("P", 60);
    const std::vector<WhatIf> rows = ask(kit.problem, 10);
    const WhatIf* stock = find(rows, "stock");
    ASSERT_NE(stock, nullptr);
    EXPECT_NEAR(stock->by_dual.value(), 600, 1e-6);
    EXPECT_NEAR(stock->by_bound.value(), 600, 1e-6);
    EXPECT_NEAR(stock->by_plan.value(), 600, 1e-6);
    EXPECT_EQ(find(rows, "vehicle"), nullptr);  // there are lorries enough
}

// A lorry holds 10 tents of 1 m3 and makes one trip, 40 h there: of 100 tents one lorry brings 10,
// 28 h late. Another brings 10 more, each of which then lacks 28 h and not 60.
TEST(WhatIf, OneMoreLorrySavesWhatItCarries) {
    ProblemKit kit;
    kit.need("P", "TENT", 100, 12);
    kit.problem.items[0].volume_m3 = 1;
    kit.depot("D", 1).stock("TENT", 100).serves("P", 40 * 60);
    const std::vector<WhatIf> rows = ask(kit.problem, 10);
    const WhatIf* lorry = find(rows, "vehicle");
    ASSERT_NE(lorry, nullptr);
    EXPECT_NEAR(lorry->by_dual.value(), 320, 1e-6);
    EXPECT_NEAR(lorry->by_plan.value(), 320, 1e-6);
    EXPECT_EQ(find(rows, "stock"), nullptr);
}

// Nobody keeps any: ten at the depot serve ten, 60 h each.
TEST(WhatIf, StockThatNobodyKeepsIsPricedToo) {
    ProblemKit kit;
    kit.need("P", "TENT", 100, 12).goods("TENT").goods("RICE");
    kit.depot("D", 20).stock("RICE", 60).serves("P", 60);
    const std::vector<WhatIf> rows = ask(kit.problem, 10);
    const WhatIf* stock = find(rows, "stock");
    ASSERT_NE(stock, nullptr);
    EXPECT_EQ(stock->what, "TENT");
    EXPECT_NEAR(stock->by_dual.value(), 600, 1e-6);
    EXPECT_NEAR(stock->by_bound.value(), 600, 1e-6);
    EXPECT_NEAR(stock->by_plan.value(), 600, 1e-6);
}

TEST(WhatIf, NothingHelpsWhereNothingIsShort) {
    ProblemKit kit;
    kit.need("P", "TENT", 100, 12);
    kit.depot("D", 20).stock("TENT", 200).serves("P", 60);
    EXPECT_TRUE(ask(kit.problem, 10).empty());
}

// All there is lies below the floor. Of ten more five are above it, 60 h each.
TEST(WhatIf, StockBelowItsFloorFillsThatFirst) {
    ProblemKit kit;
    kit.need("P", "TENT", 100, 12);
    kit.depot("D", 20).stock("TENT", 60, 65).serves("P", 60);
    const std::vector<WhatIf> rows = ask(kit.problem, 10);
    const WhatIf* stock = find(rows, "stock");
    ASSERT_NE(stock, nullptr);
    EXPECT_NEAR(stock->by_dual.value(), 300, 1e-6);
    EXPECT_NEAR(stock->by_bound.value(), 300, 1e-6);
    EXPECT_NEAR(stock->by_plan.value(), 300, 1e-6);
    EXPECT_NEAR(stock->at_most, 300, 1e-6);
}

// The lorry is 20 h on the road and all that is there goes off before it arrives. More of it lasts:
// ten at once are 12 h late where they would lack 60 h.
TEST(WhatIf, MoreStockLastsThoughWhatIsThereDoesNot) {
    ProblemKit kit;
    kit.need("P", "BREAD", 100, 12);
    kit.depot("D", 20).stock("BREAD", 60, 0, "2017-07-14").serves("P", 24 * 60);
    const std::vector<WhatIf> rows = ask(kit.problem, 10);
    const WhatIf* stock = find(rows, "stock");
    ASSERT_NE(stock, nullptr);
    EXPECT_NEAR(stock->by_dual.value(), 480, 1e-6);
    EXPECT_NEAR(stock->by_bound.value(), 480, 1e-6);
    EXPECT_NEAR(stock->by_plan.value(), 480, 1e-6);
}

// A lorry of 10 m3 carries 10 tents of 1 m3, but 11 where it is filled to the brim; the half tent
// on it is no plan. What one lorry more saves by the dual is 10.5 tents at 60 h.
TEST(WhatIf, ALorryIsPricedAsFullAsItMayBe) {
    ProblemKit kit;
    kit.need("P", "TENT", 100, 12);
    kit.problem.items[0].volume_m3 = 1;
    kit.depot("D", 1).stock("TENT", 100).serves("P", 40 * 60);
    kit.problem.fleets[0].stowage_m3 = 0.5;
    const std::vector<WhatIf> rows = ask(kit.problem, 10);
    const WhatIf* lorry = find(rows, "vehicle");
    ASSERT_NE(lorry, nullptr);
    EXPECT_NEAR(lorry->by_dual.value(), 10.5 * 32, 1e-6);
    EXPECT_NEAR(lorry->by_plan.value(), 10 * 32, 1e-6);
    // The plan itself is half a tent above its bound.
    EXPECT_NEAR(lorry->at_most, 11 * 32, 1e-6);
}

/// What the duals say beside what solving and planning again find.
struct DualTrial {
    int rows = 0;           ///< changes that have a dual
    int exact = 0;          ///< solving again finds what the dual says
    int below = 0;          ///< the dual is below what solving again finds
    int planned_above = 0;  ///< planning again saves more than any plan can
    std::string first_wrong;
};

void try_duals(const DispatchProblem& problem, Units units, std::uint32_t seed, DualTrial& trial) {
    const DispatchPlan plan = solve_what_if(problem);
    const double close = 1e-6 * std::max(1.0, plan.levels.front().value);
    const auto wrong = [&](const WhatIf& row, int& count) {
        ++count;
        if (trial.first_wrong.empty()) {
            trial.first_wrong =
                fmt::format("seed {}: {} {} {}: dual {}, bound {}, plan {}, at most {}", seed,
                            row.kind, row.where, row.what, row.by_dual.value_or(-1), *row.by_bound,
                            *row.by_plan, row.at_most);
        }
    };
    for (const WhatIf& row : what_if(problem, plan, changes_of(problem, units), 1'000,
                                     solve_what_if, [] { return true; })) {
        if (row.by_dual) {
            ++trial.rows;
            trial.exact += *row.by_bound > *row.by_dual - close ? 1 : 0;
            if (*row.by_bound > *row.by_dual + close) {
                wrong(row, trial.below);
            }
        }
        if (*row.by_plan > row.at_most + close) {
            wrong(row, trial.planned_above);
        }
    }
}

// A linear programme is convex in its limits: a change of them saves at most dual x change. And no
// plan is better than its bound, so that a plan made again saves at most what the bound falls by
// and what the first plan was above its own.
TEST(WhatIf, NoDualIsBelowWhatSolvingAgainFinds) {
    DualTrial trial;
    for (std::uint32_t seed = 1; seed <= 100; ++seed) {
        try_duals(test::random_problem(seed), 1 + seed % 10, seed, trial);
    }
    EXPECT_EQ(trial.below, 0) << trial.first_wrong;
    EXPECT_EQ(trial.planned_above, 0) << trial.first_wrong;
    // And mostly no more than that: the change is small.
    EXPECT_GT(trial.rows, 80);
    EXPECT_GT(trial.exact, trial.rows / 2);
    RecordProperty("rows", trial.rows);
    RecordProperty("exact", trial.exact);
}

}  // namespace
}  // namespace relief
