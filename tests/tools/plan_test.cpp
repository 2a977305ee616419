// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/plan.h"
#include "core/time.h"
#include "routing/dispatch/planner.h"
#include "tests/tools/shipped.h"
#include "tools/desk/desk.h"

#include <filesystem>
#include <map>
#include <string>

#include <gtest/gtest.h>

namespace relief {
namespace {

const Desk& desk() {
    static const Desk opened = open_desk(kit::shipped_data, std::nullopt);
    return opened;
}

PlanRequest request(const std::string& scenario, const std::string& at = "") {
    PlanRequest asked{.scenario = kit::shipped_data / "scenarios" / scenario};
    if (!at.empty()) {
        asked.at = parse_instant(at);
    }
    return asked;
}

Units needed(const PlanRun& run, const std::string& place, const std::string& item) {
    Units total = 0;
    for (const ItemNeed& need : run.needs) {
        total += need.place == place && need.item == item ? need.quantity : 0;
    }
    return total;
}

/// People the coarser reports add over the finer ones.
double remainder(const PlanRun& run) {
    double relocated = 0;
    for (const HeadCount& head : run.heads) {
        relocated += head.remainder ? head.relocated : 0;
    }
    return relocated;
}

// scenarios/2017-07-yongji-flood/expected.md, "With the synthetic baseline stock (own stock
// first)": the tier totals when every tier arrives in time and neither vehicles nor floors bind.
TEST(Plan, OwnStockFirstTableOf2017) {
    PlanRun run = prepare_plan(desk(), request("2017-07-yongji-flood", "2017-07-14T12:00"));
    for (DispatchSupply& supply : run.problem.supplies) {
        supply.floor = 0;
    }
    for (DispatchFleet& fleet : run.problem.fleets) {
        fleet.count *= 100;
    }
    for (DispatchFleetSite& site : run.problem.sites) {
        site.docks = 10000;
    }
    for (DispatchNeed& need : run.problem.needs) {
        need.by = run.problem.as_of + std::chrono::hours{48};
    }
    const DispatchPlan plan = solve_dispatch(run.problem, [] { return true; });
    std::map<std::string, std::map<std::string, Units>> taken;
    for (const Shipment& shipment : plan.shipments) {
        for (const ShipmentLine& line : shipment.lines) {
            taken[line.item][shipment.tier] += line.quantity;
        }
    }
    using Tiers = std::map<std::string, Units>;
    EXPECT_EQ(taken["QUILT"], (Tiers{{"own_county", 1605}, {"city", 14095}}));
    EXPECT_EQ(taken["MATTRESS"],
              (Tiers{{"own_county", 963}, {"city", 9765}, {"consignment", 4972}}));
    EXPECT_EQ(taken["TENT12S"],
              (Tiers{{"own_county", 53}, {"city", 541}, {"consignment", 365}, {"province", 88}}));
    EXPECT_EQ(taken["BED"], (Tiers{{"own_county", 642}, {"city", 6374}}));
    EXPECT_EQ(taken["GEN"], (Tiers{{"own_county", 8}, {"city", 71}}));
    EXPECT_EQ(taken["LIGHT"], (Tiers{{"own_county", 5}, {"city", 48}}));
    EXPECT_EQ(taken["WATBAG"], (Tiers{{"own_county", 401}, {"city", 3524}}));
    EXPECT_LE(plan.gap(), 0.01);
}

// What was known decides, not the time the figures speak of: R5 speaks of 07:00 on the 17th and
// was published with it; a minute before, the province still stood at R3's 106 000.
TEST(Plan, KnowsWhatWasPublished) {
    const PlanRun before =
        prepare_plan(desk(), request("2017-07-yongji-flood", "2017-07-17T06:59"));
    const PlanRun after = prepare_plan(desk(), request("2017-07-yongji-flood", "2017-07-17T07:00"));
    // The county's 75 000 are inside the province's figure and never added twice.
    EXPECT_EQ(remainder(before), 106000 - 75000);
    EXPECT_EQ(remainder(after), 126900 - 75000);
    EXPECT_EQ(needed(after, "220221", "TENT12S"), 1047);
    EXPECT_EQ(needed(after, "220221", "WATERB"), 282600);
}

TEST(Plan, WavesAddUpToTheNeedAndFallDueADayApart) {
    const PlanRun run = prepare_plan(desk(), request("2017-07-yongji-flood", "2017-07-14T12:00"));
    std::vector<const DispatchNeed*> waves;
    Units total = 0;
    for (const DispatchNeed& need : run.problem.needs) {
        if (need.item == "NOODLE") {
            waves.push_back(&need);
            total += need.quantity;
        }
    }
    ASSERT_EQ(waves.size(), 3U);
    EXPECT_EQ(total, 94200);  // 15 700 x 2 x 3 days
    EXPECT_EQ(waves[0]->quantity, 31400);
    EXPECT_EQ(waves[0]->by, *parse_instant("2017-07-15T00:00"));  // published at noon, due in 12 h
    EXPECT_EQ(waves[2]->by, *parse_instant("2017-07-17T00:00"));
}

// (event start - 42 days) - 2017-06-01.
TEST(Plan, StockDatesMoveWithTheEvent) {
    const std::map<std::string, int> expected{{"2010-flood", -2543},
                                              {"2017-07-yongji-flood", 0},
                                              {"2018-songyuan-m57", 319},
                                              {"2020-11-ice-storm", 1224},
                                              {"2023-08-shulan-flood", 2210}};
    for (const auto& [scenario, days] : expected) {
        EXPECT_EQ(prepare_plan(desk(), request(scenario)).shifted_days, days) << scenario;
    }
}

TEST(Plan, NoReliefMetricMeansNoNeedAndNoShipment) {
    const PlanRun run = make_plan(desk(), request("2020-11-ice-storm"), {});
    EXPECT_TRUE(run.problem.needs.empty());
    EXPECT_TRUE(run.plan.shipments.empty());
    EXPECT_EQ(run.plan.gap(), 0);
}

TEST(Plan, DrillFiguresByHandPlanTheIceStorm) {
    PlanRequest asked = request("2020-11-ice-storm");
    asked.hand.collective = 5000;
    asked.hand.temp_c = -8;
    const PlanRun run = make_plan(desk(), asked, {});
    EXPECT_EQ(needed(run, "220102", "TENT12C") + needed(run, "220104", "TENT12C"), 63);
    EXPECT_FALSE(run.plan.shipments.empty());
    for (const Shipment& shipment : run.plan.shipments) {
        for (const std::string& edge : shipment.edges) {
            for (const RoadEdge& road : desk().network.edges) {
                EXPECT_FALSE(road.id == edge && road.road_class == "expressway") << edge;
            }
        }
    }
    EXPECT_LE(run.plan.gap(), 0.01);
}

// A hot meal is eaten the day it is made: it never comes before the day it is due.
TEST(Plan, HotMealsComeOnTheirDay) {
    const PlanRun run = make_plan(desk(), request("2017-07-yongji-flood"), {});
    Units meals = 0;
    for (const Shipment& shipment : run.plan.shipments) {
        for (const ShipmentLine& line : shipment.lines) {
            if (line.item != "BOXMEAL") {
                continue;
            }
            meals += line.quantity;
            for (const DispatchNeed& need : run.problem.needs) {
                if (need.id == line.for_need.front()) {
                    EXPECT_GE(beijing_date(shipment.arrive), beijing_date(need.by)) << need.id;
                }
            }
        }
    }
    EXPECT_GT(meals, 0);
}

TEST(Plan, HandFiguresStandOverReportedOnes) {
    PlanRequest asked = request("2017-07-yongji-flood");
    asked.hand.relocated = 1000;
    const PlanRun run = prepare_plan(desk(), asked);
    for (const HeadCount& head : run.heads) {
        if (head.unit == "220221") {
            EXPECT_EQ(head.relocated, 1000);
            EXPECT_EQ(head.collective, 210);  // 0.21 of them; the reported 15 700 were of 75 000
        }
    }
}

// Whatever hour it is asked for, and for places of every kind: a plan within 1 % of its bound.
TEST(Plan, EveryHourHasAPlan) {
    const auto check = [](const PlanRequest& asked, const std::string& what) {
        const DispatchPlan plan = make_plan(desk(), asked, {}).plan;
        EXPECT_LE(plan.gap(), 0.01) << what;
        for (const PlaceShare& row : plan.shares) {
            EXPECT_GE(row.bound, row.share - 1e-6) << what << " " << row.place;
        }
    };
    for (Instant at = *parse_instant("2017-07-14T12:00"); at < *parse_instant("2017-07-17T12:00");
         at += std::chrono::hours{3}) {
        PlanRequest asked = request("2017-07-yongji-flood");
        asked.at = at;
        check(asked, format_instant(at));
    }
    for (const auto& [place, heads] : {std::pair{"220681", 100.0},
                                       {"222426", 20000.0},
                                       {"222426", 100000.0},
                                       {"220622", 20000.0},
                                       {"220881", 100000.0}}) {
        PlanRequest asked = request("2017-07-yongji-flood");
        asked.hand.place = place;
        asked.hand.relocated = heads;
        check(asked, place);
    }
}

TEST(Plan, ADayOfSeveralEventsIsNoNeed) {
    const PlanRun run = prepare_plan(desk(), request("2010-flood"));
    double relocated = 0;
    for (const HeadCount& head : run.heads) {
        relocated += head.relocated;
        EXPECT_NE(head.report, "R4");
    }
    EXPECT_EQ(relocated, 375000);  // R2; R4's 703 000 count since June
}

}  // namespace
}  // namespace relief
