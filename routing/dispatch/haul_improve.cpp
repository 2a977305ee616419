// SPDX-License-Identifier: Apache-2.0
#include "routing/dispatch/haul_improve.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>

namespace relief::haul {
namespace {
double env(const char* n, double d) {
    const char* v = std::getenv(n);
    return v ? atof(v) : d;
}

/// Chooses places to serve anew, and serves them.
class Round {
  public:
    Round(State& state, const Guide& guide, TourRandom& random)
        : state_(state), network_(state.network()), guide_(guide), random_(random) {}

    void run() {
        choose_places();
        std::vector<std::size_t> arcs;
        for (const std::size_t place : places_) {
            for (const std::size_t arc : network_.arcs_of_place[place]) {
                state_.clear(arc);
            }
        }
        for (const std::size_t place : places_) {
            for (const std::size_t arc : network_.arcs_of_place[place]) {
                if (state_.trips_open(arc) > 0) {
                    arcs.push_back(arc);
                }
            }
        }
        const Part part = make_part(state_, std::move(arcs), false);
        LpSolver solver(part.model);
        if (const auto solution = solver.try_solve()) {
            take_share(state_, guide_, part, make_whole(state_, part, solver, *solution));
        }
    }

  private:
    std::size_t below(std::size_t count) {
        return static_cast<std::size_t>(random_.below(static_cast<int>(count)));
    }

    void take(std::size_t place) {
        if (std::find(places_.begin(), places_.end(), place) == places_.end()) {
            places_.push_back(place);
        }
    }

    /// What would be gained on an arc if what its place lacks and its depot has went over it.
    [[nodiscard]] double missed(std::size_t arc) const {
        const double* const stock = state_.stock_left(network_.depot[arc]);
        const double* const lack = state_.lack(network_.place[arc]);
        const double* const gain = guide_.gain.data() + arc * network_.goods;
        double sum = 0;
        for (std::size_t good = 0; good < network_.goods; ++good) {
            sum += std::min(stock[good], lack[good]) * gain[good];
        }
        return sum;
    }

    /// The arc on which most is missed, of some.
    [[nodiscard]] std::size_t most_missed() {
        static const int looks = (int)env("TOUR", 30);
        std::size_t best = below(network_.arcs);
        double most = missed(best);
        for (int i = 1; i < looks; ++i) {
            const std::size_t arc = below(network_.arcs);
            if (const double gain = missed(arc); gain > most) {
                most = gain;
                best = arc;
            }
        }
        return best;
    }

    void choose_places() {
        static const std::size_t most_places = (std::size_t)env("KMAX", 6);
        static const double targeted = env("TARGET", 0.7);
        const bool is_targeted = random_.unit() < targeted;
        const std::size_t first = is_targeted ? most_missed() : below(network_.arcs);
        places_.assign(1, network_.place[first]);
        std::size_t depot = network_.depot[first];
        for (std::size_t i = 0; i < 4 * most_places && places_.size() < most_places; ++i) {
            if (!is_targeted) {
                const auto& arcs = network_.arcs_of_place[places_[below(places_.size())]];
                depot = network_.depot[arcs[below(arcs.size())]];
            }
            const auto& others = network_.arcs_of_depot[depot];
            const std::size_t other = others[below(others.size())];
            if (state_.trips(other) > 0) {
                take(network_.place[other]);
            }
        }
    }

    State& state_;
    const Network& network_;
    const Guide& guide_;
    TourRandom& random_;
    std::vector<std::size_t> places_;
};

}  // namespace

std::int64_t improve(State& state, const Guide& guide, const Watch& watch) {
    if (state.network().arcs == 0) {
        return 0;
    }
    TourRandom random(watch.limits->seed);
    Round round(state, guide, random);
    state.settle();
    std::int64_t done = 0;
    for (; (watch.limits->rounds == 0 || done < watch.limits->rounds) &&
           watch.goes_on(state.value(), done);
         ++done) {
        if (std::getenv("SHOW") && done % 20 == 0)
            std::fprintf(stderr, "%.2f %lld %.0f\n", watch.limits->time_used(), (long long)done, state.value());
        const double before = state.value();
        round.run();
        if (state.value() <= before) {
            state.settle();
        } else {
            state.undo();
        }
    }
    return done;
}

}  // namespace relief::haul
