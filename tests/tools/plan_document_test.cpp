// SPDX-License-Identifier: Apache-2.0
// The documents of a plan: a small plan made by hand, whose every number is known, and the real
// plan of the smallest scenario.
#include "tools/desk/plan_document.h"
#include "tests/tools/shipped.h"

#include "core/error.h"
#include "core/text.h"
#include "routing/path/travel.h"
#include "tools/desk/plan_figures.h"
#include "tools/desk/plan_words.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace relief {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

Instant at(std::string_view text) {
    return parse_instant(text).value();
}

const Desk& document_desk() {
    static const Desk loaded = open_desk(kit::shipped_data, std::nullopt);
    return loaded;
}

/// The Songyuan earthquake of 2018: one place, few goods, solved in a moment.
const PlanRun& songyuan() {
    static const PlanRun run = make_plan(
        document_desk(), {.scenario = kit::shipped_data / "scenarios/2018-songyuan-m57"}, {});
    return run;
}

/// The way from Jilin city to Yongji with nothing shut, which drives the G202.
const Route& road_to_yongji() {
    static const Route way = [] {
        const RoadNetwork& network = document_desk().network;
        const int to = *network.node("220221");
        return routes_from(network, {.year = 2017}, *network.node("220204"), {&to, 1})[0].value();
    }();
    return way;
}

std::vector<std::string> edge_ids(const Route& way) {
    std::vector<std::string> ids;
    for (const int edge : way.edges) {
        ids.push_back(document_desk().network.edges[static_cast<std::size_t>(edge)].id);
    }
    return ids;
}

DispatchNeed wave(const std::string& id, const std::string& item, const std::string& unit,
                  Units quantity, std::string_view by) {
    return {.id = id,
            .place = "220221",
            .item = item,
            .unit = unit,
            .quantity = quantity,
            .by = at(by),
            .persons = 10,
            .rule = "NQ003",
            .report = "R1"};
}

/// Yongji needs 1,500 quilts by noon and 600 bottles of water a day for two days. 1,000 quilts
/// come from its own depot at 10:00 and 300 sleeping bags for quilts from the city at 13:00, an
/// hour late; 600 bottles come from a supplier in time for both days, 600 of 1,200. So quilts:
/// 1,000 in time, 300 late, 200 short; water: 600 in time, 600 short.
PlanRun made_by_hand() {
    PlanRun run;
    run.scenario.incident.id = "made-by-hand";
    run.scenario.incident.name_zh = "<试验> & \"引号\"";
    run.scenario.incident.hazard = "flood";
    run.scenario.incident.start = at("2017-07-13");
    run.as_of = at("2017-07-14T08:00");
    run.shifted_days = 30;
    run.heads.push_back({.place = "220221",
                         .unit = "220221",
                         .relocated = 5000,
                         .collective = 1500,
                         .collective_reported = true,
                         .report = "R1"});
    run.needs.push_back(
        {.id = "220221:QUILT",
         .place = "220221",
         .item = "QUILT",
         .need = "bedding",
         .quantity = 1500,
         .unit = "床",
         .steps = {{"NQ003", "ceil(1500 x 1 x 1 / 1) = 1500", Flag::read}},
         .alternatives = {
             {.item = "SBAG", .rank = 2, .penalty = 0.02, .stands_for = {"QUILT", "MATTRESS"}}}});
    run.needs.push_back({.id = "220221:WATERB",
                         .place = "220221",
                         .item = "WATERB",
                         .need = "water",
                         .quantity = 1200,
                         .unit = "瓶",
                         .steps = {{"NQ012", "ceil(100 x 6 x 2 d) = 1200", Flag::assumption}}});
    DispatchProblem& problem = run.problem;
    problem.as_of = run.as_of;
    problem.until = at("2017-07-17T08:00");
    problem.places = {"220221"};
    problem.needs = {wave("220221:QUILT", "QUILT", "床", 1500, "2017-07-14T12:00"),
                     wave("220221:WATERB:1", "WATERB", "瓶", 600, "2017-07-14T20:00"),
                     wave("220221:WATERB:2", "WATERB", "瓶", 600, "2017-07-15T20:00")};
    problem.items = {{"QUILT", 3.3, 0.019}, {"SBAG", 2, 0.01}, {"WATERB", 0.56, 0.0008}};
    problem.depots = {{.id = "JL-X-220221"}, {.id = "JL-C-220200"}};
    problem.supplies = {{.depot = 0,
                         .item = "QUILT",
                         .lots = {{"JL-X-220221-QUILT-1", *parse_date("2018-06-01"), 1605}}}};
    const Route& road = road_to_yongji();
    const std::string city_node = "220204";
    run.plan.shipments = {
        {.id = "S001",
         .from = "JL-X-220221",
         .from_node = "220221",
         .to = "220221",
         .fleet = "JL-X-220221",
         .depart = at("2017-07-14T10:00"),
         .arrive = at("2017-07-14T10:00"),
         .back = at("2017-07-14T10:30"),
         .vehicle_class = "BOX42",
         .vehicles = 2,
         .load_kg = 3300,
         .load_m3 = 19,
         .tier = "own_county",
         .lines = {{"QUILT", "JL-X-220221-QUILT-1", 1000, {"220221:QUILT"}, 1000}}},
        {.id = "S002",
         .from = "JL-C-220200",
         .from_node = city_node,
         .to = "220221",
         .fleet = "JL-C-220200",
         .depart = at("2017-07-14T12:30"),
         .arrive = at("2017-07-14T13:00"),
         .back = at("2017-07-14T14:00"),
         .vehicle_class = "BOX68",
         .vehicles = 1,
         .load_kg = 600.0004,
         .load_m3 = 3,
         .km = road.km,
         .minutes = 30,
         .edges = edge_ids(road),
         .tier = "city",
         .lines = {{"SBAG", "ODD-LOT", 300, {"220221:QUILT"}, 300}}},
        {.id = "S003",
         .from = "SU-220200-WATERB",
         .from_node = city_node,
         .to = "220221",
         .fleet = "SU-220200-WATERB",
         .depart = at("2017-07-14T13:00"),
         .arrive = at("2017-07-14T13:30"),
         .back = at("2017-07-14T14:30"),
         .vehicle_class = "BOX96",
         .vehicles = 1,
         .load_kg = 336,
         .load_m3 = 0.48,
         .km = road.km,
         .minutes = 30,
         .edges = edge_ids(road),
         .tier = "agreement",
         .lines = {{"WATERB", "", 600, {"220221:WATERB:1", "220221:WATERB:2"}, 300}}}};
    run.plan.unmet = {{"220221:QUILT", 200, "vehicles", "no room", "车不够"},
                      {"220221:WATERB:1", 300, "stock", "all is sent", "都已调出"},
                      {"220221:WATERB:2", 300, "stock", "all is sent", "都已调出"}};
    run.plan.levels = {{.name = "lacking_person_hours",
                        .unit = "weighted person-hours",
                        .value = 1000.12345678,
                        .bound = 990},
                       {.name = "least_served_share",
                        .unit = "fraction",
                        .value = 0.75,
                        .bound = 0.8,
                        .maximise = true}};
    run.warnings = {{.code = "shifted_dates", .zh = "日期移动 30 天", .en = "moved by 30 days"}};
    run.seconds = {{"scenario", 0.001}, {"dispatch", 1.25}};
    return run;
}

