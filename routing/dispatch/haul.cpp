// SPDX-License-Identifier: Apache-2.0
#include "routing/dispatch/haul.h"

#include "routing/dispatch/haul_ascent.h"
#include "routing/dispatch/haul_build.h"
#include "routing/dispatch/haul_improve.h"
#include "routing/dispatch/haul_part.h"

#include <algorithm>
#include <limits>
#include <numeric>
#include <stop_token>
#include <thread>

namespace relief {
namespace {

using haul::Network;
using haul::State;

std::vector<std::size_t> all_arcs(const Network& network) {
    std::vector<std::size_t> arcs(network.arcs);
    std::iota(arcs.begin(), arcs.end(), std::size_t{0});
    return arcs;
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

/// The search as it stands.
class Hunt {
  public:
    Hunt(const HaulProblem& problem, const HaulLimits& limits)
        : limits_(limits),
          network_(haul::make_network(problem)),
          guide_(haul::make_guide(network_)),
          state_(network_) {
        watch_.limits = &limits_;
    }

    HaulAnswer run() {
        haul::build(state_, guide_, all_arcs(network_));
        take_prices(no_prices());
        if (goes_on() && count_columns(network_) <= limits_.exact_columns) {
            relax();
        } else if (goes_on()) {
            approach();
        }
        if (goes_on()) {
            answer_.rounds += haul::improve(state_, guide_, watch_, {});
        }
        answer_.plan = state_.plan();
        answer_.value = haul_value(*network_.problem, answer_.plan);
        // Equal but for the last digits of two sums.
        answer_.bound = std::min(watch_.bound, answer_.value);
        return std::move(answer_);
    }

  private:
    [[nodiscard]] bool goes_on() const { return watch_.goes_on(state_.value(), 0); }

    [[nodiscard]] HaulPrices no_prices() const {
        return {.trip = std::vector<double>(network_.depots, 0),
                .stock = std::vector<double>(network_.depots * network_.goods, 0),
                .weight_share = std::vector<double>(network_.arcs, 0.5)};
    }

    void take_prices(HaulPrices prices) {
        const double bound = haul::bound_at(network_, prices);
        if (bound >= watch_.bound || answer_.prices.trip.empty()) {
            watch_.bound = bound;
            answer_.prices = std::move(prices);
        }
    }

    /// Prices and bound from the linear relaxation, and a plan made of it.
    void relax() {
        State rounded(network_);
        const haul::Part part = haul::make_part(rounded, all_arcs(network_), false);
        LpSolver solver(part.model);
        solver.set_keep_going([this] { return goes_on(); });
        const auto solution = solver.try_solve_from_within();
        if (!solution) {
            return;
        }
        take_prices(haul::prices_of(part, *solution));
        haul::take_share(rounded, guide_, part,
                         haul::make_whole(rounded, part, solver, *solution, [this] {
                             constexpr double late = 0.6;
                             return limits_.time_used && limits_.time_used() > late;
                         }));
        if (rounded.value() < state_.value()) {
            state_ = std::move(rounded);
        }
    }

    /// Prices where the model is too large for the linear solver, and with time to use better plans
    /// beside: the search needs no prices.
    void approach() {
        constexpr std::int64_t steps = 500;
        constexpr double almost_all = 0.9;  // of the time; the rest is for the prices of stock
        if (!limits_.time_used) {
            take_prices(haul::approach(network_, steps, [this] { return goes_on(); }));
            return;
        }
        HaulPrices prices;
        {
            const std::jthread beside([&](const std::stop_token& stop) {
                prices = haul::approach(network_, std::numeric_limits<std::int64_t>::max(), [&] {
                    return !stop.stop_requested() && limits_.time_used() < almost_all;
                });
            });
            answer_.rounds = haul::improve(state_, guide_, watch_, {});
        }
        take_prices(std::move(prices));
    }

    const HaulLimits& limits_;
    Network network_;
    haul::Guide guide_;
    State state_;
    haul::Watch watch_;
    HaulAnswer answer_;
};

}  // namespace

HaulAnswer solve_haul(const HaulProblem& problem, const HaulLimits& limits) {
    validate(problem);
    return Hunt(problem, limits).run();
}

}  // namespace relief
