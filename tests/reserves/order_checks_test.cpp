// SPDX-License-Identifier: Apache-2.0
// Goods given for one use in an order, and what verify finds of orders that were tampered with.
#include "reserves/document/designated_use.h"
#include "reserves/document/order.h"
#include "tests/reserves/order_kit.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>

namespace relief {
namespace {

using kit::failure_of;
using kit::OrderTest;
using testing::HasSubstr;

/// Quilts given for Fusong (抚松县) lie beside those that are free.
class DesignatedTest : public OrderTest {
  protected:
    DesignatedTest() {
        change([&](Change& made) {
            const std::int64_t donation = add_document(
                made, {.unit = "220000",
                       .kind = "donation",
                       .content = R"({"donor":"某企业","use":"抚松县"})",
                       .lines = {{.item = "QUILT", .lot = "D1", .amount = 50, .owner = "220000"}}});
            Account shelf{.owner = "220000",
                          .keeper = "220400-CAB",
                          .site = "LYD",
                          .item = "QUILT",
                          .lot = "D1",
                          .condition = "A",
                          .stage = "on_hand"};
            Account donated = shelf;
            donated.stage = "donated";
            const Date day = kit::book_date(1);
            post_in(made, "donation", "test", {{donated, -50}, {shelf, 50}},
                    {{.item = "QUILT",
                      .lot = "D1",
                      .made_on = day - std::chrono::days{9},
                      .expires_on = day + std::chrono::days{30}}});
            designate(made, donation, "QUILT", "D1", "抚松县");
        });
    }

    std::string lots_of(std::int64_t id) {
        std::string lots;
        for (const OpenHold& hold : open_holds(database_, now_, id)) {
            lots += hold.lot + " ";
        }
        return lots;
    }
};

TEST_F(DesignatedTest, GoodsGivenForOnePlaceAreNotAllottedToAnother) {
    // D1 expires first of all, and is passed over.
    EXPECT_EQ(lots_of(signed_order(quilts(10))), "Q1 ");
    NewOrder named = quilts(10);
    named.lines[0].lot = "D1";
    const Error error = failure_of([&] { (void)signed_order(named); });
    EXPECT_EQ(error.detail().code, "donation.use");
    EXPECT_EQ(error.detail().expected, "抚松县 (220000-JZ-2017-0001)");
    // 1 000 are free, 10 of them held.
    const Error all = failure_of([&] { (void)signed_order(quilts(1000)); });
    EXPECT_EQ(all.detail().code, "hold.short");
    EXPECT_EQ(all.detail().expected, "at most 990; more is given for 抚松县 (220000-JZ-2017-0001)");
    EXPECT_EQ(proof(), "");
}

TEST_F(DesignatedTest, ThePlaceItWasGivenForGetsItByNameByCodeAndByUse) {
    EXPECT_EQ(lots_of(draft(quilts(20, "FS"), true)), "D1 ");      // a depot in Fusong
    EXPECT_EQ(lots_of(draft(quilts(20, "220621"), true)), "D1 ");  // Fusong itself
    NewOrder for_use = quilts(10, "BS");
    for_use.head.use = "抚松县";
    EXPECT_EQ(lots_of(draft(for_use, true)), "D1 ");
}

TEST_F(DesignatedTest, APickSkipsItAndSaysWhy) {
    const std::int64_t id = signed_order(quilts(10));
    change([&](Change& made) { accept_order(made, tables_, id, ""); });
    const PickOrder by_hand{.chosen = {{.line = 1, .lot = "D1", .amount = 10}}, .reason = "near"};
    EXPECT_EQ(
        failure_of([&] { change([&](Change& made) { pick_order(made, tables_, id, by_hand); }); })
            .detail()
            .code,
        "donation.use");
    change([&](Change& made) { pick_order(made, tables_, id, {}); });
    EXPECT_EQ(progress(id).pieces[0].lot, "Q1");
    EXPECT_THAT(read_document(database_, id).steps.back().content, HasSubstr("designated"));
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
    change([&](Change& made) { accept_order(made, tables_, id, ""); });
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

}  // namespace
}  // namespace relief