std::vector<std::string> keys(const Json& object) {
    std::vector<std::string> names;
    for (const auto& [name, value] : object.items()) {
        names.push_back(name);
    }
    return names;
}

/// The names of `wanted` that are in `all`, in the order of `all`.
std::vector<std::string> only(const std::vector<std::string>& all,
                              const std::vector<std::string>& wanted) {
    std::vector<std::string> found;
    std::copy_if(all.begin(), all.end(), std::back_inserter(found), [&](const std::string& name) {
        return std::find(wanted.begin(), wanted.end(), name) != wanted.end();
    });
    return found;
}

// ---- figures ----

TEST(PlanFigures, CountsInTimeLateAndUnmet) {
    const PlanRun run = made_by_hand();
    const PlanFigures figures = plan_figures(document_desk(), run);
    ASSERT_EQ(figures.places.size(), 1U);
    const auto& needs = figures.places[0].needs;
    ASSERT_EQ(needs.size(), 2U);
    EXPECT_EQ(needs[0].quantity, 1500);
    EXPECT_EQ(needs[0].on_time, 1000);
    EXPECT_EQ(needs[0].late, 300);
    EXPECT_EQ(needs[0].unmet, 200);
    EXPECT_THAT(needs[0].substitutes, ElementsAre("SBAG"));
    EXPECT_FALSE(needs[0].consumable);
    EXPECT_EQ(needs[1].quantity, 1200);
    EXPECT_EQ(needs[1].on_time, 600);
    EXPECT_EQ(needs[1].unmet, 600);
    EXPECT_TRUE(needs[1].consumable);
    EXPECT_EQ(figures.items_full, 0);
    EXPECT_EQ(figures.items_short, 2);
    EXPECT_EQ(figures.items_late, 1);
    EXPECT_EQ(figures.depots, 2);
    EXPECT_EQ(figures.suppliers, 1);
    EXPECT_EQ(figures.trips, 3);           // 2 + 1 of the depots
    EXPECT_EQ(figures.supplier_trips, 1);  // counted apart
    EXPECT_EQ(figures.vehicles, 3);
    EXPECT_EQ(*figures.last_arrival, at("2017-07-14T13:30"));
    // (1300/1500 + 600/1200) / 2
    EXPECT_NEAR(figures.places[0].served_share(), (1300.0 / 1500 + 0.5) / 2, 1e-12);
}

