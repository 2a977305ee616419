// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "routing/dispatch/problem.h"

namespace relief {

// The fields of a dispatch problem by name, one function a part: writing and reading visit the
// same list, so that neither can forget one. `visit(name, field)` is called in the order of the
// document.

template <typename Visit>
void fields_of(Way& way, Visit& visit) {
    visit("item", way.item);
    visit("serves", way.serves);
    visit("rate", way.rate);
    visit("rank", way.rank);
    visit("penalty", way.penalty);
    visit("for_wave", way.for_wave);
}

template <typename Visit>
void fields_of(DispatchNeed& need, Visit& visit) {
    visit("id", need.id);
    visit("place", need.place);
    visit("item", need.item);
    visit("unit", need.unit);
    visit("quantity", need.quantity);
    visit("by", need.by);
    visit("persons", need.persons);
    visit("weight", need.weight);
    visit("rule", need.rule);
    visit("report", need.report);
    visit("reserve", need.reserve);
}

template <typename Visit>
void fields_of(DispatchKitPart& part, Visit& visit) {
    visit("need", part.need);
    visit("per_kit", part.per_kit);
}

template <typename Visit>
void fields_of(DispatchKit& kit, Visit& visit) {
    visit("id", kit.id);
    visit("quantity", kit.quantity);
    visit("parts", kit.parts);
}

template <typename Visit>
void fields_of(DispatchItem& item, Visit& visit) {
    visit("id", item.id);
    visit("weight_kg", item.weight_kg);
    visit("volume_m3", item.volume_m3);
    visit("pack", item.pack);
    visit("life_left_days", item.life_left_days);
}

template <typename Visit>
void fields_of(DispatchDepot& depot, Visit& visit) {
    visit("id", depot.id);
    visit("fleet", depot.fleet);
    visit("node", depot.node);
    visit("level", depot.level);
    visit("seat_code", depot.seat_code);
    visit("ready_minutes", depot.ready_minutes);
}

template <typename Visit>
void fields_of(DispatchLot& lot, Visit& visit) {
    visit("lot", lot.lot);
    visit("expires_on", lot.expires_on);
    visit("available", lot.available);
}

template <typename Visit>
void fields_of(DispatchSupply& supply, Visit& visit) {
    visit("depot", supply.depot);
    visit("item", supply.item);
    visit("lots", supply.lots);
    visit("on_hand", supply.on_hand);
    visit("floor", supply.floor);
    visit("only_for", supply.only_for);
}

template <typename Visit>
void fields_of(DispatchDriving& driving, Visit& visit) {
    visit("drive_minutes", driving.drive_minutes);
    visit("rest_minutes", driving.rest_minutes);
    visit("driver_minutes", driving.driver_minutes);
    visit("change_minutes", driving.change_minutes);
}

template <typename Visit>
void fields_of(DispatchFleet& fleet, Visit& visit) {
    visit("depot", fleet.depot);
    visit("vehicle_class", fleet.vehicle_class);
    visit("count", fleet.count);
    visit("muster_minutes", fleet.muster_minutes);
    visit("payload_kg", fleet.payload_kg);
    visit("usable_m3", fleet.usable_m3);
    visit("stowage_kg", fleet.stowage_kg);
    visit("stowage_m3", fleet.stowage_m3);
    visit("load_minutes", fleet.load_minutes);
    visit("unload_minutes", fleet.unload_minutes);
    visit("drivers", fleet.drivers);
    visit("mode", fleet.mode);
}

template <typename Visit>
void fields_of(DispatchFleetSite& site, Visit& visit) {
    visit("depot", site.depot);
    visit("docks", site.docks);
}

template <typename Visit>
void fields_of(DispatchSupplier& supplier, Visit& visit) {
    visit("id", supplier.id);
    visit("node", supplier.node);
    visit("item", supplier.item);
    visit("on_hand", supplier.on_hand);
    visit("daily_capacity", supplier.daily_capacity);
    visit("first_minutes", supplier.first_minutes);
    visit("max_travel_minutes", supplier.max_travel_minutes);
    visit("eaten_same_day", supplier.eaten_same_day);
    visit("vehicle_class", supplier.vehicle_class);
    visit("payload_kg", supplier.payload_kg);
    visit("usable_m3", supplier.usable_m3);
    visit("unload_minutes", supplier.unload_minutes);
    visit("drivers", supplier.drivers);
}

template <typename Visit>
void fields_of(DispatchTier& tier, Visit& visit) {
    visit("depot", tier.depot);
    visit("place", tier.place);
    visit("tier", tier.tier);
    visit("rank", tier.rank);
    visit("signature_minutes", tier.signature_minutes);
}

template <typename Visit>
void fields_of(DispatchLeg& leg, Visit& visit) {
    visit("from_node", leg.from_node);
    visit("to_place", leg.to_place);
    visit("vehicle_class", leg.vehicle_class);
    visit("minutes", leg.minutes);
    visit("km", leg.km);
    visit("edges", leg.edges);
    visit("back_minutes", leg.back_minutes);
    visit("back_km", leg.back_km);
    visit("ferry_minutes", leg.ferry_minutes);
    visit("open_point", leg.open_point);
    visit("gap_km", leg.gap_km);
    visit("carry_minutes", leg.carry_minutes);
}

template <typename Visit>
void fields_of(DispatchReception& reception, Visit& visit) {
    visit("place", reception.place);
    visit("kg_per_day", reception.kg_per_day);
    visit("opens_minutes", reception.opens_minutes);
}

template <typename Visit>
void fields_of(DispatchGrowth& step, Visit& visit) {
    visit("from_h", step.from_h);
    visit("factor", step.factor);
}

template <typename Visit>
void fields_of(DispatchScenario& scenario, Visit& visit) {
    visit("name", scenario.name);
    visit("probability", scenario.probability);
    visit("quantities", scenario.quantities);
}

template <typename Visit>
void fields_of(ShipmentLine& line, Visit& visit) {
    visit("item", line.item);
    visit("lot", line.lot);
    visit("quantity", line.quantity);
    visit("for_need", line.for_need);
    visit("counts_for", line.counts_for);
}

template <typename Visit>
void fields_of(Shipment& shipment, Visit& visit) {
    visit("id", shipment.id);
    visit("from", shipment.from);
    visit("from_node", shipment.from_node);
    visit("to", shipment.to);
    visit("fleet", shipment.fleet);
    visit("depart", shipment.depart);
    visit("arrive", shipment.arrive);
    visit("back", shipment.back);
    visit("vehicle_class", shipment.vehicle_class);
    visit("vehicles", shipment.vehicles);
    visit("trips", shipment.trips);
    visit("load_kg", shipment.load_kg);
    visit("load_m3", shipment.load_m3);
    visit("km", shipment.km);
    visit("minutes", shipment.minutes);
    visit("mode", shipment.mode);
    visit("open_point", shipment.open_point);
    visit("gap_km", shipment.gap_km);
    visit("carry_minutes", shipment.carry_minutes);
    visit("rest_minutes", shipment.rest_minutes);
    visit("drivers", shipment.drivers);
    visit("edges", shipment.edges);
    visit("tier", shipment.tier);
    visit("lines", shipment.lines);
    visit("committed", shipment.committed);
    visit("ordered_at", shipment.ordered_at);
    visit("order", shipment.order);
}

template <typename Visit>
void fields_of(CommittedShipment& committed, Visit& visit) {
    visit("shipment", committed.shipment);
    visit("taken_from_stock", committed.taken_from_stock);
}

template <typename Visit>
void fields_of(DispatchForbidden& forbidden, Visit& visit) {
    visit("from", forbidden.from);
    visit("to", forbidden.to);
}

template <typename Visit>
void fields_of(DispatchProblem& problem, Visit& visit) {
    visit("as_of", problem.as_of);
    visit("until", problem.until);
    visit("places", problem.places);
    visit("needs", problem.needs);
    visit("ways", problem.ways);
    visit("kits", problem.kits);
    visit("scenarios", problem.scenarios);
    visit("planned_for", problem.planned_for);
    visit("items", problem.items);
    visit("depots", problem.depots);
    visit("supplies", problem.supplies);
    visit("driving", problem.driving);
    visit("fleets", problem.fleets);
    visit("sites", problem.sites);
    visit("suppliers", problem.suppliers);
    visit("tiers", problem.tiers);
    visit("agreement_rank", problem.agreement_rank);
    visit("legs", problem.legs);
    visit("open_legs", problem.open_legs);
    visit("receptions", problem.receptions);
    visit("growth", problem.growth);
    visit("committed", problem.committed);
    visit("in_hand", problem.in_hand);
    visit("forbidden", problem.forbidden);
    visit("closed_edges", problem.closed_edges);
}

}  // namespace relief
