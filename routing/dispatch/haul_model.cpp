// SPDX-License-Identifier: Apache-2.0
#include "routing/dispatch/haul_prices.h"

#include <fmt/format.h>

#include <algorithm>

namespace relief {
namespace {

constexpr int none = -1;

std::vector<int> stock_rows(const HaulProblem& problem, LpModel& model) {
    std::vector<int> rows;
    for (std::size_t depot = 0; depot < problem.depots.size(); ++depot) {
        for (std::size_t good = 0; good < problem.goods.size(); ++good) {
            const Units stock = problem.depots[depot].stock[good];
            rows.push_back(stock == 0 ? none
                                      : model.add_row({.name = fmt::format("S{}_{}", depot, good),
                                                       .upper = static_cast<double>(stock)}));
        }
    }
    return rows;
}

/// What comes and what is short are what is needed. What stays short has no trips, so it comes
/// first among the columns.
std::vector<int> need_rows(const HaulProblem& problem, LpModel& model) {
    std::vector<int> rows;
    for (std::size_t place = 0; place < problem.places.size(); ++place) {
        for (std::size_t good = 0; good < problem.goods.size(); ++good) {
            const auto need = static_cast<double>(problem.places[place].need[good]);
            if (need == 0) {
                rows.push_back(none);
                continue;
            }
            rows.push_back(model.add_row(
                {.name = fmt::format("D{}_{}", place, good), .lower = need, .upper = need}));
            const int column = model.add_column({.name = fmt::format("s{}_{}", place, good),
                                                 .cost = problem.goods[good].shortage_price});
            model.add_entry(rows.back(), column, 1);
        }
    }
    return rows;
}

/// The model, and where in it things stand.
struct Layout {
    LpModel model;
    std::vector<int> stock;   ///< rows, per depot x good; none where there is none
    std::vector<int> trips;   ///< rows, per depot
    std::vector<int> weight;  ///< rows, per arc; that of volume follows
    std::vector<int> load;    ///< columns, per arc x good; none where nothing can flow
    std::vector<int> whole;   ///< columns, per arc: its trips
};

Layout lay_out(const HaulProblem& problem) {
    const std::size_t goods = problem.goods.size();
    Layout layout;
    LpModel& model = layout.model;
    layout.stock = stock_rows(problem, model);
    const std::vector<int> need = need_rows(problem, model);
    for (std::size_t depot = 0; depot < problem.depots.size(); ++depot) {
        layout.trips.push_back(
            model.add_row({.name = fmt::format("F{}", depot),
                           .upper = static_cast<double>(problem.depots[depot].trips)}));
    }
    for (const HaulArc& arc : problem.arcs) {
        const auto depot = static_cast<std::size_t>(arc.depot);
        const std::string way = fmt::format("{}_{}", arc.depot, arc.place);
        const int weight = model.add_row({.name = "W" + way, .upper = 0});
        const int volume = model.add_row({.name = "V" + way, .upper = 0});
        layout.weight.push_back(weight);
        for (std::size_t good = 0; good < goods; ++good) {
            const int from = layout.stock[depot * goods + good];
            const int to = need[static_cast<std::size_t>(arc.place) * goods + good];
            if (from == none || to == none) {
                layout.load.push_back(none);
                continue;
            }
            const HaulGood& of = problem.goods[good];
            const int column =
                model.add_column({.name = fmt::format("x{}_{}", way, good),
                                  .cost = problem.cost_per_tonne_km / 1000 * arc.km * of.kg});
            model.add_entry(from, column, 1);
            model.add_entry(to, column, 1);
            model.add_entry(weight, column, of.kg / problem.trip_kg);
            model.add_entry(volume, column, of.m3 / problem.trip_m3);
            layout.load.push_back(column);
        }
        const int column = model.add_column(
            {.name = "n" + way,
             .cost = problem.cost_per_trip_km * arc.km,
             .upper = static_cast<double>(std::min(arc.trips_most, problem.depots[depot].trips)),
             .integer = true});
        model.add_entry(weight, column, -1);
        model.add_entry(volume, column, -1);
        model.add_entry(layout.trips[depot], column, 1);
        layout.whole.push_back(column);
    }
    return layout;
}

/// What a row that is full costs: never below 0, but for the solver's last digits.
double price_of(const LpSolution& solution, int row) {
    return row == none ? 0 : std::max(0.0, -solution.row_prices[static_cast<std::size_t>(row)]);
}

HaulPrices prices_of(const Layout& layout, const LpSolution& solution) {
    HaulPrices prices;
    for (const int row : layout.trips) {
        prices.trip.push_back(price_of(solution, row));
    }
    for (const int row : layout.stock) {
        prices.stock.push_back(price_of(solution, row));
    }
    for (const int row : layout.weight) {
        const double weight = price_of(solution, row);
        const double volume = price_of(solution, row + 1);
        prices.weight_share.push_back(weight + volume > 0 ? weight / (weight + volume) : 0.5);
    }
    return prices;
}

std::vector<double> columns_of(const std::vector<int>& columns, const LpSolution& solution) {
    std::vector<double> list;
    for (const int column : columns) {
        list.push_back(column == none ? 0 : solution.columns[static_cast<std::size_t>(column)]);
    }
    return list;
}

}  // namespace

LpModel haul_model(const HaulProblem& problem) {
    validate(problem);
    return lay_out(problem).model;
}

std::optional<haul::Relaxation> haul::relax_exactly(const HaulProblem& problem,
                                                    const std::vector<double>& trips,
                                                    const std::function<bool()>& keep_going) {
    Layout layout = lay_out(problem);
    for (std::size_t arc = 0; arc < trips.size(); ++arc) {
        LpColumn& column = layout.model.columns[static_cast<std::size_t>(layout.whole[arc])];
        column.lower = trips[arc];
        column.upper = trips[arc];
    }
    LpSolver solver(layout.model);
    solver.set_keep_going(keep_going);
    const auto solution = solver.try_solve_from_within();
    if (!solution) {
        return std::nullopt;
    }
    return Relaxation{.prices = prices_of(layout, *solution),
                      .trips = columns_of(layout.whole, *solution),
                      .loads = columns_of(layout.load, *solution)};
}

}  // namespace relief
