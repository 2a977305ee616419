// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "routing/dispatch/tours/tours.h"

#include <optional>
#include <string>
#include <vector>

namespace relief::test {

/// Everything that is wrong with a plan, judged from the problem alone: every limit, every window,
/// every load, the cost, and that what is not brought is told. Shares no code with the optimiser.
[[nodiscard]] std::vector<std::string> tour_faults(const TourProblem& problem,
                                                   const TourPlan& plan);

/// The least cost of serving everybody, by trying every way; nullopt where there is none. Whole
/// numbers only. For a handful of clients; with splitting, for a handful of small demands.
[[nodiscard]] std::optional<double> least_tour_cost(const TourProblem& problem);
[[nodiscard]] std::optional<double> least_split_cost(const TourProblem& problem);

}  // namespace relief::test
