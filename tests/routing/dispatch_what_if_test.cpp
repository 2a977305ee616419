// SPDX-License-Identifier: Apache-2.0
#include "routing/dispatch/what_if.h"

#include "routing/dispatch/planner.h"
#include "tests/routing/dispatch_kit.h"

#include <algorithm>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace relief {
namespace {

using test::ProblemKit;

DispatchPlan solve(const DispatchProblem& problem) {
    return solve_dispatch(problem, [] { return true; });
}

std::vector<WhatIf> ask(const DispatchProblem& problem, Units units) {
    return what_if(problem, solve(problem), changes_of(problem, units), 100, solve,
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
    EXPECT_FALSE(stock->by_dual);
    EXPECT_NEAR(stock->by_bound.value(), 600, 1e-6);
    EXPECT_NEAR(stock->by_plan.value(), 600, 1e-6);
}

TEST(WhatIf, NothingHelpsWhereNothingIsShort) {
    ProblemKit kit;
    kit.need("P", "TENT", 100, 12);
    kit.depot("D", 20).stock("TENT", 200).serves("P", 60);
    EXPECT_TRUE(ask(kit.problem, 10).empty());
}

// All there is lies below the floor: no dual knows of it, solving again does. Of ten more five are
// above the floor, 60 h each.
TEST(WhatIf, StockBelowItsFloorIsPricedBySolvingAgain) {
    ProblemKit kit;
    kit.need("P", "TENT", 100, 12);
    kit.depot("D", 20).stock("TENT", 60, 65).serves("P", 60);
    const std::vector<WhatIf> rows = ask(kit.problem, 10);
    const WhatIf* stock = find(rows, "stock");
    ASSERT_NE(stock, nullptr);
    EXPECT_FALSE(stock->by_dual);
    EXPECT_NEAR(stock->by_bound.value(), 300, 1e-6);
    EXPECT_NEAR(stock->by_plan.value(), 300, 1e-6);
}

}  // namespace
}  // namespace relief
