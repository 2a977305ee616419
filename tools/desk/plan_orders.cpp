// SPDX-License-Identifier: Apache-2.0
#include "core/table/csv.h"
#include "tools/desk/plan_document.h"
#include "tools/desk/plan_figures.h"
#include "tools/desk/plan_words.h"

#include <algorithm>
#include <string>
#include <vector>

#include <fmt/format.h>

namespace relief {
namespace {

const DispatchItem* find_item(const PlanRun& run, const std::string& id) {
    const auto& items = run.problem.items;
    const auto found = std::find_if(items.begin(), items.end(),
                                    [&](const DispatchItem& item) { return item.id == id; });
    return found == items.end() ? nullptr : &*found;
}

/// The last day of use of a lot, with the dates moved as the plan moved them.
std::string expiry(const PlanRun& run, const Shipment& shipment, const ShipmentLine& line) {
    for (const DispatchSupply& supply : run.problem.supplies) {
        const auto& depot = run.problem.depots[static_cast<std::size_t>(supply.depot)];
        if (depot.id != shipment.from || supply.item != line.item) {
            continue;
        }
        for (const DispatchLot& lot : supply.lots) {
            if (lot.lot == line.lot) {
                return format_date(lot.expires_on);
            }
        }
    }
    return {};
}

std::string spreadsheet_time(Instant at) {
    std::string text = format_instant(at).substr(0, 16);
    text[10] = ' ';
    return text;
}

std::string joined_parts(const std::vector<std::string>& parts) {
    std::string text;
    for (const std::string& part : parts) {
        text += (text.empty() ? "" : " ") + part;
    }
    return text;
}

std::string remarks(const Desk& desk, const PlanRun& run, const Shipment& shipment,
                    const ShipmentLine& line) {
    std::string text = fmt::format("批次 {}；路线 {}", shipment.id,
                                   route_words(desk.network, shipment.edges, "zh"));
    bool late = false;
    for (const DispatchNeed& need : run.problem.needs) {
        if (std::find(line.for_need.begin(), line.for_need.end(), need.id) == line.for_need.end()) {
            continue;
        }
        late = late || shipment.arrive > need.by;
        if (need.item != line.item) {
            text += fmt::format("；代{}", item_name(desk.rules, need.item, "zh"));
        }
    }
    return text + (late ? "；到达晚于时限" : "");
}

std::vector<std::string> order_row(const Desk& desk, const PlanRun& run, std::size_t order,
                                   const Shipment& shipment, const ShipmentLine& line) {
    const Item* item = desk.rules.item(line.item);
    const DispatchItem* size = find_item(run, line.item);
    const auto units = static_cast<double>(line.quantity);
    const bool own_fleet = desk.baseline.depot(shipment.from) != nullptr;
    return {fmt::format("拟{:03}", order),
            shipment.from,
            origin_name(desk, shipment.from),
            full_place_name(desk.places, shipment.to),
            shipment.to,
            item_name(desk.rules, line.item, "zh"),
            line.lot,
            std::to_string(line.quantity),
            item == nullptr ? "" : item->unit,
            expiry(run, shipment, line),
            vehicle_name(desk.rules, shipment.vehicle_class, "zh"),
            std::to_string(shipment.vehicles),
            own_fleet ? origin_name(desk, shipment.fleet) : "供应商自运",
            spreadsheet_time(shipment.depart),
            spreadsheet_time(shipment.arrive),
            fmt::format("{:.1f}", shipment.km),
            size == nullptr ? "" : fmt::format("{:.1f}", units * size->weight_kg),
            size == nullptr ? "" : fmt::format("{:.2f}", units * size->volume_m3),
            joined_parts(line.for_need),
            signer_zh(desk, run, shipment),
            remarks(desk, run, shipment, line)};
}

}  // namespace

std::string plan_orders_csv(const Desk& desk, const PlanRun& run) {
    std::vector<std::vector<std::string>> rows{
        {"调拨令草稿号", "发出库点",       "库点名称", "接收地",     "接收地代码", "物资",
         "批号",         "数量",           "单位",     "有效期至",   "车型",       "车辆数",
         "承运车队",     "预计发车",       "预计到达", "路线里程km", "装载kg",     "装载m3",
         "用于需求",     "需谁签发(层级)", "备注"}};
    // One order for each sender and receiver; its batches are told apart in the remarks.
    const PlanFigures figures = plan_figures(desk, run);
    for (std::size_t order = 0; order < figures.flows.size(); ++order) {
        for (const Shipment* shipment : figures.flows[order].shipments) {
            for (const ShipmentLine& line : shipment->lines) {
                rows.push_back(order_row(desk, run, order + 1, *shipment, line));
            }
        }
    }
    return csv_document(rows);
}

}  // namespace relief
