// SPDX-License-Identifier: Apache-2.0
#include "routing/dispatch/planner.h"

#include "routing/dispatch/committed.h"
#include "routing/dispatch/excess.h"
#include "routing/dispatch/explain.h"
#include "routing/dispatch/kits.h"
#include "routing/dispatch/model.h"
#include "routing/dispatch/pack.h"
#include "routing/dispatch/packs.h"
#include "routing/dispatch/pieces.h"
#include "routing/dispatch/plan_in_hand.h"
#include "routing/dispatch/reception.h"
#include "routing/dispatch/room.h"
#include "routing/dispatch/scenarios.h"
#include "routing/dispatch/shares.h"
#include "routing/dispatch/shipments.h"
#include "routing/dispatch/vehicles.h"
#include "routing/solver/lp.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <optional>
#include <utility>

#include <fmt/format.h>

namespace relief {
namespace {

// A cap from an aim before is loosened by this share, or rounding alone would make it infeasible.
constexpr double cap_slack = 1e-7;

/// Objective vectors over the columns of the model.
struct Costs {
    std::vector<double> lacking;
    std::vector<double> tiers;
    std::vector<double> changes;
    std::vector<double> vehicle_hours;
    std::vector<double> tonne_km;
    std::vector<double> minus_least_share;
    /// What the parts of kits lack as if each counted by itself: what no kit is made of still goes
    /// where it is needed. No aim, and after those that are about people.
    std::vector<double> parts;
    /// The first aim with a thousandth of the later ones mixed in, so that of equally good
    /// numbers of vehicles those are taken that the later aims like. Used to choose, never to
    /// prove.
    std::vector<double> guide;
};

double largest(const std::vector<double>& values) {
    double most = 0;
    for (const double value : values) {
        most = std::max(most, std::abs(value));
    }
    return most > 0 ? most : 1;
}

/// The rank of the tier drawn on last.
int last_tier(const DispatchProblem& problem) {
    int last = problem.agreement_rank;
    for (const DispatchTier& tier : problem.tiers) {
        last = std::max(last, tier.rank);
    }
    return last;
}

Costs make_costs(const DispatchProblem& problem, const DispatchModel& model) {
    const std::vector<double> none(model.lp.columns.size(), 0);
    Costs costs{.lacking = none,
                .tiers = none,
                .changes = none,
                .vehicle_hours = none,
                .tonne_km = none,
                .minus_least_share = none,
                .parts = none,
                .guide = none};
    for (std::size_t j = 0; j < none.size(); ++j) {
        costs.lacking[j] = model.lp.columns[j].cost;
    }
    std::vector<double> soonest = none;
    for (const Cargo& cargo : model.cargo) {
        const auto column = static_cast<std::size_t>(cargo.column);
        costs.tiers[column] = cargo.tier_steps;
        costs.vehicle_hours[column] = cargo.vehicle_hours;
        costs.tonne_km[column] = cargo.tonne_km;
        soonest[column] = cargo.tier_steps * cargo.arrive;
    }
    for (std::size_t n = 0; n < model.unmet_columns.size(); ++n) {
        if (model.kit_of_need[n] >= 0) {
            costs.parts[static_cast<std::size_t>(model.unmet_columns[n])] = model.unmet_lacking[n];
        }
    }
    for (const int column : model.change_columns) {
        costs.changes[static_cast<std::size_t>(column)] = 1;
    }
    costs.minus_least_share[static_cast<std::size_t>(model.least_share_column)] = -1;
    const double scale = largest(costs.lacking);
    double all_unmet = 0;
    for (std::size_t n = 0; n < model.unmet_columns.size(); ++n) {
        const auto column = static_cast<std::size_t>(model.unmet_columns[n]);
        all_unmet += model.unmet_lacking[n] * model.lp.columns[column].upper;
    }
    const double tier_weight = 1e-3 * scale / largest(costs.tiers);
    const double soon_weight = 1e-5 * scale / largest(soonest);
    const double hours_weight = 1e-5 * scale / largest(costs.vehicle_hours);
    const double far_weight = 1e-6 * scale / largest(costs.tonne_km);
    for (std::size_t j = 0; j < costs.guide.size(); ++j) {
        costs.guide[j] = costs.lacking[j] + tier_weight * costs.tiers[j] +
                         soon_weight * soonest[j] + hours_weight * costs.vehicle_hours[j] +
                         far_weight * costs.tonne_km[j] +
                         1e-3 * all_unmet * costs.minus_least_share[j];
    }
    // What is due at the end of the plan lacks nothing when it never comes. It goes all the same
    // where there is room: left behind is one tier dearer than the last.
    for (std::size_t n = 0; n < problem.needs.size(); ++n) {
        const DispatchNeed& need = problem.needs[n];
        const double persons = need.persons / static_cast<double>(need.quantity);
        costs.guide[static_cast<std::size_t>(model.unmet_columns[n])] +=
            tier_weight * persons * (last_tier(problem) + 1) + 3e-5 * scale;
    }
    return costs;
}

double capped(double value) {
    return value + std::max(1e-6, std::abs(value) * cap_slack);
}

/// Opens or closes what an aim must keep of the aims before it.
class Keeper {
  public:
    Keeper(const DispatchModel& model, LpSolver& solver) : model_(model), solver_(solver) {}

