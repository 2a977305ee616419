// SPDX-License-Identifier: Apache-2.0
// What may be sent: whole packs, lots that last, goods given for one place, no more than needed.
#include "routing/dispatch/excess.h"
#include "routing/dispatch/planner.h"
#include "routing/dispatch/scenarios.h"
#include "tests/routing/dispatch_kit.h"

#include "core/error.h"

#include <gtest/gtest.h>

namespace relief {
namespace {

using test::ProblemKit;

DispatchPlan solve_goods(const DispatchProblem& problem) {
    return solve_dispatch(problem, [] { return true; });
}

Units brought(const DispatchPlan& plan, const std::string& place) {
    Units units = 0;
    for (const Shipment& shipment : plan.shipments) {
        for (const ShipmentLine& line : shipment.lines) {
            units += shipment.to == place ? line.quantity : 0;
        }
    }
    return units;
}

// Cases of 24: 100 wanted are four cases, and 4 bottles less than a fifth, which is not opened.
TEST(DispatchGoods, PacksAreNotOpened) {
    ProblemKit kit;
    kit.need("P", "WATER", 100, 12);
    kit.depot("D", 9).stock("WATER", 500).serves("P", 60);
    kit.problem.items[0].pack = 24;
    const DispatchPlan plan = solve_goods(kit.problem);
    EXPECT_EQ(brought(plan, "P"), 96);
    ASSERT_EQ(plan.unmet.size(), 1U);
    EXPECT_EQ(plan.unmet[0].quantity, 4);
    EXPECT_EQ(plan.unmet[0].cause, "package");
    kit.problem.items[0].pack = 1;
    EXPECT_TRUE(solve_goods(kit.problem).unmet.empty());
}

// Each lorry takes 10 pieces of 1 m3: two packs of four, not two and a half.
TEST(DispatchGoods, PacksStayWholeOnEachVehicle) {
    ProblemKit kit;
    kit.goods("TENT", 1, 1);
    kit.need("P", "TENT", 40, 12);
    kit.depot("D", 5).stock("TENT", 40).serves("P", 60);
    kit.problem.items[0].pack = 4;
    const DispatchPlan plan = solve_goods(kit.problem);
    EXPECT_EQ(brought(plan, "P"), 40);
    for (const Shipment& shipment : plan.shipments) {
        Units units = 0;
        for (const ShipmentLine& line : shipment.lines) {
            units += line.quantity;
        }
        EXPECT_EQ(units % 4, 0);
        EXPECT_LE(units, 8 * shipment.vehicles);
    }
}

// Bread must keep three days where it is eaten. It arrives on 14 July: the lot of the 16th has two
// left, that of the 17th three.
TEST(DispatchGoods, LotsLastAfterTheirArrival) {
    ProblemKit kit;
    kit.need("P", "BREAD", 30, 24);
    kit.depot("D", 5)
        .stock("BREAD", 20, 0, "2017-07-16")
        .stock("BREAD", 20, 0, "2017-07-17")
        .serves("P", 60);
    kit.problem.items[0].life_left_days = 3;
    const DispatchPlan plan = solve_goods(kit.problem);
    EXPECT_EQ(brought(plan, "P"), 20);
    ASSERT_EQ(plan.unmet.size(), 1U);
    EXPECT_EQ(plan.unmet[0].cause, "expiry");
    for (const Shipment& shipment : plan.shipments) {
        for (const ShipmentLine& line : shipment.lines) {
            EXPECT_EQ(line.lot, "D-BREAD-2");
        }
    }
    EXPECT_LE(plan.gap(), 1e-6);
}

TEST(DispatchGoods, WhatWasGivenForOnePlaceGoesNowhereElse) {
    ProblemKit kit;
    kit.need("P", "QUILT", 100, 12).need("Q", "QUILT", 100, 12);
    kit.depot("D", 9).stock("QUILT", 60).serves("P", 60).serves("Q", 60);
    kit.problem.supplies.push_back(
        {.depot = 0,
         .item = "QUILT",
         .lots = {{.lot = "GIVEN", .expires_on = *parse_date("2030-01-01"), .available = 100}},
         .on_hand = 100,
         .floor = 0,
         .only_for = {"Q"}});
    const DispatchPlan plan = solve_goods(kit.problem);
    EXPECT_EQ(brought(plan, "Q"), 100);
    EXPECT_EQ(brought(plan, "P"), 60);
    for (const Shipment& shipment : plan.shipments) {
        for (const ShipmentLine& line : shipment.lines) {
            EXPECT_TRUE(shipment.to == "Q" || line.lot != "GIVEN");
        }
    }
}

// The count fell from 100 to 70 after the plan was made: what it brings is 30 too much. A stated
// reserve of 30 lets it pass, one of 29 does not.
TEST(DispatchGoods, APlanThatBringsMoreThanNeedAndReserveIsRefused) {
    ProblemKit kit;
    kit.need("P", "QUILT", 100, 12);
    kit.depot("D", 9).stock("QUILT", 100).serves("P", 60);
    const DispatchPlan plan = solve_goods(kit.problem);
    EXPECT_NO_THROW(require_no_excess(kit.problem, plan));
    kit.problem.needs[0].quantity = 70;
    try {
        require_no_excess(kit.problem, plan);
        FAIL() << "30 too many are not refused";
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::refused);
        EXPECT_EQ(error.detail().code, "plan.over");
        EXPECT_EQ(error.detail().field, "P:QUILT");
        EXPECT_EQ(error.detail().found, "100 piece");
    }
    kit.problem.needs[0].reserve = 29;
    EXPECT_THROW(require_no_excess(kit.problem, plan), Error);
    kit.problem.needs[0].reserve = 30;
    EXPECT_NO_THROW(require_no_excess(kit.problem, plan));
}

// P50 60, P90 100, planned for P90 with 80 in stock, an hour late. If 60 are needed: 60 h. If 100:
// 80 x 1 + 20 x 72 = 1520 h. Expected 0.5 x 60 + 0.5 x 1520 = 790; planned for P50 only 60 are
// sent, and the bad case is 60 x 1 + 40 x 72 = 2940.
TEST(DispatchGoods, ScenariosAreToldWhatThePlanComesTo) {
    ProblemKit kit;
    kit.need("P", "QUILT", 60, 0);
    kit.depot("D", 9).stock("QUILT", 80).serves("P", 60);
    kit.problem.scenarios = {{.name = "P50", .probability = 0.5, .quantities = {60}},
                             {.name = "P90", .probability = 0.5, .quantities = {100}}};
    const DispatchPlan bad = solve_goods(planned_for(kit.problem, "P90"));
    ASSERT_EQ(bad.scenarios.size(), 2U);
    EXPECT_NEAR(bad.scenarios[0].lacking, 60, 1e-6);
    EXPECT_NEAR(bad.scenarios[1].lacking, 1520, 1e-6);
    EXPECT_NEAR(bad.scenarios[1].lacking, bad.levels[0].value, 1e-6);
    EXPECT_NEAR(bad.expected_lacking, 790, 1e-6);
    EXPECT_NEAR(bad.worst_lacking, 1520, 1e-6);
    const DispatchPlan even = solve_goods(planned_for(kit.problem, "P50"));
    EXPECT_NEAR(even.worst_lacking, 2940, 1e-6);
    EXPECT_THROW((void)planned_for(kit.problem, "P10"), Error);
    kit.problem.scenarios[0].probability = 0.4;
    EXPECT_THROW(validate(kit.problem), Error);
}

// A place without a road: one helicopter of 20 pieces, an hour each way from either depot, half an
// hour from its base. Its trips are shared by both depots; the other place is served by lorry.
TEST(DispatchGoods, CraftServeEveryDepotAndAreFew) {
    ProblemKit kit;
    kit.goods("RICE", 10, 0.01);
    kit.need("CUT", "RICE", 100, 0).need("P", "RICE", 100, 0);
    kit.depot("D", 9).stock("RICE", 300).serves("CUT", -1).serves("P", 60);
    kit.depot("E", 9).stock("RICE", 300).serves("CUT", -1);
    kit.problem.sites.push_back({.depot = "AIR", .docks = 9});
    kit.problem.fleets.push_back({.depot = "AIR",
                                  .vehicle_class = "HELI",
                                  .count = 1,
                                  .payload_kg = 200,
                                  .usable_m3 = 10,
                                  .mode = "air"});
    for (const char* from : {"D", "E"}) {
        kit.problem.legs.push_back({.from_node = from,
                                    .to_place = "CUT",
                                    .vehicle_class = "HELI",
                                    .minutes = 60,
                                    .km = 200,
                                    .ferry_minutes = 30});
    }
    const DispatchPlan plan = solve_goods(kit.problem);
    int flights = 0;
    for (const Shipment& shipment : plan.shipments) {
        EXPECT_EQ(shipment.mode, shipment.to == "CUT" ? "air" : "road");
        if (shipment.mode == "air") {
            EXPECT_EQ(shipment.fleet, "AIR");
            EXPECT_LE(shipment.load_kg, 200);
            EXPECT_EQ(shipment.depart - kit.problem.as_of,
                      Minutes{30} + std::chrono::hours{2 * flights});
            ++flights;
        }
    }
    EXPECT_EQ(flights, 5);
    EXPECT_TRUE(plan.unmet.empty());
}

// The road ends 3 km before the place: an hour's drive, then an hour on foot.
TEST(DispatchGoods, TheGapIsCarriedByHand) {
    ProblemKit kit;
    kit.need("P", "RICE", 10, 0);
    kit.depot("D", 1).stock("RICE", 10).serves("P", 60);
    kit.problem.legs[0].open_point = "Q";
    kit.problem.legs[0].gap_km = 3;
    kit.problem.legs[0].carry_minutes = 60;
    const DispatchPlan plan = solve_goods(kit.problem);
    ASSERT_EQ(plan.shipments.size(), 1U);
    EXPECT_EQ(plan.shipments[0].arrive - kit.problem.as_of, Minutes{120});
    EXPECT_EQ(plan.shipments[0].back - kit.problem.as_of, Minutes{120});
    EXPECT_EQ(plan.shipments[0].open_point, "Q");
    EXPECT_EQ(plan.shipments[0].gap_km, 3);
}

}  // namespace
}  // namespace relief
