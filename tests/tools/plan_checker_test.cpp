// SPDX-License-Identifier: Apache-2.0
#include "tests/kit/plan_checker.h"
#include "tests/tools/shipped.h"

#include "tests/kit/program.h"
#include "tests/kit/table.h"
#include "tests/tools/spoilings.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>

#include <nlohmann/json.hpp>

namespace relief::kit {
namespace {

using nlohmann::json;
namespace fs = std::filesystem;

World world_of(const std::string& scenario) {
    return read_world(shipped_data, shipped_data / "scenarios" / scenario);
}

/// The world of the Yongji flood with seats joined by the roads of baseline/road_edges.csv alone,
/// few enough to make a plan by hand. Shut are the G202 at Jilin city (C01), the G1212 (C03) and
/// the G222 (C04).
World world_by_hand() {
    World world = world_of(yongji_flood);
    world.edges.clear();
    for (const Row& row : read_table(shipped_data / "baseline/road_edges.csv")) {
        const double km = number(row, "length_km");
        const std::string& opened = field(row, "opened_year");
        const bool is_built = !opened.empty() || field(row, "usable_2017") == "1";
        world.edges[field(row, "edge_id")] = {
            .road_class = field(row, "class"),
            .from = field(row, "from_code"),
            .to = field(row, "to_code"),
            .km = km,
            .hours = km / number(row, "speed_kmh"),
            .winter_hours = km / number(row, "winter_speed_kmh"),
            .opened_year = opened.empty() ? (is_built ? std::nullopt : std::optional(9999))
                                          : std::optional(std::stoi(opened))};
    }
    const std::map<std::string, std::string> shut{
        {"C01", "E036"}, {"C03", "E024"}, {"C04", "E040"}};
    for (WorldClosure& closure : world.closures) {
        const auto edge = shut.find(closure.id);
        closure.edges.clear();
        if (edge != shut.end()) {
            closure.edges.insert(edge->second);
        }
    }
    return world;
}

/// A plan made by hand for noon of 2017-07-14, when Jilin city to Yongji by the G202 (E036) was
/// cut: 4.3 km and 24.2 km at 40 km/h over Fengman (E111, E112) are 42.75 minutes.
json hand_made_plan() {
    return json::parse(R"({
      "schema": "relief.plan/1", "scenario": "2017-07-yongji-flood",
      "as_of": "2017-07-14T12:00+08:00", "seed": 1, "shifted_days": 0,
      "levels": [{"plan": "JL-2014", "scope": "220000", "level": 3, "official": false,
                  "report": "R3", "because": []}],
      "needs": [
        {"id": "T", "place": "220221", "item": "TENT12S", "quantity": 12, "unit": "顶",
         "by": "2017-07-15T00:00+08:00", "rule": "NQ001", "report": "R2",
         "alternatives": [{"item": "TENT12C", "rate": 1, "rank": 2}]},
        {"id": "Q", "place": "220221", "item": "QUILT", "quantity": 3000, "unit": "床",
         "by": "2017-07-15T00:00+08:00", "rule": "NQ003", "report": "R2",
         "alternatives": [{"item": "SBAG", "rate": 1, "rank": 2}]},
        {"id": "M", "place": "220221", "item": "MATTRESS", "quantity": 1000, "unit": "床",
         "by": "2017-07-15T00:00+08:00", "rule": "NQ005", "report": "R2",
         "alternatives": [{"item": "SBAG", "rate": 1, "rank": 2}]},
        {"id": "W", "place": "220221", "item": "WATERB", "quantity": 300000, "unit": "瓶",
         "by": "2017-07-15T00:00+08:00", "rule": "NQ010", "report": "R2", "alternatives": []},
        {"id": "G", "place": "220221", "item": "GEN", "quantity": 12, "unit": "台",
         "by": "2017-07-15T12:00+08:00", "rule": "NQ020", "report": "R2", "alternatives": []}],
      "shipments": [
        {"id": "S1", "from": "JL-X-220221", "to": "220221", "fleet": "JL-X-220221",
         "vehicle_class": "BOX42", "vehicles": 1, "trips": 1, "mode": "road",
         "depart": "2017-07-14T13:30+08:00", "arrive": "2017-07-14T13:30+08:00",
         "back": "2017-07-14T13:50+08:00", "load_kg": 650, "load_m3": 2.2,
         "route": {"km": 0, "minutes": 0, "edges": []},
         "lines": [{"item": "TENT12S", "lot": "JL-X-220221-TENT12S-1", "quantity": 10,
                    "for_need": "T", "counts_for": 10}]},
        {"id": "S2", "from": "JL-D-10", "to": "220221", "fleet": "JL-X-220221",
         "vehicle_class": "BOX42", "vehicles": 2, "trips": 1, "mode": "road",
         "depart": "2017-07-14T13:50+08:00", "arrive": "2017-07-14T13:50+08:00",
         "back": "2017-07-14T14:10+08:00", "load_kg": 550, "load_m3": 2.0,
         "route": {"km": 0, "minutes": 0, "edges": []},
         "lines": [{"item": "GEN", "lot": "JL-D-10-GEN-1", "quantity": 2,
                    "for_need": "G", "counts_for": 2},
                   {"item": "GEN", "lot": "JL-D-10-GEN-2", "quantity": 3,
                    "for_need": ["G"], "counts_for": 3}]},
        {"id": "S3", "from": "JL-C-220200", "to": "220221", "fleet": "JL-C-220200",
         "vehicle_class": "BOX68", "vehicles": 2, "trips": 1, "mode": "road",
         "depart": "2017-07-14T15:00+08:00", "arrive": "2017-07-14T15:43+08:00",
         "back": "2017-07-14T16:56+08:00", "load_kg": 8100, "load_m3": 47.0,
         "route": {"km": 28.5, "minutes": 43,
                   "edges": ["E111", {"id": "E112", "ref": "LOCAL", "class": "local",
                                      "from": "220211", "to": "220221"}]},
         "lines": [{"item": "QUILT", "lot": "JL-C-220200-QUILT-1", "quantity": 2000,
                    "for_need": "Q", "counts_for": 2000},
                   {"item": "SBAG", "lot": "JL-C-220200-SBAG-1", "quantity": 600,
                    "for_need": ["Q", "M"], "counts_for": 600}]},
        {"id": "S4", "from": "SU-220200-WATERB", "to": "220221", "fleet": "SU-220200-WATERB",
         "vehicle_class": "BOX96", "vehicles": 5, "trips": 1, "mode": "road",
         "depart": "2017-07-14T16:30+08:00", "arrive": "2017-07-14T17:13+08:00",
         "back": "2017-07-14T18:41+08:00", "load_kg": 84000, "load_m3": 120,
         "route": {"km": 28.5, "minutes": 43, "edges": ["E111", "E112"]},
         "lines": [{"item": "WATERB", "lot": null, "quantity": 150000,
                    "for_need": "W", "counts_for": 150000}]},
        {"id": "S5", "from": "SU-220200-WATERB", "to": "220221", "fleet": null,
         "vehicle_class": "BOX96", "vehicles": 5, "trips": 1, "mode": "road",
         "depart": "2017-07-15T16:30+08:00", "arrive": "2017-07-15T17:13+08:00",
         "back": "2017-07-15T18:41+08:00", "load_kg": 84000, "load_m3": 120,
         "route": {"km": 28.5, "minutes": 43, "edges": ["E111", "E112"]},
         "lines": [{"item": "WATERB", "lot": null, "quantity": 150000,
                    "for_need": "W", "counts_for": 150000}]}],
      "unmet": [
        {"need": "T", "quantity": 2, "cause": "vehicles", "detail": "no room"},
        {"need": "Q", "quantity": 400, "cause": "vehicles", "detail": "no room"},
        {"need": "M", "quantity": 400, "cause": "vehicles", "detail": "no room"},
        {"need": "G", "quantity": 7, "cause": "floor", "detail": "kept back"}],
      "objective": {"levels": [
        {"name": "lacking", "value": 1000, "bound": 995, "gap": 0.005},
        {"name": "changes", "value": 0, "bound": 0, "gap": 0}]},
      "gap": 0.005, "warnings": [], "seconds": {"solve": 0.1}
    })");
}

Ended plan_of(const std::string& scenario) {
    return run({RELIEF_PROGRAM, "plan", "--data", shipped_data, "--scenario", scenario, "--json"});
}

/// Spoils the plan in every way there is; each must be found.
void expect_each_found(const json& good, const World& world) {
    for (const Spoiling& spoiling : spoilings()) {
        SCOPED_TRACE(spoiling.name);
        json plan = good;
        ASSERT_NO_THROW(spoiling.spoil(plan, world));
        const auto findings = check_plan(plan, world);
        EXPECT_TRUE(has(findings, spoiling.code)) << "not found: " << spoiling.code << '\n'
                                                  << to_text(findings);
        if (spoiling.alone) {
            // What is spoilt moves the aims as well, and what docks and the end of the plan allow.
            const std::set<std::string> moved{"aim.value", "time.docks", "time.end"};
            const bool alone =
                std::all_of(findings.begin(), findings.end(), [&](const Finding& finding) {
                    return finding.code == spoiling.code || moved.contains(finding.code);
                });
            EXPECT_TRUE(alone) << to_text(findings);
        }
    }
}

TEST(PlanChecker, AcceptsAPlanMadeByHand) {
    const auto findings = check_plan(hand_made_plan(), world_by_hand());
    EXPECT_TRUE(findings.empty()) << to_text(findings);
}

TEST(PlanChecker, FindsWhatIsWrongWithAPlanMadeByHand) {
    expect_each_found(hand_made_plan(), world_by_hand());
}

TEST(PlanChecker, KnowsMoreThanFifteenWaysToSpoilAPlan) {
    std::vector<std::string> codes;
    for (const Spoiling& spoiling : spoilings()) {
        codes.push_back(spoiling.code);
    }
    std::sort(codes.begin(), codes.end());
    EXPECT_GE(std::unique(codes.begin(), codes.end()) - codes.begin(), 30);
}

TEST(PlanChecker, HoldsEdgesAgainstTheHourTheyAreDriven) {
    const World world = world_by_hand();
    json plan = hand_made_plan();
    json& shipment = plan.at("shipments").at(2);
    shipment["route"] = {{"km", 26.1}, {"minutes", 27}, {"edges", {"E036"}}};
    shipment["arrive"] = "2017-07-14T15:27+08:00";
    // C01: the G202 is shut from 07-14 and open again on 07-16.
    EXPECT_TRUE(has(check_plan(plan, world), "route.closed"));
    shipment["depart"] = "2017-07-16T00:00+08:00";
    shipment["arrive"] = "2017-07-16T00:27+08:00";
    shipment["back"] = "2017-07-16T01:30+08:00";
    EXPECT_FALSE(has(check_plan(plan, world), "route.closed"));
    shipment["depart"] = "2017-07-15T23:59+08:00";
    shipment["arrive"] = "2017-07-16T00:26+08:00";
    EXPECT_TRUE(has(check_plan(plan, world), "route.closed"));
}

// rules/convoy_rules.csv: 43 minutes at the wheel need no rest; where ten would be the most, four.
TEST(PlanChecker, AsksForRestsAtTheWheel) {
    World world = world_by_hand();
    world.drive_minutes = 240;
    world.rest_minutes = 20;
    json plan = hand_made_plan();
    EXPECT_FALSE(has(check_plan(plan, world), "time.rest"));
    world.drive_minutes = 10;
    EXPECT_TRUE(has(check_plan(plan, world), "time.rest"));
}

TEST(PlanChecker, LetsALotBeUsedThroughItsLastDay) {
    const World world = world_by_hand();
    json plan = hand_made_plan();
    json& shipment = plan.at("shipments").at(2);  // quilts that expire on 2018-06-01
    shipment["depart"] = "2018-06-01T22:00+08:00";
    shipment["arrive"] = "2018-06-01T22:43+08:00";
    shipment["back"] = "2018-06-02T00:00+08:00";
    EXPECT_FALSE(has(check_plan(plan, world), "lot.expired"));
    shipment["depart"] = "2018-06-01T23:30+08:00";
    shipment["arrive"] = "2018-06-02T00:13+08:00";
    shipment["back"] = "2018-06-02T02:00+08:00";
    EXPECT_TRUE(has(check_plan(plan, world), "lot.expired"));
}

TEST(PlanChecker, CountsTheDaysASupplierHasBegun) {
    const World world = world_by_hand();
    json plan = hand_made_plan();
    json& first = plan.at("shipments").at(3);
    // On hand 217 200 and a day of 217 200: 434 400 on the first day, and not one bottle more.
    first.at("lines").at(0)["quantity"] = 434'400;
    EXPECT_FALSE(has(check_plan(plan, world), "supplier.capacity"));
    first.at("lines").at(0)["quantity"] = 434'401;
    EXPECT_TRUE(has(check_plan(plan, world), "supplier.capacity"));
    // A day later there are 651 600; the second shipment's 150 000 count too.
    first["depart"] = "2017-07-15T12:00+08:00";
    EXPECT_FALSE(has(check_plan(plan, world), "supplier.capacity"));
    first.at("lines").at(0)["quantity"] = 651'600 - 150'000 + 1;
    EXPECT_TRUE(has(check_plan(plan, world), "supplier.capacity"));
}

TEST(PlanChecker, KeepsTheFloorTheProvincesLevelAsksFor) {
    const World world = world_by_hand();
    json plan = hand_made_plan();
    // 10 generators at the consignment point: level III keeps a fifth, level IV three tenths.
    json& lines = plan.at("shipments").at(1).at("lines");
    lines.push_back({{"item", "GEN"},
                     {"lot", "JL-D-10-GEN-3"},
                     {"quantity", 3},
                     {"for_need", "G"},
                     {"counts_for", 3}});
    EXPECT_FALSE(has(check_plan(plan, world), "floor.kept"));
    plan.at("levels").at(0)["level"] = 4;
    EXPECT_TRUE(has(check_plan(plan, world), "floor.kept"));
    plan["levels"] = json::array();  // no level at all keeps half
    lines.erase(2);
    EXPECT_FALSE(has(check_plan(plan, world), "floor.kept"));
}

TEST(PlanChecker, FreesAVehicleWhenItIsBack) {
    const World world = world_by_hand();
    json plan = hand_made_plan();
    json& second = plan.at("shipments").at(1);  // both lorries, when the first is just back
    second["depart"] = "2017-07-14T13:49+08:00";
    second["arrive"] = "2017-07-14T13:49+08:00";
    EXPECT_TRUE(has(check_plan(plan, world), "vehicle.count"));
}

TEST(PlanChecker, AsksTheSeasonOfASubstitute) {
    World world = world_by_hand();
    world.month = 1;  // in January a sleeping bag does not stand for a quilt
    EXPECT_TRUE(has(check_plan(hand_made_plan(), world), "alternative.season"));
}

TEST(PlanChecker, DrivesSlowlyInWinter) {
    World world = world_by_hand();
    world.month = 12;  // 28.5 km at 30 km/h are 57 minutes
    json plan = hand_made_plan();
    EXPECT_TRUE(has(check_plan(plan, world), "route.minutes"));
    for (json& shipment : plan.at("shipments")) {
        if (shipment.at("route").at("minutes") == 43) {
            shipment.at("route")["minutes"] = 57;
        }
    }
    EXPECT_FALSE(has(check_plan(plan, world), "route.minutes"));
}

TEST(PlanChecker, DoesNotLetOneUnitServeTwoNeedsWithoutARule) {
    const World world = world_by_hand();
    json plan = hand_made_plan();
    plan.at("needs").at(2)["alternatives"] = {{{"item", "QUILT"}, {"rate", 1}, {"rank", 2}}};
    plan.at("shipments").at(2).at("lines").at(0)["for_need"] = {"Q", "M"};
    EXPECT_TRUE(has(check_plan(plan, world), "line.several"));
}

TEST(PlanChecker, DoesNotCutUnits) {
    const World world = world_by_hand();
    json plan = hand_made_plan();
    // 13 generators weigh 1430 kg; two lorries of 1500 kg hold 13 each, and 27 are too many
    // though they weigh 2970 of 3000 kg.
    json& shipment = plan.at("shipments").at(1);
    shipment.at("lines").at(0)["quantity"] = 23;
    EXPECT_FALSE(has(check_plan(plan, world), "load.unpackable"));
    shipment.at("lines").at(0)["quantity"] = 24;
    EXPECT_TRUE(has(check_plan(plan, world), "load.unpackable"));
    EXPECT_FALSE(has(check_plan(plan, world), "load.overweight"));
}

TEST(World, ShutsTheEdgesTheRowsName) {
    const World flood = world_of(yongji_flood);
    const auto edges = [](const World& world, const std::string& id) {
        for (const WorldClosure& closure : world.closures) {
            if (closure.id == id) {
                return closure.edges;
            }
        }
        throw std::runtime_error("no closure " + id);
    };
    // The G202 between the seats of Jilin city and Yongji: 20.1 km as the crow flies, and no edge
    // of it that is no part of the G202.
    double km = 0;
    for (const std::string& id : edges(flood, "C01")) {
        EXPECT_EQ(flood.edges.at(id).refs.count("G202"), 1U) << id;
        km += flood.edges.at(id).km;
    }
    EXPECT_GT(km, 20.1);
    EXPECT_LT(km, 1.5 * 20.1);
    EXPECT_TRUE(edges(flood, "C05").empty());
    const World ice = world_of("2020-11-ice-storm");
    const auto expressways = std::count_if(ice.edges.begin(), ice.edges.end(), [](const auto& row) {
        return row.second.road_class == "expressway";
    });
    EXPECT_EQ(static_cast<std::ptrdiff_t>(edges(ice, "C01").size()), expressways);
    EXPECT_TRUE(edges(ice, "C02").empty());
    const World flood_2010 = world_of("2010-flood");
    EXPECT_FALSE(edges(flood_2010, "C04").empty());
    for (const std::string& id : edges(flood_2010, "C04")) {
        EXPECT_EQ(flood_2010.edges.at(id).counties.count("220681"), 1U) << id;
    }
}

TEST(World, MovesTheBaselineTo42DaysBeforeTheEvent) {
    EXPECT_EQ(world_of(yongji_flood).shift_days, 0);
    // 2018-05-28 less 42 days is 2018-04-16, 319 days after 2017-06-01.
    EXPECT_EQ(world_of("2018-songyuan-m57").shift_days, 319);
    // 2010-07-27 less 42 days is 2010-06-15, 2543 days before 2017-06-01.
    EXPECT_EQ(world_of("2010-flood").shift_days, -2543);
}

class PlanOfScenario : public testing::TestWithParam<std::string> {};

TEST_P(PlanOfScenario, IsAcceptedAndNearItsBound) {
    const Ended made = plan_of(GetParam());
    ASSERT_EQ(made.status, 0) << made.err;
    const json plan = json::parse(made.out);
    const auto findings = check_plan(plan, world_of(GetParam()));
    EXPECT_TRUE(findings.empty()) << to_text(findings);
    EXPECT_LE(plan.at("gap").get<double>(), 0.01);
}

INSTANTIATE_TEST_SUITE_P(All, PlanOfScenario,
                         testing::Values("2010-flood", "2017-07-yongji-flood", "2018-songyuan-m57",
                                         "2020-11-ice-storm", "2023-08-shulan-flood"),
                         [](const auto& scenario) {
                             std::string name = scenario.param;
                             std::replace(name.begin(), name.end(), '-', '_');
                             return "Of" + name;
                         });

TEST(PlanAtATime, IsAcceptedWhateverWasKnown) {
    const World world = world_of(yongji_flood);
    // Noon of the first day, with the G202 cut and the county alone in the reports; and 07-15,
    // when the province's first figures came.
    for (const char* at : {"2017-07-14T12:00", "2017-07-15T10:00"}) {
        SCOPED_TRACE(at);
        const Ended made = run({RELIEF_PROGRAM, "plan", "--data", shipped_data, "--scenario",
                                yongji_flood, "--at", at, "--json"});
        ASSERT_EQ(made.status, 0) << made.err;
        const auto findings = check_plan(json::parse(made.out), world);
        EXPECT_TRUE(findings.empty()) << to_text(findings);
    }
}

TEST(SpoiltPlan, OfTheYongjiFloodIsRejected) {
    const Ended made = plan_of(yongji_flood);
    ASSERT_EQ(made.status, 0) << made.err;
    // The map has no local roads; one is put beside the seat of Yongji for the spoiling that needs
    // it.
    World world = world_of(yongji_flood);
    world.edges["Z0001"] = {.road_class = "local",
                            .from = "220221",
                            .to = "a village",
                            .km = 1,
                            .hours = 0.025,
                            .winter_hours = 0.034};
    expect_each_found(json::parse(made.out), world);
}

}  // namespace
}  // namespace relief::kit
