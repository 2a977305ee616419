// SPDX-License-Identifier: Apache-2.0
#include "tools/benchmarks/made_haul.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <random>
#include <utility>
#include <vector>

namespace relief::bench {
namespace {

constexpr double vehicle_kg = 8000;
constexpr double vehicle_m3 = 30;
constexpr double width_km = 600;
constexpr double height_km = 450;
constexpr std::array goods_kg{1, 2, 5, 10, 20, 25, 50};
constexpr int least_need = 20;
constexpr int most_need = 600;
constexpr double depots_with_a_good = 0.7;
constexpr double stock_per_need = 1.1;
constexpr double trips_per_need = 1.2;

/// Draws that are the same on every machine: std's distributions are not.
class Draw {
  public:
    explicit Draw(std::uint64_t seed) : random_(seed) {}
    double between(double low, double high) {
        return low + (high - low) * static_cast<double>(random_() >> 11U) * 0x1.0p-53;
    }
    int whole(int low, int high) {
        return low + static_cast<int>(random_() % static_cast<std::uint64_t>(high - low + 1));
    }

  private:
    std::mt19937_64 random_;
};

struct Good {
    int kg = 0;
    int litres = 0;
};

using Table = std::vector<std::vector<std::int64_t>>;  // site x good

std::vector<Good> draw_goods(const HaulSize& size, Draw& draw) {
    std::vector<Good> goods;
    for (int i = 0; i < size.goods; ++i) {
        const int kind = draw.whole(0, static_cast<int>(goods_kg.size()) - 1);
        goods.push_back(
            {.kg = goods_kg.at(static_cast<std::size_t>(kind)), .litres = draw.whole(20, 300)});
    }
    return goods;
}

Table draw_needs(const HaulSize& size, Draw& draw) {
    Table needs;
    for (int place = 0; place < size.places; ++place) {
        auto& row = needs.emplace_back();
        for (int good = 0; good < size.goods; ++good) {
            row.push_back(draw.whole(least_need, most_need));
        }
    }
    return needs;
}

std::int64_t column_sum(const Table& table, std::size_t good) {
    std::int64_t sum = 0;
    for (const auto& row : table) {
        sum += row[good];
    }
    return sum;
}

/// About 1.1 times the need in all, at seven depots of ten, each between nothing and twice the
/// mean.
Table draw_stock(const HaulSize& size, const Table& needs, Draw& draw) {
    Table stock(static_cast<std::size_t>(size.depots));
    for (std::size_t good = 0; good < static_cast<std::size_t>(size.goods); ++good) {
        const double mean = stock_per_need * static_cast<double>(column_sum(needs, good)) /
                            (depots_with_a_good * size.depots);
        for (auto& row : stock) {
            const bool held = draw.between(0, 1) < depots_with_a_good;
            const double quantity = draw.between(0, 2 * mean);
            row.push_back(held ? static_cast<std::int64_t>(quantity) : 0);
        }
    }
    return stock;
}

/// Trips all needs fill, by weight or by volume, whichever is more.
double needed_trips(const std::vector<Good>& goods, const Table& needs) {
    double kg = 0;
    double m3 = 0;
    for (std::size_t good = 0; good < goods.size(); ++good) {
        const auto need = static_cast<double>(column_sum(needs, good));
        kg += need * goods[good].kg;
        m3 += need * goods[good].litres / 1000;
    }
    return std::max(kg / vehicle_kg, m3 / vehicle_m3);
}

/// The vehicles shared out over the depots by largest remainder, a depot's part between half and
/// one and a half of the mean.
std::vector<int> draw_vehicles(const HaulSize& size, Draw& draw) {
    std::vector<double> part(static_cast<std::size_t>(size.depots));
    std::generate(part.begin(), part.end(), [&draw] { return draw.between(0.5, 1.5); });
    const double whole = std::accumulate(part.begin(), part.end(), 0.0);
    std::vector<int> count;
    std::vector<std::pair<double, std::size_t>> remainders;
    for (std::size_t depot = 0; depot < part.size(); ++depot) {
        const double due = part[depot] / whole * size.vehicles;
        count.push_back(static_cast<int>(due));
        remainders.emplace_back(static_cast<double>(count.back()) - due, depot);
    }
    std::sort(remainders.begin(), remainders.end());
    const int given = std::accumulate(count.begin(), count.end(), 0);
    for (int i = 0; i < size.vehicles - given; ++i) {
        ++count[remainders[static_cast<std::size_t>(i) % remainders.size()].second];
    }
    return count;
}

std::string point(Draw& draw) {
    const double x = draw.between(0, width_km);
    const double y = draw.between(0, height_km);
    return fmt::format("\"x\": {:.4f}, \"y\": {:.4f}", x, y);
}

}  // namespace

std::string made_haul(const HaulSize& size, std::uint64_t seed) {
    Draw draw(seed);
    const std::vector<Good> goods = draw_goods(size, draw);
    const Table needs = draw_needs(size, draw);
    const Table stock = draw_stock(size, needs, draw);
    const std::vector<int> vehicles = draw_vehicles(size, draw);
    const auto trips_each = static_cast<int>(
        std::ceil(trips_per_need * needed_trips(goods, needs) / std::max(1, size.vehicles)));
    std::string text = fmt::format(
        "{{\"note\": \"generated, seed {}; {} vehicles of {} trips each; km on a 600x450 plane, "
        "road distance = 1.3 x straight line\",\n\"vehicle\": {{\"kg\": {}, \"m3\": {}, "
        "\"cost_per_km\": 2.0}}, \"cost_per_kg_km\": 0.0005, \"shortage_price_per_unit\": "
        "\"1000*kg/20\",\n\"depots\": [",
        seed, size.vehicles, trips_each, vehicle_kg, vehicle_m3);
    for (std::size_t depot = 0; depot < stock.size(); ++depot) {
        text +=
            fmt::format("{}\n{{{}, \"trips\": {}, \"stock\": [{}]}}", depot == 0 ? "" : ",",
                        point(draw), vehicles[depot] * trips_each, fmt::join(stock[depot], ", "));
    }
    text += "],\n\"places\": [";
    for (std::size_t place = 0; place < needs.size(); ++place) {
        text += fmt::format("{}\n{{{}, \"demand\": [{}]}}", place == 0 ? "" : ",", point(draw),
                            fmt::join(needs[place], ", "));
    }
    text += "],\n\"goods\": [";
    for (std::size_t good = 0; good < goods.size(); ++good) {
        text += fmt::format("{}{{\"kg\": {}, \"m3\": {:.3f}}}", good == 0 ? "" : ", ",
                            goods[good].kg, goods[good].litres / 1000.0);
    }
    return text + "]}\n";
}

}  // namespace relief::bench
