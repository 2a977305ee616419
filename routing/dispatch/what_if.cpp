// SPDX-License-Identifier: Apache-2.0
#include "routing/dispatch/what_if.h"

#include "routing/dispatch/cargo.h"
#include "routing/dispatch/committed.h"
#include "routing/dispatch/model.h"
#include "routing/dispatch/room.h"
#include "routing/dispatch/runs.h"
#include "routing/solver/lp.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <utility>

#include <fmt/format.h>

namespace relief {
namespace {

// A gain below this share of the aim is the solver's rounding.
constexpr double no_gain = 1e-7;

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

/// Goods that nobody keeps, at the depot that a place that needs them draws on first.
void add_new_stock(const DispatchProblem& problem, Units units,
                   std::vector<ProblemChange>& changes) {
    const Date never = beijing_date(problem.until) + std::chrono::days{365};
    std::set<std::pair<int, std::string>> added;  // depot, item
    for (const DispatchNeed& need : problem.needs) {
        const auto keeps = [&](const auto& row) { return row.item == need.item; };
        const bool is_known =
            std::any_of(problem.items.begin(), problem.items.end(),
                        [&](const DispatchItem& item) { return item.id == need.item; });
        const bool is_kept = std::any_of(problem.supplies.begin(), problem.supplies.end(), keeps) ||
                             std::any_of(problem.suppliers.begin(), problem.suppliers.end(), keeps);
        const DispatchTier* first = nullptr;
        for (const DispatchTier& tier : problem.tiers) {
            const bool sends = tier.depot >= 0 && tier.place == need.place;
            first = sends && (first == nullptr || tier.rank < first->rank) ? &tier : first;
        }
        if (is_kept || !is_known || first == nullptr ||
            !added.emplace(first->depot, need.item).second) {
            continue;
        }
        const std::string& depot = problem.depots[static_cast<std::size_t>(first->depot)].id;
        ProblemChange change{.what = {.kind = "stock",
                                      .where = depot,
                                      .what = need.item,
                                      .amount = units,
                                      .by_dual = {},
                                      .by_bound = {},
                                      .by_plan = {}},
                             .problem = problem};
        change.problem.supplies.push_back({.depot = first->depot,
                                           .item = need.item,
                                           .lots = {{.lot = depot + "-" + need.item + "-more",
                                                     .expires_on = never,
                                                     .available = units}},
                                           .on_hand = units});
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

/// Stock that a change adds.
struct AddedStock {
    std::size_t change = 0;  ///< index into the changes
    int supply = 0;          ///< index into the supplies of the problem with all that is added
    DispatchLot lot;
    DispatchSupply of;  ///< what there was of it: nothing where nobody keeps any
};

/// The supply that a change adds a lot to, -1 where it adds none.
int widened_supply(const DispatchProblem& problem, const DispatchProblem& changed) {
    for (std::size_t s = 0; s < changed.supplies.size(); ++s) {
        if (s >= problem.supplies.size() ||
            changed.supplies[s].lots.size() > problem.supplies[s].lots.size()) {
            return static_cast<int>(s);
        }
    }
    return -1;
}

std::vector<AddedStock> added_stock(const DispatchProblem& problem,
                                    const std::vector<ProblemChange>& changes) {
    std::vector<AddedStock> added;
    std::size_t supplies = problem.supplies.size();
    for (std::size_t c = 0; c < changes.size(); ++c) {
        const int supply =
            changes[c].what.kind == "stock" ? widened_supply(problem, changes[c].problem) : -1;
        if (supply < 0) {
            continue;
        }
        const bool is_new = static_cast<std::size_t>(supply) >= problem.supplies.size();
        const DispatchSupply& of = changes[c].problem.supplies[static_cast<std::size_t>(supply)];
        added.push_back({.change = c,
                         .supply = is_new ? static_cast<int>(supplies++) : supply,
                         .lot = of.lots.back(),
                         .of = is_new ? DispatchSupply{.depot = of.depot, .item = of.item} : of});
    }
    return added;
}

enum class Adding { none, one, all };

/// The problem with the lots of every change: empty but for those that are added.
DispatchProblem with_lots(DispatchProblem problem, const std::vector<AddedStock>& added,
                          Adding adding, std::size_t one = 0) {
    for (std::size_t a = 0; a < added.size(); ++a) {
        const bool comes = adding == Adding::all || (adding == Adding::one && a == one);
        DispatchLot lot = added[a].lot;
        lot.available = comes ? lot.available : 0;
        const auto supply = static_cast<std::size_t>(added[a].supply);
        if (supply >= problem.supplies.size()) {
            problem.supplies.push_back(added[a].of);
        }
        problem.supplies[supply].on_hand += lot.available;
        problem.supplies[supply].lots.push_back(std::move(lot));
    }
    return problem;
}

/// Upper bounds of the rows that say what stock there is, by their names in `model`.
std::map<std::string, double> stock_limits(const DispatchProblem& problem,
                                           const DispatchModel& model) {
    const DispatchProblem left = after_committed(problem);
    std::map<std::string, double> limits;
    for (std::size_t s = 0; s < left.supplies.size(); ++s) {
        const DispatchSupply& supply = left.supplies[s];
        limits[fmt::format("STOCK{}", s)] =
            static_cast<double>(std::max<Units>(0, supply.on_hand - supply.floor));
    }
    std::map<std::pair<int, Date>, Units> lots;
    for (const LotGroup& group : lot_groups(left)) {
        lots[{group.supply, group.usable_through}] = group.available;
    }
    for (std::size_t g = 0; g < model.groups.size(); ++g) {
        const auto& [supply, day, available] = model.groups[g];
        limits[fmt::format("LOTS{}", g)] = static_cast<double>(lots[{supply, day}]);
    }
    return limits;
}

/// When each vehicle of a fleet row is loaded, and when all are, in the order of the queue.
std::vector<std::pair<int, int>> loaded_times(const std::vector<DockTurn>& turns, int fleet) {
    std::vector<std::pair<int, int>> times;
    for (const DockTurn& turn : turns) {
        times.insert(times.end(), static_cast<std::size_t>(turn.fleet == fleet ? turn.count : 0),
                     {turn.loaded_after, turn.all_loaded_after});
    }
    return times;
}

/// Whether with one more vehicle in a row nobody is loaded sooner than without it, the vehicle
/// itself no sooner than the last of its row; with `exactly`, nor later.
bool nobody_is_sooner(const std::vector<DockTurn>& turns, const std::vector<DockTurn>& with_one,
                      int fleets, int grown, bool exactly) {
    for (int f = 0; f < fleets; ++f) {
        std::vector<std::pair<int, int>> before = loaded_times(turns, f);
        const std::vector<std::pair<int, int>> after = loaded_times(with_one, f);
        if (f == grown && before.empty()) {
            return false;
        }
        if (f == grown) {
            before.push_back(before.back());
        }
        const auto keeps = [&](const auto& a, const auto& b) {
            return exactly ? a == b : a.first <= b.first && a.second <= b.second;
        };
        if (before.size() != after.size() ||
            !std::equal(before.begin(), before.end(), after.begin(), keeps)) {
            return false;
        }
    }
    return true;
}

/// The row of the fleets that has one vehicle more while all others are as they were, else -1.
int grown_row(const DispatchProblem& left, const DispatchProblem& changed) {
    int grown = -1;
    for (std::size_t f = 0; f < left.fleets.size() && f < changed.fleets.size(); ++f) {
        const int more = changed.fleets[f].count - left.fleets[f].count;
        if (more != 0 && (more != 1 || grown >= 0)) {
            return -1;
        }
        grown = more == 1 ? static_cast<int>(f) : grown;
    }
    return left.fleets.size() == changed.fleets.size() ? grown : -1;
}

/// The first aim's linear programme of a problem, wide enough for every change of stock: a lot that
/// lasts longer than all there are, and a trip more for more goods, are columns that the problem by
/// itself does not have, and no dual of it would know what they are worth. With them a change of
/// stock is one of limits alone, so that the duals bound what it saves from above.
class Pricing {
  public:
    Pricing(const DispatchProblem& problem, const std::vector<ProblemChange>& changes)
        : problem_(problem),
          added_(added_stock(problem, changes)),
          left_(after_committed(with_lots(problem, added_, Adding::all))),
          model_(build_model(left_)),
          limits_(stock_limits(with_lots(problem, added_, Adding::none), model_)),
          late_(committed_value(problem, after_committed(problem)).lacking),
          solver_(limited(left_, model_, limits_)) {
        for (std::size_t r = 0; r < model_.lp.rows.size(); ++r) {
            row_of_[model_.lp.rows[r].name] = r;
        }
        const LpSolution solution = solver_.solve();
        bound_ = solution.objective + late_;
        duals_ = solution.row_duals;
    }

    /// No plan of the problem lacks less.
    [[nodiscard]] double bound() const { return bound_; }

    /// What the duals say a change saves at most; nothing where it is no change of limits.
    [[nodiscard]] std::optional<double> saving(std::size_t change, const ProblemChange& of) const {
        if (of.what.kind == "vehicle") {
            return vehicle(of.problem);
        }
        const std::optional<std::size_t> added = added_of(change);
        if (!added) {
            return std::nullopt;
        }
        double saved = 0;
        for (const auto& [row, limit] : limits_with(*added)) {
            saved -= dual(row) * (limit - limits_.at(row));
        }
        return saved;
    }

    /// The bound solved again with the change.
    [[nodiscard]] double bound_with(std::size_t change, const DispatchProblem& changed) {
        const std::optional<std::size_t> added = added_of(change);
        if (!added) {
            return bound_of(changed);
        }
        set(limits_with(*added));
        const double bound = solver_.solve().objective + late_;
        set(limits_);
        return bound;
    }

  private:
    static LpModel limited(const DispatchProblem& left, const DispatchModel& model,
                           const std::map<std::string, double>& limits) {
        LpModel first = first_aim_to_the_brim(left, model);
        for (LpRow& row : first.rows) {
            const auto limit = limits.find(row.name);
            row.upper = limit == limits.end() ? row.upper : limit->second;
        }
        // A run cannot have more vehicles than its turn: said twice, the price would be in two
        // parts.
        for (const Run& run : model.runs) {
            first.columns[static_cast<std::size_t>(run.column)].upper = lp_infinity;
        }
        return first;
    }

    [[nodiscard]] double bound_of(const DispatchProblem& changed) const {
        const DispatchProblem left = after_committed(with_lots(changed, added_, Adding::all));
        const DispatchModel model = build_model(left);
        const std::map<std::string, double> limits =
            stock_limits(with_lots(changed, added_, Adding::none), model);
        return LpSolver(limited(left, model, limits)).solve().objective +
               committed_value(changed, after_committed(changed)).lacking;
    }

    [[nodiscard]] std::optional<std::size_t> added_of(std::size_t change) const {
        for (std::size_t a = 0; a < added_.size(); ++a) {
            if (added_[a].change == change) {
                return a;
            }
        }
        return std::nullopt;
    }

    [[nodiscard]] std::map<std::string, double> limits_with(std::size_t added) const {
        return stock_limits(with_lots(problem_, added_, Adding::one, added), model_);
    }

    void set(const std::map<std::string, double>& limits) {
        for (const auto& [row, limit] : limits) {
            solver_.set_row_bounds(static_cast<int>(row_of_.at(row)), -lp_infinity, limit);
        }
    }

    [[nodiscard]] double dual(const std::string& row) const { return duals_[row_of_.at(row)]; }

    /// One more vehicle joins the end of its queue. Where that makes anybody sooner (rounds of
    /// lorries that load for different times come out differently), or somebody later whom a place
    /// then takes in on another day, it is no change of limits.
    [[nodiscard]] std::optional<double> vehicle(const DispatchProblem& changed) const {
        const DispatchProblem with_one = after_committed(changed);
        const int grown = grown_row(left_, with_one);
        const bool takes_by_day =
            std::any_of(left_.receptions.begin(), left_.receptions.end(),
                        [](const DispatchReception& place) { return place.kg_per_day > 0; });
        if (grown < 0 ||
            !nobody_is_sooner(model_.turns, dock_turns(with_one),
                              static_cast<int>(left_.fleets.size()), grown, takes_by_day)) {
            return std::nullopt;
        }
        std::size_t last = 0;
        for (std::size_t t = 0; t < model_.turns.size(); ++t) {
            last = model_.turns[t].fleet == grown ? t : last;
        }
        return -dual(fmt::format("FLEET{}", last));
    }

    const DispatchProblem& problem_;
    std::vector<AddedStock> added_;
    DispatchProblem left_;
    DispatchModel model_;
    std::map<std::string, double> limits_;
    double late_ = 0;
    LpSolver solver_;
    std::map<std::string, std::size_t> row_of_;
    std::vector<double> duals_;
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
    add_new_stock(problem, units, changes);
    add_hour(problem, changes);
    return changes;
}

std::vector<WhatIf> what_if(const DispatchProblem& problem, const DispatchPlan& plan,
                            const std::vector<ProblemChange>& changes, int checks,
                            const DispatchSolver& solve, const std::function<bool()>& keep_going) {
    Pricing pricing(problem, changes);
    const double small = no_gain * std::max(1.0, std::abs(pricing.bound()));
    std::vector<std::pair<WhatIf, std::size_t>> all;  // index into the changes
    for (std::size_t c = 0; c < changes.size(); ++c) {
        WhatIf what = changes[c].what;
        what.by_dual = pricing.saving(c, changes[c]);
        if (!what.by_dual && keep_going()) {
            what.by_bound = pricing.bound() - pricing.bound_with(c, changes[c].problem);
        }
        all.emplace_back(std::move(what), c);
    }
    const auto best_first = [](const auto& a, const auto& b) {
        return a.first.expected() > b.first.expected();
    };
    std::stable_sort(all.begin(), all.end(), best_first);
    std::erase_if(all, [&](const auto& row) { return row.first.expected() <= small; });
    const auto checked = std::min(all.size(), static_cast<std::size_t>(std::max(0, checks)));
    for (std::size_t i = 0; i < checked && keep_going(); ++i) {
        auto& [what, change] = all[i];
        const DispatchProblem& changed = changes[change].problem;
        if (!what.by_bound) {
            what.by_bound = pricing.bound() - pricing.bound_with(change, changed);
        }
        what.by_plan = first_value(plan) - first_value(solve(changed));
    }
    for (auto& [what, change] : all) {
        what.at_most = first_value(plan) - pricing.bound() + what.expected();
    }
    std::stable_sort(all.begin(), all.end(), best_first);
    std::vector<WhatIf> answer;
    for (auto& [what, change] : all) {
        answer.push_back(std::move(what));
    }
    return answer;
}

}  // namespace relief
