// SPDX-License-Identifier: Apache-2.0
#include "routing/dispatch/pack.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>
#include <tuple>
#include <utility>

namespace relief {
namespace {

// Room is compared with this slack: a box that is full to the last litre is full, not over.
constexpr double room_slack = 1e-9;
// A linear solution's 1605 may read 1604.9999999.
constexpr double unit_slack = 1e-6;

/// Packs units onto trips and keeps account of what is left of everything.
class Packer {
  public:
    Packer(const DispatchProblem& problem, const DispatchModel& model,
           const std::vector<int>& vehicles)
        : problem_(problem), model_(model) {
        for (const Way& way : problem.ways) {
            item_of_way_.push_back(
                std::find_if(problem.items.begin(), problem.items.end(),
                             [&](const DispatchItem& item) { return item.id == way.item; }));
        }
        make_trips(vehicles);
        for (std::size_t c = 0; c < model.cargo.size(); ++c) {
            const Cargo& cargo = model.cargo[c];
            if (cargo.run >= 0 && cargo.trip == 0) {
                first_cargo_.emplace(std::tuple{cargo.run, cargo.way, cargo.group},
                                     static_cast<int>(c));
            }
        }
        packing_.supplied.assign(model.cargo.size(), 0);
        for (const DispatchNeed& need : problem.needs) {
            packing_.unmet.push_back(need.quantity);
        }
        for (const LotGroup& group : model.groups) {
            packing_.group_left.push_back(group.available);
        }
        for (const DispatchSupply& supply : problem.supplies) {
            packing_.supply_left.push_back(std::max<Units>(0, supply.on_hand - supply.floor));
        }
    }

    /// Puts at most `units` of a cargo where it belongs; answers how many went.
    Units put(int index, Units units) {
        const Cargo& cargo = model_.cargo[static_cast<std::size_t>(index)];
        const Way& way = problem_.ways[static_cast<std::size_t>(cargo.way)];
        units = std::min(units, source_left(cargo));
        for (const int need : way.serves) {
            units = std::min(units, packing_.unmet[static_cast<std::size_t>(need)] / way.rate);
        }
        if (units <= 0) {
            return 0;
        }
        const Units went = cargo.run < 0 ? units : load(index, cargo, units);
        book(index, cargo, way, went);
        return went;
    }

    /// Moves goods to earlier trips of the same run, so that the last vehicles are not sent for a
    /// handful: arriving sooner is never worse for any aim.
    void pull_forward() {
        for (PackedTrip& late : packing_.trips) {
            for (PackedVehicle& from : late.vehicles) {
                for (PackedLine& line : from.lines) {
                    move_line(late, from, line, [&](const PackedTrip& other) {
                        return other.run == late.run && other.trip < late.trip;
                    });
                }
            }
        }
        drop_empty_lines();
    }

    /// Empties lightly laden vehicles onto others of the same depot and place that are no later.
    void merge_vehicles() {
        std::vector<std::tuple<double, std::size_t, std::size_t>> order;
        for (std::size_t t = 0; t < packing_.trips.size(); ++t) {
            for (std::size_t v = 0; v < packing_.trips[t].vehicles.size(); ++v) {
                if (!packing_.trips[t].vehicles[v].lines.empty()) {
                    order.emplace_back(used_share(packing_.trips[t], v), t, v);
                }
            }
        }
        std::sort(order.begin(), order.end());
        for (const auto& [share, t, v] : order) {
            try_to_empty(packing_.trips[t], packing_.trips[t].vehicles[v]);
        }
        drop_empty_lines();
    }

    [[nodiscard]] Units unmet(std::size_t need) const { return packing_.unmet[need]; }
    [[nodiscard]] Packing take() {
        std::erase_if(packing_.trips, [](const PackedTrip& trip) {
            return std::all_of(trip.vehicles.begin(), trip.vehicles.end(),
                               [](const PackedVehicle& vehicle) { return vehicle.lines.empty(); });
        });
        return std::move(packing_);
    }

  private:
    void make_trips(const std::vector<int>& vehicles) {
        for (std::size_t r = 0; r < model_.runs.size(); ++r) {
            const Run& run = model_.runs[r];
            const DispatchFleet& fleet = problem_.fleets[static_cast<std::size_t>(run.fleet)];
            first_trip_.push_back(packing_.trips.size());
            for (std::size_t k = 0; vehicles[r] > 0 && k < run.trips.size(); ++k) {
                const PackedVehicle empty{
                    .lines = {}, .room_kg = fleet.payload_kg, .room_m3 = fleet.usable_m3};
                packing_.trips.push_back({.run = static_cast<int>(r),
                                          .trip = static_cast<int>(k),
                                          .vehicles = std::vector<PackedVehicle>(
                                              static_cast<std::size_t>(vehicles[r]), empty)});
            }
            trips_of_run_.push_back(packing_.trips.size() - first_trip_.back());
        }
    }

