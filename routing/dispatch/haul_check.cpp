// SPDX-License-Identifier: Apache-2.0
#include "routing/dispatch/haul_check.h"

#include "core/error.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <utility>

namespace relief {
namespace {

// Whole numbers that a double holds exactly.
constexpr std::int64_t most_whole = std::int64_t{1} << 53U;
// The search holds every good of every arc.
constexpr std::size_t most_cells = 100'000'000;
// Sums of weights, in trips.
constexpr double tolerance = 1e-8;

Error not_a_problem(std::string field, std::string found, std::string expected) {
    return bad_input({.code = "haul.problem",
                      .message = "this is no problem of hauling goods",
                      .field = std::move(field),
                      .found = std::move(found),
                      .expected = std::move(expected)});
}

Error not_a_plan(std::string field, std::string found, std::string expected) {
    return bad_input({.code = "haul.plan",
                      .message = "the plan is not possible",
                      .field = std::move(field),
                      .found = std::move(found),
                      .expected = std::move(expected)});
}

void expect_figure(const std::string& field, double value, bool above_zero = false) {
    if (!std::isfinite(value) || value < 0 || (above_zero && value == 0)) {
        throw not_a_problem(field, fmt::format("{}", value),
                            above_zero ? "a figure above 0" : "a figure of at least 0");
    }
}

/// Adds a count to a sum; both stay whole numbers of a double.
void add_count(const std::string& field, std::int64_t count, std::int64_t& sum) {
    if (count < 0 || count > most_whole - sum) {
        throw not_a_problem(field, std::to_string(count),
                            fmt::format("0 or more, all together at most {}", most_whole));
    }
    sum += count;
}

void check_list(const std::string& field, const std::vector<Units>& list, std::size_t goods,
                std::vector<std::int64_t>& sums) {
    if (list.size() != goods) {
        throw not_a_problem(field, fmt::format("{} figures", list.size()),
                            fmt::format("one for each of {} goods", goods));
    }
    for (std::size_t good = 0; good < goods; ++good) {
        add_count(fmt::format("{}[{}]", field, good), list[good], sums[good]);
    }
}

void check_goods(const HaulProblem& problem) {
    for (std::size_t i = 0; i < problem.goods.size(); ++i) {
        const HaulGood& good = problem.goods[i];
        expect_figure(fmt::format("goods[{}].kg", i), good.kg);
        expect_figure(fmt::format("goods[{}].m3", i), good.m3);
        expect_figure(fmt::format("goods[{}].shortage_price", i), good.shortage_price);
        if (good.kg == 0 && good.m3 == 0) {
            throw not_a_problem(fmt::format("goods[{}]", i), "no weight and no volume",
                                "one of the two above 0");
        }
    }
}

void check_sites(const HaulProblem& problem) {
    const std::size_t goods = problem.goods.size();
    std::vector<std::int64_t> stock(goods, 0);
    std::vector<std::int64_t> need(goods, 0);
    std::int64_t trips = 0;
    for (std::size_t i = 0; i < problem.depots.size(); ++i) {
        add_count(fmt::format("depots[{}].trips", i), problem.depots[i].trips, trips);
        check_list(fmt::format("depots[{}].stock", i), problem.depots[i].stock, goods, stock);
    }
    for (std::size_t i = 0; i < problem.places.size(); ++i) {
        check_list(fmt::format("places[{}].need", i), problem.places[i].need, goods, need);
    }
}

void check_arcs(const HaulProblem& problem) {
    std::vector<std::pair<int, int>> seen;
    for (std::size_t i = 0; i < problem.arcs.size(); ++i) {
        const HaulArc& arc = problem.arcs[i];
        const std::string field = fmt::format("arcs[{}]", i);
        if (arc.depot < 0 || static_cast<std::size_t>(arc.depot) >= problem.depots.size() ||
            arc.place < 0 || static_cast<std::size_t>(arc.place) >= problem.places.size()) {
            throw not_a_problem(field, fmt::format("{} -> {}", arc.depot, arc.place),
                                "a depot and a place of the problem");
        }
        expect_figure(field + ".km", arc.km);
        if (arc.trips_most < 0) {
            throw not_a_problem(field + ".trips_most", std::to_string(arc.trips_most), "0 or more");
        }
        seen.emplace_back(arc.depot, arc.place);
    }
    std::sort(seen.begin(), seen.end());
    const auto twice = std::adjacent_find(seen.begin(), seen.end());
    if (twice != seen.end()) {
        throw not_a_problem("arcs", fmt::format("{} -> {} twice", twice->first, twice->second),
                            "at most one arc from a depot to a place");
    }
}

/// What a plan draws on, summed up.
struct Drawn {
    explicit Drawn(const HaulProblem& problem)
        : trips(problem.depots.size(), 0),
          stock(problem.depots.size() * problem.goods.size(), 0),
          need(problem.places.size() * problem.goods.size(), 0) {}
    std::vector<std::int64_t> trips;
    std::vector<Units> stock;
    std::vector<Units> need;
};

/// Adds to a sum that must stay within a limit. The limit is at most 2^53, so nothing overflows.
void draw(const std::string& field, std::int64_t count, std::int64_t limit, std::int64_t& sum) {
    if (count < 0 || count > limit - sum) {
        throw not_a_plan(field, fmt::format("{} more than {}", count, sum),
                         fmt::format("at most {}", limit));
    }
    sum += count;
}

void check_shipment(const HaulProblem& problem, const HaulShipment& shipment, Drawn& drawn) {
    const std::size_t goods = problem.goods.size();
    const HaulArc& arc = problem.arcs[static_cast<std::size_t>(shipment.arc)];
    const auto depot = static_cast<std::size_t>(arc.depot);
    const auto place = static_cast<std::size_t>(arc.place);
    const std::string field = fmt::format("arc {}", shipment.arc);
    std::int64_t own_trips = 0;
    draw(field + " trips", shipment.trips, arc.trips_most, own_trips);
    draw(fmt::format("depot {} trips", depot), shipment.trips, problem.depots[depot].trips,
         drawn.trips[depot]);
    double kg = 0;
    double m3 = 0;
    int before = -1;
    for (const HaulLoad& load : shipment.loads) {
        if (load.good <= before || static_cast<std::size_t>(load.good) >= goods) {
            throw not_a_plan(field, fmt::format("good {}", load.good),
                             "goods of the problem, in order, each once");
        }
        before = load.good;
        const auto good = static_cast<std::size_t>(load.good);
        draw(fmt::format("depot {} good {}", depot, good), load.quantity,
             problem.depots[depot].stock[good], drawn.stock[depot * goods + good]);
        draw(fmt::format("place {} good {}", place, good), load.quantity,
             problem.places[place].need[good], drawn.need[place * goods + good]);
        kg += static_cast<double>(load.quantity) * problem.goods[good].kg;
        m3 += static_cast<double>(load.quantity) * problem.goods[good].m3;
    }
    const double trips = static_cast<double>(shipment.trips) * (1 + tolerance) + tolerance;
    if (kg > trips * problem.trip_kg || m3 > trips * problem.trip_m3) {
        throw not_a_plan(field, fmt::format("{} kg, {} m3", kg, m3),
                         fmt::format("what {} trips carry", shipment.trips));
    }
}

}  // namespace

void validate(const HaulProblem& problem) {
    expect_figure("trip_kg", problem.trip_kg, true);
    expect_figure("trip_m3", problem.trip_m3, true);
    expect_figure("cost_per_trip_km", problem.cost_per_trip_km);
    expect_figure("cost_per_tonne_km", problem.cost_per_tonne_km);
    check_goods(problem);
    check_sites(problem);
    check_arcs(problem);
    const std::size_t sites = problem.arcs.size() + problem.depots.size() + problem.places.size();
    if (!problem.goods.empty() && sites > most_cells / problem.goods.size()) {
        throw not_a_problem("arcs", fmt::format("{} x {} goods", sites, problem.goods.size()),
                            fmt::format("at most {} together", most_cells));
    }
}

void haul::check_plan(const HaulProblem& problem, const HaulPlan& plan) {
    Drawn drawn(problem);
    int before = -1;
    for (const HaulShipment& shipment : plan) {
        if (shipment.arc <= before ||
            static_cast<std::size_t>(shipment.arc) >= problem.arcs.size()) {
            throw not_a_plan("arc", std::to_string(shipment.arc),
                             "arcs of the problem, in order, each once");
        }
        before = shipment.arc;
        check_shipment(problem, shipment, drawn);
    }
}

void haul::check_prices(const HaulProblem& problem, const HaulPrices& prices) {
    const auto good = [](const std::vector<double>& list, std::size_t size, double most) {
        return list.size() == size && std::all_of(list.begin(), list.end(), [most](double price) {
                   return price >= 0 && price <= most;
               });
    };
    constexpr double any = std::numeric_limits<double>::max();
    if (!good(prices.trip, problem.depots.size(), any) ||
        !good(prices.stock, problem.depots.size() * problem.goods.size(), any) ||
        !good(prices.weight_share, problem.arcs.size(), 1)) {
        throw bad_input({.code = "haul.prices",
                         .message = "these are no prices of the problem",
                         .field = "prices",
                         .expected = "one of at least 0 per depot, per depot and good, and a share "
                                     "of 0 to 1 per arc"});
    }
}

double haul_value(const HaulProblem& problem, const HaulPlan& plan) {
    haul::check_plan(problem, plan);
    double sum = 0;
    for (const HaulPlace& place : problem.places) {
        for (std::size_t good = 0; good < problem.goods.size(); ++good) {
            sum += static_cast<double>(place.need[good]) * problem.goods[good].shortage_price;
        }
    }
    for (const HaulShipment& shipment : plan) {
        const double km = problem.arcs[static_cast<std::size_t>(shipment.arc)].km;
        sum += problem.cost_per_trip_km * km * static_cast<double>(shipment.trips);
        for (const HaulLoad& load : shipment.loads) {
            const HaulGood& good = problem.goods[static_cast<std::size_t>(load.good)];
            sum += static_cast<double>(load.quantity) *
                   (problem.cost_per_tonne_km / 1000 * km * good.kg - good.shortage_price);
        }
    }
    return sum;
}

}  // namespace relief
