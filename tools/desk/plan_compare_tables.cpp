// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/plan_compare.h"
#include "tools/desk/plan_report_parts.h"
#include "tools/desk/plan_words.h"

#include <cmath>
#include <string>
#include <vector>

#include <fmt/format.h>

namespace relief {
namespace {

std::string place_html(const Desk& desk, const std::string& code) {
    return escaped(full_place_name(desk.places, code));
}

std::string aims_html(const PlanComparison& comparison) {
    HtmlTable table({"目标（依次）", "单位", ">A", ">B", ">A 界", ">B 界"});
    for (const AimPair& pair : comparison.aims) {
        const ObjectiveLevel& shown = pair.a ? *pair.a : *pair.b;
        const AimWords words = aim_words(shown, "zh");
        const auto cell = [&](const std::optional<ObjectiveLevel>& level, bool bound) {
            return level ? escaped(aim_value(shown, bound ? level->bound : level->value))
                         : std::string("—");
        };
        table.row({escaped(words.name), escaped(words.unit), cell(pair.a, false),
                   cell(pair.b, false), cell(pair.a, true), cell(pair.b, true)});
    }
    return table.html();
}

std::string measures_html(const PlanComparison& comparison) {
    HtmlTable table({"合计", ">A", ">B"});
    const PlanMeasures& a = comparison.measures_a;
    const PlanMeasures& b = comparison.measures_b;
    const auto time = [&](const std::optional<Instant>& at) {
        return at ? day_and_time(*at, comparison.a->as_of) : std::string("—");
    };
    table.row({"发运批次", grouped(a.shipments), grouped(b.shipments)});
    table.row({"车次", grouped(a.lorry_trips), grouped(b.lorry_trips)});
    table.row({"吨", grouped(a.load_kg / 1000, 1), grouped(b.load_kg / 1000, 1)});
    table.row({"吨公里", grouped(a.tonne_km, 0), grouped(b.tonne_km, 0)});
    table.row({"车辆小时", grouped(a.vehicle_hours, 1), grouped(b.vehicle_hours, 1)});
    table.row({"有缺的需求项", grouped(a.needs_short), grouped(b.needs_short)});
    table.row({"迟到件数", grouped(a.late), grouped(b.late)});
    table.row({"最早到", time(a.first_arrival), time(b.first_arrival)});
    table.row({"到齐", time(a.last_arrival), time(b.last_arrival)});
    return table.html();
}

std::string shares_html(const Desk& desk, const PlanComparison& comparison) {
    HtmlTable table({"地方", ">满足率 A", ">满足率 B"});
    for (const SharePair& pair : comparison.shares) {
        table.row({place_html(desk, pair.place), pair.a ? percent_html(*pair.a) : "—",
                   pair.b ? percent_html(*pair.b) : "—"});
    }
    return table.html();
}

/// By when a need is due; in both plans where they do not agree.
std::string due_html(const PlanComparison& comparison, const NeedPair& pair) {
    const auto time = [&](const std::optional<Instant>& at) {
        return at ? escaped(day_and_time(*at, comparison.a->as_of)) : std::string("—");
    };
    return pair.due_a == pair.due_b || !pair.due_a || !pair.due_b
               ? time(pair.due_a ? pair.due_a : pair.due_b)
               : time(pair.due_a) + "→" + time(pair.due_b);
}

std::string needs_html(const Desk& desk, const PlanComparison& comparison) {
    HtmlTable table({"地方", "物资", "应到", ">缺 A", ">缺 B", "A 受限于", "B 受限于"});
    for (const NeedPair& pair : comparison.needs) {
        table.row({place_html(desk, pair.place), escaped(item_name(desk.rules, pair.item, "zh")),
                   due_html(comparison, pair), grouped(pair.unmet_a), grouped(pair.unmet_b),
                   escaped(cause_name(pair.cause_a, "zh")),
                   escaped(cause_name(pair.cause_b, "zh"))});
    }
    return table.empty() ? "<p>两案都没有缺口，需求相同。</p>\n" : table.html();
}

std::string shipment_cell(const PlanComparison& comparison, const Shipment* shipment) {
    if (shipment == nullptr) {
        return "—";
    }
    return escaped(fmt::format("{} {}×{} {} 吨 {} → {}", shipment->id, shipment->vehicles,
                               shipment->vehicle_class, tonnes(shipment->load_kg),
                               day_and_time(shipment->depart, comparison.a->as_of),
                               day_and_time(shipment->arrive, comparison.a->as_of)));
}

std::string shipments_html(const Desk& desk, const PlanComparison& comparison) {
    HtmlTable table({"发货", "接收", "A", "B"});
    for (const ShipmentPair& pair : comparison.shipments) {
        if (!pair.same()) {
            const Shipment& either = pair.a != nullptr ? *pair.a : *pair.b;
            table.row({escaped(origin_name(desk, either.from)), place_html(desk, either.to),
                       shipment_cell(comparison, pair.a), shipment_cell(comparison, pair.b)});
        }
    }
    return fmt::format("<p>相同 {} 批。</p>\n", comparison.same_shipments) +
           (table.empty() ? std::string() : table.html());
}

std::string head_html(const char* name, const PlanFile& file) {
    return fmt::format("<p>{}：{}，{}，截至 {}，种子 {}，最大差 {}</p>\n", name,
                       escaped(file.file.string()), escaped(file.scenario),
                       format_instant(file.as_of), file.seed, percent_html(file.gap));
}

}  // namespace

std::string compare_tables_html(const Desk& desk, const PlanComparison& comparison) {
    return head_html("A", *comparison.a) + head_html("B", *comparison.b) + "<h2>目标</h2>\n" +
           aims_html(comparison) + "<h2>合计</h2>\n" + measures_html(comparison) +
           "<h2>各地满足率</h2>\n" + shares_html(desk, comparison) + "<h2>缺口</h2>\n" +
           needs_html(desk, comparison) + "<h2>不同的发运</h2>\n" +
           shipments_html(desk, comparison);
}

}  // namespace relief
