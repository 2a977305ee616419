// SPDX-License-Identifier: Apache-2.0
// Losses and needs from a hazard and reports, through `relief assess`.
#include "core/data_source.h"
#include "tests/tools/cli_kit.h"
#include "tests/tools/shipped.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace relief::kit {
namespace {

using nlohmann::json;
using testing::HasSubstr;

json assess_answer(std::vector<std::string> arguments) {
    arguments.push_back("--json");
    const Ended ended = relief_run(arguments);
    EXPECT_EQ(ended.status, 0) << ended.out << ended.err;
    return json::parse(ended.out, nullptr, false);
}

std::vector<std::string> with(std::vector<std::string> arguments,
                              const std::vector<std::string>& more) {
    arguments.insert(arguments.end(), more.begin(), more.end());
    return arguments;
}

const json* figure(const json& document, std::string_view list, std::string_view code,
                   std::string_view metric) {
    for (const json& row : document.at(list)) {
        if (row.at("code") == code && row.at("metric") == metric) {
            return &row;
        }
    }
    return nullptr;
}

TEST(AssessCommand, CountsTheWholeProvinceAndSaysTheSplitIsApproximate) {
    const json document =
        assess_answer({"assess", "--scenario", "2018-songyuan-m57", "--draws", "500"});
    EXPECT_EQ(document.at("schema"), "relief.assessment/1");
    EXPECT_EQ(document.at("exposure").at("people"), 24073453);
    EXPECT_EQ(document.at("exposure").at("approximate"), true);
    const Ended text =
        relief_run({"assess", "--scenario", "2018-songyuan-m57", "--draws", "500", "--lang", "zh"});
    EXPECT_THAT(text.out, HasSubstr("近似"));
    EXPECT_THAT(text.out, HasSubstr("24073453"));
}

TEST(AssessCommand, MeetsTheReportsOfEveryScenarioAndKeepsTheirFloor) {
    // The last report of the province or county, as published.
    const std::map<std::string, std::pair<std::string, double>> dead{
        {yongji_flood, {"220000", 19}}, {"2018-songyuan-m57", {"220700", 0}}};
    for (const auto& [scenario, told] : dead) {
        const json document = assess_answer({"assess", "--scenario", scenario, "--draws", "1000"});
        const json* row = figure(document, "totals", told.first, "dead");
        if (told.second == 0) {
            EXPECT_TRUE(row == nullptr || row->at("p50") == 0) << scenario;
            continue;
        }
        ASSERT_NE(row, nullptr) << scenario;
        EXPECT_GE(row->at("p10").get<double>(), told.second) << scenario;
        EXPECT_GE(row->at("evidence").size(), 1U);
    }
}

TEST(AssessCommand, MovesTowardsAReportAndNarrows) {
    // Yongji reported 75,000 relocated on 2017-07-14.
    const std::vector<std::string> asked{"assess",           "--scenario", yongji_flood, "--at",
                                         "2017-07-14T23:00", "--draws",    "2000"};
    std::vector<std::string> models = asked;
    models.emplace_back("--no-reports");
    const json before = assess_answer(models);
    const json after = assess_answer(asked);
    const json* prior = figure(before, "totals", "220221", "relocated");
    const json* posterior = figure(after, "totals", "220221", "relocated");
    ASSERT_NE(prior, nullptr);
    ASSERT_NE(posterior, nullptr);
    EXPECT_EQ(posterior->at("prior").at("p50"), prior->at("p50"));
    const auto ratio = [](const json& row) {
        return row.at("p90").get<double>() / row.at("p10").get<double>();
    };
    EXPECT_LT(ratio(*posterior), 0.6 * ratio(*prior));
    const auto off = [](const json& row) {
        return std::abs(std::log(row.at("p50").get<double>() / 75000));
    };
    EXPECT_LT(off(*posterior), off(*prior));
    EXPECT_FALSE(posterior->at("evidence").empty());
}

TEST(AssessCommand, SharesTheGoodsOfACountyToThePiece) {
    const json document = assess_answer({"assess", "--scenario", yongji_flood, "--draws", "500"});
    ASSERT_FALSE(document.at("needs").empty());
    for (const json& county : document.at("needs")) {
        std::map<std::string, long> sums;
        for (const json& share : county.at("townships")) {
            sums[share.at("item")] += share.at("first").get<long>();
        }
        for (const json& need : county.at("first_wave")) {
            EXPECT_EQ(sums[need.at("item")], need.at("quantity").get<long>())
                << county.at("county") << need.at("item");
        }
    }
}

TEST(AssessCommand, GivesTheSameBytesWithOneThreadOrTwo) {
    const std::vector<std::string> asked{"assess",  "--scenario", yongji_flood,
                                         "--draws", "600",        "--json"};
    std::vector<std::string> one = asked;
    one.insert(one.end(), {"--threads", "1"});
    std::vector<std::string> two = asked;
    two.insert(two.end(), {"--threads", "2"});
    EXPECT_EQ(relief_run(one).out, relief_run(two).out);
}

TEST(AssessCommand, TheWishOfTheIceStormIsWarmth) {
    const json document =
        assess_answer({"assess", "--scenario", "2020-11-ice-storm", "--draws", "500"});
    EXPECT_EQ(document.at("hazard").at("kind"), "outage");
    // 1,024,400 households of 2.34 persons.
    const json* affected = figure(document, "totals", "220000", "affected");
    ASSERT_NE(affected, nullptr);
    EXPECT_NEAR(affected->at("p50").get<double>() / (1024400 * 2.34), 1, 0.35);
}

TEST(AssessCommand, JudgesDepotsUnderTheHazardAndStopsTheDoubtfulOnes) {
    const TempFolder folder;
    const std::string db = (folder.path() / "desk.db").string();
    ASSERT_EQ(fresh_books(db).status, 0);
    // An earthquake under the depot of Changchun.
    const std::vector<std::string> quake{
        "assess",  "--epicentre", "125.3245,43.8868", "--magnitude", "7.5",
        "--month", "7",           "--draws",          "200",         "--db",
        db};
    std::vector<std::string> look = quake;
    look.emplace_back("--assets");
    const json document = assess_answer(look);
    ASSERT_FALSE(document.at("assets").empty());
    EXPECT_EQ(document.at("assets")[0].at("state"), "out");
    std::vector<std::string> stop = quake;
    stop.insert(stop.end(), {"--stop", "--actor", "王芳"});
    const Ended stopped = relief_run(stop);
    ASSERT_EQ(stopped.status, 0) << stopped.err << stopped.out;
    const json hazards = assess_answer({"inspect", "hazard", "list", "--db", db});
    bool changchun = false;
    for (const json& hazard : hazards.at("hazards")) {
        changchun = changchun || (hazard.at("site") == "JL-C-220100" && hazard.at("grade") == 1);
    }
    EXPECT_TRUE(changchun) << hazards.dump();
}

TEST(AssessCommand, APlanMadeOfItIsSentForP50AndJudgedAtP10AndP90) {
    const json assessed = assess_answer({"assess", "--scenario", yongji_flood});
    const json plan = assess_answer({"plan", "--scenario", yongji_flood, "--assess"});
    const json& scenarios = plan.at("scenarios");
    EXPECT_EQ(scenarios.at("planned_for"), "P50");
    std::map<std::string, double> lacking;
    for (const json& row : scenarios.at("scenarios")) {
        lacking[row.at("name")] = row.at("lacking_person_hours").get<double>();
    }
    ASSERT_EQ(lacking.size(), 3U);
    EXPECT_LE(lacking["P10"], lacking["P50"]);
    EXPECT_LE(lacking["P50"], lacking["P90"]);
    // What the plan needs at Yongji is the first wave of the assessment.
    for (const json& county : assessed.at("needs")) {
        if (county.at("county") != "220221") {
            continue;
        }
        for (const json& need : county.at("first_wave")) {
            long sum = 0;
            for (const json& row : plan.at("needs")) {
                if (row.at("place") == "220221" && row.at("item") == need.at("item")) {
                    sum += row.at("quantity").get<long>();
                }
            }
            EXPECT_EQ(sum, need.at("quantity").get<long>()) << need.at("item");
        }
    }
}

TEST(AssessCommand, TakesTheReportsOfTheBooksAsEvidence) {
    const TempFolder folder;
    const std::string db = (folder.path() / "desk.db").string();
    const std::vector<std::string> who{"--db", db,        "--actor",
                                       "王芳", "--clock", "2018-05-28T12:00"};
    const auto told = [&](std::vector<std::string> arguments) {
        arguments.insert(arguments.end(), who.begin(), who.end());
        const Ended ended = relief_run(arguments);
        EXPECT_EQ(ended.status, 0) << ended.out << ended.err;
    };
    ASSERT_EQ(fresh_books(db).status, 0);
    told({"incident", "open", "--event", "Q", "--name", "drill quake", "--hazard", "earthquake",
          "--start", "2018-05-28T01:50", "--unit", "220702"});
    write_text(folder / "reports.json", R"([{"unit": "220702", "kind": "final",
        "stat_time": "2018-05-28T11:00", "reporter": "宁江区", "figures":
        {"relocated": 630, "affected": 5582}}])");
    told({"report", "add", "--event", "Q", "--file", (folder / "reports.json").string()});
    const json document =
        assess_answer({"assess", "--event", "Q", "--db", db, "--at", "2018-05-28T12:00",
                       "--epicentre", "124.71,45.27", "--magnitude", "5.7", "--draws", "500"});
    const json* relocated = figure(document, "totals", "220702", "relocated");
    ASSERT_NE(relocated, nullptr);
    // A final count is taken as it stands.
    EXPECT_EQ(relocated->at("p10"), 630);
    EXPECT_EQ(relocated->at("p90"), 630);
    EXPECT_EQ(refusal({"assess", "--event", "Q", "--epicentre", "124.71,45.27", "--magnitude",
                       "5.7", "--month", "5"},
                      3)
                  .at("field"),
              "--event");
}

