// SPDX-License-Identifier: Apache-2.0
#include "core/incident/incident.h"

#include "tests/core/scenario_copy.h"
#include "tests/kit/bad_input.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

namespace relief {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const std::filesystem::path incident_data = RELIEF_SOURCE_DIR "/data";

Instant at(const char* text) {
    return *parse_instant(text);
}

std::vector<std::string> ids(const std::vector<const Report*>& reports) {
    std::vector<std::string> found;
    found.reserve(reports.size());
    for (const Report* report : reports) {
        found.push_back(report->id);
    }
    return found;
}

class IncidentTest : public testing::Test {
  protected:
    FolderSource source_{incident_data};
    Rules rules_ = load_rules(source_);
    Places places_{source_};

    [[nodiscard]] Scenario load(const std::filesystem::path& folder) const {
        return load_scenario(folder, rules_, places_);
    }
    [[nodiscard]] Scenario scenario(const std::string& id) const {
        return load(scenario_folder(id, incident_data));
    }
    [[nodiscard]] ErrorDetail refusal(const std::filesystem::path& folder) const {
        return kit::error_of([&] { static_cast<void>(load(folder)); });
    }
};

TEST_F(IncidentTest, ReadsTheEventOf2017) {
    const Scenario read = scenario("2017-07-yongji-flood");
    EXPECT_EQ(read.incident.id, "2017-07-yongji-flood");
    EXPECT_EQ(read.incident.hazard, "flood");
    EXPECT_EQ(read.incident.start, at("2017-07-13T08:00+08:00"));
    EXPECT_EQ(read.incident.month, 7);
    EXPECT_EQ(read.incident.core_county, "220221");
    EXPECT_THAT(read.incident.share_counties, ElementsAre("220211", "220221", "220281", "220282"));
    EXPECT_EQ(read.incident.affected_counties.size(), 8U);
    EXPECT_THAT(read.incident.compare, ElementsAre("CN-2024", "JL-2024"));
    ASSERT_EQ(read.reports.size(), 5U);
    EXPECT_EQ(read.actual.size(), 10U);
    const auto r2 = std::ranges::find(read.reports, "R2", &Report::id);
    EXPECT_EQ(r2->scope_code, "220221");
    EXPECT_EQ(r2->value("relocated_collective"), 15700);
    EXPECT_EQ(r2->value("dead"), std::nullopt);
}

TEST_F(IncidentTest, ReadsTheEarthquakeOf2018) {
    const Scenario read = scenario("2018-songyuan-m57");
    EXPECT_DOUBLE_EQ(read.incident.magnitude, 5.7);
    EXPECT_EQ(read.incident.start, at("2018-05-28T01:50:52"));
    EXPECT_EQ(read.actual.front().kind, "response_level");
}

TEST_F(IncidentTest, EveryScenarioLoads) {
    for (const char* id : {"2010-flood", "2020-11-ice-storm", "2023-08-shulan-flood"}) {
        EXPECT_FALSE(scenario(id).reports.empty()) << id;
    }
}

TEST_F(IncidentTest, AMonthAloneIsNoTimeOfKnowing) {
    // actual_response.csv of 2010 says 2010-08 for the rice.
    const Scenario read = scenario("2010-flood");
    EXPECT_EQ(read.actual.at(0).known_at, at("2010-07-28"));
    EXPECT_EQ(read.actual.at(1).known_at, std::nullopt);
}

TEST_F(IncidentTest, AReportIsKnownFromItsPublication) {
    // R2 has figures of 08-04 19:30 but came out on 08-05; R4 says 08-06 for both.
    const Scenario read = scenario("2023-08-shulan-flood");
    EXPECT_THAT(ids(known_reports(read, at("2023-08-04T04:59"))), IsEmpty());
    EXPECT_THAT(ids(known_reports(read, at("2023-08-04T23:59"))), ElementsAre("R1"));
    EXPECT_THAT(ids(known_reports(read, at("2023-08-05T00:00"))), ElementsAre("R1", "R2"));
    EXPECT_THAT(ids(known_reports(read, last_publication(read))),
                ElementsAre("R1", "R2", "R3", "R4", "R5"));
    EXPECT_EQ(last_publication(read), at("2023-08-07"));
}

TEST_F(IncidentTest, ADayWithoutAnHourWaitsForTheFigures) {
    // R1 came out on 07-14, a day without an hour, with figures of 18:00.
    const Scenario read = scenario("2017-07-yongji-flood");
    EXPECT_THAT(ids(known_reports(read, at("2017-07-14T17:59"))), ElementsAre("R2"));
    EXPECT_THAT(ids(known_reports(read, at("2017-07-14T18:00"))), ElementsAre("R2", "R1"));
    EXPECT_THAT(ids(known_reports(read, at("2017-07-15T10:00"))), ElementsAre("R2", "R1", "R3"));
    EXPECT_EQ(last_publication(read), at("2017-07-17T07:00"));
}

TEST_F(IncidentTest, WithoutReportsTheEventStartsTheClock) {
    const kit::ScenarioCopy copy("2017-07-yongji-flood");
    copy.write_reports("");
    const Scenario read = load(copy.folder());
    EXPECT_THAT(read.reports, IsEmpty());
    EXPECT_EQ(last_publication(read), read.incident.start);
}

TEST_F(IncidentTest, ARunningEventHasNoFileOfWhatWasSent) {
    const kit::ScenarioCopy copy("2017-07-yongji-flood");
    std::filesystem::remove(copy.folder() / "actual_response.csv");
    EXPECT_THAT(load(copy.folder()).actual, IsEmpty());
}

TEST_F(IncidentTest, FiguresOfALongerSpanAreMarked) {
    const Scenario read = scenario("2010-flood");
    for (const Report& report : read.reports) {
        // R4 is "SINCE 06-01"; R2 counts since 07-24, three days before the event.
        EXPECT_EQ(report.counts_since, report.id == "R4" ? parse_date("2010-06-01") : std::nullopt)
            << report.id;
    }
}

TEST_F(IncidentTest, SinceADayNotYetComeIsOfTheYearBefore) {
    const kit::ScenarioCopy copy("2020-11-ice-storm");
    copy.replace("event.json", "2020-11-18", "2021-01-10");
    copy.replace("event.json", "2020-11-20", "2021-01-20");
    copy.replace("reports.csv", "R1,2020-11-19T14:00,2020-11-19", "R1,2021-01-12,2021-01-12");
    copy.replace("reports.csv", "\"110 lines", "\"since 12-01, 110 lines");
    copy.replace("reports.csv", "R2,2020-11-19T21:00,2020-11-20", "R2,2021-01-13,2021-01-13");
    const Scenario read = load(copy.folder());
    EXPECT_EQ(read.reports.at(0).counts_since, parse_date("2020-12-01"));
    EXPECT_EQ(read.reports.at(1).counts_since, std::nullopt);
}

TEST_F(IncidentTest, FormerCodesAreTranslated) {
    const kit::ScenarioCopy copy("2010-flood");
    copy.replace("event.json", "\"220681\"", "\"220724\"");
    copy.replace("reports.csv", ",220282,桦甸市", ",220181,九台市");
    copy.replace("reports.csv", "R3,2010-07-31,2010-07-31,220282",
                 "R3,2010-07-31,2010-07-31,220113");
    copy.replace("reports.csv", "R3,2010-07-31,2010-07-31,220282",
                 "R3,2010-07-31,2010-07-31,220113");
    const Scenario read = load(copy.folder());
    EXPECT_THAT(read.incident.affected_counties, testing::Contains("220781"));
    const auto r3 = std::ranges::find(read.reports, "R3", &Report::id);
    EXPECT_EQ(r3->scope_code, "220113");
    EXPECT_EQ(r3->figures.size(), 3U);
}

TEST_F(IncidentTest, ContradictorySeriesStandSideBySide) {
    const Scenario read = scenario("2017-07-yongji-flood");
    const auto found = contradictions(known_reports(read, last_publication(read)));
    // expected.md: affected fell from 637 000 to 513 000 while dead rose, between two offices.
    ASSERT_EQ(found.size(), 2U);
    EXPECT_EQ(found[0].metric, "affected");
    EXPECT_EQ(found[0].earlier_value, 637000);
    EXPECT_EQ(found[0].later_value, 513000);
    EXPECT_EQ(found[1].metric, "dead");
    EXPECT_EQ(found[1].earlier_value, 7);
    EXPECT_EQ(found[1].later_value, 19);
    for (const Contradiction& row : found) {
        EXPECT_EQ(row.scope_code, "220000");
        EXPECT_EQ(row.earlier->id, "R3");
        EXPECT_EQ(row.later->id, "R5");
    }
    EXPECT_THAT(contradictions(known_reports(read, at("2017-07-17T02:00"))), IsEmpty());
}

TEST_F(IncidentTest, GrowingSeriesDoNotContradict) {
    // 2010: 375 000 of the event and 703 000 since June are two series; 2023: missing people found.
    for (const char* id : {"2010-flood", "2018-songyuan-m57", "2023-08-shulan-flood"}) {
        const Scenario read = scenario(id);
        EXPECT_THAT(contradictions(known_reports(read, last_publication(read))), IsEmpty()) << id;
    }
}

TEST_F(IncidentTest, AFigureThatFellIsFoundWhateverTheOrderOfPublication) {
    const kit::ScenarioCopy copy("2017-07-yongji-flood");
    copy.write_reports(
        "R1,2017-07-14T12:00,2017-07-14T20:00,220221,relocated,900,person\n"
        "R2,2017-07-14T18:00,2017-07-14T19:00,220221,relocated,800,person\n"
        "R1,2017-07-14T12:00,2017-07-14T20:00,220221,missing,5,person\n"
        "R2,2017-07-14T18:00,2017-07-14T19:00,220221,missing,1,person\n");
    const Scenario read = load(copy.folder());
    const auto found = contradictions(known_reports(read, last_publication(read)));
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].earlier->id, "R1");
    EXPECT_EQ(found[0].later_value, 800);
}

