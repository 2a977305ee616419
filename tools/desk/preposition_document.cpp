// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/preposition.h"

#include "tools/desk/document.h"
#include "tools/desk/plan_file.h"
#include "tools/desk/text_table.h"

#include <algorithm>
#include <cmath>
#include <map>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace relief {
namespace {

using nlohmann::ordered_json;

ordered_json or_null(const std::string& text) {
    return text.empty() ? ordered_json(nullptr) : ordered_json(text);
}

double rounded_in(double value, double steps) {
    return std::round(value * steps) / steps;
}

ordered_json rule_json(const WarningNeedsRule& rule) {
    return {{"rule", fmt::format("rules/warning_needs.csv:{}", rule.line)},
            {"need_hazard", rule.need_hazard},
            {"affected_share", rule.affected_share},
            {"relocated_ratio", rule.relocated_ratio},
            {"ln_sd", rule.ln_sd},
            {"report_h", rule.report_h},
            {"days", rule.days},
            {"source", rule.source.text},
            {"flag", flag_name(rule.source.flag)}};
}

ordered_json counties_json(const Preposition& answer) {
    ordered_json rows = ordered_json::array();
    for (const ExpectedCounty& county : answer.counties) {
        rows.push_back({{"code", county.code},
                        {"name", county.name},
                        {"people", rounded_in(county.people, 1)},
                        {"p10", county.p10},
                        {"p50", county.p50},
                        {"p90", county.p90}});
    }
    return rows;
}

ordered_json comes_json(const IfItComes& price) {
    ordered_json places = ordered_json::array();
    for (const PlaceGain& place : price.places) {
        places.push_back({{"place", place.place},
                          {"name", place.name},
                          {"persons", rounded_in(place.persons, 1)},
                          {"persons_by_onset", rounded_in(place.persons_by_onset, 1)},
                          {"hours_gained", rounded_in(place.hours, 100)},
                          {"first_arrival", format_instant(*place.first)}});
    }
    return {{"persons_earlier", rounded_in(price.persons, 1)},
            {"persons_by_onset", rounded_in(price.persons_by_onset, 1)},
            {"hours_gained", rounded_in(price.hours, 100)},
            {"places", std::move(places)}};
}

ordered_json does_not_json(const IfItDoesNot& price) {
    ordered_json away = ordered_json::array();
    for (const GoodsAway& goods : price.away) {
        away.push_back({{"item", goods.item},
                        {"unit", goods.unit},
                        {"quantity", goods.quantity},
                        {"kg", rounded_in(goods.kg, 1)}});
    }
    ordered_json left = ordered_json::array();
    for (const DepotLeft& depot : price.at_floor) {
        left.push_back({{"depot", depot.depot},
                        {"name", depot.name},
                        {"division", depot.county},
                        {"item", depot.item},
                        {"before", depot.before},
                        {"left", depot.left},
                        {"floor", depot.floor}});
    }
    return {{"lorry_km", rounded_in(price.lorry_km, 1)},
            {"lorries", price.lorries},
            {"kg", rounded_in(price.kg, 1)},
            {"away", std::move(away)},
            {"at_floor", std::move(left)},
            {"counties_bare", price.counties_bare},
            {"depots_exposed", price.depots_exposed}};
}

ordered_json standing_json(const std::vector<StandingShipment>& shipments) {
    ordered_json rows = ordered_json::array();
    for (const StandingShipment& shipment : shipments) {
        ordered_json lines = ordered_json::array();
        for (const ShipmentLine& line : shipment.lines) {
            lines.push_back(
                {{"item", line.item}, {"lot", or_null(line.lot)}, {"quantity", line.quantity}});
        }
        rows.push_back({{"shipment", shipment.shipment},
                        {"from", shipment.from},
                        {"to", shipment.to},
                        {"stage", or_null(shipment.stage)},
                        {"order", or_null(shipment.order)},
                        {"depart", format_instant(shipment.depart)},
                        {"lines", std::move(lines)}});
    }
    return rows;
}

ordered_json plan_summary_json(const PlanRun& run) {
    ordered_json unmet = ordered_json::array();
    for (const Unmet& row : run.plan.unmet) {
        unmet.push_back({{"need", row.need}, {"quantity", row.quantity}, {"cause", row.cause}});
    }
    ordered_json shipments = ordered_json::array();
    for (const Shipment& shipment : run.plan.shipments) {
        shipments.push_back({{"id", shipment.id},
                             {"from", shipment.from},
                             {"to", shipment.to},
                             {"depart", format_instant(shipment.depart)},
                             {"arrive", format_instant(shipment.arrive)},
                             {"vehicle_class", shipment.vehicle_class},
                             {"vehicles", shipment.vehicles},
                             {"trips", shipment.trips},
                             {"km", shipment.km}});
    }
    return {{"scenario", run.scenario.incident.id},
            {"as_of", format_instant(run.as_of)},
            {"needs", run.problem.needs.size()},
            {"shipments", std::move(shipments)},
            {"unmet", std::move(unmet)},
            {"gap", run.plan.gap()}};
}

std::string hours_text(double hours) {
    return fmt::format("{:.1f}", hours);
}

std::string comes_text(const IfItComes& price, bool zh) {
    std::string text =
        zh ? fmt::format(
                 "如果来：提前 {} 小时；{:.0f} 人提前得到物资，其中 {:.0f} 人在起始时刻前\n",
                 hours_text(price.hours), price.persons, price.persons_by_onset)
           : fmt::format(
                 "if it comes: {} hours gained; {:.0f} persons reached earlier, {:.0f} of "
                 "them before it begins\n",
                 hours_text(price.hours), price.persons, price.persons_by_onset);
    TextTable table(zh ? std::vector<std::string>{"地点", "首批到达", "提前（小时）", "人"}
                       : std::vector<std::string>{"place", "first arrival", "hours", "persons"},
                    {false, false, true, true});
    for (const PlaceGain& place : price.places) {
        table.add({place.name, format_short(*place.first), hours_text(place.hours),
                   fmt::format("{:.0f}", place.persons)});
    }
    return text + (price.places.empty() ? "" : table.text());
}

std::string does_not_text(const IfItDoesNot& price, bool zh) {
    std::string text =
        zh ? fmt::format("如果不来：{} 车次，往返 {:.0f} 车公里；{:.1f} 吨物资离库\n",
                         price.lorries, price.lorry_km, price.kg / 1000)
           : fmt::format(
                 "if it does not: {} lorry trips, {:.0f} lorry-km there and back; {:.1f} t "
                 "of goods away from home\n",
                 price.lorries, price.lorry_km, price.kg / 1000);
    text += zh ? fmt::format("  降到储备底线的库（{} 项）：", price.at_floor.size())
               : fmt::format("  depots at their floor ({} items): ", price.at_floor.size());
    std::map<std::string, int> depots;
    for (const DepotLeft& depot : price.at_floor) {
        ++depots[depot.name];
    }
    std::string names;
    for (const auto& [name, items] : depots) {
        names += fmt::format("{}{} ({})", names.empty() ? "" : zh ? "、" : ", ", name, items);
    }
    text += (names.empty() ? std::string(zh ? "无" : "none") : names) + "\n";
    text += zh ? fmt::format("  低于底线的县：{}\n",
                             price.counties_bare.empty()
                                 ? "无"
                                 : fmt::format("{}", fmt::join(price.counties_bare, "、")))
               : fmt::format("  counties below their floor: {}\n",
                             price.counties_bare.empty()
                                 ? "none"
                                 : fmt::format("{}", fmt::join(price.counties_bare, ", ")));
    if (!price.depots_exposed.empty()) {
        text += fmt::format("{}{}\n", zh ? "  发货库本身在警区内：" : "  senders inside the area: ",
                            fmt::join(price.depots_exposed, " "));
    }
    return text;
}

std::string standing_text(const std::vector<StandingShipment>& shipments, std::string_view title) {
    std::string text = fmt::format("{} {}\n", title, shipments.size());
    for (const StandingShipment& shipment : shipments) {
        std::string lines;
        for (const ShipmentLine& line : shipment.lines) {
            lines += fmt::format(" {} {}", line.item, line.quantity);
        }
        text += fmt::format("  {} {} → {} {}{}{}\n", shipment.shipment, shipment.from, shipment.to,
                            shipment.stage,
                            shipment.order.empty() ? "" : " (" + shipment.order + ")", lines);
    }
    return text;
}

std::string expected_text(const Preposition& answer, bool zh) {
    double p10 = 0;
    double p50 = 0;
    double p90 = 0;
    for (const ExpectedCounty& county : answer.counties) {
        p10 += county.p10;
        p50 += county.p50;
        p90 += county.p90;
    }
    const WarningNeedsRule& rule = *answer.rule;
    return zh ? fmt::format(
                    "警区 {:.0f} 人，预计转移 {:.0f} 人（各县 P10–P90 之和 {:.0f}–{:.0f}）\n"
                    "  = 人口 × 受灾 {} × 转移 {}；假设，warning_needs.csv 第 {} 行\n",
                    answer.people, p50, p10, p90, rule.affected_share, rule.relocated_ratio,
                    rule.line)
              : fmt::format(
                    "{:.0f} people in the area, {:.0f} expected to leave (sums of the "
                    "counties' P10 and P90: {:.0f} to {:.0f})\n  = people x affected {} x "
                    "relocated {}; an assumption, warning_needs.csv line {}\n",
                    answer.people, p50, p10, p90, rule.affected_share, rule.relocated_ratio,
                    rule.line);
}

}  // namespace

