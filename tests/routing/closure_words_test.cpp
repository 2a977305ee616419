// SPDX-License-Identifier: Apache-2.0
#include "routing/network/closure_words.h"

#include <random>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace relief {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(ClosureWords, ARoadAndAPostAsTheHotlineSaysThem) {
    for (const std::string_view words :
         {"G1212 K371+200", "G1212吉草高速K371+200处", "Ｇ１２１２ 吉草高速公路 Ｋ３７１＋２００",
          "g1212 k 371 + 200 塌方", "G1212桩号371+200处水毁", "1212国道371公里200米处",
          "G1212 371.2公里处"}) {
        const ClosureWords heard = understand_closure(words);
        EXPECT_THAT(heard.refs, ElementsAre("G1212")) << words;
        EXPECT_THAT(heard.posts, ElementsAre(HeardPosts{371'200, 371'200})) << words;
        EXPECT_THAT(heard.other, IsEmpty()) << words;
        EXPECT_EQ(heard.words, words);
    }
    EXPECT_THAT(understand_closure("G1212吉草高速K371+200处").road_names, ElementsAre("吉草高速"));
    EXPECT_THAT(understand_closure("G12珲乌高速公路").road_names, ElementsAre("珲乌高速"));
}

TEST(ClosureWords, AStretchBetweenPostsWithAnyDashAndEitherWayRound) {
    for (const std::string_view words :
         {"G12珲乌高速 K100+000—K110+500", "G12 珲乌高速Ｋ１００＋０００－Ｋ１１０＋５００段",
          "G12 K100——K110+500", "G12 K110+500至K100+000", "G12 K100+000~110+500",
          "G12 100公里处至110公里500米处"}) {
        EXPECT_THAT(understand_closure(words).posts, ElementsAre(HeardPosts{100'000, 110'500}))
            << words;
    }
}

TEST(ClosureWords, ALengthIsNoPost) {
    EXPECT_THAT(understand_closure("全市乡村道路138.131公里").posts, IsEmpty());
    EXPECT_THAT(understand_closure("七里桥两侧约700米路基").posts, IsEmpty());
    EXPECT_EQ(understand_closure("前金线七里段，七里桥两侧约700米路基").structures.front().name,
              "七里桥");
    EXPECT_THAT(understand_closure("全省23条41处农村公路").road_names, IsEmpty());
    EXPECT_THAT(understand_closure("前金线七里段").within, ElementsAre("七里"));
    EXPECT_THAT(understand_closure("前金线七里段").road_names, ElementsAre("前金线"));
}

TEST(ClosureWords, RoadNumbersInEachWritingAndNoOtherLettersWithFigures) {
    EXPECT_THAT(understand_closure("G12、G1212和S206").refs, ElementsAre("G12", "G1212", "S206"));
    EXPECT_THAT(understand_closure("202国道、206省道、012县道").refs,
                ElementsAre("G202", "S206", "X012"));
    EXPECT_THAT(understand_closure("国道G202").refs, ElementsAre("G202"));
    EXPECT_THAT(understand_closure("CG12 MG1 G12a 2g5").refs, IsEmpty());
    EXPECT_EQ(understand_closure("全省高速公路").every_expressway, true);
    EXPECT_EQ(understand_closure("all expressways").every_expressway, true);
    EXPECT_EQ(understand_closure("G12高速公路").every_expressway, false);
    EXPECT_EQ(understand_closure("G202全线封闭").whole_road, true);
}

TEST(ClosureWords, BetweenTwoPlaces) {
    const auto pair = [](std::string_view words) {
        const ClosureWords heard = understand_closure(words);
        return heard.between.size() == 1 ? heard.between[0].from + "|" + heard.between[0].to
                                         : "none of " + std::to_string(heard.between.size());
    };
    EXPECT_EQ(pair("舒兰至蛟河段"), "舒兰|蛟河");
    EXPECT_EQ(pair("舒兰－蛟河"), "舒兰|蛟河");
    EXPECT_EQ(pair("G202 吉林—永吉 塌方"), "吉林|永吉");
    EXPECT_EQ(pair("沈长线临江至白山段水毁"), "临江|白山");
    EXPECT_EQ(pair("吉林市至旺起不通"), "吉林市|旺起");
    EXPECT_EQ(pair("七里乡黄泥村到保安屯之间"), "七里乡黄泥村|保安屯");
    EXPECT_EQ(pair("永吉与桦甸之间"), "永吉|桦甸");
    EXPECT_EQ(pair("永吉和桦甸"), "none of 0");  // two places, not a stretch
    EXPECT_THAT(understand_closure("沈长线临江至白山段").road_names, ElementsAre("沈长线"));
}

TEST(ClosureWords, BridgesAndTunnelsByName) {
    const auto name = [](std::string_view words) {
        const ClosureWords heard = understand_closure(words);
        return heard.structures.size() == 1 ? heard.structures[0].name : "none";
    };
    EXPECT_EQ(name("吉林绕城高速二道河大桥"), "二道河大桥");
    EXPECT_EQ(name("长安桥"), "长安桥");
    EXPECT_EQ(name("金马镇境内向阳大桥冲毁"), "向阳大桥");
    EXPECT_EQ(name("吉林市境内黑大线便桥被冲"), "");  // a bridge without a name
    EXPECT_EQ(name("桥涵262处"), "none");
    EXPECT_EQ(name("G333老岭隧道"), "老岭隧道");
    EXPECT_TRUE(understand_closure("老岭隧道").structures.front().is_tunnel);
    EXPECT_THAT(understand_closure("吉林绕城高速二道河大桥").road_names,
                ElementsAre("吉林绕城高速"));
    EXPECT_THAT(understand_closure("吉林市境内黑大线便桥被冲").within, ElementsAre("吉林市"));
    EXPECT_THAT(understand_closure("吉林市境内黑大线便桥被冲").road_names, ElementsAre("黑大线"));
}

