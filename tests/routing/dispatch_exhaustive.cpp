// SPDX-License-Identifier: Apache-2.0
// Every plan of a tiny problem, tried one after the other: what the bounds are held against.
#include "tests/routing/dispatch_random.h"
#include "tests/routing/dispatch_trials.h"

#include "routing/dispatch/model.h"
#include "routing/dispatch/pack.h"
#include "routing/dispatch/planner.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <vector>

#include <fmt/format.h>

namespace relief::test {
namespace {

/// One plan and what it comes to.
struct Tried {
    double lacking = 0;
    double least_share = 0;
    double tiers = 0;
    double tonne_km = 0;
    std::vector<double> need_lacking;
};

/// Walks through every way of putting whole units on whole vehicles.
class EveryPlan {
  public:
    EveryPlan(const DispatchProblem& problem, std::function<void(const Tried&)> visit)
        : problem_(problem), model_(build_model(problem)), visit_(std::move(visit)) {
        units_.assign(model_.lp.columns.size(), 0);
        for (const DispatchNeed& need : problem.needs) {
            open_.push_back(need.quantity);
        }
        for (const LotGroup& group : model_.groups) {
            group_left_.push_back(group.available);
        }
        for (const DispatchSupply& supply : problem.supplies) {
            supply_left_.push_back(std::max<Units>(0, supply.on_hand - supply.floor));
        }
        vehicles_.assign(model_.runs.size(), 0);
    }

    void walk() { choose_vehicles(0); }
    [[nodiscard]] std::size_t columns() const { return model_.cargo.size(); }

  private:
    void choose_vehicles(std::size_t run) {
        if (run == model_.runs.size()) {
            load(0);
            return;
        }
        const int turn = model_.runs[run].turn;
        int left = model_.turns[static_cast<std::size_t>(turn)].count;
        for (std::size_t r = 0; r < run; ++r) {
            left -= model_.runs[r].turn == turn ? vehicles_[r] : 0;
        }
        for (int count = 0; count <= left; ++count) {
            vehicles_[run] = count;
            choose_vehicles(run + 1);
        }
        vehicles_[run] = 0;
    }

    /// A vehicle may be filled up to what it holds.
    [[nodiscard]] bool fits(const Cargo& cargo) const {
        const auto run = static_cast<std::size_t>(cargo.run);
        const auto& fleet = problem_.fleets[static_cast<std::size_t>(model_.runs[run].fleet)];
        std::vector<Pieces> pieces;
        for (const Cargo& other : model_.cargo) {
            const auto units = units_[static_cast<std::size_t>(other.column)];
            if (other.run == cargo.run && other.trip == cargo.trip && units > 0) {
                const auto& item = problem_.items[static_cast<std::size_t>(
                    model_.item_of_way[static_cast<std::size_t>(other.way)])];
                pieces.push_back({.count = static_cast<Units>(units),
                                  .kg = item.weight_kg,
                                  .m3 = item.volume_m3});
            }
        }
        return pieces.empty() ||
               vehicles_needed(pieces, fleet.payload_kg + fleet.stowage_kg,
                               fleet.usable_m3 + fleet.stowage_m3, vehicles_[run]) > 0;
    }

    void load(std::size_t index) {
        if (index == model_.cargo.size()) {
            tell();
            return;
        }
        const Cargo& cargo = model_.cargo[index];
        const Way& way = problem_.ways[static_cast<std::size_t>(cargo.way)];
        const auto need = static_cast<std::size_t>(way.serves.front());
        const auto group = static_cast<std::size_t>(cargo.group);
        const auto supply = static_cast<std::size_t>(model_.groups[group].supply);
        double& units = units_[static_cast<std::size_t>(cargo.column)];
        const Units most =
            vehicles_[static_cast<std::size_t>(cargo.run)] == 0
                ? 0
                : std::min({open_[need] / way.rate, group_left_[group], supply_left_[supply]});
        Units taken = 0;
        for (; taken <= most; ++taken) {
            units = static_cast<double>(taken);
            if (!fits(cargo)) {
                break;
            }
            move(need, group, supply, taken, way.rate);
            load(index + 1);
            move(need, group, supply, -taken, way.rate);
        }
        units = 0;
    }

    void move(std::size_t need, std::size_t group, std::size_t supply, Units units, int rate) {
        open_[need] -= units * rate;
        group_left_[group] -= units;
        supply_left_[supply] -= units;
    }

    void tell() {
        for (std::size_t n = 0; n < open_.size(); ++n) {
            units_[static_cast<std::size_t>(model_.unmet_columns[n])] =
                static_cast<double>(open_[n]);
        }
        const PackedValue value = value_of(problem_, model_, units_);
        visit_({.lacking = value.lacking,
                .least_share = *std::min_element(value.shares.begin(), value.shares.end()),
                .tiers = value.tier_steps,
                .tonne_km = value.tonne_km,
                .need_lacking = value.need_lacking});
    }

    const DispatchProblem& problem_;
    DispatchModel model_;
    std::function<void(const Tried&)> visit_;
    std::vector<double> units_;
    std::vector<Units> open_;
    std::vector<Units> group_left_;
    std::vector<Units> supply_left_;
    std::vector<int> vehicles_;
};

}  // namespace

ExhaustiveTrial try_exhaustive(std::uint32_t first, int problems) {
    ExhaustiveTrial trial;
    for (std::uint32_t seed = first; seed < first + static_cast<unsigned>(problems); ++seed) {
        DispatchProblem problem = random_problem(seed, {.places_max = 2,
                                                        .items_max = 1,
                                                        .depots_max = 2,
                                                        .lorries_max = 2,
                                                        .units_max = 3,
                                                        .horizon_days_max = 1});
        problem.suppliers.clear();
        double optimum = std::numeric_limits<double>::max();
        EveryPlan every(problem, [&](const Tried& tried) {
            ++trial.plans;
            optimum = std::min(optimum, tried.lacking);
        });
        if (every.columns() > 12) {
            continue;
        }
        every.walk();
        ++trial.problems;
        const DispatchPlan plan = solve_dispatch(problem, [] { return true; });
        const ObjectiveLevel& aim = plan.levels.front();
        const double slack = 1e-6 * std::max(1.0, optimum);
        if (aim.bound > optimum + slack || aim.value < optimum - slack) {
            ++trial.bound_wrong;
            trial.first_wrong = trial.first_wrong.empty()
                                    ? fmt::format("seed {}: bound {} value {} optimum {}", seed,
                                                  aim.bound, aim.value, optimum)
                                    : trial.first_wrong;
        }
        if (aim.value > optimum + slack) {
            ++trial.above_optimum;
            trial.worst = std::max(trial.worst, optimum > 0 ? aim.value / optimum - 1 : 1);
        }
    }
    return trial;
}

}  // namespace relief::test
