// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/document.h"
#include "tools/desk/json_parts.h"
#include "tools/desk/plan_document.h"
#include "tools/desk/plan_figures.h"
#include "tools/desk/plan_file.h"
#include "tools/desk/plan_words.h"
#include "tools/desk/what_if_words.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

namespace relief {
namespace {

using Json = nlohmann::ordered_json;

double rounded_to(double value, int decimals) {
    const double scale = std::pow(10.0, decimals);
    return std::round(value * scale) / scale;
}

/// Three decimals are a gram and a litre; more would only print the noise of the arithmetic.
Json fine_number(double value) {
    return number_json(rounded_to(value, 3));
}

Json alternatives_json(const ItemNeed* need) {
    Json rows = Json::array();
    if (need != nullptr) {
        for (const Alternative& other : need->alternatives) {
            rows.push_back({{"item", other.item},
                            {"rate", other.rate},
                            {"rank", other.rank},
                            {"penalty", fine_number(other.penalty)},
                            {"stands_for", other.stands_for}});
        }
    }
    return rows;
}

Json steps_json(const ItemNeed* need) {
    Json rows = Json::array();
    if (need != nullptr) {
        for (const QuotaStep& step : need->steps) {
            rows.push_back({{"rule", step.rule},
                            {"arithmetic", step.arithmetic},
                            {"flag", flag_name(step.flag)},
                            {"verified", is_verified(step.flag)}});
        }
    }
    return rows;
}

Json needs_json(const PlanRun& run) {
    Json rows = Json::array();
    for (const DispatchNeed& need : run.problem.needs) {
        const ItemNeed* item = item_need_of(run, need.id);
        rows.push_back({{"id", need.id},
                        {"place", need.place},
                        {"item", need.item},
                        {"quantity", need.quantity},
                        {"unit", need.unit},
                        {"by", format_instant(need.by)},
                        {"rule", need.rule},
                        {"report", text_or_null(need.report)},
                        {"alternatives", alternatives_json(item)},
                        {"persons", fine_number(need.persons)},
                        {"weight", fine_number(need.weight)},
                        {"because", steps_json(item)}});
    }
    return rows;
}

Json lines_json(const Shipment& shipment) {
    Json rows = Json::array();
    for (const ShipmentLine& line : shipment.lines) {
        const Json for_need =
            line.for_need.size() == 1 ? Json(line.for_need.front()) : Json(line.for_need);
        rows.push_back({{"item", line.item},
                        {"lot", text_or_null(line.lot)},
                        {"quantity", line.quantity},
                        {"for_need", for_need},
                        {"counts_for", line.counts_for}});
    }
    return rows;
}

Json shipments_json(const Desk& desk, const PlanRun& run) {
    Json rows = Json::array();
    for (const Shipment& shipment : run.plan.shipments) {
        rows.push_back({{"id", shipment.id},
                        {"from", shipment.from},
                        {"to", shipment.to},
                        {"depart", format_instant(shipment.depart)},
                        {"arrive", format_instant(shipment.arrive)},
                        {"vehicle_class", shipment.vehicle_class},
                        {"vehicles", shipment.vehicles},
                        {"trips", shipment.trips},
                        {"load_kg", fine_number(shipment.load_kg)},
                        {"load_m3", fine_number(shipment.load_m3)},
                        {"route",
                         {{"km", fine_number(shipment.km)},
                          {"minutes", shipment.minutes},
                          {"edges", shipment.edges},
                          {"road", route_words(desk.network, shipment.edges, "zh")}}},
                        {"lines", lines_json(shipment)},
                        {"fleet", shipment.fleet},
                        {"mode", shipment.mode},
                        {"open_point", text_or_null(shipment.open_point)},
                        {"gap_km", fine_number(shipment.gap_km)},
                        {"carry_minutes", shipment.carry_minutes},
                        {"rest_minutes", shipment.rest_minutes},
                        {"drivers", shipment.drivers},
                        {"back", format_instant(shipment.back)},
                        {"tier", shipment.tier},
                        {"ordered_at", format_instant(shipment.ordered_at)},
                        {"committed", text_or_null(shipment.committed)},
                        {"order", text_or_null(shipment.order)}});
    }
    return rows;
}

Json unmet_json(const PlanRun& run) {
    Json rows = Json::array();
    for (const Unmet& unmet : run.plan.unmet) {
        rows.push_back({{"need", unmet.need},
                        {"quantity", unmet.quantity},
                        {"cause", unmet.cause},
                        {"detail", unmet.detail},
                        {"detail_zh", unmet.detail_zh},
                        {"limits", unmet.limits},
                        {"left_when_lifted",
                         unmet.limits.empty() ? Json(nullptr) : Json(unmet.left_when_lifted)}});
    }
    return rows;
}

Json kits_json(const PlanRun& run) {
    Json rows = Json::array();
    for (const KitOutcome& kit : run.plan.kits) {
        Json parts = Json::array();
        for (const KitPartOutcome& part : kit.parts) {
            parts.push_back({{"need", part.need},
                             {"item", part.item},
                             {"per_kit", part.per_kit},
                             {"delivered", part.delivered}});
        }
        rows.push_back({{"id", kit.id},
                        {"place", kit.place},
                        {"wanted", kit.wanted},
                        {"complete", kit.complete},
                        {"short_of", kit.short_of},
                        {"parts", std::move(parts)}});
    }
    return rows;
}

/// Values and bounds as printed; the gap is that of the printed numbers, so that a reader who
/// reckons it again finds the same.
Json objective_json(const PlanRun& run, double& worst_gap) {
    constexpr int aim_decimals = 6;
    constexpr int gap_decimals = 9;
    Json rows = Json::array();
    for (ObjectiveLevel level : run.plan.levels) {
        level.value = rounded_to(level.value, aim_decimals);
        level.bound = rounded_to(level.bound, aim_decimals);
        const double gap = rounded_to(level.gap(), gap_decimals);
        worst_gap = std::max(worst_gap, gap);
        rows.push_back({{"name", level.name},
                        {"value", number_json(level.value)},
                        {"bound", number_json(level.bound)},
                        {"gap", number_json(gap)},
                        {"unit", level.unit},
                        {"sense", level.maximise ? "max" : "min"},
                        {"keeps", level.keeps}});
    }
    return {{"levels", std::move(rows)}};
}

/// Shares served, place by place from the least, each with the bound of its step.
Json fairness_json(const PlanRun& run) {
    Json places = Json::array();
    for (const PlaceShare& row : run.plan.shares) {
        places.push_back({{"place", row.place},
                          {"share", number_json(rounded_to(row.share, 6))},
                          {"bound", number_json(rounded_to(row.bound, 6))}});
    }
    return {{"gini", number_json(rounded_to(run.plan.gini, 6))},
            {"tolerance", "one package a place"},
            {"places", std::move(places)}};
}

/// What the plan comes to in the scenarios of its problem; null where the needs are certain.
Json scenarios_json(const PlanRun& run) {
    if (run.plan.scenarios.empty()) {
        return nullptr;
    }
    Json rows = Json::array();
    for (const ScenarioValue& row : run.plan.scenarios) {
        rows.push_back({{"name", row.name},
                        {"probability", fine_number(row.probability)},
                        {"lacking_person_hours", fine_number(row.lacking)}});
    }
    return {{"planned_for", run.problem.planned_for},
            {"expected", fine_number(run.plan.expected_lacking)},
            {"worst", fine_number(run.plan.worst_lacking)},
            {"scenarios", std::move(rows)}};
}

Json heads_json(const PlanRun& run) {
    Json rows = Json::array();
    for (const HeadCount& heads : run.heads) {
        rows.push_back({{"place", heads.place},
                        {"unit", heads.unit},
                        {"relocated", fine_number(heads.relocated)},
                        {"collective", fine_number(heads.collective)},
                        {"collective_reported", heads.collective_reported},
                        {"remainder", heads.remainder},
                        {"report", text_or_null(heads.report)},
                        {"known_at", format_instant(heads.known_at)}});
    }
    return rows;
}

Json warnings_json(const PlanRun& run) {
    Json sentences = Json::array();
    for (const PlanWarning& warning : run.warnings) {
        sentences.push_back(warning.en);
    }
    return sentences;
}

/// The same warnings with their codes, for programs, and in Chinese.
Json notices_json(const PlanRun& run) {
    Json rows = Json::array();
    for (const PlanWarning& warning : run.warnings) {
        rows.push_back({{"code", warning.code}, {"zh", warning.zh}, {"en", warning.en}});
    }
    return rows;
}

/// To the microsecond: some steps take less than a millisecond.
Json seconds_json(const PlanRun& run) {
    Json steps = Json::object();
    for (const auto& [step, seconds] : run.seconds) {
        steps[step] = number_json(rounded_to(seconds, 6));
    }
    return steps;
}

}  // namespace

std::string plan_json(const Desk& desk, const PlanRun& run) {
    double gap = 0;
    Json objective = objective_json(run, gap);
    Json document{{"schema", "relief.plan/1"},
                  {"scenario", run.scenario.incident.id},
                  {"as_of", format_instant(run.as_of)},
                  {"seed", run.seed},
                  {"shifted_days", run.shifted_days},
                  {"levels", levels_json(run.levels)},
                  {"needs", needs_json(run)},
                  {"shipments", shipments_json(desk, run)},
                  {"unmet", unmet_json(run)},
                  {"kits", kits_json(run)},
                  {"objective", std::move(objective)},
                  {"fairness", fairness_json(run)},
                  {"scenarios", scenarios_json(run)},
                  {"gap", number_json(gap)},
                  {"warnings", warnings_json(run)},
                  {"notices", notices_json(run)},
                  {"contradictions", contradictions_json(run.contradictions)},
                  {"heads", heads_json(run)},
                  {"closures_in_force", run.closures_in_force},
                  {"until", format_instant(run.problem.until)},
                  {"made_from", made_from_json(run)}};
    if (run.changes) {
        document["replan"] = plan_changes_json(*run.changes);
    }
    if (run.what_if) {
        document["what_if"] = what_if_json(*run.what_if);
    }
    document["digest"] = plan_digest(document);
    document["seconds"] = seconds_json(run);
    return document_text(document);
}

}  // namespace relief
