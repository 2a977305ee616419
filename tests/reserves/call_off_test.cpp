// SPDX-License-Identifier: Apache-2.0
// Food under an agreement: called off, signed, received in parts, eaten up to its last day.
#include "reserves/document/call_off.h"

#include "reserves/care/agreement.h"
#include "reserves/document/reversal.h"
#include "tests/reserves/order_kit.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>

namespace relief {
namespace {

using kit::failure_of;
using kit::noon_of;
using testing::HasSubstr;

/// Baishan has an agreement over bread: 100 on hand, 300 a day, first lorry after 6 hours.
class CallOffTest : public kit::OrderTest {
  protected:
    CallOffTest() {
        Supplier supplier;
        supplier.id = "SU-BREAD";
        supplier.name = "supplier";
        supplier.place_code = "220600";
        supplier.item = "BREAD";
        supplier.daily_capacity = 300;
        supplier.on_hand = 100;
        supplier.first_delivery_h = 6;
        supplier.agreement_from = kit::book_date(1);
        supplier.agreement_to = kit::book_date(31);
        baseline_.suppliers.push_back(supplier);
        hold("county", "county_bureau_head", "220622");
    }

    NewCallOff bread(Units units, const std::string& to = "220622") {
        return {.event = "flood",
                .head = {.supplier = "SU-BREAD", .response = 4, .deliver_to = to},
                .lines = {{.item = "BREAD", .amount = units}}};
    }

    std::int64_t draft_bread(const NewCallOff& call_off) {
        std::int64_t id = 0;
        change([&](Change& made) { id = draft_call_off(made, tables_, call_off); });
        return id;
    }

    std::int64_t signed_bread(Units units, bool phone = false) {
        const std::int64_t id = draft_bread(bread(units));
        change([&](Change& made) {
            sign_call_off(made, id, rules_,
                          {.signer = person_of(database_, "baishan"), .phone = phone});
        });
        return id;
    }

    void come(std::int64_t id, FoodCount count, const std::string& actor = "county") {
        change([&](Change& made) { receive_call_off(made, tables_, id, {.counts = {count}}); },
               actor);
    }

    void declare(Units on_hand) {
        change([&](Change& made) {
            const auto agreements = read_agreements(baseline_, &database_);
            declare_stock(made, agreement_of(agreements, "SU-BREAD"), on_hand, "sales", "");
        });
    }