TEST(AssessCommand, TakesARasterOfPeopleInPlaceOfTheCensus) {
    const TempFolder folder;
    write_text(folder / "people.asc",
               "ncols 2\nnrows 2\nxllcorner 125.2\nyllcorner 43.8\ncellsize 0.1\n"
               "NODATA_value -200\n100 200\n-200 50\n");
    const json document =
        assess_answer({"assess", "--epicentre", "125.3,43.9", "--magnitude", "6", "--month", "5",
                       "--draws", "500", "--people", (folder / "people.asc").string()});
    EXPECT_EQ(document.at("exposure").at("people"), 350);
    EXPECT_EQ(document.at("exposure").at("approximate"), false);
    EXPECT_THAT(document.at("exposure").at("source").get<std::string>(), HasSubstr("people.asc"));
    const json* affected = figure(document, "totals", "220000", "affected");
    ASSERT_NE(affected, nullptr);
    EXPECT_LE(affected->at("p90"), 350);
}

/// The codes of six digits with figures.
std::set<std::string> counties_of(const json& document) {
    std::set<std::string> counties;
    for (const json& row : document.at("totals")) {
        const auto code = row.at("code").get<std::string>();
        if (!code.ends_with("00")) {
            counties.insert(code);
        }
    }
    return counties;
}

