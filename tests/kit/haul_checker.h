// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace relief::kit {

/// What a plan for a generated dispatch model costs and breaks, reckoned from the two JSON
/// documents alone; it knows nothing of the optimiser.
struct HaulVerdict {
    double value = 0;
    std::vector<std::string> complaints;
};

/// `nearest`: the plan may use each place's nearest depots only; 0 = all.
[[nodiscard]] HaulVerdict check_haul(const std::string& model, const std::string& plan,
                                     std::size_t nearest);

}  // namespace relief::kit
