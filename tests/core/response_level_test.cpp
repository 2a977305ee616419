// SPDX-License-Identifier: Apache-2.0
#include "core/incident/response_level.h"

#include "tests/core/scenario_copy.h"
#include "tests/kit/bad_input.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace relief {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const std::filesystem::path level_data = RELIEF_SOURCE_DIR "/data";

class LevelTest : public testing::Test {
  protected:
    FolderSource source_{level_data};
    Rules rules_ = load_rules(source_);
    Places places_{source_};
    Scenario scenario_;

    std::vector<LevelConclusion> judge(const std::filesystem::path& folder,
                                       std::string_view only_plan = {}) {
        scenario_ = load_scenario(folder, rules_, places_);
        return conclude_levels(scenario_, known_reports(scenario_, last_publication(scenario_)),
                               rules_, places_, only_plan);
    }
    std::vector<LevelConclusion> judge_event(const std::string& id,
                                             std::string_view only_plan = {}) {
        return judge(level_data / "scenarios" / id, only_plan);
    }
    static std::vector<std::string> rule_ids(const LevelConclusion& row) {
        std::vector<std::string> rules;
        for (const LevelBecause& why : row.because) {
            rules.push_back(why.rule);
        }
        return rules;
    }
};

/// The rows of a report under a plan: one, or none where the report says nothing to that level.
std::vector<LevelConclusion> rows_of(const std::vector<LevelConclusion>& rows,
                                     const std::string& report, const std::string& plan) {
    std::vector<LevelConclusion> found;
    for (const LevelConclusion& row : rows) {
        if (row.report == report && row.plan == plan) {
            found.push_back(row);
        }
    }
    return found;
}

LevelConclusion row_of(const std::vector<LevelConclusion>& rows, const std::string& report,
                       const std::string& plan) {
    const auto found = rows_of(rows, report, plan);
    EXPECT_EQ(found.size(), 1U) << report << " under " << plan;
    return found.empty() ? LevelConclusion{} : found.front();
}

class ExpectedLevelsTest : public LevelTest, public testing::WithParamInterface<const char*> {};

TEST_P(ExpectedLevelsTest, AgreeWithExpectedJson) {
    const auto folder = level_data / "scenarios" / GetParam();
    std::ifstream file(folder / "expected.json");
    const auto expected = nlohmann::json::parse(file).at("levels");
    ASSERT_FALSE(expected.empty());
    const auto rows = judge(folder);
    for (const auto& [key, level] : expected.items()) {
        const auto colon = key.find(':');
        const auto row = row_of(rows, key.substr(0, colon), key.substr(colon + 1));
        EXPECT_EQ(row.level, level.get<int>()) << key;
    }
}

INSTANTIATE_TEST_SUITE_P(Scenarios, ExpectedLevelsTest,
                         testing::Values("2010-flood", "2017-07-yongji-flood", "2018-songyuan-m57",
                                         "2020-11-ice-storm", "2023-08-shulan-flood"),
                         [](const auto& scenario) {
                             std::string name = scenario.param;
                             std::ranges::replace(name, '-', '_');
                             return name;
                         });

