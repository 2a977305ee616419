// SPDX-License-Identifier: Apache-2.0
#include "reserves/print/capitals.h"

#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <limits>
#include <random>
#include <string>
#include <utility>

namespace relief {
namespace {

TEST(Capitals, NumbersAreWrittenAsOnVouchers) {
    const std::pair<std::int64_t, const char*> right[]{
        {0, "零"},
        {1, "壹"},
        {10, "壹拾"},
        {105, "壹佰零伍"},
        {1000, "壹仟"},
        {1001, "壹仟零壹"},
        {1010, "壹仟零壹拾"},
        {10'000, "壹万"},
        {10'010, "壹万零壹拾"},
        {12'300, "壹万贰仟叁佰"},
        {100'000, "壹拾万"},
        {107'000, "壹拾万柒仟"},
        {110'000, "壹拾壹万"},
        {1'000'001, "壹佰万零壹"},
        {10'001'000, "壹仟万壹仟"},
        {100'000'000, "壹亿"},
        {100'000'001, "壹亿零壹"},
        {100'010'000, "壹亿零壹万"},
        {100'100'000, "壹亿零壹拾万"},
        {1'000'050'000, "壹拾亿零伍万"},
        {120'000'000'000'000, "壹佰贰拾万亿"},
        {1'200'000'000'000, "壹万贰仟亿"},
        {-3, "负叁"},
    };
    for (const auto& [value, text] : right) {
        EXPECT_EQ(capital_number(value), text) << value;
    }
}

/// The examples printed in 支付结算办法 (1997), annex 1, paragraph 4.
TEST(Capitals, MoneyIsWrittenAsTheRulesOfSettlementSay) {
    EXPECT_EQ(capital_money(140'950), "壹仟肆佰零玖元伍角");
    EXPECT_EQ(capital_money(600'714), "陆仟零柒元壹角肆分");
    EXPECT_EQ(capital_money(168'032), "壹仟陆佰捌拾元叁角贰分");
    EXPECT_EQ(capital_money(1'640'902), "壹万陆仟肆佰零玖元零贰分");
    EXPECT_EQ(capital_money(32'504), "叁佰贰拾伍元零肆分");
}

TEST(Capitals, MoneyKnowsWholeYuanFenAloneAndNothing) {
    EXPECT_EQ(capital_money(123'456), "壹仟贰佰叁拾肆元伍角陆分");
    EXPECT_EQ(capital_money(100), "壹元整");
    EXPECT_EQ(capital_money(840'000'000), "捌佰肆拾万元整");
    EXPECT_EQ(capital_money(5), "伍分");
    EXPECT_EQ(capital_money(50), "伍角");
    EXPECT_EQ(capital_money(0), "零元整");
    EXPECT_EQ(capital_money(-100), "负壹元整");
}

TEST(Capitals, QuantitiesCarryTheirUnitAndTheirDecimals) {
    EXPECT_EQ(capital_quantity({8000, 0}, "床"), "捌仟床");
    EXPECT_EQ(capital_quantity({12'500, 3}, "千克"), "壹拾贰点伍千克");
    EXPECT_EQ(capital_quantity({50, 3}, "千克"), "零点零伍千克");
    EXPECT_EQ(capital_quantity({3000, 3}, "千克"), "叁千克");
}

/// Reads a numeral back by value and place, knowing nothing of where 零 is written.
std::uint64_t read_back(const std::string& text) {
    const std::array<std::pair<const char*, std::uint64_t>, 10> digit{{{"零", 0},
                                                                       {"壹", 1},
                                                                       {"贰", 2},
                                                                       {"叁", 3},
                                                                       {"肆", 4},
                                                                       {"伍", 5},
                                                                       {"陆", 6},
                                                                       {"柒", 7},
                                                                       {"捌", 8},
                                                                       {"玖", 9}}};
    const std::array<std::pair<const char*, std::uint64_t>, 3> place{
        {{"拾", 10}, {"佰", 100}, {"仟", 1000}}};
    std::uint64_t total = 0;    // of finished 亿
    std::uint64_t section = 0;  // below the next 亿
    std::uint64_t group = 0;    // below the next 万
    std::uint64_t last = 0;
    for (std::size_t at = 0; at < text.size(); at += 3) {
        const std::string one = text.substr(at, 3);
        for (const auto& [name, value] : digit) {
            last = one == name ? value : last;
        }
        for (const auto& [name, value] : place) {
            group += one == name ? last * value : 0;
            last = one == name ? 0 : last;
        }
        if (one == "万") {
            section += (group + last) * 10'000;
            group = last = 0;
        } else if (one == "亿") {
            total = (total + section + group + last) * 100'000'000;
            section = group = last = 0;
        }
    }
    return total + section + group + last;
}

TEST(Capitals, EveryNumberReadsBackAsItself) {
    std::mt19937_64 random(7);
    for (int i = 0; i < 20'000; ++i) {
        const auto value = static_cast<std::int64_t>(random() >> (1 + random() % 63));
        ASSERT_EQ(read_back(capital_number(value)), static_cast<std::uint64_t>(value))
            << capital_number(value);
    }
    const std::int64_t most = std::numeric_limits<std::int64_t>::max();
    EXPECT_EQ(read_back(capital_number(most)), static_cast<std::uint64_t>(most));
    EXPECT_EQ(capital_number(std::numeric_limits<std::int64_t>::min()).substr(0, 3), "负");
}

}  // namespace
}  // namespace relief