TEST(PlanFigures, VehiclesAreCountedOnceHoweverOftenTheyDrive) {
    PlanRun run = made_by_hand();
    Shipment again = run.plan.shipments[0];  // the same two lorries once more, after coming back
    again.depart = at("2017-07-14T10:30");
    again.back = at("2017-07-14T11:00");
    run.plan.shipments.push_back(again);
    EXPECT_EQ(plan_figures(document_desk(), run).trips, 5);
    EXPECT_EQ(plan_figures(document_desk(), run).vehicles, 3);
}

TEST(PlanFigures, TheShortfallOfSeveralDaysForOneReasonIsOne) {
    const PlanRun run = made_by_hand();
    const PlanFigures figures = plan_figures(document_desk(), run);
    const auto shortages = shortages_of(figures.places[0].needs[1]);
    ASSERT_EQ(shortages.size(), 1U);
    EXPECT_EQ(shortages[0].units, 600);
    EXPECT_EQ(shortages[0].first_by, at("2017-07-14T20:00"));
    EXPECT_EQ(shortages[0].last_by, at("2017-07-15T20:00"));
}

TEST(PlanWords, NumbersAreWrittenForPeople) {
    EXPECT_EQ(grouped(std::int64_t{0}), "0");
    EXPECT_EQ(grouped(std::int64_t{999}), "999");
    EXPECT_EQ(grouped(std::int64_t{1234567}), "1,234,567");
    EXPECT_EQ(grouped(std::int64_t{-1000}), "-1,000");
    EXPECT_EQ(grouped(9999.96, 1), "10,000.0");
    EXPECT_EQ(grouped(-0.04, 1), "0.0");
    EXPECT_EQ(percent(0), "0%");
    EXPECT_EQ(percent(0.00001), "<0.01%");
    EXPECT_EQ(percent(0.005), "0.50%");
    EXPECT_EQ(percent(0.1234), "12.3%");
    EXPECT_EQ(percent(1), "100%");
    EXPECT_EQ(tonnes(19), "<0.1");
    EXPECT_EQ(tonnes(0), "0.0");
    EXPECT_EQ(tonnes(12345), "12.3");
    EXPECT_EQ(day_and_time(at("2017-07-14T12:00"), at("2017-12-31")), "07-14 12:00");
    EXPECT_EQ(day_and_time(at("2018-01-01T00:30"), at("2017-12-31")), "2018-01-01 00:30");
    EXPECT_EQ(duration_words(185, "zh"), "3 小时 05 分");
    EXPECT_EQ(duration_words(45, "en"), "45 min");
}

// ---- plan.json ----

TEST(PlanJson, HoldsTheFieldsOfTheContractInItsOrder) {
    const std::string text = plan_json(document_desk(), made_by_hand());
    ASSERT_EQ(text.back(), '\n');
    const Json plan = Json::parse(text);
    const std::vector<std::string> contract{"scenario",  "as_of", "seed",      "shifted_days",
                                            "levels",    "needs", "shipments", "unmet",
                                            "objective", "gap",   "warnings",  "seconds"};
    EXPECT_EQ(keys(plan).front(), "schema");
    EXPECT_EQ(plan["schema"], "relief.plan/1");
    EXPECT_EQ(only(keys(plan), contract), contract);
    EXPECT_EQ(keys(plan).back(), "seconds");
    const std::vector<std::string> need{"id", "place", "item",   "quantity",    "unit",
                                        "by", "rule",  "report", "alternatives"};
    EXPECT_EQ(only(keys(plan["needs"][0]), need), need);
    const std::vector<std::string> shipment{
        "id",      "from",    "to",    "depart", "arrive", "vehicle_class", "vehicles", "trips",
        "load_kg", "load_m3", "route", "lines",  "fleet",  "mode",          "back"};
    EXPECT_EQ(only(keys(plan["shipments"][0]), shipment), shipment);
    EXPECT_THAT(keys(plan["shipments"][0]["route"]), ElementsAre("km", "minutes", "edges", "road"));
    EXPECT_THAT(keys(plan["shipments"][0]["lines"][0]),
                ElementsAre("item", "lot", "quantity", "for_need", "counts_for"));
    const std::vector<std::string> unmet{"need", "quantity", "cause", "detail"};
    EXPECT_EQ(only(keys(plan["unmet"][0]), unmet), unmet);
    const std::vector<std::string> aim{"name", "value", "bound", "gap"};
    EXPECT_EQ(only(keys(plan["objective"]["levels"][0]), aim), aim);
}

