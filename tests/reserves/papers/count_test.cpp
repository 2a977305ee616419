// SPDX-License-Identifier: Apache-2.0
// A count is a claim about a moment (reserves.md 1.1, rows 1-6 and 28-31).
#include "reserves/document/count.h"

#include "tests/kit/papers.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

namespace relief {
namespace {

using kit::failure_of;
using kit::goods;
using kit::noon_of;
using kit::paper;
using testing::HasSubstr;

class CountTest : public testing::Test {
  protected:
    CountTest() { books_.lift_clock(noon_of(30)); }

    /// Quilts of lot Q1 given to people at Yongji.
    void issue(Instant at, std::int64_t amount) {
        books_.run(at, paper("issue", {goods("QUILT", "Q1", amount, "P", "220221")}), "deputy");
    }

    kit::PaperBooks books_{Database::in_memory()};
};

TEST_F(CountTest, NineHundredCountedAfterAHundredWentOutIsNoDifference) {
    issue(noon_of(2), 100);
    const std::int64_t count = books_.count("QUILT", "Q1", 900, noon_of(3), noon_of(4));
    EXPECT_EQ(books_.state(count), "posted");
    EXPECT_EQ(books_.at("P", "QUILT", "Q1"), 900);
    EXPECT_EQ(books_.at("P", "QUILT", "Q1", "lost(count)"), 0);
    EXPECT_EQ(books_.proof(), "");
}

TEST_F(CountTest, ACountIsClosedAlthoughStockMovedMeanwhile) {
    const std::int64_t count = books_.open_count_at(noon_of(2));
    books_.add_count(count, "QUILT", "Q1", 1000, noon_of(2), noon_of(2));
    issue(noon_of(3), 100);
    books_.close(count, noon_of(4));
    EXPECT_EQ(books_.state(count), "posted");
    EXPECT_EQ(books_.at("P", "QUILT", "Q1"), 900);
}

TEST_F(CountTest, FewerThanTheBookAreLostAndMoreAreFound) {
    const std::int64_t fewer = books_.count("QUILT", "Q1", 990, noon_of(2), noon_of(2));
    EXPECT_EQ(books_.state(fewer), "closed");  // a loss is signed first
    books_.sign(noon_of(3), fewer, "head");
    books_.post(noon_of(3), fewer);
    EXPECT_EQ(books_.at("P", "QUILT", "Q1"), 990);
    EXPECT_EQ(books_.at("P", "QUILT", "Q1", "lost(count)"), 10);
    const std::int64_t more = books_.count("QUILT", "Q1", 995, noon_of(4), noon_of(4));
    EXPECT_EQ(books_.state(more), "posted");
    EXPECT_EQ(books_.at("P", "QUILT", "Q1"), 995);
    EXPECT_EQ(books_.at("P", "QUILT", "Q1", "found"), -5);
    EXPECT_EQ(books_.proof(), "");
}

TEST_F(CountTest, FifteenThousandCountedAsThirteenBeforeTwoWentOutLeavesEleven) {
    const std::int64_t in = books_.run(
        noon_of(2),
        paper("receipt", {kit::new_goods("QUILT", "N1", 15'000, "P")}, {{"source", "purchased"}}),
        "keeper P");
    books_.run(noon_of(2), paper("acceptance", {goods("QUILT", "N1", 15'000, "", "P")}, {}, in),
               "keeper P");
    books_.run(noon_of(5),
               paper("issue", {goods("QUILT", "N1", 2'000, "P", "220221", "", "newest first")}),
               "deputy");
    const std::int64_t count = books_.count("QUILT", "N1", 13'000, noon_of(3), noon_of(6));
    books_.sign(noon_of(7), count, "head");
    books_.post(noon_of(7), count);
    EXPECT_EQ(books_.at("P", "QUILT", "N1"), 11'000);
    const Account shelf{.owner = "220000",
                        .keeper = "JL-CAD",
                        .site = "P",
                        .item = "QUILT",
                        .lot = "N1",
                        .condition = "A",
                        .stage = "on_hand"};
    EXPECT_EQ(book_as_of(books_.database(), shelf, noon_of(3)), 13'000);
    EXPECT_EQ(book_as_of(books_.database(), shelf, noon_of(2)), 15'000);
    EXPECT_EQ(books_.proof(), "");
}

TEST_F(CountTest, WhatHappenedBeforeACountIsNotBookedAfterIt) {
    books_.count("QUILT", "Q1", 1000, noon_of(10), noon_of(10));
    const Error error = failure_of([&] { issue(noon_of(9), 1); });
    EXPECT_EQ(error.detail().code, "ledger.counted");
    EXPECT_THAT(error.detail().expected, HasSubstr("2017-07-10T12:00"));
    issue(noon_of(11), 1);
    EXPECT_EQ(books_.at("P", "QUILT", "Q1"), 999);
}

TEST_F(CountTest, AReversedCountAssertsNothing) {
    const std::int64_t count = books_.count("QUILT", "Q1", 1003, noon_of(10), noon_of(10));
    books_.reverse(noon_of(11), count);
    EXPECT_EQ(books_.at("P", "QUILT", "Q1"), 1000);
    issue(noon_of(9), 1);
    EXPECT_EQ(books_.at("P", "QUILT", "Q1"), 999);
    EXPECT_EQ(books_.proof(), "");
}

TEST_F(CountTest, ASheetMadeFromOlderBooksIsStale) {
    issue(noon_of(2), 100);
    const std::int64_t count = books_.open_count_at(noon_of(3));
    const Error error = failure_of(
        [&] { books_.add_count(count, "QUILT", "Q1", 900, noon_of(3), noon_of(3), 1000); });
    EXPECT_EQ(error.detail().code, "count.stale");
    EXPECT_THAT(error.detail().expected, HasSubstr("book 900"));
    books_.add_count(count, "QUILT", "Q1", 900, noon_of(3), noon_of(3), 900);
}

TEST_F(CountTest, ALossIsCheckedAndSignedByThreePeople) {
    const std::int64_t count = books_.open_count_at(noon_of(2));
    books_.add_count(count, "QUILT", "Q1", 1, noon_of(2), noon_of(2));
    EXPECT_EQ(failure_of([&] { books_.close(count, noon_of(3), "maker"); }).detail().code,
              "count.checker");
    books_.close(count, noon_of(3), "head");
    EXPECT_EQ(failure_of([&] { books_.post(noon_of(3), count); }).detail().code, "doc.state");
    EXPECT_EQ(failure_of([&] { books_.sign(noon_of(3), count, "head"); }).detail().code,
              "doc.people");
}

TEST_F(CountTest, WhatWasSignedIsWhatIsPosted) {
    const std::int64_t count = books_.count("QUILT", "Q1", 990, noon_of(5), noon_of(5));
    issue(noon_of(4), 3);  // told after the close, said to be before the count
    books_.sign(noon_of(6), count, "head");
    EXPECT_EQ(failure_of([&] { books_.post(noon_of(6), count); }).detail().code, "count.changed");
}

TEST_F(CountTest, ALaterLineOfTheSameLotStandsInForTheFirst) {
    const std::int64_t count = books_.open_count_at(noon_of(2));
    books_.add_count(count, "QUILT", "Q1", 1, noon_of(2), noon_of(2));
    books_.add_count(count, "QUILT", "Q1", 1000, noon_of(2), noon_of(2));
    ASSERT_EQ(count_lines(books_.database(), count).size(), 1U);
    books_.close(count, noon_of(3));
    EXPECT_EQ(books_.state(count), "posted");
}

TEST_F(CountTest, NobodyCountsTomorrowNorLessThanNothing) {
    const std::int64_t count = books_.open_count_at(noon_of(2));
    books_.lift_clock({});
    EXPECT_EQ(failure_of([&] { books_.add_count(count, "QUILT", "Q1", 1, noon_of(9), noon_of(3)); })
                  .detail()
                  .code,
              "count.moment");
    EXPECT_EQ(
        failure_of([&] { books_.add_count(count, "QUILT", "Q1", -1, noon_of(3), noon_of(3)); })
            .detail()
            .code,
        "count.amount");
    EXPECT_EQ(failure_of([&] { books_.close(count, noon_of(3)); }).detail().code, "count.empty");
}

TEST_F(CountTest, NothingGoesOutBeforeItCameIn) {
    const std::int64_t in = books_.run(
        noon_of(10),
        paper("receipt", {kit::new_goods("QUILT", "N1", 100, "P")}, {{"source", "purchased"}}),
        "keeper P");
    books_.run(noon_of(11), paper("acceptance", {goods("QUILT", "N1", 100, "", "P")}, {}, in),
               "keeper P");
    const Error error = failure_of([&] {
        books_.run(noon_of(9), paper("issue", {goods("QUILT", "N1", 5, "P", "220221", "", "test")}),
                   "deputy");
    });
    EXPECT_EQ(error.detail().code, "ledger.negative");
}

/// Whatever is issued when and counted when: after a count is posted the book of its moment is what
/// was counted, and what went out later stands on it.
TEST_F(CountTest, TheBookOfTheMomentIsTheCountWhateverWentOutAroundIt) {
    std::mt19937_64 random(20170714);
    std::int64_t expected = 1000;
    for (int day = 2; day < 30; ++day) {
        const auto issued = static_cast<std::int64_t>(random() % 7);
        if (issued > 0) {
            issue(noon_of(day), issued);
            expected -= issued;
        }
        const std::int64_t counted = expected + static_cast<std::int64_t>(random() % 3);
        const std::int64_t count =
            books_.count("QUILT", "Q1", counted, noon_of(day) + std::chrono::hours{1},
                         noon_of(day) + std::chrono::hours{2});
        ASSERT_EQ(books_.state(count), "posted");
        expected = counted;
        ASSERT_EQ(books_.at("P", "QUILT", "Q1"), expected);
    }
    std::int64_t checked = 0;
    EXPECT_FALSE(check_counts(books_.database(), checked).has_value());
    EXPECT_EQ(checked, 28);
    EXPECT_EQ(books_.proof(), "");
}

}  // namespace
}  // namespace relief
