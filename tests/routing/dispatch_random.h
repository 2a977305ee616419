// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "routing/dispatch/problem.h"

#include <cstdint>

namespace relief::test {

/// How large a random problem may get.
struct RandomSize {
    int places_max = 3;
    int items_max = 3;
    int depots_max = 3;
    int lorries_max = 3;  ///< of one depot
    int units_max = 200;  ///< of one need
    int horizon_days_max = 3;
};

/// A dispatch problem with every limit of the planner in it: short stock, floors, lots that expire,
/// few and small lorries, docks, roads cut or too long, signatures, suppliers, substitutes of which
/// one unit counts for several. The same seed gives the same problem.
[[nodiscard]] DispatchProblem random_problem(std::uint32_t seed, const RandomSize& size = {});

}  // namespace relief::test
