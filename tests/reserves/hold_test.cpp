// SPDX-License-Identifier: Apache-2.0
// Goods that are promised: once, in time, and only where they may be used.
#include "reserves/ledger/hold.h"
#include "reserves/care/hazard.h"
#include "reserves/care/rules.h"
#include "reserves/ledger/change_posting.h"
#include "reserves/ledger/ledger.h"
#include "reserves/ledger/lot_state.h"
#include "tests/kit/change.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <vector>

namespace relief {
namespace {

using kit::account;
using kit::change_books;
using kit::failure_of;
using kit::noon_of;
using testing::HasSubstr;

class HoldTest : public testing::Test {
  protected:
    HoldTest() {
        kit::open_small_books(database_);
        order_ = kit::add_order(database_, "order");
    }

    NewHold of(const std::string& lot, std::int64_t amount, int deadline_day = 9) const {
        return {.site = "P",
                .item = "TENT",
                .lot = lot,
                .owner = "220000",
                .amount = amount,
                .document = order_,
                .line = 1,
                .deadline = noon_of(deadline_day)};
    }

    std::int64_t hold(const NewHold& wanted, int day = 2) {
        std::int64_t id = 0;
        change_books(database_, day, [&](Change& change) { id = make_hold(change, wanted); });
        return id;
    }

    void end(std::int64_t id, HoldEnd how, std::int64_t posted = 0, int day = 3) {
        change_books(database_, day, [&](Change& change) { end_hold(change, id, how, posted); });
    }

    std::int64_t available(const std::string& lot, int day) {
        const auto lots = available_lots(database_, {.site = "P", .lot = lot, .at = noon_of(day)});
        return lots.empty() ? 0 : lots.front().available;
    }

    std::int64_t planned(int day) {
        Units sum = 0;
        for (const LotStock& lot : read_stock(database_, kit::small_rules(), noon_of(day)).lots) {
            sum += lot.depot == "P" ? lot.available : 0;
        }
        return sum;
    }

    ErrorDetail refusal(const std::function<void()>& action) { return failure_of(action).detail(); }

    std::string proof() { return kit::complaint(verify_books(database_, std::nullopt)); }

