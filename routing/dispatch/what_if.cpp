// SPDX-License-Identifier: Apache-2.0
#include "routing/dispatch/what_if.h"

#include "routing/dispatch/model.h"
#include "routing/solver/lp.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include <fmt/format.h>

namespace relief {
namespace {

// A gain below this share of the aim is the solver's rounding.
constexpr double nothing = 1e-7;

void add_vehicles(const DispatchProblem& problem, std::vector<ProblemChange>& changes) {
    for (std::size_t f = 0; f < problem.fleets.size(); ++f) {
        const DispatchFleet& fleet = problem.fleets[f];
        ProblemChange change{.what = {.kind = "vehicle",
                                      .where = fleet.depot,
                                      .what = fleet.vehicle_class,
                                      .amount = 1,
                                      .by_dual = {},
                                      .by_bound = {},
                                      .by_plan = {}},
                             .problem = problem};
        ++change.problem.fleets[f].count;
        changes.push_back(std::move(change));
    }
}

void add_docks(const DispatchProblem& problem, std::vector<ProblemChange>& changes) {
    for (std::size_t s = 0; s < problem.sites.size(); ++s) {
        ProblemChange change{.what = {.kind = "dock",
                                      .where = problem.sites[s].depot,
                                      .what = {},
                                      .amount = 1,
                                      .by_dual = {},
                                      .by_bound = {},
                                      .by_plan = {}},
                             .problem = problem};
        ++change.problem.sites[s].docks;
        changes.push_back(std::move(change));
    }
}

void add_stock(const DispatchProblem& problem, Units units, std::vector<ProblemChange>& changes) {
    const Date never = beijing_date(problem.until) + std::chrono::days{365};
    for (std::size_t s = 0; s < problem.supplies.size(); ++s) {
        const DispatchSupply& supply = problem.supplies[s];
        const std::string& depot = problem.depots[static_cast<std::size_t>(supply.depot)].id;
        ProblemChange change{.what = {.kind = "stock",
                                      .where = depot,
                                      .what = supply.item,
                                      .amount = units,
                                      .by_dual = {},
                                      .by_bound = {},
                                      .by_plan = {}},
                             .problem = problem};
        DispatchSupply& more = change.problem.supplies[s];
        const Date last = more.lots.empty() ? never : std::max(never, more.lots.back().expires_on);
        more.lots.push_back(
            {.lot = depot + "-" + supply.item + "-more", .expires_on = last, .available = units});
        more.on_hand += units;
        changes.push_back(std::move(change));
    }
}

/// Everything in the plan is counted from the order. An hour's warning moves what is due, and the
/// end, an hour away from it.
void add_hour(const DispatchProblem& problem, std::vector<ProblemChange>& changes) {
    constexpr std::chrono::hours sooner{1};
    ProblemChange change{.what = {.kind = "hour",
                                  .where = {},
                                  .what = {},
                                  .amount = 1,
                                  .by_dual = {},
                                  .by_bound = {},
                                  .by_plan = {}},
                         .problem = problem};
    change.problem.until += sooner;
    for (DispatchNeed& need : change.problem.needs) {
        need.by += sooner;
    }
    changes.push_back(std::move(change));
}

double bound_of(const DispatchProblem& problem) {
    return LpSolver(first_aim_model(build_model(problem))).solve().objective;
}

/// The duals of a solved first aim by what they are duals of.
class Duals {
  public:
    explicit Duals(const DispatchProblem& problem)
        : problem_(problem), model_(build_model(problem)) {
        const LpModel first = first_aim_model(model_);
        const LpSolution solution = LpSolver(first).solve();
        bound_ = solution.objective;
        for (std::size_t r = 0; r < first.rows.size(); ++r) {
            by_row_[first.rows[r].name] = solution.row_duals[r];
        }
    }

    [[nodiscard]] double bound() const { return bound_; }

