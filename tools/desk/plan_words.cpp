// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/plan_words.h"

#include "tools/desk/document.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <span>

#include <fmt/format.h>

namespace relief {
namespace {

/// A code of the program with its words.
struct PlanWord {
    std::string_view code;
    std::string_view zh;
    std::string_view en;
};

std::string_view plan_word(std::span<const PlanWord> words, std::string_view code,
                           std::string_view language) {
    const auto found = std::find_if(words.begin(), words.end(),
                                    [&](const PlanWord& row) { return row.code == code; });
    return found == words.end() ? code : in_language(language, found->zh, found->en);
}

constexpr std::array hazards{
    PlanWord{"flood", "洪涝", "flood"},
    PlanWord{"earthquake", "地震", "earthquake"},
    PlanWord{"snow_ice", "低温雨雪冰冻", "snow and ice"},
    PlanWord{"drought", "干旱", "drought"},
};

constexpr std::array metric_units{
    PlanWord{"person", "人", "people"},          PlanWord{"room", "间", "rooms"},
    PlanWord{"household", "户", "households"},   PlanWord{"ha", "公顷", "ha"},
    PlanWord{"10000_CNY", "万元", "10 000 CNY"}, PlanWord{"fraction", "", ""},
};

constexpr std::array road_classes{
    PlanWord{"expressway", "高速", "expressway"},
    PlanWord{"national", "国道", "national road"},
    PlanWord{"provincial", "省道", "provincial road"},
    PlanWord{"local", "地方路", "local road"},
    PlanWord{"street", "城区道路", "streets"},
};

constexpr std::array causes{
    PlanWord{"stock", "库存不足", "stock"},         PlanWord{"floor", "留底", "reserve floor"},
    PlanWord{"expiry", "过期", "expiry"},           PlanWord{"kit_part", "成套缺件", "kit part"},
    PlanWord{"package", "整件包装", "package"},     PlanWord{"vehicles", "车辆不足", "vehicles"},
    PlanWord{"payload", "载重", "payload"},         PlanWord{"volume", "容积", "volume"},
    PlanWord{"road", "道路不通", "road"},           PlanWord{"time", "时间不够", "time"},
    PlanWord{"reception", "接收能力", "reception"}, PlanWord{"signature", "签发耗时", "signature"},
};

constexpr std::array steps{
    PlanWord{"load", "读取表册", "load"},         PlanWord{"scenario", "读取灾情", "scenario"},
    PlanWord{"levels", "判定等级", "levels"},     PlanWord{"needs", "测算需求", "needs"},
    PlanWord{"stock", "查对库存", "stock"},       PlanWord{"roads", "推算行程", "roads"},
    PlanWord{"dispatch", "编排调运", "dispatch"}, PlanWord{"reasons", "核实缺口原因", "reasons"},
};

constexpr std::array aim_names{
    PlanWord{"lacking_person_hours", "逾期缺物的人时（按轻重加权）",
             "person-hours lacking (weighted)"},
    PlanWord{"least_served_share", "保障最差的地点的满足率",
             "share served at the worst-served place"},
    PlanWord{"own_stock_first", "先本级后上级（动用上级的人数×级数）",
             "own stock first (people x tier)"},
    PlanWord{"fewest_changes", "对在执行方案的改动", "changes to the plan in hand"},
    PlanWord{"vehicle_hours", "车辆占用（按满载折算）", "vehicle hours (at full loads)"},
    PlanWord{"tonne_km", "运输量", "transport work"},
    PlanWord{"expiry_first", "先到期先发（所发物资剩余件·天）",
             "first expired first (unit-days left)"},
};

constexpr std::array aim_units{
    PlanWord{"weighted person-hours", "人时", "person-h"}, PlanWord{"fraction", "", ""},
    PlanWord{"persons x tier", "人·级", "people x tier"},  PlanWord{"changed lines", "处", "lines"},
    PlanWord{"vehicle-hours", "车时", "vehicle-h"},        PlanWord{"t km", "吨公里", "t km"},
    PlanWord{"unit-days left", "件·天", "unit-days"},
};

// What an aim may not touch, by the planner's own sentence.
constexpr std::array kept_things{
    PlanWord{"vehicles per run, the room kept free on them, trips of pieces for 4 people or more, "
             "lacking person-hours",
             "各线车数、车上留出的余量、大件所在批次、缺物人时", ""},
    PlanWord{"the same, need by need, and each place's share", "同上（逐项需求），及各地满足率",
             ""},
    PlanWord{"the same, and the tiers drawn on", "同上，及动用的层级", ""},
    PlanWord{"the same, and the vehicle hours", "同上，及车辆占用", ""},
    PlanWord{"all goods of all shipments", "各批所装物资", ""},
    PlanWord{"no plan in hand to change", "没有在执行的方案", ""},
};

/// A sentence that has no Chinese yet is left out on paper rather than printed in English.
std::string kept_words(const std::string& keeps, std::string_view language) {
    if (language != "zh") {
        return keeps;
    }
    const auto found = std::find_if(kept_things.begin(), kept_things.end(),
                                    [&](const PlanWord& row) { return row.code == keeps; });
    return found == kept_things.end() ? std::string() : std::string(found->zh);
}

std::string amount(double value) {
    return std::trunc(value) == value ? grouped(std::llround(value)) : grouped(value, 2);
}

/// Digits in groups of three, the sign in front.
std::string group_digits(const std::string& digits, bool negative) {
    std::string text;
    for (std::size_t i = 0; i < digits.size(); ++i) {
        if (i > 0 && (digits.size() - i) % 3 == 0) {
            text += ',';
        }
        text += digits[i];
    }
    return (negative ? "-" : "") + text;
}

/// A part of a route under one road number.
struct Stretch {
    std::string name;
    double km = 0;
};

/// The number of an edge, or what kind of road it is.
std::string road_name(const RoadNetwork& network, const std::string& id, double& km,
                      std::string_view language) {
    const auto index = network.edge(id);
    if (!index) {
        return id;
    }
    const RoadEdge& edge = network.edges[static_cast<std::size_t>(*index)];
    km = edge.km;
    return edge.ref.empty() ? std::string(plan_word(road_classes, edge.road_class, language))
                            : edge.ref;
}

void append(std::vector<Stretch>& stretches, const Stretch& stretch) {
    if (stretches.empty() || stretches.back().name != stretch.name) {
        stretches.push_back(stretch);
    } else {
        stretches.back().km += stretch.km;
    }
}

/// Numbers change for a few hundred metres at every junction. What is shorter than a driver would
/// mention counts with the road before it, the beginning with the road after it.
std::vector<Stretch> stretches_of(const RoadNetwork& network, const std::vector<std::string>& edges,
                                  std::string_view language) {
    constexpr double worth_a_word_km = 2;
    std::vector<Stretch> pieces;
    for (const std::string& id : edges) {
        double km = 0;
        std::string name = road_name(network, id, km, language);
        append(pieces, {.name = std::move(name), .km = km});
    }
    std::vector<Stretch> stretches;
    double before_km = 0;
    for (const Stretch& piece : pieces) {
        if (piece.km >= worth_a_word_km) {
            append(stretches, {.name = piece.name, .km = piece.km + before_km});
            before_km = 0;
        } else if (stretches.empty()) {
            before_km += piece.km;
        } else {
            stretches.back().km += piece.km;
        }
    }
    return stretches.empty() ? pieces : stretches;
}

/// "紧急转移安置人口 75,000 + 需紧急生活救助人口 — = " where the metric is a sum of others.
std::string parts_words(const Rules& rules, const Metric* metric, const Report* report) {
    if (metric == nullptr || report == nullptr || metric->parts.size() < 2 ||
        report->value(metric->id)) {
        return {};
    }
    std::string words;
    for (const std::string& part : metric->parts) {
        const auto value = report->value(part);
        words += fmt::format("{}{} {}", words.empty() ? "" : " + ", metric_name_zh(rules, part),
                             value ? amount(*value) : "—");
    }
    return words + " = ";
}

std::chrono::year beijing_year(Instant at) {
    return std::chrono::year_month_day{beijing_date(at)}.year();
}

}  // namespace

std::string grouped(std::int64_t value) {
    const std::string digits = std::to_string(value);
    return value < 0 ? group_digits(digits.substr(1), true) : group_digits(digits, false);
}

std::string grouped(double value, int decimals) {
    const std::string text = fmt::format("{:.{}f}", std::abs(value), decimals);
    const std::size_t point = std::min(text.find('.'), text.size());
    const bool zero = text.find_first_not_of("0.") == std::string::npos;
    return group_digits(text.substr(0, point), value < 0 && !zero) + text.substr(point);
}

std::string percent(double share) {
    const double value = share * 100;
    if (value == 0) {
        return "0%";
    }
    if (std::abs(value) < 0.01) {
        return "<0.01%";
    }
    std::string text = fmt::format("{:.{}f}", value, std::abs(value) < 1 ? 2 : 1);
    if (text.ends_with(".0")) {
        text.resize(text.size() - 2);
    }
    return text + "%";
}

std::string day_and_time(Instant at, Instant as_of) {
    const std::string text = format_short(at);
    return beijing_year(at) == beijing_year(as_of)
               ? text
               : fmt::format("{:04}-{}", static_cast<int>(beijing_year(at)), text);
}

std::string long_time_zh(Instant at) {
    const std::chrono::year_month_day day{beijing_date(at)};
    const std::string text = format_short(at);
    return fmt::format("{:04}年{:02}月{:02}日 {}", static_cast<int>(day.year()),
                       static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day()),
                       text.substr(text.find(' ') + 1));
}

