// SPDX-License-Identifier: Apache-2.0
#include "routing/dispatch/pack.h"

#include "routing/dispatch/committed.h"
#include "routing/dispatch/kits.h"
#include "routing/dispatch/lacking.h"
#include "routing/dispatch/reception.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <tuple>
#include <utility>

namespace relief {
namespace {

// Room is compared with this slack: a box that is full to the last litre is full, not over.
constexpr double room_slack = 1e-9;
// A linear solution's 1605 may read 1604.9999, where aims after the shares keep them within a
// hair's breadth. What is put is held against every limit in whole units all the same.
constexpr double unit_slack = 1e-3;

/// Puts units on trips and keeps account of what is left of everything.
class Packer {
  public:
    Packer(const DispatchProblem& problem, const DispatchModel& model, std::vector<int>& vehicles)
        : problem_(problem), model_(model), vehicles_(vehicles), reception_(problem, model) {
        for (const Run& run : model.runs) {
            first_trip_.push_back(trips_.size());
            for (std::size_t k = 0; k < run.trips.size(); ++k) {
                trips_.push_back(
                    {.run = static_cast<int>(first_trip_.size()) - 1, .trip = static_cast<int>(k)});
            }
        }
        for (const DockTurn& turn : model.turns) {
            idle_.push_back(turn.count);
        }
        for (std::size_t r = 0; r < model.runs.size(); ++r) {
            idle_[static_cast<std::size_t>(model.runs[r].turn)] -= vehicles[r];
        }
        load_.resize(trips_.size());
        for (std::size_t c = 0; c < model.cargo.size(); ++c) {
            const Cargo& cargo = model.cargo[c];
            if (cargo.run >= 0 && cargo.trip == 0) {
                first_cargo_.emplace(std::tuple{cargo.run, cargo.way, cargo.group},
                                     static_cast<int>(c));
            }
        }
        left_.supplied.assign(model.cargo.size(), 0);
        for (const DispatchNeed& need : problem.needs) {
            left_.unmet.push_back(open_units(need));
        }
        for (const LotGroup& group : model.groups) {
            left_.group_left.push_back(group.available);
        }
        for (const DispatchSupply& supply : problem.supplies) {
            left_.supply_left.push_back(std::max<Units>(0, supply.on_hand - supply.floor));
        }
    }

    /// Puts at most `units` of a cargo where it belongs; answers how many.
    Units put(int index, Units units) {
        const Cargo& cargo = model_.cargo[static_cast<std::size_t>(index)];
        const Way& way = problem_.ways[static_cast<std::size_t>(cargo.way)];
        for (const int need : way.serves) {
            units = std::min(units, left_.unmet[static_cast<std::size_t>(need)] / way.rate);
        }
        units = units > 0 ? std::min(units, source_left(cargo)) : 0;
        if (units > 0 && cargo.run >= 0) {
            units = std::min(units, room(trip_index(cargo.run, cargo.trip), cargo));
        }
        units = units > 0 ? whole_packs(cargo, reception_.fits(cargo, units)) : 0;
        return book(index, units);
    }

    /// Moves goods to earlier trips of the same run: arriving sooner is never worse for any aim.
    void pull_forward() {
        for (std::size_t late = 0; late < trips_.size(); ++late) {
            const std::size_t first = first_trip_[static_cast<std::size_t>(trips_[late].run)];
            for (std::size_t early = first; early < late; ++early) {
                move(late, early);
            }
        }
    }

