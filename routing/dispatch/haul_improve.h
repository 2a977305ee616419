// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "routing/dispatch/haul_build.h"

#include <functional>

namespace relief::haul {

/// How long to improve a plan.
struct Search {
    const HaulLimits* limits = nullptr;
    double bound = 0;            ///< to be shown
    std::vector<bool> may_change;  ///< per place: may lose what it has; empty: all
};

/// What is kept back for places that are not served yet.
struct Reserve {
    std::vector<double> trips;
    std::vector<double> stock;
};

void serve(State& state, const Guide& plain, const std::vector<std::size_t>& places,
           const Reserve& reserve);

/// Makes the state better by tearing down and building again; never worse. The rounds done.
std::int64_t improve(State& state, const HaulPrices& prices, const Search& search);

}  // namespace relief::haul
