// SPDX-License-Identifier: Apache-2.0
#include "routing/dispatch/vehicles.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

namespace relief {
namespace {

// A linear solution's 2 vehicles may read 1.9999999.
constexpr double whole = 1e-6;
// Work spent on moving single vehicles, counted in linear programs so that it is the same on every
// machine.
constexpr int choice_solves_max = 60;
constexpr int swap_solves_max = 60;
constexpr int swap_rows_max = 20000;  // solves x rows: a large model gets fewer

/// Fixes the numbers of vehicles to whole ones, the fullest run first, solving again in between so
/// that each choice sees the ones before. A vehicle costs no aim anything, so a part of one is
/// rounded up as long as its turn at the docks has one left.
class VehicleChoice {
  public:
    VehicleChoice(const DispatchModel& model, LpSolver& solver)
        : model_(model), solver_(solver), vehicles_(model.runs.size(), 0) {
        fixed_.assign(model.runs.size(), false);
        for (const DockTurn& turn : model.turns) {
            left_of_turn_.push_back(turn.count);
        }
    }

    std::vector<int> choose(const std::function<bool()>& keep_going) {
        LpSolution solution = solver_.solve();
        int solves = 1;
        for (int next = fullest(solution); next >= 0; next = fullest(solution)) {
            const double wanted = value(static_cast<std::size_t>(next), solution);
            fix(next, static_cast<int>(std::ceil(wanted - whole)));
            // The last solution serves on once enough has been spent, or somebody waits.
            if (solves < choice_solves_max && keep_going()) {
                fix_whole(solution);
                if (auto closer = next_solution()) {
                    solution = *std::move(closer);
                }
                ++solves;
            }
        }
        hand_out_idle();
        return vehicles_;
    }

  private:
    /// Nothing where somebody cut it short: the last solution serves on.
    std::optional<LpSolution> next_solution() {
        auto next = solver_.try_solve();
        return next || solver_.stopped() ? std::move(next) : solver_.solve();
    }

    [[nodiscard]] double value(std::size_t run, const LpSolution& solution) const {
        return solution.columns[static_cast<std::size_t>(model_.runs[run].column)];
    }

    [[nodiscard]] int& left_of(std::size_t run) {
        return left_of_turn_[static_cast<std::size_t>(model_.runs[run].turn)];
    }

    void fix(int index, int vehicles) {
        const auto run = static_cast<std::size_t>(index);
        vehicles = std::clamp(vehicles, 0, left_of(run));
        left_of(run) -= vehicles;
        vehicles_[run] = vehicles;
        fixed_[run] = true;
        solver_.set_column_bounds(model_.runs[run].column, vehicles, vehicles);
    }

    void fix_whole(const LpSolution& solution) {
        for (std::size_t r = 0; r < fixed_.size(); ++r) {
            const double vehicles = value(r, solution);
            // A run without vehicles stays open: others' rounding may still make it worth while.
            if (!fixed_[r] && vehicles > whole &&
                std::abs(vehicles - std::round(vehicles)) < whole) {
                fix(static_cast<int>(r), static_cast<int>(std::lround(vehicles)));
            }
        }
    }

    /// The open run whose part of a vehicle is largest; whole numbers count as largest of all.
    [[nodiscard]] int fullest(const LpSolution& solution) const {
        int best = -1;
        double best_part = 0;
        for (std::size_t r = 0; r < fixed_.size(); ++r) {
            const double vehicles = value(r, solution);
            const double part = vehicles - std::ceil(vehicles - whole) + 1;
            if (!fixed_[r] && vehicles > whole && part > best_part) {
                best = static_cast<int>(r);
                best_part = part;
            }
        }
        return best;
    }

    /// Vehicles nobody asked for join the largest run of their turn: what does not pack exactly
    /// still finds room.
    void hand_out_idle() {
        for (std::size_t f = 0; f < left_of_turn_.size(); ++f) {
            int best = -1;
            for (std::size_t r = 0; r < vehicles_.size(); ++r) {
                const bool larger =
                    best < 0 || vehicles_[r] > vehicles_[static_cast<std::size_t>(best)];
                if (model_.runs[r].turn == static_cast<int>(f) && vehicles_[r] > 0 && larger) {
                    best = static_cast<int>(r);
                }
            }
            if (best >= 0) {
                vehicles_[static_cast<std::size_t>(best)] += left_of_turn_[f];
                left_of_turn_[f] = 0;
            }
        }
    }

    const DispatchModel& model_;
    LpSolver& solver_;
    std::vector<int> vehicles_;
    std::vector<bool> fixed_;
    std::vector<int> left_of_turn_;
};

/// Moves single vehicles between the runs of a turn while that serves the first aim, at most
/// `solves_max` linear programs long.
class VehicleSwap {
  public:
    VehicleSwap(const DispatchModel& model, LpSolver& solver, std::vector<int> vehicles)
        : model_(model), solver_(solver), vehicles_(std::move(vehicles)) {}

    std::vector<int> improve(const std::vector<double>& lacking, double bound, int solves_max,
                             const std::function<bool()>& keep_going) {
        solver_.set_costs(lacking);
        const auto begin = solver_.try_solve();
        if (!begin && solver_.stopped()) {
            return vehicles_;
        }
        best_ = begin ? begin->objective : solver_.solve().objective;
        solves_left_ = solves_max;
        bool better = true;
        while (better && best_ - bound > 1e-6 * std::abs(bound) && solves_left_ > 0) {
            better = false;
            for (std::size_t from = 0; from < vehicles_.size(); ++from) {
                for (std::size_t to = 0; to < vehicles_.size() && vehicles_[from] > 0; ++to) {
                    const bool pair = from != to && model_.runs[from].turn == model_.runs[to].turn;
                    if (pair && solves_left_ > 0 && keep_going()) {
                        better = try_move(from, to) || better;
                    }
                }
            }
        }
        return vehicles_;
    }

  private:
    void set(std::size_t run, int vehicles) {
        vehicles_[run] = vehicles;
        solver_.set_column_bounds(model_.runs[run].column, vehicles, vehicles);
    }

    bool try_move(std::size_t from, std::size_t to) {
        set(from, vehicles_[from] - 1);
        set(to, vehicles_[to] + 1);
        --solves_left_;
        const auto tried = solver_.try_solve();
        const double value = tried || solver_.stopped() ? (tried ? tried->objective : best_)
                                                        : solver_.solve().objective;
        if (value < best_ - 1e-9 * std::abs(best_)) {
            best_ = value;
            return true;
        }
        set(from, vehicles_[from] + 1);
        set(to, vehicles_[to] - 1);
        return false;
    }

    const DispatchModel& model_;
    LpSolver& solver_;
    std::vector<int> vehicles_;
    double best_ = 0;
    int solves_left_ = 0;
};

int swap_solves(const DispatchModel& model) {
    return std::min(swap_solves_max, swap_rows_max / static_cast<int>(model.lp.rows.size()));
}

}  // namespace

std::vector<int> choose_vehicles(const DispatchModel& model, LpSolver& solver,
                                 const std::vector<double>& guide,
                                 const std::vector<double>& lacking, double bound,
                                 const std::function<bool()>& keep_going) {
    solver.set_costs(guide);
    const std::vector<int> vehicles = VehicleChoice(model, solver).choose(keep_going);
    for (std::size_t r = 0; r < vehicles.size(); ++r) {
        solver.set_column_bounds(model.runs[r].column, vehicles[r], vehicles[r]);
    }
    return VehicleSwap(model, solver, vehicles)
        .improve(lacking, bound, swap_solves(model), keep_going);
}

}  // namespace relief