TEST(PlanJson, WritesValuesAsTheContractSays) {
    const Json plan = Json::parse(plan_json(document_desk(), made_by_hand()));
    EXPECT_EQ(plan["as_of"], "2017-07-14T08:00+08:00");
    EXPECT_EQ(plan["needs"][0]["by"], "2017-07-14T12:00+08:00");
    EXPECT_TRUE(plan["needs"][0]["quantity"].is_number_integer());
    EXPECT_EQ(plan["needs"][0]["alternatives"][0]["item"], "SBAG");
    EXPECT_EQ(plan["needs"][0]["alternatives"][0]["rate"], 1);
    EXPECT_EQ(plan["needs"][0]["alternatives"][0]["rank"], 2);
    const Json& city = plan["shipments"][1];
    EXPECT_EQ(city["lines"][0]["for_need"], "220221:QUILT");  // one id is a string
    EXPECT_EQ(city["load_kg"].dump(), "600");                 // to the gram, no tail of noise
    EXPECT_EQ(city["mode"], "road");
    EXPECT_EQ(city["route"]["edges"], Json(edge_ids(road_to_yongji())));
    const Json& supplier = plan["shipments"][2];
    EXPECT_TRUE(supplier["lines"][0]["lot"].is_null());
    EXPECT_EQ(supplier["lines"][0]["for_need"].size(), 2U);  // several are an array
    // The gap is that of the numbers printed: 10.123457 / 1000.123457, and 0.05 / 0.8.
    const Json& aims = plan["objective"]["levels"];
    EXPECT_EQ(aims[0]["value"], 1000.123457);
    EXPECT_NEAR(aims[0]["gap"].get<double>(), 10.123457 / 1000.123457, 1e-9);
    EXPECT_NEAR(aims[1]["gap"].get<double>(), 0.0625, 1e-12);
    EXPECT_EQ(plan["gap"], aims[1]["gap"]);
}

TEST(PlanJson, OnlySecondsMayDifferBetweenTwoRuns) {
    const PlanRun run = made_by_hand();
    PlanRun slower = made_by_hand();
    slower.seconds[1].second = 9;
    Json a = Json::parse(plan_json(document_desk(), run));
    Json b = Json::parse(plan_json(document_desk(), slower));
    EXPECT_NE(a, b);
    a.erase("seconds");
    b.erase("seconds");
    EXPECT_EQ(a.dump(), b.dump());
    EXPECT_EQ(plan_geojson(document_desk(), run), plan_geojson(document_desk(), slower));
    EXPECT_EQ(plan_orders_csv(document_desk(), run), plan_orders_csv(document_desk(), slower));
    const auto without_footer = [](const std::string& page) {
        const std::size_t from = page.find("<footer>");
        const std::size_t to = page.find("</footer>");
        EXPECT_LT(from, to);
        return page.substr(0, from) + page.substr(to);
    };
    EXPECT_EQ(without_footer(plan_report_html(document_desk(), run)),
              without_footer(plan_report_html(document_desk(), slower)));
}

TEST(PlanJson, SecondsAreGivenToTheMicrosecond) {
    PlanRun run = made_by_hand();
    run.seconds = {{"load", 0.0000424}, {"scenario", 0.0123456}, {"dispatch", 1.25}};
    const auto plan = nlohmann::ordered_json::parse(plan_json(document_desk(), run));
    EXPECT_EQ(plan["seconds"].begin().key(), "load");
    EXPECT_EQ(plan["seconds"]["load"], 0.000042);
    EXPECT_EQ(plan["seconds"]["scenario"], 0.012346);
    EXPECT_EQ(plan["seconds"]["dispatch"], 1.25);
}

// ---- plan.geojson ----

void expect_on_earth(const Json& coordinates) {
    if (coordinates[0].is_number()) {
        ASSERT_EQ(coordinates.size(), 2U);
        // Jilin with a margin: 121.6 to 131.3 E, 40.9 to 46.3 N.
        EXPECT_GT(coordinates[0], 121);
        EXPECT_LT(coordinates[0], 132);
        EXPECT_GT(coordinates[1], 40);
        EXPECT_LT(coordinates[1], 47);
        return;
    }
    for (const Json& part : coordinates) {
        expect_on_earth(part);
    }
}

