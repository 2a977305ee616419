// SPDX-License-Identifier: Apache-2.0
#include "tools/benchmarks/vrp/vrp_solve.h"

#include <chrono>

namespace relief::bench {

VrpAnswer solve_for(const TourProblem& problem, double seconds, std::int64_t iterations,
                    std::uint64_t seed) {
    const auto begin = std::chrono::steady_clock::now();
    const auto elapsed = [begin] {
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    };
    TourLimits limits{.iterations = iterations, .seed = seed};
    if (seconds > 0) {
        limits.time_used = [elapsed, seconds] { return elapsed() / seconds; };
    }
    VrpAnswer answer{.plan = solve_tours(problem, limits), .seed = seed};
    answer.seconds = elapsed();
    return answer;
}

}  // namespace relief::bench
