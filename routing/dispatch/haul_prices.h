// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "routing/dispatch/haul_state.h"

#include <functional>
#include <optional>
#include <vector>

namespace relief::haul {

/// The linear relaxation, solved: trips may be parts of trips.
struct Relaxation {
    HaulPrices prices;
    std::vector<double> trips;  ///< per arc
    std::vector<double> loads;  ///< per arc x good
};

/// The bound at some prices of the right form.
[[nodiscard]] double bound_at(const Network& network, const HaulPrices& prices);

/// To the optimum, by the linear solver. Nothing where it was stopped.
[[nodiscard]] std::optional<Relaxation> relax_exactly(const HaulProblem& problem,
                                                      const std::vector<double>& trips,
                                                      const std::function<bool()>& keep_going);

}  // namespace relief::haul