std::string duration_words(int minutes, std::string_view language) {
    if (minutes < 60) {
        return fmt::format(fmt::runtime(in_language(language, "{} 分", "{} min")), minutes);
    }
    return fmt::format(fmt::runtime(in_language(language, "{} 小时 {:02} 分", "{} h {:02} min")),
                       minutes / 60, minutes % 60);
}

std::string item_name(const Rules& rules, std::string_view item, std::string_view language) {
    const Item* row = rules.item(item);
    return row == nullptr ? std::string(item)
                          : std::string(in_language(language, row->name_zh, row->name_en));
}

std::string tonnes(double kg) {
    return kg > 0 && kg < 50 ? "<0.1" : grouped(kg / 1000, 1);
}

std::string full_place_name(const Places& places, std::string_view code) {
    const std::string name = place_name(places, code);
    const bool district = name.ends_with("区") && code.size() == 6;
    return district ? place_name(places, places.parent_of(code)) + name : name;
}

std::string origin_name(const Desk& desk, std::string_view id) {
    if (const Depot* depot = desk.baseline.depot(id)) {
        return depot->name;
    }
    const Supplier* supplier = desk.baseline.supplier(id);
    return supplier != nullptr ? supplier->name : std::string(id);
}

std::string vehicle_name(const Rules& rules, std::string_view vehicle_class,
                         std::string_view language) {
    const VehicleClass* row = rules.vehicle(vehicle_class);
    return row == nullptr || language != "zh" ? std::string(vehicle_class) : row->name_zh;
}