TEST(PlanGeojson, IsRfc7946) {
    const PlanRun hand = made_by_hand();
    for (const PlanRun* run : {&songyuan(), &hand}) {
        const Json map = Json::parse(plan_geojson(document_desk(), *run));
        EXPECT_EQ(map["type"], "FeatureCollection");
        EXPECT_FALSE(map.contains("crs"));  // RFC 7946 4: WGS84 and no other
        EXPECT_THAT(map["attribution"].get<std::string>(), HasSubstr("OpenStreetMap"));
        ASSERT_FALSE(map["features"].empty());
        std::set<std::string> ids;
        for (const Json& feature : map["features"]) {
            EXPECT_EQ(feature["type"], "Feature");
            EXPECT_TRUE(feature["properties"].is_object());
            EXPECT_TRUE(ids.insert(feature["id"].get<std::string>()).second);
            const Json& geometry = feature["geometry"];
            ASSERT_TRUE(geometry.is_object()) << feature["id"];
            const std::string type = geometry["type"];
            EXPECT_TRUE(type == "Point" || type == "LineString") << type;
            if (type == "LineString") {
                EXPECT_GE(geometry["coordinates"].size(), 2U);
            }
            expect_on_earth(geometry["coordinates"]);
        }
    }
}

TEST(PlanGeojson, AShipmentFollowsItsRoadFromTheDepotToThePlace) {
    const Json map = Json::parse(plan_geojson(document_desk(), made_by_hand()));
    std::set<std::string> kinds;
    for (const Json& feature : map["features"]) {
        kinds.insert(feature["properties"]["kind"].get<std::string>());
        if (feature["id"] == "shipment:S001") {
            // Within one town there is no line: the seat of Yongji, seats.csv.
            EXPECT_EQ(feature["geometry"]["type"], "Point");
            EXPECT_NEAR(feature["geometry"]["coordinates"][0].get<double>(), 126.49575, 1e-5);
            EXPECT_NEAR(feature["geometry"]["coordinates"][1].get<double>(), 43.66494, 1e-5);
        }
        if (feature["id"] != "shipment:S002") {
            continue;
        }
        EXPECT_EQ(feature["properties"]["to_name"], "永吉县");
        const Json& line = feature["geometry"]["coordinates"];
        EXPECT_GT(line.size(), 5U);  // a road bends
        const RoadNode& yongji =
            document_desk()
                .network.nodes[static_cast<std::size_t>(*document_desk().network.node("220221"))];
        EXPECT_NEAR(line.back()[0].get<double>(), yongji.longitude, 1e-4);
        EXPECT_NEAR(line.back()[1].get<double>(), yongji.latitude, 1e-4);
    }
    EXPECT_THAT(kinds, ElementsAre("depot", "place", "shipment", "supplier"));
}

TEST(PlanGeojson, AClosureOffTheNetworkIsAPointInItsCountyOrNotThere) {
    PlanRun run = made_by_hand();
    const auto add = [&](const std::string& id, const std::string& county) {
        Closure closure;
        closure.id = id;
        closure.county_code = county;
        run.closures.push_back(closure);
        run.closures_in_force.push_back(id);
    };
    add("C05", "220221");  // S206 at 口前, on no edge of the network
    add("C06", "");        // 41 places in all of the province
    add("C07", "220200");  // a prefecture: its seat is not where the road is shut
    add("C08", "220113");  // a district with the airport
    const Json map = Json::parse(plan_geojson(document_desk(), run));
    std::map<std::string, Json> closures;
    for (const Json& feature : map["features"]) {
        if (feature["properties"]["kind"] == "closure") {
            closures[feature["id"]] = feature["geometry"];
        }
    }
    ASSERT_EQ(closures.size(), 2U);
    EXPECT_EQ(closures.at("closure:C05")["type"], "Point");
    EXPECT_NEAR(closures.at("closure:C05")["coordinates"][0].get<double>(), 126.49575, 1e-5);
    EXPECT_NEAR(closures.at("closure:C05")["coordinates"][1].get<double>(), 43.66494, 1e-5);
    EXPECT_EQ(closures.at("closure:C08")["type"], "Point");
}

// ---- orders.csv ----