TEST_F(LevelTest, NamesRulesAndArithmeticOf2017) {
    const auto rows = judge_event("2017-07-yongji-flood");
    // The table of expected.md.
    const auto r2 = row_of(rows, "R2", "JL-COUNTY-2014");
    EXPECT_EQ(r2.scope, "220221");
    EXPECT_THAT(rule_ids(r2), ElementsAre("RL278"));
    EXPECT_EQ(r2.because[0].value, 75000);
    EXPECT_EQ(r2.because[0].arithmetic,
              "relocated 75000 + needing_urgent_aid — = 75000 in [2000, inf)");
    EXPECT_TRUE(r2.because[0].lower_bound);

    const auto nation = row_of(rows, "R5", "CN-2016");
    EXPECT_EQ(nation.scope, "220000");
    EXPECT_THAT(rule_ids(nation), ElementsAre("RL049", "RL048"));
    EXPECT_EQ(nation.because[0].arithmetic, "collapsed_serious_rooms 10497 in [10000, 100000)");
    EXPECT_FALSE(nation.because[0].lower_bound);
    EXPECT_EQ(nation.because[1].arithmetic,
              "relocated 126900 + needing_urgent_aid — = 126900 in [100000, 500000)");

    EXPECT_THAT(rule_ids(row_of(rows, "R5", "JL-2014")), ElementsAre("RL185", "RL191", "RL189"));
    EXPECT_THAT(rule_ids(row_of(rows, "R3", "JL-2014")), ElementsAre("RL185", "RL189"));
    EXPECT_THAT(rule_ids(row_of(rows, "R4", "JL-CITY-2014")), ElementsAre("RL235"));
    const auto compared = row_of(rows, "R5", "JL-2024");
    EXPECT_THAT(rule_ids(compared), ElementsAre("RL070", "RL076", "RL082"));
    EXPECT_EQ(compared.because[0].arithmetic, "dead 19 + missing 18 = 37 in [30, 50)");
    EXPECT_FALSE(compared.because[0].lower_bound);
    EXPECT_FALSE(compared.in_force);
    EXPECT_TRUE(nation.in_force);
}

TEST_F(LevelTest, AReportIsJudgedByItsOwnPlanAndThoseAboveIt) {
    const auto rows = judge_event("2017-07-yongji-flood");
    std::vector<std::string> plans;
    for (const LevelConclusion& row : rows) {
        if (row.report == "R2") {
            plans.push_back(row.plan + " " + row.scope);
            EXPECT_EQ(row.unit, "220221");
        }
    }
    EXPECT_THAT(plans, ElementsAre("JL-COUNTY-2014 220221", "JL-CITY-2014 220200", "JL-2014 220000",
                                   "CN-2016 220000", "CN-2024 220000", "JL-2024 220000"));
    EXPECT_THAT(rows_of(rows, "R5", "JL-COUNTY-2014"), IsEmpty());
    EXPECT_THAT(rows_of(rows, "R5", "JL-CITY-2014"), IsEmpty());
    EXPECT_THAT(rows_of(rows, "R4", "JL-COUNTY-2014"), IsEmpty());
}

TEST_F(LevelTest, SaysWhatIsOfficialAndWhatWasRead) {
    // The thresholds of CN-2006 were read in copies (read-secondary), those of CN-2016 level IV are
    // recalled, those of the province are working defaults.
    const auto read = row_of(judge_event("2010-flood"), "R2", "CN-2006");
    EXPECT_TRUE(read.official);
    EXPECT_TRUE(read.verified);
    const auto rows = judge_event("2017-07-yongji-flood");
    const auto recalled = row_of(rows, "R5", "CN-2016");
    EXPECT_TRUE(recalled.official);
    EXPECT_FALSE(recalled.verified);
    EXPECT_EQ(recalled.because.front().flag, Flag::recalled);
    const auto working_default = row_of(rows, "R5", "JL-2014");
    EXPECT_FALSE(working_default.official);
    EXPECT_FALSE(working_default.verified);
}

TEST_F(LevelTest, NoMetricIsNotNoDisaster) {
    for (const char* plan : {"JL-2014", "CN-2016"}) {
        const auto row = row_of(judge_event("2020-11-ice-storm"), "R1", plan);
        EXPECT_EQ(row.level, 0);
        EXPECT_FALSE(row.tested);
        EXPECT_FALSE(row.verified);
    }
    const auto tested = row_of(judge_event("2023-08-shulan-flood"), "R2", "CN-2016");
    EXPECT_EQ(tested.level, 0);
    EXPECT_TRUE(tested.tested);
    EXPECT_THAT(tested.because, IsEmpty());
}