    Database database_ = Database::in_memory();
    std::int64_t order_ = 0;
};

TEST_F(HoldTest, WhatIsHeldIsNotAvailableToAnybodyElse) {
    hold(of("T1", 70));
    EXPECT_EQ(available("T1", 3), 30);
    EXPECT_EQ(planned(3), 80) << "100 - 70 and 50 of T2";
    const ErrorDetail error = refusal([&] { hold(of("T1", 31)); });
    EXPECT_EQ(error.code, "hold.short");
    EXPECT_THAT(error.found, HasSubstr("30 available"));
    hold(of("T1", 30));
    EXPECT_EQ(available("T1", 3), 0);
    EXPECT_EQ(proof(), "");
}

TEST_F(HoldTest, NothingHeldIsTakenByAnotherPosting) {
    const std::int64_t id = hold(of("T1", 70));
    EXPECT_EQ(refusal([&] {
                  post_movement(database_, kit::issue("k", 3, "P", "T1", 31), noon_of(3));
              }).code,
              "ledger.held");
    post_movement(database_, kit::issue("k", 3, "P", "T1", 30), noon_of(3));
    change_books(database_, 4, [&](Change& change) {
        end_hold(change, id, HoldEnd::posted, 50);
        post_in(change, "issue", "pick",
                {{account("P", "T1", "on_hand"), -50}, {account("P", "T1", "picked"), 50}});
    });
    EXPECT_EQ(available("T1", 4), 20) << "the rest of the hold is free";
    EXPECT_EQ(proof(), "");
}

TEST_F(HoldTest, AHoldResolvesOnce) {
    const std::int64_t id = hold(of("T1", 10));
    EXPECT_EQ(refusal([&] { end(id, HoldEnd::posted, 11); }).code, "hold.amount");
    EXPECT_EQ(refusal([&] { end(id, HoldEnd::posted, 0); }).code, "hold.amount");
    EXPECT_EQ(refusal([&] { end(id, HoldEnd::voided, 3); }).code, "hold.amount");
    EXPECT_EQ(refusal([&] { end(id, HoldEnd::expired); }).code, "hold.ended") << "it has time";
    end(id, HoldEnd::voided);
    EXPECT_EQ(refusal([&] { end(id, HoldEnd::posted, 10); }).code, "hold.ended");
    EXPECT_EQ(refusal([&] { end(99, HoldEnd::voided); }).code, "hold.unknown");
    EXPECT_EQ(available("T1", 3), 100);
}

TEST_F(HoldTest, ADeadlineIsAFactOfTimeBeforeAnybodyWritesIt) {
    const std::int64_t id = hold(of("T1", 100, 5));
    EXPECT_EQ(available("T1", 5), 0) << "open through its last second";
    EXPECT_EQ(available_lots(database_, {.lot = "T1", .at = noon_of(5) + std::chrono::seconds{1}})
                  .back()
                  .available,
              100);
    EXPECT_TRUE(open_holds(database_, noon_of(6)).empty());
    EXPECT_EQ(refusal([&] { end(id, HoldEnd::posted, 100, 6); }).code, "hold.ended");
    hold(of("T1", 100), 6);  // another document has it meanwhile
    change_books(database_, 7, [&](Change& change) {
        EXPECT_EQ(expire_holds(change, noon_of(7)), 1);
        EXPECT_EQ(expire_holds(change, noon_of(7)), 0);
    });
    EXPECT_EQ(refusal([&] { hold(of("T2", 1, 5), 6); }).code, "hold.deadline");
    EXPECT_EQ(proof(), "");
}

TEST_F(HoldTest, ALotIsUsableThroughTheWholeBeijingDayItExpires) {
    post_movement(
        database_,
        {.kind = "receipt",
         .idempotency_key = "n",
         .occurred_at = noon_of(2),
         .actor = "a",
         .reason = "",
         .entries = {{account("P", "N", "purchased"), -5}, {account("P", "N", "on_hand"), 5}},
         .lots = {{"TENT", "N", kit::book_date(1), kit::book_date(8)}}},
        noon_of(2));
    const Instant last = beijing_midnight(kit::book_date(9)) - std::chrono::seconds{1};
    EXPECT_EQ(available_lots(database_, {.lot = "N", .at = last}).front().available, 5);
    const auto after =
        available_lots(database_, {.lot = "N", .at = last + std::chrono::seconds{1}});
    EXPECT_EQ(after.front().available, 0);
    EXPECT_EQ(after.front().why_not, "expired");
    EXPECT_EQ(refusal([&] { hold(of("N", 1, 20), 9); }).found, "expired");
    EXPECT_EQ(hold(of("N", 1, 20), 8), 1);
}

TEST_F(HoldTest, ALotThatIsFrozenLosesItsHoldsAndSaysWhoIsShort) {
    hold(of("T1", 70));
    hold(of("T2", 5));
    change_books(database_, 3, [&](Change& change) {
        const auto shorts = set_lot_state(change, "TENT", "T1", "recalled", "seams give way");
        ASSERT_EQ(shorts.size(), 1U);
        EXPECT_EQ(shorts[0].document, order_);
        EXPECT_EQ(shorts[0].amount, 70);
    });
    EXPECT_EQ(available("T1", 3), 0);
    EXPECT_EQ(planned(3), 45) << "T2 alone";
    EXPECT_EQ(open_holds(database_, noon_of(3)).size(), 1U);
    EXPECT_EQ(refusal([&] { hold(of("T1", 1)); }).code, "hold.unusable");
    const auto pick = [&](Change& change) {
        post_in(change, "issue", "",
                {{account("P", "T1", "on_hand"), -1}, {account("P", "T1", "picked"), 1}});
    };
    EXPECT_EQ(refusal([&] { change_books(database_, 3, pick); }).code, "ledger.unusable");
    change_books(database_, 3, [](Change& change) {  // the way to the scrap heap stays open
        post_in(change, "move", "",
                {{account("P", "T1", "on_hand"), -1}, {account("P", "T1", "quarantine"), 1}});
    });
    change_books(database_, 4, [](Change& change) {
        EXPECT_TRUE(set_lot_state(change, "TENT", "T1", "good", "tested again").empty());
    });
    change_books(database_, 5, pick);
    EXPECT_EQ(available("T1", 5), 98);
    EXPECT_EQ(proof(), "");
}

TEST_F(HoldTest, NothingAtAStoppedSiteIsAvailable) {
    change_books(database_, 3, [](Change& change) {
        const CareRules rules = load_care_rules(FolderSource(RELIEF_SOURCE_DIR "/data"));
        open_hazard(change, rules,
                    {.site = "P", .check = "", .grade = 1, .words = "the roof gives way"});
    });
    EXPECT_EQ(available("T1", 3), 0);
    EXPECT_EQ(planned(3), 0);
    EXPECT_EQ(refusal([&] { hold(of("T1", 1), 3); }).found, "site_stopped");
    const auto elsewhere = available_lots(database_, {.site = "C", .lot = "T4", .at = noon_of(3)});
    EXPECT_EQ(elsewhere.front().available, 30);
}

/// What is held comes from a cache; here it is summed again from the holds themselves, as the books
/// told it before there was one.
TEST_F(HoldTest, WhatIsHeldIsTheSumOfTheHoldsThatStand) {
    const auto summed = [&](const std::string& lot, Instant at) {
        Statement sum = database_.prepare(
            "SELECT ifnull(sum(hold.amount), 0) FROM hold JOIN account ON account.id = account_id "
            "WHERE lot = ?1 AND deadline >= ?2 AND hold.id NOT IN (SELECT hold_id FROM hold_end)");
        sum.bind(1, lot).bind(2, at.time_since_epoch().count());
        sum.step();
        return sum.integer(0);
    };
    std::mt19937 random(4);
    std::vector<std::int64_t> open;
    for (int day = 2; day < 60; ++day) {
        const std::string lot = random() % 2 == 0 ? "T1" : "T2";
        if (random() % 3 != 0) {
            try {
                open.push_back(hold(of(lot, 1 + static_cast<std::int64_t>(random() % 9),
                                       day + static_cast<int>(random() % 5)),
                                    day));
            } catch (const Error&) {
            }
        }
        if (!open.empty() && random() % 3 == 0) {
            const std::size_t which = random() % open.size();
            try {
                end(open[which], HoldEnd::voided, 0, day);
            } catch (const Error&) {  // its time has run out
            }
        }
        if (random() % 4 == 0) {
            change_books(database_, day,
                         [&](Change& change) { expire_holds(change, noon_of(day)); });
        }
        for (const int at : {day - 1, day, day + 3}) {  // also as of another moment
            for (const char* name : {"T1", "T2"}) {
                const auto lots =
                    available_lots(database_, {.site = "P", .lot = name, .at = noon_of(at)});
                ASSERT_EQ(lots.front().held, summed(name, noon_of(at))) << name << " " << at;
            }
        }
    }
    EXPECT_EQ(proof(), "");
}

TEST_F(HoldTest, AStateOfALotIsOneOfTheListAndNew) {
    const auto set = [&](const std::string& lot, const std::string& state) {
        return refusal([&] {
            change_books(database_, 3,
                         [&](Change& change) { set_lot_state(change, "TENT", lot, state, ""); });
        });
    };
    EXPECT_EQ(set("T1", "rotten").code, "lot.state");
    EXPECT_EQ(set("GHOST", "frozen").code, "ledger.lot");
    EXPECT_EQ(set("T1", "good").code, "lot.same");
}

}  // namespace
}  // namespace relief
