// SPDX-License-Identifier: Apache-2.0
// The life of an allotment order: reserves.md 2.2 and 2.4, and the ways it goes wrong (1.1).
#include "reserves/document/order.h"

#include "reserves/ledger/change_posting.h"
#include "reserves/ledger/hold.h"
#include "reserves/ledger/lot_state.h"
#include "tests/kit/books.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <map>
#include <random>

namespace relief {
namespace {

using kit::failure_of;
using kit::noon_of;
using testing::HasSubstr;

Depot depot(const std::string& id, const std::string& level, const std::string& seat,
            const std::string& org, const std::string& keeper = {}) {
    return {.id = id, .level = level, .seat_code = seat, .org = org, .keeper_depot = keeper};
}

/// Liaoyuan keeps quilts and tents of the province; Baishan and Fusong receive.
Baseline order_baseline() {
    Baseline baseline;
    baseline.picture_on = kit::book_date(1);
    baseline.depots = {depot("LY", "city", "220400", "220400-CAB"),
                       depot("LYD", "province", "220400", "JL-CAD", "LY"),
                       depot("BS", "city", "220600", "220600-CAB"),
                       depot("BSD", "province", "220600", "JL-CAD", "BS"),
                       depot("FS", "county", "220621", "220621-CAB")};
    const Date made = kit::book_date(1) - std::chrono::days{1000};
    const auto lot = [&](const char* site, const char* owner, const char* item, const char* name,
                         int days, Units units) {
        baseline.lots.push_back({site, owner, item, name, made,
                                 kit::book_date(1) + std::chrono::days{days}, units, "A", 2});
    };
    lot("LYD", "220000", "QUILT", "Q2", 900, 600);
    lot("LYD", "220000", "QUILT", "Q1", 300, 400);
    lot("LYD", "220000", "QUILT", "Q0", 0, 50);  // usable through the first of July
    lot("LYD", "220000", "TENT12S", "T1", 500, 200);
    lot("LY", "220400", "QUILT", "C1", 500, 100);
    lot("FS", "220621", "QUILT", "F1", 500, 80);
    return baseline;
}

class OrderTest : public testing::Test {
  protected:
    OrderTest() {
        open_books(database_, source_, rules_, baseline_, noon_of(1));
        appoint("head", "provincial_head", "220000");
        appoint("city", "city_bureau_head", "220400");
        appoint("baishan", "city_bureau_head", "220600");
        appoint("county", "county_bureau_head", "220621");
        appoint("officer", "duty_officer", "220000");
    }

    template <typename Work>
    std::string change(const Work& work, const std::string& actor = "officer",
                       const std::string& key = {}) {
        return make_change(database_,
                           {.key = key.empty() ? "k" + std::to_string(++keys_) : key,
                            .content = "{}",
                            .actor = actor,
                            .operation = "order.test",
                            .subject = {},
                            .occurred_at = now_,
                            .recorded_at = now_},
                           [&](Change& made) {
                               work(made);
                               return std::string("{}");
                           });
    }

    void appoint(const std::string& code, const std::string& post, const std::string& unit) {
        change([&](Change& made) {
            add_person(made, {.code = code, .name = "N " + code, .unit = unit});
            add_holding(made, person_of(database_, code), post, unit, noon_of(1));
        });
    }

    NewOrder quilts(std::int64_t amount, const std::string& to = "BS") {
        return {.unit = "220000",
                .head = {.response = 4,
                         .from = "LYD",
                         .to = to,
                         .hold_until = now_ + std::chrono::hours{48}},
                .lines = {{.item = "QUILT", .amount = amount, .owner = "220000"}}};
    }

    std::int64_t draft(const NewOrder& order, bool hold = false) {
        std::int64_t id = 0;
        change([&](Change& made) { id = draft_order(made, tables_, order, hold); });
        return id;
    }

    void sign(std::int64_t id, const std::string& who = "head", bool phone = false) {
        change([&](Change& made) {
            sign_order(made, tables_, id, {.signer = person_of(database_, who), .phone = phone});
        });
    }

    std::int64_t signed_order(const NewOrder& order) {
        const std::int64_t id = draft(order);
        sign(id);
        return id;
    }