    [[nodiscard]] Units source_left(const Cargo& cargo) const {
        if (cargo.run >= 0) {
            const auto group = static_cast<std::size_t>(cargo.group);
            const auto supply = static_cast<std::size_t>(model_.groups[group].supply);
            return std::min(packing_.group_left[group], packing_.supply_left[supply]);
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
            left = std::min(left, supplier.on_hand + supplier.daily_capacity * (day + 1) - taken);
        }
        return left;
    }

    Units room_for(const PackedVehicle& vehicle, const DispatchItem& item) const {
        Units units = std::numeric_limits<Units>::max();
        if (item.weight_kg > 0) {
            units = std::min(units, static_cast<Units>(std::floor((vehicle.room_kg + room_slack) /
                                                                  item.weight_kg)));
        }
        if (item.volume_m3 > 0) {
            units = std::min(units, static_cast<Units>(std::floor((vehicle.room_m3 + room_slack) /
                                                                  item.volume_m3)));
        }
        return units;
    }

    static void put_line(PackedVehicle& vehicle, int cargo, Units units, const DispatchItem& item) {
        const auto found = std::find_if(vehicle.lines.begin(), vehicle.lines.end(),
                                        [&](const PackedLine& l) { return l.cargo == cargo; });
        if (found == vehicle.lines.end()) {
            vehicle.lines.push_back({.cargo = cargo, .units = units});
        } else {
            found->units += units;
        }
        vehicle.room_kg -= static_cast<double>(units) * item.weight_kg;
        vehicle.room_m3 -= static_cast<double>(units) * item.volume_m3;
    }

    Units load(int index, const Cargo& cargo, Units units) {
        const auto run = static_cast<std::size_t>(cargo.run);
        if (static_cast<std::size_t>(cargo.trip) >= trips_of_run_[run]) {
            return 0;
        }
        PackedTrip& trip = packing_.trips[first_trip_[run] + static_cast<std::size_t>(cargo.trip)];
        const DispatchItem& item = *item_of_way_[static_cast<std::size_t>(cargo.way)];
        Units went = 0;
        for (PackedVehicle& vehicle : trip.vehicles) {
            const Units some = std::min(units - went, room_for(vehicle, item));
            if (some > 0) {
                put_line(vehicle, index, some, item);
                went += some;
            }
        }
        return went;
    }

    void book(int index, const Cargo& cargo, const Way& way, Units units) {
        for (const int need : way.serves) {
            packing_.unmet[static_cast<std::size_t>(need)] -= units * way.rate;
        }
        if (cargo.run >= 0) {
            const auto group = static_cast<std::size_t>(cargo.group);
            packing_.group_left[group] -= units;
            packing_.supply_left[static_cast<std::size_t>(model_.groups[group].supply)] -= units;
        } else {
            packing_.supplied[static_cast<std::size_t>(index)] += units;
            taken_[{cargo.supplier, cargo.day}] += units;
            last_day_ = std::max(last_day_, cargo.day);
        }
    }

    /// The cargo column of the same goods on another trip, -1 where there is none (expired then).
    [[nodiscard]] int same_goods(int index, int run, int trip) const {
        const Cargo& cargo = model_.cargo[static_cast<std::size_t>(index)];
        const auto first = first_cargo_.find({run, cargo.way, cargo.group});
        if (first == first_cargo_.end()) {
            return -1;
        }
        // The columns of one run, way and group stand trip by trip.
        const auto at = static_cast<std::size_t>(first->second + trip);
        const bool same = at < model_.cargo.size() && model_.cargo[at].run == run &&
                          model_.cargo[at].way == cargo.way &&
                          model_.cargo[at].group == cargo.group && model_.cargo[at].trip == trip;
        return same ? static_cast<int>(at) : -1;
    }

    template <typename Accept>
    void move_line(const PackedTrip& own, PackedVehicle& from, PackedLine& line, Accept accept) {
        const Cargo& cargo = model_.cargo[static_cast<std::size_t>(line.cargo)];
        const DispatchItem& item = *item_of_way_[static_cast<std::size_t>(cargo.way)];
        for (PackedTrip& other : packing_.trips) {
            if (line.units == 0) {
                return;
            }
            if (&other == &own || !accept(other)) {
                continue;
            }
            for (PackedVehicle& to : other.vehicles) {
                const Units some = to.lines.empty() ? 0 : std::min(line.units, room_for(to, item));
                if (some <= 0) {
                    continue;
                }
                const int index = same_goods(line.cargo, other.run, other.trip);
                if (index < 0) {
                    break;
                }
                put_line(to, index, some, item);
                line.units -= some;
                from.room_kg += static_cast<double>(some) * item.weight_kg;
                from.room_m3 += static_cast<double>(some) * item.volume_m3;
            }
        }
    }

