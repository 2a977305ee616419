// SPDX-License-Identifier: Apache-2.0
#include "routing/dispatch/plan.h"

#include <algorithm>
#include <cmath>

namespace relief {

double ObjectiveLevel::gap() const {
    const double size = std::max(std::abs(value), std::abs(bound));
    return size == 0 ? 0 : std::abs(value - bound) / size;
}

double DispatchPlan::gap() const {
    double worst = 0;
    for (const ObjectiveLevel& level : levels) {
        worst = std::max(worst, level.gap());
    }
    return worst;
}

}  // namespace relief
