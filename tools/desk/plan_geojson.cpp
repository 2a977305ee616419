// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/plan_geojson.h"

#include "tools/desk/document.h"
#include "tools/desk/json_parts.h"
#include "tools/desk/plan_document.h"
#include "tools/desk/plan_figures.h"
#include "tools/desk/plan_words.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace relief {
namespace {

using Json = nlohmann::ordered_json;

Json point_json(LonLat at) {
    return {{"type", "Point"}, {"coordinates", position_json(at)}};
}

Json line_json(const std::vector<LonLat>& line) {
    Json positions = Json::array();
    for (const LonLat& at : line) {
        positions.push_back(position_json(at));
    }
    return {{"type", "LineString"}, {"coordinates", std::move(positions)}};
}

Json plan_feature(std::string id, Json geometry, Json properties) {
    return {{"type", "Feature"},
            {"id", std::move(id)},
            {"geometry", std::move(geometry)},
            {"properties", std::move(properties)}};
}

class PlanMap {
  public:
    PlanMap(const Desk& desk, const PlanRun& run, PlanRoads& roads)
        : desk_(desk), run_(run), roads_(roads), figures_(plan_figures(desk, run)) {}

    Json features() {
        add_places();
        add_origins();
        add_shipments();
        add_closures();
        return std::move(features_);
    }

  private:
    [[nodiscard]] Json node_point(const std::string& code) const {
        const auto node = desk_.network.node(code);
        return node ? point_json(position_of(desk_.network.nodes[static_cast<std::size_t>(*node)]))
                    : Json(nullptr);
    }

    /// The seat of a county, or of the one that serves a zone. Of anything larger the seat would
    /// say where the closure is not: null.
    [[nodiscard]] Json county_point(const std::string& code) const {
        const Place* place = desk_.places.find_code(code);
        const bool known =
            place != nullptr && place->kind != "prefecture" && place->kind != "province";
        return known ? node_point(desk_.places.seat_county(code)) : Json(nullptr);
    }

    /// The way driven; within one town there is none, only the place.
    [[nodiscard]] Json way_json(const Shipment& shipment) {
        const std::vector<LonLat> way = roads_.way(shipment);
        return way.size() < 2 ? node_point(shipment.to) : line_json(way);
    }

    void add_places() {
        std::set<std::string> done;
        for (const PlaceFigures& place : figures_.places) {
            if (!done.insert(place.place).second) {
                continue;
            }
            Json needs = Json::array();
            for (const PlaceFigures& unit : figures_.places) {
                if (unit.place == place.place) {
                    add_needs(unit, needs);
                }
            }
            features_.push_back(plan_feature("place:" + place.place, node_point(place.place),
                                             {{"kind", "place"},
                                              {"code", place.place},
                                              {"name", full_place_name(desk_.places, place.place)},
                                              {"needs", std::move(needs)}}));
        }
    }

    void add_needs(const PlaceFigures& unit, Json& needs) const {
        for (const NeedFigures& row : unit.needs) {
            needs.push_back({{"item", row.item},
                             {"name", item_name(desk_.rules, row.item, "zh")},
                             {"unit", row.unit},
                             {"need", row.quantity},
                             {"on_time", row.on_time},
                             {"late", row.late},
                             {"unmet", row.unmet}});
        }
    }

    void add_origins() {
        std::set<std::string> done;
        for (const Flow& flow : figures_.flows) {
            if (!done.insert(flow.from).second) {
                continue;
            }
            if (const Depot* depot = desk_.baseline.depot(flow.from)) {
                features_.push_back(plan_feature(
                    "depot:" + depot->id, point_json({depot->longitude, depot->latitude}),
                    {{"kind", "depot"},
                     {"code", depot->id},
                     {"name", depot->name},
                     {"type", depot->type},
                     {"level", depot->level},
                     {"keeper",
                      depot->keeper_depot.empty() ? Json(nullptr) : Json(depot->keeper_depot)}}));
            } else if (const Supplier* supplier = desk_.baseline.supplier(flow.from)) {
                features_.push_back(plan_feature(
                    "supplier:" + supplier->id,
                    point_json({supplier->longitude, supplier->latitude}),
                    {{"kind", "supplier"}, {"code", supplier->id}, {"name", supplier->name}}));
            }
        }
    }