    void try_to_empty(PackedTrip& trip, PackedVehicle& vehicle) {
        const Packing before = packing_;  // cheap at this size; put back if it cannot be emptied
        const Run& run = model_.runs[static_cast<std::size_t>(trip.run)];
        const int arrive = run.trips[static_cast<std::size_t>(trip.trip)].arrive;
        for (PackedLine& line : vehicle.lines) {
            move_line_from(trip, vehicle, line, run, arrive);
            if (line.units > 0) {
                packing_ = before;
                return;
            }
        }
    }

    void move_line_from(PackedTrip& trip, PackedVehicle& vehicle, PackedLine& line, const Run& run,
                        int arrive) {
        move_line(trip, vehicle, line, [&](const PackedTrip& other) {
            const Run& there = model_.runs[static_cast<std::size_t>(other.run)];
            return there.depot == run.depot && there.place == run.place &&
                   there.trips[static_cast<std::size_t>(other.trip)].arrive <= arrive;
        });
    }

    [[nodiscard]] double used_share(const PackedTrip& trip, std::size_t vehicle) const {
        const Run& run = model_.runs[static_cast<std::size_t>(trip.run)];
        const DispatchFleet& fleet = problem_.fleets[static_cast<std::size_t>(run.fleet)];
        const PackedVehicle& of = trip.vehicles[vehicle];
        return std::max(1 - of.room_kg / fleet.payload_kg, 1 - of.room_m3 / fleet.usable_m3);
    }

    void drop_empty_lines() {
        for (PackedTrip& trip : packing_.trips) {
            for (PackedVehicle& vehicle : trip.vehicles) {
                std::erase_if(vehicle.lines, [](const PackedLine& l) { return l.units == 0; });
            }
        }
    }

    const DispatchProblem& problem_;
    const DispatchModel& model_;
    Packing packing_;
    std::vector<std::vector<DispatchItem>::const_iterator> item_of_way_;
    std::vector<std::size_t> first_trip_;    // per run: its first trip in packing_.trips
    std::vector<std::size_t> trips_of_run_;  // 0 where no vehicle runs
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

}  // namespace

Packing pack(const DispatchProblem& problem, const DispatchModel& model,
             const std::vector<int>& vehicles, const std::vector<double>& columns) {
    Packer packer(problem, model, vehicles);
    for (std::size_t c = 0; c < model.cargo.size(); ++c) {
        const double wanted = columns[static_cast<std::size_t>(model.cargo[c].column)];
        packer.put(static_cast<int>(c), static_cast<Units>(std::floor(wanted + unit_slack)));
    }
    for (const int index : fill_order(model)) {
        packer.put(index, std::numeric_limits<Units>::max());
    }
    packer.pull_forward();
    packer.merge_vehicles();
    return packer.take();
}

PackedValue value_of(const DispatchProblem& problem, const DispatchModel& model,
                     const Packing& packing) {
    PackedValue value{.shares = std::vector<double>(problem.places.size(), 0)};
    const auto count = [&](int index, Units units) {
        const Cargo& cargo = model.cargo[static_cast<std::size_t>(index)];
        const auto size = static_cast<double>(units);
        const Way& way = problem.ways[static_cast<std::size_t>(cargo.way)];
        const auto& need = problem.needs[static_cast<std::size_t>(way.serves.front())];
        const auto place = std::find(problem.places.begin(), problem.places.end(), need.place);
        value.lacking += size * cargo.lacking;
        value.tier_steps += size * cargo.tier_steps;
        value.tonne_km += size * cargo.tonne_km;
        value.shares[static_cast<std::size_t>(place - problem.places.begin())] +=
            size * cargo.share;
    };
    for (const PackedTrip& trip : packing.trips) {
        for (const PackedVehicle& vehicle : trip.vehicles) {
            for (const PackedLine& line : vehicle.lines) {
                count(line.cargo, line.units);
            }
        }
    }
    for (std::size_t c = 0; c < packing.supplied.size(); ++c) {
        if (packing.supplied[c] > 0) {
            count(static_cast<int>(c), packing.supplied[c]);
        }
    }
    for (std::size_t n = 0; n < packing.unmet.size(); ++n) {
        value.lacking += static_cast<double>(packing.unmet[n]) * model.unmet_lacking[n];
    }
    return value;
}

}  // namespace relief
