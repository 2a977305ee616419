// SPDX-License-Identifier: Apache-2.0
// The books as they were after a journal row: proven like the books themselves.
#include "core/store/past.h"
#include "reserves/duty/call.h"
#include "reserves/duty/shift.h"
#include "tests/kit/books.h"

#include <gtest/gtest.h>

#include <random>

namespace relief {
namespace {

using kit::failure_of;
using kit::noon_of;

/// Every balance of the books, for comparing.
std::vector<std::pair<std::int64_t, std::int64_t>> balances(Database& database) {
    Statement select = database.prepare(
        "SELECT account_id, amount FROM balance WHERE amount <> 0 ORDER BY account_id");
    std::vector<std::pair<std::int64_t, std::int64_t>> all;
    while (select.step()) {
        all.emplace_back(select.integer(0), select.integer(1));
    }
    return all;
}

void note_a_call(Database& database, int number) {
    const Request request{.key = "call/" + std::to_string(number),
                          .content = "{}",
                          .actor = "王芳",
                          .operation = "duty.call",
                          .subject = {},
                          .occurred_at = noon_of(3),
                          .recorded_at = noon_of(3)};
    make_change(database, request, [&](Change& change) {
        if (number == 0) {
            open_shift(change, {.unit = "220000"});
        }
        add_call(change, {.caller = "电话", .lines = {{.item = "TENT", .asked = number + 1}}});
        return std::string("{}");
    });
}

class PastTest : public testing::Test {
  protected:
    PastTest() { kit::open_small_books(database_); }
    kit::TempFolder folder_;
    Database database_ = Database::create(folder_ / "books.db");
};

TEST_F(PastTest, EveryStateIsAsItWasThenAndIsProven) {
    std::mt19937_64 random(2019);
    std::vector<std::pair<std::int64_t, decltype(balances(database_))>> states;
    std::vector<std::size_t> calls;
    for (int round = 0; round < 40; ++round) {
        if (random() % 3 == 0) {
            note_a_call(database_, static_cast<int>(calls.empty() ? 0 : calls.back()));
        } else {
            post_movement(
                database_,
                kit::issue("i" + std::to_string(round), 2 + static_cast<int>(random() % 5), "P",
                           random() % 2 == 0 ? "T1" : "T2", 1),
                noon_of(9));
        }
        states.emplace_back(journal_head(database_).seq, balances(database_));
        calls.push_back(read_calls(database_).size());
    }
    for (std::size_t at = 0; at < states.size(); at += 3) {
        Database past = books_at(database_, states[at].first);
        EXPECT_EQ(balances(past), states[at].second);
        EXPECT_EQ(read_calls(past).size(), calls[at]);
        EXPECT_EQ(kit::complaint(verify_books(past, std::nullopt)), "") << states[at].first;
    }
}

TEST_F(PastTest, AMomentIsTheLastRowBeforeTheFirstRecordedLater) {
    post_movement(database_, kit::issue("a", 2, "P", "T1", 1), noon_of(4));
    const std::int64_t seq = journal_head(database_).seq;
    post_movement(database_, kit::issue("b", 2, "P", "T1", 1), noon_of(6));
    // The clock was put back: what came after a later row was not known before it.
    post_movement(database_, kit::issue("c", 2, "P", "T1", 1), noon_of(3));
    EXPECT_EQ(journal_seq_at(database_, noon_of(4)), seq);
    EXPECT_EQ(journal_seq_at(database_, noon_of(5)), seq);
    EXPECT_EQ(journal_seq_at(database_, noon_of(6)), seq + 2);
    EXPECT_EQ(journal_seq_at(database_, noon_of(1) - std::chrono::seconds{1}), 0);
}

TEST_F(PastTest, AStateThatNeverWasIsBadInput) {
    EXPECT_EQ(failure_of([&] { (void)books_at(database_, 0); }).detail().code, "books.seq");
    const std::int64_t head = journal_head(database_).seq;
    EXPECT_EQ(failure_of([&] { (void)books_at(database_, head + 1); }).detail().code, "books.seq");
}

}  // namespace
}  // namespace relief
