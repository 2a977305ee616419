// SPDX-License-Identifier: Apache-2.0
#include "routing/dispatch/committed.h"

#include "core/error.h"
#include "routing/dispatch/lacking.h"
#include "routing/dispatch/look_up.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <tuple>
#include <utility>

#include <fmt/format.h>

namespace relief {
namespace {

int depot_index(const DispatchProblem& problem, const std::string& id) {
    for (std::size_t i = 0; i < problem.depots.size(); ++i) {
        if (problem.depots[i].id == id) {
            return static_cast<int>(i);
        }
    }
    return -1;
}

int minutes_after(Instant at, Instant from) {
    return static_cast<int>(std::chrono::ceil<Minutes>(at - from).count());
}

/// Units of a line that serve its needs, not more than they have open.
Units useful_units(const DispatchProblem& problem, const ShipmentLine& line) {
    Units units = line.quantity;
    for (const std::string& id : line.for_need) {
        const int need = need_index(problem, id);
        if (need < 0) {
            return 0;
        }
        const Way way = way_of(problem, line, need);
        const Units open = open_units(problem.needs[static_cast<std::size_t>(need)]);
        units = std::min(units, (open + way.rate - 1) / way.rate);
    }
    return line.for_need.empty() ? 0 : units;
}

void cover_needs(const Shipment& shipment, DispatchProblem& problem) {
    const int arrive = minutes_after(shipment.arrive, problem.as_of);
    for (const ShipmentLine& line : shipment.lines) {
        const Units units = useful_units(problem, line);
        for (const std::string& id : line.for_need) {
            const int index = need_index(problem, id);
            if (index < 0 || units == 0) {
                continue;
            }
            DispatchNeed& need = problem.needs[static_cast<std::size_t>(index)];
            const Way way = way_of(problem, line, index);
            need.covered_lacking +=
                static_cast<double>(units) * lacking_left_open(problem, way, need, arrive);
            const Units more = std::min(open_units(need), units * way.rate);
            need.covered += more;
            need.covered_at.push_back({.arrive = arrive, .units = more});
        }
    }
}

void take_goods(const Shipment& shipment, DispatchProblem& problem) {
    const int depot = depot_index(problem, shipment.from);
    for (const ShipmentLine& line : shipment.lines) {
        for (DispatchSupplier& supplier : problem.suppliers) {
            if (supplier.id == shipment.from && supplier.item == line.item) {
                supplier.on_hand -= line.quantity;
            }
        }
        for (DispatchSupply& supply : problem.supplies) {
            if (supply.depot != depot || supply.item != line.item) {
                continue;
            }
            for (DispatchLot& lot : supply.lots) {
                const Units taken =
                    lot.lot == line.lot ? std::min(lot.available, line.quantity) : 0;
                lot.available -= taken;
                supply.on_hand -= lot.expires_on >= beijing_date(problem.as_of) ? taken : 0;
            }
        }
    }
}

/// What a shipment weighs has to be unloaded on the day it comes.
void take_reception(const Shipment& shipment, DispatchProblem& problem) {
    const auto reception =
        std::find_if(problem.receptions.begin(), problem.receptions.end(),
                     [&](const DispatchReception& row) { return row.place == shipment.to; });
    if (reception == problem.receptions.end() || shipment.arrive < problem.as_of) {
        return;
    }
    const auto day =
        static_cast<std::size_t>((shipment.arrive - problem.as_of) / std::chrono::days{1});
    reception->taken_kg.resize(std::max(reception->taken_kg.size(), day + 1), 0);
    for (const ShipmentLine& line : shipment.lines) {
        reception->taken_kg[day] +=
            static_cast<double>(line.quantity) * item_of(problem, line.item).weight_kg;
    }
}

void forbid(DispatchProblem& problem) {
    std::erase_if(problem.tiers, [&](const DispatchTier& tier) {
        return tier.depot >= 0 &&
               is_forbidden(problem, problem.depots[static_cast<std::size_t>(tier.depot)].id,
                            tier.place);
    });
}

/// The rank of the tier a shipment draws on; a depot that may not send any more has its tier's.
int rank_of(const DispatchProblem& problem, const Shipment& shipment) {
    const int depot = depot_index(problem, shipment.from);
    const DispatchTier* tier = depot < 0 ? nullptr : tier_of(problem, depot, shipment.to);
    if (tier != nullptr) {
        return tier->rank;
    }
    for (const DispatchTier& other : problem.tiers) {
        if (other.tier == shipment.tier) {
            return other.rank;
        }
    }
    return problem.agreement_rank;
}

/// Hours of a shipment from its departure until its vehicles are back, as if the largest lorry of
/// the problem carried it full: how the aim counts them (price in cargo.cpp).
double full_hours(const DispatchProblem& problem, const Shipment& shipment) {
    double kg = 0;
    double m3 = 0;
    for (const DispatchFleet& fleet : problem.fleets) {
        kg = std::max(kg, fleet.payload_kg);
        m3 = std::max(m3, fleet.usable_m3);
    }
    for (const DispatchSupplier& supplier : problem.suppliers) {
        kg = std::max(kg, supplier.payload_kg);
        m3 = std::max(m3, supplier.usable_m3);
    }
    double full = 0;
    for (const ShipmentLine& line : shipment.lines) {
        const DispatchItem& item = item_of(problem, line.item);
        full += static_cast<double>(line.quantity) *
                std::max(kg > 0 ? item.weight_kg / kg : 0, m3 > 0 ? item.volume_m3 / m3 : 0);
    }
    const std::chrono::duration<double, std::ratio<3600>> hours = shipment.back - shipment.depart;
    return full * hours.count();
}

double lot_days(const DispatchProblem& problem, const Shipment& shipment,
                const ShipmentLine& line) {
    for (const DispatchSupply& supply : problem.supplies) {
        for (const DispatchLot& lot : supply.lots) {
            if (lot.lot == line.lot && supply.item == line.item) {
                const auto days = (lot.expires_on - beijing_date(shipment.arrive)).count();
                return static_cast<double>(line.quantity) * static_cast<double>(days);
            }
        }
    }
    return 0;
}

}  // namespace

Units open_units(const DispatchNeed& need) {
    return need.quantity - need.covered;
}

Units made_by(const DispatchSupplier& supplier, int day) {
    return std::max<Units>(0, supplier.on_hand + supplier.daily_capacity * (day + 1));
}

bool is_kit_part(const DispatchProblem& problem, int need) {
    return std::any_of(problem.kits.begin(), problem.kits.end(), [&](const DispatchKit& kit) {
        return std::any_of(kit.parts.begin(), kit.parts.end(),
                           [&](const DispatchKitPart& part) { return part.need == need; });
    });
}

std::vector<double> covered_shares(const DispatchProblem& problem) {
    std::vector<double> covered(problem.places.size(), 0);
    std::vector<double> all(problem.places.size(), 0);
    for (std::size_t n = 0; n < problem.needs.size(); ++n) {
        const DispatchNeed& need = problem.needs[n];
        const auto place = static_cast<std::size_t>(
            std::find(problem.places.begin(), problem.places.end(), need.place) -
            problem.places.begin());
        const double persons = need.persons / static_cast<double>(need.quantity);
        if (!is_kit_part(problem, static_cast<int>(n))) {
            covered[place] += need.weight * persons * static_cast<double>(need.covered);
        }
        all[place] += need.weight * need.persons;
    }
    for (std::size_t p = 0; p < covered.size(); ++p) {
        covered[p] = all[p] > 0 ? covered[p] / all[p] : 0;
    }
    return covered;
}

bool is_forbidden(const DispatchProblem& problem, const std::string& from, const std::string& to) {
    return std::any_of(problem.forbidden.begin(), problem.forbidden.end(),
                       [&](const DispatchForbidden& row) {
                           return row.from == from && (row.to.empty() || row.to == to);
                       });
}

int need_index(const DispatchProblem& problem, const std::string& id) {
    for (std::size_t i = 0; i < problem.needs.size(); ++i) {
        if (problem.needs[i].id == id) {
            return static_cast<int>(i);
        }
    }
    return -1;
}

bool is_outside_stock(const DispatchProblem& problem, const Shipment& shipment) {
    return std::any_of(problem.committed.begin(), problem.committed.end(),
                       [&](const CommittedShipment& committed) {
                           return committed.taken_from_stock &&
                                  committed.shipment.id == shipment.id;
                       });
}

Way way_of(const DispatchProblem& problem, const ShipmentLine& line, int need) {
    for (const Way& way : problem.ways) {
        if (way.item == line.item &&
            std::find(way.serves.begin(), way.serves.end(), need) != way.serves.end()) {
            return way;
        }
    }
    return {.item = line.item, .serves = {need}};
}

DispatchProblem after_committed(const DispatchProblem& problem) {
    DispatchProblem left = problem;
    VehiclePool pool(problem);
    std::vector<const CommittedShipment*> by_departure;
    for (const CommittedShipment& committed : problem.committed) {
        by_departure.push_back(&committed);
    }
    std::stable_sort(by_departure.begin(), by_departure.end(),
                     [](const CommittedShipment* a, const CommittedShipment* b) {
                         return a->shipment.depart < b->shipment.depart;
                     });
    for (const CommittedShipment* committed : by_departure) {
        carry_out(*committed, left);
        take_reception(committed->shipment, left);
        pool.take(committed->shipment);
    }
    left.fleets = pool.fleets();
    left.committed.clear();
    forbid(left);
    return left;
}

CommittedValue committed_value(const DispatchProblem& problem, const DispatchProblem& left) {
    CommittedValue value;
    for (std::size_t n = 0; n < left.needs.size(); ++n) {
        value.lacking += is_kit_part(left, static_cast<int>(n)) ? 0 : left.needs[n].covered_lacking;
    }
    DispatchProblem before = problem;  // covered again line by line, so that nobody counts twice
    for (const CommittedShipment& committed : problem.committed) {
        const Shipment& shipment = committed.shipment;
        for (const ShipmentLine& line : shipment.lines) {
            const auto units = static_cast<double>(useful_units(before, line));
            for (const std::string& id : line.for_need) {
                const int index = need_index(before, id);
                if (index >= 0) {
                    const DispatchNeed& need = before.needs[static_cast<std::size_t>(index)];
                    value.tier_steps += units * way_of(before, line, index).rate * need.persons /
                                        static_cast<double>(need.quantity) *
                                        rank_of(problem, shipment);
                }
            }
            value.days_left += lot_days(problem, shipment, line);
        }
        cover_needs(shipment, before);
        value.tonne_km += shipment.load_kg / 1000 * shipment.km;
        value.vehicle_hours += full_hours(problem, shipment);
    }
    return value;
}

VehiclePool::VehiclePool(const DispatchProblem& problem) : problem_(problem) {
    for (std::size_t row = 0; row < problem.fleets.size(); ++row) {
        for (int i = 0; i < problem.fleets[row].count; ++i) {
            vehicles_.push_back({.row = row, .free_at = Instant::min()});
        }
    }
}

bool VehiclePool::fits(const Vehicle& vehicle, const Shipment& shipment) const {
    const DispatchFleet& fleet = problem_.fleets[vehicle.row];
    return fleet.depot == shipment.fleet && fleet.vehicle_class == shipment.vehicle_class;
}

bool VehiclePool::is_ready(const Vehicle& vehicle, const Shipment& shipment) const {
    const Minutes load{problem_.fleets[vehicle.row].load_minutes};
    return vehicle.free_at == Instant::min() || vehicle.free_at + load <= shipment.depart;
}

int VehiclePool::ready(const Shipment& shipment) const {
    return static_cast<int>(
        std::count_if(vehicles_.begin(), vehicles_.end(), [&](const Vehicle& vehicle) {
            return fits(vehicle, shipment) && is_ready(vehicle, shipment);
        }));
}

void VehiclePool::take(const Shipment& shipment) {
    std::vector<Vehicle*> order;
    for (Vehicle& vehicle : vehicles_) {
        if (fits(vehicle, shipment)) {
            order.push_back(&vehicle);
        }
    }
    std::stable_sort(order.begin(), order.end(), [&](const Vehicle* a, const Vehicle* b) {
        const bool a_ready = is_ready(*a, shipment);
        const bool b_ready = is_ready(*b, shipment);
        if (a_ready != b_ready) {
            return a_ready;
        }
        return a_ready ? a->free_at > b->free_at : a->free_at < b->free_at;
    });
    const auto count = std::min(order.size(), static_cast<std::size_t>(shipment.vehicles));
    for (std::size_t i = 0; i < count; ++i) {
        order[i]->free_at = std::max(order[i]->free_at, shipment.back);
    }
}

std::vector<DispatchFleet> VehiclePool::fleets() const {
    std::vector<std::map<int, int>> by_row(problem_.fleets.size());  // minutes: vehicles
    for (const Vehicle& vehicle : vehicles_) {
        const bool is_free = vehicle.free_at <= problem_.as_of;
        ++by_row[vehicle.row][is_free ? 0 : minutes_after(vehicle.free_at, problem_.as_of)];
    }
    std::vector<DispatchFleet> fleets;
    std::vector<DispatchFleet> later;
    for (std::size_t row = 0; row < by_row.size(); ++row) {
        DispatchFleet fleet = problem_.fleets[row];
        fleet.count = by_row[row].contains(0) ? by_row[row].at(0) : 0;
        fleets.push_back(fleet);
        for (const auto& [minutes, count] : by_row[row]) {
            if (minutes > 0) {
                fleet.count = count;
                fleet.muster_minutes = std::max(problem_.fleets[row].muster_minutes, minutes);
                later.push_back(fleet);
            }
        }
    }
    // Who comes back queues behind who is there.
    fleets.insert(fleets.end(), later.begin(), later.end());
    return fleets;
}

void validate_committed(const DispatchProblem& problem) {
    const auto refuse = [](const std::string& id, std::string found, std::string expected) {
        throw bad_input({.code = "csv.value",
                         .message = "a committed shipment is none",
                         .field = "committed " + id,
                         .found = std::move(found),
                         .expected = std::move(expected)});
    };
    for (const CommittedShipment& committed : problem.committed) {
        const Shipment& shipment = committed.shipment;
        if (shipment.vehicles < 0) {
            refuse(shipment.id, fmt::format("{} vehicles", shipment.vehicles), "0 or more");
        }
        for (const ShipmentLine& line : shipment.lines) {
            if (line.quantity < 0 || line.counts_for < 0) {
                refuse(shipment.id, fmt::format("{} of {}", line.quantity, line.item), "0 or more");
            }
            for (const std::string& need : line.for_need) {
                if (need_index(problem, need) < 0) {
                    refuse(shipment.id, need, "a need of the problem");
                }
            }
        }
    }
}

void carry_out(const CommittedShipment& committed, DispatchProblem& problem) {
    cover_needs(committed.shipment, problem);
    if (!committed.taken_from_stock) {
        take_goods(committed.shipment, problem);
    }
}

int shipment_number(const std::string& id) {
    int number = 0;
    for (const char letter : id) {
        const bool digit = letter >= '0' && letter <= '9';
        number = digit && number < 100'000'000 ? number * 10 + (letter - '0') : number;
    }
    return number;
}

void add_committed(const DispatchProblem& problem, const DispatchProblem& left,
                   DispatchPlan& plan) {
    int last = 0;
    for (const CommittedShipment& committed : problem.committed) {
        last = std::max(last, shipment_number(committed.shipment.id));
    }
    for (const Shipment& shipment : problem.in_hand) {
        last = std::max(last, shipment_number(shipment.id));
    }
    for (Shipment& shipment : plan.shipments) {
        if (last > 0) {
            shipment.id = fmt::format("S{:03}", ++last);
        }
    }
    for (const CommittedShipment& committed : problem.committed) {
        plan.shipments.push_back(committed.shipment);
    }
    std::stable_sort(plan.shipments.begin(), plan.shipments.end(),
                     [](const Shipment& a, const Shipment& b) {
                         return std::tie(a.depart, a.from, a.to, a.vehicle_class, a.id) <
                                std::tie(b.depart, b.from, b.to, b.vehicle_class, b.id);
                     });
    const CommittedValue value = committed_value(problem, left);
    for (ObjectiveLevel& level : plan.levels) {
        const double more = level.name == "lacking_person_hours" ? value.lacking
                            : level.name == "own_stock_first"    ? value.tier_steps
                            : level.name == "vehicle_hours"      ? value.vehicle_hours
                            : level.name == "tonne_km"           ? value.tonne_km
                            : level.name == "expiry_first"       ? value.days_left
                                                                 : 0;
        level.value += more;
        level.bound += more;
    }
}

}  // namespace relief
