// SPDX-License-Identifier: Apache-2.0
#include "routing/dispatch/haul.h"

#include "routing/dispatch/haul_improve.h"
#include "routing/dispatch/haul_prices.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace relief {
namespace {

using haul::Network;
using haul::Relaxation;
using haul::State;

constexpr double nearly_whole = 1e-6;

/// What is worth sending goes, over every arc.
void build_everywhere(State& state, const HaulPrices& prices) {
    const Network& network = state.network();
    std::vector<std::size_t> arcs(network.arcs);
    std::iota(arcs.begin(), arcs.end(), std::size_t{0});
    haul::build(state, haul::make_guide(network, prices), arcs, nullptr);
    for (const std::size_t arc : arcs) {
        state.drop_idle_trips(arc);
    }
    state.settle();
}

/// The relaxation's trips made whole: those nearest to the next whole number first, as far as the
/// depot's trips go.
std::vector<double> whole_trips(const Network& network, const std::vector<double>& trips) {
    constexpr double next_to_none = 0.02;
    std::vector<double> whole(network.arcs);
    for (std::size_t depot = 0; depot < network.depots; ++depot) {
        auto left = static_cast<double>(network.problem->depots[depot].trips);
        std::vector<std::pair<double, std::size_t>> rests;
        for (const std::size_t arc : network.arcs_of_depot[depot]) {
            whole[arc] = std::floor(trips[arc] + nearly_whole);
            left -= whole[arc];
            rests.emplace_back(whole[arc] - trips[arc], arc);
        }
        std::sort(rests.begin(), rests.end());
        for (const auto& [rest, arc] : rests) {
            if (left >= 1 && -rest > next_to_none) {
                whole[arc] += 1;
                left -= 1;
            }
        }
    }
    return whole;
}

/// Whole units of what goes over whole trips.
State round_off(const Network& network, const std::vector<double>& trips,
                const std::vector<double>& loads) {
    State state(network);
    for (std::size_t arc = 0; arc < network.arcs; ++arc) {
        state.add_trips(arc, trips[arc]);
        for (std::size_t good = 0; good < network.goods; ++good) {
            state.add_load(arc, good, std::floor(loads[arc * network.goods + good] + nearly_whole));
        }
    }
    fprintf(stderr, "floored %.0f\n", state.value());
    build_everywhere(state, haul::no_prices(network));
    fprintf(stderr, "filled %.0f\n", state.value());
    return state;
}

/// Stock and need meet on so many arcs x goods.
std::int64_t count_columns(const Network& network) {
    std::int64_t count = 0;
    for (std::size_t arc = 0; arc < network.arcs; ++arc) {
        for (std::size_t good = 0; good < network.goods; ++good) {
            count += network.can_flow(arc, good) ? 1 : 0;
        }
    }
    return count;
}

}  // namespace

HaulAnswer solve_haul(const HaulProblem& problem, const HaulLimits& limits) {
    validate(problem);
    const Network network = haul::make_network(problem);
    HaulAnswer answer{.prices = haul::no_prices(network)};
    State state(network);
    build_everywhere(state, answer.prices);
    answer.bound = haul::bound_at(network, answer.prices);
    const auto keep_going = [&] {
        return (!limits.time_used || limits.time_used() < 1) &&
               (!limits.keep_going ||
                limits.keep_going({.value = state.value(), .bound = answer.bound}));
    };
    if (keep_going() && count_columns(network) <= limits.exact_columns) {
        if (const auto relaxation = haul::relax_exactly(problem, {}, keep_going)) {
            answer.prices = relaxation->prices;
            answer.bound = haul::bound_at(network, answer.prices);
            const auto trips = whole_trips(network, relaxation->trips);
            if (const auto fixed = haul::relax_exactly(problem, trips, keep_going)) {
                State rounded = round_off(network, trips, fixed->loads);
                if (rounded.value() < state.value()) {
                    state = std::move(rounded);
                }
            }
        }
    }
    if (keep_going()) {
        answer.rounds = haul::improve(state, answer.prices, {.limits = &limits, .bound = answer.bound});
    }
    answer.plan = state.plan();
    answer.value = haul_value(problem, answer.plan);
    // Equal but for the last digits of two sums.
    answer.bound = std::min(answer.bound, answer.value);
    return answer;
}

}  // namespace relief
