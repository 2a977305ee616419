// SPDX-License-Identifier: Apache-2.0
#include "routing/dispatch/model.h"
#include "routing/dispatch/planner.h"
#include "tests/routing/dispatch_kit.h"

#include "core/error.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <random>
#include <string>

#include <gtest/gtest.h>

namespace relief {
namespace {

using test::ProblemKit;

DispatchPlan solve(const DispatchProblem& problem) {
    return solve_dispatch(problem, [] { return true; });
}

const ObjectiveLevel& level(const DispatchPlan& plan, const std::string& name) {
    return *std::find_if(plan.levels.begin(), plan.levels.end(),
                         [&](const ObjectiveLevel& l) { return l.name == name; });
}

/// Units of an item that reach a place, by sender.
std::map<std::string, Units> sent(const DispatchPlan& plan, const std::string& place,
                                  const std::string& item) {
    std::map<std::string, Units> by_sender;
    for (const Shipment& shipment : plan.shipments) {
        for (const ShipmentLine& line : shipment.lines) {
            if (shipment.to == place && line.item == item) {
                by_sender[shipment.from] += line.quantity;
            }
        }
    }
    return by_sender;
}

std::string cause(const DispatchPlan& plan, const std::string& need) {
    for (const Unmet& unmet : plan.unmet) {
        if (unmet.need == need) {
            return unmet.cause;
        }
    }
    return "";
}

TEST(Dispatch, NothingIsNeededNothingIsSent) {
    ProblemKit kit;
    kit.depot("D", 1).stock("TENT", 10).serves("P", 60);
    const DispatchPlan plan = solve(kit.problem);
    EXPECT_TRUE(plan.shipments.empty());
    EXPECT_EQ(plan.gap(), 0);
}

// 1500 pieces of 1 kg due at once, one lorry of 1000 kg, one hour each way: 1000 come after 1 h,
// 500 after 3 h. 1000 x 1 + 500 x 3 = 2500 person-hours.
TEST(Dispatch, SecondTripComesAfterTheWayBack) {
    ProblemKit kit;
    kit.need("P", "RICE", 1500, 0).goods("RICE", 1, 0.001);
    kit.problem.items.front().volume_m3 = 0.001;
    kit.depot("D", 1).stock("RICE", 2000).serves("P", 60);
    const DispatchPlan plan = solve(kit.problem);
    ASSERT_EQ(plan.shipments.size(), 2U);
    EXPECT_EQ(plan.shipments[0].arrive - kit.problem.as_of, std::chrono::hours{1});
    EXPECT_EQ(plan.shipments[0].back - kit.problem.as_of, std::chrono::hours{2});
    EXPECT_EQ(plan.shipments[1].depart - kit.problem.as_of, std::chrono::hours{2});
    EXPECT_EQ(plan.shipments[1].arrive - kit.problem.as_of, std::chrono::hours{3});
    EXPECT_DOUBLE_EQ(level(plan, "lacking_person_hours").value, 2500);
    EXPECT_LE(level(plan, "lacking_person_hours").bound, 2500 + 1e-6);
    EXPECT_TRUE(plan.unmet.empty());
}

// Unmet 100 of 300 lack to the end of the plan: 100 x 72 h, growth 1 to 24 h, 1.5 to 48 h, then 2:
// 24 + 36 + 48 = 108 h. The 200 arrive in time.
TEST(Dispatch, LackGrowsWithTimeToTheEndOfThePlan) {
    ProblemKit kit;
    kit.problem.growth = {
        {.from_h = 0, .factor = 1}, {.from_h = 24, .factor = 1.5}, {.from_h = 48, .factor = 2}};
    kit.need("P", "TENT", 300, 0);
    kit.depot("D", 9, 0, "P").stock("TENT", 200).serves("P", 0);
    const DispatchPlan plan = solve(kit.problem);
    EXPECT_NEAR(level(plan, "lacking_person_hours").value, 100 * 108, 1e-6);
    EXPECT_NEAR(level(plan, "lacking_person_hours").bound, 100 * 108, 1e-6);
    ASSERT_EQ(plan.unmet.size(), 1U);
    EXPECT_EQ(plan.unmet[0].quantity, 100);
    EXPECT_EQ(plan.unmet[0].cause, "stock");
}

TEST(Dispatch, OwnStockFirstWhenAllArriveInTime) {
    ProblemKit kit;
    kit.need("P", "QUILT", 100, 24);
    kit.depot("FAR", 9).stock("QUILT", 100).serves("P", 300, 3);
    kit.depot("OWN", 9, 0, "P").stock("QUILT", 30).serves("P", 0, 1);
    kit.depot("CITY", 9).stock("QUILT", 50).serves("P", 60, 2);
    const DispatchPlan plan = solve(kit.problem);
    const std::map<std::string, Units> expected{{"CITY", 50}, {"FAR", 20}, {"OWN", 30}};
    EXPECT_EQ(sent(plan, "P", "QUILT"), expected);
    EXPECT_LE(plan.gap(), 1e-6);
}

TEST(Dispatch, NeedComesBeforeOwnStock) {
    ProblemKit kit;
    kit.need("P", "QUILT", 100, 1);
    kit.depot("SLOW", 9, 600, "P").stock("QUILT", 100).serves("P", 0, 1);
    kit.depot("QUICK", 9).stock("QUILT", 100).serves("P", 30, 5);
    const std::map<std::string, Units> expected{{"QUICK", 100}};
    EXPECT_EQ(sent(solve(kit.problem), "P", "QUILT"), expected);
}

// Stock is 60 % of the need and everything arrives in time: each place gets 60 %, give or take a
// piece, since the first aim does not tell the places apart.
TEST(Dispatch, ShortStockIsSharedEvenly) {
    ProblemKit kit;
    kit.need("P", "QUILT", 1000, 24).need("Q", "QUILT", 500, 24).need("R", "QUILT", 250, 24);
    kit.depot("D", 50).stock("QUILT", 1050);
    kit.serves("P", 60).serves("Q", 120).serves("R", 180);
    const DispatchPlan plan = solve(kit.problem);
    EXPECT_NEAR(static_cast<double>(sent(plan, "P", "QUILT")["D"]), 600, 1);
    EXPECT_NEAR(static_cast<double>(sent(plan, "Q", "QUILT")["D"]), 300, 1);
    EXPECT_NEAR(static_cast<double>(sent(plan, "R", "QUILT")["D"]), 150, 1);
}

TEST(Dispatch, WhatExpiresFirstGoesFirstAndNothingExpiredGoes) {
    ProblemKit kit;
    kit.need("P", "BREAD", 30, 24);
    kit.depot("D", 5)
        .stock("BREAD", 20, 0, "2017-07-13")
        .stock("BREAD", 20, 0, "2017-07-15")
        .stock("BREAD", 20, 0, "2017-08-01")
        .serves("P", 60);
    const DispatchPlan plan = solve(kit.problem);
    std::map<std::string, Units> by_lot;
    for (const Shipment& shipment : plan.shipments) {
        for (const ShipmentLine& line : shipment.lines) {
            by_lot[line.lot] += line.quantity;
        }
    }
    const std::map<std::string, Units> expected{{"D-BREAD-2", 20}, {"D-BREAD-3", 10}};
    EXPECT_EQ(by_lot, expected);
}

// A lot whose last day is the day of arrival may go; a day's drive later it may not.
TEST(Dispatch, LastDayOfUseIsTheDayOfArrival) {
    for (const auto& [minutes, expected] : {std::pair{11 * 60, Units{10}}, {13 * 60, Units{0}}}) {
        ProblemKit kit;
        kit.need("P", "BREAD", 10, 1);
        kit.depot("D", 5).stock("BREAD", 10, 0, "2017-07-14").serves("P", minutes);
        EXPECT_EQ(sent(solve(kit.problem), "P", "BREAD")["D"], expected) << minutes;
    }
}

TEST(Dispatch, SubstituteOnlyForWhatIsShort) {
    ProblemKit kit;
    kit.need("P", "QUILT", 100, 24).need("P", "MATTRESS", 100, 24).goods("SBAG");
    kit.problem.ways.push_back(
        {.item = "SBAG", .serves = {0, 1}, .rate = 1, .rank = 2, .penalty = 0.02});
    kit.depot("D", 9).stock("QUILT", 70).stock("MATTRESS", 100).stock("SBAG", 500).serves("P", 60);
    const DispatchPlan plan = solve(kit.problem);
    EXPECT_TRUE(plan.unmet.empty());
    // 70 quilts at most, so 30 bags, which are mattresses too.
    EXPECT_EQ(sent(plan, "P", "QUILT")["D"], 70);
    EXPECT_EQ(sent(plan, "P", "MATTRESS")["D"], 70);
    EXPECT_EQ(sent(plan, "P", "SBAG")["D"], 30);
    // Penalty: 30 bags x 2 needs x 0.02 x (72 - 24) h.
    EXPECT_NEAR(level(plan, "lacking_person_hours").value, 30 * 2 * 0.02 * 48, 1e-6);
}

TEST(Dispatch, EachShortageNamesItsLimitAndLiftingItHelps) {
    const auto base = [] {
        ProblemKit kit;
        kit.need("P", "TENT", 100, 12);
        return kit;
    };
    ProblemKit stock = base();
    stock.depot("D", 9).stock("TENT", 60).serves("P", 60);
    EXPECT_EQ(cause(solve(stock.problem), "P:TENT"), "stock");

    ProblemKit floor = base();
    floor.depot("D", 9).stock("TENT", 120, 50).serves("P", 60);
    EXPECT_EQ(cause(solve(floor.problem), "P:TENT"), "floor");
    floor.problem.supplies[0].floor = 0;
    EXPECT_TRUE(solve(floor.problem).unmet.empty());

    ProblemKit expiry = base();
    expiry.depot("D", 9).stock("TENT", 100, 0, "2017-07-01").serves("P", 60);
    EXPECT_EQ(cause(solve(expiry.problem), "P:TENT"), "expiry");
    expiry.problem.supplies[0].lots[0].expires_on = *parse_date("2018-01-01");
    expiry.problem.supplies[0].on_hand = 100;
    EXPECT_TRUE(solve(expiry.problem).unmet.empty());

    ProblemKit road = base();
    road.depot("D", 9).stock("TENT", 100).serves("P", -1);
    EXPECT_EQ(cause(solve(road.problem), "P:TENT"), "road");

    ProblemKit late = base();
    late.depot("D", 9).stock("TENT", 100).serves("P", 73 * 60);
    EXPECT_EQ(cause(solve(late.problem), "P:TENT"), "time");

    // One lorry of 10 m3 a trip, 50 h there and back: 10 m3 hold 10 of 1 m3 in the horizon.
    ProblemKit vehicles = base();
    vehicles.problem.items[0].volume_m3 = 1;
    vehicles.depot("D", 1).stock("TENT", 100).serves("P", 50 * 60);
    const DispatchPlan few = solve(vehicles.problem);
    EXPECT_EQ(cause(few, "P:TENT"), "vehicles");
    EXPECT_EQ(few.unmet[0].quantity, 90);
    vehicles.problem.fleets[0].count = 10;
    EXPECT_TRUE(solve(vehicles.problem).unmet.empty());
}

TEST(Dispatch, SupplierGivesOnHandAndWhatTheDaysBegunMake) {
    ProblemKit kit;
    kit.need("P", "WATER", 1000, 0);
    kit.problem.suppliers.push_back({.id = "SU",
                                     .node = "S",
                                     .item = "WATER",
                                     .on_hand = 100,
                                     .daily_capacity = 200,
                                     .first_minutes = 240,
                                     .vehicle_class = "L",
                                     .payload_kg = 1000,
                                     .usable_m3 = 10});
    kit.problem.legs.push_back(
        {.from_node = "S", .to_place = "P", .vehicle_class = "L", .minutes = 60, .km = 50});
    const DispatchPlan plan = solve(kit.problem);
    // 100 + 200 on the first day, 200 on each of the two others; 300 stay unmet.
    ASSERT_EQ(plan.shipments.size(), 3U);
    EXPECT_EQ(plan.shipments[0].lines[0].quantity, 300);
    EXPECT_EQ(plan.shipments[1].lines[0].quantity, 200);
    EXPECT_EQ(plan.shipments[2].lines[0].quantity, 200);
    EXPECT_EQ(plan.shipments[0].depart - kit.problem.as_of, std::chrono::hours{4});
    EXPECT_EQ(plan.unmet[0].quantity, 300);
}

TEST(Dispatch, DocksHoldVehiclesBack) {
    ProblemKit kit;
    kit.need("P", "TENT", 4, 0);
    kit.problem.items[0].volume_m3 = 10;
    kit.depot("D", 4, 0, "P").stock("TENT", 4).serves("P", 0);
    kit.problem.sites[0].docks = 2;
    kit.problem.fleets[0].load_minutes = 30;
    const DispatchPlan plan = solve(kit.problem);
    // Two docks, 30 minutes a lorry: two leave after half an hour, two after an hour.
    ASSERT_EQ(plan.shipments.size(), 2U);
    EXPECT_EQ(plan.shipments[0].vehicles, 2);
    EXPECT_EQ(plan.shipments[0].depart - kit.problem.as_of, Minutes{30});
    EXPECT_EQ(plan.shipments[1].vehicles, 2);
    EXPECT_EQ(plan.shipments[1].depart - kit.problem.as_of, Minutes{60});
}

TEST(Dispatch, MoreLorriesNeverHoldTheFirstBack) {
    ProblemKit kit;
    kit.need("P", "TENT", 2, 0);
    kit.problem.items[0].volume_m3 = 10;
    kit.depot("D", 200, 0, "P").stock("TENT", 2).serves("P", 0);
    kit.problem.sites[0].docks = 2;
    kit.problem.fleets[0].load_minutes = 30;
    const DispatchPlan plan = solve(kit.problem);
    ASSERT_EQ(plan.shipments.size(), 1U);
    EXPECT_EQ(plan.shipments[0].depart - kit.problem.as_of, Minutes{30});
}

TEST(Dispatch, RefusesWhatIsNoProblem) {
    ProblemKit kit;
    kit.need("P", "TENT", 1, 0);
    kit.problem.needs[0].quantity = 0;
    EXPECT_THROW((void)solve(kit.problem), Error);
}

/// The optimum of a problem with one item by trying every split of every fleet; goods then go to
/// the trips that save most.
double brute_force(const DispatchProblem& problem) {
    const DispatchModel model = build_model(problem);
    std::vector<int> vehicles(model.runs.size(), 0);
    double best = std::numeric_limits<double>::max();
    const auto value = [&] {
        // Trips in the order of what a unit saves; each place and depot has its own limits.
        std::vector<const Cargo*> order;
        for (const Cargo& cargo : model.cargo) {
            order.push_back(&cargo);
        }
        const auto saving = [&](const Cargo* c) {
            const int need = problem.ways[static_cast<std::size_t>(c->way)].serves[0];
            return model.unmet_lacking[static_cast<std::size_t>(need)] - c->lacking;
        };
        std::stable_sort(order.begin(), order.end(),
                         [&](const Cargo* a, const Cargo* b) { return saving(a) > saving(b); });
        std::vector<Units> open;
        for (const DispatchNeed& need : problem.needs) {
            open.push_back(need.quantity);
        }
        std::vector<Units> stock;
        for (const DispatchSupply& supply : problem.supplies) {
            stock.push_back(supply.on_hand);
        }
        double lacking = 0;
        for (const Cargo* cargo : order) {
            const auto need = static_cast<std::size_t>(
                problem.ways[static_cast<std::size_t>(cargo->way)].serves[0]);
            const auto supply = static_cast<std::size_t>(
                model.groups[static_cast<std::size_t>(cargo->group)].supply);
            // 10 pieces of 1 m3 a lorry.
            const Units room = Units{10} * vehicles[static_cast<std::size_t>(cargo->run)];
            const Units units = std::min({open[need], stock[supply], room});
            open[need] -= units;
            stock[supply] -= units;
            lacking += static_cast<double>(units) * cargo->lacking;
        }
        for (std::size_t n = 0; n < open.size(); ++n) {
            lacking += static_cast<double>(open[n]) * model.unmet_lacking[n];
        }
        return lacking;
    };
    const auto split = [&](auto&& self, std::size_t run) -> void {
        if (run == vehicles.size()) {
            best = std::min(best, value());
            return;
        }
        int used = 0;
        for (std::size_t r = 0; r < run; ++r) {
            used += model.runs[r].turn == model.runs[run].turn ? vehicles[r] : 0;
        }
        const int count = problem.fleets[static_cast<std::size_t>(model.runs[run].fleet)].count;
        for (int n = 0; n <= count - used; ++n) {
            vehicles[run] = n;
            self(self, run + 1);
        }
        vehicles[run] = 0;
    };
    split(split, 0);
    return best;
}

// One depot, ample stock: goods compete only within a place, so the greedy fill above is exact and
// the split of the fleet is the whole question.
TEST(Dispatch, AgreesWithBruteForceOnSmallFleets) {
    std::mt19937 random(20170713);
    const auto pick = [&](int low, int high) {
        return low + static_cast<int>(random() % static_cast<unsigned>(high - low + 1));
    };
    double worst = 0;
    for (int round = 0; round < 60; ++round) {
        ProblemKit kit;
        const int places = pick(1, 3);
        for (int p = 0; p < places; ++p) {
            kit.need(std::string(1, static_cast<char>('P' + p)), "TENT", pick(5, 120), pick(0, 6),
                     pick(1, 3));
        }
        kit.problem.items[0].volume_m3 = 1;
        kit.depot("D", pick(1, 4)).stock("TENT", 1000);
        for (int p = 0; p < places; ++p) {
            kit.serves(std::string(1, static_cast<char>('P' + p)), pick(20, 600));
        }
        const DispatchPlan plan = solve(kit.problem);
        const double optimum = brute_force(kit.problem);
        const ObjectiveLevel& first = level(plan, "lacking_person_hours");
        ASSERT_LE(first.bound, optimum + 1e-6 * (1 + optimum)) << round;
        ASSERT_GE(first.value, optimum - 1e-6 * (1 + optimum)) << round;
        worst = std::max(worst, optimum > 0 ? first.value / optimum - 1 : 0);
    }
    RecordProperty("worst_over_optimum", std::to_string(worst));
    EXPECT_LE(worst, 1e-6);
}

TEST(Dispatch, SameProblemSamePlan) {
    ProblemKit kit;
    kit.need("P", "QUILT", 777, 2).need("Q", "QUILT", 555, 4);
    kit.depot("D", 3).stock("QUILT", 900).serves("P", 45).serves("Q", 95);
    kit.depot("E", 2).stock("QUILT", 300).serves("P", 145, 2).serves("Q", 35, 2);
    const DispatchPlan a = solve(kit.problem);
    const DispatchPlan b = solve(kit.problem);
    ASSERT_EQ(a.shipments.size(), b.shipments.size());
    for (std::size_t i = 0; i < a.shipments.size(); ++i) {
        EXPECT_EQ(a.shipments[i].from, b.shipments[i].from);
        EXPECT_EQ(a.shipments[i].depart, b.shipments[i].depart);
        EXPECT_EQ(a.shipments[i].load_kg, b.shipments[i].load_kg);
    }
    EXPECT_EQ(dispatch_mps(kit.problem), dispatch_mps(kit.problem));
}

}  // namespace
}  // namespace relief
