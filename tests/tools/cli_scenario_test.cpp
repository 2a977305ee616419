// SPDX-License-Identifier: Apache-2.0
// A spoilt scenario folder is refused whole, with the place of the fault.
#include "tests/tools/cli_kit.h"
#include "tests/tools/shipped.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace relief::kit {
namespace {

namespace fs = std::filesystem;

const std::string moved =
    "R2,2017-07-14T12:00,2017-07-14,220221,永吉县,永吉县,relocated,75000,person";

/// One damage to one file, and what is said about it.
struct Damage {
    std::string name;
    std::string file;
    std::string from;  ///< "" = the whole file
    std::string to;
    std::string code;
    std::string field;  ///< "" = none in particular
    std::string found;  ///< stands in what is told as found
};

std::string with_value(const std::string& value) {
    return "R2,2017-07-14T12:00,2017-07-14,220221,永吉县,永吉县,relocated," + value + ",person";
}

const std::vector<Damage>& damages() {
    static const std::vector<Damage> all{
        // reports.csv
        {"unknown division", "reports.csv", moved,
         "R2,2017-07-14T12:00,2017-07-14,229999,永吉县,永吉县,relocated,75000,person",
         "place.unknown", "scope_code", "229999"},
        {"no division", "reports.csv", moved,
         "R2,2017-07-14T12:00,2017-07-14,,永吉县,永吉县,relocated,75000,person", "csv.empty",
         "scope_code", ""},
        {"no time of the figures", "reports.csv", moved,
         "R2,,2017-07-14,220221,永吉县,永吉县,relocated,75000,person", "csv.empty", "stat_time",
         ""},
        {"no publication", "reports.csv", moved,
         "R2,2017-07-14T12:00,,220221,永吉县,永吉县,relocated,75000,person", "csv.empty",
         "published", ""},
        {"a day the calendar does not have", "reports.csv", moved,
         "R2,2017-02-30T12:00,2017-07-14,220221,永吉县,永吉县,relocated,75000,person", "csv.date",
         "stat_time", "2017-02-30T12:00"},
        {"an hour the day does not have", "reports.csv", moved,
         "R2,2017-07-14T25:00,2017-07-14,220221,永吉县,永吉县,relocated,75000,person", "csv.date",
         "stat_time", "2017-07-14T25:00"},
        {"unknown metric", "reports.csv", moved,
         "R2,2017-07-14T12:00,2017-07-14,220221,永吉县,永吉县,gone,75000,person", "csv.reference",
         "metric", "gone"},
        {"negative figure", "reports.csv", moved, with_value("-75000"), "csv.range", "value",
         "-75000"},
        {"more people than the county has", "reports.csv", moved, with_value("75000000"),
         "csv.range", "value", "75000000"},
        {"more than any number", "reports.csv", moved, with_value("1e99"), "", "value", "1e99"},
        {"infinite", "reports.csv", moved, with_value("inf"), "csv.number", "value", "inf"},
        {"not a number", "reports.csv", moved, with_value("nan"), "csv.number", "value", "nan"},
        {"no figure", "reports.csv", moved, with_value(""), "csv.empty", "value", ""},
        {"a word for a figure", "reports.csv", moved, with_value("七万五千"), "csv.number", "value",
         "七万五千"},
        {"a unit in the figure", "reports.csv", moved, with_value("75000人"), "csv.number", "value",
         "75000人"},
        {"a thousands sign", "reports.csv", moved, with_value("\"75,000\""), "csv.number", "value",
         "75,000"},
        {"half a person", "reports.csv", moved, with_value("75000.5"), "csv.number", "value",
         "75000.5"},
        {"another unit", "reports.csv", moved,
         "R2,2017-07-14T12:00,2017-07-14,220221,永吉县,永吉县,relocated,75000,household",
         "csv.value", "unit", "household"},
        {"a comma too many", "reports.csv", moved, with_value("75,000"), "csv.row", "", ""},
        {"a metric twice", "reports.csv", moved,
         "R2,2017-07-14T12:00,2017-07-14,220221,永吉县,永吉县,affected,75000,person", "csv.key",
         "metric", "affected"},
        {"a stray quote", "reports.csv", moved, with_value("75\"000"), "csv.quote", "", ""},
        {"not text", "reports.csv", moved, with_value("\xFF\xFE\x80"), "text.encoding", "", ""},
        {"no such column", "reports.csv", "report_id,stat_time", "report_id,time", "csv.columns",
         "", ""},
        {"an empty file", "reports.csv", "", "", "csv.columns", "", ""},
        {"a picture", "reports.csv", "", std::string("\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 16), "", "",
         ""},
        // closures.csv
        {"closure on no known edge", "closures.csv", "220204,220221,G202", "220204,222401,G202",
         "closure.edge", "edge_ref", "G202"},
        {"closure of no known road", "closures.csv", "220204,220221,G202", "220204,220221,G999",
         "closure.edge", "edge_ref", "G999"},
        {"closure at no known place", "closures.csv", "220204,220221,G202", "229999,220221,G202",
         "place.unknown", "edge_from_code", "229999"},
        {"closure since no time", "closures.csv", "bridge washed away,2017-07-14,",
         "bridge washed away,,", "csv.empty", "closed_from", ""},
        {"closure since no day of the calendar", "closures.csv", "bridge washed away,2017-07-14,",
         "bridge washed away,2017-07-34,", "csv.date", "closed_from", "2017-07-34"},
        {"opened before it was closed", "closures.csv", "2017-07-14,2017-07-16,before",
         "2017-07-14,2017-07-12,before", "csv.range", "reopened_at", "2017-07-12"},
        {"closure named twice", "closures.csv", "C02,", "C01,", "csv.key", "closure_id", "C01"},
        {"an empty list of closures", "closures.csv", "", "", "csv.columns", "", ""},
        // actual_response.csv
        {"unknown item", "actual_response.csv", ",TENT12S,", ",TENT13S,", "item.unknown", "item_id",
         "TENT13S"},
        // event.json
        {"broken JSON", "event.json", "\"hazard\": \"flood\",", "\"hazard\": \"flood\"",
         "json.syntax", "", ""},
        {"empty JSON", "event.json", "", "", "json.syntax", "", ""},
        {"another document", "event.json", "", "[1, 2]", "json.field", "", "[1,2]"},
        {"nested beyond all sense", "event.json", "", std::string(200'000, '['), "json.syntax", "",
         ""},
        {"JSON that is not text", "event.json", "\"flood\"", "\"fl\xFF\xFEod\"", "text.encoding",
         "", ""},
        {"no start", "event.json", "\"start\"", "\"begin\"", "json.field", "start", ""},
        {"start is no time", "event.json", "\"start\": \"2017-07-13T08:00\"",
         "\"start\": \"yesterday\"", "json.field", "start", "yesterday"},
        {"thirteenth month", "event.json", "\"month\": 7", "\"month\": 13", "json.field", "month",
         "13"},
        {"hazard nobody knows", "event.json", "\"hazard\": \"flood\"", "\"hazard\": \"dragon\"",
         "json.field", "hazard", "dragon"},
        {"county nobody knows", "event.json", "\"core_county\": \"220221\"",
         "\"core_county\": \"229999\"", "place.unknown", "core_county", "229999"},
        {"plan nobody made", "event.json", "\"JL-2014\"", "\"JL-3014\"", "plan.unknown",
         "plans.province", "JL-3014"},
    };
    return all;
}

/// Does the damage and reads what is said about it.
void expect_refused(const Damage& damage) {
    SCOPED_TRACE(damage.name);
    const Copy scenario = Copy::of_scenario(yongji_flood);
    int line = 0;
    if (damage.from.empty()) {
        scenario.write(damage.file, damage.to);
    } else {
        line = scenario.replace(damage.file, damage.from, damage.to);
    }
    const auto error = refusal({"plan", "--scenario", scenario.path()}, 3);
    ASSERT_TRUE(error.is_object());
    EXPECT_EQ(error.value("file", ""), (scenario.path() / damage.file).string());
    if (!damage.code.empty()) {
        EXPECT_EQ(error.value("code", ""), damage.code);
    }
    if (!damage.field.empty()) {
        EXPECT_EQ(error.value("field", ""), damage.field);
        if (line > 0 && damage.name != "no start") {  // what is missing has no line
            // A field inside another of event.json is told with the line of the outer one, two
            // lines above at most.
            const int above = damage.file == "event.json" ? 2 : 0;
            ASSERT_TRUE(error.at("line").is_number());
            EXPECT_LE(error.at("line").get<int>(), line);
            EXPECT_GE(error.at("line").get<int>(), line - above);
        }
    }
    EXPECT_NE(error.value("found", "").find(damage.found), std::string::npos)
        << error.value("found", "");
    // A person must know how to mend it.
    EXPECT_NE(error.value("expected", "") + error.value("found", ""), "");
}

void expect_damages_refused(const std::string& file) {
    for (const Damage& damage : damages()) {
        if (damage.file == file) {
            expect_refused(damage);
        }
    }
}

TEST(SpoiltScenario, ReportsAreRefusedWithTheirPlace) {
    expect_damages_refused("reports.csv");
}

TEST(SpoiltScenario, ClosuresAreRefusedWithTheirPlace) {
    expect_damages_refused("closures.csv");
}

TEST(SpoiltScenario, WhatWasSentIsRefusedWithItsPlace) {
    expect_damages_refused("actual_response.csv");
}

TEST(SpoiltScenario, EventIsRefusedWithItsPlace) {
    expect_damages_refused("event.json");
}

TEST(SpoiltScenario, BrokenJsonIsToldWithItsLine) {
    const Copy scenario = Copy::of_scenario(yongji_flood);
    const int line =
        scenario.replace("event.json", "\"hazard\": \"flood\",", "\"hazard\": \"flood\"");
    const auto error = refusal({"plan", "--scenario", scenario.path()}, 3);
    ASSERT_TRUE(error.is_object());
    // The comma is missed where the next key begins.
    EXPECT_EQ(error.at("line"), line + 1);
}

TEST(SpoiltScenario, QuoteNeverClosed) {
    const Copy scenario = Copy::of_scenario(yongji_flood);
    const std::string text = scenario.text("reports.csv");
    scenario.write("reports.csv", text + "R9,2017-07-14T12:00,2017-07-14,220221,\"永吉县,x");
    const auto error = refusal({"plan", "--scenario", scenario.path()}, 3);
    EXPECT_EQ(error.value("code", ""), "csv.quote");
}

TEST(SpoiltScenario, CutShortIsAnsweredAndNotSurvived) {
    // A copy cut short in transfer: at the end of a row it is a smaller scenario, anywhere else
    // it is refused; the program never ends in any other way.
    for (const char* file : {"event.json", "reports.csv", "closures.csv"}) {
        const Copy scenario = Copy::of_scenario(yongji_flood);
        const std::string whole = scenario.text(file);
        for (std::size_t part = 1; part < 8; ++part) {
            SCOPED_TRACE(std::string(file) + " cut to " + std::to_string(part) + "/8");
            scenario.write(file, whole.substr(0, whole.size() * part / 8));
            const Ended ended = relief_run({"level", "--scenario", scenario.path(), "--json"});
            const bool smaller = ended.status == 0 && std::string(file) != "event.json";
            EXPECT_TRUE(ended.status == 3 || smaller) << ended.status << ended.err;
        }
    }
}

TEST(SpoiltScenario, MissingFile) {
    for (const char* file : {"event.json", "reports.csv", "closures.csv"}) {
        SCOPED_TRACE(file);
        const Copy scenario = Copy::of_scenario(yongji_flood);
        fs::remove(scenario.path() / file);
        const auto error = refusal({"plan", "--scenario", scenario.path()}, 3);
        ASSERT_TRUE(error.is_object());
        const std::string code = error.value("code", "");
        EXPECT_TRUE(code == "file.missing" || code == "scenario.unknown") << code;
    }
}

TEST(SpoiltScenario, AFolderInPlaceOfAFile) {
    const Copy scenario = Copy::of_scenario(yongji_flood);
    fs::remove(scenario.path() / "reports.csv");
    fs::create_directory(scenario.path() / "reports.csv");
    const auto error = refusal({"plan", "--scenario", scenario.path()}, 3);
    ASSERT_TRUE(error.is_object());
    EXPECT_EQ(error.value("file", ""), (scenario.path() / "reports.csv").string());
}

TEST(SpoiltScenario, IsToldInOneLineThatBeginsWithThePlace) {
    const Copy scenario = Copy::of_scenario(yongji_flood);
    const int line = scenario.replace("reports.csv", moved, with_value("-75000"));
    for (const char* language : {"en", "zh"}) {
        SCOPED_TRACE(language);
        const Ended ended = relief_run({"plan", "--scenario", scenario.path(), "--lang", language});
        EXPECT_EQ(ended.status, 3);
        EXPECT_EQ(ended.out, "");
        const std::string place =
            (scenario.path() / "reports.csv").string() + ":" + std::to_string(line) + ": value: ";
        EXPECT_EQ(ended.err.rfind(place, 0), 0U) << ended.err;
        EXPECT_NE(ended.err.find("-75000"), std::string::npos) << ended.err;
        EXPECT_EQ(ended.err.find('\n'), ended.err.size() - 1) << ended.err;
    }
}

TEST(SpoiltScenario, IsRefusedByEveryCommandThatReadsIt) {
    const Copy scenario = Copy::of_scenario(yongji_flood);
    scenario.replace("reports.csv", moved, with_value("-75000"));
    for (const char* command : {"level", "needs", "plan"}) {
        SCOPED_TRACE(command);
        EXPECT_EQ(refusal({command, "--scenario", scenario.path()}, 3).value("code", ""),
                  "csv.range");
    }
}

TEST(SpoiltScenario, LeavesTheDatabaseAsItWas) {
    const TempFolder folder;
    const std::string db = folder / "jilin.db";
    ASSERT_EQ(fresh_books(db).status, 0);
    const std::string before = run({"sha256sum", db}).out;
    const Copy scenario = Copy::of_scenario(yongji_flood);
    scenario.replace("closures.csv", "220204,220221,G202", "220204,222401,G202");
    EXPECT_EQ(refusal({"plan", "--scenario", scenario.path(), "--db", db}, 3).value("code", ""),
              "closure.edge");
    EXPECT_EQ(run({"sha256sum", db}).out, before);
    EXPECT_EQ(relief_run({"verify", "--db", db}).status, 0);
}

}  // namespace
}  // namespace relief::kit
