// SPDX-License-Identifier: Apache-2.0
// M1: how many people a heap of goods can equip, reckoned by hand.
#include "reserves/report/equipped.h"
#include "core/data_source.h"

#include <gtest/gtest.h>

namespace relief {
namespace {

class EquippedTest : public testing::Test {
  protected:
    Equipped of(const std::map<std::string, Units>& goods, std::string_view season) {
        return equipped_persons(goods, basket_, season);
    }

    FolderSource source_{RELIEF_SOURCE_DIR "/data"};
    Rules rules_ = load_rules(source_);
    std::vector<BasketRow> basket_ = load_basket(source_, rules_);
};

TEST_F(EquippedTest, TheAllotmentOfAugust2013EquipsAsManyAsItHasBeds) {
    // 300 tents x 6 = 1800, 3800 quilts, 700 beds: the beds are the bottleneck.
    const Equipped summer = of({{"TENT12S", 300}, {"QUILT", 3800}, {"BED", 700}}, "summer");
    EXPECT_EQ(summer.persons, 700);
    EXPECT_EQ(summer.limiting, "bed");
    ASSERT_EQ(summer.needs.size(), 3U);
    EXPECT_EQ(summer.needs[0].persons, 1800);
    EXPECT_EQ(summer.needs[0].arithmetic, "(TENT12S 300 x 6) / 1 = 1800");
    EXPECT_EQ(summer.needs[1].persons, 3800);
}

TEST_F(EquippedTest, WinterAsksForTwoQuiltsACoatAStoveAndAPaddedTent) {
    const std::map<std::string, Units> goods{{"TENT12C", 100}, {"TENT12S", 900}, {"QUILT", 1201},
                                             {"COAT", 700},    {"STOVE", 110},   {"BED", 650}};
    const Equipped winter = of(goods, "winter");
    EXPECT_EQ(winter.persons, 600);  // quilts 1201 / 2 = 600; tents 100 x 6 = 600 stands first
    EXPECT_EQ(winter.limiting, "shelter");
    ASSERT_EQ(winter.needs.size(), 5U);
    EXPECT_EQ(of({{"QUILT", 99}}, "winter").persons, 0);
}

TEST_F(EquippedTest, TentsOfAllKindsAddUp) {
    const Equipped summer =
        of({{"TENT12S", 1}, {"TENT36C", 2}, {"TENT8S", 3}, {"QUILT", 99}, {"BED", 99}}, "summer");
    EXPECT_EQ(summer.needs[0].persons, 6 + 2 * 16 + 3 * 4);
    EXPECT_EQ(summer.persons, 50);
}

TEST_F(EquippedTest, WinterIsFromNovemberToMarch) {
    using namespace std::chrono;
    EXPECT_EQ(season_of(Date{2017y / October / 31}), "summer");
    EXPECT_EQ(season_of(Date{2017y / November / 1}), "winter");
    EXPECT_EQ(season_of(Date{2018y / March / 31}), "winter");
    EXPECT_EQ(season_of(Date{2018y / April / 1}), "summer");
}

}  // namespace
}  // namespace relief