TEST_F(IncidentTest, AScenarioIsAFolderOrAnId) {
    EXPECT_EQ(scenario_folder("2010-flood", incident_data),
              incident_data / "scenarios" / "2010-flood");
    const auto path = incident_data / "scenarios" / "2017-07-yongji-flood";
    EXPECT_EQ(scenario_folder(path.string(), incident_data), path);
    const auto error =
        kit::error_of([&] { static_cast<void>(scenario_folder("2019-cold", incident_data)); });
    EXPECT_EQ(error.code, "scenario.unknown");
    EXPECT_EQ(error.found, "2019-cold");
    EXPECT_THAT(error.expected, HasSubstr("2010-flood, 2017-07-yongji-flood, 2018-songyuan-m57, "
                                          "2020-11-ice-storm, 2023-08-shulan-flood"));
    const auto nothing =
        kit::error_of([&] { static_cast<void>(scenario_folder("", incident_data)); });
    EXPECT_EQ(nothing.code, "scenario.unknown");
}

TEST_F(IncidentTest, ARelativePathThatIsNotHereStandsForItsId) {
    const auto flood = incident_data / "scenarios" / "2010-flood";
    const kit::ScenarioCopy elsewhere("2018-songyuan-m57");
    const auto before = std::filesystem::current_path();
    std::filesystem::current_path(elsewhere.folder());
    EXPECT_EQ(scenario_folder("data/scenarios/2010-flood", incident_data), flood);
    EXPECT_EQ(scenario_folder("data/scenarios/2010-flood/", incident_data), flood);
    // What is here wins, and what is nowhere is told as it was asked.
    EXPECT_EQ(scenario_folder(".", incident_data), ".");
    for (const std::string asked : {"data/scenarios/2019-cold", "/no/such/2010-flood"}) {
        const auto error =
            kit::error_of([&] { static_cast<void>(scenario_folder(asked, incident_data)); });
        EXPECT_EQ(error.code, "scenario.unknown");
        EXPECT_EQ(error.found, asked);
    }
    std::filesystem::current_path(before);
}

