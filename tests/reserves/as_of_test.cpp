// SPDX-License-Identifier: Apache-2.0
// Stock of the past, reversals, closed periods, the life of a lot.
#include "reserves/ledger/as_of.h"
#include "reserves/ledger/change_posting.h"
#include "reserves/ledger/ledger.h"
#include "reserves/ledger/lot_state.h"
#include "reserves/ledger/period.h"
#include "reserves/ledger/reversal.h"
#include "reserves/ledger/trace.h"
#include "tests/kit/change.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <random>

namespace relief {
namespace {

using kit::account;
using kit::change_books;
using kit::failure_of;
using kit::noon_of;
using testing::HasSubstr;

class AsOfTest : public testing::Test {
  protected:
    AsOfTest() { kit::open_small_books(database_); }

    std::int64_t on_hand(Instant occurred_by, std::optional<Instant> known_by = {}) {
        std::int64_t sum = 0;
        for (const StockRow& row : stock_as_of(
                 database_,
                 {.site = "P", .lot = "T1", .occurred_by = occurred_by, .known_by = known_by})) {
            sum += row.account.stage == "on_hand" ? row.amount : 0;
        }
        return sum;
    }

    std::int64_t take(int day, std::int64_t amount, int recorded_day) {
        return post_movement(database_,
                             kit::issue("k" + std::to_string(++keys_), day, "P", "T1", amount),
                             noon_of(recorded_day));
    }

    std::string code_of(const std::function<void()>& action) {
        return failure_of(action).detail().code;
    }

    std::string proof() { return kit::complaint(verify_books(database_, std::nullopt)); }

