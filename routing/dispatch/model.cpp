// SPDX-License-Identifier: Apache-2.0
#include "routing/dispatch/model.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include <fmt/format.h>

namespace relief {
namespace {

// A shuttle of more trips than this is not planned ahead: a re-plan comes long before.
constexpr int trips_max = 24;
constexpr int minutes_a_day = 24 * 60;

const DispatchItem& item_of(const DispatchProblem& problem, const std::string& id) {
    return *std::find_if(problem.items.begin(), problem.items.end(),
                         [&](const DispatchItem& item) { return item.id == id; });
}

/// What each way moves and where to, looked up once.
void index_ways(const DispatchProblem& problem, DispatchModel& model) {
    for (const Way& way : problem.ways) {
        model.item_of_way.push_back(
            static_cast<int>(&item_of(problem, way.item) - problem.items.data()));
        const DispatchNeed& need = problem.needs[static_cast<std::size_t>(way.serves.front())];
        const auto place = std::find(problem.places.begin(), problem.places.end(), need.place);
        model.place_of_way.push_back(static_cast<int>(place - problem.places.begin()));
    }
}

int leg_index(const DispatchProblem& problem, const std::string& node, const std::string& place,
              const std::string& vehicle_class) {
    for (std::size_t i = 0; i < problem.legs.size(); ++i) {
        const DispatchLeg& leg = problem.legs[i];
        if (leg.from_node == node && leg.to_place == place && leg.vehicle_class == vehicle_class) {
            return static_cast<int>(i);
        }
    }
    return -1;
}

const DispatchTier* tier_of(const DispatchProblem& problem, int depot, const std::string& place) {
    for (const DispatchTier& tier : problem.tiers) {
        if (tier.depot == depot && tier.place == place) {
            return &tier;
        }
    }
    return nullptr;
}

/// The turns of one site. Its vehicles queue at the docks in the order of the fleet rows; a round
/// is as long as its slowest loading. Rounds are told apart singly at first and then in blocks of
/// twice the length (1, 2, 3-4, 5-8 …), a block being gone when its last round is, so that a large
/// fleet keeps the model small and never holds its first lorries back.
void queue_docks(const DispatchProblem& problem, const DispatchFleetSite& site,
                 std::vector<DockTurn>& turns) {
    const std::size_t first = turns.size();
    int round = 1;
    int block_end = 1;
    int in_round = 0;
    int round_start = 0;
    int round_length = 0;
    std::size_t block_first = first;
    const auto close_round = [&] {
        for (std::size_t t = block_first; t < turns.size(); ++t) {
            turns[t].loaded_after = round_start + round_length;
        }
    };
    for (std::size_t f = 0; f < problem.fleets.size(); ++f) {
        const DispatchFleet& fleet = problem.fleets[f];
        for (int vehicle = 0; fleet.depot == site.depot && vehicle < fleet.count; ++vehicle) {
            if (in_round == site.docks) {
                close_round();
                round_start += round_length;
                round_length = 0;
                in_round = 0;
                if (round == block_end) {
                    block_end *= 2;
                    block_first = turns.size();
                }
                ++round;
            }
            ++in_round;
            round_length = std::max(round_length, fleet.load_minutes);
            if (turns.size() == block_first || turns.back().fleet != static_cast<int>(f)) {
                turns.push_back({.fleet = static_cast<int>(f)});
            }
            ++turns.back().count;
        }
    }
    close_round();
    for (std::size_t t = first; t < turns.size(); ++t) {
        turns[t].all_loaded_after = round_start + round_length;
    }
}

std::vector<Trip> shuttle(const DispatchFleet& fleet, const DispatchLeg& leg, int start,
                          const DockTurn& turn, int horizon, int useful) {
    std::vector<Trip> trips;
    // A vehicle that is back before all others have left waits for its dock.
    const int cycle = std::max(fleet.load_minutes + 2 * leg.minutes + fleet.unload_minutes,
                               turn.all_loaded_after);
    int depart = start + turn.loaded_after;
    while (static_cast<int>(trips.size()) < std::min(useful, trips_max)) {
        const int arrive = depart + leg.minutes;
        if (arrive > horizon) {
            break;
        }
        trips.push_back({.depart = depart,
                         .arrive = arrive,
                         .back = arrive + fleet.unload_minutes + leg.minutes});
        depart += cycle;
    }
    return trips;
}

/// How many trips one vehicle would need to carry all that the depot could give the place.
int useful_trips(const DispatchProblem& problem, int depot, const std::string& place,
                 const DispatchFleet& fleet) {
    double kg = 0;
    double m3 = 0;
    for (const DispatchSupply& supply : problem.supplies) {
        if (supply.depot != depot) {
            continue;
        }
        Units wanted = 0;
        for (const Way& way : problem.ways) {
            const DispatchNeed& need = problem.needs[static_cast<std::size_t>(way.serves.front())];
            if (way.item == supply.item && need.place == place) {
                wanted += need.quantity;
            }
        }
        const auto units = static_cast<double>(
            std::min(wanted, std::max<Units>(0, supply.on_hand - supply.floor)));
        const DispatchItem& item = item_of(problem, supply.item);
        kg += units * item.weight_kg;
        m3 += units * item.volume_m3;
    }
    if (kg <= 0) {
        return 0;
    }
    // One spare trip for what does not pack exactly.
    return static_cast<int>(std::ceil(std::max(kg / fleet.payload_kg, m3 / fleet.usable_m3))) + 1;
}

/// One run for each turn at the depot's docks whose class has a road to the place.
void add_runs(const DispatchProblem& problem, int depot, int place, const DispatchTier& tier,
              DispatchModel& model) {
    const DispatchDepot& from = problem.depots[static_cast<std::size_t>(depot)];
    const std::string& to = problem.places[static_cast<std::size_t>(place)];
    for (std::size_t t = 0; t < model.turns.size(); ++t) {
        const DockTurn& turn = model.turns[t];
        const DispatchFleet& fleet = problem.fleets[static_cast<std::size_t>(turn.fleet)];
        const int leg =
            fleet.depot == from.fleet ? leg_index(problem, from.node, to, fleet.vehicle_class) : -1;
        if (leg < 0) {
            continue;
        }
        const int start =
            std::max({tier.signature_minutes, fleet.muster_minutes, from.ready_minutes});
        Run run{.depot = depot,
                .place = place,
                .fleet = turn.fleet,
                .turn = static_cast<int>(t),
                .leg = leg,
                .tier_rank = tier.rank,
                .tier = tier.tier,
                .trips = shuttle(fleet, problem.legs[static_cast<std::size_t>(leg)], start, turn,
                                 horizon_minutes(problem), useful_trips(problem, depot, to, fleet)),
                .column = -1};
        if (!run.trips.empty()) {
            model.runs.push_back(std::move(run));
        }
    }
}

void make_runs(const DispatchProblem& problem, DispatchModel& model) {
    for (const DispatchFleetSite& site : problem.sites) {
        queue_docks(problem, site, model.turns);
    }
    for (std::size_t d = 0; d < problem.depots.size(); ++d) {
        for (std::size_t p = 0; p < problem.places.size(); ++p) {
            const DispatchTier* tier = tier_of(problem, static_cast<int>(d), problem.places[p]);
            if (tier != nullptr) {
                add_runs(problem, static_cast<int>(d), static_cast<int>(p), *tier, model);
            }
        }
    }
}

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

void add_columns(const DispatchProblem& problem, DispatchModel& model) {
    for (std::size_t r = 0; r < model.runs.size(); ++r) {
        Run& run = model.runs[r];
        const int count = model.turns[static_cast<std::size_t>(run.turn)].count;
        run.column = model.lp.add_column({.name = fmt::format("X{}", r),
                                          .cost = 0,
                                          .lower = 0,
                                          .upper = static_cast<double>(count),
                                          .integer = true});
    }
    for (std::size_t c = 0; c < model.cargo.size(); ++c) {
        Cargo& cargo = model.cargo[c];
        cargo.column = model.lp.add_column({.name = fmt::format("Q{}", c), .cost = cargo.lacking});
    }
    for (std::size_t n = 0; n < problem.needs.size(); ++n) {
        const DispatchNeed& need = problem.needs[n];
        model.unmet_lacking.push_back(lacking_per_unit(problem, need, horizon_minutes(problem)));
        model.unmet_columns.push_back(
            model.lp.add_column({.name = fmt::format("U{}", n),
                                 .cost = model.unmet_lacking.back(),
                                 .lower = 0,
                                 .upper = static_cast<double>(need.quantity)}));
    }
}

/// Vehicles of a turn on its runs.
void add_turn_rows(DispatchModel& model) {
    for (std::size_t t = 0; t < model.turns.size(); ++t) {
        const int row = model.lp.add_row({.name = fmt::format("FLEET{}", t),
                                          .upper = static_cast<double>(model.turns[t].count)});
        for (const Run& run : model.runs) {
            if (run.turn == static_cast<int>(t)) {
                model.lp.add_entry(row, run.column, 1);
            }
        }
    }
}

/// Weight and space of each trip: goods on it <= vehicles on the run x what one holds.
void add_load_rows(const DispatchProblem& problem, DispatchModel& model) {
    std::vector<std::vector<std::pair<int, int>>> rows;  // per run, per trip: kg row, m3 row
    for (std::size_t r = 0; r < model.runs.size(); ++r) {
        const Run& run = model.runs[r];
        const DispatchFleet& fleet = problem.fleets[static_cast<std::size_t>(run.fleet)];
        auto& of_run = rows.emplace_back();
        for (std::size_t k = 0; k < run.trips.size(); ++k) {
            const int kg = model.lp.add_row({.name = fmt::format("KG{}_{}", r, k), .upper = 0});
            const int m3 = model.lp.add_row({.name = fmt::format("M3{}_{}", r, k), .upper = 0});
            model.lp.add_entry(kg, run.column, -fleet.payload_kg);
            model.lp.add_entry(m3, run.column, -fleet.usable_m3);
            of_run.emplace_back(kg, m3);
        }
    }
    for (const Cargo& cargo : model.cargo) {
        if (cargo.run < 0) {
            continue;
        }
        const DispatchItem& item = problem.items[static_cast<std::size_t>(
            model.item_of_way[static_cast<std::size_t>(cargo.way)])];
        const auto& [kg, m3] =
            rows[static_cast<std::size_t>(cargo.run)][static_cast<std::size_t>(cargo.trip)];
        model.lp.add_entry(kg, cargo.column, item.weight_kg);
        model.lp.add_entry(m3, cargo.column, item.volume_m3);
    }
}

/// Goods drawn from a supply, group by group, and above its floor in all.
void add_supply_rows(const DispatchProblem& problem, DispatchModel& model) {
    std::vector<int> supply_rows;
    for (std::size_t s = 0; s < problem.supplies.size(); ++s) {
        const DispatchSupply& supply = problem.supplies[s];
        supply_rows.push_back(model.lp.add_row(
            {.name = fmt::format("STOCK{}", s),
             .upper = static_cast<double>(std::max<Units>(0, supply.on_hand - supply.floor))}));
    }
    std::vector<int> group_rows;
    for (std::size_t g = 0; g < model.groups.size(); ++g) {
        group_rows.push_back(
            model.lp.add_row({.name = fmt::format("LOTS{}", g),
                              .upper = static_cast<double>(model.groups[g].available)}));
    }
    for (const Cargo& cargo : model.cargo) {
        if (cargo.group >= 0) {
            const LotGroup& group = model.groups[static_cast<std::size_t>(cargo.group)];
            model.lp.add_entry(supply_rows[static_cast<std::size_t>(group.supply)], cargo.column,
                               1);
            model.lp.add_entry(group_rows[static_cast<std::size_t>(cargo.group)], cargo.column, 1);
        }
    }
}

/// A supplier gives at most what is on hand and what the days begun by then make.
void add_supplier_rows(const DispatchProblem& problem, DispatchModel& model) {
    std::map<std::pair<int, int>, int> rows;
    for (const Cargo& cargo : model.cargo) {
        if (cargo.supplier >= 0) {
            rows.emplace(std::pair{cargo.supplier, cargo.day}, -1);
        }
    }
    for (auto& [key, row] : rows) {
        const auto& supplier = problem.suppliers[static_cast<std::size_t>(key.first)];
        const Units limit = supplier.on_hand + supplier.daily_capacity * (key.second + 1);
        row = model.lp.add_row({.name = fmt::format("MADE{}_{}", key.first, key.second),
                                .upper = static_cast<double>(limit)});
        for (const Cargo& cargo : model.cargo) {
            if (cargo.supplier == key.first && cargo.day <= key.second) {
                model.lp.add_entry(row, cargo.column, 1);
            }
        }
    }
}

/// Served + unmet = needed, so nothing comes that nobody needs.
void add_need_rows(const DispatchProblem& problem, DispatchModel& model) {
    std::vector<int> rows;
    for (std::size_t n = 0; n < problem.needs.size(); ++n) {
        const auto quantity = static_cast<double>(problem.needs[n].quantity);
        rows.push_back(model.lp.add_row(
            {.name = fmt::format("NEED{}", n), .lower = quantity, .upper = quantity}));
        model.lp.add_entry(rows.back(), model.unmet_columns[n], 1);
    }
    for (const Cargo& cargo : model.cargo) {
        const Way& way = problem.ways[static_cast<std::size_t>(cargo.way)];
        for (const int need : way.serves) {
            model.lp.add_entry(rows[static_cast<std::size_t>(need)], cargo.column, way.rate);
        }
    }
}

void add_later_aims(const DispatchProblem& problem, DispatchModel& model) {
    model.lacking_row = model.lp.add_row({.name = "LACKING"});
    model.tier_row = model.lp.add_row({.name = "TIERS"});
    for (std::size_t n = 0; n < problem.needs.size(); ++n) {
        model.need_lacking_rows.push_back(model.lp.add_row({.name = fmt::format("LACKING{}", n)}));
        model.lp.add_entry(model.lacking_row, model.unmet_columns[n], model.unmet_lacking[n]);
        model.lp.add_entry(model.need_lacking_rows[n], model.unmet_columns[n],
                           model.unmet_lacking[n]);
    }
    model.least_share_column = model.lp.add_column({.name = "Z", .lower = 0, .upper = 1});
    for (std::size_t p = 0; p < problem.places.size(); ++p) {
        model.share_rows.push_back(
            model.lp.add_row({.name = fmt::format("SHARE{}", p), .lower = 0}));
        model.lp.add_entry(model.share_rows.back(), model.least_share_column, -1);
    }
    for (const Cargo& cargo : model.cargo) {
        if (cargo.lacking != 0) {
            model.lp.add_entry(model.lacking_row, cargo.column, cargo.lacking);
        }
        model.lp.add_entry(model.tier_row, cargo.column, cargo.tier_steps);
        const Way& way = problem.ways[static_cast<std::size_t>(cargo.way)];
        for (const int n : way.serves) {
            const auto need = static_cast<std::size_t>(n);
            model.lp.add_entry(model.need_lacking_rows[need], cargo.column,
                               lacking_left_open(problem, way, problem.needs[need], cargo.arrive));
        }
        model.lp.add_entry(model.share_rows[static_cast<std::size_t>(cargo.place)], cargo.column,
                           cargo.share);
    }
}

}  // namespace

int horizon_minutes(const DispatchProblem& problem) {
    return static_cast<int>(
        std::chrono::duration_cast<Minutes>(problem.until - problem.as_of).count());
}

double lacking_per_unit(const DispatchProblem& problem, const DispatchNeed& need, int arrive) {
    const Instant at = problem.as_of + Minutes{arrive};
    // Hours begun: nobody hauls from a farther depot to be five minutes sooner.
    const auto hours =
        static_cast<double>(std::chrono::ceil<std::chrono::hours>(at - need.by).count());
    double grown = 0;
    for (std::size_t i = 0; i < problem.growth.size() && hours > problem.growth[i].from_h; ++i) {
        const double end = i + 1 < problem.growth.size()
                               ? std::min<double>(hours, problem.growth[i + 1].from_h)
                               : hours;
        grown += problem.growth[i].factor * (end - problem.growth[i].from_h);
    }
    return need.weight * need.persons / static_cast<double>(need.quantity) * grown;
}

double lacking_left_open(const DispatchProblem& problem, const Way& way, const DispatchNeed& need,
                         int arrive) {
    const double late = lacking_per_unit(problem, need, arrive);
    const double never = lacking_per_unit(problem, need, horizon_minutes(problem));
    return way.rate * (late + way.penalty * (never - late));
}

DispatchModel build_model(const DispatchProblem& problem) {
    DispatchModel model;
    index_ways(problem, model);
    make_runs(problem, model);
    model.groups = make_groups(problem);
    const std::vector<double> weights = place_weights(problem);
    add_depot_cargo(problem, weights, model);
    add_supplier_cargo(problem, weights, model);
    add_columns(problem, model);
    add_turn_rows(model);
    add_load_rows(problem, model);
    add_supply_rows(problem, model);
    add_supplier_rows(problem, model);
    add_need_rows(problem, model);
    model.first_aim_rows = static_cast<int>(model.lp.rows.size());
    model.first_aim_columns = static_cast<int>(model.lp.columns.size());
    add_later_aims(problem, model);
    return model;
}

LpModel first_aim_model(const DispatchModel& model) {
    LpModel first = model.lp;
    first.columns.resize(static_cast<std::size_t>(model.first_aim_columns));
    first.rows.resize(static_cast<std::size_t>(model.first_aim_rows));
    std::erase_if(first.entries, [&](const LpEntry& entry) {
        return entry.row >= model.first_aim_rows || entry.column >= model.first_aim_columns;
    });
    return first;
}

}  // namespace relief