TEST_F(IncidentTest, AMissingFileIsNamed) {
    for (const char* file : {"event.json", "reports.csv"}) {
        const kit::ScenarioCopy copy("2010-flood");
        std::filesystem::remove(copy.folder() / file);
        const auto error = refusal(copy.folder());
        EXPECT_EQ(error.code, "file.missing");
        EXPECT_EQ(error.file, (copy.folder() / file).string());
    }
}

struct Damage {
    const char* file;
    const char* from;
    const char* to;
    const char* code;
    const char* field;
    int line;
    const char* found;
};

class DamagedScenarioTest : public IncidentTest, public testing::WithParamInterface<Damage> {};

TEST_P(DamagedScenarioTest, IsRefusedWithItsPlace) {
    const Damage& damage = GetParam();
    const kit::ScenarioCopy copy("2017-07-yongji-flood");
    copy.replace(damage.file, damage.from, damage.to);
    const auto error = refusal(copy.folder());
    EXPECT_EQ(error.code, damage.code);
    EXPECT_EQ(error.file, (copy.folder() / damage.file).string());
    EXPECT_EQ(error.field, damage.field);
    EXPECT_EQ(error.line, damage.line);
    EXPECT_THAT(error.found, HasSubstr(damage.found));
    EXPECT_FALSE(error.expected.empty());
}

