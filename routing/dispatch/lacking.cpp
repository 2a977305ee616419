// SPDX-License-Identifier: Apache-2.0
#include "routing/dispatch/lacking.h"

#include "routing/dispatch/look_up.h"

#include <algorithm>
#include <chrono>

namespace relief {

double lacking_per_unit(const DispatchProblem& problem, const DispatchNeed& need, int arrive) {
    const Instant at = problem.as_of + Minutes{arrive};
    // Hours begun: nobody hauls from a farther depot to be five minutes sooner.
    const auto hours =
        static_cast<double>(std::chrono::ceil<std::chrono::hours>(at - need.by).count());
    double grown = 0;
    for (std::size_t i = 0; i < problem.growth.size() && hours > problem.growth[i].from_h; ++i) {
        const double end = i + 1 < problem.growth.size()
                               ? std::min<double>(hours, problem.growth[i + 1].from_h)
                               : hours;
        grown += problem.growth[i].factor * (end - problem.growth[i].from_h);
    }
    return need.weight * need.persons / static_cast<double>(need.quantity) * grown;
}

double lacking_left_open(const DispatchProblem& problem, const Way& way, const DispatchNeed& need,
                         int arrive) {
    return way.rate * lacking_per_unit(problem, need, arrive) +
           penalty_left_open(problem, way, need, arrive);
}

double penalty_left_open(const DispatchProblem& problem, const Way& way, const DispatchNeed& need,
                         int arrive) {
    const double late = lacking_per_unit(problem, need, arrive);
    const double never = lacking_per_unit(problem, need, horizon_minutes(problem));
    return way.rate * way.penalty * (never - late);
}

}  // namespace relief
