// SPDX-License-Identifier: Apache-2.0
#include "routing/dispatch/shipments.h"

#include "routing/dispatch/look_up.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>
#include <utility>

#include <fmt/format.h>

namespace relief {
namespace {

/// Units of one lot that one cargo column takes.
struct LotPick {
    std::string lot;
    Units units = 0;
};

/// First expired, first out: goods are taken lot by lot in the order of departure, which makes the
/// sum of the days left of what is sent as small as it can be.
class LotPicker {
  public:
    explicit LotPicker(const DispatchProblem& problem) {
        for (const DispatchSupply& supply : problem.supplies) {
            lots_.push_back(supply.lots);
            kept_.emplace_back(item_of(problem, supply.item).life_left_days);
        }
    }

    std::vector<LotPick> pick(int supply, Units units, Date arrival) {
        std::vector<LotPick> picks;
        sent_[supply] += units;
        arrival_unit_days_ += static_cast<double>(units) * days(arrival);
        const Date needed_through = arrival + kept_[static_cast<std::size_t>(supply)];
        for (DispatchLot& lot : lots_[static_cast<std::size_t>(supply)]) {
            const Units some = lot.expires_on < needed_through ? 0 : std::min(units, lot.available);
            if (some > 0) {
                picks.push_back({.lot = lot.lot, .units = some});
                expiry_unit_days_ += static_cast<double>(some) * days(lot.expires_on);
                lot.available -= some;
                units -= some;
            }
        }
        return picks;
    }

    /// Unit-days left on what has been picked.
    [[nodiscard]] double days_left() const { return expiry_unit_days_ - arrival_unit_days_; }

    /// The least that any choice of lots could have left on the same goods: the lots that expire
    /// first, also those that would not have lasted to a late arrival.
    [[nodiscard]] double days_left_bound(const DispatchProblem& problem) const {
        double unit_days = -arrival_unit_days_;
        for (const auto& [supply, sent] : sent_) {
            Units left = sent;
            for (const DispatchLot& lot : problem.supplies[static_cast<std::size_t>(supply)].lots) {
                const bool usable = lot.expires_on >= beijing_date(problem.as_of) +
                                                          kept_[static_cast<std::size_t>(supply)];
                const Units some = usable ? std::min(left, lot.available) : 0;
                unit_days += static_cast<double>(some) * days(lot.expires_on);
                left -= some;
            }
        }
        return unit_days;
    }

  private:
    static double days(Date date) { return static_cast<double>(date.time_since_epoch().count()); }

