// SPDX-License-Identifier: Apache-2.0
#include "routing/dispatch/vehicles.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

namespace relief {
namespace {

// A linear solution's 2 vehicles may read 1.9999999.
constexpr double whole_vehicle = 1e-6;
// Nearer to the bound than that no vehicle is moved: that goods are whole pieces costs more.
constexpr double near_enough = 1e-4;
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
        auto afresh = solver_.try_solve_afresh();  // the costs are those of the guide from here on
        LpSolution solution = afresh ? *std::move(afresh) : solver_.solve();
        int solves = 1;
        for (int next = fullest(solution); next >= 0; next = fullest(solution)) {
            const double wanted = value(static_cast<std::size_t>(next), solution);
            fix(next, static_cast<int>(std::ceil(wanted - whole_vehicle)));
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
            if (!fixed_[r] && vehicles > whole_vehicle &&
                std::abs(vehicles - std::round(vehicles)) < whole_vehicle) {
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
            const double part = vehicles - std::ceil(vehicles - whole_vehicle) + 1;
            if (!fixed_[r] && vehicles > whole_vehicle && part > best_part) {
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
/// `solves_max` linear programs long. What a vehicle more or less of a run comes to is read off the
/// reduced costs: no move serves the aim better than they say, so that those which promise nothing
/// are not tried, and the most promising is tried first.
class VehicleSwap {
  public:
    VehicleSwap(const DispatchModel& model, LpSolver& solver, std::vector<int> vehicles)
        : model_(model), solver_(solver), vehicles_(std::move(vehicles)) {}

    std::vector<int> improve(const std::vector<double>& lacking, double bound, int solves_max,
                             const std::function<bool()>& keep_going) {
        solver_.set_costs(lacking);
        auto best = solver_.try_solve();
        if (!best && !solver_.stopped()) {
            best = solver_.solve();
        }
        int solves_left = solves_max;
        while (best && best->objective - bound > near_enough * std::abs(bound)) {
            std::optional<LpSolution> better;
            for (const Move& move : promising(*best)) {
                if (solves_left-- <= 0 || !keep_going()) {
                    break;
                }
                better = after(move, best->objective);
                if (better) {
                    break;
                }
            }
            best = std::move(better);
        }
        return vehicles_;
    }

  private:
    struct Move {
        std::size_t from = 0;
        std::size_t to = 0;
        double promised = 0;  ///< of the objective, less than 0
    };

    /// The moves that may serve the aim, the most promising first.
    [[nodiscard]] std::vector<Move> promising(const LpSolution& solution) const {
        const double least_gain = 1e-9 * std::abs(solution.objective);
        const auto cost = [&](std::size_t run) {
            return solution.reduced_costs[static_cast<std::size_t>(model_.runs[run].column)];
        };
        std::vector<Move> moves;
        for (std::size_t from = 0; from < vehicles_.size(); ++from) {
            for (std::size_t to = 0; to < vehicles_.size() && vehicles_[from] > 0; ++to) {
                const double promised = cost(to) - cost(from);
                if (model_.runs[from].turn == model_.runs[to].turn && promised < -least_gain) {
                    moves.push_back({.from = from, .to = to, .promised = promised});
                }
            }
        }
        std::stable_sort(moves.begin(), moves.end(),
                         [](const Move& a, const Move& b) { return a.promised < b.promised; });
        return moves;
    }

    void add(std::size_t run, int vehicles) {
        vehicles_[run] += vehicles;
        solver_.set_column_bounds(model_.runs[run].column, vehicles_[run], vehicles_[run]);
    }

    /// The solution after a move that serves the aim; without one the move is taken back.
    std::optional<LpSolution> after(const Move& move, double before) {
        add(move.from, -1);
        add(move.to, 1);
        auto tried = solver_.try_solve_below(before - 1e-9 * std::abs(before));
        if (tried) {
            return tried;
        }
        add(move.from, 1);
        add(move.to, -1);
        return std::nullopt;
    }

    const DispatchModel& model_;
    LpSolver& solver_;
    std::vector<int> vehicles_;
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