TEST_F(LevelTest, FiguresOfSeveralEventsAreMarked) {
    const auto rows = judge_event("2010-flood");
    for (const LevelConclusion& row : rows) {
        EXPECT_EQ(row.several_events, row.report == "R4") << row.report << " " << row.plan;
    }
    EXPECT_EQ(row_of(rows, "R2", "CN-2024").because.at(0).arithmetic,
              "dead 47 + missing 45 = 92 in [50, 100)");
    EXPECT_TRUE(row_of(rows, "R2", "JL-2006").because.back().lower_bound);  // collapsed only
}

TEST_F(LevelTest, DisjointUnitsAddUp) {
    const auto rows = judge_event("2023-08-shulan-flood");
    const auto sum = row_of(rows, "SUM", "JL-2023");
    EXPECT_EQ(sum.scope, "220000");
    // expected.md, "R4+R5 sum": dead 14 by RL169, relocated 37 857 by RL170.
    EXPECT_THAT(rule_ids(sum), ElementsAre("RL169", "RL170"));
    EXPECT_EQ(sum.because[0].value, 14);
    EXPECT_EQ(sum.because[1].value, 37857);
    EXPECT_EQ(sum.because[0].arithmetic, "220182: dead —; 220283: dead 14 = 14 in [5, 20)");
    EXPECT_TRUE(sum.because[0].lower_bound);                       // Yushu gave no deaths
    EXPECT_THAT(rows_of(rows, "SUM", "JL-CITY-2014"), IsEmpty());  // two cities
    EXPECT_THAT(rows_of(rows, "SUM", "JL-COUNTY-2014"), IsEmpty());
    EXPECT_EQ(rows.back().report, "SUM");
    EXPECT_EQ(row_of(rows, "SUM", "JL-2024").because.at(0).value, 15);  // 14 dead, 1 missing
}

TEST_F(LevelTest, OneUnitIsNoSum) {
    for (const char* id : {"2017-07-yongji-flood", "2018-songyuan-m57", "2020-11-ice-storm"}) {
        for (const LevelConclusion& row : judge_event(id)) {
            EXPECT_NE(row.report, "SUM") << id;
        }
    }
}

TEST_F(LevelTest, ASumTakesTheLastFigureButTheLargestRelocation) {
    const kit::ScenarioCopy copy("2023-08-shulan-flood");
    copy.write_reports(
        "R1,2023-08-03T08:00,2023-08-03T09:00,220283,relocated,9000,person\n"
        "R1,2023-08-03T08:00,2023-08-03T09:00,220283,dead,9,person\n"
        "R2,2023-08-04T08:00,2023-08-04T09:00,220283,relocated,6000,person\n"
        "R2,2023-08-04T08:00,2023-08-04T09:00,220283,dead,4,person\n"
        "R3,2023-08-04T08:00,2023-08-04T09:00,220281,relocated,1500,person\n"
        "R3,2023-08-04T08:00,2023-08-04T09:00,220281,dead,1,person\n");
    const auto rows = judge(copy.folder());
    // relocated max 9 000 + 1 500 = 10 500; dead last 4 + 1 = 5: metrics.csv, aggregate_over_units.
    const auto city = row_of(rows, "SUM", "JL-CITY-2014");
    EXPECT_EQ(city.scope, "220200");
    ASSERT_EQ(city.because.size(), 2U);
    EXPECT_EQ(city.because[0].value, 5);      // III: dead in [3, 10)
    EXPECT_EQ(city.because[1].value, 10500);  // III: relocated in [10000, 30000)
    EXPECT_EQ(city.level, 3);
    EXPECT_EQ(row_of(rows, "SUM", "JL-2023").level, 4);
}