std::string preposition_json(const Preposition& answer) {
    ordered_json document{
        {"schema", "relief.preposition/1"},
        {"id", answer.id},
        {"kind", to_word(answer.kind)},
        {"warning", answer.warning},
        {"message", answer.message},
        {"event", answer.event},
        {"replaces", answer.replaces ? ordered_json(*answer.replaces) : ordered_json(nullptr)},
        {"hazard", answer.hazard},
        {"colour", to_word(answer.colour)},
        {"at", format_instant(answer.at)},
        {"onset", format_instant(answer.onset)},
        {"expires", format_instant(answer.expires)},
        {"people", rounded_in(answer.people, 1)},
        {"assumed", answer.rule ? rule_json(*answer.rule) : ordered_json(nullptr)},
        {"counties", counties_json(answer)},
        {"if_it_comes", answer.run ? comes_json(answer.comes) : ordered_json(nullptr)},
        {"if_it_does_not", answer.run ? does_not_json(answer.does_not) : ordered_json(nullptr)},
        {"kept", standing_json(answer.kept)},
        {"recalled", standing_json(answer.recalled)},
        {"plan", answer.run ? plan_summary_json(*answer.run) : ordered_json(nullptr)},
        {"changes", answer.run && answer.run->changes ? plan_changes_json(*answer.run->changes)
                                                      : ordered_json(nullptr)},
        {"seconds", answer.seconds}};
    return document_text(document);
}