TEST(PlanOrders, IsWhatASpreadsheetOfTheOfficeReads) {
    const std::string csv = plan_orders_csv(document_desk(), made_by_hand());
    EXPECT_EQ(csv.substr(0, 3), "\xEF\xBB\xBF");
    for (std::size_t i = csv.find('\n'); i != std::string::npos; i = csv.find('\n', i + 1)) {
        EXPECT_EQ(csv[i - 1], '\r');
    }
    EXPECT_EQ(csv.substr(csv.size() - 2), "\r\n");
    std::vector<std::vector<std::string>> rows;
    std::istringstream lines(csv.substr(3));
    for (std::string line; std::getline(lines, line);) {
        std::istringstream cells(line.substr(0, line.size() - 1));
        rows.emplace_back();
        for (std::string cell; std::getline(cells, cell, ',');) {
            rows.back().push_back(cell);
        }
        EXPECT_EQ(rows.back().size(), 21U) << line;
    }
    ASSERT_EQ(rows.size(), 4U);  // the header and a row a line
    EXPECT_THAT(std::vector<std::string>(rows[0].begin(), rows[0].begin() + 10),
                ElementsAre("调拨令草稿号", "发出库点", "库点名称", "接收地", "接收地代码", "物资",
                            "批号", "数量", "单位", "有效期至"));
    // Own county first, then the city, then the supplier.
    EXPECT_THAT(std::vector<std::string>(rows[1].begin(), rows[1].begin() + 10),
                ElementsAre("拟001", "JL-X-220221", "永吉县救灾物资储备库(演示)", "永吉县",
                            "220221", "棉被", "JL-X-220221-QUILT-1", "1000", "床", "2018-06-01"));
    EXPECT_EQ(rows[1][11], "2");
    EXPECT_EQ(rows[1][13], "2017-07-14 10:00");
    EXPECT_EQ(rows[1][16], "3300.0");  // 1000 quilts of 3.3 kg
    EXPECT_EQ(rows[1][19], "县级（永吉县）");
    EXPECT_EQ(rows[2][19], "市级（吉林市）");
    EXPECT_THAT(rows[2][20], HasSubstr("代棉被"));
    EXPECT_THAT(rows[2][20], HasSubstr("晚于时限"));
    EXPECT_EQ(rows[3][6], "");
    EXPECT_EQ(rows[3][12], "供应商自运");
}

// ---- report.html ----

/// A tag of a page: "p", "/p", "br"; and whether it closes itself.
struct Tag {
    std::string name;
    bool closed = false;
};

std::vector<Tag> tags_of(const std::string& page) {
    std::vector<Tag> tags;
    for (std::size_t at = page.find('<'); at != std::string::npos; at = page.find('<', at + 1)) {
        const std::size_t end = page.find('>', at);
        const std::size_t name = page.find_first_of(" >", at);
        if (end == std::string::npos) {
            ADD_FAILURE() << "a tag without end: " << page.substr(at, 40);
            break;
        }
        tags.push_back({page.substr(at + 1, std::min(name, end) - at - 1), page[end - 1] == '/'});
    }
    return tags;
}

void expect_balanced(const std::string& page) {
    const std::set<std::string> never_closed{"meta", "br", "!DOCTYPE"};
    std::vector<std::string> open;
    for (const Tag& tag : tags_of(page)) {
        if (tag.closed || never_closed.contains(tag.name)) {
            continue;
        }
        if (tag.name[0] != '/') {
            open.push_back(tag.name);
            continue;
        }
        ASSERT_FALSE(open.empty()) << tag.name;
        ASSERT_EQ("/" + open.back(), tag.name);
        open.pop_back();
    }
    EXPECT_TRUE(open.empty());
}

TEST(PlanReport, IsOnePageThatAsksForNothing) {
    const PlanRun hand = made_by_hand();
    for (const PlanRun* run : {&songyuan(), &hand}) {
        const std::string page = plan_report_html(document_desk(), *run);
        for (const char* const outside :
             {"src=", "href=", "action=", "srcset=", "poster=", "url(", "@import", "<script",
              "<link", "<iframe", "<object", "<embed", "<image", "http:", "https:", "//"}) {
            EXPECT_THAT(page, Not(HasSubstr(outside)));
        }
        EXPECT_THAT(page, HasSubstr("© OpenStreetMap contributors, ODbL 1.0"));
        EXPECT_THAT(page, HasSubstr("边界数据许可未记录"));
        EXPECT_THAT(page, HasSubstr("内部使用"));
        EXPECT_THAT(page, HasSubstr("演示数据"));
        EXPECT_THAT(page, HasSubstr("<html lang=\"zh-CN\">"));
        EXPECT_THAT(page, HasSubstr("@page"));
        expect_balanced(page);
    }
}

