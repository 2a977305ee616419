// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "routing/dispatch/plan.h"
#include "routing/dispatch/problem.h"

#include <string>
#include <vector>

namespace relief {

/// One place that keeps goods for a need, seen beside a plan.
struct GoodsSource {
    std::string from;  ///< depot or supplier id
    std::string item;
    std::string tier;
    int tier_rank = 0;
    Units sent = 0;  ///< to this need by the plan, units of `item`
    /// What it could send besides: usable lots above the floor that no shipment takes; of a
    /// supplier what is on hand and what the days of the plan make.
    Units left = 0;
    std::string vehicle_class;
    double km = 0;
    int minutes = 0;     ///< on the road
    int arrive = -1;     ///< of its first lorry, minutes after as_of; -1 = not within the plan
    double lacking = 0;  ///< of one unit that comes then: what it adds to the aims of these names
    double tier_steps = 0;
    double tonne_km = 0;
    /// Why nothing (more) comes from there: "road" no open road, "time" after the end of the plan,
    /// "expiry" its lots do not last, "floor" the rest is kept back, "stock" all of it is sent;
    /// "vehicles" goods are left but its lorries are all out when they would be in time;
    /// "" where it is only the dearer one.
    std::string why_not;
};

/// Where a need (an index) is served from or could be, the best first as the aims have it: what
/// comes late, then the tier, then the way.
[[nodiscard]] std::vector<GoodsSource> sources_of(const DispatchProblem& problem,
                                                  const DispatchPlan& plan, int need);

/// The problem in which a depot or supplier may not send to a place: what the next best would be.
[[nodiscard]] DispatchProblem without_source(const DispatchProblem& problem,
                                             const std::string& from, const std::string& place);

}  // namespace relief
