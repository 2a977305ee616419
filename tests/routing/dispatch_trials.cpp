// SPDX-License-Identifier: Apache-2.0
#include "tests/routing/dispatch_trials.h"

#include "routing/dispatch/planner.h"
#include "routing/dispatch/reasons.h"
#include "tests/routing/dispatch_random.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace relief::test {
namespace {

DispatchPlan solve_trial(const DispatchProblem& problem) {
    return solve_dispatch(problem, [] { return true; });
}

int index_of(const DispatchProblem& problem, const std::string& need) {
    for (std::size_t n = 0; n < problem.needs.size(); ++n) {
        if (problem.needs[n].id == need) {
            return static_cast<int>(n);
        }
    }
    return -1;
}

Units unmet_of(const DispatchPlan& plan, const std::string& need) {
    for (const Unmet& row : plan.unmet) {
        if (row.need == need) {
            return row.quantity;
        }
    }
    return 0;
}

void note(std::string& first, const std::string& words) {
    first = first.empty() ? words : first;
}

// ---- reasons ----

std::vector<DispatchLimit> limits_by_name(const std::vector<std::string>& names) {
    std::vector<DispatchLimit> limits;
    for (const DispatchLimit limit : all_limits) {
        if (std::find(names.begin(), names.end(), limit_name(limit)) != names.end()) {
            limits.push_back(limit);
        }
    }
    return limits;
}

/// Everything in the plan goes as planned, and the rest is planned for without the limits.
DispatchPlan solve_beside(DispatchProblem lifted, const DispatchPlan& plan, bool units_are_cut) {
    for (Shipment shipment : plan.shipments) {
        for (ShipmentLine& line : shipment.lines) {
            line.quantity = units_are_cut ? line.counts_for : line.quantity;
        }
        lifted.committed.push_back({.shipment = shipment});
        lifted.committed.back().shipment.committed = "kept";
    }
    return solve_trial(lifted);
}

void try_shortage(const DispatchProblem& problem, const DispatchPlan& plan, const Unmet& row,
                  bool beside, std::uint32_t seed, ReasonTrial& trial) {
    ++trial.short_lines;
    trial.together += row.limits.size() > 1 ? 1 : 0;
    if (row.limits.empty()) {
        ++trial.unnamed;
        note(trial.first_wrong, fmt::format("seed {}: {} has no reason", seed, row.need));
        return;
    }
    const int need = index_of(problem, row.need);
    const std::vector<DispatchLimit> limits = limits_by_name(row.limits);
    const DispatchProblem lifted = lift(problem, limits, std::span(&need, 1));
    Units left = unmet_of(solve_trial(lifted), row.need);
    if (beside && left >= row.quantity) {
        const bool cut =
            std::find(limits.begin(), limits.end(), DispatchLimit::package) != limits.end();
        left = unmet_of(solve_beside(lifted, plan, cut), row.need);
    }
    if (left >= row.quantity) {
        ++trial.not_lessened;
        note(trial.first_wrong, fmt::format("seed {}: {} short {} without {}: {}", seed, row.need,
                                            row.quantity, row.limits.front(), left));
    }
}

// ---- invariants ----

/// Delivered + unmet is what is needed; no lot gives more than it has, no supply its floor.
std::string wrong_sum(const DispatchProblem& problem, const DispatchPlan& plan) {
    std::map<std::string, Units> delivered;
    std::map<std::string, Units> by_lot;
    std::map<std::pair<std::string, std::string>, Units> by_supply;
    for (const Shipment& shipment : plan.shipments) {
        for (const ShipmentLine& line : shipment.lines) {
            for (const std::string& need : line.for_need) {
                delivered[need] += line.counts_for;
            }
            by_lot[line.lot] += line.lot.empty() ? 0 : line.quantity;
            by_supply[{shipment.from, line.item}] += line.quantity;
        }
    }
    for (const DispatchNeed& need : problem.needs) {
        if (delivered[need.id] + unmet_of(plan, need.id) != need.quantity) {
            return need.id;
        }
    }
    for (const DispatchSupply& supply : problem.supplies) {
        const auto& depot = problem.depots[static_cast<std::size_t>(supply.depot)].id;
        if (by_supply[{depot, supply.item}] > std::max<Units>(0, supply.on_hand - supply.floor)) {
            return depot + " " + supply.item;
        }
        for (const DispatchLot& lot : supply.lots) {
            if (by_lot[lot.lot] > lot.available) {
                return lot.lot;
            }
        }
    }
    return {};
}

/// Lorries of a fleet row that are never out.
int never_used(const DispatchPlan& plan, const DispatchFleet& fleet) {
    int most = 0;
    for (const Shipment& at : plan.shipments) {
        int out = 0;
        for (const Shipment& other : plan.shipments) {
            const bool same =
                other.fleet == fleet.depot && other.vehicle_class == fleet.vehicle_class;
            out += same && other.depart <= at.depart && at.depart < other.back ? other.vehicles : 0;
        }
        most = std::max(most, out);
    }
    return fleet.count - most;
}

/// Units of a supply that no shipment takes, above its floor, in lots that last to a day.
Units left_of(const DispatchProblem& problem, const DispatchPlan& plan,
              const DispatchSupply& supply, Date day) {
    const auto& depot = problem.depots[static_cast<std::size_t>(supply.depot)].id;
    std::map<std::string, Units> sent;
    Units all = 0;
    for (const Shipment& shipment : plan.shipments) {
        for (const ShipmentLine& line : shipment.lines) {
            if (shipment.from == depot && line.item == supply.item) {
                sent[line.lot] += line.quantity;
                all += line.quantity;
            }
        }
    }
    Units in_lots = 0;
    for (const DispatchLot& lot : supply.lots) {
        in_lots += lot.expires_on >= day ? lot.available - sent[lot.lot] : 0;
    }
    return std::min(in_lots, supply.on_hand - supply.floor - all);
}

/// Minutes after as_of at which a lorry that queues last would be there; -1 where there is no way.
int last_arrival(const DispatchProblem& problem, const DispatchFleet& fleet, int depot,
                 const std::string& place) {
    const DispatchDepot& from = problem.depots[static_cast<std::size_t>(depot)];
    int docks = 1;
    for (const DispatchFleetSite& site : problem.sites) {
        docks = site.depot == fleet.depot ? site.docks : docks;
    }
    int queue = 0;
    for (const DispatchFleet& other : problem.fleets) {
        queue += other.depot == fleet.depot ? (other.count / docks + 1) * other.load_minutes : 0;
    }
    for (const DispatchTier& tier : problem.tiers) {
        for (const DispatchLeg& leg : problem.legs) {
            if (tier.depot == depot && tier.place == place && leg.from_node == from.node &&
                leg.to_place == place && leg.vehicle_class == fleet.vehicle_class) {
                return std::max(
                           {tier.signature_minutes, fleet.muster_minutes, from.ready_minutes}) +
                       queue + leg.minutes;
            }
        }
    }
    return -1;
}

/// A need that one more piece would serve, where the piece, a lorry never used and the time for it
/// are there; "" where there is none.
std::string idle_help(const DispatchProblem& problem, const DispatchPlan& plan) {
    const auto horizon = std::chrono::duration_cast<Minutes>(problem.until - problem.as_of).count();
    for (const Way& way : problem.ways) {
        const DispatchNeed& need = problem.needs[static_cast<std::size_t>(way.serves.front())];
        if (way.serves.size() != 1 || unmet_of(plan, need.id) < way.rate) {
            continue;
        }
        const auto item = std::find_if(problem.items.begin(), problem.items.end(),
                                       [&](const DispatchItem& row) { return row.id == way.item; });
        for (const DispatchSupply& supply : problem.supplies) {
            for (const DispatchFleet& fleet : problem.fleets) {
                const auto& depot = problem.depots[static_cast<std::size_t>(supply.depot)];
                if (supply.item != way.item || fleet.depot != depot.fleet ||
                    item->weight_kg > fleet.payload_kg || item->volume_m3 > fleet.usable_m3) {
                    continue;
                }
                const int arrive = last_arrival(problem, fleet, supply.depot, need.place);
                if (arrive < 0 || arrive > horizon || never_used(plan, fleet) < 1) {
                    continue;
                }
                const Date day = beijing_date(problem.as_of + Minutes{arrive});
                if (left_of(problem, plan, supply, day) > 0) {
                    return need.id + " from " + depot.id;
                }
            }
        }
    }
    return {};
}

std::string bound_above(const DispatchPlan& plan) {
    for (const ObjectiveLevel& level : plan.levels) {
        const double slack = 1e-6 * std::max(1.0, std::abs(level.value));
        const double over = level.maximise ? level.value - level.bound : level.bound - level.value;
        if (over > slack) {
            return fmt::format("{}: {} bound {}", level.name, level.value, level.bound);
        }
    }
    return {};
}

/// The problem with more of one kind of thing.
std::vector<std::pair<std::string, DispatchProblem>> with_more(const DispatchProblem& problem) {
    std::vector<std::pair<std::string, DispatchProblem>> more(3, {"", problem});
    more[0].first = "stock";
    for (DispatchSupply& supply : more[0].second.supplies) {
        supply.lots.back().expires_on =
            std::max(supply.lots.back().expires_on, beijing_date(problem.until));
        supply.on_hand = 10;
        for (DispatchLot& lot : supply.lots) {
            supply.on_hand += lot.expires_on >= beijing_date(problem.as_of) ? lot.available : 0;
        }
        supply.lots.back().available += 10;
    }
    more[1].first = "lorries";
    for (DispatchFleet& fleet : more[1].second.fleets) {
        ++fleet.count;
    }
    more[2].first = "time";
    more[2].second.until += std::chrono::hours{2};
    for (DispatchNeed& need : more[2].second.needs) {
        need.by += std::chrono::hours{2};
    }
    return more;
}

std::string worse_with_more(const DispatchProblem& problem, const DispatchPlan& plan) {
    const double value = plan.levels.front().value;
    const double slack = 1e-6 * std::max(1.0, value);
    for (const auto& [what, other] : with_more(problem)) {
        const ObjectiveLevel then = solve_trial(other).levels.front();
        // One more lorry in the queue may make others later: then no plan is as good as before.
        const bool none_as_good = what == "lorries" && then.bound > value + slack;
        if (then.value > value + slack && !none_as_good) {
            return fmt::format("{}: {} instead of {}", what, then.value, value);
        }
    }
    return {};
}

/// More stock and more time lower the bound, or leave it.
std::string bound_rises(const DispatchProblem& problem, const DispatchPlan& plan) {
    const double bound = plan.levels.front().bound;
    for (const auto& [what, other] : with_more(problem)) {
        const double then = solve_trial(other).levels.front().bound;
        if (what != "lorries" && then > bound + 1e-6 * std::max(1.0, bound)) {
            return fmt::format("{}: bound {} instead of {}", what, then, bound);
        }
    }
    return {};
}

}  // namespace

