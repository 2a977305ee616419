// SPDX-License-Identifier: Apache-2.0
#include "routing/dispatch/look_up.h"

#include <algorithm>
#include <chrono>

namespace relief {

const DispatchItem& item_of(const DispatchProblem& problem, const std::string& id) {
    return *std::find_if(problem.items.begin(), problem.items.end(),
                         [&](const DispatchItem& item) { return item.id == id; });
}

int leg_index(const DispatchProblem& problem, const std::string& node, const std::string& place,
              const std::string& vehicle_class) {
    for (std::size_t i = 0; i < problem.legs.size(); ++i) {
        const DispatchLeg& leg = problem.legs[i];
        if (leg.from_node == node && leg.to_place == place && leg.vehicle_class == vehicle_class) {
            return static_cast<int>(i);
        }
    }
    return -1;
}

bool has_leg(const DispatchProblem& problem, const std::string& node, const std::string& place) {
    return std::any_of(problem.legs.begin(), problem.legs.end(), [&](const DispatchLeg& leg) {
        return leg.from_node == node && leg.to_place == place;
    });
}

bool serves(const Way& way, int need) {
    return std::find(way.serves.begin(), way.serves.end(), need) != way.serves.end();
}

const DispatchTier* tier_of(const DispatchProblem& problem, int depot, const std::string& place) {
    for (const DispatchTier& tier : problem.tiers) {
        if (tier.depot == depot && tier.place == place) {
            return &tier;
        }
    }
    return nullptr;
}

int opens_after(const DispatchProblem& problem, const std::string& place) {
    for (const DispatchReception& reception : problem.receptions) {
        if (reception.place == place) {
            return reception.opens_minutes;
        }
    }
    return 0;
}

int horizon_minutes(const DispatchProblem& problem) {
    return static_cast<int>(
        std::chrono::duration_cast<Minutes>(problem.until - problem.as_of).count());
}

}  // namespace relief