    /// Empties lorries sent for a handful onto others of the same depot and place that are no
    /// later and go anyway.
    void empty_small_trips() {
        std::vector<std::pair<double, std::size_t>> order;
        for (std::size_t t = 0; t < trips_.size(); ++t) {
            if (!trips_[t].units.empty()) {
                order.emplace_back(load_[t].m3, t);
            }
        }
        std::sort(order.begin(), order.end());
        for (const auto& [size, small] : order) {
            const auto units_before = trips_;
            const auto load_before = load_;
            const ReceptionLeft reception_before = reception_.left();
            for (std::size_t other = 0; other < trips_.size(); ++other) {
                if (other != small && !trips_[other].units.empty() && no_later(other, small)) {
                    move(small, other, vehicles_for(other));
                }
            }
            if (!trips_[small].units.empty()) {
                trips_ = units_before;
                load_ = load_before;
                reception_.restore(reception_before);
            }
        }
    }

    /// What does not fit into whole vehicles after all is taken off again.
    void take_off() {
        for (std::size_t t = 0; t < trips_.size(); ++t) {
            while (!trips_[t].units.empty() && vehicles_for(t) == 0) {
                take_off_largest(t);
            }
        }
    }

    /// Puts what is still needed into the room that was kept free so that pieces pack, as far as
    /// they do: each vehicle may be filled up to payload + stowage. Then vehicles that nobody asked
    /// for are called for what is left.
    void top_up(const std::vector<int>& order) {
        for (const int index : order) {
            const Cargo& cargo = model_.cargo[static_cast<std::size_t>(index)];
            if (cargo.run < 0) {
                continue;
            }
            fill(index, cargo);
            while (wanted(cargo) > 0 && call_idle(cargo)) {
                if (fill(index, cargo) == 0) {
                    send_back(cargo);
                    break;
                }
            }
        }
    }

    /// Counts vehicles.
    Packing finish() {
        for (std::size_t t = 0; t < trips_.size(); ++t) {
            trips_[t].vehicles = trips_[t].units.empty() ? 0 : vehicles_for(t);
        }
        left_.trips = std::move(trips_);
        std::erase_if(left_.trips, [](const PackedTrip& trip) { return trip.units.empty(); });
        return std::move(left_);
    }

  private:
    struct Load {
        double kg = 0;
        double m3 = 0;
    };

    /// Books units of a cargo on its trip or day; answers how many.
    Units book(int index, Units units) {
        const Cargo& cargo = model_.cargo[static_cast<std::size_t>(index)];
        const Way& way = problem_.ways[static_cast<std::size_t>(cargo.way)];
        if (units <= 0) {
            return 0;
        }
        for (const int need : way.serves) {
            left_.unmet[static_cast<std::size_t>(need)] -= units * way.rate;
        }
        if (cargo.run < 0) {
            left_.supplied[static_cast<std::size_t>(index)] += units;
            reception_.add(cargo, units);
            taken_[{cargo.supplier, cargo.day}] += units;
            last_day_ = std::max(last_day_, cargo.day);
            return units;
        }
        const auto group = static_cast<std::size_t>(cargo.group);
        left_.group_left[group] -= units;
        left_.supply_left[static_cast<std::size_t>(model_.groups[group].supply)] -= units;
        add(trip_index(cargo.run, cargo.trip), index, units);
        return units;
    }

    /// Whole packs of a cargo that are still needed, there, and can be taken in.
    [[nodiscard]] Units wanted(const Cargo& cargo) const {
        const Way& way = problem_.ways[static_cast<std::size_t>(cargo.way)];
        Units units = source_left(cargo);
        for (const int need : way.serves) {
            units = std::min(units, left_.unmet[static_cast<std::size_t>(need)] / way.rate);
        }
        return units > 0 ? whole_packs(cargo, reception_.fits(cargo, units)) : 0;
    }

    /// Puts as much of a cargo on its trip as is wanted and the vehicles of the run can hold.
    Units fill(int index, const Cargo& cargo) {
        const Units most = most_that_pack(trip_index(cargo.run, cargo.trip), index, wanted(cargo));
        return book(index, whole_packs(cargo, most));
    }

