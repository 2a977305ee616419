// SPDX-License-Identifier: Apache-2.0
#include "core/places.h"

#include "tests/kit/bad_input.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace relief {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

Date day(const char* text) {
    return *parse_date(text);
}

class PlacesTest : public testing::Test {
  protected:
    FolderSource source_{RELIEF_SOURCE_DIR "/data"};
    Places places_{source_};
    const Date today_ = day("2026-11-24");

    [[nodiscard]] std::vector<std::string> codes(std::string_view text) const {
        std::vector<std::string> found;
        for (const PlaceMatch& match : places_.find(text, today_)) {
            found.push_back(match.place->code);
        }
        return found;
    }
    [[nodiscard]] PlaceMatch only(std::string_view text, const char* on) const {
        const auto matches = places_.find(text, day(on));
        EXPECT_EQ(matches.size(), 1U) << text;
        return matches.empty() ? PlaceMatch{} : matches.front();
    }
    static std::vector<std::string> parents(const PlaceMatch& match) {
        std::vector<std::string> names;
        for (const Place* parent : match.parents) {
            names.push_back(parent->name);
        }
        return names;
    }
};

TEST_F(PlacesTest, HoldsTheDivisionsAndTownshipsOfTheProvince) {
    // 82 divisions and 1 075 townships: README.md of the two tables.
    EXPECT_EQ(places_.all().size(), 82U + 1075U);
    const Place* yongji = places_.find_code("220221");
    ASSERT_NE(yongji, nullptr);
    EXPECT_EQ(yongji->name, "永吉县");
    EXPECT_EQ(yongji->population, 280633);  // 243 469 and 37 164 of the zone 220273
    EXPECT_EQ(places_.find_code("220273")->relief_host, "220221");
    EXPECT_EQ(places_.find_code("999999"), nullptr);
    EXPECT_EQ(places_.find_code(""), nullptr);
}

TEST_F(PlacesTest, AFormerCodeMeansThePresentPlace) {
    EXPECT_EQ(places_.present_code("220381"), "220184");
    EXPECT_EQ(places_.present_code("220724"), "220781");
    EXPECT_EQ(places_.present_code("220181"), "220113");
    EXPECT_EQ(places_.present_code("220625"), "220605");
    EXPECT_EQ(places_.present_code("220184"), "220184");
    // A township's code is its county's and three figures: 二十家子镇 and 三岔河镇.
    EXPECT_EQ(places_.present_code("220381100"), "220184100");
    EXPECT_EQ(places_.present_code("220724100"), "220781100");
    EXPECT_EQ(places_.find_code("220381999"), nullptr);
    EXPECT_EQ(places_.find_code("2203811"), nullptr);
    EXPECT_EQ(places_.find_code("220381100x"), nullptr);
    const auto error = kit::error_of([&] { static_cast<void>(places_.present_code("220999")); });
    EXPECT_EQ(error.code, "place.unknown");
    EXPECT_EQ(error.found, "220999");
}

struct DatedCode {
    const char* asked;
    const char* on;
    const char* code;
    std::vector<std::string> parents;
};

class DatedCodeTest : public PlacesTest, public testing::WithParamInterface<DatedCode> {};

TEST_P(DatedCodeTest, CodeAndParentsAreThoseOfTheDay) {
    const PlaceMatch match = only(GetParam().asked, GetParam().on);
    EXPECT_EQ(match.code_on_date, GetParam().code);
    EXPECT_EQ(parents(match), GetParam().parents);
}

// The days of change are those of division_code_history.csv.
INSTANTIATE_TEST_SUITE_P(
    Changes, DatedCodeTest,
    testing::Values(DatedCode{"公主岭", "2017-07-01", "220381", {"四平市", "吉林省"}},
                    DatedCode{"公主岭", "2020-06-18", "220381", {"四平市", "吉林省"}},
                    DatedCode{"公主岭", "2020-06-19", "220184", {"长春市", "吉林省"}},
                    DatedCode{"220381", "2026-01-01", "220184", {"长春市", "吉林省"}},
                    DatedCode{"扶余县", "2010-07-28", "220724", {"松原市", "吉林省"}},
                    DatedCode{"扶余", "2013-01-18", "220781", {"松原市", "吉林省"}},
                    DatedCode{"九台区", "2010-07-28", "220181", {"长春市", "吉林省"}},
                    DatedCode{"九台市", "2014-10-20", "220113", {"长春市", "吉林省"}},
                    DatedCode{"江源区", "2006-04-29", "220625", {"白山市", "吉林省"}},
                    DatedCode{"江源县", "2006-04-30", "220605", {"白山市", "吉林省"}},
                    DatedCode{
                        "范家屯镇", "2017-07-01", "220381103", {"公主岭市", "四平市", "吉林省"}}));

