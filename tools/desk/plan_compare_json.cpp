// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/document.h"
#include "tools/desk/json_parts.h"
#include "tools/desk/plan_compare.h"

#include <cmath>
#include <string>
#include <utility>

#include <nlohmann/json.hpp>

namespace relief {
namespace {

using Json = nlohmann::ordered_json;

Json difference_number(double value, int decimals = 6) {
    const double scale = std::pow(10.0, decimals);
    return number_json(std::round(value * scale) / scale);
}

Json plan_json(const PlanFile& file) {
    return {{"file", file.file.string()},
            {"scenario", file.scenario},
            {"as_of", format_instant(file.as_of)},
            {"seed", file.seed},
            {"gap", difference_number(file.gap, 9)}};
}

Json measures_json(const PlanMeasures& sums) {
    return {{"shipments", sums.shipments},
            {"lorry_trips", sums.lorry_trips},
            {"load_kg", difference_number(sums.load_kg, 3)},
            {"tonne_km", difference_number(sums.tonne_km, 3)},
            {"vehicle_hours", difference_number(sums.vehicle_hours, 3)},
            {"needs", sums.needs},
            {"needs_short", sums.needs_short},
            {"late", sums.late},
            {"first_arrival", time_json(sums.first_arrival)},
            {"last_arrival", time_json(sums.last_arrival)}};
}

Json level_json(const std::optional<ObjectiveLevel>& level) {
    if (!level) {
        return nullptr;
    }
    return {{"value", difference_number(level->value)}, {"bound", difference_number(level->bound)}};
}

Json aims_json(const PlanComparison& comparison) {
    Json rows = Json::array();
    for (const AimPair& pair : comparison.aims) {
        rows.push_back(
            {{"name", pair.name},
             {"unit", pair.unit},
             {"sense", pair.maximise ? "max" : "min"},
             {"a", level_json(pair.a)},
             {"b", level_json(pair.b)},
             {"change", pair.a && pair.b ? difference_number(pair.b->value - pair.a->value)
                                         : Json(nullptr)}});
    }
    return rows;
}

Json shares_json(const PlanComparison& comparison) {
    Json rows = Json::array();
    for (const SharePair& pair : comparison.shares) {
        rows.push_back({{"place", pair.place},
                        {"a", pair.a ? difference_number(*pair.a) : Json(nullptr)},
                        {"b", pair.b ? difference_number(*pair.b) : Json(nullptr)}});
    }
    return rows;
}

Json units_or_null(const std::optional<Units>& units) {
    return units ? Json(*units) : Json(nullptr);
}

Json needs_json(const PlanComparison& comparison) {
    Json rows = Json::array();
    for (const NeedPair& pair : comparison.needs) {
        rows.push_back({{"need", pair.need},
                        {"place", pair.place},
                        {"item", pair.item},
                        {"unit", pair.unit},
                        {"due_a", time_json(pair.due_a)},
                        {"due_b", time_json(pair.due_b)},
                        {"quantity_a", units_or_null(pair.quantity_a)},
                        {"quantity_b", units_or_null(pair.quantity_b)},
                        {"unmet_a", pair.unmet_a},
                        {"unmet_b", pair.unmet_b},
                        {"cause_a", text_or_null(pair.cause_a)},
                        {"cause_b", text_or_null(pair.cause_b)}});
    }
    return rows;
}

Json shipments_json(const PlanComparison& comparison) {
    Json rows = Json::array();
    for (const ShipmentPair& pair : comparison.shipments) {
        if (pair.same()) {
            continue;
        }
        Json differs = Json::array();
        const auto name = [&](bool is, const char* word) {
            if (is) {
                differs.push_back(word);
            }
        };
        name(pair.times, "times");
        name(pair.load, "load");
        name(pair.vehicles, "vehicles");
        name(pair.road, "road");
        const Shipment& either = pair.a != nullptr ? *pair.a : *pair.b;
        rows.push_back({{"kind", pair.a == nullptr   ? "only_b"
                                 : pair.b == nullptr ? "only_a"
                                                     : "changed"},
                        {"a", pair.a == nullptr ? Json(nullptr) : Json(pair.a->id)},
                        {"b", pair.b == nullptr ? Json(nullptr) : Json(pair.b->id)},
                        {"from", either.from},
                        {"to", either.to},
                        {"vehicle_class", either.vehicle_class},
                        {"differs", std::move(differs)}});
    }
    return rows;
}

}  // namespace

std::string compare_json(const PlanComparison& comparison) {
    const Json document{{"schema", "relief.compare/1"},
                        {"a", plan_json(*comparison.a)},
                        {"b", plan_json(*comparison.b)},
                        {"aims", aims_json(comparison)},
                        {"measures",
                         {{"a", measures_json(comparison.measures_a)},
                          {"b", measures_json(comparison.measures_b)}}},
                        {"shares", shares_json(comparison)},
                        {"needs", needs_json(comparison)},
                        {"same_shipments", comparison.same_shipments},
                        {"shipments", shipments_json(comparison)}};
    return document_text(document);
}

}  // namespace relief