TEST(AssessCommand, OutlinesMeetNobodyOutsideThemAndAreDrawnWithTheFigures) {
    const TempFolder folder;
    const auto outline = folder.path() / "shaken.geojson";
    // A degree square about Songyuan; Changchun's inner districts and Jilin city lie outside.
    write_text(outline, R"({"type":"FeatureCollection","features":[{"type":"Feature",
        "properties":{"mmi":7},"geometry":{"type":"Polygon","coordinates":
        [[[124.4,44.8],[125.4,44.8],[125.4,45.6],[124.4,45.6],[124.4,44.8]]]}}]})");
    const auto drawn = folder.path() / "out.geojson";
    const json document =
        assess_answer({"assess", "--polygons", outline.string(), "--field", "mmi", "--driver",
                       "intensity", "--month", "5", "--draws", "300", "--geojson", drawn.string()});
    const std::set<std::string> counties = counties_of(document);
    EXPECT_TRUE(counties.contains("220702"));
    EXPECT_FALSE(counties.contains("220102"));
    EXPECT_FALSE(counties.contains("220202"));
    const json map = json::parse(read_file(drawn));
    std::set<std::string> on_map;
    for (const json& feature : map.at("features")) {
        on_map.insert(feature.at("properties").at("code").get<std::string>());
    }
    EXPECT_TRUE(on_map.contains("220702"));
    EXPECT_FALSE(on_map.contains("220102"));
    EXPECT_EQ(refusal({"assess", "--polygons", outline.string(), "--field", "depth", "--driver",
                       "intensity", "--month", "5"},
                      3)
                  .at("code"),
              "json.field");
}

TEST(AssessCommand, AListOfOutagesIsPeopleWithoutPowerWhereItSays) {
    const TempFolder folder;
    const auto list = folder.path() / "outages.csv";
    write_text(list, "code,households\n220221,5000\n");
    const json document =
        assess_answer({"assess", "--outages", list.string(), "--month", "11", "--draws", "2000"});
    EXPECT_EQ(counties_of(document), std::set<std::string>{"220221"});
    const json* affected = figure(document, "totals", "220221", "affected");
    ASSERT_NE(affected, nullptr);
    EXPECT_NEAR(affected->at("p50").get<double>() / (5000 * 2.34), 1, 0.35);
    write_text(list, "code,households\n220999,5000\n");
    EXPECT_EQ(refusal({"assess", "--outages", list.string(), "--month", "11"}, 3).at("line"), 2);
}

TEST(AssessCommand, AStormIsReadFromStationsAndTakesNobodyFarFromThem) {
    const TempFolder folder;
    const auto readings = folder.path() / "wind.csv";
    write_text(readings, "lon,lat,value,unit\n126.5,43.6,32,m/s\n");
    const json document = assess_answer({"assess", "--stations", readings.string(), "--driver",
                                         "wind_ms", "--month", "6", "--draws", "500"});
    EXPECT_EQ(document.at("hazard").at("kind"), "wind");
    const std::set<std::string> counties = counties_of(document);
    EXPECT_TRUE(counties.contains("220221"));   // at the station
    EXPECT_FALSE(counties.contains("222404"));  // Hunchun, 300 km away
    EXPECT_FALSE(document.at("needs").empty());
}