// The names and days of change are those of division_code_history.csv.
TEST_F(PlacesTest, TheNameIsThatOfTheDay) {
    const auto name = [&](const char* asked, const char* on) {
        return only(asked, on).name_on_date;
    };
    EXPECT_EQ(name("扶余", "2010-01-01"), "扶余县");
    EXPECT_EQ(name("220781", "2013-01-17"), "扶余县");
    EXPECT_EQ(name("扶余", "2013-01-18"), "扶余市");
    EXPECT_EQ(name("九台区", "2010-07-28"), "九台市");
    EXPECT_EQ(name("九台市", "2026-01-01"), "九台区");
    EXPECT_EQ(name("220605", "2005-01-01"), "江源县");
    EXPECT_EQ(name("220605", "2006-04-30"), "江源区");
    EXPECT_EQ(name("公主岭", "2017-07-14"), "公主岭市");
    EXPECT_EQ(name("永吉县", "2010-07-28"), "永吉县");
    EXPECT_EQ(name("范家屯镇", "2017-07-14"), "范家屯镇");
}

TEST_F(PlacesTest, ACodeThatWasInForceThatDayIsACode) {
    const auto by = [&](const char* asked, const char* on) { return only(asked, on).by; };
    EXPECT_EQ(by("220381", "2017-07-14"), "code");
    EXPECT_EQ(by("220381", "2020-06-18"), "code");
    EXPECT_EQ(by("220381", "2020-06-19"), "former_code");
    EXPECT_EQ(by("220724", "2017-07-14"), "former_code");
    EXPECT_EQ(by("220381100", "2017-07-14"), "code");
    EXPECT_EQ(by("220381100", "2021-01-01"), "former_code");
    EXPECT_EQ(by("220724100", "2017-07-14"), "former_code");
    EXPECT_EQ(only("220381100", "2017-07-14").place->code, "220184100");
    EXPECT_EQ(only("220381100", "2017-07-14").code_on_date, "220381100");
    EXPECT_EQ(only("220724100", "2017-07-14").code_on_date, "220781100");
}

TEST_F(PlacesTest, HomonymsAllComeBackCountiesFirst) {
    EXPECT_THAT(codes("永吉"), ElementsAre("220221", "220102008", "220282002"));
    EXPECT_THAT(codes("朝阳镇"), ElementsAre("220283103", "220523100"));
    EXPECT_THAT(codes("万宝镇"), ElementsAre("220103102", "220881101", "222426105"));
    EXPECT_THAT(codes("万宝"), ElementsAre("220103102", "220881101", "220881201", "222426105"));
    EXPECT_THAT(codes("朝阳"), ElementsAre("220104", "220183203", "220283103", "220523100"));
    EXPECT_THAT(codes("吉林"), testing::Contains("220200"));
    EXPECT_THAT(codes("吉林"), testing::Contains("220000"));
    const auto matches = places_.find("朝阳镇", today_);
    EXPECT_THAT(parents(matches.at(1)), ElementsAre("辉南县", "通化市", "吉林省"));
}

TEST_F(PlacesTest, FindsByEveryKindOfName) {
    const auto found_by = [&](std::string_view text) {
        const auto matches = places_.find(text, today_);
        return matches.size() == 1 ? matches.front().place->code + " " + matches.front().by
                                   : std::to_string(matches.size()) + " matches";
    };
    EXPECT_EQ(found_by("220221"), "220221 code");
    EXPECT_EQ(found_by("２２０２２１"), "220221 code");  // typed with full-width digits
    EXPECT_EQ(found_by("220381"), "220184 former_code");
    EXPECT_EQ(found_by("22cbs0"), "22CBS0 code");
    EXPECT_EQ(found_by(" 永吉县 "), "220221 name");
    EXPECT_EQ(found_by("舒兰"), "220283 short_name");
    EXPECT_EQ(found_by("口前"), "220221100 short_name");
    EXPECT_EQ(found_by("扶余县"), "220781 former_name");
    EXPECT_EQ(found_by("八道江区"), "220602 former_name");
    EXPECT_EQ(found_by("前郭县"), "220721 alias");
    EXPECT_EQ(found_by("前郭"), "220721 alias");
    EXPECT_EQ(found_by("伊通县"), "220323 alias");
    EXPECT_EQ(found_by("延边州"), "222400 alias");
    EXPECT_EQ(found_by("胡家"), "220113200 short_name");  // 胡家回族乡
    EXPECT_THAT(codes("郭尔罗斯"), ElementsAre("220721"));
    EXPECT_THAT(codes("长白"), testing::Contains("220623"));
    EXPECT_THAT(codes("延边"), ElementsAre("222400"));
    EXPECT_THAT(codes("经开区"), ElementsAre("220171", "220271", "220771", "220871"));
    EXPECT_THAT(codes("乌有县"), IsEmpty());
    EXPECT_THAT(codes(""), IsEmpty());
}