std::string tier_name(const Rules& rules, std::string_view tier, std::string_view language) {
    const SupplyTier* row = rules.tier(tier);
    return row == nullptr ? std::string(tier)
                          : std::string(in_language(language, row->name_zh, row->name_en));
}

std::string hazard_name(std::string_view hazard, std::string_view language) {
    return std::string(plan_word(hazards, hazard, language));
}

std::string plan_title_zh(const Rules& rules, std::string_view plan) {
    const ResponsePlan* row = rules.plan(plan);
    if (row == nullptr) {
        return std::string(plan);
    }
    // Working defaults carry an English remark after the title: "… 2017-era default".
    const std::size_t remark = row->title.find(" default");
    return remark == std::string::npos ? row->title
                                       : row->title.substr(0, row->title.rfind(' ', remark - 1));
}

std::string level_arithmetic_zh(const Rules& rules, const Scenario& scenario,
                                const LevelConclusion& level, const LevelBecause& because) {
    const auto report = std::find_if(scenario.reports.begin(), scenario.reports.end(),
                                     [&](const Report& r) { return r.id == level.report; });
    const auto rule =
        std::find_if(rules.thresholds.begin(), rules.thresholds.end(),
                     [&](const ThresholdRule& row) { return row.id == because.rule; });
    const Metric* metric = rules.metric(because.metric);
    std::string bounds;
    if (rule != rules.thresholds.end()) {
        bounds = rule->upper
                     ? fmt::format("在 [{}, {}) 内", amount(rule->lower), amount(*rule->upper))
                     : "≥ " + amount(rule->lower);
    }
    std::string parts =
        parts_words(rules, metric, report == scenario.reports.end() ? nullptr : &*report);
    if (parts.empty()) {
        parts = metric_name_zh(rules, because.metric) + " ";
    }
    return fmt::format("{}{} {} {} → {} 级", parts, amount(because.value),
                       metric == nullptr ? "" : metric_unit_zh(metric->unit), bounds,
                       roman_level(because.level));
}