    void to_road(std::int64_t id) {
        change([&](Change& made) { accept_order(made, id, ""); });
        change([&](Change& made) { pick_order(made, id, {}); });
        change(
            [&](Change& made) { load_order(made, id, {.truck = {.truck = "A1"}, .amounts = {}}); });
        change([&](Change& made) { depart_order(made, id, {}); });
    }

    void arrive(std::int64_t id) {
        change([&](Change& made) { arrive_order(made, id, ""); });
    }

    void receive(std::int64_t id, std::vector<LineCount> counts, bool rest = false) {
        change([&](Change& made) {
            receive_order(made, tables_, id,
                          {.counts = std::move(counts), .rest_good = rest, .note = {}});
        });
    }

    void decide(std::int64_t id, const std::string& who = "head") {
        change([&](Change& made) {
            decide_order(made, tables_, id,
                         {.signer = person_of(database_, who), .reason = "lost", .finance = "7"});
        });
    }

    void close(std::int64_t id) {
        change([&](Change& made) { close_order(made, id, ""); });
    }

    std::string state(std::int64_t id) { return read_document(database_, id).state(); }
    OrderProgress progress(std::int64_t id) { return order_progress(read_document(database_, id)); }

    /// What lies on an account, over all keepers.
    std::int64_t stock(const std::string& site, const std::string& owner, const std::string& item,
                       const std::string& stage) {
        Statement select = database_.prepare(
            "SELECT ifnull(sum(b.amount), 0) FROM balance AS b JOIN account AS a ON a.id = "
            "b.account_id WHERE a.site = ?1 AND a.owner = ?2 AND a.item = ?3 AND a.stage = ?4");
        select.bind(1, site).bind(2, owner).bind(3, item).bind(4, stage);
        select.step();
        return select.integer(0);
    }

    std::string proof() { return kit::complaint(verify_books(database_, std::nullopt)); }

