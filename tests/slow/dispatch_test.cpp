// SPDX-License-Identifier: Apache-2.0
#include "tests/routing/dispatch_trials.h"

#include <gtest/gtest.h>

namespace relief {
namespace {

TEST(DispatchTrials, AThousandProblemsNameTheLimitThatBinds) {
    const test::ReasonTrial trial = test::try_reasons(1, 1'000);
    EXPECT_GT(trial.short_lines, 1'000);
    EXPECT_EQ(trial.unnamed, 0) << trial.first_wrong;
    EXPECT_EQ(trial.not_lessened, 0) << trial.first_wrong;
}

TEST(DispatchTrials, AThousandPlansHoldWhatMustHold) {
    const test::InvariantTrial trial = test::try_invariants(1, 1'000);
    EXPECT_EQ(trial.wrong_sums, 0) << trial.first_wrong;
    EXPECT_EQ(trial.idle, 0) << trial.first_wrong;
    EXPECT_EQ(trial.bound_above, 0) << trial.first_wrong;
    EXPECT_EQ(trial.bound_rises, 0) << trial.first_wrong;
    // Vehicles are chosen by rounding: now and then more to choose from ends a little worse.
    EXPECT_LE(trial.worse_with_more, 20) << trial.first_wrong;
    RecordProperty("worse_with_more", trial.worse_with_more);
}

}  // namespace
}  // namespace relief
