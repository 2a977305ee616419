// SPDX-License-Identifier: Apache-2.0
#include "routing/dispatch/cargo.h"

#include "routing/dispatch/lacking.h"
#include "routing/dispatch/look_up.h"

#include <algorithm>
#include <map>
#include <utility>

namespace relief {
namespace {

constexpr int minutes_a_day = 24 * 60;

std::vector<LotGroup> make_groups(const DispatchProblem& problem) {
    const Date last_day = beijing_date(problem.until);
    std::vector<LotGroup> groups;
    for (std::size_t s = 0; s < problem.supplies.size(); ++s) {
        std::map<Date, Units> by_day;
        for (const DispatchLot& lot : problem.supplies[s].lots) {
            by_day[std::min(lot.expires_on, last_day)] += lot.available;
        }
        for (const auto& [day, units] : by_day) {
            if (day >= beijing_date(problem.as_of) && units > 0) {
                groups.push_back(
                    {.supply = static_cast<int>(s), .usable_through = day, .available = units});
            }
        }
    }
    return groups;
}

/// Total of weight x persons at a place: what a served share is a share of.
std::vector<double> place_weights(const DispatchProblem& problem) {
    std::vector<double> weights(problem.places.size(), 0);
    for (const DispatchNeed& need : problem.needs) {
        const auto place = std::find(problem.places.begin(), problem.places.end(), need.place);
        weights[static_cast<std::size_t>(place - problem.places.begin())] +=
            need.weight * need.persons;
    }
    return weights;
}

/// Fills what one unit of a cargo is worth to each aim.
void price(const DispatchProblem& problem, const DispatchModel& model,
           const std::vector<double>& weights, int rank, double km, Cargo& cargo) {
    const Way& way = problem.ways[static_cast<std::size_t>(cargo.way)];
    for (const int index : way.serves) {
        const DispatchNeed& need = problem.needs[static_cast<std::size_t>(index)];
        const double persons = need.persons / static_cast<double>(need.quantity) * way.rate;
        cargo.lacking += lacking_left_open(problem, way, need, cargo.arrive);
        cargo.tier_steps += persons * rank;
        cargo.share += need.weight * persons / weights[static_cast<std::size_t>(cargo.place)];
    }
    const auto item =
        static_cast<std::size_t>(model.item_of_way[static_cast<std::size_t>(cargo.way)]);
    cargo.tonne_km = problem.items[item].weight_kg / 1000 * km;
}

/// One column for each trip of a run that gets there before the lots run out.
void add_trips(const DispatchProblem& problem, const std::vector<double>& weights, int way, int run,
               int group, DispatchModel& model) {
    const Run& of = model.runs[static_cast<std::size_t>(run)];
    for (std::size_t k = 0; k < of.trips.size(); ++k) {
        const Trip& trip = of.trips[k];
        const Instant arrival = problem.as_of + Minutes{trip.arrive};
        if (beijing_date(arrival) > model.groups[static_cast<std::size_t>(group)].usable_through) {
            return;
        }
        Cargo cargo{.way = way,
                    .run = run,
                    .trip = static_cast<int>(k),
                    .group = group,
                    .leg = of.leg,
                    .depart = trip.depart,
                    .arrive = trip.arrive,
                    .place = of.place};
        price(problem, model, weights, of.tier_rank,
              problem.legs[static_cast<std::size_t>(of.leg)].km, cargo);
        model.cargo.push_back(cargo);
    }
}

void add_depot_cargo(const DispatchProblem& problem, const std::vector<double>& weights,
                     DispatchModel& model) {
    std::map<std::pair<int, std::string>, std::vector<int>> groups;  // depot, item
    for (std::size_t g = 0; g < model.groups.size(); ++g) {
        const auto& supply = problem.supplies[static_cast<std::size_t>(model.groups[g].supply)];
        if (supply.on_hand > supply.floor) {
            groups[{supply.depot, supply.item}].push_back(static_cast<int>(g));
        }
    }
    for (std::size_t r = 0; r < model.runs.size(); ++r) {
        for (std::size_t w = 0; w < problem.ways.size(); ++w) {
            const auto found = groups.find({model.runs[r].depot, problem.ways[w].item});
            if (model.place_of_way[w] != model.runs[r].place || found == groups.end()) {
                continue;
            }
            for (const int group : found->second) {
                add_trips(problem, weights, static_cast<int>(w), static_cast<int>(r), group, model);
            }
        }
    }
}

void add_supplier_cargo(const DispatchProblem& problem, const std::vector<double>& weights,
                        DispatchModel& model) {
    const int horizon = horizon_minutes(problem);
    for (std::size_t s = 0; s < problem.suppliers.size(); ++s) {
        const DispatchSupplier& supplier = problem.suppliers[s];
        for (std::size_t w = 0; w < problem.ways.size(); ++w) {
            const Way& way = problem.ways[w];
            if (way.item != supplier.item) {
                continue;
            }
            const DispatchNeed& need = problem.needs[static_cast<std::size_t>(way.serves.front())];
            const int leg = leg_index(problem, supplier.node, need.place, supplier.vehicle_class);
            if (leg < 0) {
                continue;
            }
            const DispatchLeg& road = problem.legs[static_cast<std::size_t>(leg)];
            if (supplier.max_travel_minutes > 0 && road.minutes > supplier.max_travel_minutes) {
                continue;
            }
            for (int day = 0;; ++day) {
                const int depart = day * minutes_a_day + supplier.first_minutes;
                if (depart + road.minutes > horizon) {
                    break;
                }
                const Instant arrival = problem.as_of + Minutes{depart + road.minutes};
                if (supplier.eaten_same_day && beijing_date(arrival) < beijing_date(need.by)) {
                    continue;
                }
                Cargo cargo{.way = static_cast<int>(w),
                            .supplier = static_cast<int>(s),
                            .leg = leg,
                            .depart = depart,
                            .arrive = depart + road.minutes,
                            .day = day,
                            .place = model.place_of_way[w]};
                price(problem, model, weights, problem.agreement_rank, road.km, cargo);
                model.cargo.push_back(cargo);
            }
        }
    }
}

}  // namespace

void add_cargo(const DispatchProblem& problem, DispatchModel& model) {
    model.groups = make_groups(problem);
    const std::vector<double> weights = place_weights(problem);
    add_depot_cargo(problem, weights, model);
    add_supplier_cargo(problem, weights, model);
}

}  // namespace relief
