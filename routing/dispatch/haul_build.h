// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "routing/dispatch/haul_part.h"
#include "routing/dispatch/haul_state.h"

#include <span>
#include <vector>

namespace relief::haul {

/// What trips are best filled with.
struct Guide {
    std::vector<double> gain;  ///< per arc x good: of one unit that goes
    std::vector<int> order;    ///< per arc its goods, those of most gain for their room first
    std::vector<int> worth;    ///< per arc: so many goods of its order gain something
};

[[nodiscard]] Guide make_guide(const Network& network);

/// Fills what room the trips of an arc have; then goods of much gain take the room of others.
void fill(State& state, const Guide& guide, std::size_t arc);

/// Fills the arcs named and adds trips on them, the one that gains most first, for as long as one
/// gains anything. What trips are not needed are given back.
void build(State& state, const Guide& guide, std::span<const std::size_t> arcs);

/// Puts whole trips and whole units of a part's share on its arcs, as far as they go.
void put_share(State& state, const Guide& guide, const Part& part, const Share& share);

/// The same, and builds on them.
void take_share(State& state, const Guide& guide, const Part& part, const Share& share);

}  // namespace relief::haul
