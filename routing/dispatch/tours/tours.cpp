// SPDX-License-Identifier: Apache-2.0
#include "routing/dispatch/tours/tours.h"

#include "core/error.h"
#include "routing/dispatch/tours/tour_model.h"
#include "routing/dispatch/tours/tour_random.h"
#include "routing/dispatch/tours/tour_recreate.h"
#include "routing/dispatch/tours/tour_ruin.h"
#include "routing/dispatch/tours/tour_state.h"

#include <algorithm>
#include <cmath>

namespace relief {
namespace {

// Temperatures, in mean cost of a visit.
constexpr double hot_usual = 1;
constexpr double hot_loads = 0.3;  // where loads and lengths alone bind, and nothing is split
constexpr double cold = 0.01;
constexpr int rounds_between_looks = 32;    // at the clock
constexpr double share_for_vehicles = 0.4;  // of the limits, where vehicles count first

class TourSearch {
  public:
    TourSearch(const TourModel& model, const TourLimits& limits)
        : model_(model),
          limits_(limits),
          random_(limits.seed),
          state_(model),
          ruin_(state_, random_),
          recreate_(state_, random_),
          weight_(place_at(model.clients), 1) {}

    TourPlan run();

  private:
    void save_vehicles();
    void anneal(double until);
    void round(double temperature);
    [[nodiscard]] bool takes(double old_missing, double old_cost, double temperature);
    [[nodiscard]] double missing_weight() const;
    [[nodiscard]] double missing_share() const;
    [[nodiscard]] bool better_than_best() const;
    void remember() {
        state_.write_all(best_);
        best_open_ = state_.open_count;
        best_missing_ = missing_share();
    }
    [[nodiscard]] double share_lacking(int client) const;
    [[nodiscard]] bool goes_on(double until);
    [[nodiscard]] int fewest_routes() const;
    [[nodiscard]] TourPlan written() const;
    [[nodiscard]] TourRoute written(int number) const;

