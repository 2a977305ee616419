// SPDX-License-Identifier: Apache-2.0
#include "routing/dispatch/haul_ascent.h"

#include <algorithm>
#include <cmath>

namespace relief::haul {
namespace {

/// All prices of the relaxation's rows.
struct Duals {
    std::vector<double> stock;   ///< per depot x good
    std::vector<double> need;    ///< per place x good
    std::vector<double> weight;  ///< per arc
    std::vector<double> volume;  ///< per arc
    std::vector<double> trips;   ///< per depot

    explicit Duals(const Network& network)
        : stock(network.depots * network.goods, 0),
          need(network.places * network.goods, 0),
          weight(network.arcs, 0),
          volume(network.arcs, 0),
          trips(network.depots, 0) {}
};

double root_mean_square(const std::vector<double>& list) {
    double sum = 0;
    for (const double each : list) {
        sum += each * each;
    }
    return list.empty() ? 0 : std::sqrt(sum / static_cast<double>(list.size()));
}

/// Loads are counted in trips they fill, by weight or by volume, so that rows and columns are of
/// one size.
class Gradient {
  public:
    explicit Gradient(const Network& network)
        : network_(network),
          duals_(network),
          rows_(network),
          load_(network.arcs * network.goods, 0),
          trips_(network.arcs, 0) {
        double weights = 1;
        double volumes = 1;
        for (std::size_t good = 0; good < network.goods; ++good) {
            const double size = std::max(network.weight[good], network.volume[good]);
            size_.push_back(size);
            weight_.push_back(network.weight[good] / size);
            volume_.push_back(network.volume[good] / size);
            price_.push_back(network.price[good] / size);
            weights += weight_.back();
            volumes += volume_.back();
            step_.push_back(1 / (2 + weight_.back() + volume_.back()));
        }
        weight_step_ = 1 / weights;
        volume_step_ = 1 / volumes;
        for (std::size_t depot = 0; depot < network.depots; ++depot) {
            for (std::size_t good = 0; good < network.goods; ++good) {
                stock_.push_back(size_[good] *
                                 static_cast<double>(network.problem->depots[depot].stock[good]));
            }
        }
        for (std::size_t place = 0; place < network.places; ++place) {
            for (std::size_t good = 0; good < network.goods; ++good) {
                need_.push_back(size_[good] *
                                static_cast<double>(network.problem->places[place].need[good]));
            }
        }
        // How far prices reach beside loads; the factor is measured on the generated models.
        balance_ = 5 * root_mean_square(price_) / std::max(root_mean_square(need_), 1e-9);
    }

    void step() {
        rows_ = Duals(network_);
        for (std::size_t arc = 0; arc < network_.arcs; ++arc) {
            if (network_.trips_most[arc] > 0) {
                step_arc(arc);
            }
        }
        step_rows();
    }

    [[nodiscard]] HaulPrices prices() const {
        HaulPrices prices{.trip = duals_.trips};
        for (std::size_t i = 0; i < duals_.stock.size(); ++i) {
            prices.stock.push_back(duals_.stock[i] * size_[i % network_.goods]);
        }
        for (std::size_t arc = 0; arc < network_.arcs; ++arc) {
            const double sum = duals_.weight[arc] + duals_.volume[arc];
            prices.weight_share.push_back(sum > 0 ? duals_.weight[arc] / sum : 0.5);
        }
        return prices;
    }

