// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "routing/dispatch/tours/tour_problem.h"

#include <cstdint>
#include <vector>

namespace relief {

/// A square matrix that gives rows and columns alike as contiguous memory.
class TourMatrix {
  public:
    TourMatrix() = default;
    TourMatrix(std::vector<double> rows, int size);

    [[nodiscard]] const double* row(int from) const { return rows_.data() + offset(from); }
    /// column(to)[from] is the way from `from` to `to`.
    [[nodiscard]] const double* column(int to) const {
        return (columns_.empty() ? rows_ : columns_).data() + offset(to);
    }
    [[nodiscard]] double at(int from, int to) const { return row(from)[to]; }

  private:
    [[nodiscard]] std::size_t offset(int index) const {
        return static_cast<std::size_t>(index) * static_cast<std::size_t>(size_);
    }

    std::vector<double> rows_;
    std::vector<double> columns_;  ///< empty where the matrix is symmetric
    int size_ = 0;
};

/// Vehicle types that differ in capacity, costs and count alone: a route may pass from one to
/// another whenever its load and length make that cheaper.
struct TourFamily {
    int depot = 0;
    std::vector<int> types;
    std::int64_t largest = 0;  ///< capacity
    double cheapest_distance_cost = 0;
    double max_distance = no_tour_limit;
    double max_duration = no_tour_limit;
    bool reload = false;
    std::vector<char> serves;
};

/// The problem as plain arrays for the search; places are clients 0 to n - 1, then depots.
struct TourModel {
    /// The problem stays the caller's, and has to outlive the model.
    explicit TourModel(const TourProblem& tour_problem);

    [[nodiscard]] const TourMatrix& time() const { return own_time ? duration : distance; }
    [[nodiscard]] int depot_place(int depot) const { return clients + depot; }
    [[nodiscard]] bool serves(int family, int client) const {
        const std::vector<char>& flags = families[static_cast<std::size_t>(family)].serves;
        return flags.empty() || flags[static_cast<std::size_t>(client)] != 0;
    }

    const TourProblem& problem;
    int clients = 0;
    int places = 0;
    TourMatrix distance;
    TourMatrix duration;    ///< empty unless own_time
    bool own_time = false;  ///< durations differ from distances
    bool timed = false;     ///< some window, opening hour or release can bind
    bool releases = false;  ///< some release can bind
    bool limited = false;   ///< some route's duration is limited
    bool reloads = false;   ///< some vehicle may reload
    bool mixed = false;     ///< some family has several types
    bool masked = false;    ///< some vehicle does not serve everybody
    std::vector<TourFamily> families;
    std::vector<int> family_of_type;

    // Visits: one a client, or with splitting several, together in this range.
    int visits = 0;
    std::vector<int> first_visit;  ///< clients + 1
    std::vector<int> client_of;    ///< by visit

    // By place; a depot's window is its opening hours.
    std::vector<double> ready;
    std::vector<double> due;
    std::vector<double> service;
    std::vector<double> release;
    std::vector<double> home_distance;  ///< by client: to the nearest depot and back

    int near_count = 0;
    std::vector<int> near;  ///< clients x near_count, nearest first
};

}  // namespace relief