TEST_F(LevelTest, AUnitInsideAnotherDoesNotCountTwice) {
    const kit::ScenarioCopy copy("2023-08-shulan-flood");
    copy.write_reports(
        "R1,2023-08-04T08:00,2023-08-04T09:00,220283,relocated,6000,person\n"
        "R2,2023-08-04T08:00,2023-08-04T09:00,220283108,relocated,500,person\n"
        "R3,2023-08-04T08:00,2023-08-04T09:00,220221,relocated,4000,person\n"
        "R4,2023-08-04T08:00,2023-08-04T09:00,220273,relocated,700,person\n");
    const auto rows = judge(copy.folder());
    // Jinma town lies in Shulan, and the zone 220273 is served by Yongji: 6 000 + 4 000.
    const auto city = row_of(rows, "SUM", "JL-CITY-2014");
    ASSERT_FALSE(city.because.empty());
    EXPECT_EQ(city.because[0].value, 10000);
    // A zone's report is judged as its host's, a town's as its county's.
    EXPECT_EQ(row_of(rows, "R4", "JL-COUNTY-2014").scope, "220221");
    EXPECT_EQ(row_of(rows, "R2", "JL-COUNTY-2014").scope, "220283");
}

TEST_F(LevelTest, TotalsAreEqualWhicheverCodeTheSenderUsed) {
    const auto levels_with = [&](const std::string& code) {
        const kit::ScenarioCopy copy("2017-07-yongji-flood");
        copy.write_reports("R1,2017-07-14T08:00,2017-07-14T09:00," + code +
                           ",relocated,1300,person\n"
                           "R2,2017-07-14T08:00,2017-07-14T09:00,220122,relocated,900,person\n");
        std::vector<std::string> shown;
        for (const LevelConclusion& row : judge(copy.folder())) {
            std::string line = row.report + " " + row.plan + " " + row.scope + " " + row.unit +
                               " " + std::to_string(row.level);
            for (const LevelBecause& why : row.because) {
                line += " " + why.rule + " " + why.arithmetic;
            }
            shown.push_back(line);
        }
        return shown;
    };
    const auto former = levels_with("220381");
    EXPECT_EQ(former, levels_with("220184"));
    // 1 300 + 900 = 2 200 in [2000, 10000) of the city plan: RL241.
    EXPECT_THAT(former,
                testing::Contains(testing::HasSubstr("SUM JL-CITY-2014 220100 220100 4 RL241")));
}

TEST_F(LevelTest, ThresholdsTakeTheirLowerEndAndLeaveTheUpper) {
    const auto level_of = [&](const char* relocated) {
        const kit::ScenarioCopy copy("2017-07-yongji-flood");
        copy.write_reports(std::string("R1,2017-07-14T08:00,2017-07-14T09:00,220221,relocated,") +
                           relocated + ",person\n");
        return row_of(judge(copy.folder()), "R1", "JL-COUNTY-2014").level;
    };
    // County default: IV from 200, III from 600, II from 1 200, I from 2 000.
    EXPECT_EQ(level_of("199"), 0);
    EXPECT_EQ(level_of("200"), 4);
    EXPECT_EQ(level_of("599"), 4);
    EXPECT_EQ(level_of("600"), 3);
    EXPECT_EQ(level_of("1199"), 3);
    EXPECT_EQ(level_of("1200"), 2);
    EXPECT_EQ(level_of("1999"), 2);
    EXPECT_EQ(level_of("2000"), 1);
}

TEST_F(LevelTest, APublishedSumWinsOverItsParts) {
    const kit::ScenarioCopy copy("2017-07-yongji-flood");
    copy.write_reports(
        "R1,2017-07-14T08:00,2017-07-14T09:00,220221,collapsed_serious_rooms,150,room\n"
        "R1,2017-07-14T08:00,2017-07-14T09:00,220221,collapsed_rooms,100,room\n"
        "R1,2017-07-14T08:00,2017-07-14T09:00,220221,serious_rooms,120,room\n");
    const auto row = row_of(judge(copy.folder()), "R1", "JL-COUNTY-2014");
    ASSERT_EQ(row.because.size(), 1U);
    EXPECT_EQ(row.because[0].value, 150);  // IV in [50, 200); the parts would give 220, III
    EXPECT_FALSE(row.because[0].lower_bound);
}

