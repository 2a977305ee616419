// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "routing/dispatch/haul_build.h"
#include "routing/dispatch/tours/tour_random.h"

namespace relief::haul {

/// The limits of a search and what it shows.
struct Watch {
    const HaulLimits* limits = nullptr;
    double bound = 0;

    [[nodiscard]] bool goes_on(double value, std::int64_t rounds) const {
        return (!limits->time_used || limits->time_used() < 1) &&
               (!limits->keep_going ||
                limits->keep_going({.value = value, .bound = bound, .rounds = rounds}));
    }
};

/// Serves some places anew, again and again, and keeps what is no worse; only places that `may`
/// (one per place; empty: all). The rounds done.
std::int64_t improve(State& state, const Guide& guide, const Watch& watch,
                     const std::vector<bool>& may);

}  // namespace relief::haul
