// SPDX-License-Identifier: Apache-2.0
#include "routing/dispatch/haul_part.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <numeric>
#include <utility>

namespace relief::haul {
namespace {

constexpr double nearly_whole = 1e-6;

/// Builds a part arc by arc, rows of depots and places as they are met.
class PartMaker {
  public:
    PartMaker(const State& state, bool named)
        : state_(state),
          network_(state.network()),
          named_(named),
          need_row_(network_.places * network_.goods, Part::none) {
        part_.trips_left.resize(network_.depots, 0);
        part_.trips_row.resize(network_.depots, Part::none);
        part_.stock_row.resize(network_.depots * network_.goods, Part::none);
    }

    Part run(std::vector<std::size_t> arcs) {
        for (std::size_t place = 0; named_ && place < network_.places; ++place) {
            for (std::size_t good = 0; good < network_.goods; ++good) {
                need_row(place, good);  // also of needs that nothing can meet
            }
        }
        for (const std::size_t arc : arcs) {
            add_trips(arc);
            for (std::size_t good = 0; good < network_.goods; ++good) {
                add_load(arc, good);
            }
        }
        part_.arcs = std::move(arcs);
        return std::move(part_);
    }

  private:
    template <typename... Numbers>
    [[nodiscard]] std::string name(const char* kind, Numbers... numbers) const {
        return named_ ? fmt::format("{}{}", kind, fmt::join(std::array{numbers...}, "_"))
                      : std::string();
    }

    void add_trips(std::size_t arc) {
        const std::size_t depot = network_.depot[arc];
        const std::size_t place = network_.place[arc];
        LpModel& model = part_.model;
        int& row = part_.trips_row[depot];
        if (row == Part::none) {
            part_.trips_left[depot] = state_.trips_left(depot);
            row = model.add_row({.name = name("F", depot), .upper = part_.trips_left[depot]});
        }
        // A bound that the depot's row gives as well would take part of that row's price.
        const bool limited =
            network_.problem->arcs[arc].trips_most < network_.problem->depots[depot].trips;
        const int weight = model.add_row({.name = name("W", depot, place), .upper = 0});
        const int volume = model.add_row({.name = name("V", depot, place), .upper = 0});
        const int trips = model.add_column({.name = name("n", depot, place),
                                            .cost = network_.trip_cost[arc],
                                            .upper = limited ? state_.trips_open(arc) : lp_infinity,
                                            .integer = true});
        model.add_entry(row, trips, 1);
        model.add_entry(weight, trips, -1);
        model.add_entry(volume, trips, -1);
        part_.weight_row.push_back(weight);
        part_.trips_column.push_back(trips);
    }

    int need_row(std::size_t place, std::size_t good) {
        const double lack = state_.lack(place)[good];
        int& row = need_row_[place * network_.goods + good];
        if (row == Part::none && lack > 0) {
            LpModel& model = part_.model;
            row = model.add_row({.name = name("D", place, good), .lower = lack, .upper = lack});
            const int lacking =
                model.add_column({.name = name("s", place, good), .cost = network_.price[good]});
            model.add_entry(row, lacking, 1);
        }
        return row;
    }

    void add_load(std::size_t arc, std::size_t good) {
        const std::size_t depot = network_.depot[arc];
        const std::size_t place = network_.place[arc];
        const double stock = state_.stock_left(depot)[good];
        part_.load_column.push_back(Part::none);
        if (stock <= 0 || state_.lack(place)[good] <= 0) {
            return;
        }
        LpModel& model = part_.model;
        int& from = part_.stock_row[depot * network_.goods + good];
        if (from == Part::none) {
            from = model.add_row({.name = name("S", depot, good), .upper = stock});
        }
        const int to = need_row(place, good);
        const int load = model.add_column(
            {.name = name("x", depot, place, good), .cost = network_.unit_cost(arc, good)});
        const int weight = part_.weight_row.back();
        model.add_entry(from, load, 1);
        model.add_entry(to, load, 1);
        model.add_entry(weight, load, network_.weight[good]);
        model.add_entry(weight + 1, load, network_.volume[good]);
        part_.load_column.back() = load;
    }

    const State& state_;
    const Network& network_;
    bool named_;
    std::vector<int> need_row_;
    Part part_;
};

std::vector<double> values_of(const std::vector<int>& columns, const LpSolution& solution) {
    std::vector<double> list;
    list.reserve(columns.size());
    for (const int column : columns) {
        list.push_back(column == Part::none ? 0
                                            : solution.columns[static_cast<std::size_t>(column)]);
    }
    return list;
}

/// What a row that is full costs: never below 0, but for the solver's last digits.
double price_of(const LpSolution& solution, int row) {
    return row == Part::none ? 0
                             : std::max(0.0, -solution.row_duals[static_cast<std::size_t>(row)]);
}

/// What goes beyond whole trips on some arcs, most first.
std::vector<std::pair<double, std::size_t>> rests_of(const std::vector<std::size_t>& arcs,
                                                     const std::vector<double>& trips) {
    std::vector<std::pair<double, std::size_t>> rests;
    for (const std::size_t i : arcs) {
        const double rest = trips[i] - std::floor(trips[i] + nearly_whole);
        if (rest > nearly_whole) {
            rests.emplace_back(rest, i);
        }
    }
    std::sort(rests.begin(), rests.end(), std::greater<>());
    return rests;
}

/// Positions in a list of arcs, per depot.
std::vector<std::vector<std::size_t>> by_depot(const Network& network,
                                               const std::vector<std::size_t>& arcs) {
    std::vector<std::vector<std::size_t>> lists(network.depots);
    for (std::size_t i = 0; i < arcs.size(); ++i) {
        lists[network.depot[arcs[i]]].push_back(i);
    }
    return lists;
}

/// The trips of a part on their way to whole numbers.
class Rounding {
  public:
    Rounding(const State& state, const Part& part, LpSolver& solver)
        : state_(state),
          part_(part),
          solver_(solver),
          least_(part.arcs.size(), 0),
          arcs_of_depot_(by_depot(state.network(), part.arcs)) {}

