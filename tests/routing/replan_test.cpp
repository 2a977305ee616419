// SPDX-License-Identifier: Apache-2.0
// A plan made in place of another: what has left stays, what can still go is kept, and the answer
// is never worse than the repaired plan in hand.
#include "routing/dispatch/repair.h"

#include "core/error.h"
#include "routing/dispatch/committed.h"
#include "routing/dispatch/plan_in_hand.h"
#include "routing/dispatch/planner.h"
#include "tests/routing/dispatch_kit.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <random>
#include <string>

#include <gtest/gtest.h>

namespace relief::test {
namespace {

const std::function<bool()> go_on = [] { return true; };

DispatchPlan solve(const DispatchProblem& problem) {
    return solve_dispatch(problem, go_on);
}

Units sent(const std::vector<Shipment>& shipments, const std::string& from,
           const std::string& item) {
    Units units = 0;
    for (const Shipment& shipment : shipments) {
        for (const ShipmentLine& line : shipment.lines) {
            units += shipment.from == from && line.item == item ? line.quantity : 0;
        }
    }
    return units;
}

/// Weighted person-hours lacking of shipments, reckoned here from needs and lines alone: one item a
/// need, hours begun after `by`, no growth; what never comes lacks to the end.
double lacking(const DispatchProblem& problem, const std::vector<Shipment>& shipments) {
    std::map<std::string, Units> open;
    double sum = 0;
    const auto hours = [](Instant at, Instant by) {
        const auto late = std::chrono::ceil<std::chrono::hours>(at - by).count();
        return static_cast<double>(std::max<long>(0, late));
    };
    for (const DispatchNeed& need : problem.needs) {
        open[need.id] = need.quantity;
    }
    for (const Shipment& shipment : shipments) {
        for (const ShipmentLine& line : shipment.lines) {
            for (const std::string& id : line.for_need) {
                const auto& need = *std::find_if(problem.needs.begin(), problem.needs.end(),
                                                 [&](const auto& row) { return row.id == id; });
                open[id] -= line.counts_for;
                sum += need.weight * static_cast<double>(line.counts_for) *
                       hours(shipment.arrive, need.by);
            }
        }
    }
    for (const DispatchNeed& need : problem.needs) {
        EXPECT_GE(open[need.id], 0) << need.id;
        sum += need.weight * static_cast<double>(open[need.id]) * hours(problem.until, need.by);
    }
    return sum;
}

/// The shipments of a plan as in hand at a time, those that left by then committed.
void take_in_hand(const DispatchPlan& plan, Instant at, DispatchProblem& problem) {
    for (const Shipment& shipment : plan.shipments) {
        if (shipment.depart < at) {
            problem.committed.push_back({.shipment = shipment});
            problem.committed.back().shipment.committed = "departed";
        } else {
            problem.in_hand.push_back(shipment);
        }
    }
    problem.as_of = at;
}

ProblemKit two_depots() {
    ProblemKit kit;
    kit.need("P", "Q", 100, 1).depot("A", 1).stock("Q", 60).serves("P", 60);
    kit.depot("B", 1).stock("Q", 100).serves("P", 120);
    return kit;
}

TEST(Replan, WhatHasLeftIsInThePlanAndOutOfNeedStockAndFleet) {
    ProblemKit kit = two_depots();
    const DispatchPlan first = solve(kit.problem);
    DispatchProblem later = kit.problem;
    take_in_hand(first, kit.problem.as_of + Minutes{1}, later);
    ASSERT_FALSE(later.committed.empty());
    const DispatchProblem left = after_committed(later);
    EXPECT_EQ(open_units(left.needs[0]), 0);
    EXPECT_EQ(left.supplies[0].on_hand, 0);
    EXPECT_EQ(left.supplies[1].on_hand, 60);
    // A's lorry is back after 60 + 60 minutes, B's after 240; a minute has passed.
    ASSERT_EQ(left.fleets.size(), 4U);
    EXPECT_EQ(left.fleets[0].count, 0);
    EXPECT_EQ(left.fleets[2].muster_minutes, 119);
    EXPECT_EQ(left.fleets[3].muster_minutes, 239);
    const DispatchPlan second = solve(later);
    ASSERT_EQ(second.shipments.size(), first.shipments.size());
    for (const Shipment& shipment : second.shipments) {
        EXPECT_EQ(shipment.committed, "departed");
    }
    EXPECT_TRUE(second.unmet.empty());
    // 60 in the hour asked for, 40 an hour late.
    EXPECT_DOUBLE_EQ(second.levels[0].value, 40);
    EXPECT_DOUBLE_EQ(second.levels[0].bound, 40);
}

TEST(Replan, SameProblemChangesNothing) {
    ProblemKit kit = two_depots();
    DispatchProblem again = kit.problem;
    take_in_hand(solve(kit.problem), kit.problem.as_of, again);
    const DispatchReplan replan = replan_dispatch(again, go_on);
    EXPECT_EQ(replan.trips_changed, 0);
    EXPECT_EQ(changed_lines(again.in_hand, replan.plan.shipments), 0);
    EXPECT_DOUBLE_EQ(replan.plan.levels[3].value, 0);
    EXPECT_DOUBLE_EQ(replan.plan.levels[3].bound, 0);
}

TEST(Replan, LostStockIsMadeUpForFromElsewhereAndNothingElseMoves) {
    ProblemKit kit = two_depots();
    kit.depot("C", 2).stock("Q", 200).serves("P", 180, 2);
    DispatchProblem later = kit.problem;
    take_in_hand(solve(kit.problem), kit.problem.as_of, later);
    later.supplies[0].lots[0].available = 10;
    later.supplies[0].on_hand = 10;
    const DispatchReplan replan = replan_dispatch(later, go_on);
    EXPECT_EQ(sent(replan.plan.shipments, "A", "Q"), 10);
    EXPECT_TRUE(replan.plan.unmet.empty());
    const auto cut = std::find_if(replan.repaired.begin(), replan.repaired.end(),
                                  [](const auto& row) { return row.before.from == "A"; });
    EXPECT_EQ(cut->cause, "stock");
    ASSERT_TRUE(cut->after);
    EXPECT_EQ(cut->after->lines[0].quantity, 10);
}

TEST(Replan, LessNeededFreesWhatHasNotLeft) {
    ProblemKit kit = two_depots();
    DispatchProblem later = kit.problem;
    take_in_hand(solve(kit.problem), kit.problem.as_of, later);
    later.needs[0].quantity = 30;
    later.needs[0].persons = 30;
    const DispatchReplan replan = replan_dispatch(later, go_on);
    EXPECT_EQ(sent(replan.plan.shipments, "A", "Q") + sent(replan.plan.shipments, "B", "Q"), 30);
}

TEST(Replan, BrokenLorryCarriesWhatTheOthersTake) {
    ProblemKit kit;
    kit.need("P", "Q", 1500, 1).depot("A", 2).stock("Q", 1500).serves("P", 60);
    DispatchProblem later = kit.problem;
    take_in_hand(solve(kit.problem), kit.problem.as_of, later);
    ASSERT_EQ(later.in_hand.size(), 1U);
    later.fleets[0].count = 1;
    const DispatchReplan replan = replan_dispatch(later, go_on);
    EXPECT_EQ(replan.repaired[0].cause, "vehicles");
    EXPECT_TRUE(replan.plan.unmet.empty());  // a second trip brings the rest
    for (const Shipment& shipment : replan.plan.shipments) {
        EXPECT_LE(shipment.vehicles, 1);
        EXPECT_LE(shipment.load_kg, 1000);
    }
}

TEST(Replan, ClosedRoadIsDrivenRoundWithTheSameGoods) {
    ProblemKit kit = two_depots();
    for (DispatchLeg& leg : kit.problem.legs) {
        leg.edges = {leg.from_node + "1"};
    }
    DispatchProblem later = kit.problem;
    take_in_hand(solve(kit.problem), kit.problem.as_of, later);
    later.closed_edges = {"A1"};
    later.legs[0].edges = {"A2"};
    later.legs[0].minutes = 90;
    const DispatchReplan replan = replan_dispatch(later, go_on);
    EXPECT_EQ(changed_lines(later.in_hand, replan.plan.shipments), 0);
    for (const Shipment& shipment : replan.plan.shipments) {
        if (shipment.from == "A") {
            EXPECT_EQ(shipment.edges, std::vector<std::string>{"A2"});
            EXPECT_EQ(shipment.arrive - shipment.depart, Minutes{90});
        }
    }
}

TEST(Replan, CommittedForANeedThatIsNoneIsRefused) {
    ProblemKit kit = two_depots();
    kit.problem.committed.push_back(
        {.shipment = {
             .id = "S001",
             .vehicles = 1,
             .lines = {{.item = "Q", .quantity = 1, .for_need = {"nobody"}, .counts_for = 1}}}});
    EXPECT_THROW(static_cast<void>(solve(kit.problem)), Error);
}

/// A problem drawn at random: up to four depots, three places, two items.
DispatchProblem random_problem(std::mt19937& random) {
    const auto draw = [&](int low, int high) {
        return low + static_cast<int>(random() % static_cast<unsigned>(high - low + 1));
    };
    ProblemKit kit;
    const int places = draw(1, 3);
    for (int p = 0; p < places; ++p) {
        for (const char* item : {"Q", "T"}) {
            if (draw(0, 3) > 0) {
                kit.need("P" + std::to_string(p), item, draw(1, 900), draw(0, 12), draw(1, 3));
            }
        }
    }
    if (kit.problem.needs.empty()) {
        kit.need("P0", "Q", 100, 2);
    }
    const int depots = draw(1, 4);
    for (int d = 0; d < depots; ++d) {
        kit.depot("D" + std::to_string(d), draw(1, 2), draw(0, 60));
        kit.problem.fleets.back().load_minutes = draw(0, 30);
        kit.problem.fleets.back().unload_minutes = draw(0, 20);
        kit.problem.sites.back().docks = draw(1, 3);
        for (const char* item : {"Q", "T"}) {
            kit.stock(item, draw(0, 900), draw(0, 50));
        }
        for (int p = 0; p < places; ++p) {
            kit.serves("P" + std::to_string(p), draw(20, 400), draw(1, 3));
            kit.problem.legs.back().edges = {"D" + std::to_string(d) + "P" + std::to_string(p)};
        }
    }
    const auto nowhere = [&](const std::string& place) {
        return std::find(kit.problem.places.begin(), kit.problem.places.end(), place) ==
               kit.problem.places.end();
    };
    std::erase_if(kit.problem.tiers, [&](const auto& tier) { return nowhere(tier.place); });
    std::erase_if(kit.problem.legs, [&](const auto& leg) { return nowhere(leg.to_place); });
    return kit.problem;
}

/// Something happens: time goes by, a road is cut, a lorry breaks, stock is lost, a need changes.
void disturb(std::mt19937& random, DispatchProblem& problem) {
    const auto draw = [&](int low, int high) {
        return low + static_cast<int>(random() % static_cast<unsigned>(high - low + 1));
    };
    if (draw(0, 1) == 1) {
        const auto cut =
            static_cast<std::size_t>(draw(0, static_cast<int>(problem.legs.size()) - 1));
        problem.closed_edges = problem.legs[cut].edges;
        if (draw(0, 1) == 1) {
            problem.legs.erase(problem.legs.begin() + static_cast<std::ptrdiff_t>(cut));
        } else {
            problem.legs[cut].edges = {"round"};
            problem.legs[cut].minutes += draw(1, 300);
        }
    }
    for (DispatchFleet& fleet : problem.fleets) {
        fleet.count = std::max(0, fleet.count - (draw(0, 4) == 0 ? 1 : 0));
    }
    for (DispatchSupply& supply : problem.supplies) {
        if (draw(0, 4) == 0 && !supply.lots.empty()) {
            const Units lost = supply.lots[0].available / 2;
            supply.lots[0].available -= lost;
            supply.on_hand -= lost;
        }
    }
    for (DispatchNeed& need : problem.needs) {
        if (draw(0, 3) == 0) {
            need.quantity = std::max<Units>(1, need.quantity * draw(50, 130) / 100);
            need.persons = static_cast<double>(need.quantity);
        }
    }
}

/// What has left took its goods, whatever is lost since, and still is not more than is needed.
void respect_what_has_left(DispatchProblem& problem) {
    std::map<std::string, Units> taken;
    std::map<std::string, Units> brought;
    for (const CommittedShipment& committed : problem.committed) {
        for (const ShipmentLine& line : committed.shipment.lines) {
            taken[line.lot] += line.quantity;
            brought[line.for_need[0]] += line.counts_for;
        }
    }
    for (DispatchSupply& supply : problem.supplies) {
        for (DispatchLot& lot : supply.lots) {
            const Units more = std::max<Units>(0, taken[lot.lot] - lot.available);
            lot.available += more;
            supply.on_hand += more;
        }
    }
    for (DispatchNeed& need : problem.needs) {
        need.quantity = std::max(need.quantity, brought[need.id]);
        need.persons = static_cast<double>(need.quantity);
    }
}

void check_limits(const DispatchProblem& problem, const DispatchPlan& plan) {
    std::map<std::string, Units> taken;
    for (const Shipment& shipment : plan.shipments) {
        if (!stands(shipment)) {
            EXPECT_GE(shipment.depart, problem.as_of);
            for (const std::string& edge : shipment.edges) {
                EXPECT_EQ(
                    std::count(problem.closed_edges.begin(), problem.closed_edges.end(), edge), 0)
                    << shipment.id;
            }
        }
        for (const ShipmentLine& line : shipment.lines) {
            taken[line.lot] += line.quantity;
        }
    }
    for (const DispatchSupply& supply : problem.supplies) {
        for (const DispatchLot& lot : supply.lots) {
            EXPECT_LE(taken[lot.lot], lot.available) << lot.lot;
        }
    }
    // At every departure no more lorries of a fleet are out than there are.
    for (const Shipment& at : plan.shipments) {
        int out = 0;
        for (const Shipment& other : plan.shipments) {
            out += other.fleet == at.fleet && other.depart <= at.depart && at.depart < other.back
                       ? other.vehicles
                       : 0;
        }
        int there = 0;
        for (const DispatchFleet& fleet : problem.fleets) {
            there += fleet.depot == at.fleet ? fleet.count : 0;
        }
        if (!stands(at)) {
            EXPECT_LE(out, there) << at.id << " of " << at.fleet;
        }
    }
}

TEST(Replan, NeverWorseThanTheRepairedPlanOnRandomProblems) {
    std::mt19937 random(20170713);
    int changed = 0;
    int anew = 0;
    for (int round = 0; round < 200; ++round) {
        SCOPED_TRACE(round);
        DispatchProblem problem = random_problem(random);
        const DispatchPlan first = solve(problem);
        disturb(random, problem);
        take_in_hand(first, problem.as_of + Minutes{static_cast<int>(random() % 120)}, problem);
        respect_what_has_left(problem);
        const DispatchReplan replan = replan_dispatch(problem, go_on);
        check_limits(problem, replan.plan);
        std::vector<Shipment> repaired;
        for (const CommittedShipment& committed : problem.committed) {
            repaired.push_back(committed.shipment);
            const auto& same =
                *std::find_if(replan.plan.shipments.begin(), replan.plan.shipments.end(),
                              [&](const auto& row) { return row.id == committed.shipment.id; });
            EXPECT_EQ(same.depart, committed.shipment.depart);
            EXPECT_EQ(same.vehicles, committed.shipment.vehicles);
        }
        for (const RepairedShipment& row : replan.repaired) {
            if (row.after) {
                repaired.push_back(*row.after);
            }
        }
        const double of_repaired = lacking(problem, repaired);
        const double of_answer = lacking(problem, replan.plan.shipments);
        const double hair = 1e-6 * (1 + of_repaired);
        EXPECT_LE(of_answer, of_repaired + hair);
        EXPECT_NEAR(replan.plan.levels[0].value, of_answer, hair);
        EXPECT_LE(replan.plan.levels[0].bound, of_answer + hair);
        EXPECT_NEAR(replan.plan.levels[3].value,
                    changed_lines(problem.in_hand, replan.plan.shipments), 1e-9);
        EXPECT_LE(replan.plan.levels[3].bound, replan.plan.levels[3].value + 1e-9);
        if (replan.trips_changed > 0.2 * replan.trips_in_hand) {
            EXPECT_LT(of_answer, replan.kept_lacking * 0.99 + hair);
        }
        changed += replan.plan.levels[3].value > 0 ? 1 : 0;
        anew += replan.made_anew ? 1 : 0;
    }
    // The test tries what it says it tries.
    EXPECT_GT(changed, 50);
    EXPECT_GT(anew, 5);
    EXPECT_LT(anew, 150);
}

// Stopped at any moment there is a plan within its limits, and its bounds are true: at most the
// optimum of the first aim.
TEST(Replan, CutShortThereIsStillAPlanAndATrueBound) {
    std::mt19937 random(7);
    for (int round = 0; round < 20; ++round) {
        const DispatchProblem problem = random_problem(random);
        const DispatchPlan whole = solve(problem);
        for (const int patience : {0, 1, 2, 5, 20}) {
            int asked = 0;
            const DispatchPlan cut = solve_dispatch(problem, [&] { return asked++ < patience; });
            check_limits(problem, cut);
            EXPECT_NEAR(cut.levels[0].value, lacking(problem, cut.shipments),
                        1e-6 * (1 + cut.levels[0].value));
            EXPECT_LE(cut.levels[0].bound, whole.levels[0].value * (1 + 1e-9) + 1e-6);
            for (const ObjectiveLevel& level : cut.levels) {
                const double hair = 1e-6 * (1 + std::abs(level.value));
                EXPECT_TRUE(level.maximise ? level.bound >= level.value - hair
                                           : level.bound <= level.value + hair)
                    << level.name;
            }
        }
    }
}

}  // namespace
}  // namespace relief::test