std::string metric_name_zh(const Rules& rules, std::string_view metric) {
    const Metric* row = rules.metric(metric);
    return row == nullptr ? std::string(metric) : row->name_zh;
}

std::string_view metric_unit_zh(std::string_view unit) {
    return plan_word(metric_units, unit, "zh");
}

std::string road_class_name_zh(std::string_view road_class) {
    return std::string(plan_word(road_classes, road_class, "zh"));
}

std::string_view cause_name(std::string_view cause, std::string_view language) {
    return plan_word(causes, cause, language);
}

std::string limit_words(const Unmet& unmet, std::string_view language) {
    std::string words(cause_name(unmet.cause, language));
    for (std::size_t i = 1; i < unmet.limits.size(); ++i) {
        words += language == "zh" ? "＋" : " + ";
        words += cause_name(unmet.limits[i], language);
    }
    return words;
}

std::string_view step_name(std::string_view step, std::string_view language) {
    return plan_word(steps, step, language);
}

AimWords aim_words(const ObjectiveLevel& level, std::string_view language) {
    return {.name = std::string(plan_word(aim_names, level.name, language)),
            .unit = std::string(plan_word(aim_units, level.unit, language)),
            .keeps = kept_words(level.keeps, language)};
}

std::string aim_value(const ObjectiveLevel& level, double value) {
    if (level.unit == "fraction") {
        return percent(value);
    }
    return grouped(value, std::abs(value) < 1000 && std::trunc(value) != value ? 1 : 0);
}

std::string route_words(const RoadNetwork& network, const std::vector<std::string>& edges,
                        std::string_view language) {
    std::string words;
    for (const Stretch& stretch : stretches_of(network, edges, language)) {
        words +=
            fmt::format("{}{} {:.0f} km", words.empty() ? "" : " → ", stretch.name, stretch.km);
    }
    return words.empty() ? std::string(in_language(language, "同城", "same town")) : words;
}

std::string route_numbers(const RoadNetwork& network, const std::vector<std::string>& edges,
                          std::string_view language) {
    std::string words;
    for (const Stretch& stretch : stretches_of(network, edges, language)) {
        words += (words.empty() ? "" : "→") + stretch.name;
    }
    return words;
}

std::string signer_zh(const Desk& desk, const PlanRun& run, const Shipment& shipment) {
    const Date on = beijing_date(run.as_of);
    const Depot* depot = desk.baseline.depot(shipment.from);
    if (depot == nullptr) {
        const Supplier* supplier = desk.baseline.supplier(shipment.from);
        return "协议方所在地" + (supplier == nullptr
                                     ? std::string()
                                     : "（" + place_name(desk.places, supplier->place_code) + "）");
    }
    if (depot->level == "province") {
        const auto offices = desk.places.offices_on("relief_command", on);
        return "省级" + (offices.empty() ? std::string() : "（" + offices.front()->name + "）");
    }
    return (depot->level == "city" ? "市级（" : "县级（") +
           full_place_name(desk.places, depot->seat_code) + "）";
}

std::string short_lot(const Shipment& shipment, const ShipmentLine& line) {
    const std::string prefix = shipment.from + '-' + line.item + '-';
    return line.lot.starts_with(prefix) ? line.lot.substr(prefix.size()) : line.lot;
}

bool is_consumable(const Rules& rules, std::string_view item) {
    const Item* row = rules.item(item);
    return row != nullptr && (row->item_class == "food" || row->item_class == "hygiene");
}

}  // namespace relief