TEST(PlanReport, SaysWhatIsShortLateAndUnverified) {
    const std::string page = plan_report_html(document_desk(), made_by_hand());
    expect_balanced(page);
    // 200 of 1,500 quilts and 600 of 1,200 bottles: the larger share first.
    EXPECT_THAT(page, HasSubstr("<b>还缺</b>：瓶装饮用水 600 瓶、棉被 200 床。"));
    EXPECT_THAT(page, HasSubstr("1,500"));
    EXPECT_THAT(page, HasSubstr("▲ 车辆不足"));
    EXPECT_THAT(page, HasSubstr("未核实"));
    EXPECT_THAT(page, HasSubstr("进一(1500 × 1 × 1 / 1) = 1500"));
    EXPECT_THAT(page, HasSubstr("（代棉被）"));
    EXPECT_THAT(page, HasSubstr("平移 +30 天"));
    EXPECT_THAT(page, HasSubstr("G202"));
    EXPECT_THAT(page, Not(HasSubstr(edge_ids(road_to_yongji()).back() +
                                    "<")));  // road numbers, not edge ids
    PlanRun unmoved = made_by_hand();
    unmoved.shifted_days = 0;
    EXPECT_THAT(plan_report_html(document_desk(), unmoved), Not(HasSubstr("日期已平移")));
}

TEST(PlanReport, TextFromFilesIsText) {
    const std::string page = plan_report_html(document_desk(), made_by_hand());
    EXPECT_THAT(page, HasSubstr("&lt;试验&gt; &amp; &quot;引号&quot;"));
    EXPECT_THAT(page, Not(HasSubstr("<试验>")));
}

TEST(PlanReport, WithoutNeedsItSaysSo) {
    PlanRun empty;
    empty.scenario.incident.hazard = "snow_ice";
    empty.as_of = at("2020-11-20");
    const std::string page = plan_report_html(document_desk(), empty);
    expect_balanced(page);
    EXPECT_THAT(page, HasSubstr("不安排发运"));
}

// ---- terminal ----

TEST(PlanText, ColumnsStandUnderEachOtherInBothLanguages) {
    const PlanRun run = made_by_hand();
    const std::string zh = plan_text(document_desk(), run, "zh");
    const std::string en = plan_text(document_desk(), run, "en");
    EXPECT_THAT(zh, HasSubstr("缺 2 项"));
    EXPECT_THAT(en, HasSubstr("0 in full, 2 short, 1 partly late"));
    for (const std::string& text : {zh, en}) {
        // Each shipment with its lot, and the numbers of a column ending at the same place.
        EXPECT_THAT(text, HasSubstr("[1:1000]"));
        EXPECT_THAT(text, HasSubstr("[ODD-LOT:300]"));
        std::vector<int> ends;
        std::istringstream lines(text);
        for (std::string line; std::getline(lines, line);) {
            for (const char* const number : {"1,500", "1,200"}) {
                const std::size_t found = line.find(number);
                if (found != std::string::npos && line.starts_with("  ")) {
                    ends.push_back(display_width(line.substr(0, found + 5)));
                }
            }
        }
        ASSERT_EQ(ends.size(), 2U) << text;
        EXPECT_EQ(ends[0], ends[1]);
    }
}

TEST(PlanText, StepsHaveNamesInTheLanguageOfTheReader) {
    PlanRun run = made_by_hand();
    run.seconds = {{"load", 0.1},  {"scenario", 0.1}, {"levels", 0.1},  {"needs", 0.1},
                   {"stock", 0.1}, {"roads", 0.1},    {"dispatch", 0.1}};
    const std::string page = plan_report_html(document_desk(), run);
    const std::string zh = plan_text(document_desk(), run, "zh");
    const std::string en = plan_text(document_desk(), run, "en");
    for (const auto& [step, seconds] : run.seconds) {
        EXPECT_THAT(en, HasSubstr(step + " 0.100"));
        EXPECT_THAT(zh, Not(HasSubstr(step + " 0.100")));
        EXPECT_THAT(page, Not(HasSubstr(step + " 0.100")));
    }
    for (const std::string& text : {page, zh}) {
        EXPECT_THAT(text, HasSubstr("读取表册 0.100"));
        EXPECT_THAT(text, HasSubstr("编排调运 0.100"));
    }
}

TEST(PlanText, LevelsSayWhetherTheirPlanIsPublishedOrAWorkingDefault) {
    // response_plans.csv: CN-2016 is official, JL-2014 a working default nobody has verified.
    PlanRun run = made_by_hand();
    run.levels = {{.plan = "CN-2016",
                   .scope = "220221",
                   .unit = "220221",
                   .level = 4,
                   .official = true,
                   .verified = true,
                   .in_force = true,
                   .tested = true,
                   .report = "R2"},
                  {.plan = "JL-2014",
                   .scope = "220221",
                   .unit = "220221",
                   .level = 1,
                   .official = false,
                   .verified = false,
                   .in_force = true,
                   .tested = true,
                   .report = "R2"}};
    const auto line = [&](const std::string& language, const std::string& plan) {
        std::istringstream lines(plan_text(document_desk(), run, language));
        for (std::string text; std::getline(lines, text);) {
            if (text.find(plan) != std::string::npos) {
                return text;
            }
        }
        return std::string();
    };
    EXPECT_THAT(line("zh", "CN-2016"), HasSubstr("官方 核实"));
    EXPECT_THAT(line("zh", "JL-2014"), HasSubstr("工作默认值 未核实"));
    EXPECT_THAT(line("en", "CN-2016"), HasSubstr("official verified"));
    EXPECT_THAT(line("en", "JL-2014"), HasSubstr("working default unverified 未核实"));
}

