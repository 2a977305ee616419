// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/plan_report_parts.h"
#include "tools/desk/plan_words.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include <fmt/format.h>

namespace relief {
namespace {

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
            const std::string name = short_lot(shipment, line);
            auto lot = std::find_if(found->lots.begin(), found->lots.end(),
                                    [&](const auto& known) { return known.first == name; });
            if (lot == found->lots.end()) {
                found->lots.emplace_back(name, line.quantity);
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

std::string lots_html(const Goods& goods) {
    std::string lots;
    for (const auto& [lot, quantity] : goods.lots) {
        lots += lots.empty() ? "批 " : "、";
        lots += goods.lots.size() > 1 ? escaped(lot) + ":" + grouped(quantity) : escaped(lot);
    }
    return lots.empty() ? std::string() : " <span class=\"lot\">" + lots + "</span>";
}

std::string goods_html(const ReportContext& report, const std::vector<Goods>& all, bool all_late) {
    std::string html = "<div class=\"goods\">";
    for (const Goods& goods : all) {
        const Item* item = report.desk.rules.item(goods.item);
        html += fmt::format("<span>{} <b>{}</b> {}", report.item(goods.item),
                            grouped(goods.quantity), item == nullptr ? "" : escaped(item->unit));
        if (!goods.stands_for.empty()) {
            std::string others;
            for (const std::string& other : goods.stands_for) {
                others += (others.empty() ? "代" : "和") + report.item(other);
            }
            html += "（" + others + "）";
        }
        if (goods.late && !all_late) {
            html += " <span class=\"mark warn\">迟</span>";
        }
        html += lots_html(goods) + "</span> ";
    }
    return html + "</div>";
}

bool one_route(const Flow& flow) {
    return std::all_of(flow.shipments.begin(), flow.shipments.end(), [&](const Shipment* s) {
        return s->edges == flow.shipments.front()->edges;
    });
}

std::string way_words(const ReportContext& report, const Shipment& shipment) {
    if (shipment.edges.empty()) {
        return "同城";
    }
    return fmt::format("{}，{}", escaped(route_words(report.desk.network, shipment.edges, "zh")),
                       duration_words(shipment.minutes, "zh"));
}

std::string flow_heading(const ReportContext& report, const Flow& flow) {
    const Shipment& first = *flow.shipments.front();
    const bool own = report.desk.baseline.depot(flow.from) != nullptr;
    int trips = 0;
    double load_m3 = 0;
    for (const Shipment* shipment : flow.shipments) {
        trips += shipment->vehicles * shipment->trips;
        load_m3 += shipment->load_m3;
    }
    const std::string carrier = !own ? "供应商自运"
                                : first.fleet == flow.from
                                    ? "本库车队"
                                    : escaped(origin_name(report.desk, first.fleet)) + "车队";
    return fmt::format(
        "<div class=\"from\"><span><b>{}</b></span><span>{} 批 {} 台次　{} 吨　{} "
        "立方米</span></div>"
        "<div class=\"how\">签发 {}　承运 {}　路线 {}</div>",
        escaped(origin_name(report.desk, flow.from)), flow.shipments.size(), trips,
        tonnes_html(flow.load_kg), grouped(load_m3, 1),
        escaped(signer_zh(report.desk, report.run, first)), carrier,
        one_route(flow) ? way_words(report, first) : std::string("见各批"));
}

std::string vehicles_words(const ReportContext& report, const Shipment& shipment) {
    std::string words = fmt::format(
        "{} × {}", escaped(vehicle_name(report.desk.rules, shipment.vehicle_class, "zh")),
        shipment.vehicles);
    if (shipment.trips > 1) {
        words += fmt::format(" × {} 趟", shipment.trips);
    }
    return "<span class=\"no\">" + words + "</span>";
}

void add_flow(const ReportContext& report, const Flow& flow,
              const std::map<std::string, const DispatchNeed*>& needs, HtmlTable& table) {
    table.group(flow_heading(report, flow), "flow");
    const bool one = one_route(flow);
    for (const Shipment* shipment : flow.shipments) {
        const std::vector<Goods> goods = goods_of(*shipment, needs);
        const bool all_late =
            std::all_of(goods.begin(), goods.end(), [](const Goods& g) { return g.late; });
        std::string loaded = goods_html(report, goods, all_late);
        if (!one) {
            loaded += "<div class=\"lot\">路线 " + way_words(report, *shipment) + "</div>";
        }
        table.row({escaped(shipment->id), report.time(shipment->depart),
                   report.time(shipment->arrive) +
                       (all_late ? " <span class=\"mark warn\">迟</span>" : ""),
                   vehicles_words(report, *shipment), tonnes_html(shipment->load_kg),
                   grouped(shipment->load_m3, 1), std::move(loaded)});
    }
}

}  // namespace

std::string report_shipments(const ReportContext& report) {
    std::string html = "<h2>六、发运安排</h2>\n";
    const std::vector<Flow>& flows = report.figures.flows;
    if (flows.empty()) {
        return html + "<p>没有发运。</p>\n";
    }
    html +=
        "<p "
        "class=\"small\">"
        "先用本级，不足再向上级：各地按层级先后排列。每批是同一车型同时出发的一趟，时刻为北京时间；"
        "“迟”为晚于该物资的时限。批号按先到期先发，此处只写末段，全称为“库点-物资-末段”，见 "
        "orders.csv。"
        "</p>\n";
    const auto needs = needs_by_id(report.run);
    for (std::size_t i = 0; i < flows.size();) {
        const std::string& place = flows[i].to;
        HtmlTable table({"批次", "发车", "到达", "车", ">吨", ">立方米", "装载"}, "shipments");
        std::string tier;
        for (; i < flows.size() && flows[i].to == place; ++i) {
            if (flows[i].tier != tier) {
                tier = flows[i].tier;
                table.group(escaped(tier_name(report.desk.rules, tier, "zh")), "tier");
            }
            add_flow(report, flows[i], needs, table);
        }
        html += "<h3>运往 " + report.place(place) + "</h3>\n" + table.html();
    }
    return html;
}

}  // namespace relief