    /// One vehicle more on the run of a cargo, where its turn at the docks has one left.
    bool call_idle(const Cargo& cargo) {
        const auto run = static_cast<std::size_t>(cargo.run);
        int& idle = idle_[static_cast<std::size_t>(model_.runs[run].turn)];
        if (idle <= 0) {
            return false;
        }
        --idle;
        ++vehicles_[run];
        return true;
    }

    void send_back(const Cargo& cargo) {
        const auto run = static_cast<std::size_t>(cargo.run);
        ++idle_[static_cast<std::size_t>(model_.runs[run].turn)];
        --vehicles_[run];
    }

    /// Of `most` units of a cargo as many as the vehicles of the run can hold besides what is on
    /// the trip already.
    [[nodiscard]] Units most_that_pack(std::size_t trip, int index, Units most) {
        const auto fits = [&](Units units) {
            add(trip, index, units);
            const bool packs = vehicles_for(trip) > 0;
            add(trip, index, -units);
            return packs;
        };
        Units low = 0;  // packs
        while (low < most) {
            const Units middle = low + (most - low + 1) / 2;
            if (fits(middle)) {
                low = middle;
            } else {
                most = middle - 1;
            }
        }
        return low;
    }

    [[nodiscard]] std::size_t trip_index(int run, int trip) const {
        return first_trip_[static_cast<std::size_t>(run)] + static_cast<std::size_t>(trip);
    }

    [[nodiscard]] const DispatchItem& item(const Cargo& cargo) const {
        return problem_.items[static_cast<std::size_t>(
            model_.item_of_way[static_cast<std::size_t>(cargo.way)])];
    }

    [[nodiscard]] const DispatchFleet& fleet(std::size_t trip) const {
        const Run& run = model_.runs[static_cast<std::size_t>(trips_[trip].run)];
        return problem_.fleets[static_cast<std::size_t>(run.fleet)];
    }

    [[nodiscard]] Units source_left(const Cargo& cargo) const {
        if (cargo.run >= 0) {
            const auto group = static_cast<std::size_t>(cargo.group);
            const auto supply = static_cast<std::size_t>(model_.groups[group].supply);
            return std::min(left_.group_left[group], left_.supply_left[supply]);
        }
        // What the supplier has made by each later day must cover what has been taken by then.
        const auto& supplier = problem_.suppliers[static_cast<std::size_t>(cargo.supplier)];
        Units left = std::numeric_limits<Units>::max();
        for (int day = cargo.day; day <= std::max(last_day_, cargo.day); ++day) {
            Units taken = 0;
            for (int earlier = 0; earlier <= day; ++earlier) {
                const auto found = taken_.find({cargo.supplier, earlier});
                taken += found == taken_.end() ? 0 : found->second;
            }
            left = std::min(left, made_by(supplier, day) - taken);
        }
        return left;
    }

    /// Units of a cargo that still fit a trip of `vehicles` vehicles (all of the run's by default).
    [[nodiscard]] Units room(std::size_t trip, const Cargo& cargo, int vehicles = -1) const {
        const DispatchFleet& of = fleet(trip);
        const int count =
            vehicles < 0 ? vehicles_[static_cast<std::size_t>(trips_[trip].run)] : vehicles;
        const DispatchItem& goods = item(cargo);
        Units units = std::numeric_limits<Units>::max();
        const auto limit = [&](double capacity, double used, double each) {
            if (each > 0) {
                units = std::min(
                    units,
                    static_cast<Units>(std::floor((capacity * count - used + room_slack) / each)));
            }
        };
        limit(of.payload_kg, load_[trip].kg, goods.weight_kg);
        limit(of.usable_m3, load_[trip].m3, goods.volume_m3);
        return std::max<Units>(0, units);
    }

    [[nodiscard]] Units whole_packs(const Cargo& cargo, Units units) const {
        const Units pack = item(cargo).pack;
        return units / pack * pack;
    }