    /// Depots that have fewer trips than the solution's, each rounded up, take a step towards whole
    /// numbers; false where there are none.
    bool step(const std::vector<double>& trips) {
        bool any = false;
        for (std::size_t depot = 0; depot < arcs_of_depot_.size(); ++depot) {
            double rounded_up = 0;
            for (const std::size_t i : arcs_of_depot_[depot]) {
                rounded_up += std::ceil(trips[i] - nearly_whole);
            }
            if (rounded_up > part_.trips_left[depot]) {
                any = true;
                step_at(depot, trips);
            }
        }
        return any;
    }

    void fix(const std::vector<double>& trips) {
        for (std::size_t i = 0; i < trips.size(); ++i) {
            bound(i, trips[i], trips[i]);
        }
    }

  private:
    /// Half of the arcs get one more whole trip or, where the depot has none left, no more than
    /// they have whole; so do those that hardly ask for one.
    void step_at(std::size_t depot, const std::vector<double>& trips) {
        constexpr double step = 0.5;
        constexpr double hardly = 0.1;
        const auto rests = rests_of(arcs_of_depot_[depot], trips);
        double left = part_.trips_left[depot];
        for (const std::size_t i : arcs_of_depot_[depot]) {
            left -= least_[i];
        }
        const double ups = std::ceil(step * static_cast<double>(rests.size()));
        for (std::size_t k = 0; k < rests.size(); ++k) {
            const auto [rest, i] = rests[k];
            const bool is_up = static_cast<double>(k) < ups;
            const double below = std::floor(trips[i] + nearly_whole);
            const double more = below + 1 - least_[i];
            if (is_up && more <= left) {
                left -= more;
                least_[i] = below + 1;
                bound(i, least_[i], state_.trips_open(part_.arcs[i]));
            } else if (is_up || rest < hardly) {
                bound(i, least_[i], below);
            }
        }
    }

    void bound(std::size_t i, double lower, double upper) {
        solver_.set_column_bounds(part_.trips_column[i], lower, upper);
    }

    const State& state_;
    const Part& part_;
    LpSolver& solver_;
    std::vector<double> least_;
    std::vector<std::vector<std::size_t>> arcs_of_depot_;
};

}  // namespace

Part make_part(const State& state, std::vector<std::size_t> arcs, bool named) {
    return PartMaker(state, named).run(std::move(arcs));
}

Share share_of(const Part& part, const LpSolution& solution) {
    return {.trips = values_of(part.trips_column, solution),
            .loads = values_of(part.load_column, solution)};
}

HaulPrices prices_of(const Part& part, const LpSolution& solution) {
    HaulPrices prices;
    for (const int row : part.trips_row) {
        prices.trip.push_back(price_of(solution, row));
    }
    for (const int row : part.stock_row) {
        prices.stock.push_back(price_of(solution, row));
    }
    for (const int row : part.weight_row) {
        const double weight = price_of(solution, row);
        const double volume = price_of(solution, row + 1);
        prices.weight_share.push_back(weight + volume > 0 ? weight / (weight + volume) : 0.5);
    }
    return prices;
}

std::vector<double> whole_trips(const State& state, const std::vector<std::size_t>& arcs,
                                std::vector<double> trips) {
    const auto arcs_of_depot = by_depot(state.network(), arcs);
    for (std::size_t depot = 0; depot < arcs_of_depot.size(); ++depot) {
        const auto rests = rests_of(arcs_of_depot[depot], trips);
        double left = state.trips_left(depot);
        for (const std::size_t i : arcs_of_depot[depot]) {
            trips[i] = std::floor(trips[i] + nearly_whole);
            left -= trips[i];
        }
        for (std::size_t k = 0; k < rests.size() && left >= 1; ++k, --left) {
            trips[rests[k].second] += 1;
        }
    }
    return trips;
}

Share make_whole(const State& state, const Part& part, LpSolver& solver, const LpSolution& solution,
                 const std::function<bool()>& hurries) {
    Share share = share_of(part, solution);
    Rounding rounding(state, part, solver);
    while (rounding.step(share.trips)) {
        const bool at_once = hurries && hurries();
        if (at_once) {
            rounding.fix(whole_trips(state, part.arcs, share.trips));
        }
        const auto next = at_once ? solver.try_solve_from_within() : solver.try_solve();
        if (!next) {
            break;
        }
        share = share_of(part, *next);
    }
    share.trips = whole_trips(state, part.arcs, std::move(share.trips));
    return share;
}

}  // namespace relief::haul

namespace relief {

LpModel haul_model(const HaulProblem& problem) {
    validate(problem);
    const haul::Network network = haul::make_network(problem);
    std::vector<std::size_t> arcs(network.arcs);
    std::iota(arcs.begin(), arcs.end(), std::size_t{0});
    return haul::make_part(haul::State(network), std::move(arcs), true).model;
}

}  // namespace relief
