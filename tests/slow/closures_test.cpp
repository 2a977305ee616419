// SPDX-License-Identifier: Apache-2.0
#include "tests/routing/index_kit.h"

#include <gtest/gtest.h>

namespace relief {
namespace {

TEST(Closures, AThousandSetsAreRightAgainstBoostAndLeaveNoTrace) {
    const auto luxembourg = kit::luxembourg();
    if (!luxembourg) {
        GTEST_SKIP() << "Luxembourg is not here: A THOUSAND CLOSURE SETS ARE NOT CHECKED";
    }
    const RoutingIndex index = build_index(luxembourg->graph);
    const kit::ClosureTrial trial = kit::try_closures(*luxembourg, index, 1, 1'000, 40, 1);
    EXPECT_EQ(trial.asked, 40'000U);
    EXPECT_EQ(trial.wrong, 0U);
    EXPECT_EQ(trial.not_as_before, 0U);
}

}  // namespace
}  // namespace relief
