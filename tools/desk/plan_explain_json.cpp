// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/document.h"
#include "tools/desk/plan_explain.h"
#include "tools/desk/what_if_words.h"

#include <cmath>
#include <string>
#include <utility>

#include <nlohmann/json.hpp>

namespace relief {
namespace {

using Json = nlohmann::ordered_json;

Json exact_number(double value) {
    constexpr double scale = 1e6;
    return number_json(std::round(value * scale) / scale);
}

Json source_json(const PlanRun& run, const GoodsSource& source) {
    const bool arrives = source.arrive >= 0;
    return {{"from", source.from},
            {"item", source.item},
            {"tier", source.tier},
            {"sent", source.sent},
            {"left", source.left},
            {"vehicle_class", source.vehicle_class},
            {"km", exact_number(source.km)},
            {"minutes", source.minutes},
            {"first_arrival",
             arrives ? Json(format_instant(run.as_of + Minutes{source.arrive})) : Json(nullptr)},
            {"cost_per_unit",
             {{"lacking_person_hours", arrives ? exact_number(source.lacking) : Json(nullptr)},
              {"own_stock_first", arrives ? exact_number(source.tier_steps) : Json(nullptr)},
              {"tonne_km", arrives ? exact_number(source.tonne_km) : Json(nullptr)}}},
            {"why_not", source.why_not.empty() ? Json(nullptr) : Json(source.why_not)}};
}

Json need_json(const PlanRun& run, const NeedSources& asked) {
    Json sources = Json::array();
    for (const GoodsSource& source : asked.sources) {
        sources.push_back(source_json(run, source));
    }
    Json need{{"id", asked.need->id},     {"place", asked.need->place},
              {"item", asked.need->item}, {"quantity", asked.need->quantity},
              {"unit", asked.need->unit}, {"by", format_instant(asked.need->by)},
              {"unmet", Json(nullptr)},   {"sources", std::move(sources)}};
    if (asked.unmet != nullptr) {
        need["unmet"] = {
            {"quantity", asked.unmet->quantity},
            {"cause", asked.unmet->cause},
            {"detail", asked.unmet->detail},
            {"detail_zh", asked.unmet->detail_zh},
            {"limits", asked.unmet->limits},
            {"left_when_lifted",
             asked.unmet->limits.empty() ? Json(nullptr) : Json(asked.unmet->left_when_lifted)}};
    }
    return need;
}

Json needs_json(const PlanRun& run, const std::vector<NeedSources>& needs) {
    Json rows = Json::array();
    for (const NeedSources& need : needs) {
        rows.push_back(need_json(run, need));
    }
    return rows;
}

Json road_json(const Desk& desk, const Shipment& shipment, const RoadReason& road) {
    Json json{{"km", exact_number(shipment.km)}, {"minutes", shipment.minutes},
              {"edges", shipment.edges},         {"all_open", nullptr},
              {"closures", road.closures},       {"next", nullptr}};
    if (road.open != nullptr) {
        json["all_open"] = {{"km", exact_number(road.open->km)},
                            {"minutes", road.open->minutes},
                            {"edges", road.open->edges}};
    }
    if (road.next) {
        Json edges = Json::array();
        for (const int edge : road.next->edges) {
            edges.push_back(desk.network.edges[static_cast<std::size_t>(edge)].id);
        }
        json["next"] = {{"km", exact_number(road.next->km)},
                        {"minutes", road.next->minutes},
                        {"edges", std::move(edges)}};
    }
    return json;
}

/// Each aim as it is and as it would be without the source.
Json price_json(const PlanRun& run, const SourcePrice& price) {
    Json aims = Json::array();
    for (std::size_t i = 0; i < std::min(run.plan.levels.size(), price.levels.size()); ++i) {
        const ObjectiveLevel& now = run.plan.levels[i];
        const ObjectiveLevel& then = price.levels[i];
        aims.push_back({{"name", now.name},
                        {"unit", now.unit},
                        {"value", exact_number(now.value)},
                        {"without", exact_number(then.value)},
                        {"price", exact_number(now.maximise ? now.value - then.value
                                                            : then.value - now.value)}});
    }
    Json instead = Json::array();
    for (const Shipment& sent : price.instead) {
        Json lines = Json::array();
        for (const ShipmentLine& line : sent.lines) {
            lines.push_back({{"item", line.item}, {"quantity", line.quantity}});
        }
        instead.push_back({{"from", sent.from},
                           {"arrive", format_instant(sent.arrive)},
                           {"vehicles", sent.vehicles},
                           {"vehicle_class", sent.vehicle_class},
                           {"lines", std::move(lines)}});
    }
    return {{"aims", std::move(aims)}, {"instead", std::move(instead)}};
}

Json shipment_json(const Desk& desk, const PlanRun& run, const ShipmentReason& reason) {
    const Shipment& shipment = *reason.shipment;
    return {{"id", shipment.id},
            {"from", shipment.from},
            {"to", shipment.to},
            {"tier", shipment.tier},
            {"depart", format_instant(shipment.depart)},
            {"arrive", format_instant(shipment.arrive)},
            {"needs", needs_json(run, reason.needs)},
            {"road", road_json(desk, shipment, reason.road)},
            {"without_this_source", reason.price ? price_json(run, *reason.price) : Json(nullptr)}};
}

}  // namespace

std::string explain_json(const Desk& desk, const Explanation& explanation) {
    const PlanRun& run = explanation.run;
    Json document{{"schema", "relief.explain/1"},
                  {"scenario", explanation.file.scenario},
                  {"as_of", format_instant(explanation.file.as_of)},
                  {"shipment", nullptr},
                  {"needs", needs_json(run, explanation.needs)},
                  {"what_if", nullptr}};
    if (explanation.shipment) {
        document["shipment"] = shipment_json(desk, run, *explanation.shipment);
    }
    if (explanation.what_if) {
        document["what_if"] = what_if_json(*explanation.what_if);
    }
    return document_text(document);
}

}  // namespace relief
