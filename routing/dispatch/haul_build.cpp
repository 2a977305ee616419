// SPDX-License-Identifier: Apache-2.0
#include "routing/dispatch/haul_build.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <queue>
#include <cstdlib>

namespace relief::haul {
namespace {

double env(const char* n, double d) { const char* v = std::getenv(n); return v ? atof(v) : d; }

constexpr double least_gain = 1e-9;
const double noise = env("NOISE", 0.05);
const double overlooked = env("OVER", 0.04);

/// Goods chosen for some room on an arc.
struct Choice {
    std::vector<double> quantity;  ///< by place in the arc's order
    double gain = 0;
};

void choose(const State& state, const Guide& guide, std::size_t arc, Room room, Choice& choice) {
    const Network& network = state.network();
    const std::size_t first = arc * network.goods;
    const double* const stock = state.stock_left(network.depot[arc]);
    const double* const lack = state.lack(network.place[arc]);
    const auto worth = static_cast<std::size_t>(guide.worth[arc]);
    choice.quantity.assign(worth, 0);
    choice.gain = 0;
    for (std::size_t i = 0; i < worth; ++i) {
        const auto good = static_cast<std::size_t>(guide.order[first + i]);
        double quantity = std::min(stock[good], lack[good]);
        const double weight = network.weight[good];
        const double volume = network.volume[good];
        if (quantity * weight > room.weight) {
            quantity = std::floor(room.weight / weight);
        }
        if (quantity * volume > room.volume) {
            quantity = std::floor(room.volume / volume);
        }
        if (quantity > 0) {
            choice.quantity[i] = quantity;
            choice.gain += quantity * guide.gain[first + good];
            room.weight -= quantity * weight;
            room.volume -= quantity * volume;
        }
    }
}

/// How often a choice can be made over again with what is there.
double repeats(const State& state, const Guide& guide, std::size_t arc, const Choice& choice) {
    const Network& network = state.network();
    const double* const stock = state.stock_left(network.depot[arc]);
    const double* const lack = state.lack(network.place[arc]);
    double most = state.trips_open(arc);
    for (std::size_t i = 0; i < choice.quantity.size(); ++i) {
        if (choice.quantity[i] > 0) {
            const auto good = static_cast<std::size_t>(guide.order[arc * network.goods + i]);
            most = std::min(most, std::floor(std::min(stock[good], lack[good]) / choice.quantity[i]));
        }
    }
    return most;
}

void put(State& state, const Guide& guide, std::size_t arc, const Choice& choice, double times) {
    const std::size_t first = arc * state.network().goods;
    for (std::size_t i = 0; i < choice.quantity.size(); ++i) {
        state.add_load(arc, static_cast<std::size_t>(guide.order[first + i]),
                       times * choice.quantity[i]);
    }
}

struct Candidate {
    double gain = 0;
    std::size_t arc = 0;
    double factor = 1;
    bool operator<(const Candidate& other) const {
        return gain != other.gain ? gain < other.gain : arc > other.arc;
    }
};

class Builder {
  public:
    Builder(State& state, const Guide& guide) : state_(state), guide_(guide) {}

    void offer(std::size_t arc, double factor) {
        if (const double gain = gain_of(arc); gain > least_gain) {
            waiting_.push({.gain = gain * factor, .arc = arc, .factor = factor});
        }
    }

    /// Gains only fall while others are served, so the one on top that keeps its place is best.
    void run() {
        while (!waiting_.empty()) {
            Candidate best = waiting_.top();
            waiting_.pop();
            best.gain = gain_of(best.arc) * best.factor;
            if (best.gain <= least_gain) {
                continue;
            }
            if (!waiting_.empty() && best < waiting_.top()) {
                waiting_.push(best);
                continue;
            }
            commit(best.arc);
            offer(best.arc, best.factor);
        }
    }

  private:
    /// What one more trip gains; its choice is left in choice_.
    double gain_of(std::size_t arc) {
        if (state_.trips_open(arc) < 1) {
            return 0;
        }
        Room room = state_.room(arc);
        room.weight += 1;
        room.volume += 1;
        choose(state_, guide_, arc, room, choice_);
        return choice_.gain - guide_.trip_charge[arc];
    }

    /// Half of the trips that could go alike go at once: large needs are met in few steps, and what
    /// others would rather have is left to them.
    void commit(std::size_t arc) {
        const double times = std::max(1.0, std::floor(repeats(state_, guide_, arc, choice_) / 2));
        state_.add_trips(arc, times);
        put(state_, guide_, arc, choice_, times);
        top_up(state_, guide_, arc);
    }

    State& state_;
    const Guide& guide_;
    Choice choice_;
    std::priority_queue<Candidate> waiting_;
};

}  // namespace

HaulPrices no_prices(const Network& network) {
    return {.trip = std::vector<double>(network.depots, 0),
            .stock = std::vector<double>(network.depots * network.goods, 0),
            .weight_share = std::vector<double>(network.arcs, 0.5)};
}

Guide make_guide(const Network& network, const HaulPrices& prices) {
    Guide guide;
    guide.gain.reserve(network.arcs * network.goods);
    guide.order.resize(network.arcs * network.goods);
    std::vector<double> rate(network.goods);
    for (std::size_t arc = 0; arc < network.arcs; ++arc) {
        const std::size_t depot = network.depot[arc];
        const double share = prices.weight_share[arc];
        for (std::size_t good = 0; good < network.goods; ++good) {
            const double gain = network.price[good] - network.unit_cost(arc, good) -
                                prices.stock[depot * network.goods + good];
            const double room = share * network.weight[good] + (1 - share) * network.volume[good];
            guide.gain.push_back(gain);
            rate[good] = room > 0 || gain <= 0 ? gain / room : lp_infinity;
        }
        const auto begin = guide.order.begin() + static_cast<std::ptrdiff_t>(arc * network.goods);
        const auto end = begin + static_cast<std::ptrdiff_t>(network.goods);
        std::iota(begin, end, 0);
        std::stable_sort(begin, end, [&rate](int a, int b) {
            return rate[static_cast<std::size_t>(a)] > rate[static_cast<std::size_t>(b)];
        });
        guide.worth.push_back(static_cast<int>(
            std::count_if(rate.begin(), rate.end(), [](double each) { return each > 0; })));
        guide.trip_charge.push_back(network.trip_cost[arc] + prices.trip[depot]);
    }
    return guide;
}

void top_up(State& state, const Guide& guide, std::size_t arc) {
    if (state.trips(arc) > 0) {
        Choice choice;
        choose(state, guide, arc, state.room(arc), choice);
        put(state, guide, arc, choice, 1);
    }
}

void build(State& state, const Guide& guide, std::span<const std::size_t> arcs,
           TourRandom* random) {
    for (const std::size_t arc : arcs) {
        top_up(state, guide, arc);
    }
    Builder builder(state, guide);
    for (const std::size_t arc : arcs) {
        if (random == nullptr) {
            builder.offer(arc, 1);
        } else if (random->unit() >= overlooked) {
            builder.offer(arc, 1 - noise * random->unit());
        }
    }
    builder.run();
}

}  // namespace relief::haul
