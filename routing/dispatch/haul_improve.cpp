// SPDX-License-Identifier: Apache-2.0
#include "routing/dispatch/haul_improve.h"

#include "routing/solver/lp.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <chrono>

namespace relief::haul {
namespace {
double env(const char* n, double d) {
    const char* v = std::getenv(n);
    return v ? atof(v) : d;
}
constexpr int none = -1;
constexpr double nearly_whole = 1e-6;
double lp_time = 0, first_time = 0;
long lp_count = 0, subs = 0;
double lp_val = 0, int_val = 0;

/// The problem of a few places alone.
struct Part {
    LpModel model;
    std::vector<std::size_t> arcs;
    std::vector<double> trips;  ///< per depot
    std::vector<int> whole;  ///< column per arc of the list
    std::vector<int> load;   ///< columns per arc of the list x good
};

Part part_of(const State& state, const std::vector<std::size_t>& arcs, const Reserve& reserve) {
    const Network& network = state.network();
    const std::size_t goods = network.goods;
    Part part{.arcs = arcs};
    LpModel& model = part.model;
    part.trips.resize(network.depots, 0);
    std::vector<int> trips(network.depots, none);
    std::vector<int> stock(network.depots * goods, none);
    std::vector<int> need(network.places * goods, none);
    for (const std::size_t arc : arcs) {
        const std::size_t depot = network.depot[arc];
        const std::size_t place = network.place[arc];
        const double* const left = state.stock_left(depot);
        const double* const lack = state.lack(place);
        if (trips[depot] == none) {
            double upper = state.trips_left(depot);
            if (!reserve.trips.empty()) upper = std::max(0.0, upper - reserve.trips[depot]);
            part.trips[depot] = std::floor(upper + nearly_whole);
            trips[depot] = model.add_row({.upper = upper});
        }
        const int weight = model.add_row({.upper = 0});
        const int volume = model.add_row({.upper = 0});
        const int whole = model.add_column({.cost = network.trip_cost[arc],
                                            .upper = state.trips_open(arc), .integer = true});
        part.whole.push_back(whole);
        model.add_entry(trips[depot], whole, 1);
        model.add_entry(weight, whole, -1);
        model.add_entry(volume, whole, -1);
        for (std::size_t good = 0; good < goods; ++good) {
            double upper = left[good];
            if (!reserve.stock.empty())
                upper = std::max(0.0, upper - reserve.stock[depot * goods + good]);
            if (upper <= 0 || lack[good] <= 0) {
                part.load.push_back(none);
                continue;
            }
            int& from = stock[depot * goods + good];
            if (from == none) {
                from = model.add_row({.upper = upper});
            }
            int& to = need[place * goods + good];
            if (to == none) {
                to = model.add_row({.upper = lack[good]});
            }
            const int load = model.add_column({.cost = network.unit_cost(arc, good) - network.price[good]});
            model.add_entry(from, load, 1);
            model.add_entry(to, load, 1);
            model.add_entry(weight, load, network.weight[good]);
            model.add_entry(volume, load, network.volume[good]);
            part.load.push_back(load);
        }
    }
    return part;
}

/// Trips made whole, some at a time, those nearest to whole first.
std::optional<LpSolution> dive(const State& state, const Part& part) {
    static const double step = env("STEP", 0.3);
    const Network& network = state.network();
    const auto t0 = std::chrono::steady_clock::now();
    LpSolver solver(part.model);
    std::optional<LpSolution> solution = solver.try_solve();
    ++lp_count;
    first_time += std::chrono::duration<double>(std::chrono::steady_clock::now() - t0).count();
    std::vector<double> low(part.arcs.size(), 0);
    std::vector<double> avail = part.trips;
    while (solution) {
        std::vector<std::pair<double, std::size_t>> parts;
        for (std::size_t i = 0; i < part.arcs.size(); ++i) {
            const double trips = solution->columns[static_cast<std::size_t>(part.whole[i])];
            const double over = trips - std::floor(trips + nearly_whole);
            if (over > nearly_whole) {
                parts.emplace_back(over, i);
            }
        }
        if (parts.empty()) {
            break;
        }
        std::sort(parts.begin(), parts.end(), std::greater<>());
        const auto most = static_cast<std::size_t>(std::ceil(step * static_cast<double>(parts.size())));
        for (std::size_t k = 0; k < parts.size(); ++k) {
            const bool first = k < most;
            const bool last = k + most >= parts.size() && parts[k].first < 0.3;
            if (!first && !last) continue;
            const std::size_t i = parts[k].second;
            const std::size_t depot = network.depot[part.arcs[i]];
            const double trips = std::floor(solution->columns[static_cast<std::size_t>(part.whole[i])] + nearly_whole);
            const double more = trips + 1 - low[i];
            if (first && more <= avail[depot]) {
                avail[depot] -= more;
                low[i] = trips + 1;
                solver.set_column_bounds(part.whole[i], low[i], state.trips_open(part.arcs[i]));
            } else {
                solver.set_column_bounds(part.whole[i], low[i], trips);
            }
        }
        solution = solver.try_solve();
        ++lp_count;
    }
    lp_time += std::chrono::duration<double>(std::chrono::steady_clock::now() - t0).count();
    return solution;
}

}  // namespace

void serve(State& state, const Guide& plain, const std::vector<std::size_t>& places,
           const Reserve& reserve) {
    const Network& network = state.network();
    std::vector<std::size_t> arcs;
    for (const std::size_t place : places) {
        for (const std::size_t arc : network.arcs_of_place[place]) {
            state.clear(arc);
            if (state.trips_open(arc) > 0) arcs.push_back(arc);
        }
    }
    const Part part = part_of(state, arcs, reserve);
    const auto solution = dive(state, part);
    ++subs;
    if (!solution) {
        return;
    }
    const double before = state.value();
    for (std::size_t i = 0; i < arcs.size(); ++i) {
        state.add_trips(arcs[i], std::floor(solution->columns[static_cast<std::size_t>(part.whole[i])] + nearly_whole));
        for (std::size_t good = 0; good < network.goods; ++good) {
            const int column = part.load[i * network.goods + good];
            if (column != none) {
                state.add_load(arcs[i], good, std::floor(solution->columns[static_cast<std::size_t>(column)] + nearly_whole));
            }
        }
    }
    if (reserve.trips.empty()) build(state, plain, arcs, nullptr);
    for (const std::size_t arc : arcs) {
        state.drop_idle_trips(arc);
    }
    lp_val += solution->objective;
    int_val += state.value() - before;
}

std::int64_t improve(State& state, const HaulPrices& prices, const Search& search) {
    const Network& network = state.network();
    const HaulLimits& limits = *search.limits;
    if (network.places == 0 || network.arcs == 0) {
        return 0;
    }
    (void)prices;
    static const int kmax = (int)env("KMAX", 6);
    const Guide plain = make_guide(network, no_prices(network));
    TourRandom random(limits.seed);
    state.settle();
    std::int64_t done = 0;
    const auto used = [&] {
        const double time = limits.time_used ? limits.time_used() : 0;
        const double rounds =
            limits.rounds > 0 ? static_cast<double>(done) / static_cast<double>(limits.rounds) : 0;
        return std::max(time, rounds);
    };
    double shown = 0;
    std::vector<std::size_t> order;
    for (double share = used(); share < 1; ++done, share = used()) {
        if (share >= shown) {
            shown += 0.05;
            std::fprintf(stderr, "%.2f %lld %.0f lp %ld in %.2f s first %.2f; subs %ld lpval %.0f int %.0f\n", share, (long long)done, state.value(), lp_count, lp_time, first_time, subs, lp_val, int_val);
        }
        if (limits.keep_going && !limits.keep_going({.value = state.value(),
                                                     .bound = search.bound,
                                                     .rounds = done})) {
            break;
        }
        const double before = state.value();
        std::vector<std::size_t> places{static_cast<std::size_t>(random.below((int)network.places))};
        for (int tries = 0; tries < 4 * kmax && (int)places.size() < kmax; ++tries) {
            const auto& arcs = network.arcs_of_place[places[(std::size_t)random.below((int)places.size())]];
            if (arcs.empty()) continue;
            const std::size_t a = arcs[(std::size_t)random.below((int)arcs.size())];
            const auto& others = network.arcs_of_depot[network.depot[a]];
            const std::size_t other = others[(std::size_t)random.below((int)others.size())];
            if (state.trips(other) > 0 && std::find(places.begin(), places.end(), network.place[other]) == places.end())
                places.push_back(network.place[other]);
        }
        serve(state, plain, places, {});
        if (state.value() <= before) {
            state.settle();
        } else {
            state.undo();
        }
    }
    return done;
}

}  // namespace relief::haul