    void add(std::size_t trip, int index, Units units) {
        const DispatchItem& goods = item(model_.cargo[static_cast<std::size_t>(index)]);
        reception_.add(model_.cargo[static_cast<std::size_t>(index)], units);
        Units& on_trip = trips_[trip].units[index];
        on_trip += units;
        load_[trip].kg += static_cast<double>(units) * goods.weight_kg;
        load_[trip].m3 += static_cast<double>(units) * goods.volume_m3;
        if (on_trip == 0) {
            trips_[trip].units.erase(index);
        }
    }

    /// The cargo column of the same goods on another trip, -1 where there is none (expired then).
    [[nodiscard]] int same_goods(int index, std::size_t trip) const {
        const Cargo& cargo = model_.cargo[static_cast<std::size_t>(index)];
        const PackedTrip& to = trips_[trip];
        const auto first = first_cargo_.find({to.run, cargo.way, cargo.group});
        if (first == first_cargo_.end()) {
            return -1;
        }
        // The columns of one run, way and group stand trip by trip.
        const auto at = static_cast<std::size_t>(first->second + to.trip);
        const bool same = at < model_.cargo.size() && model_.cargo[at].run == to.run &&
                          model_.cargo[at].way == cargo.way &&
                          model_.cargo[at].group == cargo.group && model_.cargo[at].trip == to.trip;
        return same ? static_cast<int>(at) : -1;
    }

    void move(std::size_t from, std::size_t to, int vehicles = -1) {
        const std::map<int, Units> lines = trips_[from].units;
        for (const auto& [index, units] : lines) {
            const Cargo& cargo = model_.cargo[static_cast<std::size_t>(index)];
            const int there = same_goods(index, to);
            const Units some =
                there < 0 ? 0 : whole_packs(cargo, std::min(units, room(to, cargo, vehicles)));
            if (some > 0) {
                add(from, index, -some);
                // The day of the other trip may be full, where that is another.
                const Cargo& other = model_.cargo[static_cast<std::size_t>(there)];
                const Units taken = whole_packs(other, reception_.fits(other, some));
                add(to, there, taken);
                add(from, index, some - taken);
            }
        }
    }

    [[nodiscard]] bool no_later(std::size_t other, std::size_t than) const {
        const Run& a = model_.runs[static_cast<std::size_t>(trips_[other].run)];
        const Run& b = model_.runs[static_cast<std::size_t>(trips_[than].run)];
        return a.depot == b.depot && a.place == b.place &&
               a.trips[static_cast<std::size_t>(trips_[other].trip)].arrive <=
                   b.trips[static_cast<std::size_t>(trips_[than].trip)].arrive;
    }

    [[nodiscard]] int vehicles_for(std::size_t trip) const {
        std::vector<Pieces> pieces;
        for (const auto& [index, units] : trips_[trip].units) {
            const DispatchItem& goods = item(model_.cargo[static_cast<std::size_t>(index)]);
            pieces.push_back({.count = units / goods.pack,
                              .kg = goods.weight_kg * goods.pack,
                              .m3 = goods.volume_m3 * goods.pack});
        }
        const DispatchFleet& of = fleet(trip);
        return vehicles_needed(pieces, of.payload_kg + of.stowage_kg, of.usable_m3 + of.stowage_m3,
                               vehicles_[static_cast<std::size_t>(trips_[trip].run)]);
    }

    void take_off_largest(std::size_t trip) {
        int largest = trips_[trip].units.begin()->first;
        for (const auto& [index, units] : trips_[trip].units) {
            if (item(model_.cargo[static_cast<std::size_t>(index)]).volume_m3 >
                item(model_.cargo[static_cast<std::size_t>(largest)]).volume_m3) {
                largest = index;
            }
        }
        const Cargo& cargo = model_.cargo[static_cast<std::size_t>(largest)];
        const Way& way = problem_.ways[static_cast<std::size_t>(cargo.way)];
        const Units pack = item(cargo).pack;
        add(trip, largest, -pack);
        const auto group = static_cast<std::size_t>(cargo.group);
        left_.group_left[group] += pack;
        left_.supply_left[static_cast<std::size_t>(model_.groups[group].supply)] += pack;
        for (const int need : way.serves) {
            left_.unmet[static_cast<std::size_t>(need)] += way.rate * pack;
        }
    }

