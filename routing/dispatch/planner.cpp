// SPDX-License-Identifier: Apache-2.0
#include "routing/dispatch/planner.h"

#include "routing/dispatch/explain.h"
#include "routing/dispatch/model.h"
#include "routing/dispatch/pack.h"
#include "routing/dispatch/pieces.h"
#include "routing/dispatch/shipments.h"
#include "routing/dispatch/vehicles.h"
#include "routing/solver/lp.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace relief {
namespace {

// A cap from an aim before is loosened by this share, or rounding alone would make it infeasible.
constexpr double cap_slack = 1e-7;

/// Objective vectors over the columns of the model.
struct Costs {
    std::vector<double> lacking;
    std::vector<double> tiers;
    std::vector<double> tonne_km;
    std::vector<double> minus_least_share;
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

Costs make_costs(const DispatchModel& model) {
    const std::vector<double> none(model.lp.columns.size(), 0);
    Costs costs{
        .lacking = none, .tiers = none, .tonne_km = none, .minus_least_share = none, .guide = none};
    std::vector<double> soonest = none;
    for (const Cargo& cargo : model.cargo) {
        const auto column = static_cast<std::size_t>(cargo.column);
        costs.lacking[column] = cargo.lacking;
        costs.tiers[column] = cargo.tier_steps;
        costs.tonne_km[column] = cargo.tonne_km;
        soonest[column] = cargo.tier_steps * cargo.arrive;
    }
    for (std::size_t n = 0; n < model.unmet_columns.size(); ++n) {
        costs.lacking[static_cast<std::size_t>(model.unmet_columns[n])] = model.unmet_lacking[n];
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
    const double far_weight = 1e-5 * scale / largest(costs.tonne_km);
    for (std::size_t j = 0; j < costs.guide.size(); ++j) {
        costs.guide[j] = costs.lacking[j] + tier_weight * costs.tiers[j] +
                         soon_weight * soonest[j] + far_weight * costs.tonne_km[j] +
                         1e-3 * all_unmet * costs.minus_least_share[j];
    }
    return costs;
}

double capped(double value) {
    return value + std::max(1e-6, std::abs(value) * cap_slack);
}

double least(const std::vector<double>& shares) {
    return shares.empty() ? 0 : *std::min_element(shares.begin(), shares.end());
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
    void keep_share(double share) {
        solver_.set_column_bounds(model_.least_share_column, std::max(0.0, share - 1e-9), 1);
    }
    void keep_tiers(double value) {
        solver_.set_row_bounds(model_.tier_row, -lp_infinity, capped(value));
    }
    void keep_nothing() {
        solver_.set_row_bounds(model_.lacking_row, -lp_infinity, lp_infinity);
        for (const int row : model_.need_lacking_rows) {
            solver_.set_row_bounds(row, -lp_infinity, lp_infinity);
        }
        solver_.set_column_bounds(model_.least_share_column, 0, 1);
        solver_.set_row_bounds(model_.tier_row, -lp_infinity, lp_infinity);
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
    if (!settle(costs.minus_least_share)) {
        return solution.columns;
    }
    keeper.keep_share(-solution.objective);
    keeper.keep_each_need(value_of(problem, model, solution.columns).need_lacking);
    if (settle(costs.tiers)) {
        keeper.keep_tiers(solution.objective);
        settle(costs.tonne_km);
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

/// The levels of a finished packing, each with the bound that holds for every plan with the same
/// vehicles that is no worse under the aims before it.
std::vector<ObjectiveLevel> prove_levels(const DispatchModel& model, const Costs& costs,
                                         const PackedValue& value, double first_bound,
                                         LpSolver& solver) {
    std::vector<ObjectiveLevel> levels{aim(0, value.lacking, first_bound, "")};
    const double share = least(value.shares);
    Keeper keeper(model, solver);
    keeper.keep_nothing();
    keeper.keep_lacking(value.lacking);
    // Where the solver trips over what is kept, a bound that keeps nothing is weaker but true.
    const auto bound = [&](const std::vector<double>& of_aim) {
        solver.set_costs(of_aim);
        if (const auto solution = solver.try_solve()) {
            return solution->objective;
        }
        keeper.keep_nothing();
        return solver.solve().objective;
    };
    levels.push_back(
        aim(1, share, -bound(costs.minus_least_share),
            "vehicles per run, trips of pieces for 4 people or more, lacking person-hours"));
    keeper.keep_share(share);
    keeper.keep_each_need(value.need_lacking);
    levels.push_back(aim(2, value.tier_steps, bound(costs.tiers),
                         "the same, need by need, and the least share"));
    levels.push_back(aim(3, 0, 0, "no plan in hand to change"));
    keeper.keep_tiers(value.tier_steps);
    levels.push_back(
        aim(4, value.tonne_km, bound(costs.tonne_km), "the same, and the tiers drawn on"));
    return levels;
}

}  // namespace

DispatchPlan solve_dispatch(const DispatchProblem& problem,
                            const std::function<bool()>& keep_going) {
    validate(problem);
    if (problem.needs.empty()) {
        return plan_for_nobody();
    }
    const DispatchModel model = build_model(problem);
    const Costs costs = make_costs(model);
    LpSolver solver(model.lp);
    const double first_bound = solver.solve().objective;
    const std::vector<int> vehicles =
        choose_vehicles(model, solver, costs.guide, costs.lacking, first_bound, keep_going);
    WholePieces pieces(problem, model, vehicles, solver);
    const std::vector<double> goods = settle_goods(problem, model, costs, pieces, solver);
    const Packing packing = pack(problem, model, vehicles, goods);
    const std::vector<double> packed = columns_of(model, packing);
    const PackedValue value = value_of(problem, model, packed);
    pieces.hold(packed);

    DispatchPlan plan;
    plan.levels = prove_levels(model, costs, value, first_bound, solver);
    PackedShipments sent = make_shipments(problem, model, packing);
    plan.shipments = std::move(sent.shipments);
    plan.levels.push_back(
        aim(5, sent.days_left, sent.days_left_bound, "all goods of all shipments"));
    plan.unmet = explain_unmet(problem, model, packing);
    return plan;
}

std::string dispatch_mps(const DispatchProblem& problem) {
    const DispatchModel model = build_model(problem);
    return write_mps(first_aim_model(model), "RELIEF_LACKING",
                     "Relief: weighted person-hours lacking, to be minimised.\n"
                     "X vehicles of a run, Q units of goods on a trip, U units of a need unmet.\n"
                     "Goods are whole pieces in the plan and continuous here.");
}

}  // namespace relief
