// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "routing/dispatch/tours/tour_problem.h"

#include <cstdint>
#include <functional>
#include <vector>

namespace relief {

/// How long to search. At least one of `iterations` and `time_used` is to be given; the search ends
/// when the first of them is used up, or when `keep_going` says no.
struct TourLimits {
    std::int64_t iterations = 0;  ///< rounds of ruin and recreate; 0: not limited by them
    std::uint64_t seed = 1;
    /// The share of the time allowed that is used, 0 to 1. Empty: not limited by time, and then the
    /// same problem, iterations and seed give the same plan, byte for byte.
    std::function<double()> time_used;
    std::function<bool()> keep_going;  ///< empty: yes
};

/// A visit, or where `client` is `reload_stop` a return to the depot for the next trip.
struct TourStop {
    int client = 0;
    std::int64_t quantity = 0;
};
inline constexpr int reload_stop = -1;

struct TourRoute {
    int vehicle = 0;  ///< index into TourProblem::vehicles
    double distance = 0;
    double cost = 0;
    std::vector<TourStop> stops;
};

/// What of a client's demand no vehicle of the plan brings.
struct TourShortage {
    int client = 0;
    std::int64_t quantity = 0;
};

struct TourPlan {
    double cost = 0;  ///< of the routes; what is missing costs nothing
    double distance = 0;
    std::vector<TourRoute> routes;      ///< none of them empty; by vehicle, then by first stop
    std::vector<TourShortage> missing;  ///< empty where everybody is served
    std::int64_t iterations = 0;        ///< done
};

/// A plan that keeps every limit of the problem, and says what it could not serve. Ruin and
/// recreate by strings of neighbouring stops under simulated annealing, after Christiaens and
/// Vanden Berghe, "Slack Induction by String Removals for Vehicle Routing Problems",
/// Transportation Science 54(2), 2020; see README.md for what is ours. One thread.
[[nodiscard]] TourPlan solve_tours(const TourProblem& problem, const TourLimits& limits);

}  // namespace relief
