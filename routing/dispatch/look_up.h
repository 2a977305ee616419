// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "routing/dispatch/problem.h"

#include <string>

namespace relief {

/// The item with an id; a validated problem has it.
[[nodiscard]] const DispatchItem& item_of(const DispatchProblem& problem, const std::string& id);

/// Index of the leg a vehicle class has from a node to a place, -1 where it has none.
[[nodiscard]] int leg_index(const DispatchProblem& problem, const std::string& node,
                            const std::string& place, const std::string& vehicle_class);

/// Whether any vehicle class has a leg from a node to a place.
[[nodiscard]] bool has_leg(const DispatchProblem& problem, const std::string& node,
                           const std::string& place);

/// Whether a way of meeting needs is one for this need.
[[nodiscard]] bool serves(const Way& way, int need);

/// The tier a depot is for a place, null where it may not send there.
[[nodiscard]] const DispatchTier* tier_of(const DispatchProblem& problem, int depot,
                                          const std::string& place);

/// Minutes after as_of from which on a place takes goods in.
[[nodiscard]] int opens_after(const DispatchProblem& problem, const std::string& place);

/// Minutes after as_of at which the horizon ends.
[[nodiscard]] int horizon_minutes(const DispatchProblem& problem);

}  // namespace relief