constexpr const char* event = "event.json";
constexpr const char* reports = "reports.csv";
constexpr const char* actual = "actual_response.csv";

// Lines are those of the file, counted by hand; event.json line 5 is "start", line 10
// "core_county".
INSTANTIATE_TEST_SUITE_P(
    Event, DamagedScenarioTest,
    testing::Values(
        Damage{event, "\"flood\",", "\"flood\"", "json.syntax", "", 5, "'\"'"},
        // Either value could be meant. In an object inside it, and with the name written otherwise.
        Damage{event, "\"month\": 7,", "\"month\": 7,\n \"month\": 12,", "json.field", "month", 9,
               "on line 8 and again on line 9"},
        Damage{event, "\"month\": 7,", "\"month\": 7, \"m\\u006fnth\": 12,", "json.field", "month",
               8, "month"},
        Damage{event, "\"country\": \"CN-2016\"",
               "\"country\": \"CN-2016\", \"country\": \"CN-2024\"", "json.field", "country", 81,
               "country"},
        Damage{event, "2017-07-13T08:00\"", "2017-07-13T08:00", "json.syntax", "", 5, "'\n'"},
        Damage{event, "\"start\": \"2017-07-13T08:00\",\n", "", "json.field", "start", 0,
               "nothing"},
        Damage{event, "2017-07-13T08:00", "2017-07-32T08:00", "json.field", "start", 5,
               "2017-07-32T08:00"},
        Damage{event, "2017-07-17T07:00", "2017-07-01", "json.field", "end", 7, "2017-07-01"},
        Damage{event, "\"month\": 7", "\"month\": 13", "json.field", "month", 8, "13"},
        Damage{event, "\"month\": 7", "\"month\": \"July\"", "json.field", "month", 8, "\"July\""},
        Damage{event, "\"flood\"", "\"floods\"", "json.field", "hazard", 4, "floods"},
        Damage{event, "\"core_county\": \"220221\"", "\"core_county\": \"220299\"", "place.unknown",
               "core_county", 10, "\"220299\""},
        Damage{event, "\"220211\"", "220211", "place.unknown", "affected_counties[1]", 11,
               "220211"},
        Damage{event, "\"220221100\"", "\"220221999\"", "place.unknown",
               "affected_townships[0].code", 27, "\"220221999\""},
        Damage{event, "\"province\": \"220000\"", "\"province\": \"220200\"", "json.field",
               "province", 9, "220200"},
        Damage{event, "\"CN-2016\"", "\"CN-2015\"", "plan.unknown", "plans.country", 80,
               "\"CN-2015\""},
        Damage{event, "\"CN-2016\"", "\"JL-2014\"", "json.field", "plans.country", 80,
               "JL-2014 for province"},
        Damage{event, "\"country\": \"CN-2016\"", "\"nation\": \"CN-2016\"", "json.field",
               "plans.nation", 80, "nation"},
        Damage{event, "\"CN-2024\"", "\"CMP-PROV-D\"", "json.field", "plans.compare[0]", 80,
               "CMP-PROV-D"},
        Damage{event, "\"kind\": \"maximum point\"", "\"kind\": 5", "json.field", "rain[0].kind",
               37, "5"}));