TEST_F(LevelTest, DroughtAndEarthquakeRowsServeTheirHazardOnly) {
    const auto level_for = [&](const char* hazard, const char* magnitude) {
        const kit::ScenarioCopy copy("2018-songyuan-m57");
        copy.replace("event.json", "\"earthquake\"", hazard);
        copy.replace("event.json", "\"magnitude\": 5.7",
                     std::string("\"magnitude\": ") + magnitude);
        copy.write_reports(
            "R1,2018-05-28T08:00,2018-05-28T09:00,220000,dead,25,person\n"
            "R1,2018-05-28T08:00,2018-05-28T09:00,220000,drought_needing_aid,1200000,person\n");
        return rule_ids(row_of(judge(copy.folder(), "CN-2006"), "R1", "CN-2006"));
    };
    // RL320: an earthquake of M5 and more is IV from 20 dead; else IV begins at 30.
    EXPECT_THAT(level_for("\"earthquake\"", "5.0"), ElementsAre("RL320"));
    EXPECT_THAT(level_for("\"earthquake\"", "4.9"), IsEmpty());
    EXPECT_THAT(level_for("\"flood\"", "5.7"), IsEmpty());
    const kit::ScenarioCopy copy("2018-songyuan-m57");
    copy.replace("event.json", "\"earthquake\"", "\"drought\"");
    copy.write_reports(
        "R1,2018-05-28T08:00,2018-05-28T09:00,220000,drought_needing_aid,1200000,person\n");
    // RL052: 1 000 000 to 2 000 000 people in a drought is IV.
    EXPECT_THAT(rule_ids(row_of(judge(copy.folder()), "R1", "CN-2016")), ElementsAre("RL052"));
}

TEST_F(LevelTest, AgreesWithTheRealStartsOf2013) {
    // rules/README.md, "Calibration": what the province and the nation really started.
    const auto levels_of = [&](const char* rows) {
        const kit::ScenarioCopy copy("2017-07-yongji-flood");
        copy.replace("event.json", "2017-07-13T08:00", "2013-08-14T08:00");
        copy.replace("event.json", "\"CN-2016\"", "\"CN-2011\"");
        copy.replace("event.json", "\"JL-2014\"", "\"JL-2011\"");
        copy.write_reports(rows);
        const auto found = judge(copy.folder());
        return std::pair{row_of(found, "R1", "JL-2011").level,
                         row_of(found, "R1", "CN-2011").level};
    };
    EXPECT_EQ(levels_of("R1,2013-08-17T08:00,2013-08-17T09:00,220000,dead,13,person\n"
                        "R1,2013-08-17T08:00,2013-08-17T09:00,220000,missing,9,person\n"
                        "R1,2013-08-17T08:00,2013-08-17T09:00,220000,relocated,52000,person\n"
                        "R1,2013-08-17T08:00,2013-08-17T09:00,220000,collapsed_serious_rooms,"
                        "14000,room\n"),
              std::pair(4, 4));
    EXPECT_EQ(levels_of("R1,2013-11-23T08:00,2013-11-23T09:00,220000,serious_households,16520,"
                        "household\n")
                  .first,
              3);
}

TEST_F(LevelTest, OnePlanAlone) {
    for (const LevelConclusion& row : judge_event("2017-07-yongji-flood", "JL-2014")) {
        EXPECT_EQ(row.plan, "JL-2014");
        EXPECT_TRUE(row.in_force);
    }
    // A plan the event does not name is a comparison.
    const auto rows = judge_event("2017-07-yongji-flood", "CN-2011");
    EXPECT_EQ(rows.size(), 5U);
    EXPECT_FALSE(rows.front().in_force);
    for (const char* plan : {"CN-2015", "CMP-PROV-D", "CC-2018"}) {
        const auto error = kit::error_of([&] { judge_event("2017-07-yongji-flood", plan); });
        EXPECT_EQ(error.code, "plan.unknown");
        EXPECT_EQ(error.found, plan);
    }
}

