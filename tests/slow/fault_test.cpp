// SPDX-License-Identifier: Apache-2.0
// The ledger under fault as often as the promises say.
#include "tests/kit/faults.h"
#include "tests/kit/spoilt_books.h"

#include <gtest/gtest.h>

namespace relief {
namespace {

TEST(SlowFaultTest, AnsweredPostingsOutliveAThousandKillsOnceEach) {
    const kit::TempFolder folder;
    kit::KilledClients clients(folder / "books.db", 2);
    for (int life = 1; life <= 1000 && !testing::Test::HasFailure(); ++life) {
        clients.live_and_die();
        if (life % 100 == 0) {
            clients.check_whole();
        }
    }
    RecordProperty("answers", std::to_string(clients.answers()));
    RecordProperty("slowest_restart_ms", std::to_string(clients.slowest_restart_ms()));
}

TEST(SlowFaultTest, TwoThousandPowerCutsLoseNothingThatWasAnswered) {
    const kit::PowerOutcome outcome = kit::cut_power(2000, {});
    EXPECT_EQ(outcome.cuts, 2000);
    EXPECT_EQ(outcome.lost, 0);
    EXPECT_EQ(outcome.broken, 0);
}

TEST(SlowFaultTest, LogCutAtEveryByteKeepsEveryWholeCommitAndNothingElse) {
    EXPECT_GT(kit::cut_log_everywhere(1), 20'000);
}

TEST(SlowFaultTest, SixtyFourDesksOnOneLotTakeAllOfItAndNoMore) {
    const kit::LotTrial trial = kit::take_from_one_lot(64, 1000, 10'000);
    EXPECT_EQ(trial.taken, 10'000);
    EXPECT_GT(trial.refused, 50'000);
    EXPECT_GT(kit::look_then_take(64, 1000, 10'000), 10'000);
}

TEST(SlowFaultTest, AThousandRandomEditsAreNamedAtTheirRow) {
    kit::EditedBooks books(2018);
    for (int i = 0; i < 1000 && !testing::Test::HasFailure(); ++i) {
        books.edit_once();
    }
}

}  // namespace
}  // namespace relief