    void add_shipments() {
        for (const Shipment& shipment : run_.plan.shipments) {
            std::string goods;
            for (const ShipmentLine& line : shipment.lines) {
                const Item* item = desk_.rules.item(line.item);
                goods += fmt::format("{}{} {} {}", goods.empty() ? "" : "；",
                                     item_name(desk_.rules, line.item, "zh"),
                                     grouped(line.quantity), item == nullptr ? "" : item->unit);
            }
            features_.push_back(
                plan_feature("shipment:" + shipment.id, way_json(shipment),
                             {{"kind", "shipment"},
                              {"code", shipment.id},
                              {"from", shipment.from},
                              {"from_name", origin_name(desk_, shipment.from)},
                              {"to", shipment.to},
                              {"to_name", full_place_name(desk_.places, shipment.to)},
                              {"depart", format_instant(shipment.depart)},
                              {"arrive", format_instant(shipment.arrive)},
                              {"vehicle_class", shipment.vehicle_class},
                              {"vehicles", shipment.vehicles},
                              {"trips", shipment.trips},
                              {"load_kg", number_json(std::round(shipment.load_kg * 1000) / 1000)},
                              {"load_m3", number_json(std::round(shipment.load_m3 * 1000) / 1000)},
                              {"km", number_json(std::round(shipment.km * 1000) / 1000)},
                              {"minutes", shipment.minutes},
                              {"route", route_words(desk_.network, shipment.edges, "zh")},
                              {"goods", goods}}));
        }
    }

    void add_closures() {
        for (const Closure& closure : run_.closures) {
            const auto& in_force = run_.closures_in_force;
            if (std::find(in_force.begin(), in_force.end(), closure.id) == in_force.end()) {
                continue;
            }
            if (closure.edges.empty()) {
                add_closure(closure, {}, county_point(closure.county_code));
            }
            for (const auto& chain : chains(desk_.network, closure.edges)) {
                add_closure(closure, chain, line_json(roads_.course(chain)));
            }
        }
    }

    /// One feature a stretch of road. What has no place on a map is left out: the report names it.
    void add_closure(const Closure& closure, const std::vector<DrivenEdge>& chain, Json geometry) {
        if (geometry.is_null()) {
            return;
        }
        Json ids = Json::array();
        for (const DrivenEdge& driven : chain) {
            ids.push_back(desk_.network.edges[static_cast<std::size_t>(driven.edge)].id);
        }
        const RoadEdge* first =
            chain.empty() ? nullptr
                          : &desk_.network.edges[static_cast<std::size_t>(chain.front().edge)];
        features_.push_back(plan_feature(
            "closure:" + closure.id + (first == nullptr ? "" : ":" + first->id),
            std::move(geometry),
            {{"kind", "closure"},
             {"code", closure.id},
             {"ref", closure.ref},
             {"place", closure.place},
             {"cause", closure.cause},
             {"restricted", closure.restricted},
             {"closed_from", format_instant(closure.closed_from)},
             {"reopened_at",
              closure.reopened_at ? Json(format_instant(*closure.reopened_at)) : Json(nullptr)},
             {"edge", first == nullptr ? Json(nullptr) : Json(first->id)},
             {"edge_ref",
              first == nullptr || first->ref.empty() ? Json(nullptr) : Json(first->ref)},
             {"edges", std::move(ids)}}));
    }

    const Desk& desk_;
    const PlanRun& run_;
    PlanRoads& roads_;
    PlanFigures figures_;
    Json features_ = Json::array();
};

}  // namespace

std::string plan_geojson(const Desk& desk, const PlanRun& run, PlanRoads& roads) {
    const Json document{{"type", "FeatureCollection"},
                        {"name", "relief plan " + run.scenario.incident.id},
                        {"as_of", format_instant(run.as_of)},
                        {"attribution", "road courses © OpenStreetMap contributors, ODbL 1.0"},
                        {"features", PlanMap(desk, run, roads).features()}};
    return document_text(document);
}

std::string plan_geojson(const Desk& desk, const PlanRun& run) {
    PlanRoads roads(desk);
    return plan_geojson(desk, run, roads);
}

}  // namespace relief
