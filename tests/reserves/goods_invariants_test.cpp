// SPDX-License-Identifier: Apache-2.0
// Holds, lots and custody: random work against a plain model, and each check shown to bite.
#include "reserves/document/document.h"
#include "reserves/ledger/change_posting.h"
#include "reserves/ledger/check_goods.h"
#include "reserves/ledger/hold.h"
#include "reserves/ledger/ledger.h"
#include "reserves/ledger/lot_state.h"
#include "tests/kit/change.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <random>

namespace relief {
namespace {

using kit::account;
using kit::change_books;
using kit::noon_of;
using testing::HasSubstr;

/// What the holds of one shelf should come to, without a database.
struct GoodsModel {
    struct Hold {
        std::int64_t amount = 0;
        Instant deadline;
        bool ended = false;
    };
    std::int64_t on_hand = 100;
    std::map<std::int64_t, Hold> holds;

    std::int64_t available(Instant now) const {
        std::int64_t left = on_hand;
        for (const auto& [id, hold] : holds) {
            left -= hold.ended || hold.deadline < now ? 0 : hold.amount;
        }
        return left;
    }
};

/// I5, I6, I13: 600 random holds, ends, time-outs, issues and receipts on one lot. What the books
/// take is what the model takes, and what is available is what the model says.
TEST(GoodsInvariants, HoldsAreWhatAPlainModelSays) {
    Database database = Database::in_memory();
    kit::open_small_books(database);
    const std::int64_t order = kit::add_order(database, "x");
    std::mt19937_64 random(11);
    GoodsModel model;
    Instant now = noon_of(2);
    int refusals = 0;
    for (int i = 0; i < 600; ++i) {
        now += std::chrono::hours{random() % 3};
        const auto amount = static_cast<std::int64_t>(1 + random() % 40);
        const auto pick = model.holds.empty() ? 0 : 1 + random() % (model.holds.size() + 1);
        const auto known = model.holds.find(static_cast<std::int64_t>(pick));
        const bool is_open =
            known != model.holds.end() && !known->second.ended && known->second.deadline >= now;
        const std::uint64_t verb = random() % 5;
        bool allowed = false;
        const auto work = [&](Change& change) {
            if (verb == 0) {
                allowed = amount <= model.available(now);
                const Instant deadline = now + std::chrono::hours{random() % 30};
                const std::int64_t id =
                    make_hold(change, {"P", "TENT", "T1", "220000", amount, order, 1, deadline});
                model.holds[id] = {amount, deadline, false};
            } else if (verb == 1) {
                allowed = is_open && amount <= known->second.amount;
                end_hold(change, static_cast<std::int64_t>(pick), HoldEnd::posted, amount);
                post_in(change, "issue", "",
                        {{account("P", "T1", "on_hand"), -amount},
                         {account("P", "T1", "picked"), amount}});
                known->second.ended = true;
                model.on_hand -= amount;
            } else if (verb == 2) {
                allowed = is_open;
                end_hold(change, static_cast<std::int64_t>(pick), HoldEnd::voided);
                known->second.ended = true;
            } else if (verb == 3) {
                allowed = amount <= model.available(now);
                post_in(change, "issue", "",
                        {{account("P", "T1", "on_hand"), -amount},
                         {account("P", "T1", "issued_to_people"), amount}});
                model.on_hand -= amount;
            } else {
                allowed = true;
                expire_holds(change, now);
                post_in(change, "receipt", "",
                        {{account("P", "T1", "purchased"), -amount},
                         {account("P", "T1", "on_hand"), amount}});
                model.on_hand += amount;
            }
        };
        bool done = true;
        try {
            make_change(database,
                        {.key = "k" + std::to_string(i),
                         .content = "{}",
                         .actor = "a",
                         .operation = "test",
                         .subject = {},
                         .occurred_at = now,
                         .recorded_at = now},
                        [&](Change& change) {
                            work(change);
                            return std::string("{}");
                        });
        } catch (const Error&) {
            done = false;
            ++refusals;
        }
        ASSERT_EQ(done, allowed) << "step " << i << " verb " << verb;
        const auto lots = available_lots(database, {.site = "P", .lot = "T1", .at = now});
        ASSERT_EQ(lots.empty() ? 0 : lots.front().available, model.available(now)) << "step " << i;
    }
    EXPECT_GT(refusals, 50);
    EXPECT_EQ(kit::complaint(verify_books(database, std::nullopt)), "");
}

using Check = std::optional<WrongRow> (*)(Database&, std::int64_t&);

/// Books with a hold, an ended one, a pick by an order of the owner, and a frozen lot.
class Bite : public testing::Test {
  protected:
    Bite() {
        Database database = Database::create(file_);
        kit::open_small_books(database);
        const std::int64_t order = kit::add_order(database, "x");
        change_books(database, 2, [&](Change& change) {
            make_hold(change, {"P", "TENT", "T1", "220000", 40, order, 1, noon_of(20)});
            make_hold(change, {"P", "TENT", "T1", "220000", 10, order, 1, noon_of(20)});
        });
        change_books(database, 3, [&](Change& change) {
            end_hold(change, 2, HoldEnd::posted, 10);
            const std::int64_t movement =
                post_in(change, "issue", "",
                        {{account("P", "T1", "on_hand"), -10}, {account("P", "T1", "picked"), 10}});
            add_step(change, order, "check", {.movement = movement});
        });
        change_books(database, 4,
                     [](Change& change) { set_lot_state(change, "TENT", "T2", "frozen", "damp"); });
    }

