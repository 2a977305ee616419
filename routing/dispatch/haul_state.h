// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "routing/dispatch/haul.h"

#include <cstddef>
#include <vector>

namespace relief::haul {

// Inside the search all counts are whole numbers held in doubles (validate keeps them below 2^53):
// loads are weighed all the time, and so without converting. Weights and volumes are in trips: a
// good of weight 0.01 fills a hundredth of a trip's payload.

/// Sums of weights are right to this part of them and of a trip.
inline constexpr double tolerance = 1e-9;

/// What is derived from a problem once. Keeps a pointer to it.
struct Network {
    const HaulProblem* problem = nullptr;
    std::size_t goods = 0;
    std::size_t depots = 0;
    std::size_t places = 0;
    std::size_t arcs = 0;
    std::vector<double> weight;                           ///< per good, in trips
    std::vector<double> volume;                           ///< per good, in trips
    std::vector<double> price;                            ///< per good, of one unit short
    std::vector<double> trip_cost;                        ///< per arc
    std::vector<double> trips_most;                       ///< per arc, the depot's trips included
    std::vector<double> tonne_cost;                       ///< per arc, of a trip's payload of goods
    std::vector<std::size_t> depot;                       ///< per arc
    std::vector<std::size_t> place;                       ///< per arc
    std::vector<std::vector<std::size_t>> arcs_of_place;  ///< nearest first
    std::vector<std::vector<std::size_t>> arcs_of_depot;  ///< nearest first

    /// What a unit costs on the way, its part of the trip left out.
    [[nodiscard]] double unit_cost(std::size_t arc, std::size_t good) const {
        return tonne_cost[arc] * weight[good];
    }
    /// Some of the good could go over the arc.
    [[nodiscard]] bool can_flow(std::size_t arc, std::size_t good) const {
        return trips_most[arc] > 0 && problem->depots[depot[arc]].stock[good] > 0 &&
               problem->places[place[arc]].need[good] > 0;
    }
};

[[nodiscard]] Network make_network(const HaulProblem& problem);

/// haul_bound() at prices that are known to be in order.
[[nodiscard]] double bound_at(const Network& network, const HaulPrices& prices);

/// The best prices of stock for the prices of trips and the shares given: those of the cheapest
/// flow of each good.
[[nodiscard]] HaulPrices price_stock(const Network& network, HaulPrices prices);

/// Room on trips, in trips.
struct Room {
    double weight = 0;
    double volume = 0;
};

/// A plan that can be changed and taken back. Every state between two rounds is a possible plan.
class State {
  public:
    explicit State(const Network& network);

    [[nodiscard]] const Network& network() const { return *network_; }
    [[nodiscard]] double value() const { return value_; }
    [[nodiscard]] double load(std::size_t arc, std::size_t good) const {
        return load_[arc * network_->goods + good];
    }
    [[nodiscard]] double trips(std::size_t arc) const { return trips_[arc]; }
    [[nodiscard]] double trips_left(std::size_t depot) const { return trips_left_[depot]; }
    /// Trips that could be added on an arc.
    [[nodiscard]] double trips_open(std::size_t arc) const;
    /// One per good.
    [[nodiscard]] const double* stock_left(std::size_t depot) const {
        return stock_left_.data() + depot * network_->goods;
    }
    /// One per good: what is needed and does not come.
    [[nodiscard]] const double* lack(std::size_t place) const {
        return lack_.data() + place * network_->goods;
    }
    /// What the trips of an arc still hold.
    [[nodiscard]] Room room(std::size_t arc) const {
        const double trips = trips_[arc] + tolerance * (1 + trips_[arc]);
        return {.weight = trips - used_[arc].weight, .volume = trips - used_[arc].volume};
    }

    /// Puts `quantity` more of a good on an arc (less where it is below 0). The caller has seen
    /// that stock, need and room allow it.
    void add_load(std::size_t arc, std::size_t good, double quantity);
    void add_trips(std::size_t arc, double trips);
    void clear(std::size_t arc);
    /// Gives back trips that what is on the arc does not need.
    void drop_idle_trips(std::size_t arc);

    /// Changes since the last call of either can be taken back by undo(), until settle().
    void settle();
    void undo();

    [[nodiscard]] HaulPlan plan() const;
    /// Adds a plan's trips and loads; the caller has seen that they are possible.
    void apply(const HaulPlan& plan);

  private:
    void touch(std::size_t arc);
    void weigh(std::size_t arc);
    void change_load(std::size_t arc, std::size_t good, double quantity);
    void change_trips(std::size_t arc, double trips);

    const Network* network_;
    std::vector<double> load_;
    std::vector<double> trips_;
    std::vector<Room> used_;
    std::vector<double> stock_left_;
    std::vector<double> trips_left_;
    std::vector<double> lack_;
    double value_ = 0;

    std::vector<bool> is_touched_;
    std::vector<std::size_t> touched_;  ///< arcs, in order of their first change
    std::vector<double> before_;        ///< of each: trips, then loads
    double settled_value_ = 0;
};

}  // namespace relief::haul
