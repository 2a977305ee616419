// SPDX-License-Identifier: Apache-2.0
// 17 August 2013, floods in Jilin (news.fjsen.com/2013-08/17/content_12234558.htm): province level
// IV, 52 000 people relocated; 300 tents, 3 800 quilt sets and 700 beds allotted.
#include "tests/tools/office_day.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace relief::kit {
namespace {

using nlohmann::json;
using testing::HasSubstr;

TEST(Golden2013, TheAllotmentEquipsAsManyAsItHasBedsAndTheGapIsTold) {
    OfficeDay office(2013, "2013-08-16T08:00");
    office.at("2013-08-17T20:00");
    const std::vector<std::string> words{"readiness", "equip",      "--goods", "TENT12S=300",
                                         "--goods",   "QUILT=3800", "--goods", "BED=700",
                                         "--people",  "52000"};
    const json answer = office.ask(words);
    EXPECT_EQ(answer.at("season"), "summer");
    EXPECT_EQ(answer.at("persons"), 700);  // 300 x 6 = 1 800, 3 800 quilts, 700 beds
    EXPECT_EQ(answer.at("limiting"), "bed");
    EXPECT_EQ(answer.at("gap"), 51300);
    EXPECT_EQ(answer.at("needs")[0].at("persons"), 1800);
    EXPECT_EQ(answer.at("needs")[1].at("persons"), 3800);
    EXPECT_THAT(office.read(words), HasSubstr("可安置 700 人（夏季），卡在：床"));
    EXPECT_THAT(office.read(words), HasSubstr("还缺 51300 人的物资"));
    // In winter the same quilts are for half as many, and single tents are no shelter.
    auto winter = words;
    winter.insert(winter.end(), {"--season", "winter"});
    EXPECT_EQ(office.ask(winter).at("persons"), 0);
}

}  // namespace
}  // namespace relief::kit