TEST(ClosureWords, WithinADivisionAndItsExits) {
    EXPECT_THAT(understand_closure("G222嘉临线蛟河境内").within, ElementsAre("蛟河"));
    EXPECT_THAT(understand_closure("G222嘉临线蛟河境内").road_names, ElementsAre("嘉临线"));
    EXPECT_THAT(understand_closure("永新线口前境内").within, ElementsAre("口前"));
    EXPECT_THAT(understand_closure("临江全部出口").exits_of, ElementsAre("临江"));
    EXPECT_THAT(understand_closure("临江市境内交通全部中断").within, ElementsAre("临江市"));
    EXPECT_THAT(understand_closure("安二线 鹤大线 长清线 延边境内").road_names,
                ElementsAre("安二线", "鹤大线", "长清线"));
}

TEST(ClosureWords, Directions) {
    const auto toward = [](std::string_view words) { return understand_closure(words).toward; };
    EXPECT_EQ(toward("G12 K100 往长春方向"), "长春");
    EXPECT_EQ(toward("G12珲乌高速长春方向封闭"), "长春");
    EXPECT_EQ(toward("G12吉林至长春方向"), "长春");
    EXPECT_THAT(understand_closure("G12吉林至长春方向").between,
                ElementsAre(HeardPair{"吉林", "长春"}));
    EXPECT_EQ(understand_closure("G12双向封闭").direction, HeardDirection::both);
    EXPECT_EQ(understand_closure("G12上行K10").direction, HeardDirection::up);
    EXPECT_EQ(understand_closure("G12下行线K10").direction, HeardDirection::down);
    EXPECT_EQ(understand_closure("G12上下行").direction, HeardDirection::both);
    EXPECT_EQ(understand_closure("G12右幅K10").direction, HeardDirection::up);
    EXPECT_EQ(understand_closure("G12 K10").direction, HeardDirection::unsaid);
}

TEST(ClosureWords, RoadsThatAreCountedAreNotNamed) {
    for (const std::string_view words :
         {"桦甸5条干线", "桦甸五条省道中断", "多条高速公路封闭", "境内12条公路"}) {
        EXPECT_THAT(understand_closure(words).road_names, IsEmpty()) << words;
    }
    EXPECT_THAT(understand_closure("桦甸5条干线").other, ElementsAre("桦甸"));
    EXPECT_THAT(understand_closure("条子河公路").road_names, ElementsAre("条子河公路"));
}

TEST(ClosureWords, WhatMayStillPass) {
    EXPECT_EQ(understand_closure("G202 K10 限重5吨").limits.weight_kg, 5000);
    EXPECT_EQ(understand_closure("G202 限载 7.5t").limits.weight_kg,
              std::nullopt);  // a gap: not read
    EXPECT_EQ(understand_closure("G202 限载7.5t").limits.weight_kg, 7500);
    EXPECT_EQ(understand_closure("限高3.5米").limits.height_cm, 350);
    EXPECT_EQ(understand_closure("G202半幅通行").limits.one_lane_wait_minutes,
              one_lane_wait_assumed_minutes);
    EXPECT_TRUE(understand_closure("G202夜间封闭").limits.daylight_only);
    EXPECT_TRUE(understand_closure("G202编队通行").limits.convoy_only);
    EXPECT_TRUE(understand_closure("G202社会车辆禁行，凭通行证通行").limits.permit_only);
    EXPECT_FALSE(understand_closure("G202封闭").limits.any());
}

TEST(ClosureWords, WhatIsNotUnderstoodIsTold) {
    const ClosureWords heard = understand_closure("老王家门口那条路");
    EXPECT_THAT(heard.refs, IsEmpty());
    EXPECT_THAT(heard.other, ElementsAre("老王家门口那条路"));
    EXPECT_THAT(understand_closure("").other, IsEmpty());
}

TEST(ClosureWords, AnyBytesAreTaken) {
    std::mt19937_64 random(1);
    const std::string parts[] = {"G",  "1",    "K",    "+",    "-",        "至", "段",
                                 "桥", "方向", "线",   "境内", "公里",     "处", "限重",
                                 "吨", " ",    "长春", "\xff", "\xe4\xb8", "."};
    for (int round = 0; round < 20'000; ++round) {
        std::string words;
        for (std::uint64_t i = random() % 12; i > 0; --i) {
            words += parts[random() % std::size(parts)];
        }
        EXPECT_EQ(understand_closure(words).words, words);
    }
}

TEST(ClosureWords, PostsAreWrittenAsOnThePost) {
    EXPECT_EQ(post_text(371'200), "K371+200");
    EXPECT_EQ(post_text(5), "K0+005");
}

}  // namespace
}  // namespace relief