    FolderSource source_{std::filesystem::path(RELIEF_SOURCE_DIR) / "data"};
    Rules rules_ = load_rules(source_);
    Baseline baseline_ = order_baseline();
    std::vector<Organisation> organisations_ = load_organisations(source_);
    OrderTables tables_{rules_, baseline_, organisations_};
    Database database_ = Database::in_memory();
    Instant now_ = noon_of(2);
    int keys_ = 0;
};

TEST_F(OrderTest, TheTableOfTwoHundredTentsIsPostedAsItIsWritten) {
    NewOrder order = quilts(200);
    order.lines[0].item = "TENT12S";
    const std::int64_t id = signed_order(order);
    EXPECT_EQ(open_holds(database_, now_, id).size(), 1U);
    EXPECT_EQ(stock("LYD", "220000", "TENT12S", "on_hand"), 200);
    to_road(id);
    EXPECT_EQ(stock("LYD", "220000", "TENT12S", "on_hand"), 0);
    EXPECT_EQ(stock("LYD", "220000", "TENT12S", transit_stage(id)), 200);
    EXPECT_TRUE(open_holds(database_, now_, id).empty());
    arrive(id);
    receive(id, {{.line = 1, .good = 197, .damaged = 2, .missing = 1}});
    EXPECT_EQ(stock("BS", "220600", "TENT12S", "on_hand"), 197);
    EXPECT_EQ(stock("BS", "220600", "TENT12S", "quarantine"), 2);
    EXPECT_EQ(stock("LYD", "220000", "TENT12S", transit_stage(id)), 1);
    const Error early = failure_of([&] { close(id); });
    EXPECT_EQ(early.detail().code, "order.in_transit");
    decide(id);
    EXPECT_EQ(stock("LYD", "220000", "TENT12S", transit_stage(id)), 0);
    close(id);
    EXPECT_EQ(state(id), "closed");
    EXPECT_EQ(proof(), "");
}

TEST_F(OrderTest, TheOwnerChangesForAnAllotmentAndNotForAPrePlacement) {
    const std::int64_t allotted = signed_order(quilts(10));
    to_road(allotted);
    arrive(allotted);
    receive(allotted, {}, true);
    EXPECT_EQ(stock("BS", "220600", "QUILT", "on_hand"), 10);
    NewOrder order = quilts(20, "BSD");
    order.head.mode = "pre_place";
    const std::int64_t placed = signed_order(order);
    to_road(placed);
    arrive(placed);
    receive(placed, {}, true);
    EXPECT_EQ(stock("BSD", "220000", "QUILT", "on_hand"), 20);
    EXPECT_EQ(proof(), "");
}

TEST_F(OrderTest, ACountyIsAReceiverAndItsBureauTheKeeper) {
    const std::int64_t id = signed_order(quilts(10, "220622"));
    to_road(id);
    arrive(id);
    receive(id, {}, true);
    const auto lots = available_lots(database_, {.site = "220622", .at = now_});
    ASSERT_EQ(lots.size(), 1U);
    EXPECT_EQ(lots[0].owner, "220622");
    EXPECT_EQ(lots[0].keeper, "220622-CAB");
}

TEST_F(OrderTest, AutomaticPicksTakeFirstWhatExpiresFirst) {
    const std::int64_t id = signed_order(quilts(450));
    to_road(id);
    const OrderProgress done = progress(id);
    ASSERT_EQ(done.pieces.size(), 2U);
    EXPECT_EQ(done.pieces[0].lot, "Q1");
    EXPECT_EQ(done.pieces[0].picked, 400);
    EXPECT_EQ(done.pieces[1].lot, "Q2");
    EXPECT_EQ(done.pieces[1].picked, 50);
    EXPECT_EQ(proof(), "");
}

TEST_F(OrderTest, ALotChosenByHandNeedsAReason) {
    const std::int64_t id = signed_order(quilts(10));
    change([&](Change& made) { accept_order(made, id, ""); });
    const PickOrder by_hand{.chosen = {{.line = 1, .lot = "Q2", .amount = 10}}};
    const Error error =
        failure_of([&] { change([&](Change& made) { pick_order(made, id, by_hand); }); });
    EXPECT_EQ(error.detail().code, "order.override");
    PickOrder with_reason = by_hand;
    with_reason.reason = "Q1 stands behind Q2";
    change([&](Change& made) { pick_order(made, id, with_reason); });
    EXPECT_EQ(progress(id).pieces[0].lot, "Q2");
    EXPECT_EQ(proof(), "");
}

TEST_F(OrderTest, ALotRecalledAfterTheSignatureIsNotPickedButTheNextIs) {
    const std::int64_t id = signed_order(quilts(10));
    change([&](Change& made) { set_lot_state(made, "QUILT", "Q1", "recalled", "mould"); });
    change([&](Change& made) { accept_order(made, id, ""); });
    change([&](Change& made) { pick_order(made, id, {}); });
    EXPECT_EQ(progress(id).pieces[0].lot, "Q2");
    EXPECT_EQ(proof(), "");
}

TEST_F(OrderTest, AnExpiredLotIsNeitherHeldNorPicked) {
    const Error error = failure_of([&] { (void)signed_order(quilts(1001)); });
    EXPECT_EQ(error.detail().code, "hold.short");
    EXPECT_THAT(error.detail().expected, HasSubstr("1000"));  // Q0 expired yesterday
    NewOrder named = quilts(5);
    named.lines[0].lot = "Q0";
    EXPECT_EQ(failure_of([&] { (void)signed_order(named); }).detail().code, "hold.unusable");
}

TEST_F(OrderTest, TheSecondDeskAtTheLastTentIsToldWhatIsLeft) {
    NewOrder order = quilts(199);
    order.lines[0].item = "TENT12S";
    const std::int64_t first = draft(order);
    const std::int64_t second = draft(order);
    sign(first);
    const Error error = failure_of([&] { sign(second); });
    EXPECT_EQ(error.detail().code, "hold.short");
    EXPECT_EQ(error.detail().expected, "at most 1");
    EXPECT_EQ(state(second), "draft");
    EXPECT_EQ(proof(), "");
}

TEST_F(OrderTest, OneWhoMayNotSignIsToldWhoMay) {
    const std::int64_t id = draft(quilts(10));
    const Error error = failure_of([&] { sign(id, "city"); });
    EXPECT_EQ(error.detail().code, "sign.not_allowed");
    EXPECT_THAT(error.detail().expected, HasSubstr("省级主管部门主要负责人 220000（N head）"));
}

TEST_F(OrderTest, TheKeepersOwnGoodsAndTheProvincesNeedBothSignatures) {
    NewOrder order = quilts(10);
    order.head.from = "LY";
    order.lines = {{.item = "QUILT", .amount = 10, .owner = "220400"}};
    const std::int64_t id = draft(order);
    // Goods of a city: a written application, or the telephone first.
    EXPECT_EQ(failure_of([&] { sign(id, "city"); }).detail().code, "order.application");
    sign(id, "city", true);
    EXPECT_EQ(state(id), "signed");
}

TEST_F(OrderTest, GoodsOfTwoOwnersAreSignedByBoth) {
    baseline_.depots.push_back(depot("MIX", "city", "220400", "220400-CAB"));
    change([&](Change& made) {
        const Account shelf{.owner = "220400",
                            .keeper = "220400-CAB",
                            .site = "MIX",
                            .item = "QUILT",
                            .lot = "C1",
                            .condition = "A",
                            .stage = "on_hand"};
        Account city = shelf;
        Account province = shelf;
        province.owner = "220000";
        Account found = shelf;
        found.stage = "found";
        Account province_found = province;
        province_found.stage = "found";
        post_in(made, "found", "test",
                {{city, 5}, {found, -5}, {province, 7}, {province_found, -7}});
    });
    NewOrder order = quilts(7);
    order.head.from = "MIX";
    order.lines.push_back({.item = "QUILT", .amount = 5, .owner = "220400"});
    const std::int64_t id = draft(order);
    sign(id, "city", true);
    EXPECT_EQ(state(id), "draft");
    sign(id, "head", true);
    EXPECT_EQ(state(id), "signed");
    to_road(id);
    arrive(id);
    receive(id, {}, true);
    EXPECT_EQ(stock("BS", "220600", "QUILT", "on_hand"), 12);
    EXPECT_EQ(proof(), "");
}

TEST_F(OrderTest, ATelephoneOrderOwesItsPapersForTwoDays) {
    const std::int64_t id = draft(quilts(10));
    sign(id, "head", true);
    const auto debts = paper_debts(database_);
    ASSERT_EQ(debts.size(), 1U);
    EXPECT_EQ(debts[0].due, now_ + std::chrono::hours{48});
    EXPECT_EQ(debts[0].signer, "head");
    to_road(id);
    arrive(id);
    receive(id, {}, true);
    EXPECT_EQ(failure_of([&] { close(id); }).detail().code, "order.papers");
    change([&](Change& made) { papers_order(made, id, "吉应急〔2017〕12号"); });
    EXPECT_TRUE(paper_debts(database_).empty());
    EXPECT_EQ(failure_of([&] { change([&](Change& made) { papers_order(made, id, "again"); }); })
                  .detail()
                  .code,
              "order.no_debt");
    close(id);
    EXPECT_EQ(proof(), "");
}

TEST_F(OrderTest, ASecondReceiptAddsToTheFirstAndAThirdIsRefusedWithWhatIsLeft) {
    const std::int64_t id = signed_order(quilts(100));
    to_road(id);
    arrive(id);
    receive(id, {{.line = 1, .good = 60}});
    EXPECT_EQ(state(id), "part_received");
    receive(id, {{.line = 1, .good = 40}});
    EXPECT_EQ(state(id), "received");
    EXPECT_EQ(stock("BS", "220600", "QUILT", "on_hand"), 100);
    const Error error = failure_of([&] { receive(id, {{.line = 1, .good = 40}}); });
    EXPECT_EQ(error.detail().code, "order.over_receipt");
    EXPECT_THAT(error.detail().found, HasSubstr("sent 100, received before 100"));
    close(id);
    EXPECT_EQ(proof(), "");
}

TEST_F(OrderTest, ThirtyOfTwentyFiveSentIsRefused) {
    const std::int64_t id = signed_order(quilts(25));
    to_road(id);
    arrive(id);
    EXPECT_EQ(failure_of([&] { receive(id, {{.line = 1, .good = 30}}); }).detail().code,
              "order.over_receipt");
    EXPECT_EQ(
        failure_of([&] { receive(id, {{.line = 1, .good = 25, .missing = 1}}); }).detail().code,
        "order.over_receipt");
    EXPECT_EQ(state(id), "arrived");
}

TEST_F(OrderTest, WhatIsMissingMayTurnUp) {
    const std::int64_t id = signed_order(quilts(25));
    to_road(id);
    arrive(id);
    receive(id, {{.line = 1, .good = 20, .missing = 5}});
    receive(id, {{.line = 1, .good = 3}});
    EXPECT_EQ(progress(id).pieces[0].missing, 2);
    decide(id);
    EXPECT_EQ(progress(id).pieces[0].lost, 2);
    close(id);
    EXPECT_EQ(proof(), "");
}

TEST_F(OrderTest, WhoCountedDoesNotWriteOffNorDoesTheKeeper) {
    const std::int64_t id = signed_order(quilts(25));
    to_road(id);
    arrive(id);
    change(
        [&](Change& made) {
            receive_order(made, tables_, id, {.counts = {{.line = 1, .good = 24, .missing = 1}}});
        },
        "head");
    EXPECT_EQ(failure_of([&] { decide(id, "head"); }).detail().code, "order.same_person");
    EXPECT_EQ(failure_of([&] { decide(id, "baishan"); }).detail().code, "sign.not_allowed");
}

TEST_F(OrderTest, CalledOffBeforeDepartureEverythingIsBackOnItsShelf) {
    for (int steps = 0; steps < 4; ++steps) {
        const std::int64_t id = signed_order(quilts(450));
        if (steps > 0) {
            change([&](Change& made) { accept_order(made, id, ""); });
        }
        if (steps > 1) {
            change([&](Change& made) { pick_order(made, id, {}); });
        }
        if (steps > 2) {
            change([&](Change& made) {
                load_order(made, id,
                           {.truck = {.truck = "A1"},
                            .amounts = {{.line = 1, .lot = "Q1", .amount = 100}}});
            });
        }
        change([&](Change& made) { cancel_order(made, id, "rain stopped"); });
        EXPECT_EQ(state(id), "cancelled");
        EXPECT_EQ(stock("LYD", "220000", "QUILT", "on_hand"), 1050);
        EXPECT_TRUE(open_holds(database_, now_, id).empty());
    }
    EXPECT_EQ(proof(), "");
}

TEST_F(OrderTest, NothingIsCalledOffOnTheRoadButRecalled) {
    const std::int64_t id = signed_order(quilts(30));
    to_road(id);
    EXPECT_EQ(failure_of([&] { change([&](Change& made) { cancel_order(made, id, "stop"); }); })
                  .detail()
                  .code,
              "doc.state");
    change([&](Change& made) { recall_order(made, id, "road is cut"); });
    change([&](Change& made) {
        return_order(made, id, {.counts = {{.line = 1, .good = 28, .damaged = 1, .missing = 1}}});
    });
    EXPECT_EQ(state(id), "returned");
    EXPECT_EQ(stock("LYD", "220000", "QUILT", "on_hand"), 1050 - 2);
    EXPECT_EQ(stock("LYD", "220000", "QUILT", "quarantine"), 1);
    decide(id);
    close(id);
    EXPECT_EQ(proof(), "");
}

TEST_F(OrderTest, DivertedGoodsReachTheOtherReceiverOnANewLine) {
    const std::int64_t id = signed_order(quilts(30));
    to_road(id);
    change([&](Change& made) {
        divert_order(made, tables_, id,
                     {.to = "FS", .amounts = {{.line = 1, .amount = 12}}, .reason = "dam"});
    });
    arrive(id);
    receive(id, {}, true);
    EXPECT_EQ(stock("BS", "220600", "QUILT", "on_hand"), 18);
    EXPECT_EQ(stock("FS", "220621", "QUILT", "on_hand"), 80 + 12);
    close(id);
    EXPECT_EQ(proof(), "");
}

TEST_F(OrderTest, TheKeeperRefusesWithAReason) {
    const std::int64_t id = signed_order(quilts(30));
    EXPECT_EQ(failure_of([&] { change([&](Change& made) { refuse_order(made, id, ""); }); })
                  .detail()
                  .code,
              "order.reason");
    change([&](Change& made) { refuse_order(made, id, "the gate is under water"); });
    EXPECT_EQ(state(id), "refused");
    EXPECT_TRUE(open_holds(database_, now_, id).empty());
}

TEST_F(OrderTest, LessThanOrderedGoesOnlyWithAReasonAndTheRestIsFree) {
    const std::int64_t id = signed_order(quilts(900));
    change([&](Change& made) { set_lot_state(made, "QUILT", "Q2", "frozen", "wet"); });
    change([&](Change& made) { accept_order(made, id, ""); });
    EXPECT_EQ(
        failure_of([&] { change([&](Change& made) { pick_order(made, id, {}); }); }).detail().code,
        "hold.short");
    change([&](Change& made) { pick_order(made, id, {.reason = "Q2 is wet", .is_short = true}); });
    EXPECT_EQ(progress(id).pieces[0].picked, 400);
    EXPECT_EQ(proof(), "");
}

TEST_F(OrderTest, AStaleScreenIsRefused) {
    const std::int64_t id = signed_order(quilts(30));
    const Document document = read_document(database_, id);
    EXPECT_NO_THROW(check_seen(document, 2));
    EXPECT_NO_THROW(check_seen(document, std::nullopt));
    EXPECT_EQ(failure_of([&] { check_seen(document, 1); }).detail().code, "doc.stale");
}

TEST_F(OrderTest, ADoubleClickIsOneStep) {
    const std::int64_t id = signed_order(quilts(30));
    for (int click = 0; click < 2; ++click) {
        change([&](Change& made) { accept_order(made, id, ""); }, "officer", "click");
    }
    EXPECT_EQ(read_document(database_, id).steps.size(), 3U);
}

TEST_F(OrderTest, ACityThatCallsACountysGoodsOwesThem) {
    NewOrder order = quilts(30, "BS");
    order.unit = "220600";
    order.head.from = "FS";
    order.head.caller = "220600";
    order.lines[0].owner = "220621";
    const std::int64_t id = draft(order);
    EXPECT_EQ(failure_of([&] { sign(id, "county"); }).detail().code, "sign.not_allowed");
    sign(id, "baishan");
    to_road(id);
    arrive(id);
    receive(id, {}, true);
    EXPECT_EQ(stock("BS", "220600", "QUILT", "on_hand"), 30);
    auto debts = goods_debts(database_);
    ASSERT_EQ(debts.size(), 1U);
    EXPECT_EQ(debts[0].debtor, "220600");
    EXPECT_EQ(debts[0].creditor, "220621");
    EXPECT_EQ(debts[0].amount, 30);
    change([&](Change& made) { settle_debt(made, debts[0].id, "30 quilts, RK-7"); });
    EXPECT_EQ(goods_debts(database_)[0].settled, "30 quilts, RK-7");
    EXPECT_EQ(proof(), "");
}

TEST_F(OrderTest, ASignatureOutlivesTheTermItWasGivenIn) {
    const std::int64_t id = draft(quilts(10));
    sign(id);
    const auto term = read_holdings(database_, {.post = "provincial_head"});
    EXPECT_EQ(failure_of([&] {
                  change([&](Change& made) { end_holding(made, term[0].id, now_, "moved"); });
              })
                  .detail()
                  .code,
              "office.term");
    now_ = noon_of(3);
    change([&](Change& made) { end_holding(made, term[0].id, now_, "moved"); });
    EXPECT_EQ(proof(), "");
    const std::int64_t next = draft(quilts(10));
    EXPECT_EQ(failure_of([&] { sign(next); }).detail().code, "sign.not_allowed");
}

TEST_F(OrderTest, ANewTableCountsFromItsMomentAndOldSignaturesStand) {
    const std::int64_t id = draft(quilts(10));
    sign(id);
    std::string text = signature_rules_text(database_, now_);
    const std::string row = "SG09,provincial_stock,IV-III,provincial_head";
    text.replace(text.find(row), row.size(), "SG09,provincial_stock,IV-III,provincial_deputy_head");
    now_ = noon_of(3);
    change([&](Change& made) { replace_signature_rules(made, text, "new.csv"); });
    const std::int64_t next = draft(quilts(10));
    EXPECT_EQ(failure_of([&] { sign(next); }).detail().code, "sign.not_allowed");
    EXPECT_EQ(proof(), "");
}

/// A journal row's worth of steps written as no operation would write them: the checks must bite.
class OrderBiteTest : public OrderTest {
  protected:
    void step(std::int64_t id, const std::string& verb, const StepDetail& detail) {
        change([&](Change& made) { add_step(made, id, verb, detail); });
    }
};

TEST_F(OrderBiteTest, ASignatureNobodyGaveIsFound) {
    const std::int64_t id = draft(quilts(10));
    step(id, "sign", {.post = "provincial_head"});
    EXPECT_THAT(proof(), HasSubstr("I17_signers"));
}

TEST_F(OrderBiteTest, ASignatureByTheWrongPersonIsFound) {
    const std::int64_t id = draft(quilts(10));
    const SignatureRules rules = signature_rules_at(database_, now_);
    const auto questions = order_questions(tables_, read_document(database_, id), now_);
    const SignedAs real =
        check_signature(database_, rules, questions[0], person_of(database_, "head"));
    step(id, "sign",
         {.post = real.post,
          .content = signature_content(questions[0], real, person_of(database_, "city"), rules)});
    EXPECT_THAT(proof(), HasSubstr("I17_signers"));
}

TEST_F(OrderBiteTest, AnOrderClosedWithGoodsOnTheWayIsFound) {
    const std::int64_t id = signed_order(quilts(10));
    to_road(id);
    arrive(id);
    step(id, "receive", {.content = R"({"counts":[]})"});
    step(id, "close", {});
    EXPECT_THAT(proof(), HasSubstr("I10_closed_orders"));
}

TEST_F(OrderBiteTest, AnOrderClosedWithoutItsPapersIsFound) {
    const std::int64_t id = draft(quilts(10));
    sign(id, "head", true);
    to_road(id);
    arrive(id);
    receive(id, {}, true);
    step(id, "close", {});
    EXPECT_THAT(proof(), HasSubstr("I18_papers"));
}

TEST_F(OrderBiteTest, APickThatSkipsALotIsFound) {
    const std::int64_t id = signed_order(quilts(10));
    change([&](Change& made) { accept_order(made, id, ""); });
    change([&](Change& made) {
        const Account shelf{.owner = "220000",
                            .keeper = "220400-CAB",
                            .site = "LYD",
                            .item = "QUILT",
                            .lot = "Q2",
                            .condition = "A",
                            .stage = "on_hand"};
        Account picked = shelf;
        picked.stage = "picked";
        const auto movement = post_in(made, "order.pick", "x", {{shelf, -10}, {picked, 10}});
        add_step(
            made, id, "pick",
            {.content = R"({"automatic":true,"reason":"","passed_over":[],"short":[],"picks":[)"
                        R"({"line":1,"item":"QUILT","lot":"Q2","owner":"220000",)"
                        R"("keeper":"220400-CAB","expires_on":"2019-12-18","amount":10}]})",
             .movement = movement});
    });
    EXPECT_THAT(proof(), HasSubstr("I12_first_expired_first_out"));
}

TEST_F(OrderBiteTest, AGapInTheNumbersIsFound) {
    draft(quilts(1));
    change([&](Change& made) {
        made.insert("document", {{"unit", std::string("220000")},
                                 {"kind", std::string("allotment_order")},
                                 {"year", std::int64_t{2017}},
                                 {"number", std::int64_t{3}},
                                 {"event", std::string()},
                                 {"made_at", std::int64_t{0}},
                                 {"made_by", std::string("x")},
                                 {"content", std::string("{}")}});
    });
    EXPECT_THAT(proof(), HasSubstr("I9_numbers"));
}

// ---- Random lives against a plain model ----

/// What the model keeps of one order: a box of goods for each stage.
struct ModelOrder {
    std::int64_t shelf = 0;
    std::int64_t way = 0;
    std::int64_t missing = 0;
    std::int64_t good = 0;
    std::int64_t damaged = 0;
    std::int64_t lost = 0;
    std::int64_t returned = 0;
};

class OrderLifeTest : public OrderTest, public testing::WithParamInterface<int> {
  protected:
    /// Receives, or takes back, what chance says; the model keeps count.
    void count_some(std::int64_t id, ModelOrder& model, bool back) {
        const OrderProgress now = progress(id);
        for (const Piece& piece : now.pieces) {
            const std::int64_t open = piece.uncounted();
            if (open <= 0) {
                continue;
            }
            const std::int64_t good = chance(open);
            const std::int64_t damaged = chance(open - good);
            const std::int64_t missing = chance(open - good - damaged);
            if (good + damaged + missing == 0) {
                continue;
            }
            const ReceiveOrder counts{.counts = {{.line = piece.line,
                                                  .lot = piece.lot,
                                                  .good = good,
                                                  .damaged = damaged,
                                                  .missing = missing}}};
            change([&](Change& made) {
                if (back) {
                    return_order(made, id, counts);
                } else {
                    receive_order(made, tables_, id, counts);
                }
            });
            model.way -= good + damaged;
            model.missing += missing;
            (back ? model.returned : model.good) += good;
            (back ? model.returned : model.damaged) += damaged;
            if (state(id) == "received" || state(id) == "returned") {
                return;
            }
        }
    }