  private:
    void step_arc(std::size_t arc) {
        const std::size_t goods = network_.goods;
        const std::size_t depot = network_.depot[arc];
        const std::size_t place = network_.place[arc];
        const double* const stock = stock_.data() + depot * goods;
        const double* const need = need_.data() + place * goods;
        const double* const stock_price = duals_.stock.data() + depot * goods;
        const double* const need_price = duals_.need.data() + place * goods;
        double* const stock_row = rows_.stock.data() + depot * goods;
        double* const need_row = rows_.need.data() + place * goods;
        double* const load = load_.data() + arc * goods;
        const double by_weight = duals_.weight[arc];
        const double by_volume = duals_.volume[arc];
        const double way = network_.tonne_cost[arc];
        const double length = 1 / balance_;
        double weight = 0;
        double volume = 0;
        for (std::size_t good = 0; good < goods; ++good) {
            const double slope = (way + by_weight) * weight_[good] + by_volume * volume_[good] +
                                 stock_price[good] + need_price[good] - price_[good];
            const double most = std::min(stock[good], need[good]);
            const double before = load[good];
            const double now = std::min(most, std::max(0.0, before - length * step_[good] * slope));
            const double ahead = 2 * now - before;
            load[good] = now;
            stock_row[good] += ahead;
            need_row[good] += ahead;
            weight += ahead * weight_[good];
            volume += ahead * volume_[good];
        }
        const double slope = network_.trip_cost[arc] + duals_.trips[depot] - by_weight - by_volume;
        const double before = trips_[arc];
        const double now =
            std::min(network_.trips_most[arc], std::max(0.0, before - length / 3 * slope));
        trips_[arc] = now;
        const double ahead = 2 * now - before;
        rows_.trips[depot] += ahead;
        double& w = duals_.weight[arc];
        double& v = duals_.volume[arc];
        w = std::max(0.0, w + balance_ * weight_step_ * (weight - ahead));
        v = std::max(0.0, v + balance_ * volume_step_ * (volume - ahead));
    }

    void step_rows() {
        for (std::size_t depot = 0; depot < network_.depots; ++depot) {
            const double length = balance_ / static_cast<double>(std::max<std::size_t>(
                                                 1, network_.arcs_of_depot[depot].size()));
            for (std::size_t i = depot * network_.goods; i < (depot + 1) * network_.goods; ++i) {
                duals_.stock[i] =
                    std::max(0.0, duals_.stock[i] + length * (rows_.stock[i] - stock_[i]));
            }
            duals_.trips[depot] = std::max(
                0.0, duals_.trips[depot] +
                         length * (rows_.trips[depot] -
                                   static_cast<double>(network_.problem->depots[depot].trips)));
        }
        for (std::size_t place = 0; place < network_.places; ++place) {
            const double length = balance_ / static_cast<double>(std::max<std::size_t>(
                                                 1, network_.arcs_of_place[place].size()));
            for (std::size_t i = place * network_.goods; i < (place + 1) * network_.goods; ++i) {
                duals_.need[i] =
                    std::max(0.0, duals_.need[i] + length * (rows_.need[i] - need_[i]));
            }
        }
    }

    const Network& network_;
    Duals duals_;
    Duals rows_;
    std::vector<double> load_;
    std::vector<double> trips_;
    std::vector<double> size_;
    std::vector<double> weight_;
    std::vector<double> volume_;
    std::vector<double> price_;
    std::vector<double> step_;
    std::vector<double> stock_;
    std::vector<double> need_;
    double weight_step_ = 1;
    double volume_step_ = 1;
    double balance_ = 1;
};

}  // namespace

HaulPrices approach(const Network& network, std::int64_t steps,
                    const std::function<bool()>& goes_on) {
    constexpr std::int64_t looks = 50;
    Gradient gradient(network);
    double best = 0;
    HaulPrices near;
    for (std::int64_t step = 0; step < steps; ++step) {
        gradient.step();
        if (step % looks == looks - 1) {
            HaulPrices prices = gradient.prices();
            const double bound = bound_at(network, prices);
            if (near.trip.empty() || bound > best) {
                best = bound;
                near = std::move(prices);
            }
            if (!goes_on()) {
                break;
            }
        }
    }
    HaulPrices exact = price_stock(network, near);
    return bound_at(network, exact) > best ? exact : near;
}

}  // namespace relief::haul
