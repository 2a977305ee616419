// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "routing/dispatch/haul_state.h"
#include "routing/solver/lp.h"

#include <functional>
#include <optional>
#include <vector>

namespace relief::haul {

/// Some arcs of a problem as a linear model: what may go over them where the rest of the plan
/// stays. With all arcs and nothing planned it is the whole problem. `none`: no row or column.
struct Part {
    static constexpr int none = -1;
    LpModel model;
    std::vector<std::size_t> arcs;
    std::vector<double> trips_left;  ///< per depot
    std::vector<int> trips_row;      ///< per depot
    std::vector<int> stock_row;      ///< per depot x good
    std::vector<int> weight_row;     ///< per arc of the part; that of volume follows it
    std::vector<int> trips_column;   ///< per arc of the part
    std::vector<int> load_column;    ///< per arc of the part x good
};

/// The arcs have nothing on them. Names are for people: without them it is quicker.
[[nodiscard]] Part make_part(const State& state, std::vector<std::size_t> arcs, bool named);

/// Trips and loads of a solution: per arc of the part, per arc of the part x good.
struct Share {
    std::vector<double> trips;
    std::vector<double> loads;
};

[[nodiscard]] Share share_of(const Part& part, const LpSolution& solution);

/// The prices in a solution of the part that is the whole problem.
[[nodiscard]] HaulPrices prices_of(const Part& part, const LpSolution& solution);

/// Trips on some arcs made whole, those nearest to the next whole number first, as far as each
/// depot's trips go.
[[nodiscard]] std::vector<double> whole_trips(const State& state,
                                              const std::vector<std::size_t>& arcs,
                                              std::vector<double> trips);

/// Makes the trips of a solution whole: at depots that have fewer trips left than that asks for,
/// some at a time, nearest to whole first, with a solve after each step; elsewhere at once. As soon
/// as it `hurries` (may be empty), all at once. Where the solver is stopped it makes do with what
/// it has, so that loads may be too much for the trips.
[[nodiscard]] Share make_whole(const State& state, const Part& part, LpSolver& solver,
                               const LpSolution& solution, const std::function<bool()>& hurries);

}  // namespace relief::haul
