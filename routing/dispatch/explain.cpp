// SPDX-License-Identifier: Apache-2.0
#include "routing/dispatch/explain.h"

#include "routing/dispatch/committed.h"
#include "routing/dispatch/look_up.h"

#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <string_view>

#include <fmt/format.h>

namespace relief {
namespace {

/// Units that could still have served a need, by what kept them away.
struct LeftOver {
    Units in_reach = 0;
    Units behind_road = 0;
    Units too_late = 0;
    Units expired = 0;
    Units reserved = 0;
    Units supplied_in_reach = 0;
    Units too_far = 0;  ///< of what must be eaten hot
    bool any_source = false;
};

/// Minutes of a supplier's own lorries to a place, -1 where there is no road.
int leg_minutes(const DispatchProblem& problem, const DispatchSupplier& supplier,
                const std::string& place) {
    for (const DispatchLeg& leg : problem.legs) {
        if (leg.from_node == supplier.node && leg.to_place == place &&
            leg.vehicle_class == supplier.vehicle_class) {
            return leg.minutes;
        }
    }
    return -1;
}

bool may_send(const DispatchProblem& problem, int depot, const std::string& place) {
    return std::any_of(problem.tiers.begin(), problem.tiers.end(), [&](const DispatchTier& tier) {
        return tier.depot == depot && tier.place == place;
    });
}

void count_depots(const DispatchProblem& problem, const DispatchModel& model,
                  const Packing& packing, const std::string& item, const std::string& place,
                  LeftOver& left) {
    for (std::size_t s = 0; s < problem.supplies.size(); ++s) {
        const DispatchSupply& supply = problem.supplies[s];
        if (supply.item != item || !may_send(problem, supply.depot, place)) {
            continue;
        }
        left.any_source = true;
        const auto& depot = problem.depots[static_cast<std::size_t>(supply.depot)];
        left.reserved += std::min(supply.floor, supply.on_hand);
        Units usable = 0;
        for (std::size_t g = 0; g < model.groups.size(); ++g) {
            if (model.groups[g].supply == static_cast<int>(s)) {
                usable += packing.group_left[g];
            }
        }
        const std::chrono::days kept{item_of(problem, item).life_left_days};
        Units in_lots = 0;
        for (const DispatchLot& lot : supply.lots) {
            in_lots += lot.expires_on - kept < beijing_date(problem.as_of) ? lot.available : 0;
        }
        left.expired += in_lots;
        const Units sendable = std::min(usable, packing.supply_left[s]);
        if (!has_leg(problem, depot.node, place)) {
            left.behind_road += sendable;
            continue;
        }
        const bool in_time =
            std::any_of(model.cargo.begin(), model.cargo.end(), [&](const Cargo& cargo) {
                return cargo.group >= 0 &&
                       model.groups[static_cast<std::size_t>(cargo.group)].supply ==
                           static_cast<int>(s) &&
                       problem.needs[static_cast<std::size_t>(
                                         problem.ways[static_cast<std::size_t>(cargo.way)]
                                             .serves.front())]
                               .place == place;
            });
        (in_time ? left.in_reach : left.too_late) += sendable;
    }
}

void count_suppliers(const DispatchProblem& problem, const DispatchModel& model,
                     const Packing& packing, const std::string& item, const std::string& place,
                     LeftOver& left) {
    for (std::size_t s = 0; s < problem.suppliers.size(); ++s) {
        const DispatchSupplier& supplier = problem.suppliers[s];
        if (supplier.item != item) {
            continue;
        }
        left.any_source = true;
        Units taken = 0;
        Units made = made_by(supplier, 0);
        bool in_time = false;
        for (std::size_t c = 0; c < model.cargo.size(); ++c) {
            const Cargo& cargo = model.cargo[c];
            if (cargo.supplier == static_cast<int>(s)) {
                taken += packing.supplied[c];
                made = std::max(made, made_by(supplier, cargo.day));
                const Way& way = problem.ways[static_cast<std::size_t>(cargo.way)];
                in_time =
                    in_time ||
                    problem.needs[static_cast<std::size_t>(way.serves.front())].place == place;
            }
        }
        const Units spare = std::max<Units>(0, made - taken);
        const int minutes = leg_minutes(problem, supplier, place);
        if (minutes < 0) {
            left.behind_road += spare;
        } else if (supplier.max_travel_minutes > 0 && minutes > supplier.max_travel_minutes) {
            left.too_far += spare;
        } else if (in_time) {
            left.supplied_in_reach += spare;
        } else {
            left.too_late += spare;
        }
    }
}

/// The cause and its sentence in both languages; "{}" is the number of units it holds back.
struct Cause {
    std::string_view name;
    Units units;
    std::string_view en;
    std::string_view zh;
};

Unmet reason(const DispatchNeed& need, Units quantity, const LeftOver& left) {
    const std::array causes{
        Cause{"vehicles", left.in_reach, "{} in reach, no vehicle has room for them in time",
              "还有 {} 在可达库点，但没有车辆能按时装运"},
        Cause{"road", left.behind_road, "{} lie where no open road leads from",
              "还有 {} 所在地没有通行道路"},
        Cause{"time", left.too_late + left.supplied_in_reach,
              "{} would come after the end of the plan", "还有 {} 要在计划期之后才能到达"},
        Cause{"time", left.too_far, "{} hot meals would be longer on the road than they keep",
              "另有 {} 份热食路上超过保温时限"},
        Cause{"expiry", left.expired, "{} are past their last day of use", "有 {} 已过有效期"},
        Cause{"floor", left.reserved, "{} are kept back as reserve at this response level",
              "有 {} 按当前响应级别留作底数"},
    };
    if (left.any_source) {
        for (const Cause& cause : causes) {
            if (cause.units > 0) {
                return {.need = need.id,
                        .quantity = quantity,
                        .cause = std::string(cause.name),
                        .detail = fmt::format(fmt::runtime(cause.en), cause.units),
                        .detail_zh = fmt::format(fmt::runtime(cause.zh), cause.units)};
            }
        }
    }
    return {.need = need.id,
            .quantity = quantity,
            .cause = "stock",
            .detail = left.any_source ? "everything that may be sent is sent"
                                      : "no depot and no agreement holds this item",
            .detail_zh = left.any_source ? "能调的都已调出" : "没有库点或协议供应商有此物资"};
}

}  // namespace

std::vector<Unmet> explain_unmet(const DispatchProblem& problem, const DispatchModel& model,
                                 const Packing& packing) {
    std::vector<Unmet> all;
    for (std::size_t n = 0; n < problem.needs.size(); ++n) {
        if (packing.unmet[n] == 0) {
            continue;
        }
        LeftOver left;
        std::set<std::string> items;
        for (const Way& way : problem.ways) {
            if (std::find(way.serves.begin(), way.serves.end(), static_cast<int>(n)) !=
                way.serves.end()) {
                items.insert(way.item);
            }
        }
        for (const std::string& item : items) {
            count_depots(problem, model, packing, item, problem.needs[n].place, left);
            count_suppliers(problem, model, packing, item, problem.needs[n].place, left);
        }
        all.push_back(reason(problem.needs[n], packing.unmet[n], left));
    }
    return all;
}

}  // namespace relief
