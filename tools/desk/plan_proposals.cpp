// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/plan_proposals.h"

#include "routing/dispatch/committed.h"
#include "tools/desk/plan_words.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include <fmt/format.h>

namespace relief {
namespace {

/// Units short by place and item.
std::map<std::pair<std::string, std::string>, Units> shortages(const PlanRun& run) {
    std::map<std::pair<std::string, std::string>, Units> shortages;
    for (const Unmet& unmet : run.plan.unmet) {
        const int index = need_index(run.problem, unmet.need);
        if (index >= 0) {
            const DispatchNeed& need = run.problem.needs[static_cast<std::size_t>(index)];
            shortages[{need.place, need.item}] += unmet.quantity;
        }
    }
    return shortages;
}

PlanProposal proposal(const Desk& desk, const Surplus& surplus, std::string kind, std::string to,
                      Units units) {
    const std::string what =
        fmt::format("{} {} {}", surplus.shipment, item_name(desk.rules, surplus.item, "zh"), units);
    const std::string order = surplus.order.empty() ? "" : fmt::format("（{}）", surplus.order);
    PlanProposal row{.kind = kind,
                     .order = surplus.order,
                     .shipment = surplus.shipment,
                     .from = surplus.to,
                     .to = to,
                     .item = surplus.item,
                     .quantity = units};
    if (kind == "divert") {
        row.zh =
            fmt::format("{}{}：{}已不需要，建议改送{}", what, order,
                        full_place_name(desk.places, surplus.to), full_place_name(desk.places, to));
        row.en = fmt::format("{}: {} {} not needed at {} any more; divert to {}", surplus.shipment,
                             units, surplus.item, surplus.to, to);
    } else if (kind == "recall") {
        row.zh = fmt::format("{}{}：{}已不需要，别处也不缺，建议召回", what, order,
                             full_place_name(desk.places, surplus.to));
        row.en = fmt::format("{}: {} {} not needed at {} nor elsewhere; recall", surplus.shipment,
                             units, surplus.item, surplus.to);
    } else {
        row.from = surplus.from;
        row.zh = fmt::format("{}{}：{}已不需要，尚未发车，建议撤销或减量", what, order,
                             full_place_name(desk.places, surplus.to));
        row.en = fmt::format("{}: {} {} not needed at {} any more and not gone; cancel or reduce",
                             surplus.shipment, units, surplus.item, surplus.to);
    }
    return row;
}

}  // namespace

std::vector<PlanProposal> propose(const Desk& desk, const PlanRun& run,
                                  const std::vector<Surplus>& surplus) {
    std::map<std::pair<std::string, std::string>, Units> open = shortages(run);
    std::vector<PlanProposal> proposals;
    for (const Surplus& row : surplus) {
        Units left = row.units;
        const auto arrives =
            std::find_if(run.plan.shipments.begin(), run.plan.shipments.end(),
                         [&](const Shipment& shipment) { return shipment.id == row.shipment; });
        const bool is_there = arrives != run.plan.shipments.end() && arrives->arrive <= run.as_of;
        if (row.stage == "received" || (row.stage == "departed" && is_there)) {
            continue;  // it is with the people who may need it tomorrow
        }
        if (row.stage != "departed") {
            proposals.push_back(proposal(desk, row, "cancel", "", left));
            continue;
        }
        for (auto& [key, units] : open) {
            const Units some = key.second == row.item ? std::min(left, units) : 0;
            if (some > 0 && key.first != row.to) {
                proposals.push_back(proposal(desk, row, "divert", key.first, some));
                units -= some;
                left -= some;
            }
        }
        if (left > 0) {
            proposals.push_back(proposal(desk, row, "recall", "", left));
        }
    }
    return proposals;
}

}  // namespace relief