    const TourModel& model_;
    const TourLimits& limits_;
    TourRandom random_;
    TourState state_;
    TourRuin ruin_;
    TourRecreate recreate_;
    TourRecord best_;
    int best_open_ = 0;
    double best_missing_ = 0;
    std::vector<double> weight_;  ///< by client: how often it was left out
    std::int64_t done_ = 0;
    double used_ = 0;  ///< share of the limits
};

TourPlan TourSearch::run() {
    state_.begin_round();
    recreate_.recreate();
    remember();
    if (model_.problem.aim == TourAim::vehicles) {
        save_vehicles();
    }
    anneal(1);
    state_.read_all(best_);
    return written();
}

bool TourSearch::goes_on(double until) {
    if (done_ % rounds_between_looks == 0) {
        used_ = limits_.time_used ? limits_.time_used() : 0;
        if (limits_.keep_going && !limits_.keep_going()) {
            used_ = 1;
        }
    }
    if (limits_.iterations > 0) {
        used_ =
            std::max(used_, static_cast<double>(done_) / static_cast<double>(limits_.iterations));
    }
    return used_ < until;
}

/// No plan has fewer routes than the demand fills of the largest vehicles.
int TourSearch::fewest_routes() const {
    double demand = 0;
    double largest = 0;
    for (const TourClient& client : model_.problem.clients) {
        demand += static_cast<double>(client.demand);
    }
    for (const TourVehicle& vehicle : model_.problem.vehicles) {
        if (vehicle.count > 0) {
            largest = std::max(largest, static_cast<double>(vehicle.capacity));
        }
    }
    return model_.reloads || largest == 0 ? 1 : static_cast<int>(std::ceil(demand / largest));
}

/// Takes one route away whenever everybody is served, until the share of time for it is used.
void TourSearch::save_vehicles() {
    const int least = fewest_routes();
    while (goes_on(share_for_vehicles)) {
        if (state_.missing.empty()) {
            remember();
            if (state_.open_count <= least) {
                break;
            }
            int lightest = state_.open[0];
            double lightest_weight = no_tour_limit;
            for (int i = 0; i < state_.open_count; ++i) {
                const int number = state_.open[place_at(i)];
                double weight = 0;
                for (int node = state_.next[place_at(state_.begin_of(number))];
                     node != state_.end_of(number); node = state_.next[place_at(node)]) {
                    weight += state_.is_visit(node)
                                  ? weight_[place_at(model_.client_of[place_at(node)])]
                                  : 0;
                }
                if (weight < lightest_weight) {
                    lightest_weight = weight;
                    lightest = number;
                }
            }
            state_.route_limit = state_.open_count - 1;
            state_.begin_round();
            ruin_.remove_route(lightest);
        }
        round(cold * state_.cost / std::max(state_.placed, 1));
    }
    state_.read_all(best_);
    state_.route_limit = std::max(best_open_, 1);
}

void TourSearch::anneal(double until) {
    const double mean = state_.cost / std::max<double>(1, static_cast<double>(state_.placed));
    const double hot = model_.timed || model_.problem.split ? hot_usual : hot_loads;
    const double begun = used_;
    double temperature = hot * mean;
    while (goes_on(until)) {
        if (done_ % rounds_between_looks == 0) {
            const double part = (used_ - begun) / (until - begun);
            temperature = hot * mean * std::pow(cold / hot, part);
        }
        round(temperature);
        if (better_than_best()) {
            remember();
        }
    }
}

void TourSearch::round(double temperature) {
    const double old_cost = state_.cost;
    const double old_missing = missing_weight();
    state_.begin_round();
    ruin_.ruin();
    recreate_.recreate();
    ++done_;
    if (!takes(old_missing, old_cost, temperature)) {
        state_.undo_round();
    }
}

/// The missing clients by how often they were left out before, each for the share it lacks.
double TourSearch::missing_weight() const {
    double sum = 0;
    for (const int client : state_.missing) {
        sum += weight_[place_at(client)] * share_lacking(client);
    }
    return sum;
}

double TourSearch::missing_share() const {
    double sum = 0;
    for (const int client : state_.missing) {
        sum += share_lacking(client);
    }
    return sum;
}

double TourSearch::share_lacking(int client) const {
    const std::int64_t demand = model_.problem.clients[place_at(client)].demand;
    return demand == 0 ? 1
                       : static_cast<double>(state_.outstanding[place_at(client)]) /
                             static_cast<double>(demand);
}

bool TourSearch::takes(double old_missing, double old_cost, double temperature) {
    const double now = missing_weight();
    for (const int client : state_.missing) {
        weight_[place_at(client)] += 1;
    }
    if (now != old_missing) {
        return now < old_missing;
    }
    return state_.cost < old_cost - temperature * std::log(1 - random_.unit());
}

bool TourSearch::better_than_best() const {
    const double missing = missing_share();
    if (missing != best_missing_) {
        return missing < best_missing_;
    }
    return state_.cost < best_.cost;
}

TourRoute TourSearch::written(int number) const {
    const TourRouteState& state = state_.route(number);
    TourRoute route{.vehicle = state.type};
    for (int node = state_.begin_of(number); node != state_.end_of(number);
         node = state_.next[place_at(node)]) {
        route.distance += model_.distance.at(state_.place[place_at(node)],
                                             state_.place[place_at(state_.next[place_at(node)])]);
        if (node != state_.begin_of(number)) {
            route.stops.push_back(state_.is_visit(node) ? TourStop{model_.client_of[place_at(node)],
                                                                   state_.quantity[place_at(node)]}
                                                        : TourStop{reload_stop, 0});
        }
    }
    route.cost = state_.type_cost(state.type, route.distance);
    return route;
}

TourPlan TourSearch::written() const {
    TourPlan plan{.iterations = done_};
    for (int i = 0; i < state_.open_count; ++i) {
        plan.routes.push_back(written(state_.open[place_at(i)]));
    }
    std::sort(plan.routes.begin(), plan.routes.end(), [](const TourRoute& a, const TourRoute& b) {
        const auto key = [](const TourRoute& route) {
            return std::tuple(route.vehicle, route.stops.front().client,
                              route.stops[std::min<std::size_t>(1, route.stops.size() - 1)].client);
        };
        return key(a) < key(b);
    });
    for (const TourRoute& route : plan.routes) {
        plan.cost += route.cost;
        plan.distance += route.distance;
    }
    for (const int client : state_.missing) {
        plan.missing.push_back({client, state_.outstanding[place_at(client)]});
    }
    std::sort(plan.missing.begin(), plan.missing.end(),
              [](const TourShortage& a, const TourShortage& b) { return a.client < b.client; });
    return plan;
}

}  // namespace

TourPlan solve_tours(const TourProblem& problem, const TourLimits& limits) {
    check_tour_problem(problem);
    if (limits.iterations <= 0 && !limits.time_used) {
        throw bad_input({.code = "tour.problem",
                         .message = "the search has no limit",
                         .field = "limits",
                         .expected = "iterations or time_used"});
    }
    if (problem.clients.empty()) {
        return {};
    }
    const TourModel model(problem);
    return TourSearch(model, limits).run();
}

}  // namespace relief
