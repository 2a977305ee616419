// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tools/benchmarks/vrp/vrp_answer.h"

#include <cstdint>

namespace relief::bench {

/// Solves a problem within so many seconds of the wall clock, iterations, or both (0: not limited
/// by it).
[[nodiscard]] VrpAnswer solve_for(const TourProblem& problem, double seconds,
                                  std::int64_t iterations, std::uint64_t seed);

}  // namespace relief::bench