INSTANTIATE_TEST_SUITE_P(
    Reports, DamagedScenarioTest,
    testing::Values(
        Damage{reports, ",missing,2,", ",missing_people,2,", "csv.reference", "metric", 3,
               "\"missing_people\""},
        Damage{reports, ",missing,2,", ",dead,2,", "csv.key", "metric", 3, "\"dead\""},
        Damage{reports, ",missing,2,", ",missing,-2,", "csv.range", "value", 3, "\"-2\""},
        Damage{reports, ",missing,2,", ",missing,two,", "csv.number", "value", 3, "\"two\""},
        Damage{reports, ",missing,2,", ",missing,nan,", "csv.number", "value", 3, "\"nan\""},
        Damage{reports, ",missing,2,", ",missing,1.5,", "csv.number", "value", 3, "\"1.5\""},
        Damage{reports, ",missing,2,", ",missing,,", "csv.empty", "value", 3, "\"\""},
        Damage{reports, ",missing,2,", ",missing,20000000000,", "csv.range", "value", 3,
               "\"20000000000\""},
        // Yongji has 280 633 people with its zone.
        Damage{reports, ",relocated,75000,", ",relocated,7500000,", "csv.range", "value", 5,
               "\"7500000\""},
        Damage{reports, ",missing,2,person", ",missing,2,household", "csv.value", "unit", 3,
               "\"household\""},
        Damage{reports, "R1,2017-07-14T18:00", "R1,", "csv.empty", "stat_time", 2, "\"\""},
        Damage{reports, "R1,2017-07-14T18:00,2017-07-14", "R1,2017-07-14T18:00,", "csv.empty",
               "published", 2, "\"\""},
        Damage{reports, "R1,2017-07-14T18:00", "R1,14.7.2017", "csv.date", "stat_time", 2,
               "\"14.7.2017\""},
        Damage{reports, "R1,2017-07-14T18:00,2017-07-14", "R1,2017-07-14T18:00,2017-07-14T12:00",
               "csv.date", "published", 2, "\"2017-07-14T12:00\""},
        Damage{reports, ",220200,吉林市", ",220299,吉林市", "place.unknown", "scope_code", 2,
               "\"220299\""},
        Damage{reports, "吉林市防汛抗旱指挥部,missing", "吉林市防汛抗旱指挥部,", "csv.empty",
               "metric", 3, "\"\""},
        Damage{reports, "R1,2017-07-14T18:00", "R1,2017-07-14T17:00", "csv.value", "stat_time", 3,
               "\"2017-07-14T18:00\""},
        Damage{reports, ",7,person,exact,", ",7,person,about,", "csv.value", "exactness", 2,
               "\"about\""},
        Damage{reports, ",7,person,exact,", ",7,person,", "csv.row", "", 2, "12 fields"},
        Damage{reports, "report_id,stat_time", "report,stat_time", "csv.columns", "report_id", 1,
               "report, stat_time"},
        Damage{reports, "\"hour about;", "hour about\";", "csv.quote", "column 13", 2, ""}));

INSTANTIATE_TEST_SUITE_P(
    Actual, DamagedScenarioTest,
    testing::Values(Damage{actual, "goods,GEN", "goods,GENERATOR", "item.unknown", "item_id", 3,
                           "\"GENERATOR\""},
                    Damage{actual, "A02,goods", "A01,goods", "csv.key", "row_id", 3, "\"A01\""},
                    Damage{actual, "A02,goods", "A02,gods", "csv.value", "kind", 3, "\"gods\""},
                    Damage{actual, "GEN,10", "GEN,ten", "csv.number", "quantity", 3, "\"ten\""},
                    Damage{actual, "省民政厅,220200", "省民政厅,220299", "place.unknown", "to_code",
                           3, "\"220299\""},
                    Damage{actual, ",2017-07-15,http", ",soon,http", "csv.date", "known_at", 2,
                           "\"soon\""}));

TEST_F(IncidentTest, JsonThatEndsTooSoonIsRefusedAtItsEnd) {
    const kit::ScenarioCopy copy("2017-07-yongji-flood");
    copy.write("event.json", "{\n \"id\": \"x\",\n");
    const auto error = refusal(copy.folder());
    EXPECT_EQ(error.code, "json.syntax");
    EXPECT_EQ(error.line, 3);
    EXPECT_EQ(error.found, "the end of the file");
    copy.write("event.json", "");
    EXPECT_EQ(refusal(copy.folder()).code, "json.syntax");
    copy.write("event.json", "[]");
    EXPECT_EQ(refusal(copy.folder()).code, "json.field");
    copy.write("event.json", std::string("{\0}", 3));
    EXPECT_EQ(refusal(copy.folder()).code, "text.encoding");
}

TEST_F(IncidentTest, RowsOfOneReportAgreeOnTheUnit) {
    const kit::ScenarioCopy copy("2017-07-yongji-flood");
    copy.write_reports(
        "R1,2017-07-14T12:00,2017-07-14T20:00,220221,relocated,900,person\n"
        "R1,2017-07-14T12:00,2017-07-14T20:00,220281,dead,1,person\n");
    const auto error = refusal(copy.folder());
    EXPECT_EQ(error.code, "csv.value");
    EXPECT_EQ(error.field, "scope_code");
    EXPECT_EQ(error.line, 3);
    EXPECT_EQ(error.expected, "the same as in line 2");
}

}  // namespace
}  // namespace relief