TEST_F(PlacesTest, FindsByPinyin) {
    EXPECT_THAT(codes("Yongji"), ElementsAre("220221", "220102008", "220282002"));
    EXPECT_THAT(codes("yongji county"), ElementsAre("220221"));
    EXPECT_THAT(codes("YONGJIXIAN"), ElementsAre("220221"));
    EXPECT_THAT(codes("Nong'an County"), ElementsAre("220122"));
    EXPECT_THAT(codes("nongan"), testing::Contains("220122"));
    EXPECT_THAT(codes("Lüyuan District"), ElementsAre("220106"));
    EXPECT_THAT(codes("lvyuan"), testing::Contains("220106"));
    EXPECT_THAT(codes("Jilin Province"), ElementsAre("220000"));
    EXPECT_THAT(codes("jilin city"), ElementsAre("220200"));
    EXPECT_THAT(codes("Yitong"), testing::Contains("220323"));
    EXPECT_THAT(codes("yitong county"), ElementsAre("220323"));
    EXPECT_THAT(codes("Tonghua County"), ElementsAre("220521"));
    EXPECT_THAT(codes("kouqianzhen"), ElementsAre("220221100"));
    EXPECT_THAT(codes("kouqian"), ElementsAre("220221100"));
    EXPECT_THAT(codes("Nowhere"), IsEmpty());
}

TEST_F(PlacesTest, ANameMayStandAfterThatOfItsParent) {
    EXPECT_THAT(codes("辉南县朝阳镇"), ElementsAre("220523100"));
    EXPECT_THAT(codes("通化市 辉南县 朝阳镇"), ElementsAre("220523100"));
    EXPECT_THAT(codes("安图万宝"), ElementsAre("222426105"));
    EXPECT_THAT(codes("吉林省吉林市永吉县"), ElementsAre("220221"));
    EXPECT_THAT(codes("长春市永吉县"), IsEmpty());
    EXPECT_EQ(only("四平市公主岭市", "2017-07-01").place->code, "220184");
    EXPECT_THAT(codes(std::string(4000, 'x')), IsEmpty());
    std::string repeated;
    for (int i = 0; i < 12; ++i) {
        repeated += "永吉";
    }
    EXPECT_THAT(codes(repeated), IsEmpty());
}

TEST_F(PlacesTest, ResolvesOneMeaningAndRefusesToChoose) {
    EXPECT_EQ(places_.resolve("永吉县", today_).code, "220221");
    EXPECT_EQ(places_.resolve("朝阳区", today_).code, "220104");
    EXPECT_EQ(places_.resolve("通化县", today_).code, "220521");
    EXPECT_EQ(places_.resolve("220724", day("2010-07-28")).code, "220781");

    const auto ambiguous =
        kit::error_of([&] { static_cast<void>(places_.resolve("永吉", today_)); });
    EXPECT_EQ(ambiguous.code, "place.ambiguous");
    EXPECT_EQ(ambiguous.found,
              "永吉县 220221 (吉林市); 永吉街道 220102008 (南关区, 长春市); "
              "永吉街道 220282002 (桦甸市, 吉林市)");
    const auto towns = kit::error_of([&] { static_cast<void>(places_.resolve("朝阳镇", today_)); });
    EXPECT_EQ(towns.code, "place.ambiguous");
    EXPECT_THAT(towns.found, HasSubstr("朝阳镇 220523100 (辉南县, 通化市)"));
    const auto unknown =
        kit::error_of([&] { static_cast<void>(places_.resolve("乌有县", today_)); });
    EXPECT_EQ(unknown.code, "place.unknown");
    EXPECT_EQ(unknown.found, "乌有县");
}

TEST_F(PlacesTest, AnyCountyNameAndCodeResolvesToItself) {
    for (const Place& place : places_.all()) {
        EXPECT_EQ(places_.resolve(place.code, today_).code, place.code);
        if (place.kind != "township") {
            EXPECT_EQ(places_.resolve(place.name, today_).code, place.code) << place.name;
        }
    }
}

