// SPDX-License-Identifier: Apache-2.0
#include "core/error.h"
#include "routing/dispatch/haul_check.h"
#include "routing/dispatch/haul_state.h"

#include <algorithm>

namespace relief::haul {
namespace {

/// What all trips and stock are worth.
double scarce_worth(const Network& network, const HaulPrices& prices) {
    double sum = 0;
    for (std::size_t depot = 0; depot < network.depots; ++depot) {
        const HaulDepot& of = network.problem->depots[depot];
        sum += prices.trip[depot] * static_cast<double>(of.trips);
        for (std::size_t good = 0; good < network.goods; ++good) {
            sum += prices.stock[depot * network.goods + good] * static_cast<double>(of.stock[good]);
        }
    }
    return sum;
}

}  // namespace

HaulPrices price_stock(const Network& network, HaulPrices prices) {
    const std::size_t hub = network.depots + network.places;
    std::vector<double> cost(network.arcs);
    for (std::size_t good = 0; good < network.goods; ++good) {
        for (std::size_t arc = 0; arc < network.arcs; ++arc) {
            const double share = prices.weight_share[arc];
            const double room = share * network.weight[good] + (1 - share) * network.volume[good];
            cost[arc] = network.unit_cost(arc, good) +
                        room * (network.trip_cost[arc] + prices.trip[network.depot[arc]]);
        }
        try {
            const HaulFlow flow = haul_flow(*network.problem, static_cast<int>(good), cost);
            const auto potential = min_cost_flow(flow.network).potential;
            for (std::size_t depot = 0; depot < network.depots; ++depot) {
                const auto price = static_cast<double>(potential[depot] - potential[hub]);
                prices.stock[depot * network.goods + good] = std::max(0.0, price / haul_cost_unit);
            }
        } catch (const Error&) {
            continue;  // beyond 64 bits: the prices given are true as well
        }
    }
    return prices;
}

double bound_at(const Network& network, const HaulPrices& prices) {
    double bound = -scarce_worth(network, prices);
    std::vector<double> cheapest;
    for (std::size_t place = 0; place < network.places; ++place) {
        cheapest = network.price;
        for (const std::size_t arc : network.arcs_of_place[place]) {
            const std::size_t depot = network.depot[arc];
            const double trip = network.trip_cost[arc] + prices.trip[depot];
            const double by_weight = trip * prices.weight_share[arc];
            const double by_volume = trip - by_weight;
            for (std::size_t good = 0; good < network.goods; ++good) {
                if (network.can_flow(arc, good)) {
                    const double cost =
                        network.unit_cost(arc, good) + prices.stock[depot * network.goods + good] +
                        by_weight * network.weight[good] + by_volume * network.volume[good];
                    cheapest[good] = std::min(cheapest[good], cost);
                }
            }
        }
        for (std::size_t good = 0; good < network.goods; ++good) {
            bound +=
                static_cast<double>(network.problem->places[place].need[good]) * cheapest[good];
        }
    }
    return bound;
}

}  // namespace relief::haul

namespace relief {

double haul_bound(const HaulProblem& problem, const HaulPrices& prices) {
    validate(problem);
    haul::check_prices(problem, prices);
    return haul::bound_at(haul::make_network(problem), prices);
}

}  // namespace relief