    std::vector<std::vector<DispatchLot>> lots_;
    std::vector<std::chrono::days> kept_;  // per supply: life left on arrival
    std::map<int, Units> sent_;
    double arrival_unit_days_ = 0;
    double expiry_unit_days_ = 0;
};

std::vector<std::string> need_ids(const DispatchProblem& problem, const Way& way) {
    std::vector<std::string> ids;
    for (const int need : way.serves) {
        ids.push_back(problem.needs[static_cast<std::size_t>(need)].id);
    }
    return ids;
}

Shipment start_shipment(const DispatchProblem& problem, const DispatchLeg& leg, int depart,
                        int arrive) {
    Shipment shipment;
    shipment.to = leg.to_place;
    shipment.from_node = leg.from_node;
    shipment.depart = problem.as_of + Minutes{depart};
    shipment.arrive = problem.as_of + Minutes{arrive};
    shipment.vehicle_class = leg.vehicle_class;
    shipment.km = leg.km;
    shipment.minutes = leg.minutes;
    shipment.edges = leg.edges;
    shipment.open_point = leg.open_point;
    shipment.gap_km = leg.gap_km;
    shipment.carry_minutes = leg.carry_minutes;
    shipment.ordered_at = problem.as_of;
    return shipment;
}

/// Lines of the same lot for the same needs become one.
void add_line(Shipment& shipment, ShipmentLine line) {
    for (ShipmentLine& known : shipment.lines) {
        if (known.item == line.item && known.lot == line.lot && known.for_need == line.for_need) {
            known.quantity += line.quantity;
            known.counts_for += line.counts_for;
            return;
        }
    }
    shipment.lines.push_back(std::move(line));
}

Shipment depot_shipment(const DispatchProblem& problem, const DispatchModel& model,
                        const PackedTrip& packed, LotPicker& lots) {
    const Run& run = model.runs[static_cast<std::size_t>(packed.run)];
    const Trip& trip = run.trips[static_cast<std::size_t>(packed.trip)];
    const DispatchDepot& depot = problem.depots[static_cast<std::size_t>(run.depot)];
    Shipment shipment = start_shipment(problem, problem.legs[static_cast<std::size_t>(run.leg)],
                                       trip.depart, trip.arrive);
    shipment.from = depot.id;
    shipment.back = problem.as_of + Minutes{trip.back};
    shipment.tier = run.tier;
    shipment.rest_minutes = trip.halts;
    const DispatchFleet& fleet = problem.fleets[static_cast<std::size_t>(run.fleet)];
    shipment.drivers = fleet.drivers;
    shipment.mode = fleet.mode;
    shipment.fleet = fleet.depot;
    shipment.vehicles = packed.vehicles;
    const Date arrival = beijing_date(shipment.arrive);
    for (const auto& [index, units] : packed.units) {
        const Cargo& cargo = model.cargo[static_cast<std::size_t>(index)];
        const Way& way = problem.ways[static_cast<std::size_t>(cargo.way)];
        const LotGroup& group = model.groups[static_cast<std::size_t>(cargo.group)];
        for (const LotPick& pick : lots.pick(group.supply, units, arrival)) {
            add_line(shipment, {.item = way.item,
                                .lot = pick.lot,
                                .quantity = pick.units,
                                .for_need = need_ids(problem, way),
                                .counts_for = pick.units * way.rate});
        }
    }
    return shipment;
}

std::vector<Shipment> supplier_shipments(const DispatchProblem& problem, const DispatchModel& model,
                                         const Packing& packing) {
    std::map<std::tuple<int, std::string, int>, Shipment> by_truckload;
    for (std::size_t c = 0; c < packing.supplied.size(); ++c) {
        if (packing.supplied[c] == 0) {
            continue;
        }
        const Cargo& cargo = model.cargo[c];
        const Way& way = problem.ways[static_cast<std::size_t>(cargo.way)];
        const DispatchLeg& leg = problem.legs[static_cast<std::size_t>(cargo.leg)];
        const auto& supplier = problem.suppliers[static_cast<std::size_t>(cargo.supplier)];
        auto [at, fresh] =
            by_truckload.try_emplace(std::tuple{cargo.supplier, leg.to_place, cargo.day});
        if (fresh) {
            at->second = start_shipment(problem, leg, cargo.depart, cargo.arrive);
            at->second.from = supplier.id;
            at->second.fleet = supplier.id;
            at->second.tier = "agreement";
            at->second.rest_minutes = cargo.halts;
            at->second.drivers = supplier.drivers;
            at->second.back = at->second.arrive +
                              Minutes{supplier.unload_minutes + leg.minutes_back() + cargo.halts};
        }
        add_line(at->second, {.item = way.item,
                              .lot = "",
                              .quantity = packing.supplied[c],
                              .for_need = need_ids(problem, way),
                              .counts_for = packing.supplied[c] * way.rate});
    }
    std::vector<Shipment> shipments;
    shipments.reserve(by_truckload.size());
    for (auto& [key, shipment] : by_truckload) {
        shipments.push_back(std::move(shipment));
    }
    return shipments;
}

void weigh(const DispatchProblem& problem, Shipment& shipment) {
    for (const ShipmentLine& line : shipment.lines) {
        const auto item = std::find_if(problem.items.begin(), problem.items.end(),
                                       [&](const DispatchItem& i) { return i.id == line.item; });
        shipment.load_kg += static_cast<double>(line.quantity) * item->weight_kg;
        shipment.load_m3 += static_cast<double>(line.quantity) * item->volume_m3;
    }
    const auto supplier =
        std::find_if(problem.suppliers.begin(), problem.suppliers.end(),
                     [&](const DispatchSupplier& s) { return s.id == shipment.from; });
    if (supplier != problem.suppliers.end()) {
        // A supplier brings as many of its own lorries as the load takes. Boxes are small beside
        // a lorry; a hundredth is left for what does not pack.
        const double full = 0.99;
        shipment.vehicles =
            static_cast<int>(std::ceil(std::max(shipment.load_kg / (supplier->payload_kg * full),
                                                shipment.load_m3 / (supplier->usable_m3 * full))));
    }
}

}  // namespace

PackedShipments make_shipments(const DispatchProblem& problem, const DispatchModel& model,
                               const Packing& packing) {
    std::vector<const PackedTrip*> by_departure;
    for (const PackedTrip& trip : packing.trips) {
        by_departure.push_back(&trip);
    }
    const auto departure = [&](const PackedTrip* trip) {
        return model.runs[static_cast<std::size_t>(trip->run)]
            .trips[static_cast<std::size_t>(trip->trip)]
            .depart;
    };
    std::stable_sort(
        by_departure.begin(), by_departure.end(),
        [&](const PackedTrip* a, const PackedTrip* b) { return departure(a) < departure(b); });
    LotPicker lots(problem);
    std::vector<Shipment> shipments;
    shipments.reserve(by_departure.size());
    for (const PackedTrip* trip : by_departure) {
        shipments.push_back(depot_shipment(problem, model, *trip, lots));
    }
    for (Shipment& shipment : supplier_shipments(problem, model, packing)) {
        shipments.push_back(std::move(shipment));
    }
    std::stable_sort(shipments.begin(), shipments.end(), [](const Shipment& a, const Shipment& b) {
        return std::tie(a.depart, a.from, a.to, a.vehicle_class) <
               std::tie(b.depart, b.from, b.to, b.vehicle_class);
    });
    for (std::size_t i = 0; i < shipments.size(); ++i) {
        shipments[i].id = fmt::format("S{:03}", i + 1);
        weigh(problem, shipments[i]);
    }
    return {.shipments = std::move(shipments),
            .days_left = lots.days_left(),
            .days_left_bound = lots.days_left_bound(problem)};
}

}  // namespace relief
