// SPDX-License-Identifier: Apache-2.0
#include "routing/dispatch/cargo.h"

#include "routing/dispatch/committed.h"
#include "routing/dispatch/day.h"
#include "routing/dispatch/driving.h"
#include "routing/dispatch/lacking.h"
#include "routing/dispatch/look_up.h"

#include <algorithm>
#include <map>
#include <utility>

namespace relief {
namespace {

/// What the largest lorry holds: loads are counted in parts of it, whichever carries them.
void find_largest(const DispatchProblem& problem, DispatchModel& model) {
    const auto at_least = [&](double kg, double m3) {
        model.largest_kg = std::max(model.largest_kg, kg);
        model.largest_m3 = std::max(model.largest_m3, m3);
    };
    for (const DispatchFleet& fleet : problem.fleets) {
        at_least(fleet.payload_kg, fleet.usable_m3);
    }
    for (const DispatchSupplier& supplier : problem.suppliers) {
        at_least(supplier.payload_kg, supplier.usable_m3);
    }
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

/// `hours` of the round trip, `kg` and `m3` that the largest lorry holds.
struct Haul {
    double km = 0;
    double hours = 0;
    double kg = 0;
    double m3 = 0;
};

/// Fills what one unit of a cargo is worth to each aim.
void price(const DispatchProblem& problem, const DispatchModel& model, int rank, const Haul& haul,
           Cargo& cargo) {
    const Way& way = problem.ways[static_cast<std::size_t>(cargo.way)];
    for (const int index : way.serves) {
        const DispatchNeed& need = problem.needs[static_cast<std::size_t>(index)];
        const double persons = need.persons / static_cast<double>(need.quantity) * way.rate;
        cargo.tier_steps += persons * rank;
        if (model.kit_of_need[static_cast<std::size_t>(index)] >= 0) {
            // A part counts with the kit that it completes.
            cargo.lacking += penalty_left_open(problem, way, need, cargo.arrive);
            continue;
        }
        cargo.lacking += lacking_left_open(problem, way, need, cargo.arrive);
        cargo.share +=
            need.weight * persons / model.place_weights[static_cast<std::size_t>(cargo.place)];
    }
    const auto item =
        static_cast<std::size_t>(model.item_of_way[static_cast<std::size_t>(cargo.way)]);
    const DispatchItem& goods = problem.items[item];
    cargo.tonne_km = goods.weight_kg / 1000 * haul.km;
    cargo.vehicle_hours =
        haul.hours * std::max(goods.weight_kg / haul.kg, goods.volume_m3 / haul.m3);
}

/// One column for each trip of a run that gets there before the lots run out.
void add_trips(const DispatchProblem& problem, int way, int run, int group, DispatchModel& model) {
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
        price(problem, model, of.tier_rank,
              {.km = problem.legs[static_cast<std::size_t>(of.leg)].km,
               .hours = (trip.back - trip.depart) / 60.0,
               .kg = model.largest_kg,
               .m3 = model.largest_m3},
              cargo);
        model.cargo.push_back(cargo);
    }
}

/// Goods given for some places go to no other.
bool may_serve(const DispatchProblem& problem, const DispatchModel& model, int group, int place) {
    const int supply = model.groups[static_cast<std::size_t>(group)].supply;
    const std::vector<std::string>& only =
        problem.supplies[static_cast<std::size_t>(supply)].only_for;
    return only.empty() || std::find(only.begin(), only.end(),
                                     problem.places[static_cast<std::size_t>(place)]) != only.end();
}

void add_depot_cargo(const DispatchProblem& problem, DispatchModel& model) {
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
                if (!may_serve(problem, model, group, model.runs[r].place)) {
                    continue;
                }
                add_trips(problem, static_cast<int>(w), static_cast<int>(r), group, model);
            }
        }
    }
}

void add_supplier_cargo(const DispatchProblem& problem, DispatchModel& model) {
    const int horizon = horizon_minutes(problem);
    for (std::size_t s = 0; s < problem.suppliers.size(); ++s) {
        const DispatchSupplier& supplier = problem.suppliers[s];
        for (std::size_t w = 0; w < problem.ways.size(); ++w) {
            const Way& way = problem.ways[w];
            const DispatchNeed& need = problem.needs[static_cast<std::size_t>(way.serves.front())];
            if (way.item != supplier.item || is_forbidden(problem, supplier.id, need.place)) {
                continue;
            }
            const int leg = leg_index(problem, supplier.node, need.place, supplier.vehicle_class);
            if (leg < 0) {
                continue;
            }
            const DispatchLeg& road = problem.legs[static_cast<std::size_t>(leg)];
            if (supplier.max_travel_minutes > 0 && road.minutes > supplier.max_travel_minutes) {
                continue;
            }
            for (int day = 0;; ++day) {
                const int on_the_way =
                    DrivingClock(problem.driving, supplier.drivers).drive(0, road.minutes);
                const int depart = std::max(day * minutes_a_day + supplier.first_minutes,
                                            opens_after(problem, need.place) - on_the_way);
                const int arrive = depart + on_the_way;
                if (arrive > horizon) {
                    break;
                }
                const Instant arrival = problem.as_of + Minutes{arrive};
                if (supplier.eaten_same_day && beijing_date(arrival) < beijing_date(need.by)) {
                    continue;
                }
                Cargo cargo{.way = static_cast<int>(w),
                            .supplier = static_cast<int>(s),
                            .leg = leg,
                            .depart = depart,
                            .arrive = arrive,
                            .halts = arrive - depart - road.minutes,
                            .day = day,
                            .place = model.place_of_way[w]};
                const int back = arrive + supplier.unload_minutes + road.minutes_back();
                price(problem, model, problem.agreement_rank,
                      {.km = road.km,
                       .hours = (back - depart) / 60.0,
                       .kg = model.largest_kg,
                       .m3 = model.largest_m3},
                      cargo);
                model.cargo.push_back(cargo);
            }
        }
    }
}

}  // namespace

std::vector<LotGroup> lot_groups(const DispatchProblem& problem) {
    const Date last_day = beijing_date(problem.until);
    std::vector<LotGroup> groups;
    for (std::size_t s = 0; s < problem.supplies.size(); ++s) {
        std::map<Date, Units> by_day;
        for (const DispatchLot& lot : problem.supplies[s].lots) {
            const int kept = item_of(problem, problem.supplies[s].item).life_left_days;
            by_day[std::min(lot.expires_on - std::chrono::days{kept}, last_day)] += lot.available;
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

void add_cargo(const DispatchProblem& problem, DispatchModel& model) {
    model.groups = lot_groups(problem);
    model.place_weights = place_weights(problem);
    find_largest(problem, model);
    add_depot_cargo(problem, model);
    add_supplier_cargo(problem, model);
}

}  // namespace relief
