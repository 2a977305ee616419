// SPDX-License-Identifier: Apache-2.0
#include "routing/dispatch/haul_state.h"

#include <algorithm>
#include <cmath>

namespace relief::haul {

Network make_network(const HaulProblem& problem) {
    Network network{.problem = &problem,
                    .goods = problem.goods.size(),
                    .depots = problem.depots.size(),
                    .places = problem.places.size(),
                    .arcs = problem.arcs.size()};
    for (const HaulGood& good : problem.goods) {
        network.weight.push_back(good.kg / problem.trip_kg);
        network.volume.push_back(good.m3 / problem.trip_m3);
        network.price.push_back(good.shortage_price);
    }
    network.arcs_of_place.resize(network.places);
    network.arcs_of_depot.resize(network.depots);
    for (std::size_t i = 0; i < network.arcs; ++i) {
        const HaulArc& arc = problem.arcs[i];
        network.depot.push_back(static_cast<std::size_t>(arc.depot));
        network.place.push_back(static_cast<std::size_t>(arc.place));
        network.trip_cost.push_back(problem.cost_per_trip_km * arc.km);
        network.tonne_cost.push_back(problem.cost_per_tonne_km / 1000 * arc.km * problem.trip_kg);
        network.trips_most.push_back(
            static_cast<double>(std::min(arc.trips_most, problem.depots[network.depot[i]].trips)));
        network.arcs_of_place[network.place[i]].push_back(i);
        network.arcs_of_depot[network.depot[i]].push_back(i);
    }
    const auto nearest_first = [&problem](std::vector<std::size_t>& arcs) {
        std::stable_sort(arcs.begin(), arcs.end(), [&problem](std::size_t a, std::size_t b) {
            return problem.arcs[a].km < problem.arcs[b].km;
        });
    };
    std::for_each(network.arcs_of_place.begin(), network.arcs_of_place.end(), nearest_first);
    std::for_each(network.arcs_of_depot.begin(), network.arcs_of_depot.end(), nearest_first);
    return network;
}

State::State(const Network& network)
    : network_(&network),
      load_(network.arcs * network.goods, 0),
      trips_(network.arcs, 0),
      used_(network.arcs),
      is_touched_(network.arcs, false) {
    for (const HaulDepot& depot : network.problem->depots) {
        trips_left_.push_back(static_cast<double>(depot.trips));
        stock_left_.insert(stock_left_.end(), depot.stock.begin(), depot.stock.end());
    }
    for (const HaulPlace& place : network.problem->places) {
        lack_.insert(lack_.end(), place.need.begin(), place.need.end());
        for (std::size_t good = 0; good < network.goods; ++good) {
            value_ += static_cast<double>(place.need[good]) * network.price[good];
        }
    }
    settled_value_ = value_;
}

double State::trips_open(std::size_t arc) const {
    return std::min(trips_left_[network_->depot[arc]], network_->trips_most[arc] - trips_[arc]);
}

void State::touch(std::size_t arc) {
    if (!is_touched_[arc]) {
        is_touched_[arc] = true;
        touched_.push_back(arc);
        before_.push_back(trips_[arc]);
        const auto first = load_.begin() + static_cast<std::ptrdiff_t>(arc * network_->goods);
        before_.insert(before_.end(), first, first + static_cast<std::ptrdiff_t>(network_->goods));
    }
}

void State::change_load(std::size_t arc, std::size_t good, double quantity) {
    const Network& network = *network_;
    load_[arc * network.goods + good] += quantity;
    used_[arc].weight += quantity * network.weight[good];
    used_[arc].volume += quantity * network.volume[good];
    stock_left_[network.depot[arc] * network.goods + good] -= quantity;
    lack_[network.place[arc] * network.goods + good] -= quantity;
    value_ += quantity * (network.unit_cost(arc, good) - network.price[good]);
}

void State::change_trips(std::size_t arc, double trips) {
    trips_[arc] += trips;
    trips_left_[network_->depot[arc]] -= trips;
    value_ += trips * network_->trip_cost[arc];
}

void State::add_load(std::size_t arc, std::size_t good, double quantity) {
    if (quantity != 0) {
        touch(arc);
        change_load(arc, good, quantity);
    }
}

void State::add_trips(std::size_t arc, double trips) {
    if (trips != 0) {
        touch(arc);
        change_trips(arc, trips);
    }
}

void State::clear(std::size_t arc) {
    for (std::size_t good = 0; good < network_->goods; ++good) {
        add_load(arc, good, -load(arc, good));
    }
    add_trips(arc, -trips_[arc]);
}

void State::drop_idle_trips(std::size_t arc) {
    const Room spare = room(arc);
    const double idle = std::floor(std::min(spare.weight, spare.volume));
    add_trips(arc, -std::clamp(idle, 0.0, trips_[arc]));
}

/// Sums what is on an arc anew, so that small errors do not gather.
void State::weigh(std::size_t arc) {
    Room used;
    for (std::size_t good = 0; good < network_->goods; ++good) {
        used.weight += load(arc, good) * network_->weight[good];
        used.volume += load(arc, good) * network_->volume[good];
    }
    used_[arc] = used;
}

void State::settle() {
    for (const std::size_t arc : touched_) {
        is_touched_[arc] = false;
        weigh(arc);
    }
    touched_.clear();
    before_.clear();
    settled_value_ = value_;
}

void State::undo() {
    const double* before = before_.data();
    for (const std::size_t arc : touched_) {
        change_trips(arc, *before++ - trips_[arc]);
        for (std::size_t good = 0; good < network_->goods; ++good) {
            const double quantity = *before++;
            change_load(arc, good, quantity - load(arc, good));
        }
    }
    value_ = settled_value_;
    settle();
}

HaulPlan State::plan() const {
    HaulPlan plan;
    for (std::size_t arc = 0; arc < network_->arcs; ++arc) {
        HaulShipment shipment{.arc = static_cast<int>(arc),
                              .trips = static_cast<std::int64_t>(trips_[arc])};
        for (std::size_t good = 0; good < network_->goods; ++good) {
            if (load(arc, good) > 0) {
                shipment.loads.push_back({.good = static_cast<int>(good),
                                          .quantity = static_cast<Units>(load(arc, good))});
            }
        }
        if (shipment.trips > 0) {
            plan.push_back(std::move(shipment));
        }
    }
    return plan;
}

void State::apply(const HaulPlan& plan) {
    for (const HaulShipment& shipment : plan) {
        const auto arc = static_cast<std::size_t>(shipment.arc);
        add_trips(arc, static_cast<double>(shipment.trips));
        for (const HaulLoad& load : shipment.loads) {
            add_load(arc, static_cast<std::size_t>(load.good), static_cast<double>(load.quantity));
        }
    }
}

}  // namespace relief::haul