    const DispatchProblem& problem_;
    const DispatchModel& model_;
    std::vector<int>& vehicles_;
    std::vector<int> idle_;  // per turn at the docks: vehicles on no run
    ReceptionRoom reception_;
    Packing left_;
    std::vector<PackedTrip> trips_;  // every trip of every run, run by run
    std::vector<Load> load_;
    std::vector<std::size_t> first_trip_;                   // per run
    std::map<std::tuple<int, int, int>, int> first_cargo_;  // run, way, group: column of trip 0
    std::map<std::pair<int, int>, Units> taken_;            // supplier, day
    int last_day_ = 0;
};

/// Indices of cargo columns, soonest and cheapest first.
std::vector<int> fill_order(const DispatchModel& model) {
    std::vector<int> order(model.cargo.size());
    std::iota(order.begin(), order.end(), 0);
    std::sort(order.begin(), order.end(), [&](int a, int b) {
        const Cargo& x = model.cargo[static_cast<std::size_t>(a)];
        const Cargo& y = model.cargo[static_cast<std::size_t>(b)];
        return std::tie(x.lacking, x.tier_steps, x.arrive, x.tonne_km, a) <
               std::tie(y.lacking, y.tier_steps, y.arrive, y.tonne_km, b);
    });
    return order;
}

/// Puts what a solution says in whole units, cut off at each column; what a way is short of by that
/// goes wherever there is room for it: a place keeps its share to a unit.
void put_solution(const DispatchModel& model, const std::vector<double>& columns, Packer& packer,
                  const std::vector<int>& order) {
    std::map<int, double> left;  // by way
    for (std::size_t c = 0; c < model.cargo.size(); ++c) {
        const double wanted = columns[static_cast<std::size_t>(model.cargo[c].column)];
        if (wanted > 0) {
            const auto units = static_cast<Units>(std::floor(wanted + unit_slack));
            left[model.cargo[c].way] +=
                wanted - static_cast<double>(packer.put(static_cast<int>(c), units));
        }
    }
    for (const int index : order) {
        double& open = left[model.cargo[static_cast<std::size_t>(index)].way];
        const auto units = static_cast<Units>(std::floor(open + unit_slack));
        open -= units > 0 ? static_cast<double>(packer.put(index, units)) : 0;
    }
}

/// True where `vehicles` vehicles take the pieces, largest kind first.
bool spread(const std::vector<Pieces>& pieces, double payload_kg, double usable_m3, int vehicles) {
    struct Room {
        double kg;
        double m3;
    };
    std::vector<Room> rooms(static_cast<std::size_t>(vehicles), {payload_kg, usable_m3});
    const auto fits = [](const Room& room, const Pieces& kind, double count) {
        return room.kg + room_slack >= kind.kg * count && room.m3 + room_slack >= kind.m3 * count;
    };
    for (const Pieces& kind : pieces) {
        const auto each = static_cast<double>(kind.count / vehicles);
        for (Room& room : rooms) {
            if (!fits(room, kind, each)) {
                return false;
            }
            room.kg -= kind.kg * each;
            room.m3 -= kind.m3 * each;
        }
    }
    for (const Pieces& kind : pieces) {
        for (Units odd = kind.count % vehicles; odd > 0; --odd) {
            Room& best =
                *std::max_element(rooms.begin(), rooms.end(),
                                  [](const Room& a, const Room& b) { return a.m3 < b.m3; });
            if (!fits(best, kind, 1)) {
                return false;
            }
            best.kg -= kind.kg;
            best.m3 -= kind.m3;
        }
    }
    return true;
}

}  // namespace

int vehicles_needed(const std::vector<Pieces>& pieces, double payload_kg, double usable_m3,
                    int vehicles_max) {
    std::vector<Pieces> order = pieces;
    std::stable_sort(order.begin(), order.end(),
                     [](const Pieces& a, const Pieces& b) { return a.m3 > b.m3; });
    double kg = 0;
    double m3 = 0;
    for (const Pieces& kind : pieces) {
        kg += static_cast<double>(kind.count) * kind.kg;
        m3 += static_cast<double>(kind.count) * kind.m3;
    }
    const double least = std::max(kg / payload_kg, m3 / usable_m3) - room_slack;
    for (int vehicles = std::max(1, static_cast<int>(std::ceil(least))); vehicles <= vehicles_max;
         ++vehicles) {
        if (spread(order, payload_kg, usable_m3, vehicles)) {
            return vehicles;
        }
    }
    return 0;
}

Packing pack(const DispatchProblem& problem, const DispatchModel& model, std::vector<int>& vehicles,
             const std::vector<double>& columns) {
    Packer packer(problem, model, vehicles);
    const std::vector<int> order = fill_order(model);
    put_solution(model, columns, packer, order);
    for (const int index : order) {
        packer.put(index, std::numeric_limits<Units>::max());
    }
    packer.pull_forward();
    packer.empty_small_trips();
    packer.take_off();
    packer.top_up(order);
    return packer.finish();
}

std::vector<double> columns_of(const DispatchProblem& problem, const DispatchModel& model,
                               const Packing& packing) {
    std::vector<double> columns(model.lp.columns.size(), 0);
    const auto column = [&](std::size_t cargo) -> double& {
        return columns[static_cast<std::size_t>(model.cargo[cargo].column)];
    };
    for (const PackedTrip& trip : packing.trips) {
        for (const auto& [index, units] : trip.units) {
            column(static_cast<std::size_t>(index)) += static_cast<double>(units);
        }
    }
    for (std::size_t c = 0; c < packing.supplied.size(); ++c) {
        column(c) += static_cast<double>(packing.supplied[c]);
    }
    for (std::size_t n = 0; n < packing.unmet.size(); ++n) {
        columns[static_cast<std::size_t>(model.unmet_columns[n])] =
            static_cast<double>(packing.unmet[n]);
    }
    complete_kits(problem, model, columns);
    return columns;
}

PackedValue value_of(const DispatchProblem& problem, const DispatchModel& model,
                     const std::vector<double>& columns) {
    PackedValue value{.need_lacking = {}, .shares = kit_shares(problem, model, columns)};
    for (std::size_t p = 0; p < value.shares.size(); ++p) {
        value.shares[p] += model.covered_shares[p];
    }
    for (std::size_t n = 0; n < problem.needs.size(); ++n) {
        value.need_lacking.push_back(columns[static_cast<std::size_t>(model.unmet_columns[n])] *
                                     model.unmet_lacking[n]);
    }
    for (const Cargo& cargo : model.cargo) {
        const double units = columns[static_cast<std::size_t>(cargo.column)];
        if (units == 0) {
            continue;
        }
        value.tier_steps += units * cargo.tier_steps;
        value.tonne_km += units * cargo.tonne_km;
        value.vehicle_hours += units * cargo.vehicle_hours;
        value.shares[static_cast<std::size_t>(cargo.place)] += units * cargo.share;
        const Way& way = problem.ways[static_cast<std::size_t>(cargo.way)];
        for (const int n : way.serves) {
            const auto need = static_cast<std::size_t>(n);
            value.need_lacking[need] +=
                units * lacking_left_open(problem, way, problem.needs[need], cargo.arrive);
        }
    }
    for (int column = 0; column < model.first_aim_columns; ++column) {
        const auto j = static_cast<std::size_t>(column);
        value.lacking += model.lp.columns[j].cost * columns[j];
    }
    return value;
}

}  // namespace relief
