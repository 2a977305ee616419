// SPDX-License-Identifier: Apache-2.0
// Two shipments of which the hours are known; docs/backtests.md says what that can show.
#include "routing/dispatch/planner.h"
#include "tests/tools/shipped.h"
#include "tools/desk/desk.h"
#include "tools/desk/plan.h"
#include "tools/desk/plan_legs.h"
#include "tools/desk/supply.h"

#include <algorithm>
#include <filesystem>
#include <string>

#include <gtest/gtest.h>

namespace relief {
namespace {

const Desk& backtest_desk() {
    static const Desk opened = open_desk(kit::shipped_data, std::nullopt);
    return opened;
}

void add_need(PlanRun& run, const std::string& place, const std::string& item, Units quantity) {
    DispatchProblem& problem = run.problem;
    problem.ways.push_back({.item = item, .serves = {static_cast<int>(problem.needs.size())}});
    problem.needs.push_back({.id = place + ":" + item,
                             .place = place,
                             .item = item,
                             .unit = "piece",
                             .quantity = quantity,
                             .by = run.as_of,
                             .persons = static_cast<double>(quantity)});
    const Item& row = *backtest_desk().rules.item(item);
    problem.items.push_back({.id = item, .weight_kg = row.weight_kg, .volume_m3 = row.volume_m3});
    problem.supplies.push_back({.depot = 0,
                                .item = item,
                                .lots = {{.lot = item + "-1",
                                          .expires_on = *parse_date("2030-01-01"),
                                          .available = quantity}},
                                .on_hand = quantity});
}

/// The lorries of a depot as its tables have them, with room for one tent left free.
void add_lorries(DispatchProblem& problem, const std::string& depot) {
    constexpr double tent_kg = 65;
    constexpr double tent_m3 = 0.22;
    for (const FleetRow& row : backtest_desk().baseline.fleet) {
        if (row.depot == depot) {
            const VehicleClass& vehicle = *backtest_desk().rules.vehicle(row.vehicle_class);
            problem.fleets.push_back({.depot = depot,
                                      .vehicle_class = row.vehicle_class,
                                      .count = row.count,
                                      .muster_minutes = minutes_of_hours(row.muster_h),
                                      .payload_kg = vehicle.payload_kg - tent_kg,
                                      .usable_m3 = vehicle.usable_m3() - tent_m3,
                                      .stowage_kg = tent_kg,
                                      .stowage_m3 = tent_m3,
                                      .load_minutes = vehicle.load_minutes,
                                      .unload_minutes = vehicle.unload_minutes});
        }
    }
}

/// LT01 of rules/lead_time_calibration.csv with the goods of rules/lead_time_goods.csv.
PlanRun liaoyuan_to_baishan() {
    PlanRun run;
    run.scenario.incident.start = *parse_instant("2018-08-25");
    run.scenario.incident.month = 8;
    run.as_of = *parse_instant("2018-08-25T08:00");
    DispatchProblem& problem = run.problem;
    problem.as_of = run.as_of;
    problem.until = run.as_of + std::chrono::hours{72};
    problem.growth = {{.from_h = 0, .factor = 1}};
    problem.places = {"220602"};
    add_need(run, "220602", "QUILT", 2000);
    add_need(run, "220602", "TENT12S", 200);
    add_need(run, "220602", "GEN", 10);
    const Depot& depot = *backtest_desk().baseline.depot("JL-D-04");
    problem.depots.push_back(
        {.id = depot.id,
         .fleet = depot.fleet_depot(),
         .node = depot.node,
         .level = depot.level,
         .seat_code = depot.seat_code,
         .ready_minutes = ready_minutes(backtest_desk().baseline, depot, beijing_date(run.as_of))});
    problem.sites.push_back({.depot = depot.fleet_depot(), .docks = 3});  // of a city depot
    add_lorries(problem, depot.fleet_depot());
    const std::string tier = tier_of(depot, "220602", backtest_desk().places);
    problem.tiers.push_back(
        {.depot = 0,
         .place = "220602",
         .tier = tier,
         .rank = 1,
         .signature_minutes = minutes_of_hours(backtest_desk().rules.tier(tier)->signature_h)});
    problem.legs = plan_legs(backtest_desk(), run, {});
    run.plan = solve_dispatch(problem, [] { return true; });
    return run;
}

double hours_after_order(const PlanRun& run, Instant at) {
    return std::chrono::duration<double, std::ratio<3600>>(at - run.as_of).count();
}

TEST(Backtest, LiaoyuanToBaishan2018IsThereNoLaterThanItWas) {
    const PlanRun run = liaoyuan_to_baishan();
    ASSERT_FALSE(run.plan.shipments.empty());
    EXPECT_TRUE(run.plan.unmet.empty());
    double first = 1e9;
    double last = 0;
    for (const Shipment& shipment : run.plan.shipments) {
        first = std::min(first, hours_after_order(run, shipment.arrive));
        last = std::max(last, hours_after_order(run, shipment.arrive));
    }
    // 2 h for the signature and the gate, 20 to 30 minutes of loading, 3 h 16 min of road.
    EXPECT_GE(first, 2 + 20.0 / 60 + 3.25);
    EXPECT_LE(first, 2 + 1.0 + 3.5);
    // It took 10.67 h from the order to the arrival; the tables count no calling in, no acceptance.
    EXPECT_LE(last, 10.67);
    RecordProperty("first_arrival_hours", std::to_string(first));
    RecordProperty("last_arrival_hours", std::to_string(last));
}

TEST(Backtest, ElevenDepots2023AreThereBeforeTheHourThatIsKnown) {
    const PlanRun run = make_plan(backtest_desk(),
                                  {.scenario = kit::shipped_data / "scenarios/2023-08-shulan-flood",
                                   .at = parse_instant("2023-08-04T12:00")},
                                  {});
    const Instant known = *parse_instant("2023-08-06T16:00");
    int provincial = 0;
    for (const Shipment& shipment : run.plan.shipments) {
        if (shipment.tier == "province" || shipment.tier == "consignment" ||
            shipment.tier == "consignment_afar") {
            ++provincial;
            EXPECT_LE(shipment.arrive, known) << shipment.id;
        }
    }
    EXPECT_GT(provincial, 0);
}

}  // namespace
}  // namespace relief
