// SPDX-License-Identifier: Apache-2.0
// The daily bulletin against a plain sum over the postings it may know of.
#include "reserves/report/daily.h"
#include "core/store/past.h"
#include "reserves/document/document.h"
#include "reserves/ledger/hold.h"
#include "tests/kit/books.h"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <tuple>

namespace relief {
namespace {

using kit::book_date;
using kit::noon_of;

/// What the test itself remembers of a posting.
struct PostedDay {
    Instant recorded_at;
    Date day;
    std::string site;
    std::string item;
    std::string owner;
    std::int64_t amount = 0;  ///< into the site
};

using Key = std::tuple<std::string, std::string, std::string>;

struct Sums {
    std::int64_t opening = 0;
    std::int64_t in = 0;
    std::int64_t out = 0;
    friend bool operator==(const Sums&, const Sums&) = default;
};

void PrintTo(const Sums& sums, std::ostream* out) {
    *out << sums.opening << " + " << sums.in << " - " << sums.out;
}

class DailyTest : public testing::Test {
  protected:
    DailyTest() {
        baseline_.depots[0].level = "province";
        baseline_.depots[1].level = "city";
        baseline_.depots[2].level = "province";
        kit::open_small_books(database_);
        for (const OpeningLot& lot : baseline_.lots) {
            const std::int64_t scale = lot.item == "RICE" ? 1000 : 1;
            posted_.push_back(
                {noon_of(1), book_date(1), lot.depot, lot.item, lot.owner, lot.quantity * scale});
        }
    }

    std::string level(const std::string& site) const { return baseline_.depot(site)->level; }

    void issue(int number, int day, Instant recorded, const std::string& site,
               const std::string& lot, std::int64_t amount) {
        const Movement movement = kit::issue("i" + std::to_string(number), day, site, lot, amount);
        post_movement(database_, movement, recorded);
        const Account& account = movement.entries[0].account;
        posted_.push_back({recorded, book_date(day), site, account.item, account.owner, -amount});
    }

    /// Opening, in and out of the day of `as_of`, by what was recorded till then.
    std::map<Key, Sums> reckon(Instant as_of) const {
        const Date day = beijing_date(as_of);
        std::map<Key, Sums> sums;
        for (const PostedDay& row : posted_) {
            if (row.recorded_at > as_of || row.day > day) {
                continue;
            }
            Sums& sum = sums[{row.item, level(row.site), row.owner}];
            if (row.day < day) {
                sum.opening += row.amount;
            } else {
                (row.amount > 0 ? sum.in : sum.out) += row.amount > 0 ? row.amount : -row.amount;
            }
        }
        return sums;
    }

    DailyReport report(Instant as_of, std::optional<std::int64_t> people = {}) {
        Database books = books_at(database_, journal_seq_at(database_, as_of));
        return daily_report(books, kit::small_rules(), baseline_, {},
                            {.as_of = as_of, .people = people});
    }

