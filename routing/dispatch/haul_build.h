// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "routing/dispatch/haul_state.h"
#include "routing/dispatch/tours/tour_random.h"

#include <span>
#include <vector>

namespace relief::haul {

/// What trips are best filled with, and what one has to earn, where scarce trips and stock are paid
/// at some prices.
struct Guide {
    std::vector<double> gain;  ///< per arc x good: of one unit that goes
    std::vector<int> order;    ///< per arc its goods, those of most gain for their room first
    std::vector<int> worth;    ///< per arc: so many goods of its order gain something
    std::vector<double> trip_charge;  ///< per arc: of one more trip
};

[[nodiscard]] HaulPrices no_prices(const Network& network);

[[nodiscard]] Guide make_guide(const Network& network, const HaulPrices& prices);

/// Fills what room the trips of an arc have.
void top_up(State& state, const Guide& guide, std::size_t arc);

/// Adds trips on the arcs named, the one that gains most first, for as long as one gains anything.
/// With `random` the order is blurred and some arcs are passed over.
void build(State& state, const Guide& guide, std::span<const std::size_t> arcs, TourRandom* random);

}  // namespace relief::haul
