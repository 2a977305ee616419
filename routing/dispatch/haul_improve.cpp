// SPDX-License-Identifier: Apache-2.0
#include "routing/dispatch/haul_improve.h"

#include <algorithm>

namespace relief::haul {
namespace {

constexpr double targeted = 0.7;  // of the rounds begin where much is missed
constexpr int looks = 30;
constexpr std::size_t nearest = 12;  // arcs to a place, beside those in use
constexpr double far_too = 0.05;     // of the other arcs to it
constexpr std::size_t most_places = 3;

/// Chooses places to serve anew, and serves them.
class Round {
  public:
    Round(State& state, const Guide& guide, TourRandom& random, const std::vector<bool>& may)
        : state_(state), network_(state.network()), guide_(guide), random_(random), may_(may) {
        for (std::size_t arc = 0; arc < network_.arcs; ++arc) {
            if (may_be_taken(network_.place[arc])) {
                arcs_.push_back(arc);
            }
        }
    }

    [[nodiscard]] bool can_run() const { return !arcs_.empty(); }

    void run() {
        choose_places();
        std::vector<std::size_t> arcs;
        for (const std::size_t place : places_) {
            clear(place, arcs);
        }
        arcs.erase(std::remove_if(arcs.begin(), arcs.end(),
                                  [this](std::size_t arc) { return state_.trips_open(arc) < 1; }),
                   arcs.end());
        const Part part = make_part(state_, std::move(arcs), false);
        LpSolver solver(part.model);
        if (const auto solution = solver.try_solve()) {
            take_share(state_, guide_, part, make_whole(state_, part, solver, *solution, {}));
        }
    }

  private:
    /// Takes everything off the arcs to a place; those in use, the nearest, the one from the depot
    /// the round is about and some others go on the list.
    void clear(std::size_t place, std::vector<std::size_t>& arcs) {
        std::size_t rank = 0;
        for (const std::size_t arc : network_.arcs_of_place[place]) {
            if (state_.trips(arc) > 0 || rank < nearest || network_.depot[arc] == through_ ||
                random_.unit() < far_too) {
                arcs.push_back(arc);
                state_.clear(arc);
            }
            ++rank;
        }
    }

    std::size_t below(std::size_t count) {
        return static_cast<std::size_t>(random_.below(static_cast<int>(count)));
    }

    [[nodiscard]] bool may_be_taken(std::size_t place) const { return may_.empty() || may_[place]; }

    std::size_t any_arc() { return arcs_[below(arcs_.size())]; }

    void take(std::size_t place) {
        if (may_be_taken(place) &&
            std::find(places_.begin(), places_.end(), place) == places_.end()) {
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
        std::size_t best = any_arc();
        double most = missed(best);
        for (int i = 1; i < looks; ++i) {
            const std::size_t arc = any_arc();
            if (const double gain = missed(arc); gain > most) {
                most = gain;
                best = arc;
            }
        }
        return best;
    }

    void choose_places() {
        const bool is_targeted = random_.unit() < targeted;
        const std::size_t first = is_targeted ? most_missed() : any_arc();
        places_.assign(1, network_.place[first]);
        through_ = network_.depot[first];
        std::size_t depot = through_;
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
    const std::vector<bool>& may_;
    std::vector<std::size_t> arcs_;  ///< to places that may be served anew
    std::vector<std::size_t> places_;
    std::size_t through_ = 0;  ///< the depot of the arc the round began with
};

}  // namespace

std::int64_t improve(State& state, const Guide& guide, const Watch& watch,
                     const std::vector<bool>& may) {
    const HaulLimits& limits = *watch.limits;
    TourRandom random(limits.seed);
    Round round(state, guide, random, may);
    const bool is_timed = limits.rounds == 0 && limits.time_used;
    state.settle();
    std::int64_t done = 0;
    while (round.can_run() && (is_timed || done < limits.rounds) &&
           watch.goes_on(state.value(), done)) {
        const double before = state.value();
        round.run();
        if (state.value() <= before) {
            state.settle();
        } else {
            state.undo();
        }
        ++done;
    }
    return done;
}

}  // namespace relief::haul