    void keep_lacking(double value) {
        solver_.set_row_bounds(model_.lacking_row, -lp_infinity, capped(value));
    }
    /// Need by need, so that no later aim pays with one need's hours for another's.
    void keep_each_need(const std::vector<double>& values) {
        for (std::size_t n = 0; n < values.size(); ++n) {
            solver_.set_row_bounds(model_.need_lacking_rows[n], -lp_infinity, capped(values[n]));
        }
    }
    void keep_tiers(double value) {
        solver_.set_row_bounds(model_.tier_row, -lp_infinity, capped(value));
    }
    void keep_vehicle_hours(double value) {
        solver_.set_row_bounds(model_.vehicle_hours_row, -lp_infinity, capped(value));
    }
    void keep_changes(double value) {
        if (model_.changes_row >= 0) {
            solver_.set_row_bounds(model_.changes_row, -lp_infinity, capped(value));
        }
    }
    void keep_nothing() {
        keep_changes(lp_infinity);
        solver_.set_row_bounds(model_.lacking_row, -lp_infinity, lp_infinity);
        for (const int row : model_.need_lacking_rows) {
            solver_.set_row_bounds(row, -lp_infinity, lp_infinity);
        }
        solver_.set_row_bounds(model_.tier_row, -lp_infinity, lp_infinity);
        solver_.set_row_bounds(model_.vehicle_hours_row, -lp_infinity, lp_infinity);
    }