std::string preposition_text(const Preposition& answer, std::string_view language) {
    const bool zh = language == "zh";
    const auto kind = [&] {
        switch (answer.kind) {
            case PrepositionKind::draft:
                return zh ? "灾前预置方案（草稿）" : "plan before the loss";
            case PrepositionKind::replan: return zh ? "灾前预置方案（重排）" : "plan made again";
            case PrepositionKind::recall: return zh ? "灾前预置收回" : "plan called back";
        }
        return "";
    }();
    std::string text =
        fmt::format("{} {} · {} ({})\n", kind, answer.id, answer.warning, answer.message);
    if (!answer.run) {
        return text + standing_text(answer.kept, zh ? "已发车，保留：" : "has left, kept:") +
               standing_text(answer.recalled, zh ? "未发车，收回：" : "has not left, called back:");
    }
    text += expected_text(answer, zh);
    text += comes_text(answer.comes, zh);
    text += does_not_text(answer.does_not, zh);
    if (!answer.kept.empty()) {
        text += standing_text(answer.kept, zh ? "照旧不动：" : "stands as it is:");
    }
    return text + (zh ? fmt::format("共 {} 批，未满足 {} 项；{:.2f} 秒\n",
                                    answer.run->plan.shipments.size(),
                                    answer.run->plan.unmet.size(), answer.seconds)
                      : fmt::format("{} shipments, {} shortages; {:.2f} s\n",
                                    answer.run->plan.shipments.size(),
                                    answer.run->plan.unmet.size(), answer.seconds));
}

}  // namespace relief
