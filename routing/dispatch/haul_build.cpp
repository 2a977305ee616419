// SPDX-License-Identifier: Apache-2.0
#include "routing/dispatch/haul_build.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <queue>

namespace relief::haul {
namespace {

constexpr double least_gain = 1e-9;

/// Goods chosen for some room on an arc.
struct Choice {
    std::vector<double> quantity;  ///< by place in the arc's order
    double gain = 0;
    Room used;
};

/// Units of a good that are there, are lacking and have room.
double most_of(const State& state, std::size_t arc, std::size_t good, const Room& room) {
    const Network& network = state.network();
    const double weight = network.weight[good];
    const double volume = network.volume[good];
    double most =
        std::min(state.stock_left(network.depot[arc])[good], state.lack(network.place[arc])[good]);
    if (most * weight > room.weight) {
        most = std::floor(room.weight / weight);
    }
    if (most * volume > room.volume) {
        most = std::floor(room.volume / volume);
    }
    return std::max(0.0, most);
}

void choose(const State& state, const Guide& guide, std::size_t arc, Room room, Choice& choice) {
    const Network& network = state.network();
    const std::size_t first = arc * network.goods;
    choice.quantity.assign(static_cast<std::size_t>(guide.worth[arc]), 0);
    choice.gain = 0;
    choice.used = room;
    for (std::size_t i = 0; i < choice.quantity.size(); ++i) {
        const auto good = static_cast<std::size_t>(guide.order[first + i]);
        const double quantity = most_of(state, arc, good, room);
        choice.quantity[i] = quantity;
        choice.gain += quantity * guide.gain[first + good];
        room.weight -= quantity * network.weight[good];
        room.volume -= quantity * network.volume[good];
    }
    choice.used.weight -= room.weight;
    choice.used.volume -= room.volume;
}

/// How often a choice for one more trip and the room that is there can be made over again.
double repeats(const State& state, const Guide& guide, std::size_t arc, const Choice& choice) {
    const Network& network = state.network();
    const double* const stock = state.stock_left(network.depot[arc]);
    const double* const lack = state.lack(network.place[arc]);
    const Room room = state.room(arc);
    double most = state.trips_open(arc);
    if (choice.used.weight > 1) {
        most = std::min(most, std::floor(room.weight / (choice.used.weight - 1)));
    }
    if (choice.used.volume > 1) {
        most = std::min(most, std::floor(room.volume / (choice.used.volume - 1)));
    }
    for (std::size_t i = 0; i < choice.quantity.size(); ++i) {
        if (choice.quantity[i] > 0) {
            const auto good = static_cast<std::size_t>(guide.order[arc * network.goods + i]);
            most =
                std::min(most, std::floor(std::min(stock[good], lack[good]) / choice.quantity[i]));
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
    bool operator<(const Candidate& other) const {
        return gain != other.gain ? gain < other.gain : arc > other.arc;
    }
};

class Builder {
  public:
    Builder(State& state, const Guide& guide) : state_(state), guide_(guide) {}

    void offer(std::size_t arc) {
        if (const double gain = gain_of(arc); gain > least_gain) {
            waiting_.push({.gain = gain, .arc = arc});
        }
    }

    /// Gains only fall while others are served, so the one on top that keeps its place is best.
    void run() {
        while (!waiting_.empty()) {
            Candidate best = waiting_.top();
            waiting_.pop();
            best.gain = gain_of(best.arc);
            if (best.gain <= least_gain) {
                continue;
            }
            if (!waiting_.empty() && best < waiting_.top()) {
                waiting_.push(best);
                continue;
            }
            commit(best.arc);
            offer(best.arc);
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
        return choice_.gain - state_.network().trip_cost[arc];
    }

    /// Half of the trips that could go alike go at once: large needs are met in few steps, and what
    /// others would rather have is left to them.
    void commit(std::size_t arc) {
        const double times = std::max(1.0, std::floor(repeats(state_, guide_, arc, choice_) / 2));
        state_.add_trips(arc, times);
        put(state_, guide_, arc, choice_, times);
        fill(state_, guide_, arc);
    }

    State& state_;
    const Guide& guide_;
    Choice choice_;
    std::priority_queue<Candidate> waiting_;
};

/// Gives `good` the room of `other` on an arc: as much as pays at once, by halves of what is asked.
void displace(State& state, const Guide& guide, std::size_t arc, std::size_t good,
              std::size_t other) {
    const Network& network = state.network();
    const double* const gain = guide.gain.data() + arc * network.goods;
    const Room room = state.room(arc);
    double quantity =
        std::min(state.stock_left(network.depot[arc])[good], state.lack(network.place[arc])[good]);
    for (; quantity >= 1; quantity = std::floor(quantity / 2)) {
        const double weight = quantity * network.weight[good] - room.weight;
        const double volume = quantity * network.volume[good] - room.volume;
        const double off = std::ceil(std::max({0.0, weight > 0 ? weight / network.weight[other] : 0,
                                               volume > 0 ? volume / network.volume[other] : 0}));
        if (off <= state.load(arc, other) &&
            quantity * gain[good] > off * gain[other] + least_gain) {
            state.add_load(arc, other, -off);
            state.add_load(arc, good, quantity);
            return;
        }
    }
}

}  // namespace

Guide make_guide(const Network& network) {
    Guide guide;
    guide.gain.reserve(network.arcs * network.goods);
    guide.order.resize(network.arcs * network.goods);
    std::vector<double> rate(network.goods);
    for (std::size_t arc = 0; arc < network.arcs; ++arc) {
        for (std::size_t good = 0; good < network.goods; ++good) {
            const double gain = network.price[good] - network.unit_cost(arc, good);
            guide.gain.push_back(gain);
            rate[good] = gain / (network.weight[good] + network.volume[good]);
        }
        const auto begin = guide.order.begin() + static_cast<std::ptrdiff_t>(arc * network.goods);
        const auto end = begin + static_cast<std::ptrdiff_t>(network.goods);
        std::iota(begin, end, 0);
        std::stable_sort(begin, end, [&rate](int a, int b) {
            return rate[static_cast<std::size_t>(a)] > rate[static_cast<std::size_t>(b)];
        });
        guide.worth.push_back(static_cast<int>(
            std::count_if(rate.begin(), rate.end(), [](double each) { return each > 0; })));
    }
    return guide;
}

void fill(State& state, const Guide& guide, std::size_t arc) {
    if (state.trips(arc) == 0) {
        return;
    }
    Choice choice;
    choose(state, guide, arc, state.room(arc), choice);
    put(state, guide, arc, choice, 1);
    const int* const order = guide.order.data() + arc * state.network().goods;
    for (int i = 0; i < guide.worth[arc]; ++i) {
        for (int j = guide.worth[arc] - 1; j > i; --j) {
            displace(state, guide, arc, static_cast<std::size_t>(order[i]),
                     static_cast<std::size_t>(order[j]));
        }
    }
}

void build(State& state, const Guide& guide, std::span<const std::size_t> arcs) {
    Builder builder(state, guide);
    for (const std::size_t arc : arcs) {
        fill(state, guide, arc);
    }
    for (const std::size_t arc : arcs) {
        builder.offer(arc);
    }
    builder.run();
    for (const std::size_t arc : arcs) {
        state.drop_idle_trips(arc);
    }
}

void put_share(State& state, const Guide& guide, const Part& part, const Share& share) {
    constexpr double nearly_whole = 1e-6;
    const Network& network = state.network();
    for (std::size_t i = 0; i < part.arcs.size(); ++i) {
        const std::size_t arc = part.arcs[i];
        state.add_trips(arc, std::min(share.trips[i], state.trips_open(arc)));
        for (int k = 0; k < guide.worth[arc]; ++k) {
            const auto good = static_cast<std::size_t>(
                guide.order[arc * network.goods + static_cast<std::size_t>(k)]);
            const double asked = std::floor(share.loads[i * network.goods + good] + nearly_whole);
            state.add_load(arc, good, std::min(asked, most_of(state, arc, good, state.room(arc))));
        }
    }
}

void take_share(State& state, const Guide& guide, const Part& part, const Share& share) {
    put_share(state, guide, part, share);
    build(state, guide, part.arcs);
}

}  // namespace relief::haul