TEST_F(LevelTest, PlansAreTakenByDateWhereTheEventNamesNone) {
    const Scenario ice = load_scenario(level_data / "scenarios/2020-11-ice-storm", rules_, places_);
    EXPECT_EQ(plan_in_force(ice.incident, rules_, "country")->id, "CN-2016");
    // The event names no city and county plan; CC-2018 was not read, so the default serves.
    EXPECT_EQ(plan_in_force(ice.incident, rules_, "city")->id, "JL-CITY-2014");
    EXPECT_EQ(plan_in_force(ice.incident, rules_, "county")->id, "JL-COUNTY-2014");

    Incident event = ice.incident;
    event.plans.clear();
    const auto on = [&](const char* date, const char* level) {
        event.start = *parse_instant(date);
        const ResponsePlan* plan = plan_in_force(event, rules_, level);
        return plan == nullptr ? "none" : plan->id;
    };
    EXPECT_EQ(on("2010-07-28", "country"), "CN-2006");
    EXPECT_EQ(on("2013-08-17", "province"), "JL-2011");
    EXPECT_EQ(on("2016-03-09", "country"), "CN-2011");
    EXPECT_EQ(on("2016-03-10", "country"), "CN-2016");
    EXPECT_EQ(on("2024-12-17", "province"), "JL-2023");
    EXPECT_EQ(on("2024-12-18", "province"), "JL-2024");
    EXPECT_EQ(on("2010-07-28", "county"), "none");
    event.province = "230000";
    EXPECT_EQ(on("2024-12-18", "province"), "none");
    EXPECT_EQ(on("2024-12-18", "country"), "CN-2024");
}

TEST_F(LevelTest, TheStandingLevelIsThatOfTheScopesOwnLastReport) {
    const auto rows = judge_event("2017-07-yongji-flood");
    EXPECT_EQ(standing_level(rows, "220000"), 3);  // R5 under JL-2014; the nation's IV is milder
    EXPECT_EQ(standing_level(rows, "220200"), 2);  // R4 under JL-CITY-2014
    EXPECT_EQ(standing_level(rows, "220221"), 1);  // R2 under JL-COUNTY-2014
    EXPECT_EQ(standing_level(rows, "220100"), 0);
}

TEST_F(LevelTest, WithoutAReportOfItsOwnAScopeStandsByTheUnitsInside) {
    const auto rows = judge_event("2023-08-shulan-flood");
    EXPECT_EQ(standing_level(rows, "220000"), 4);  // the SUM
    EXPECT_EQ(standing_level(rows, "220200"), 2);  // Shulan's 14 dead in [10, 30)
    EXPECT_EQ(standing_level(rows, "220100"), 3);  // Yushu's 18 941 in [10000, 30000)
    EXPECT_EQ(standing_level(rows, "220182"), 1);
}

TEST_F(LevelTest, SeveralEventsAndUntestedReportsLeaveTheLevelStanding) {
    // R2 gives I under JL-2006; R4 counts since June.
    EXPECT_EQ(standing_level(judge_event("2010-flood"), "220000"), 1);
    const kit::ScenarioCopy copy("2017-07-yongji-flood");
    copy.write_reports(
        "R1,2017-07-14T08:00,2017-07-14T09:00,220221,relocated,1300,person\n"
        "R2,2017-07-15T08:00,2017-07-15T09:00,220221,direct_loss,5,10000_CNY\n");
    EXPECT_EQ(standing_level(judge(copy.folder()), "220221"), 2);
    EXPECT_EQ(standing_level(judge_event("2020-11-ice-storm"), "220000"), 0);
}

}  // namespace
}  // namespace relief