    /// What one more of it saves; nothing where it is no row.
    [[nodiscard]] std::optional<double> saving(const WhatIf& change) const {
        if (change.kind == "vehicle") {
            return vehicle(change);
        }
        return change.kind == "stock" ? stock(change) : std::nullopt;
    }

  private:
    [[nodiscard]] double dual(const std::string& row) const {
        const auto found = by_row_.find(row);
        return found == by_row_.end() ? 0 : found->second;
    }

    /// One more lorry joins the end of its queue.
    [[nodiscard]] std::optional<double> vehicle(const WhatIf& change) const {
        std::optional<double> saved;
        for (std::size_t t = 0; t < model_.turns.size(); ++t) {
            const auto& fleet = problem_.fleets[static_cast<std::size_t>(model_.turns[t].fleet)];
            if (fleet.depot == change.where && fleet.vehicle_class == change.what) {
                saved = -dual(fmt::format("FLEET{}", t));
            }
        }
        return saved;
    }

    /// More of a supply widens its stock above the floor and its lots that last longest.
    [[nodiscard]] std::optional<double> stock(const WhatIf& change) const {
        for (std::size_t s = 0; s < problem_.supplies.size(); ++s) {
            const DispatchSupply& supply = problem_.supplies[s];
            const auto& depot = problem_.depots[static_cast<std::size_t>(supply.depot)].id;
            if (depot != change.where || supply.item != change.what) {
                continue;
            }
            double lots = 0;
            for (std::size_t g = 0; g < model_.groups.size(); ++g) {
                if (model_.groups[g].supply == static_cast<int>(s)) {
                    lots = dual(fmt::format("LOTS{}", g));
                }
            }
            return -static_cast<double>(change.amount) * (dual(fmt::format("STOCK{}", s)) + lots);
        }
        return std::nullopt;
    }

    const DispatchProblem& problem_;
    DispatchModel model_;
    std::map<std::string, double> by_row_;
    double bound_ = 0;
};

/// The first aim's value of a plan.
double first_value(const DispatchPlan& plan) {
    return plan.levels.empty() ? 0 : plan.levels.front().value;
}

}  // namespace

std::vector<ProblemChange> changes_of(const DispatchProblem& problem, Units units) {
    std::vector<ProblemChange> changes;
    add_vehicles(problem, changes);
    add_docks(problem, changes);
    add_stock(problem, units, changes);
    add_hour(problem, changes);
    return changes;
}

std::vector<WhatIf> what_if(const DispatchProblem& problem, const DispatchPlan& plan,
                            const std::vector<ProblemChange>& changes, int checks,
                            const DispatchSolver& solve, const std::function<bool()>& keep_going) {
    const Duals duals(problem);
    const double small = nothing * std::max(1.0, std::abs(duals.bound()));
    std::vector<std::pair<WhatIf, const DispatchProblem*>> all;
    for (const ProblemChange& change : changes) {
        WhatIf what = change.what;
        what.by_dual = duals.saving(what);
        if (!what.by_dual && keep_going()) {
            what.by_bound = duals.bound() - bound_of(change.problem);
        }
        all.emplace_back(std::move(what), &change.problem);
    }
    const auto best_first = [](const auto& a, const auto& b) {
        return a.first.expected() > b.first.expected();
    };
    std::stable_sort(all.begin(), all.end(), best_first);
    std::erase_if(all, [&](const auto& row) { return row.first.expected() <= small; });
    const auto checked = std::min(all.size(), static_cast<std::size_t>(std::max(0, checks)));
    for (std::size_t i = 0; i < checked && keep_going(); ++i) {
        auto& [what, changed] = all[i];
        what.by_bound = what.by_bound ? what.by_bound : duals.bound() - bound_of(*changed);
        what.by_plan = first_value(plan) - first_value(solve(*changed));
    }
    std::stable_sort(all.begin(), all.end(), best_first);
    std::vector<WhatIf> answer;
    for (auto& [what, changed] : all) {
        answer.push_back(std::move(what));
    }
    return answer;
}

}  // namespace relief
