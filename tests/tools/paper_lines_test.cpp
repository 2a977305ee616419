// SPDX-License-Identifier: Apache-2.0
// Lines of papers as typed (reserves.md 1.1, rows 3 and 39-43).
#include "tools/desk/paper_lines.h"

#include "tests/kit/raw_store.h"

#include <gtest/gtest.h>

namespace relief {
namespace {

using kit::failure_of;

const Item rice{.id = "RICE", .unit = "kg", .shelf_life_days = 365, .decimals = 3};
const Item quilt{.id = "QUILT", .unit = "床", .shelf_life_days = 2190, .decimals = 0};
const Item water{.id = "WATERB", .unit = "瓶", .shelf_life_days = 365, .decimals = 0};

Rules rules() {
    Rules made;
    made.items = {rice, quilt, water};
    return made;
}

std::vector<ItemPack> packs() {
    return {{.id = "1", .item = "WATERB", .name = "箱", .units = 24, .openable = false},
            {.id = "2", .item = "QUILT", .name = "包", .units = 2, .openable = true}};
}

TEST(PaperLines, DecimalsAreKeptToTheLast) {
    EXPECT_EQ(parse_amount(rice, "27.565", 1), 27'565);
    EXPECT_EQ(parse_amount(rice, "7718.27", 1) - parse_amount(rice, "7000", 1), 718'270);
    EXPECT_EQ(parse_amount(rice, "0.72", 1) - parse_amount(rice, "0.66", 1), 60);
    EXPECT_EQ(parse_amount(quilt, "17", 1), 17);
}

TEST(PaperLines, WhatTheUnitCannotHoldIsRefusedAndNeverRounded) {
    for (const char* text :
         {"27.5655", "", ".5", "5.", "-1", "1,200", "1e3", "二十", "9999999999999999"}) {
        EXPECT_EQ(failure_of([&] { (void)parse_amount(rice, text, 7); }).detail().line, 7) << text;
    }
    EXPECT_EQ(failure_of([&] { (void)parse_amount(quilt, "1.5", 1); }).detail().code, "doc.line");
}

TEST(PaperLines, FivePacksOfTwoAreTen) {
    const PaperLine line =
        paper_line(rules(), packs(), parse_line("item=QUILT,lot=L,amount=5,pack=包", 1), false, 1);
    EXPECT_EQ(line.goods.amount, 10);
}

TEST(PaperLines, PacksMultiplyAndNeverDivide) {
    const auto amount = [](const std::string& text) {
        return paper_line(rules(), packs(), parse_line("item=WATERB,lot=L,amount=" + text, 1),
                          false, 1)
            .goods.amount;
    };
    EXPECT_EQ(amount("19,pack=箱"), 456);
    EXPECT_EQ(amount("48"), 48);
}

TEST(PaperLines, AmountsThatPacksMultiplyBeyond64BitsAreRefused) {
    const std::vector<ItemPack> large{
        {.id = "1", .item = "RICE", .name = "仓", .units = 1'000'000, .openable = true}};
    const auto line = [&](const std::string& amount) {
        return paper_line(rules(), large, parse_line("item=RICE,lot=L,pack=仓,amount=" + amount, 1),
                          true, 1);
    };
    EXPECT_EQ(line("1000000").goods.amount, 1'000'000'000'000'000);
    for (const char* amount : {"1000001", "999999999999999"}) {
        const ErrorDetail error = failure_of([&] { (void)line(amount); }).detail();
        EXPECT_EQ(error.code, "doc.line");
        EXPECT_EQ(error.expected, "at most 10^15");
    }
}

TEST(PaperLines, APackThatMayNotBeOpenedIsGivenWhole) {
    const auto refused = [](const std::string& text) {
        return failure_of(
                   [&] { (void)paper_line(rules(), packs(), parse_line(text, 1), false, 1); })
            .detail()
            .code;
    };
    EXPECT_EQ(refused("item=WATERB,lot=L,amount=17"), "doc.pack");
    EXPECT_EQ(refused("item=WATERB,lot=L,amount=1.5,pack=箱"), "doc.line");
    EXPECT_EQ(refused("item=WATERB,lot=L,amount=1,pack=袋"), "doc.pack");
    // 24 times this is beyond what a line may hold, as it is without packs.
    EXPECT_EQ(refused("item=WATERB,lot=L,amount=999999999999999,pack=箱"), "doc.line");
    EXPECT_EQ(paper_line(rules(), packs(), parse_line("item=QUILT,lot=L,amount=17", 1), false, 1)
                  .goods.amount,
              17);
}

TEST(PaperLines, ANoteTakesTheRestOfTheLine) {
    const LineFields fields = parse_line("item=QUILT,lot=L,amount=1,note=wet, torn, a=b", 1);
    EXPECT_EQ(fields.at("note"), "wet, torn, a=b");
}

TEST(PaperLines, AFieldNobodyKnowsOrTwiceIsNamed) {
    EXPECT_EQ(failure_of([] { (void)parse_line("itme=QUILT", 3); }).detail().field, "itme");
    EXPECT_EQ(failure_of([] { (void)parse_line("item=A,item=B", 3); }).detail().line, 3);
    EXPECT_EQ(failure_of([] { (void)parse_line("QUILT 5", 3); }).detail().code, "doc.line");
}

TEST(PaperLines, ALotMadeOnADayEndsByItsShelfLife) {
    const PaperLine line =
        paper_line(rules(), packs(),
                   parse_line("item=RICE,lot=L,amount=1,site=P,made=2017-06-01", 1), true, 1);
    ASSERT_TRUE(line.lot_dates.has_value());
    EXPECT_EQ(format_date(line.lot_dates->expires_on), "2018-06-01");
    EXPECT_EQ(line.goods.to_site, "P");
}

}  // namespace
}  // namespace relief
