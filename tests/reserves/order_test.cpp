// SPDX-License-Identifier: Apache-2.0
// The life of an allotment order: reserves.md 2.2 and 2.4, and the ways it goes wrong (1.1).
#include "reserves/document/order.h"

#include "reserves/care/hazard.h"
#include "reserves/document/attachment.h"
#include "reserves/document/designated_use.h"
#include "reserves/ledger/lot_state.h"
#include "tests/reserves/order_kit.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <map>
#include <random>

namespace relief {
namespace {

using kit::depot;
using kit::failure_of;
using kit::noon_of;
using kit::OrderTest;
using testing::HasSubstr;

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
    change([&](Change& made) { accept_order(made, tables_, id, ""); });
    const PickOrder by_hand{.chosen = {{.line = 1, .lot = "Q2", .amount = 10}}};
    const Error error =
        failure_of([&] { change([&](Change& made) { pick_order(made, tables_, id, by_hand); }); });
    EXPECT_EQ(error.detail().code, "order.override");
    PickOrder with_reason = by_hand;
    with_reason.reason = "Q1 stands behind Q2";
    change([&](Change& made) { pick_order(made, tables_, id, with_reason); });
    EXPECT_EQ(progress(id).pieces[0].lot, "Q2");
    EXPECT_EQ(proof(), "");
}

TEST_F(OrderTest, ALotRecalledAfterTheSignatureIsNotPickedButTheNextIs) {
    const std::int64_t id = signed_order(quilts(10));
    change([&](Change& made) { set_lot_state(made, "QUILT", "Q1", "recalled", "mould"); });
    change([&](Change& made) { accept_order(made, tables_, id, ""); });
    change([&](Change& made) { pick_order(made, tables_, id, {}); });
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
    hold("officer", "depot_keeper", "MIX");
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
    const std::vector<Scan> scans{{.name = "/tmp/12.pdf", .bytes = "%PDF-1.7 signed"}};
    const auto hand_in = [&](const std::vector<Scan>& files) {
        change([&](Change& made) { papers_order(made, id, "吉应急〔2017〕12号", files); });
    };
    // A number is no paper.
    EXPECT_EQ(failure_of([&] { hand_in({}); }).detail().code, "order.reason");
    hand_in(scans);
    EXPECT_TRUE(paper_debts(database_).empty());
    EXPECT_EQ(failure_of([&] { hand_in(scans); }).detail().code, "order.no_debt");
    const auto attached = read_attachments(database_, id);
    ASSERT_EQ(attached.size(), 1U);
    EXPECT_EQ(attached[0].name, "12.pdf");
    EXPECT_EQ(read_attachment(database_, attached[0].id), scans[0].bytes);
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
            change([&](Change& made) { accept_order(made, tables_, id, ""); });
        }
        if (steps > 1) {
            change([&](Change& made) { pick_order(made, tables_, id, {}); });
        }
        if (steps > 2) {
            change([&](Change& made) {
                load_order(made, tables_, id,
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
        return_order(made, tables_, id,
                     {.counts = {{.line = 1, .good = 28, .damaged = 1, .missing = 1}}});
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
    EXPECT_EQ(
        failure_of([&] { change([&](Change& made) { refuse_order(made, tables_, id, ""); }); })
            .detail()
            .code,
        "order.reason");
    change([&](Change& made) { refuse_order(made, tables_, id, "the gate is under water"); });
    EXPECT_EQ(state(id), "refused");
    EXPECT_TRUE(open_holds(database_, now_, id).empty());
}

TEST_F(OrderTest, LessThanOrderedGoesOnlyWithAReasonAndTheRestIsFree) {
    const std::int64_t id = signed_order(quilts(900));
    change([&](Change& made) { set_lot_state(made, "QUILT", "Q2", "frozen", "wet"); });
    change([&](Change& made) { accept_order(made, tables_, id, ""); });
    EXPECT_EQ(failure_of([&] { change([&](Change& made) { pick_order(made, tables_, id, {}); }); })
                  .detail()
                  .code,
              "hold.short");
    change([&](Change& made) {
        pick_order(made, tables_, id, {.reason = "Q2 is wet", .is_short = true});
    });
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
        change([&](Change& made) { accept_order(made, tables_, id, ""); }, "officer", "click");
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

TEST_F(OrderTest, GoodsAreHandledByTheKeeperAndOthersAreToldWhoThatIs) {
    const std::int64_t id = signed_order(quilts(10));
    const Error error = failure_of(
        [&] { change([&](Change& made) { accept_order(made, tables_, id, ""); }, "city"); });
    EXPECT_EQ(error.detail().code, "order.handler");
    EXPECT_EQ(error.detail().field, "accept at LYD");
    EXPECT_EQ(error.detail().found, "N city（市级主管部门主要负责人 220400）");
    // LYD lies in the house of LY, so LY's keeper may as well.
    EXPECT_EQ(error.detail().expected,
              "库点保管负责人 LYD（N officer）; 库点保管负责人 LY（N keeper, N officer）");
    change([&](Change& made) { accept_order(made, tables_, id, ""); }, "keeper");
    EXPECT_EQ(read_document(database_, id).steps.back().post, "depot_keeper");
    change([&](Change& made) { pick_order(made, tables_, id, {}); }, "keeper");
    change([&](Change& made) { load_order(made, tables_, id, {.truck = {.truck = "A1"}}); },
           "keeper");
    change([&](Change& made) { depart_order(made, tables_, id, {}); }, "keeper");
    const Error at_the_other_end = failure_of(
        [&] { change([&](Change& made) { arrive_order(made, tables_, id, ""); }, "keeper"); });
    EXPECT_EQ(at_the_other_end.detail().code, "order.handler");
    EXPECT_THAT(at_the_other_end.detail().expected, HasSubstr("库点保管负责人 BS（"));
    arrive(id);
    EXPECT_EQ(failure_of([&] {
                  change(
                      [&](Change& made) { receive_order(made, tables_, id, {.rest_good = true}); },
                      "city");
              })
                  .detail()
                  .code,
              "order.handler");
    EXPECT_EQ(state(id), "arrived");
    EXPECT_EQ(proof(), "");
}

TEST_F(OrderTest, OneStepCanBeDelegated) {
    const std::int64_t id = signed_order(quilts(10));
    const auto accept = [&] {
        change([&](Change& made) { accept_order(made, tables_, id, ""); }, "city");
    };
    const Holding term = read_holdings(database_, {.post = "depot_keeper", .unit = "LY"}).front();
    const auto delegate = [&](const char* verb) {
        change([&](Change& made) {
            add_delegation(made, term, verb, person_of(database_, "city"), noon_of(1), noon_of(4),
                           "ill");
        });
    };
    delegate("pick");
    EXPECT_EQ(failure_of(accept).detail().code, "order.handler");
    delegate("accept");
    accept();
    EXPECT_EQ(state(id), "accepted");
}

TEST_F(OrderTest, WhoHandlesGoodsIsATableTheOfficeEdits) {
    const std::int64_t id = signed_order(quilts(10, "220622"));
    to_road(id);
    const auto arrives = [&] {
        change([&](Change& made) { arrive_order(made, tables_, id, ""); }, "county");
    };
    hold("county", "county_bureau_head", "220622");
    std::string text = handling_rules_text(database_, now_);
    const std::string row = "HD04,arrive;receive,division,county_bureau_head";
    ASSERT_NE(text.find(row), std::string::npos);
    std::string without = text;
    without.replace(without.find(row), row.size(), "HD04,arrive,division,city_bureau_deputy");
    change([&](Change& made) { replace_handling_rules(made, without, "new.csv"); });
    EXPECT_EQ(failure_of(arrives).detail().code, "order.handler");
    change([&](Change& made) { replace_handling_rules(made, text, "old.csv"); });
    arrives();
    const auto complaint = [&](const std::string& from, const std::string& to) {
        std::string spoilt = text;
        for (std::size_t at = spoilt.find(from); at != std::string::npos; at = spoilt.find(from)) {
            spoilt.replace(at, from.size(), to);
        }
        return failure_of([&] { (void)parse_handling_rules(spoilt, "x.csv"); }).detail();
    };
    EXPECT_EQ(complaint("depart;", "").code, "csv.reference");
    EXPECT_THAT(complaint("depart;", "").found, HasSubstr("depart at a depot"));
    EXPECT_EQ(complaint("depart;", "fly;").code, "csv.value");
    EXPECT_EQ(complaint("depot,depot_keeper", "depot,city_bureau_head").line, 2);
}

TEST_F(OrderTest, PhotographsOfALoadAreAttachedWithTheirHash) {
    const std::int64_t id = signed_order(quilts(10));
    change([&](Change& made) { accept_order(made, tables_, id, ""); });
    change([&](Change& made) { pick_order(made, tables_, id, {}); });
    const std::string photo = "\xff\xd8\xff\xe0 a lorry";
    const auto load = [&](const std::string& bytes) {
        change([&](Change& made) {
            load_order(made, tables_, id,
                       {.truck = {.truck = "A1"}, .amounts = {}, .photos = {{"a.jpg", bytes}}});
        });
    };
    EXPECT_EQ(failure_of([&] { load(std::string("\0\1\2", 3)); }).detail().code, "attach.type");
    EXPECT_EQ(state(id), "picked");
    load(photo);
    const auto attached = read_attachments(database_, id);
    ASSERT_EQ(attached.size(), 1U);
    EXPECT_EQ(attached[0].mime, "image/jpeg");
    EXPECT_THAT(read_document(database_, id).steps.back().content, HasSubstr(attached[0].sha256));
    EXPECT_EQ(progress(id).trucks[0].photo, "a.jpg");
    EXPECT_EQ(proof(), "");
}

TEST_F(OrderTest, AStopAfterTheSignatureKeepsGoodsFromBeingPickedAndLoaded) {
    const std::int64_t id = signed_order(quilts(10));
    change([&](Change& made) { accept_order(made, tables_, id, ""); });
    const CareRules care = load_care_rules(source_);
    std::int64_t hazard = 0;
    const auto stop = [&] {
        change([&](Change& made) {
            hazard = open_hazard(
                made, care,
                {.site = "LYD", .check = {}, .finding = {}, .grade = 1, .words = "屋面塌陷"});
        });
    };
    const auto mend = [&] {
        change([&](Change& made) { finish_hazard(made, hazard, "builder", ""); });
        change([&](Change& made) { recheck_hazard(made, hazard, "inspector", true, ""); });
    };
    const auto pick = [&] { change([&](Change& made) { pick_order(made, tables_, id, {}); }); };
    const auto load = [&] {
        change([&](Change& made) { load_order(made, tables_, id, {.truck = {.truck = "A1"}}); });
    };
    stop();
    const Error at_pick = failure_of(pick);
    EXPECT_EQ(at_pick.detail().code, "order.stopped");
    EXPECT_THAT(at_pick.detail().found, HasSubstr("屋面塌陷"));
    mend();
    pick();
    stop();
    EXPECT_EQ(failure_of(load).detail().code, "order.stopped");
    mend();
    change([&](Change& made) { set_lot_state(made, "QUILT", "Q1", "recalled", "mould"); });
    const Error recalled = failure_of(load);
    EXPECT_EQ(recalled.detail().code, "hold.unusable");
    EXPECT_EQ(recalled.detail().found, "recalled");
    EXPECT_EQ(proof(), "");
}

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
                    return_order(made, tables_, id, counts);
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
        change([&](Change& made) { accept_order(made, tables_, id, ""); });
        if (chance(4) == 0) {
            change([&](Change& made) { cancel_order(made, id, "x"); });
            return;
        }
        change([&](Change& made) { pick_order(made, tables_, id, {}); });
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
                load_order(made, tables_, id,
                           {.truck = {.truck = "T"},
                            .amounts = {{.line = piece.line,
                                         .lot = piece.lot,
                                         .amount = 1 + chance(piece.picked - piece.loaded - 1)}}});
            });
        }
        change([&](Change& made) { depart_order(made, tables_, id, {}); });
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