    Units room() {
        const auto agreements = read_agreements(baseline_, &database_);
        return call_off_room(database_, rules_, agreement_of(agreements, "SU-BREAD"),
                             now_ + std::chrono::hours{6}, now_)
            .left();
    }
};

TEST_F(CallOffTest, FoodComesInPartsIntoThePlaceAndIsTheCallingBureaus) {
    const std::int64_t id = signed_bread(200);
    EXPECT_EQ(format_number(read_document(database_, id).number), "220600-XY-2017-0001");
    come(id, {.line = 1, .good = 120, .damaged = 5, .made_on = kit::book_date(1)});
    EXPECT_EQ(state(id), "part_received");
    EXPECT_EQ(stock("220622", "220600", "BREAD", "on_hand"), 120);
    EXPECT_EQ(stock("220622", "220600", "BREAD", "quarantine"), 5);
    const auto lots = available_lots(database_, {.site = "220622", .at = now_});
    ASSERT_EQ(lots.size(), 1U);
    EXPECT_EQ(lots[0].lot, "220600-XY-2017-0001-1-20170701");
    EXPECT_EQ(lots[0].keeper, "220622-CAB");
    // Made on the first; the catalogue gives its shelf life.
    EXPECT_EQ(lots[0].expires_on,
              kit::book_date(1) + std::chrono::days{rules_.item("BREAD")->shelf_life_days});
    come(id, {.line = 1, .good = 75, .made_on = kit::book_date(2)});
    EXPECT_EQ(state(id), "received");
    EXPECT_EQ(stock("220622", "220600", "BREAD", "on_hand"), 195);
    EXPECT_EQ(call_off_lines(read_document(database_, id))[0].open(), 0);
    change([&](Change& made) { close_call_off(made, id, ""); });
    EXPECT_EQ(linked_to(database_, id, "of_order").size(), 2U);
    EXPECT_EQ(proof(), "");
}

TEST_F(CallOffTest, MoreThanWasCalledOffIsNotReceivedAndSomebodyElseDoesNotReceiveIt) {
    const std::int64_t id = signed_bread(200);
    const auto refusal = [&](FoodCount count, const std::string& actor) {
        return failure_of([&] { come(id, count, actor); }).detail();
    };
    const ErrorDetail over =
        refusal({.line = 1, .good = 201, .made_on = kit::book_date(1)}, "county");
    EXPECT_EQ(over.code, "order.over_receipt");
    EXPECT_EQ(over.expected, "at most 200");
    const ErrorDetail other =
        refusal({.line = 1, .good = 200, .made_on = kit::book_date(1)}, "keeper");
    EXPECT_EQ(other.code, "order.handler");
    EXPECT_THAT(other.expected, HasSubstr("县级主管部门主要负责人 220622（N county）"));
    EXPECT_EQ(state(id), "signed");
}

TEST_F(CallOffTest, FoodHasAProductionDayAndIsNotPastItsLast) {
    const std::int64_t id = signed_bread(200);
    const auto refusal = [&](FoodCount count) {
        return failure_of([&] { come(id, count); }).detail().code;
    };
    EXPECT_EQ(refusal({.line = 1, .good = 10}), "order.made");
    EXPECT_EQ(refusal({.line = 1, .good = 10, .made_on = kit::book_date(3)}), "order.made");
    const std::chrono::days life{rules_.item("BREAD")->shelf_life_days};
    EXPECT_EQ(refusal({.line = 1, .good = 10, .made_on = kit::book_date(1) - life}),
              "order.expired");
    // Its last day is today.
    come(id, {.line = 1, .good = 10, .made_on = kit::book_date(2) - life});
    EXPECT_EQ(stock("220622", "220600", "BREAD", "on_hand"), 10);
}

TEST_F(CallOffTest, ASupplierGivesWhatItHasAndMakesByTheDay) {
    EXPECT_EQ(room(), 100 + 300);
    const Error error = failure_of([&] { (void)draft_bread(bread(401)); });
    EXPECT_EQ(error.detail().code, "agreement.capacity");
    EXPECT_EQ(error.detail().expected, "at most 400");
    const std::int64_t id = signed_bread(250);
    EXPECT_EQ(room(), 150);
    now_ = noon_of(3);  // a day later it has made 300 more
    EXPECT_EQ(room(), 450);
    come(id, {.line = 1, .good = 250, .made_on = kit::book_date(2)});
    declare(20);  // what is delivered is not on its shelf any more
    EXPECT_EQ(room(), 20 + 300);
    EXPECT_EQ(failure_of([&] { (void)draft_bread(bread(400)); }).detail().code,
              "agreement.capacity");
    NewCallOff noodles = bread(1);
    noodles.lines[0].item = "NOODLE";
    EXPECT_EQ(failure_of([&] { (void)draft_bread(noodles); }).detail().code, "agreement.item");
    now_ = noon_of(31) + std::chrono::hours{24};
    EXPECT_EQ(failure_of([&] { (void)draft_bread(bread(1)); }).detail().code, "agreement.term");
}

TEST_F(CallOffTest, ATelephoneCallOffIsClosedAfterItsPapersAndShortOnlyWithAReason) {
    const std::int64_t id = signed_bread(100, true);
    come(id, {.line = 1, .good = 60, .made_on = kit::book_date(1)});
    const auto close = [&](const std::string& note) {
        change([&](Change& made) { close_call_off(made, id, note); });
    };
    EXPECT_EQ(failure_of([&] { close(""); }).detail().code, "order.reason");
    EXPECT_EQ(failure_of([&] { close("no more flour"); }).detail().code, "order.papers");
    change([&](Change& made) { papers_order(made, id, "9", {{"9.pdf", "%PDF-1.7"}}); });
    close("no more flour");
    EXPECT_EQ(state(id), "closed");
    EXPECT_THAT(read_document(database_, id).steps.back().content,
                HasSubstr("\"not_delivered\":40"));
    EXPECT_EQ(proof(), "");
}

TEST_F(CallOffTest, AReceiptThatWasWrongIsReversed) {
    const std::int64_t id = signed_bread(100);
    come(id, {.line = 1, .good = 100, .made_on = kit::book_date(1)});
    change([&](Change& made) { reverse_document(made, id, "another county's"); });
    EXPECT_EQ(stock("220622", "220600", "BREAD", "on_hand"), 0);
    EXPECT_EQ(state(id), "reversed");
    EXPECT_EQ(room(), 400);
    EXPECT_EQ(proof(), "");
}

TEST_F(CallOffTest, OneSignedIsVoidedBeforeAnythingComes) {
    const std::int64_t id = signed_bread(100);
    change([&](Change& made) { cancel_call_off(made, id, "the water fell"); });
    EXPECT_EQ(state(id), "void");
    EXPECT_EQ(room(), 400);
    const std::int64_t other = signed_bread(100);
    come(other, {.line = 1, .good = 1, .made_on = kit::book_date(1)});
    EXPECT_EQ(
        failure_of([&] { change([&](Change& made) { cancel_call_off(made, other, "late"); }); })
            .detail()
            .code,
        "doc.state");
}

}  // namespace
}  // namespace relief