    std::int64_t chance(std::int64_t most) {
        return std::uniform_int_distribution<std::int64_t>(0, most)(random_);
    }

    void live(ModelOrder& model) {
        const std::int64_t amount = 1 + chance(60);
        const std::int64_t id = signed_order(quilts(amount));
        change([&](Change& made) { accept_order(made, id, ""); });
        if (chance(4) == 0) {
            change([&](Change& made) { cancel_order(made, id, "x"); });
            return;
        }
        change([&](Change& made) { pick_order(made, id, {}); });
        while (state(id) == "picked") {
            const Piece piece = [&] {
                for (const Piece& one : progress(id).pieces) {
                    if (one.picked > one.loaded) {
                        return one;
                    }
                }
                return Piece{};
            }();
            change([&](Change& made) {
                load_order(made, id,
                           {.truck = {.truck = "T"},
                            .amounts = {{.line = piece.line,
                                         .lot = piece.lot,
                                         .amount = 1 + chance(piece.picked - piece.loaded - 1)}}});
            });
        }
        change([&](Change& made) { depart_order(made, id, {}); });
        model.way = amount;
        if (chance(2) == 0) {
            change([&](Change& made) {
                divert_order(made, tables_, id, {.to = "FS", .amounts = {}, .reason = "x"});
            });
        }
        bool back = chance(3) == 0;
        if (!back) {
            arrive(id);
            count_some(id, model, false);
            back = state(id) != "received" && chance(1) == 0;
        }
        if (back) {
            change([&](Change& made) { recall_order(made, id, "x"); });
        }
        for (int tries = 0; tries < 200 && state(id) != "received" && state(id) != "returned";
             ++tries) {
            count_some(id, model, back);
        }
        const OrderProgress end = progress(id);
        EXPECT_EQ(end.in_transit(), model.way);
        if (model.missing > 0) {
            decide(id);
            model.lost = model.missing;
            model.way -= model.missing;
        }
        close(id);
        EXPECT_EQ(model.way, 0);
        EXPECT_EQ(amount, model.good + model.damaged + model.lost + model.returned);
        EXPECT_EQ(stock("LYD", "220000", "QUILT", transit_stage(id)), 0);
    }

    std::mt19937_64 random_{static_cast<std::uint64_t>(GetParam())};
};

TEST_P(OrderLifeTest, WhatIsSentIsReceivedDamagedLostOrReturned) {
    std::int64_t received = 0;
    for (int order = 0; order < 8; ++order) {
        ModelOrder model;
        live(model);
        received += model.good + model.damaged;
    }
    EXPECT_EQ(stock("BS", "220600", "QUILT", "on_hand") +
                  stock("BS", "220600", "QUILT", "quarantine") +
                  stock("FS", "220621", "QUILT", "on_hand") - 80 +
                  stock("FS", "220621", "QUILT", "quarantine"),
              received);
    EXPECT_EQ(proof(), "");
}

INSTANTIATE_TEST_SUITE_P(Seeds, OrderLifeTest, testing::Range(1, 7));

}  // namespace
}  // namespace relief