TEST(AssessCommand, FaultsNearbyAndTheOtherZoneAreToldBesideTheEllipse) {
    const std::vector<std::string> songyuan{"assess",      "--epicentre", "124.71,45.27",
                                            "--magnitude", "5.7",         "--month",
                                            "5",           "--draws",     "200"};
    const Ended told = relief_run(with(songyuan, {"--lang", "en"}));
    EXPECT_THAT(told.out, HasSubstr("long axis 45 deg, assumed"));
    EXPECT_THAT(told.out, HasSubstr("by zone east_strong: 6 and more 2010.4 km2"));
    EXPECT_THAT(told.out, HasSubstr("第二松花江断裂, 0.8 km from the epicentre"));
    const Ended along = relief_run(with(songyuan, {"--lang", "en", "--strike", "fault"}));
    EXPECT_THAT(along.out, HasSubstr("along 第二松花江断裂"));
    // By the zone of the strong east the areas are those of design's table: 2010.4 km2 from its
    // A, B, C and R0 alone.
    const Ended zone = relief_run(with(songyuan, {"--lang", "en", "--zone", "east_strong"}));
    EXPECT_THAT(zone.out, HasSubstr("intensity 6 and more: 2010.4 km2"));
    EXPECT_EQ(refusal({"assess", "--epicentre", "0,0", "--magnitude", "5.7", "--month", "5",
                       "--strike", "fault"},
                      3)
                  .at("field"),
              "--strike");
    EXPECT_EQ(refusal(with(songyuan, {"--zone", "atlantis"}), 3).at("code"), "isoseismal.zone");
}

TEST(AssessCommand, ListedBridgesAndHomesAreLookedAtWhereMostPeopleAre) {
    const TempFolder folder;
    const auto list = folder.path() / "sites.csv";
    write_text(list,
               "id,name,kind,lon,lat,people\n"
               "B1,bridge,bridge,124.71,45.27,\n"
               "H1,home,care_home,124.71,45.27,120\n"
               "H2,home far away,welfare_home,125.94,41.73,80\n"
               "S1,school,school,124.71,45.27,900\n");
    // At the epicentre of a shock of 7.5 all are out (the formula gives more than 9); Tonghua, 400
    // km away, stays below 6.
    const std::vector<std::string> quake{
        "assess", "--epicentre", "124.71,45.27", "--magnitude", "7.5",        "--month",
        "5",      "--draws",     "100",          "--sites",     list.string()};
    const json document = assess_answer(quake);
    std::map<std::string, json> judged;
    std::vector<std::string> order;
    for (const json& asset : document.at("assets")) {
        const auto id = asset.at("id").get<std::string>();
        judged[id] = asset;
        if (asset.at("state") == "out") {
            order.push_back(id);
        }
    }
    EXPECT_EQ(judged.at("H2").at("state"), "usable");
    EXPECT_EQ(judged.at("H2").at("county").get<std::string>().substr(0, 4), "2205");
    EXPECT_EQ(judged.at("H1").at("county"), "220702");
    ASSERT_GE(order.size(), 3U);
    EXPECT_EQ(order[0], "S1");
    EXPECT_EQ(order[1], "H1");
    EXPECT_EQ(judged.at("B1").at("state"), "out");
    write_text(list, "id,name,kind,lon,lat,people\nX1,x,castle,124.71,45.27,\n");
    const json refused = refusal(quake, 3);
    EXPECT_EQ(refused.at("field"), "kind");
    EXPECT_EQ(refused.at("line"), 2);
}

TEST(AssessCommand, RefusesWhatIsNoHazardByName) {
    EXPECT_EQ(refusal({"assess"}, 3).at("code"), "argument.value");
    EXPECT_EQ(refusal({"assess", "--epicentre", "124.71", "--magnitude", "5.7", "--month", "5"}, 3)
                  .at("field"),
              "--epicentre");
    EXPECT_EQ(refusal({"assess", "--raster", "/vsicurl/http://example.org/a.tif", "--driver",
                       "depth_m", "--month", "7"},
                      3)
                  .at("code"),
              "file.missing");
    EXPECT_EQ(refusal({"assess", "--raster", "/etc/passwd", "--month", "7"}, 3).at("field"),
              "--driver");
    EXPECT_EQ(refusal({"assess", "--epicentre", "124.71,45.27", "--magnitude", "5.7", "--month",
                       "5", "--hazard", "locusts"},
                      3)
                  .at("field"),
              "--hazard");
    const Ended two = relief_run({"assess", "--shakemap", "a.xml", "--raster", "b.tif"});
    EXPECT_EQ(two.status, 2);
}

}  // namespace
}  // namespace relief::kit
