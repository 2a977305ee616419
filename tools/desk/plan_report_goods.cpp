// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/document.h"
#include "tools/desk/plan_report_parts.h"
#include "tools/desk/plan_words.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include <fmt/format.h>

namespace relief {
namespace {

// ---- needs ----

constexpr double bar_width = 150;
constexpr double bar_height = 14;

std::string bar_part(std::string_view kind, double x, double width) {
    if (width <= 0) {
        return {};
    }
    if (kind == "on_time") {
        return fmt::format(
            "<rect x=\"{:.1f}\" y=\"2\" width=\"{:.1f}\" height=\"10\" "
            "fill=\"#4A5158\"/>",
            x, width);
    }
    if (kind == "late") {
        return fmt::format(
            "<rect x=\"{:.1f}\" y=\"7\" width=\"{:.1f}\" height=\"5\" "
            "fill=\"#F28C00\" stroke=\"#7A3900\" stroke-width=\".8\"/>",
            x, width);
    }
    return fmt::format(
        "<rect x=\"{:.1f}\" y=\"2.5\" width=\"{:.1f}\" height=\"9\" fill=\"#fff\" "
        "stroke=\"#A30018\" stroke-dasharray=\"3 2\"/>",
        x, width);
}

/// On time full and dark, late low and orange, unmet an empty red outline: told apart by shape.
std::string bar(const NeedFigures& row) {
    const double whole =
        static_cast<double>(std::max<Units>(1, row.on_time + row.late + row.unmet));
    const double scale = (bar_width - 1) / whole;
    const double on_time = static_cast<double>(row.on_time) * scale;
    const double late = static_cast<double>(row.late) * scale;
    const double unmet = static_cast<double>(row.unmet) * scale;
    return fmt::format(
        "<svg class=\"bar\" viewBox=\"0 0 {} {}\" role=\"img\" aria-label=\"按时 {} 迟到 {} 缺 "
        "{}\">"
        "{}{}{}</svg>",
        bar_width, bar_height, row.on_time, row.late, row.unmet, bar_part("on_time", 0, on_time),
        bar_part("late", on_time, late), bar_part("unmet", on_time + late, unmet));
}

std::string bar_key(std::string_view kind, std::string_view word) {
    return fmt::format("<span><svg class=\"bar\" viewBox=\"0 0 26 14\">{}</svg>{}</span>",
                       bar_part(kind, 0.5, 25), word);
}

std::string need_remark(const ReportContext& report, const NeedFigures& row) {
    std::string remark;
    for (const std::string& other : row.substitutes) {
        remark += (remark.empty() ? "含代用 " : "、") + report.item(other);
    }
    std::set<std::string_view> causes;
    for (const Unmet* unmet : row.short_of) {
        causes.insert(cause_name(unmet->cause, "zh"));
    }
    for (const std::string_view cause : causes) {
        remark += (remark.empty() ? "" : "；") + fmt::format("受限于{}", cause);
    }
    return remark;
}

std::string due(const ReportContext& report, const NeedFigures& row) {
    if (row.first_by == row.last_by) {
        return report.time(row.first_by);
    }
    return fmt::format("{} 起，分 {} 批至 {}", report.time(row.first_by), row.waves.size(),
                       report.time(row.last_by));
}

void add_needs(const ReportContext& report, const PlaceFigures& place, bool consumable,
               HtmlTable& table) {
    bool first = true;
    for (const NeedFigures& row : place.needs) {
        if (row.consumable != consumable) {
            continue;
        }
        if (first) {
            table.group(consumable ? "食品、饮水和卫生用品（用完即无，分日到）"
                                   : "耐用物资（用后可回收）");
            first = false;
        }
        const Units brought = std::min(row.quantity, row.on_time + row.late);
        const double share =
            static_cast<double>(brought) / static_cast<double>(std::max<Units>(1, row.quantity));
        table.row(
            {report.item(row.item), escaped(row.unit), grouped(row.quantity), grouped(row.on_time),
             row.late == 0 ? "0" : "<span class=\"mark warn\">迟</span> " + grouped(row.late),
             row.unmet == 0 ? "0" : "<span class=\"mark bad\">▲ 缺</span> " + grouped(row.unmet),
             bar(row), percent(share), due(report, row),
             row.last_arrival ? report.time(*row.last_arrival) : "<span class=\"quiet\">—</span>",
             need_remark(report, row)});
    }
}

std::string place_heading(const ReportContext& report, const PlaceFigures& place) {
    std::string html = report.place(place.place);
    if (place.heads == nullptr) {
        return html;
    }
    const HeadCount& heads = *place.heads;
    if (heads.unit != heads.place) {
        html += fmt::format("（代{}{}）", report.place(heads.unit), heads.remainder ? "余数" : "");
    }
    return html + fmt::format("　<span class=\"meta\">集中安置 {} 人{}　依据 {}</span>",
                              grouped(std::llround(heads.collective)),
                              heads.collective_reported ? "" : "（推算）",
                              heads.report.empty() ? "人工填报" : escaped(heads.report));
}

// ---- shipments ----

std::map<std::string, const DispatchNeed*> needs_by_id(const PlanRun& run) {
    std::map<std::string, const DispatchNeed*> needs;
    for (const DispatchNeed& need : run.problem.needs) {
        needs[need.id] = &need;
    }
    return needs;
}

/// One kind of goods of a shipment: its lots together, and what it stands for.
struct Goods {
    std::string item;
    Units quantity = 0;
    std::vector<std::pair<std::string, Units>> lots;
    std::set<std::string> stands_for;  ///< items, where it is a substitute
    bool late = false;
};

std::vector<Goods> goods_of(const Shipment& shipment,
                            const std::map<std::string, const DispatchNeed*>& needs) {
    std::vector<Goods> goods;
    for (const ShipmentLine& line : shipment.lines) {
        auto found = std::find_if(goods.begin(), goods.end(),
                                  [&](const Goods& g) { return g.item == line.item; });
        if (found == goods.end()) {
            goods.push_back({.item = line.item, .quantity = 0, .lots = {}, .stands_for = {}});
            found = goods.end() - 1;
        }
        found->quantity += line.quantity;
        if (!line.lot.empty()) {
            auto lot = std::find_if(found->lots.begin(), found->lots.end(),
                                    [&](const auto& known) { return known.first == line.lot; });
            if (lot == found->lots.end()) {
                found->lots.emplace_back(line.lot, line.quantity);
            } else {
                lot->second += line.quantity;
            }
        }
        for (const std::string& id : line.for_need) {
            const auto need = needs.find(id);
            if (need != needs.end()) {
                found->late = found->late || shipment.arrive > need->second->by;
                if (need->second->item != line.item) {
                    found->stands_for.insert(need->second->item);
                }
            }
        }
    }
    return goods;
}

std::string goods_html(const ReportContext& report, const Shipment& shipment,
                       const std::map<std::string, const DispatchNeed*>& needs) {
    std::string html = "<div class=\"goods\">";
    for (const Goods& goods : goods_of(shipment, needs)) {
        const Item* item = report.desk.rules.item(goods.item);
        html += fmt::format("<span>{} <b>{}</b> {}", report.item(goods.item),
                            grouped(goods.quantity), item == nullptr ? "" : escaped(item->unit));
        for (const std::string& other : goods.stands_for) {
            html += fmt::format("（代{}）", report.item(other));
        }
        if (goods.late) {
            html += " <span class=\"mark warn\">迟</span>";
        }
        std::string lots;
        for (const auto& [lot, quantity] : goods.lots) {
            lots += (lots.empty() ? "批号 " : "、") + escaped(lot);
            if (goods.lots.size() > 1) {
                lots += " " + grouped(quantity);
            }
        }
        html += (lots.empty() ? "" : " <span class=\"lot\">" + lots + "</span>") + "</span> ";
    }
    return html + "</div>";
}

std::string flow_heading(const ReportContext& report, const Flow& flow) {
    const Shipment& first = *flow.shipments.front();
    const bool own = report.desk.baseline.depot(flow.from) != nullptr;
    int trips = 0;
    double load_m3 = 0;
    bool same_route = true;
    for (const Shipment* shipment : flow.shipments) {
        trips += shipment->vehicles * shipment->trips;
        load_m3 += shipment->load_m3;
        same_route = same_route && shipment->edges == first.edges;
    }
    const std::string carrier = !own ? "供应商自运"
                                : first.fleet == flow.from
                                    ? "本库车队"
                                    : escaped(origin_name(report.desk, first.fleet)) + "车队";
    return fmt::format(
        "<div class=\"from\"><span><b>{}</b>　签发 {}　承运 {}</span>"
        "<span>{} 批 {} 台次　{} 吨　{} 立方米　{}</span></div>\n",
        escaped(origin_name(report.desk, flow.from)),
        escaped(signer_zh(report.desk, report.run, first)), carrier, flow.shipments.size(), trips,
        grouped(flow.load_kg / 1000, 1), grouped(load_m3, 1),
        same_route
            ? fmt::format("{}，{}", escaped(route_words(report.desk.network, first.edges, "zh")),
                          duration_words(first.minutes, "zh"))
            : std::string("路线见各批"));
}

bool one_route(const Flow& flow) {
    return std::all_of(flow.shipments.begin(), flow.shipments.end(), [&](const Shipment* s) {
        return s->edges == flow.shipments.front()->edges;
    });
}

std::string flow_html(const ReportContext& report, const Flow& flow,
                      const std::map<std::string, const DispatchNeed*>& needs) {
    HtmlTable table({"批次", "发车", "到达", "车", ">吨", ">立方米", "装载"});
    const bool one = one_route(flow);
    for (const Shipment* shipment : flow.shipments) {
        std::string goods = goods_html(report, *shipment, needs);
        if (!one) {
            goods += fmt::format("<div class=\"lot\">路线 {}，{}</div>",
                                 escaped(route_words(report.desk.network, shipment->edges, "zh")),
                                 duration_words(shipment->minutes, "zh"));
        }
        table.row(
            {escaped(shipment->id), report.time(shipment->depart), report.time(shipment->arrive),
             fmt::format(
                 "<span class=\"no\">{} × {}{}</span>",
                 escaped(vehicle_name(report.desk.rules, shipment->vehicle_class, "zh")),
                 shipment->vehicles,
                 shipment->trips > 1 ? fmt::format(" × {} 趟", shipment->trips) : std::string()),
             grouped(shipment->load_kg / 1000, 1), grouped(shipment->load_m3, 1),
             std::move(goods)});
    }
    return "<div class=\"flow\">" + flow_heading(report, flow) + table.html() + "</div>\n";
}

}  // namespace

std::string report_needs(const ReportContext& report) {
    std::string html = "<h2>四、需求、送达与缺口</h2>\n";
    if (report.figures.places.empty()) {
        return html + "<p>没有可据以计算需求的人数。</p>\n";
    }
    html += "<div class=\"keys\">" + bar_key("on_time", "按时送到") +
            bar_key("late", "送到但晚于时限") + bar_key("unmet", "计划期内送不到") + "</div>\n";
    for (const PlaceFigures& place : report.figures.places) {
        html += "<h3>" + place_heading(report, place) + "</h3>\n";
        HtmlTable table({"物资", "单位", ">需求", ">按时", ">迟到", ">缺", "", ">满足", "时限",
                         "到齐", "说明"});
        add_needs(report, place, false, table);
        add_needs(report, place, true, table);
        html += table.html();
    }
    return html;
}

std::string report_unmet(const ReportContext& report) {
    std::string html = "<h2>五、缺口及受限原因</h2>\n";
    if (report.run.plan.unmet.empty()) {
        return html + "<p>没有缺口。</p>\n";
    }
    HtmlTable table({"地方", "物资", ">缺", "单位", "时限", "受限于", "说明"});
    for (const PlaceFigures& place : report.figures.places) {
        for (const NeedFigures& row : place.needs) {
            for (const Unmet* unmet : row.short_of) {
                const auto wave =
                    std::find_if(row.waves.begin(), row.waves.end(),
                                 [&](const DispatchNeed* need) { return need->id == unmet->need; });
                table.row({report.place(row.place), report.item(row.item), grouped(unmet->quantity),
                           escaped(row.unit),
                           wave == row.waves.end() ? "" : report.time((*wave)->by),
                           fmt::format("<span class=\"mark bad\">▲ {}</span>",
                                       cause_name(unmet->cause, "zh")),
                           escaped(unmet->detail_zh)});
            }
        }
    }
    return html + table.html();
}

std::string report_shipments(const ReportContext& report) {
    std::string html = "<h2>六、发运安排</h2>\n";
    if (report.figures.flows.empty()) {
        return html + "<p>没有发运。</p>\n";
    }
    html +=
        "<p "
        "class=\"small\">先用本级，不足再向上级：各地按层级先后排列。每批是同一车型同时出发的一趟；"
        "批号按先到期先发。时刻为北京时间。</p>\n";
    const auto needs = needs_by_id(report.run);
    std::string place;
    std::string tier;
    for (const Flow& flow : report.figures.flows) {
        if (flow.to != place) {
            place = flow.to;
            tier.clear();
            html += "<h3>运往 " + report.place(place) + "</h3>\n";
        }
        if (flow.tier != tier) {
            tier = flow.tier;
            html += "<p class=\"meta\"><b>" + escaped(tier_name(report.desk.rules, tier, "zh")) +
                    "</b></p>\n";
        }
        html += flow_html(report, flow, needs);
    }
    return html;
}

}  // namespace relief
