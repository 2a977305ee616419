// SPDX-License-Identifier: Apache-2.0
#include "routing/dispatch/shares.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace relief {
namespace {

// Shares nearer than this are the same; far below one package.
constexpr double same_share = 1e-7;
// What is kept is loosened by this, or rounding alone would leave no solution.
constexpr double kept_slack = 1e-9;
constexpr int share_solves_max = 40;

}  // namespace

FairShares::FairShares(const DispatchModel& model, LpSolver& solver)
    : model_(model),
      solver_(solver),
      entries_(model.share_rows.size()),
      least_cost_(model.lp.columns.size(), 0),
      open_(model.share_rows.size(), true) {
    least_cost_[static_cast<std::size_t>(model.least_share_column)] = -1;
    for (const LpEntry& entry : model.lp.entries) {
        const auto row = std::find(model.served_rows.begin(), model.served_rows.end(), entry.row);
        if (row != model.served_rows.end()) {
            entries_[static_cast<std::size_t>(row - model.served_rows.begin())].push_back(entry);
        }
    }
}

void FairShares::keep(std::size_t place, double share) {
    open_[place] = false;
    // Below any difference of shares: the place no longer holds the least down.
    solver_.set_row_bounds(model_.share_rows[place], -1 - model_.covered_shares[place],
                           lp_infinity);
    // The row is what is still decided of the share.
    const double decided = share - model_.covered_shares[place];
    solver_.set_row_bounds(model_.served_rows[place], std::max(0.0, decided - kept_slack),
                           lp_infinity);
}

void FairShares::release() {
    for (std::size_t place = 0; place < open_.size(); ++place) {
        open_[place] = true;
        solver_.set_row_bounds(model_.share_rows[place], -model_.covered_shares[place],
                               lp_infinity);
        solver_.set_row_bounds(model_.served_rows[place], -lp_infinity, lp_infinity);
    }
    solver_.set_column_bounds(model_.least_share_column, 0, 1);
}

double FairShares::share_in(std::size_t place, const std::vector<double>& columns) const {
    double share = model_.covered_shares[place];
    for (const LpEntry& entry : entries_[place]) {
        share += entry.value * columns[static_cast<std::size_t>(entry.column)];
    }
    return share;
}

std::vector<double> FairShares::cost_of(std::size_t place) const {
    std::vector<double> costs(model_.lp.columns.size(), 0);
    for (const LpEntry& entry : entries_[place]) {
        costs[static_cast<std::size_t>(entry.column)] = -entry.value;
    }
    return costs;
}

bool FairShares::can_rise(std::size_t place, double least) {
    --solves_left_;
    solver_.set_costs(cost_of(place));
    const auto solution = solver_.try_solve();
    return solution && model_.covered_shares[place] - solution->objective > least + same_share;
}

std::vector<double> FairShares::raise(std::vector<double> start) {
    release();
    solves_left_ = share_solves_max;
    std::vector<double> columns = std::move(start);
    while (std::any_of(open_.begin(), open_.end(), [](bool open) { return open; })) {
        --solves_left_;
        solver_.set_column_bounds(model_.least_share_column, 0, 1);
        solver_.set_costs(least_cost_);
        auto solution = solver_.try_solve();
        if (!solution) {
            return columns;
        }
        columns = std::move(solution->columns);
        const double least = -solution->objective;
        solver_.set_column_bounds(model_.least_share_column, std::max(0.0, least - kept_slack), 1);
        std::vector<std::size_t> lowest;
        std::vector<std::size_t> stuck;
        for (std::size_t place = 0; place < open_.size(); ++place) {
            if (open_[place] && share_in(place, columns) <= least + same_share) {
                lowest.push_back(place);
            }
        }
        for (const std::size_t place : lowest) {
            if (lowest.size() == 1 || solves_left_ <= 0 || !can_rise(place, least)) {
                stuck.push_back(place);
            }
        }
        // By a hair's breadth of arithmetic each alone may seem to rise, and not all together.
        for (const std::size_t place : stuck.empty() ? lowest : stuck) {
            keep(place, least);
        }
        if (solves_left_ <= 0) {
            for (std::size_t place = 0; place < open_.size(); ++place) {
                if (open_[place]) {
                    keep(place, least);
                }
            }
        }
    }
    return columns;
}

std::vector<double> FairShares::bounds(const std::vector<double>& shares) {
    release();
    std::vector<std::size_t> order(shares.size());
    std::iota(order.begin(), order.end(), 0);
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return shares[a] < shares[b]; });
    std::vector<double> bounds(shares.size(), 1);
    for (std::size_t i = 0; i < order.size(); ++i) {
        // Where no more are solved, or the solver trips over what is kept, 1 is weak but true.
        if (i < share_solves_max) {
            // Told anew at each step: a freed row is no start for the dual simplex.
            solver_.set_costs(least_cost_);
            const auto solution = solver_.try_solve();
            bounds[order[i]] = solution ? -solution->objective : 1;
        }
        keep(order[i], shares[order[i]]);
    }
    return bounds;
}

double gini(const std::vector<double>& shares, const std::vector<double>& weights) {
    double total = 0;
    double mean = 0;
    double differences = 0;
    for (std::size_t i = 0; i < shares.size(); ++i) {
        total += weights[i];
        mean += weights[i] * shares[i];
        for (std::size_t j = 0; j < shares.size(); ++j) {
            differences += weights[i] * weights[j] * std::abs(shares[i] - shares[j]);
        }
    }
    return mean > 0 ? differences / (2 * total * mean) : 0;
}

}  // namespace relief
