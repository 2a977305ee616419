// SPDX-License-Identifier: Apache-2.0
// The ledger under fault, a few times each; tests/slow has the counts of the promises.
#include "tests/kit/faults.h"
#include "tests/kit/faulty_disk.h"
#include "tests/kit/spoilt_books.h"

#include <gtest/gtest.h>

namespace relief {
namespace {

TEST(FaultTest, AnsweredPostingsOutliveTwentyKillsOnceEach) {
    const kit::TempFolder folder;
    kit::KilledClients clients(folder / "books.db", 1);
    for (int life = 0; life < 20; ++life) {
        clients.live_and_die();
    }
    clients.check_whole();
    EXPECT_GT(clients.answers(), 20);
    RecordProperty("slowest_restart_ms", std::to_string(clients.slowest_restart_ms()));
}

TEST(FaultTest, PowerCutLosesNothingThatWasAnswered) {
    const kit::PowerOutcome outcome = kit::cut_power(50, {});
    EXPECT_EQ(outcome.cuts, 50);
    EXPECT_EQ(outcome.lost, 0);
    EXPECT_EQ(outcome.broken, 0);
}

/// The power cut has teeth: a store that does not wait for the disk loses, and a disk that lies
/// about it loses or breaks.
TEST(FaultTest, PowerCutIsFeltWithoutFullOrByALyingDisk) {
    EXPECT_GT(kit::cut_power(25, {.normal = true}).lost, 5);
    const kit::PowerOutcome lying = kit::cut_power(25, {.lying = true});
    EXPECT_GT(lying.lost + lying.broken, 5);
}

TEST(FaultTest, CutLogKeepsEveryWholeCommitAndNothingElse) {
    EXPECT_GT(kit::cut_log_everywhere(197), 100);
}

TEST(FaultTest, ManyDesksOnOneLotTakeAllOfItAndNoMore) {
    const kit::LotTrial trial = kit::take_from_one_lot(32, 20, 500);
    EXPECT_EQ(trial.taken, 500);
    EXPECT_GT(trial.refused, 0);
}

TEST(FaultTest, LookingFirstAndTakingThenOversells) {
    EXPECT_GT(kit::look_then_take(32, 4, 50), 50);
}

TEST(FaultTest, DiskFullInTheMiddleLeavesBooksThatGoOn) {
    kit::FaultyDisk disk;
    const kit::TempFolder folder;
    kit::make_stocked_books(folder / "books.db", 100);
    Database database = Database::open(folder / "books.db");
    int refused = 0;
    std::int64_t taken = 0;
    for (int n = 1; n <= 30; ++n) {
        disk.fill_at_write(n);
        try {
            post_movement(database, kit::issue("n" + std::to_string(n), 6, "P", "N1", 1),
                          kit::noon_of(6));
            ++taken;
        } catch (const Error& error) {
            EXPECT_EQ(error.detail().code, "db.full") << error.what();
            ++refused;
        }
        disk.mend();
        EXPECT_EQ(kit::left_of_n1(database), 100 - taken);
    }
    EXPECT_GT(refused, 3);
    post_movement(database, kit::issue("n1", 6, "P", "N1", 1), kit::noon_of(6));
    EXPECT_EQ(kit::left_of_n1(database), 100 - taken - 1) << "space is back, the same key goes";
    EXPECT_EQ(kit::complaint(verify_books(database, std::nullopt)), "");
}

TEST(FaultTest, RandomEditsAreNamedAtTheirRow) {
    kit::EditedBooks books(2017);
    for (int i = 0; i < 100 && !testing::Test::HasFailure(); ++i) {
        books.edit_once();
    }
}

}  // namespace
}  // namespace relief