TEST_F(PlacesTest, KnowsWhatLiesInWhat) {
    EXPECT_EQ(places_.parent_of("220221"), "220200");
    EXPECT_EQ(places_.parent_of("220221100"), "220221");
    EXPECT_EQ(places_.parent_of("220200"), "220000");
    EXPECT_EQ(places_.parent_of("220000"), "");
    EXPECT_TRUE(places_.is_within("220221", "220200"));
    EXPECT_TRUE(places_.is_within("220221", "220221"));
    EXPECT_TRUE(places_.is_within("220221100", "220000"));
    EXPECT_TRUE(places_.is_within("220381", "220100"));  // by its former code
    EXPECT_FALSE(places_.is_within("220200", "220221"));
    EXPECT_FALSE(places_.is_within("220221", "220100"));
    EXPECT_FALSE(places_.is_within("000000", "220000"));
}

TEST_F(PlacesTest, EveryUnitHasASeatOnTheRoads) {
    EXPECT_EQ(places_.seat_county("220221"), "220221");
    EXPECT_EQ(places_.seat_county("220221100"), "220221");
    EXPECT_EQ(places_.seat_county("220171"), "220105");     // the zone's host
    EXPECT_EQ(places_.seat_county("220171100"), "220105");  // a town of that zone
    EXPECT_EQ(places_.seat_county("220000"), "220102");
    // The district the prefecture's point lies nearest to, measured apart from the program.
    EXPECT_EQ(places_.seat_county("220100"), "220102");
    EXPECT_EQ(places_.seat_county("220200"), "220204");
    EXPECT_EQ(places_.seat_county("220300"), "220303");
    EXPECT_EQ(places_.seat_county("220400"), "220402");
    EXPECT_EQ(places_.seat_county("220500"), "220502");
    EXPECT_EQ(places_.seat_county("220600"), "220602");
    EXPECT_EQ(places_.seat_county("220700"), "220702");  // 前郭 lies nearer but is no district
    EXPECT_EQ(places_.seat_county("220800"), "220802");
    EXPECT_EQ(places_.seat_county("222400"), "222401");
    EXPECT_EQ(places_.seat_county("22CXQ0"), "220102");
    EXPECT_EQ(places_.seat_county("22CBS0"), "220621");
    for (const Place& place : places_.all()) {
        EXPECT_EQ(places_.find_code(places_.seat_county(place.code))->kind, "county");
    }
}

TEST_F(PlacesTest, AHouseStandsAtTheSeatNearestToItsPoint) {
    // The point of 松原: 0.5 km from the seat of 前郭, 6.3 km from that of 宁江.
    EXPECT_EQ(places_.county_near("220700", 124.8236, 45.1182), "220721");
    EXPECT_EQ(places_.county_near("220700", 124.8216, 45.1745), "220702");
    // It stays in its prefecture, and in its county where that is known.
    EXPECT_EQ(places_.county_near("220800", 124.8236, 45.1182), "220882");
    EXPECT_EQ(places_.county_near("220722", 124.8236, 45.1182), "220722");
    EXPECT_EQ(places_.county_near("220000", 124.8236, 45.1182), "220721");
    EXPECT_EQ(places_.county_near("220771", 124.8236, 45.1182), "220702");  // the zone's host
}

TEST_F(PlacesTest, TheOfficeIsThatOfTheDay) {
    const auto name = [&](const char* duty, const char* on) {
        const auto offices = places_.offices_on(duty, day(on));
        return offices.size() == 1 ? offices.front()->name : std::string();
    };
    EXPECT_EQ(name("relief_command", "2017-07-13"), "吉林省民政厅");
    EXPECT_EQ(name("reserve_keeper", "2017-07-13"), "吉林省民政厅");
    EXPECT_EQ(name("relief_command", "2019-08-16"), "吉林省应急管理厅");
    EXPECT_EQ(name("reserve_keeper", "2019-08-16"), "吉林省粮食和物资储备局");
    EXPECT_EQ(name("reserve_keeper", "2018-10-17"), "吉林省民政厅");
    EXPECT_EQ(name("reserve_keeper", "2018-10-18"), "吉林省粮食和物资储备局");
    EXPECT_THAT(places_.offices_on("fire", today_), IsEmpty());
}

