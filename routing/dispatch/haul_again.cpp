// SPDX-License-Identifier: Apache-2.0
#include "core/error.h"
#include "routing/dispatch/haul_build.h"
#include "routing/dispatch/haul_check.h"
#include "routing/dispatch/haul_improve.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace relief {
namespace {

using haul::Network;
using haul::State;

/// A plan as a table: per arc its trips, then the quantity of each good.
using Table = std::vector<std::int64_t>;

Table table_of(const HaulProblem& problem, const HaulPlan& plan) {
    const std::size_t width = problem.goods.size() + 1;
    Table table(problem.arcs.size() * width, 0);
    for (const HaulShipment& shipment : plan) {
        const std::size_t row = static_cast<std::size_t>(shipment.arc) * width;
        table[row] += shipment.trips;
        for (const HaulLoad& load : shipment.loads) {
            table[row + 1 + static_cast<std::size_t>(load.good)] += load.quantity;
        }
    }
    return table;
}

HaulPlan plan_of(const HaulProblem& problem, const Table& table) {
    const std::size_t width = problem.goods.size() + 1;
    HaulPlan plan;
    for (std::size_t arc = 0; arc < problem.arcs.size(); ++arc) {
        HaulShipment shipment{.arc = static_cast<int>(arc), .trips = table[arc * width]};
        for (std::size_t good = 0; good + 1 < width; ++good) {
            if (const Units quantity = table[arc * width + 1 + good]; quantity > 0) {
                shipment.loads.push_back({.good = static_cast<int>(good), .quantity = quantity});
            }
        }
        if (shipment.trips > 0) {
            plan.push_back(std::move(shipment));
        }
    }
    return plan;
}

HaulPlan together(const HaulProblem& problem, const HaulPlan& one, const HaulPlan& other) {
    Table sum = table_of(problem, one);
    const Table more = table_of(problem, other);
    std::transform(sum.begin(), sum.end(), more.begin(), sum.begin(), std::plus<>());
    return plan_of(problem, sum);
}

/// Refuses an old plan that names an arc or a good that is not there.
void check_names(const HaulProblem& problem, const HaulPlan& plan) {
    const auto arcs = static_cast<int>(problem.arcs.size());
    const auto goods = static_cast<int>(problem.goods.size());
    for (const HaulShipment& shipment : plan) {
        const bool is_known =
            shipment.arc >= 0 && shipment.arc < arcs && shipment.trips >= 0 &&
            std::all_of(shipment.loads.begin(), shipment.loads.end(), [&](const HaulLoad& load) {
                return load.good >= 0 && load.good < goods && load.quantity >= 0;
            });
        if (!is_known) {
            throw bad_input({.code = "haul.plan",
                             .message = "the old plan is not one of this problem",
                             .field = "arc",
                             .found = std::to_string(shipment.arc),
                             .expected = "arcs and goods of the problem"});
        }
    }
}

/// What is left of stock, needs and trips once the departed trips have gone.
HaulProblem without(const HaulProblem& problem, const HaulPlan& departed) {
    HaulProblem rest = problem;
    for (const HaulShipment& shipment : departed) {
        HaulArc& arc = rest.arcs[static_cast<std::size_t>(shipment.arc)];
        HaulDepot& depot = rest.depots[static_cast<std::size_t>(arc.depot)];
        if (arc.trips_most != haul_no_limit) {
            arc.trips_most -= shipment.trips;
        }
        depot.trips -= shipment.trips;
        for (const HaulLoad& load : shipment.loads) {
            const auto good = static_cast<std::size_t>(load.good);
            depot.stock[good] -= load.quantity;
            rest.places[static_cast<std::size_t>(arc.place)].need[good] -= load.quantity;
        }
    }
    return rest;
}

/// Trips of a row of the old plan that the new one does not send, or sends lighter.
std::int64_t changed_trips(const HaulProblem& problem, const std::int64_t* old_row,
                           const std::int64_t* new_row) {
    double kg = 0;
    double m3 = 0;
    for (std::size_t good = 0; good < problem.goods.size(); ++good) {
        const auto less =
            static_cast<double>(std::max<Units>(0, old_row[1 + good] - new_row[1 + good]));
        kg += less * problem.goods[good].kg;
        m3 += less * problem.goods[good].m3;
    }
    const auto lighter = static_cast<std::int64_t>(
        std::ceil(std::max(kg / problem.trip_kg, m3 / problem.trip_m3) - haul::tolerance));
    return std::min(old_row[0], std::max(lighter, old_row[0] - new_row[0]));
}

HaulChanges changes_between(const HaulProblem& problem, const Table& before, const Table& now) {
    const std::size_t width = problem.goods.size() + 1;
    HaulChanges changes;
    for (std::size_t row = 0; row < before.size(); row += width) {
        changes.undeparted += before[row];
        changes.changed += changed_trips(problem, before.data() + row, now.data() + row);
        changes.added += std::max<std::int64_t>(0, now[row] - before[row]);
    }
    return changes;
}

/// The old plan again, as far as it goes.
void keep_what_goes(State& state, const haul::Guide& guide, const Table& old_plan) {
    const Network& network = state.network();
    const std::size_t width = network.goods + 1;
    haul::Share share;
    haul::Part part;
    for (std::size_t arc = 0; arc < network.arcs; ++arc) {
        part.arcs.push_back(arc);
        share.trips.push_back(static_cast<double>(old_plan[arc * width]));
        for (std::size_t good = 0; good < network.goods; ++good) {
            share.loads.push_back(static_cast<double>(old_plan[arc * width + 1 + good]));
        }
    }
    haul::put_share(state, guide, part, share);
}

/// The places that lost something, and others by the same depots, as long as all trips planned for
/// them are at most `most`.
std::vector<bool> places_in_reach(const Network& network, const Table& old_plan, const Table& kept,
                                  double most) {
    const std::size_t width = network.goods + 1;
    std::vector<bool> may(network.places, false);
    std::vector<std::size_t> queue;
    double trips = 0;
    const auto take = [&](std::size_t place) {
        double planned = 0;
        for (const std::size_t arc : network.arcs_of_place[place]) {
            planned += static_cast<double>(old_plan[arc * width]);
        }
        if (!may[place] && trips + planned <= most) {
            may[place] = true;
            trips += planned;
            queue.push_back(place);
        }
    };
    for (std::size_t arc = 0; arc < network.arcs; ++arc) {
        const auto row = static_cast<std::ptrdiff_t>(arc * width);
        if (!std::equal(kept.begin() + row, kept.begin() + row + static_cast<std::ptrdiff_t>(width),
                        old_plan.begin() + row)) {
            take(network.place[arc]);
        }
    }
    for (std::size_t i = 0; i < queue.size(); ++i) {
        for (const std::size_t arc : network.arcs_of_place[queue[i]]) {
            for (const std::size_t other : network.arcs_of_depot[network.depot[arc]]) {
                take(network.place[other]);
            }
        }
    }
    return may;
}

/// The limits of one of two searches that share the time.
HaulLimits part_of_time(const HaulLimits& limits, double from, double to) {
    HaulLimits part = limits;
    if (limits.time_used) {
        part.time_used = [&limits, from, to] { return (limits.time_used() - from) / (to - from); };
    }
    return part;
}

}  // namespace

