// SPDX-License-Identifier: Apache-2.0
// The ten-day bulletin and the yearly report: what came and went, by arithmetic done by hand.
#include "reserves/report/period.h"

#include "tests/reserves/order_kit.h"

#include <gtest/gtest.h>

#include <chrono>
#include <random>

namespace relief {
namespace {

using kit::book_date;

/// Liaoyuan's point has 1 050 quilts of the province and its house 100, Fusong 80: 1 230.
class PeriodTest : public kit::OrderTest {
  protected:
    PeriodRow quilts_in(int first, int last, const std::optional<std::string>& site = {}) {
        for (PeriodRow& row : period_rows(database_, book_date(first), book_date(last), site)) {
            if (row.item == "QUILT") {
                return row;
            }
        }
        return {};
    }

    /// A movement between the shelf of LYD and a counter-account; `amount` above 0 comes in.
    void post(const std::string& stage, std::int64_t amount) {
        change([&](Change& made) {
            const Account shelf{.owner = "220000",
                                .keeper = "220400-CAB",
                                .site = "LYD",
                                .item = "QUILT",
                                .lot = "Q2",
                                .condition = "A",
                                .stage = "on_hand"};
            Account counter = shelf;
            counter.stage = stage;
            post_in(made, "test", stage, {{shelf, amount}, {counter, -amount}});
        });
    }

    static std::int64_t sum(const PeriodRow& row) {
        return row.opening + row.bought + row.from_upper + row.donated + row.returned - row.out -
               row.scrapped + row.corrected + row.other;
    }
};

TEST_F(PeriodTest, EveryCauseStandsInItsOwnColumn) {
    now_ = kit::noon_of(3);
    post("purchased", 100);
    post("donated", 30);
    post("from_upper", 20);
    post("issued_to_people", -70);
    post("issued_to_people", 10);
    post("scrapped", -5);
    post("lost(count)", -4);
    post("found", 1);
    const PeriodRow row = quilts_in(2, 10);
    EXPECT_EQ(row.opening, 1230);
    EXPECT_FALSE(row.opened);
    EXPECT_EQ(row.bought, 100);
    EXPECT_EQ(row.donated, 30);
    EXPECT_EQ(row.from_upper, 20);
    EXPECT_EQ(row.out, 70);
    EXPECT_EQ(row.returned, 10);
    EXPECT_EQ(row.scrapped, 5);
    EXPECT_EQ(row.corrected, -3);
    EXPECT_EQ(row.closing, 1230 + 100 + 30 + 20 - 70 + 10 - 5 - 3);
    EXPECT_EQ(row.in() - row.gone(), row.closing - row.opening);
    // The books were opened on the first: what they began with is the year's opening.
    const PeriodRow year = quilts_in(1, 31);
    EXPECT_EQ(year.opening, 1230);
    EXPECT_TRUE(year.opened);
    EXPECT_EQ(quilts_in(4, 10).opening, row.closing);
}

TEST_F(PeriodTest, AnAllotmentIsNoFlowOfTheProvinceAndOneOfEachDepot) {
    const std::int64_t id = signed_order(quilts(200));
    to_road(id);
    EXPECT_EQ(quilts_in(2, 2).outside, 200);
    EXPECT_EQ(quilts_in(2, 2).closing, 1230);
    arrive(id);
    receive(id, {}, true);
    const PeriodRow all = quilts_in(2, 2);
    EXPECT_EQ(all.in(), 0);
    EXPECT_EQ(all.gone(), 0);
    EXPECT_EQ(all.outside, 0);
    EXPECT_EQ(quilts_in(2, 2, "LYD").out, 200);
    EXPECT_EQ(quilts_in(2, 2, "LYD").closing, 850);
    EXPECT_EQ(quilts_in(2, 2, "BS").from_upper, 200);
    EXPECT_EQ(quilts_in(2, 2, "BS").opening, 0);
}

TEST_F(PeriodTest, OpeningAndCausesMakeTheClosingWhateverHappens) {
    std::mt19937_64 random(11);
    const std::vector<std::string> stages{"purchased", "donated",     "from_upper", "scrapped",
                                          "found",     "lost(count)", "replaced",   "kit_out"};
    for (int day = 2; day <= 12; ++day) {
        now_ = kit::noon_of(day);
        const std::string& stage = stages[random() % stages.size()];
        post(stage, static_cast<std::int64_t>(random() % 40 + 1) * (day % 3 == 0 ? -1 : 1));
    }
    for (int first = 1; first <= 12; ++first) {
        for (int last = first; last <= 12; ++last) {
            const PeriodRow row = quilts_in(first, last);
            EXPECT_EQ(sum(row), row.closing) << first << " to " << last;
            const PeriodRow site = quilts_in(first, last, "LYD");
            EXPECT_EQ(sum(site), site.closing) << first << " to " << last;
        }
    }
}

TEST(PeriodDays, TheTenthTheTwentiethAndTheEndOfTheMonthCloseTheirDays) {
    const auto days = [](const char* text) {
        const Period period = ten_days_of(*parse_date(text));
        return format_date(period.first) + " " + format_date(period.last);
    };
    EXPECT_EQ(days("2017-07-10"), "2017-07-01 2017-07-10");
    EXPECT_EQ(days("2017-07-11"), "2017-07-01 2017-07-10");
    EXPECT_EQ(days("2017-07-12"), "2017-07-11 2017-07-12");
    EXPECT_EQ(days("2017-07-31"), "2017-07-21 2017-07-31");
    EXPECT_EQ(days("2017-03-01"), "2017-02-21 2017-02-28");
    const auto year = [](const char* text) {
        const Period period = year_up_to(*parse_date(text));
        return format_date(period.first) + " " + format_date(period.last);
    };
    EXPECT_EQ(year("2018-01-10"), "2017-01-01 2017-12-31");
    EXPECT_EQ(year("2018-02-01"), "2018-01-01 2018-02-01");
}

}  // namespace
}  // namespace relief