ReasonTrial try_named(std::uint32_t first, int problems, bool beside,
                      const std::function<void(const DispatchProblem&, DispatchPlan&)>& name) {
    ReasonTrial trial;
    for (std::uint32_t seed = first; seed < first + static_cast<unsigned>(problems); ++seed) {
        const DispatchProblem problem = random_problem(seed);
        DispatchPlan plan = solve_trial(problem);
        name(problem, plan);
        for (const Unmet& row : plan.unmet) {
            try_shortage(problem, plan, row, beside, seed, trial);
        }
    }
    return trial;
}

ReasonTrial try_reasons(std::uint32_t first, int problems) {
    return try_named(first, problems, false,
                     [](const DispatchProblem& problem, DispatchPlan& plan) {
                         name_limits(
                             problem, solve_trial, [] { return true; }, plan);
                     });
}

ReasonTrial try_reasons_beside(std::uint32_t first, int problems) {
    return try_named(first, problems, true, [](const DispatchProblem& problem, DispatchPlan& plan) {
        name_limits_beside(
            problem, solve_trial, [] { return true; }, plan);
    });
}

InvariantTrial try_invariants(std::uint32_t first, int problems) {
    InvariantTrial trial;
    const auto count = [&](const std::string& wrong, const char* what, std::uint32_t seed,
                           int& counter) {
        if (!wrong.empty()) {
            ++counter;
            note(trial.first_wrong, fmt::format("seed {}: {}: {}", seed, what, wrong));
        }
    };
    for (std::uint32_t seed = first; seed < first + static_cast<unsigned>(problems); ++seed) {
        const DispatchProblem problem = random_problem(seed);
        const DispatchPlan plan = solve_trial(problem);
        ++trial.plans;
        count(wrong_sum(problem, plan), "sum", seed, trial.wrong_sums);
        count(idle_help(problem, plan), "idle", seed, trial.idle);
        count(bound_above(plan), "bound", seed, trial.bound_above);
        count(worse_with_more(problem, plan), "worse with more", seed, trial.worse_with_more);
        count(bound_rises(problem, plan), "bound rises", seed, trial.bound_rises);
    }
    return trial;
}

}  // namespace relief::test