HaulReplan resolve_haul(const HaulProblem& problem, const HaulPlan& old_plan,
                        const HaulPlan& departed, const HaulPrices& prices,
                        const HaulLimits& limits, const HaulCalm& calm) {
    validate(problem);
    haul::check_prices(problem, prices);
    check_names(problem, old_plan);
    haul::check_plan(problem, departed);
    Table before = table_of(problem, old_plan);
    const Table gone = table_of(problem, departed);
    std::transform(
        before.begin(), before.end(), gone.begin(), before.begin(),
        [](std::int64_t all, std::int64_t left) { return std::max<std::int64_t>(0, all - left); });
    const HaulProblem rest = without(problem, departed);
    const Network network = haul::make_network(rest);
    const haul::Guide guide = haul::make_guide(network);
    std::vector<std::size_t> arcs(network.arcs);
    std::iota(arcs.begin(), arcs.end(), std::size_t{0});

    State state(network);
    keep_what_goes(state, guide, before);
    const Table kept = table_of(rest, state.plan());
    haul::build(state, guide, arcs);
    const double departed_cost = haul_value(problem, departed) - State(network).value();
    HaulReplan replan{.repaired = together(problem, departed, state.plan())};
    replan.repaired_value = haul_value(problem, replan.repaired);

    const HaulLimits calm_limits = part_of_time(limits, 0, 0.5);
    const HaulLimits stir_limits = part_of_time(limits, 0.5, 1);
    const double bound = haul::bound_at(network, prices) + departed_cost;
    const double planned = static_cast<double>(changes_between(rest, before, kept).undeparted);
    replan.answer.rounds =
        haul::improve(state, guide, {.limits = &calm_limits, .bound = bound},
                      places_in_reach(network, before, kept, calm.share * planned));
    State stirred = state;
    replan.answer.rounds +=
        haul::improve(stirred, guide, {.limits = &stir_limits, .bound = bound}, {});
    const double calm_value = state.value() + departed_cost;
    if (state.value() - stirred.value() > calm.gain * std::abs(calm_value)) {
        state = std::move(stirred);
    }
    replan.changes = changes_between(rest, before, table_of(rest, state.plan()));
    replan.answer.plan = together(problem, departed, state.plan());
    replan.answer.value = haul_value(problem, replan.answer.plan);
    replan.answer.bound = std::min(bound, replan.answer.value);
    replan.answer.prices = prices;
    return replan;
}

}  // namespace relief