// ---- files ----

class PlanFiles : public testing::Test {
  protected:
    PlanFiles() {
        std::string pattern = (fs::temp_directory_path() / "relief-out-XXXXXX").string();
        root_ = mkdtemp(pattern.data());
    }
    ~PlanFiles() override { fs::remove_all(root_); }

    static std::string read(const fs::path& file) {
        std::ifstream in(file, std::ios::binary);
        return {std::istreambuf_iterator<char>(in), {}};
    }
    static std::set<std::string> names(const fs::path& folder) {
        std::set<std::string> names;
        for (const auto& entry : fs::directory_iterator(folder)) {
            names.insert(entry.path().filename().string());
        }
        return names;
    }
    static std::string refusal(const fs::path& folder) {
        try {
            write_plan_files(document_desk(), songyuan(), folder);
        } catch (const Error& error) {
            EXPECT_EQ(error.kind(), ErrorKind::bad_input);
            EXPECT_FALSE(error.detail().file.empty());
            return error.detail().code;
        }
        return "written";
    }

    fs::path root_;
};

TEST_F(PlanFiles, HoldsAllFilesAndNothingElse) {
    const fs::path out = root_ / "a" / "b";
    write_plan_files(document_desk(), songyuan(), out);
    EXPECT_THAT(names(out), ElementsAre("model.mps", "orders.csv", "plan.geojson", "plan.json",
                                        "problem.json", "report.html"));
    EXPECT_EQ(read(out / "plan.json"), plan_json(document_desk(), songyuan()));
    EXPECT_THAT(read(out / "model.mps"), HasSubstr("ENDATA"));
    // Over an older plan, beside other files, with a slash at the end.
    std::ofstream(out / "plan.json") << "old";
    std::ofstream(out / "notes.txt") << "mine";
    write_plan_files(document_desk(), songyuan(), out / "");
    EXPECT_EQ(read(out / "plan.json"), plan_json(document_desk(), songyuan()));
    EXPECT_EQ(read(out / "notes.txt"), "mine");
    EXPECT_EQ(names(out).size(), 7U);
}

TEST_F(PlanFiles, WhereItCannotBeWrittenNothingIsLeft) {
    std::ofstream(root_ / "file") << "mine";
    EXPECT_EQ(refusal(root_ / "file"), "file.write");
    EXPECT_EQ(refusal(root_ / "file" / "below"), "file.write");
    EXPECT_EQ(refusal("/proc/relief"), "file.write");
    EXPECT_THAT(names(root_), ElementsAre("file"));
    EXPECT_EQ(read(root_ / "file"), "mine");
}

TEST_F(PlanFiles, WhenTheLastFileFailsTheOthersComeBack) {
    // report.html is the last to be moved, and a folder of that name is somebody's.
    const fs::path out = root_ / "out";
    fs::create_directories(out / "report.html" / "kept");
    std::ofstream(out / "plan.json") << "old";
    EXPECT_EQ(refusal(out), "file.write");
    EXPECT_THAT(names(out), ElementsAre("plan.json", "report.html"));
    EXPECT_EQ(read(out / "plan.json"), "old");
    EXPECT_TRUE(fs::is_directory(out / "report.html" / "kept"));
}

// A limit on the size of files stands for a disk that fills up half way: plan.json still fits,
// a later file does not.
TEST_F(PlanFiles, AFileThatDoesNotFitLeavesTheOldPlan) {
    const fs::path out = root_ / "out";
    fs::create_directories(out);
    std::ofstream(out / "plan.json") << "old";
    (void)songyuan();
    const pid_t child = fork();
    if (child == 0) {
        std::signal(SIGXFSZ, SIG_IGN);
        const rlimit limit{.rlim_cur = 100'000, .rlim_max = 100'000};
        setrlimit(RLIMIT_FSIZE, &limit);
        _exit(refusal(out) == "file.write" && refusal(root_ / "new") == "file.write" ? 0 : 1);
    }
    int status = -1;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    EXPECT_TRUE(WIFEXITED(status));
    EXPECT_EQ(WEXITSTATUS(status), 0);
    EXPECT_THAT(names(out), ElementsAre("plan.json"));
    EXPECT_EQ(read(out / "plan.json"), "old");
    EXPECT_THAT(names(root_), ElementsAre("out"));
}

}  // namespace
}  // namespace relief
