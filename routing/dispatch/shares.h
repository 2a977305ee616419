// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "routing/dispatch/model.h"
#include "routing/solver/lp.h"

#include <vector>

namespace relief {

/// Served shares of places, as fair as they can be: the least is raised, then the least of the
/// others, and so on (leximin; Ogryczak, "On the lexicographic minimax approach to location
/// problems", 1997). Holds rows of a solver; what other aims keep is not touched.
class FairShares {
  public:
    /// Both must outlive it.
    FairShares(const DispatchModel& model, LpSolver& solver);

    /// Raises the shares step by step and leaves the solver keeping what each place has reached;
    /// answers the columns, `start` where the solver finds no step to take. After so many linear
    /// programs the places that are still open keep the least that they have reached together.
    [[nodiscard]] std::vector<double> raise(std::vector<double> start);

    /// The bound of each place's share in a plan that has these: the most that it and every place
    /// above it could have together while those below keep theirs. Leaves all of them kept.
    [[nodiscard]] std::vector<double> bounds(const std::vector<double>& shares);

    /// Nothing is kept any more.
    void release();

  private:
    void keep(std::size_t place, double share);
    [[nodiscard]] bool can_rise(std::size_t place, double least);
    [[nodiscard]] std::vector<double> cost_of(std::size_t place) const;
    [[nodiscard]] double share_in(std::size_t place, const std::vector<double>& columns) const;

    const DispatchModel& model_;
    LpSolver& solver_;
    std::vector<std::vector<LpEntry>> entries_;  // per place: what its share is made of
    std::vector<double> least_cost_;             // raises the least
    std::vector<bool> open_;
    int solves_left_ = 0;
};

/// Gini coefficient of shares over weights: 0 where all have the same. Sum over all pairs of the
/// weighted differences over twice the square of the weights and the mean.
[[nodiscard]] double gini(const std::vector<double>& shares, const std::vector<double>& weights);

}  // namespace relief