    Database database_ = Database::in_memory();
    int keys_ = 0;
};

TEST_F(AsOfTest, WhatLayThereAndWhatTheBooksSaidAreTwoQuestions) {
    take(3, 10, 3);
    take(5, 20, 9);  // told four days late
    EXPECT_EQ(on_hand(noon_of(3) - std::chrono::seconds{1}), 100);
    EXPECT_EQ(on_hand(noon_of(3)), 90) << "what happened in that second counts";
    EXPECT_EQ(on_hand(noon_of(6)), 70);
    EXPECT_EQ(on_hand(noon_of(6), noon_of(8)), 90) << "on the 8th nobody knew";
    EXPECT_EQ(on_hand(noon_of(6), noon_of(9)), 70);
    EXPECT_EQ(on_hand(noon_of(6), noon_of(2)), 100);
}

/// Against a plain list of what was posted, with every moment of a month asked.
TEST_F(AsOfTest, EveryMomentIsTheSumOfWhatHappenedBefore) {
    struct Posted {
        Instant occurred;
        Instant recorded;
        std::int64_t amount;
    };
    std::mt19937_64 random(5);
    std::vector<Posted> posted;
    for (int i = 0; i < 200; ++i) {
        const int day = 2 + static_cast<int>(random() % 26);
        const Instant occurred = noon_of(day) + std::chrono::seconds{random() % 80'000};
        const Instant recorded =
            occurred + std::chrono::hours{random() % 4 == 0 ? random() % 90 : 1};
        const auto amount = static_cast<std::int64_t>(1 + random() % 9);
        Movement movement =
            kit::carry("receipt", "r" + std::to_string(i), day, account("P", "T1", "purchased"),
                       account("P", "T1", "on_hand"), amount);
        movement.occurred_at = occurred;
        post_movement(database_, movement, recorded);
        posted.push_back({occurred, recorded, amount});
    }
    for (int i = 0; i < 400; ++i) {
        const Instant at = noon_of(1) + std::chrono::seconds{random() % (30 * 86'400)};
        const Instant known = at + std::chrono::hours{static_cast<int>(random() % 100) - 20};
        std::int64_t occurred = 100;
        std::int64_t told = 100;
        for (const Posted& one : posted) {
            occurred += one.occurred <= at ? one.amount : 0;
            told += one.occurred <= at && one.recorded <= known ? one.amount : 0;
        }
        ASSERT_EQ(on_hand(at), occurred);
        ASSERT_EQ(on_hand(at, known), told) << i;
    }
}

TEST_F(AsOfTest, AReversalTakesBackOnceAndChangesNoRow) {
    const std::int64_t issue = take(3, 10, 3);
    std::int64_t reversal = 0;
    const auto reverse = [&](std::int64_t movement) {
        change_books(database_, 5, [&](Change& change) {
            reversal = reverse_movement(change, movement, "issued to the wrong town");
        });
    };
    reverse(issue);
    EXPECT_EQ(on_hand(noon_of(4)), 90) << "the past stays as it was";
    EXPECT_EQ(on_hand(noon_of(5)), 100);
    EXPECT_EQ(code_of([&] { reverse(issue); }), "ledger.reversed");
    EXPECT_EQ(code_of([&] { reverse(reversal); }), "ledger.reversed");
    EXPECT_EQ(code_of([&] { reverse(999); }), "ledger.movement");
    EXPECT_EQ(proof(), "");
}

TEST_F(AsOfTest, WhatHasGoneOnIsNotTakenBack) {
    const std::int64_t receipt =
        post_movement(database_,
                      kit::carry("receipt", "r", 2, account("P", "T1", "purchased"),
                                 account("P", "T1", "on_hand"), 5),
                      noon_of(2));
    take(3, 103, 3);
    EXPECT_EQ(code_of([&] {
                  change_books(database_, 4,
                               [&](Change& change) { reverse_movement(change, receipt, ""); });
              }),
              "ledger.negative");
    EXPECT_EQ(proof(), "");
}

TEST_F(AsOfTest, NothingIsDatedInAClosedPeriod) {
    const auto close = [&](int last_day, int today) {
        change_books(database_, today,
                     [&](Change& change) { close_period(change, kit::book_date(last_day)); });
    };
    EXPECT_EQ(code_of([&] { close(5, 5); }), "ledger.closed") << "the day is not over";
    close(5, 6);
    EXPECT_EQ(code_of([&] { close(5, 9); }), "ledger.closed");
    const ErrorDetail error = failure_of([&] { take(5, 1, 6); }).detail();
    EXPECT_EQ(error.code, "ledger.closed");
    EXPECT_THAT(error.expected, HasSubstr("2017-07-06"));
    take(6, 1, 6);
    EXPECT_EQ(first_open_day(database_), kit::book_date(6));
    EXPECT_EQ(closed_periods(database_).size(), 1U);
    EXPECT_EQ(proof(), "");
}

TEST_F(AsOfTest, ALotTellsItsLifeAndWhereItIsNow) {
    const std::int64_t issue = take(4, 10, 4);
    post_movement(
        database_,
        kit::carry("move", "m", 3, account("P", "T1", "on_hand"), account("P", "T1", "loaded"), 30),
        noon_of(5));
    change_books(database_, 6,
                 [&](Change& change) { reverse_movement(change, issue, "wrong town"); });
    change_books(database_, 7, [](Change& change) {
        set_lot_state(change, "TENT", "T1", "awaiting_test", "damp");
    });
    const auto traces = trace_lot(database_, "T1", std::nullopt, noon_of(8));
    ASSERT_EQ(traces.size(), 1U);
    const LotTrace& trace = traces.front();
    std::vector<std::string> kinds;
    for (const TraceStep& step : trace.steps) {
        kinds.push_back(step.kind);
    }
    // By the order of occurrence: two openings (P and K), then the move that was told a day late.
    EXPECT_THAT(kinds, testing::ElementsAre("opening", "opening", "move", "issue", "reversal"));
    EXPECT_EQ(trace.steps[3].reversed_by, trace.steps[4].movement);
    EXPECT_EQ(trace.state, "awaiting_test");
    ASSERT_EQ(trace.states.size(), 1U);
    std::map<std::string, std::int64_t> now;
    for (const StockRow& row : trace.now) {
        now[row.account.site + " " + row.account.stage] = row.amount;
    }
    EXPECT_EQ(now, (std::map<std::string, std::int64_t>{
                       {"K on_hand", 20}, {"P loaded", 30}, {"P on_hand", 70}}));
    EXPECT_EQ(code_of([&] { (void)trace_lot(database_, "NONE", std::nullopt, noon_of(8)); }),
              "ledger.lot");
}

}  // namespace
}  // namespace relief