    /// What a check says once somebody has changed the file.
    std::string after(const std::string& sql, Check check) {
        {
            kit::RawDatabase raw(file_);
            raw.drop_triggers();
            raw.run(sql);
        }
        Database database = Database::open_read_only(file_);
        std::int64_t checked = 0;
        const auto wrong = check(database, checked);
        return wrong ? wrong->table + " " + std::to_string(wrong->row) + " " + wrong->check : "";
    }

    kit::TempFolder folder_;
    std::filesystem::path file_ = folder_ / "books.db";
};

TEST_F(Bite, RightBooksAreRight) {
    for (const Check check :
         {check_holds, check_hold_ends, check_unusable, check_custody, check_dates, check_units}) {
        EXPECT_EQ(after("SELECT 1", check), "");
    }
    Database database = Database::open_read_only(file_);
    EXPECT_EQ(kit::complaint(verify_books(database, std::nullopt)).find("schema"), 0U)
        << "but for the triggers that were taken away";
}

TEST_F(Bite, MoreHeldThanLiesThere) {
    EXPECT_EQ(after("UPDATE hold SET amount = 91 WHERE id = 1", check_holds), "hold 1 I5_holds");
}

TEST_F(Bite, WhatIsSaidToBeHeldIsNotWhatTheHoldsComeTo) {
    EXPECT_EQ(after("SELECT 1", check_open_holds), "");
    std::string account;
    {
        Database books = Database::open_read_only(file_);
        Statement held = books.prepare("SELECT account_id FROM hold");
        ASSERT_TRUE(held.step());
        account = held.text(0);
    }
    EXPECT_EQ(after("UPDATE cache_held SET amount = amount - 1", check_open_holds),
              "cache_held " + account + " I5_open_holds");
    EXPECT_EQ(after("UPDATE cache_open_hold SET amount = amount - 1; UPDATE cache_held SET amount "
                    "= amount - 1",
                    check_open_holds),
              "cache_open_hold 1 I5_open_holds");
    EXPECT_EQ(after("DELETE FROM cache_open_hold", check_open_holds),
              "cache_open_hold 1 I5_open_holds");
}

TEST_F(Bite, AHoldOnGoodsThatAreNotOnTheShelf) {
    EXPECT_EQ(after("UPDATE account SET stage = 'quarantine' WHERE id = "
                    "(SELECT account_id FROM hold WHERE id = 1)",
                    check_holds),
              "hold 1 I5_holds");
}

TEST_F(Bite, MorePostedThanWasHeld) {
    EXPECT_EQ(after("UPDATE hold_end SET posted = 11", check_hold_ends), "hold_end 1 I6_hold_ends");
}

TEST_F(Bite, AnEndAfterTheDeadline) {
    EXPECT_EQ(after("UPDATE hold_end SET at = at + 10000000", check_hold_ends),
              "hold_end 1 I6_hold_ends");
}

TEST_F(Bite, AnExpiredLotThatWasPicked) {
    EXPECT_EQ(after("UPDATE lot SET expires_on = '2017-07-02' WHERE lot = 'T1'", check_unusable)
                  .substr(0, 8),
              "movement");
}

TEST_F(Bite, AFrozenLotThatWasPicked) {
    EXPECT_EQ(
        after("UPDATE lot_state SET lot = 'T1', at = at - 200000", check_unusable).substr(0, 8),
        "movement");
}

TEST_F(Bite, AKeeperThatTakesTheOwnersGoodsByItsOwnPaper) {
    EXPECT_THAT(after("UPDATE document SET unit = '220200'", check_custody),
                HasSubstr("I14_custody"));
}

TEST_F(Bite, ADateOfNoCalendar) {
    EXPECT_EQ(after("UPDATE lot SET expires_on = '2018-02-30' WHERE id = 2", check_dates),
              "lot 2 I20_dates");
}

}  // namespace
}  // namespace relief
