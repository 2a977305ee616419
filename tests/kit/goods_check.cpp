// SPDX-License-Identifier: Apache-2.0
#include "tests/kit/plan_checks.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>

namespace relief::kit {
namespace {

using std::chrono::days;

/// Payloads are published in whole kilograms; this is what adding decimals may leave.
constexpr double load_slack = 1e-6;
/// What printing a total with few digits may hide.
constexpr double kg_printed = 0.5;
constexpr double m3_printed = 0.01;

void check_supplier_line(const CheckContext& check, const DocShipment& shipment,
                         const WorldSupplier& supplier, const DocLine& line) {
    if (line.lot) {
        check.add("lot.given", line.where, "a supplier has no lots: " + *line.lot);
    }
    if (line.item != supplier.item) {
        check.add("supplier.item", line.where, shipment.from + " agreed on " + supplier.item);
    }
}

void check_lot_line(const CheckContext& check, const DocShipment& shipment, const DocLine& line) {
    if (!line.lot) {
        check.add("lot.null", line.where, "a depot sends lots");
        return;
    }
    const auto found = check.world.lots.find(*line.lot);
    if (found == check.world.lots.end()) {
        check.add("lot.unknown", line.where, *line.lot);
        return;
    }
    const WorldLot& lot = found->second;
    if (lot.depot != shipment.from) {
        check.add("lot.depot", line.where, *line.lot + " lies at " + lot.depot);
    }
    if (lot.item != line.item) {
        check.add("lot.item", line.where, *line.lot + " is of " + lot.item);
    }
    if (!lot.good) {
        check.add("lot.condition", line.where, *line.lot + " is not in good condition");
    }
    // A lot may be used through its last day, where it is used.
    if (lot.last_day + days{check.world.shift_days} < beijing_day(shipment.arrive)) {
        check.add("lot.expired", line.where, *line.lot + " is past its last day on arrival");
    }
}

void check_lines(const CheckContext& check) {
    for (const DocShipment& shipment : check.plan.shipments) {
        const auto supplier = check.world.suppliers.find(shipment.from);
        const bool from_depot = check.world.depots.count(shipment.from) != 0;
        if (!from_depot && supplier == check.world.suppliers.end()) {
            check.add("from.unknown", shipment.where, shipment.from);
            continue;
        }
        if (shipment.lines.empty()) {
            check.add("line.empty", shipment.where, "nothing is on it");
        }
        for (const DocLine& line : shipment.lines) {
            if (line.quantity <= 0) {
                check.add("line.empty", line.where, "a line brings at least one unit");
            }
            if (from_depot) {
                check_lot_line(check, shipment, line);
            } else {
                check_supplier_line(check, shipment, supplier->second, line);
            }
        }
    }
}

void check_drawn(const CheckContext& check) {
    std::map<std::string, std::int64_t> drawn;
    for (const DocShipment& shipment : check.plan.shipments) {
        for (const DocLine& line : shipment.lines) {
            if (line.lot) {
                drawn[*line.lot] += line.quantity;
            }
        }
    }
    for (const auto& [id, quantity] : drawn) {
        const auto lot = check.world.lots.find(id);
        if (lot != check.world.lots.end() && quantity > lot->second.quantity) {
            check.add("lot.overdrawn", id,
                      std::to_string(quantity) + " of " + std::to_string(lot->second.quantity));
        }
    }
}

/// A supplier gives at most what is on hand and what the days begun by then make.
void check_supplier(const CheckContext& check, const std::string& id,
                    const WorldSupplier& supplier) {
    std::vector<const DocShipment*> sent;
    for (const DocShipment& shipment : check.plan.shipments) {
        if (shipment.from == id) {
            sent.push_back(&shipment);
        }
    }
    const days shift{check.world.shift_days};
    for (const DocShipment* last : sent) {
        std::int64_t given = 0;
        for (const DocShipment* shipment : sent) {
            if (shipment->depart <= last->depart) {
                for (const DocLine& line : shipment->lines) {
                    given += line.quantity;
                }
            }
        }
        const auto elapsed = last->depart - check.plan.as_of;
        const std::int64_t days_begun = std::chrono::floor<days>(elapsed).count() + 1;
        const std::int64_t limit = supplier.on_hand + supplier.daily_capacity * days_begun;
        if (given > limit) {
            check.add("supplier.capacity", last->where,
                      id + " has made " + std::to_string(limit) + " by then, not " +
                          std::to_string(given));
        }
        const Day on = beijing_day(last->depart);
        if (on < supplier.from + shift || on > supplier.to + shift) {
            check.add("supplier.agreement", last->where, "no agreement that day with " + id);
        }
    }
}

/// What a shipment's vehicles hold together; nothing where the class is not known.
struct Room {
    double payload_kg = 0;
    double usable_m3 = 0;
};

std::optional<Room> room_of(const CheckContext& check, const DocShipment& shipment) {
    if (shipment.mode != "road") {
        const auto craft = check.world.crafts.find(shipment.vehicle_class);
        return craft == check.world.crafts.end()
                   ? std::nullopt
                   : std::optional(Room{craft->second.payload_kg, craft->second.usable_m3});
    }
    const auto depot = check.world.depots.find(shipment.from);
    if (depot != check.world.depots.end()) {
        const std::string& keeper = depot->second.keeper;
        const std::string own = keeper.empty() ? shipment.from : keeper;
        const auto row = check.world.fleet.find(
            {shipment.fleet.empty() ? own : shipment.fleet, shipment.vehicle_class});
        if (row != check.world.fleet.end()) {
            return Room{row->second.payload_kg, row->second.usable_m3};
        }
    }
    const auto vehicle = check.world.vehicles.find(shipment.vehicle_class);
    if (vehicle == check.world.vehicles.end()) {
        return std::nullopt;
    }
    return Room{vehicle->second.payload_kg, vehicle->second.usable_m3};
}

/// Units are not cut: of one item each vehicle holds so many whole ones and no more.
void check_whole_units(const CheckContext& check, const DocShipment& shipment, const Room& room,
                       double runs) {
    std::map<std::string, std::int64_t> units;
    for (const DocLine& line : shipment.lines) {
        units[line.item] += line.quantity;
    }
    for (const auto& [id, quantity] : units) {
        const auto item = check.world.items.find(id);
        if (item == check.world.items.end()) {
            continue;
        }
        const double fit =
            std::min(room.payload_kg / item->second.kg, room.usable_m3 / item->second.m3);
        if (static_cast<double>(quantity) > std::floor(fit + load_slack) * runs) {
            check.add("load.unpackable", shipment.where,
                      "a vehicle holds " + std::to_string(std::floor(fit)) + " of " + id);
        }
    }
}

void check_load(const CheckContext& check, const DocShipment& shipment) {
    double kg = 0;
    double m3 = 0;
    for (const DocLine& line : shipment.lines) {
        const auto item = check.world.items.find(line.item);
        if (item == check.world.items.end()) {
            check.add("line.item", line.where, "there is no item " + line.item);
            continue;
        }
        kg += static_cast<double>(line.quantity) * item->second.kg;
        m3 += static_cast<double>(line.quantity) * item->second.m3;
    }
    if (std::abs(kg - shipment.load_kg) > kg_printed) {
        check.add("load.kg", shipment.where, "the lines weigh " + std::to_string(kg));
    }
    if (std::abs(m3 - shipment.load_m3) > m3_printed) {
        check.add("load.m3", shipment.where, "the lines take " + std::to_string(m3));
    }
    const auto room = room_of(check, shipment);
    if (!room) {
        return;
    }
    const double runs = static_cast<double>(shipment.vehicles) * shipment.trips;
    if (kg > room->payload_kg * runs + load_slack) {
        check.add("load.overweight", shipment.where, std::to_string(kg) + " kg");
    }
    if (m3 > room->usable_m3 * runs + load_slack) {
        check.add("load.overvolume", shipment.where, std::to_string(m3) + " m3");
    }
    check_whole_units(check, shipment, *room, runs);
}

/// The share that goods of the province keep back, as the document's own levels give it: the
/// least of what its rows for the province ask for, since one of them is the latest.
double province_floor_share(const CheckContext& check) {
    std::optional<double> least;
    for (const DocLevel& level : check.plan.levels) {
        if (level.scope == "220000" && level.in_force) {
            const double share = check.world.floors.at({"province", level.level});
            least = least ? std::min(*least, share) : share;
        }
    }
    return least.value_or(check.world.floors.at({"province", 0}));
}

void check_floors(const CheckContext& check) {
    using Shelf = std::pair<std::string, std::string>;  // depot, item
    std::map<Shelf, std::int64_t> on_hand;
    for (const auto& [id, lot] : check.world.lots) {
        if (lot.good && check.world.depots.at(lot.depot).level == "province") {
            on_hand[{lot.depot, lot.item}] += lot.quantity;
        }
    }
    std::map<Shelf, std::int64_t> sent;
    for (const DocShipment& shipment : check.plan.shipments) {
        for (const DocLine& line : shipment.lines) {
            sent[{shipment.from, line.item}] += line.quantity;
        }
    }
    const double share = province_floor_share(check);
    for (const auto& [shelf, quantity] : sent) {
        const auto stock = on_hand.find(shelf);
        if (stock == on_hand.end()) {
            continue;
        }
        const auto there = static_cast<double>(stock->second);
        const double floor = std::ceil(share * there - 1e-9);
        if (static_cast<double>(quantity) > there - floor) {
            check.add("floor.kept", shelf.first,
                      std::to_string(quantity) + " of " + std::to_string(stock->second) + " " +
                          shelf.second + " leave less than the floor of " + std::to_string(floor));
        }
    }
}

}  // namespace

void check_goods(const CheckContext& check) {
    check_lines(check);
    check_drawn(check);
    for (const auto& [id, supplier] : check.world.suppliers) {
        check_supplier(check, id, supplier);
    }
    for (const DocShipment& shipment : check.plan.shipments) {
        check_load(check, shipment);
    }
    check_floors(check);
}

}  // namespace relief::kit
