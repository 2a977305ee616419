// SPDX-License-Identifier: Apache-2.0
// What of the stock a plan may draw, and how a place without a road is served.
#include "tools/desk/plan_goods.h"
#include "tests/tools/shipped.h"

#include "routing/dispatch/planner.h"
#include "tools/desk/desk.h"
#include "tools/desk/plan.h"
#include "tools/desk/plan_cut_off.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <limits>
#include <numbers>
#include <optional>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace relief {
namespace {

using testing::HasSubstr;

const PlanRequest yongji_request{.scenario =
                                     kit::shipped_data / "scenarios" / "2017-07-yongji-flood"};

/// Units of a lot in the supply of a plan, and the places it may go to.
struct Drawn {
    Units units = 0;
    std::vector<std::string> only_for;
};

Drawn drawn(const PlanRun& run, const std::string& lot) {
    for (const DispatchSupply& supply : run.problem.supplies) {
        for (const DispatchLot& each : supply.lots) {
            if (each.lot == lot) {
                return {.units = each.available, .only_for = supply.only_for};
            }
        }
    }
    return {};
}

std::string warning(const PlanRun& run, const std::string& code) {
    for (const PlanWarning& each : run.warnings) {
        if (each.code == code) {
            return each.en;
        }
    }
    return "";
}

TEST(PlanGoods, GoodsGivenForAnotherUseAreLeftOutAndTold) {
    Desk desk = open_desk(kit::shipped_data, std::nullopt);
    const PlanRun free_run = prepare_plan(desk, yongji_request);
    const LotStock& lot =
        *std::find_if(desk.stock.lots.begin(), desk.stock.lots.end(),
                      [&](const LotStock& each) { return drawn(free_run, each.lot).units > 0; });
    const auto key = std::pair(lot.item, lot.lot);
    const Units units = drawn(free_run, lot.lot).units;
    EXPECT_EQ(warning(free_run, "designated"), "");

    desk.designated[key] = "白城市";
    const PlanRun elsewhere = prepare_plan(desk, yongji_request);
    EXPECT_EQ(drawn(elsewhere, lot.lot).units, 0);
    EXPECT_THAT(warning(elsewhere, "designated"), HasSubstr(std::to_string(units) + " units"));

    desk.designated[key] = "永吉县";
    const PlanRun county = prepare_plan(desk, yongji_request);
    EXPECT_EQ(drawn(county, lot.lot).units, units);
    EXPECT_EQ(drawn(county, lot.lot).only_for, std::vector<std::string>{"220221"});
    EXPECT_EQ(warning(county, "designated"), "");

    desk.designated[key] = "2017-07-yongji-flood";
    EXPECT_EQ(drawn(prepare_plan(desk, yongji_request), lot.lot).units, units);
    EXPECT_TRUE(drawn(prepare_plan(desk, yongji_request), lot.lot).only_for.empty());
}

// rules/item_packs.csv: the case of 24 bottles may be opened, so bottles travel singly; a pack that
// is not opened holds. rules/life_on_arrival.csv: food keeps three days.
TEST(PlanGoods, PacksAndLifeComeFromTheTables) {
    Desk desk = open_desk(kit::shipped_data, std::nullopt);
    const Date on = *parse_date("2017-07-14");
    const auto item = [&](const std::string& id) {
        const auto items = items_of(desk, on);
        return *std::find_if(items.begin(), items.end(),
                             [&](const DispatchItem& each) { return each.id == id; });
    };
    EXPECT_EQ(item("WATERB").pack, 1);
    EXPECT_EQ(item("WATERB").life_left_days, 3);
    EXPECT_EQ(item("QUILT").life_left_days, 0);
    desk.packs.push_back(
        {.id = "X", .item = "QUILT", .name = "包", .units = 10, .openable = false});
    EXPECT_EQ(item("QUILT").pack, 10);
    desk.packs.back().valid_to = *parse_date("2017-07-13");
    EXPECT_EQ(item("QUILT").pack, 1);
}

/// Over a sphere of the earth's mean radius; within 0.6 % of the ellipsoid.
double sphere_km(const RoadNode& a, const RoadNode& b) {
    const double to_radians = std::numbers::pi / 180;
    const double north = (b.latitude - a.latitude) * to_radians / 2;
    const double east = (b.longitude - a.longitude) * to_radians / 2;
    const double h = std::pow(std::sin(north), 2) + std::cos(a.latitude * to_radians) *
                                                        std::cos(b.latitude * to_radians) *
                                                        std::pow(std::sin(east), 2);
    return 2 * 6371.0 * std::asin(std::sqrt(h));
}

// Every road at the seat of Yongji is shut: helicopters and boats go, the nearest other seat is
// told with the gap, and nothing comes by road but what lies in the town.
TEST(PlanGoods, APlaceThatIsCutOffIsServedByAirAndBoat) {
    const Desk desk = open_desk(kit::shipped_data, std::nullopt);
    PlanRun run = prepare_plan(desk, yongji_request);
    EXPECT_TRUE(run.cut_off.empty());
    std::erase_if(run.problem.legs, [](const DispatchLeg& leg) {
        return leg.to_place == "220221" && leg.from_node != "220221";
    });
    Closure flood{.id = "F"};
    const int town = *desk.network.node("220221");
    for (std::size_t i = 0; i < desk.network.edges.size(); ++i) {
        if (desk.network.edges[i].from == town || desk.network.edges[i].to == town) {
            flood.edges.push_back(static_cast<int>(i));
        }
    }
    serve_cut_off(desk, {&flood}, run);
    EXPECT_EQ(run.cut_off, std::vector<std::string>{"220221"});
    double nearest = std::numeric_limits<double>::max();
    for (std::size_t i = 0; i < desk.network.seat_count(); ++i) {
        if (static_cast<int>(i) != town) {
            nearest =
                std::min(nearest, sphere_km(desk.network.nodes[i],
                                            desk.network.nodes[static_cast<std::size_t>(town)]));
        }
    }
    const std::string told = warning(run, "cut_off");
    const std::size_t gap = told.find(" km short");
    ASSERT_NE(gap, std::string::npos) << told;
    const double km = std::stod(told.substr(told.rfind(' ', gap - 1) + 1));
    EXPECT_NEAR(km, nearest, 0.006 * nearest + 0.05);

    run.plan = solve_dispatch(run.problem, [] { return true; });
    explain_cut_off(run);
    int flights = 0;
    for (const Shipment& shipment : run.plan.shipments) {
        if (shipment.to == "220221" && shipment.from_node != "220221" &&
            shipment.open_point.empty()) {
            EXPECT_NE(shipment.mode, "road") << shipment.id;
            // rules/air_and_boat.csv: 3 t at most, or 0.6 t.
            EXPECT_LE(shipment.load_kg,
                      (shipment.vehicle_class == "HELI_M" ? 3000 : 600) * shipment.vehicles + 1e-6);
            ++flights;
        }
    }
    EXPECT_GT(flights, 0);
    for (const Unmet& unmet : run.plan.unmet) {
        EXPECT_TRUE(!unmet.need.starts_with("220221") || unmet.cause != "vehicles") << unmet.need;
    }
}

}  // namespace
}  // namespace relief