    std::vector<PostedDay> posted_;
    Baseline baseline_ = kit::small_baseline();
    kit::TempFolder folder_;
    Database database_ = Database::create(folder_ / "books.db");
};

TEST_F(DailyTest, EveryNumberIsTheSumOfThePostingsKnownThen) {
    std::mt19937_64 random(817);
    Instant recorded = noon_of(2);
    for (int number = 0; number < 60; ++number) {
        recorded += std::chrono::minutes{random() % 300};
        const int today = static_cast<int>((beijing_date(recorded) - book_date(1)).count()) + 1;
        const int day = std::max(2, today - static_cast<int>(random() % 3));
        const std::vector<std::pair<std::string, std::string>> places{
            {"P", "T1"}, {"P", "T2"}, {"C", "T4"}, {"K", "T1"}, {"C", "R1"}};
        const auto& [site, lot] = places[random() % places.size()];
        // Noon of the day it is said to have happened on may lie after the minute of recording.
        if (noon_of(day) > recorded) {
            continue;
        }
        issue(number, day, recorded, site, lot, site == "K" || site == "C" ? 1 : 2);
    }
    for (Instant as_of = noon_of(2); as_of < recorded; as_of += std::chrono::hours{7}) {
        std::map<Key, Sums> shown;
        for (const DailyStock& row : report(as_of).stock) {
            EXPECT_EQ(row.opening + row.in - row.out, row.closing);
            EXPECT_EQ(row.closing, row.available + row.held + row.unusable);
            shown[{row.item, row.level, row.owner}] = {row.opening, row.in, row.out};
        }
        EXPECT_EQ(shown, reckon(as_of)) << format_instant(as_of);
    }
}

TEST_F(DailyTest, WhatIsRecordedLateIsNamedWithTheDayItHappened) {
    issue(1, 2, noon_of(3), "P", "T1", 5);
    const DailyReport day_two = report(noon_of(2));
    EXPECT_TRUE(day_two.movements.empty());
    const DailyReport day_three = report(noon_of(3));
    ASSERT_EQ(day_three.late.size(), 1U);
    EXPECT_EQ(day_three.late[0].amount, -5);
    EXPECT_EQ(day_three.late[0].occurred_at, noon_of(2));
    EXPECT_EQ(day_two.stock[2].closing - 5, day_three.stock[2].opening);
}

TEST_F(DailyTest, AvailableIsWhatThePickerSeesAndHeldIsNotInIt) {
    const Request request{.key = "h",
                          .content = "{}",
                          .actor = "王芳",
                          .operation = "hold",
                          .subject = {},
                          .occurred_at = noon_of(2),
                          .recorded_at = noon_of(2)};
    make_change(database_, request, [&](Change& change) {
        const auto id = add_document(change, {.unit = "220000",
                                              .kind = "allotment_order",
                                              .lines = {{.item = "TENT", .amount = 40}}});
        make_hold(change, {.site = "P",
                           .item = "TENT",
                           .lot = "T1",
                           .owner = "220000",
                           .amount = 40,
                           .document = id,
                           .line = 1,
                           .deadline = noon_of(3)});
        return std::string("{}");
    });
    const auto province = [&](Instant at) {
        for (const DailyStock& row : report(at).stock) {
            if (row.item == "TENT" && row.level == "province") {
                return row;
            }
        }
        return DailyStock{};
    };
    // 100 + 50 good at P and 20 at K; 7 of condition B.
    EXPECT_EQ(province(noon_of(2)).available, 130);
    EXPECT_EQ(province(noon_of(2)).held, 40);
    EXPECT_EQ(province(noon_of(2)).unusable, 7);
    EXPECT_EQ(province(noon_of(3) + std::chrono::seconds{1}).available, 170);
    EXPECT_EQ(report(noon_of(2)).orders.size(), 1U);
    EXPECT_EQ(report(noon_of(3)).orders.size(), 0U);
}

TEST_F(DailyTest, AMoveBetweenDepotsOfOneLevelIsNeitherInNorOut) {
    Account to = kit::account("K", "T1", "on_hand");
    post_movement(database_, kit::carry("move", "m", 2, kit::account("P", "T1", "on_hand"), to, 30),
                  noon_of(2));
    const DailyReport day = report(noon_of(2));
    EXPECT_EQ(day.movements.size(), 2U);
    for (const DailyStock& row : day.stock) {
        EXPECT_EQ(row.in, 0);
        EXPECT_EQ(row.out, 0);
    }
}

TEST_F(DailyTest, GoodsOnTheRoadStandOutsideTheDepots) {
    Account road = kit::account("P", "T1", "in_transit(220000-DB-2017-0001)");
    post_movement(database_,
                  kit::carry("depart", "d", 2, kit::account("P", "T1", "on_hand"), road, 30),
                  noon_of(2));
    const DailyReport day = report(noon_of(2));
    ASSERT_EQ(day.in_transit.size(), 1U);
    EXPECT_EQ(day.in_transit[0].order, "220000-DB-2017-0001");
    EXPECT_EQ(day.in_transit[0].amount, 30);
    std::int64_t outside = 0;
    std::int64_t out = 0;
    for (const DailyStock& row : day.stock) {
        outside += row.outside;
        out += row.out;
    }
    EXPECT_EQ(outside, 30);
    EXPECT_EQ(out, 30);
}

}  // namespace
}  // namespace relief