  private:
    const DispatchModel& model_;
    LpSolver& solver_;
};

/// Solves the goods for the aims in their order, the vehicles being fixed; answers the columns.
/// An aim the solver finds no solution for, by a hair's breadth of arithmetic, leaves the goods as
/// the aims before it settled them.
std::vector<double> settle_goods(const DispatchProblem& problem, const DispatchModel& model,
                                 const Costs& costs, WholePieces& pieces, LpSolver& solver) {
    Keeper keeper(model, solver);
    // Which depot's tents go is settled here for good; where it makes no difference to the hours,
    // the later aims choose.
    solver.set_costs(costs.guide);
    static_cast<void>(pieces.fix());
    solver.set_costs(costs.lacking);
    LpSolution solution = solver.solve();
    keeper.keep_lacking(solution.objective);
    const auto settle = [&](const std::vector<double>& aim) {
        solver.set_costs(aim);
        auto next = solver.try_solve();
        if (next) {
            solution = *std::move(next);
        }
        return next.has_value();
    };
    FairShares fair(model, solver);
    solution.columns = fair.raise(std::move(solution.columns));
    if (!problem.kits.empty()) {
        settle(costs.parts);
    }
    keeper.keep_each_need(value_of(problem, model, solution.columns).need_lacking);
    if (settle(costs.tiers)) {
        keeper.keep_tiers(solution.objective);
        if (!model.change_columns.empty() && settle(costs.changes)) {
            keeper.keep_changes(solution.objective);
        }
        if (settle(costs.vehicle_hours)) {
            keeper.keep_vehicle_hours(solution.objective);
            settle(costs.tonne_km);
        }
    }
    return solution.columns;
}

/// What each aim is called and counted in, in their order.
struct AimName {
    const char* name;
    const char* unit;
};
constexpr std::array aims{AimName{"lacking_person_hours", "weighted person-hours"},
                          AimName{"least_served_share", "fraction"},
                          AimName{"own_stock_first", "persons x tier"},
                          AimName{"fewest_changes", "changed lines"},
                          AimName{"vehicle_hours", "vehicle-hours"},
                          AimName{"tonne_km", "t km"},
                          AimName{"expiry_first", "unit-days left"}};

ObjectiveLevel aim(std::size_t index, double value, double bound, const char* keeps) {
    return {.name = aims[index].name,
            .unit = aims[index].unit,
            .value = value,
            .bound = bound,
            .maximise = index == 1,
            .keeps = keeps};
}

/// Nothing is asked for: every aim is 0 and so is its bound.
DispatchPlan plan_for_nobody() {
    DispatchPlan plan;
    for (std::size_t i = 0; i < aims.size(); ++i) {
        plan.levels.push_back(aim(i, 0, 0, ""));
    }
    return plan;
}

/// Places by share, the least first.
std::vector<PlaceShare> share_list(const DispatchProblem& problem,
                                   const std::vector<double>& shares,
                                   const std::vector<double>& bounds) {
    std::vector<PlaceShare> list;
    for (std::size_t p = 0; p < shares.size(); ++p) {
        list.push_back({.place = problem.places[p], .share = shares[p], .bound = bounds[p]});
    }
    std::stable_sort(list.begin(), list.end(),
                     [](const PlaceShare& a, const PlaceShare& b) { return a.share < b.share; });
    return list;
}

/// What a plan changes of the one in hand.
struct Changes {
    int lines = 0;
    double shares = 0;
};

LevelModel level_model(int level, const LpModel& model) {
    const AimName& aim = aims[static_cast<std::size_t>(level - 1)];
    return {.level = level,
            .name = aim.name,
            .mps = write_mps(
                model, fmt::format("RELIEF_LEVEL_{}", level),
                fmt::format("Relief: {} ({}), to be minimised{}.\n"
                            "X vehicles of a run as the plan has them; what the aims "
                            "before this one reached is kept.",
                            aim.name, aim.unit, level == 2 ? ", with its sign turned" : ""))};
}

/// The levels of a finished packing, each with the bound that holds for every plan with the same
/// vehicles that is no worse under the aims before it; and the shares with theirs.
void prove(const DispatchProblem& problem, const DispatchModel& model, const Costs& costs,
           const PackedValue& value, const Changes& changes, double first_bound, LpSolver& solver,
           DispatchPlan& plan, std::vector<LevelModel>* models) {
    const auto record = [&](int level) {
        if (models != nullptr) {
            models->push_back(level_model(level, solver.as_set(model.lp)));
        }
    };
    plan.levels.push_back(aim(0, value.lacking, first_bound, ""));
    Keeper keeper(model, solver);
    FairShares fair(model, solver);
    keeper.keep_nothing();
    keeper.keep_lacking(value.lacking);
    fair.release();
    solver.set_costs(costs.minus_least_share);
    record(2);
    const std::vector<double> bounds = fair.bounds(value.shares);
    plan.shares = share_list(problem, value.shares, bounds);
    plan.gini = gini(value.shares, model.place_weights);
    // Where the solver trips over what is kept, a bound that keeps nothing is weaker but true.
    // Cut short, what no plan whatever can be better than stands for it.
    const auto bound = [&](int level, const std::vector<double>& of_aim) {
        solver.set_costs(of_aim);
        record(level);
        if (const auto solution = solver.try_solve()) {
            return solution->objective;
        }
        keeper.keep_nothing();
        fair.release();
        const auto solution = solver.try_solve();
        return solution || !solver.stopped() ? (solution ? *solution : solver.solve()).objective
                                             : 0.0;
    };
    plan.levels.push_back(
        aim(1, plan.shares.front().share, plan.shares.front().bound,
            "vehicles per run, the room kept free on them, trips of pieces for 4 people or more, "
            "lacking person-hours"));
    keeper.keep_each_need(value.need_lacking);
    plan.levels.push_back(aim(2, value.tier_steps, bound(3, costs.tiers),
                              "the same, need by need, and each place's share"));
    keeper.keep_tiers(value.tier_steps);
    if (model.change_columns.empty()) {
        plan.levels.push_back(aim(3, 0, 0, "no plan in hand to change"));
    } else {
        // Lines change whole.
        const double fewest = std::ceil(bound(4, costs.changes) - 1e-6);
        plan.levels.push_back(aim(3, changes.lines, fewest, "the same, and the tiers drawn on"));
        keeper.keep_changes(changes.shares);
    }
    plan.levels.push_back(aim(4, value.vehicle_hours, bound(5, costs.vehicle_hours),
                              "the same, and the tiers drawn on"));
    keeper.keep_vehicle_hours(value.vehicle_hours);
    plan.levels.push_back(
        aim(5, value.tonne_km, bound(6, costs.tonne_km), "the same, and the vehicle hours"));
}

/// What has been found of a plan, for when it is cut short.
struct SoFar {
    double first_bound = 0;  ///< nobody lacks less than nothing
    std::vector<int> vehicles;
    std::vector<double> goods;
};

/// Without a solution yet the vehicles of each turn take their places in turn, the soonest first.
std::vector<int> share_out_vehicles(const DispatchModel& model) {
    std::vector<int> vehicles(model.runs.size(), 0);
    std::map<std::pair<int, int>, int> given;  // depot, place
    for (std::size_t t = 0; t < model.turns.size(); ++t) {
        for (int left = model.turns[t].count; left > 0; --left) {
            int best = -1;
            for (std::size_t r = 0; r < model.runs.size(); ++r) {
                const Run& run = model.runs[r];
                if (run.turn != static_cast<int>(t) || run.trips.empty()) {
                    continue;
                }
                const auto key = [&](const Run& of) {
                    return std::pair{given[{of.depot, of.place}], of.trips.front().arrive};
                };
                if (best < 0 || key(run) < key(model.runs[static_cast<std::size_t>(best)])) {
                    best = static_cast<int>(r);
                }
            }
            if (best >= 0) {
                const Run& run = model.runs[static_cast<std::size_t>(best)];
                ++vehicles[static_cast<std::size_t>(best)];
                ++given[{run.depot, run.place}];
            }
        }
    }
    return vehicles;
}

/// What vehicles are chosen by: the first aim and the least share, without the rows that later aims
/// are kept in.
LpSolver solver_of_vehicles(const DispatchModel& model) {
    std::vector<bool> columns(model.lp.columns.size(), false);
    std::fill_n(columns.begin(), model.first_aim_columns, true);
    columns[static_cast<std::size_t>(model.least_share_column)] = true;
    std::vector<bool> rows(model.lp.rows.size(), false);
    std::fill_n(rows.begin(), model.first_aim_rows, true);
    for (const int row : model.share_rows) {
        rows[static_cast<std::size_t>(row)] = true;
    }
    return {model.lp, columns, rows};
}

/// With the vehicles chosen most runs have none, and nothing goes on them: what is left of the
/// model is a tenth of it, and the later aims are solved there.
LpSolver solver_with(const DispatchModel& model, const std::vector<int>& vehicles) {
    std::vector<bool> kept(model.lp.columns.size(), true);
    for (const Cargo& cargo : model.cargo) {
        kept[static_cast<std::size_t>(cargo.column)] =
            cargo.run < 0 || vehicles[static_cast<std::size_t>(cargo.run)] > 0;
    }
    for (std::size_t r = 0; r < vehicles.size(); ++r) {
        kept[static_cast<std::size_t>(model.runs[r].column)] = vehicles[r] > 0;
    }
    LpSolver solver(model.lp, kept, std::vector<bool>(model.lp.rows.size(), true));
    for (std::size_t r = 0; r < vehicles.size(); ++r) {
        solver.set_column_bounds(model.runs[r].column, vehicles[r], vehicles[r]);
    }
    return solver;
}

/// The plan of a problem in which nothing is committed. Cut short it takes what has been found so
/// far, and the bounds that have been proven.
DispatchPlan solve_left(const DispatchProblem& problem, const std::function<bool()>& keep_going,
                        std::vector<LevelModel>* models) {
    const DispatchModel model = build_model(problem);
    const Costs costs = make_costs(problem, model);
    const VehicleRoom room = vehicle_room(problem, model);
    LpSolver choosing = solver_of_vehicles(model);
    choosing.set_keep_going(keep_going);
    choosing.set_entries(room.brim);
    SoFar so_far;
    try {
        so_far.first_bound = choosing.solve().objective;
        choosing.set_entries(room.planned);
        so_far.vehicles = choose_vehicles(model, choosing, costs.guide, costs.lacking,
                                          choosing.solve().objective, keep_going);
        LpSolver settling = solver_with(model, so_far.vehicles);
        settling.set_keep_going(keep_going);
        WholePieces pieces(problem, model, so_far.vehicles, settling);
        so_far.goods = settle_goods(problem, model, costs, pieces, settling);
    } catch (const SolverStopped&) {
        if (so_far.vehicles.empty()) {
            so_far.vehicles = share_out_vehicles(model);
        }
        so_far.goods.assign(model.lp.columns.size(), 0);
    }
    const Packing packing = pack(problem, model, so_far.vehicles, so_far.goods);
    const std::vector<double> packed = columns_of(problem, model, packing);
    const PackedValue value = value_of(problem, model, packed);

    LpSolver proving = solver_with(model, so_far.vehicles);
    proving.set_keep_going(keep_going);
    proving.set_entries(room_of(model, room, so_far.vehicles, packed));
    WholePieces(problem, model, so_far.vehicles, proving).hold(packed);
    DispatchPlan plan;
    PackedShipments sent = make_shipments(problem, model, packing);
    const Changes changes{.lines = changed_lines(problem.in_hand, sent.shipments),
                          .shares = change_shares(problem, model, packed)};
    prove(problem, model, costs, value, changes, so_far.first_bound, proving, plan, models);
    plan.shipments = std::move(sent.shipments);
    plan.levels.push_back(
        aim(6, sent.days_left, sent.days_left_bound, "all goods of all shipments"));
    plan.unmet = explain_unmet(problem, model, packing);
    plan.kits = kit_outcomes(problem, model, packed);
    explain_receptions(problem, model, packed, plan.unmet);
    explain_kit_parts(plan.kits, plan.unmet);
    explain_packs(problem, plan.unmet);
    return plan;
}

DispatchPlan solve_all(const DispatchProblem& problem, const std::function<bool()>& keep_going,
                       std::vector<LevelModel>* models) {
    validate(problem);
    validate_committed(problem);
    const DispatchProblem left = after_committed(problem);
    DispatchPlan plan =
        problem.needs.empty() ? plan_for_nobody() : solve_left(left, keep_going, models);
    if (!problem.committed.empty() || !problem.in_hand.empty()) {
        add_committed(problem, left, plan);
    }
    value_scenarios(problem, plan);
    require_no_excess(problem, plan);
    return plan;
}

}  // namespace

DispatchPlan solve_dispatch(const DispatchProblem& problem,
                            const std::function<bool()>& keep_going) {
    return solve_all(problem, keep_going, nullptr);
}

DispatchPlan solve_dispatch(const DispatchProblem& problem, const std::function<bool()>& keep_going,
                            std::vector<LevelModel>& models) {
    return solve_all(problem, keep_going, &models);
}

std::string dispatch_mps(const DispatchProblem& problem) {
    const DispatchProblem left = after_committed(problem);
    LpModel first = first_aim_to_the_brim(left, build_model(left));
    if (const double late = committed_value(problem, left).lacking; late > 0) {
        first.add_column({.name = "COMMITTED", .cost = late, .lower = 1, .upper = 1});
    }
    return write_mps(first, "RELIEF_LACKING",
                     "Relief: weighted person-hours lacking, to be minimised.\n"
                     "X vehicles of a run, Q units of goods on a trip, U units of a need unmet.\n"
                     "Goods are whole pieces in the plan and continuous here.");
}

}  // namespace relief