// The reform of 2018-10-18: civil affairs gave relief to 应急管理厅, the reserve to the grain
// bureau.
TEST_F(PlacesTest, AnOfficeIsFoundByNameWithThoseThatHoldItsDuties) {
    const auto rows = [&](std::string_view text, const char* on) {
        std::vector<std::string> found;
        for (const OfficeMatch& match : places_.find_offices(text, day(on))) {
            std::string row = match.office->duty + (match.in_force ? " yes" : " no");
            for (const Office* office : match.successors) {
                row += " " + office->name;
            }
            found.push_back(row);
        }
        return found;
    };
    EXPECT_THAT(rows("民政厅", "2017-07-14"),
                ElementsAre("relief_command yes", "reserve_keeper yes"));
    EXPECT_THAT(rows("吉林省民政厅", "2018-10-18"),
                ElementsAre("relief_command no 吉林省应急管理厅",
                            "reserve_keeper no 吉林省粮食和物资储备局"));
    EXPECT_THAT(rows("应急管理厅", "2017-07-14"), ElementsAre("relief_command no 吉林省民政厅"));
    EXPECT_THAT(rows("应急管理厅", "2019-08-16"), ElementsAre("relief_command yes"));
    EXPECT_THAT(rows("粮食和物资储备局", "2018-10-17"),
                ElementsAre("reserve_keeper no 吉林省民政厅"));
    EXPECT_THAT(rows(" 粮食和物资储备局 ", "2018-10-18"), ElementsAre("reserve_keeper yes"));
    EXPECT_THAT(rows("民政", "2017-07-14"), IsEmpty());
    EXPECT_THAT(rows("吉林省", "2017-07-14"), IsEmpty());
    EXPECT_THAT(rows("", "2017-07-14"), IsEmpty());
}

struct SpoiltPlace {
    const char* table;
    const char* from;
    const char* to;
    const char* code;
    const char* field;
    int line;
};

class SpoiltPlacesTest : public testing::TestWithParam<SpoiltPlace> {};

TEST_P(SpoiltPlacesTest, IsRefusedWithItsPlace) {
    const SpoiltPlace& spoilt = GetParam();
    kit::SpoiltSource source;
    source.replace(spoilt.table, spoilt.from, spoilt.to);
    const auto error = kit::error_of([&] { const Places places(source); });
    EXPECT_EQ(error.code, spoilt.code);
    EXPECT_EQ(error.file, spoilt.table);
    EXPECT_EQ(error.field, spoilt.field);
    EXPECT_EQ(error.line, spoilt.line);
    EXPECT_FALSE(error.expected.empty());
}

constexpr const char* divisions = "rules/jilin_divisions.csv";
constexpr const char* townships = "reference/jilin/places/jilin_townships.csv";
constexpr const char* history = "reference/jilin/places/division_code_history.csv";
constexpr const char* aliases = "places/place_aliases.csv";
constexpr const char* offices = "places/offices.csv";

INSTANTIATE_TEST_SUITE_P(
    Damage, SpoiltPlacesTest,
    testing::Values(
        SpoiltPlace{divisions, "\n220200,吉林市", "\n220100,吉林市", "csv.key", "code", 4},
        SpoiltPlace{divisions, "\n220200,吉林市", "\n2202,吉林市", "csv.value", "code", 4},
        SpoiltPlace{divisions, "Jilin,prefecture,prefecture,220000",
                    "Jilin,prefecture,prefecture,229999", "csv.reference", "parent_code", 4},
        SpoiltPlace{divisions, "126.5530", "226.5530", "csv.range", "lon_wgs84", 4},
        SpoiltPlace{divisions, "126.5530", "", "csv.empty", "lon_wgs84", 4},
        SpoiltPlace{townships, "220102,220102,南关区", "220102,220999,南关区", "csv.reference",
                    "county_code", 2},
        SpoiltPlace{townships, "220102002", "220102001", "csv.key", "code", 3},
        SpoiltPlace{history, "220184", "220185", "csv.reference", "new_code", 2},
        SpoiltPlace{history, "2020-06-19", "2020-06-31", "csv.date", "changed_on", 2},
        SpoiltPlace{history, "220381", "220221", "csv.key", "old_code", 2},
        SpoiltPlace{aliases, "九台市,220113", "九台市,220114", "csv.reference", "code", 2},
        SpoiltPlace{aliases, "220181", "220182", "csv.reference", "former_code", 2},
        SpoiltPlace{aliases, "220300", "220399", "csv.reference", "former_parent", 3},
        SpoiltPlace{offices, ",2018-10-18", ",2018-13-18", "csv.date", "valid_to", 2},
        SpoiltPlace{offices, "relief_command", "command", "csv.value", "duty", 2}));

}  // namespace
}  // namespace relief
