// SPDX-License-Identifier: Apache-2.0
#include "tests/routing/dispatch_trials.h"

#include <gtest/gtest.h>

namespace relief {
namespace {

TEST(DispatchProperties, HoldOnRandomProblems) {
    const test::InvariantTrial trial = test::try_invariants(1, 100);
    EXPECT_EQ(trial.plans, 100);
    EXPECT_EQ(trial.wrong_sums, 0) << trial.first_wrong;
    EXPECT_EQ(trial.idle, 0) << trial.first_wrong;
    EXPECT_EQ(trial.bound_above, 0) << trial.first_wrong;
    EXPECT_EQ(trial.worse_with_more, 0) << trial.first_wrong;
    EXPECT_EQ(trial.bound_rises, 0) << trial.first_wrong;
}

TEST(DispatchProperties, NoPlanBeatsTheBound) {
    const test::ExhaustiveTrial trial = test::try_exhaustive(1, 200);
    EXPECT_GT(trial.problems, 50);
    EXPECT_EQ(trial.bound_wrong, 0) << trial.first_wrong;
    RecordProperty("above_optimum", trial.above_optimum);
    RecordProperty("worst_over_optimum", std::to_string(trial.worst));
}

}  // namespace
}  // namespace relief
