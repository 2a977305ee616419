// SPDX-License-Identifier: Apache-2.0
// What a plan before the loss gains if it comes, and what it costs if it does not.
#include "tools/desk/preposition.h"

#include "tools/desk/document.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <set>
#include <utility>

namespace relief {
namespace {

double hours_between(Instant from, Instant to) {
    return std::chrono::duration<double, std::ratio<3600>>(to - from).count();
}

/// Hours by which goods are there before those of an ordinary plan: that plan begins report_h after
/// the onset and drives as long; what waits for the onset is of no use before it.
double hours_gained(const Shipment& shipment, Instant as_of, const WarningNeedsRule& rule,
                    Instant onset) {
    const double later = hours_between(as_of, onset) + rule.report_h;
    const double waits = std::max(0.0, hours_between(shipment.arrive, onset));
    return std::max(0.0, later - waits);
}

/// The persons a line helps, each weighed by what an hour without it counts.
double weight_of(const std::map<std::string, const DispatchNeed*>& needs,
                 const ShipmentLine& line) {
    double weight = 0;
    for (const std::string& id : line.for_need) {
        const auto need = needs.find(id);
        if (need != needs.end() && need->second->quantity > 0) {
            weight += need->second->persons * need->second->weight *
                      static_cast<double>(line.counts_for) /
                      static_cast<double>(need->second->quantity);
        }
    }
    return weight;
}

/// What the lines for a place add up to, by weight.
struct Brought {
    double weight = 0;
    double by_onset = 0;
    double hours = 0;  ///< x weight
    std::optional<Instant> first;
};

std::map<std::string, Brought> brought_to(const PlanRun& run, const WarningNeedsRule& rule,
                                          Instant onset) {
    std::map<std::string, const DispatchNeed*> needs;
    for (const DispatchNeed& need : run.problem.needs) {
        needs[need.id] = &need;
    }
    std::map<std::string, Brought> places;
    for (const Shipment& shipment : run.plan.shipments) {
        Brought& place = places[shipment.to];
        for (const ShipmentLine& line : shipment.lines) {
            const double weight = weight_of(needs, line);
            place.weight += weight;
            place.by_onset += shipment.arrive <= onset ? weight : 0;
            place.hours += weight * hours_gained(shipment, run.as_of, rule, onset);
        }
        place.first = std::min(place.first.value_or(shipment.arrive), shipment.arrive);
    }
    return places;
}

double share_of(const DispatchPlan& plan, const std::string& place) {
    const auto found = std::ranges::find(plan.shares, place, &PlaceShare::place);
    return found == plan.shares.end() ? 0 : found->share;
}

/// Units that leave each depot, by depot and item.
std::map<std::pair<std::string, std::string>, Units> sent_by(const PlanRun& run) {
    std::map<std::pair<std::string, std::string>, Units> sent;
    for (const Shipment& shipment : run.plan.shipments) {
        for (const ShipmentLine& line : shipment.lines) {
            sent[{shipment.from, line.item}] += line.quantity;
        }
    }
    return sent;
}

void add_depots_left(const Desk& desk, const PlanRun& run, IfItDoesNot& price) {
    // What has left already is in no supply: of those only what this plan still takes counts.
    std::map<std::pair<std::string, std::string>, Units> sent;
    for (const Shipment& shipment : run.plan.shipments) {
        for (const ShipmentLine& line : shipment.lines) {
            sent[{shipment.from, line.item}] += shipment.committed.empty() ? line.quantity : 0;
        }
    }
    std::set<std::string> bare;
    for (const DispatchSupply& supply : run.problem.supplies) {
        const DispatchDepot& depot = run.problem.depots[static_cast<std::size_t>(supply.depot)];
        const auto taken = sent.find({depot.id, supply.item});
        if (taken == sent.end() || taken->second == 0 || !supply.only_for.empty()) {
            continue;
        }
        const Units left = supply.on_hand - taken->second;
        if (left > supply.floor) {
            continue;
        }
        const Depot* known = desk.baseline.depot(depot.id);
        price.at_floor.push_back({.depot = depot.id,
                                  .name = known == nullptr ? depot.id : known->name,
                                  .county = depot.seat_code,
                                  .item = supply.item,
                                  .before = supply.on_hand,
                                  .left = left,
                                  .floor = supply.floor});
        if (left < supply.floor) {
            bare.insert(depot.seat_code);
        }
    }
    price.counties_bare.assign(bare.begin(), bare.end());
}

}  // namespace

IfItComes price_if_it_comes(const Desk& desk, const PlanRun& run, const WarningNeedsRule& rule,
                            Instant onset) {
    IfItComes price;
    double weight = 0;
    for (const auto& [code, brought] : brought_to(run, rule, onset)) {
        const auto heads = std::ranges::find(run.heads, code, &HeadCount::place);
        if (brought.weight <= 0 || heads == run.heads.end()) {
            continue;
        }
        const double persons = heads->relocated * share_of(run.plan, code);
        price.places.push_back({.place = code,
                                .name = place_name(desk.places, code),
                                .persons = persons,
                                .persons_by_onset = persons * brought.by_onset / brought.weight,
                                .hours = brought.hours / brought.weight,
                                .first = brought.first});
        price.persons += persons;
        price.persons_by_onset += price.places.back().persons_by_onset;
        price.hours += brought.hours;
        weight += brought.weight;
    }
    price.hours = weight > 0 ? price.hours / weight : 0;
    return price;
}

IfItDoesNot price_if_it_does_not(const Desk& desk, const PlanRun& run,
                                 const std::vector<std::string>& depots_inside) {
    IfItDoesNot price;
    std::map<std::string, Units> by_item;
    for (const Shipment& shipment : run.plan.shipments) {
        const int trips = shipment.vehicles * shipment.trips;
        price.lorries += trips;
        price.lorry_km += 2.0 * trips * shipment.km;
    }
    std::set<std::string> senders;
    for (const auto& [key, units] : sent_by(run)) {
        by_item[key.second] += units;
        senders.insert(key.first);
    }
    for (const auto& [item, units] : by_item) {
        const Item& known = *desk.rules.item(item);
        const double kg = known.weight_kg * static_cast<double>(units);
        price.kg += kg;
        price.away.push_back({.item = item, .unit = known.unit, .quantity = units, .kg = kg});
    }
    add_depots_left(desk, run, price);
    for (const std::string& depot : depots_inside) {
        if (senders.contains(depot)) {
            price.depots_exposed.push_back(depot);
        }
    }
    return price;
}

}  // namespace relief
