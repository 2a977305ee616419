// SPDX-License-Identifier: Apache-2.0
#include "routing/dispatch/explain.h"

#include <algorithm>
#include <set>
#include <string>

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
    bool any_source = false;
};

bool has_leg(const DispatchProblem& problem, const std::string& node, const std::string& place) {
    return std::any_of(problem.legs.begin(), problem.legs.end(), [&](const DispatchLeg& leg) {
        return leg.from_node == node && leg.to_place == place;
    });
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
        Units in_lots = 0;
        for (const DispatchLot& lot : supply.lots) {
            in_lots += lot.expires_on < beijing_date(problem.as_of) ? lot.available : 0;
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
        Units made = supplier.on_hand;
        bool in_time = false;
        for (std::size_t c = 0; c < model.cargo.size(); ++c) {
            const Cargo& cargo = model.cargo[c];
            if (cargo.supplier == static_cast<int>(s)) {
                taken += packing.supplied[c];
                made = std::max(made, supplier.on_hand + supplier.daily_capacity * (cargo.day + 1));
                const Way& way = problem.ways[static_cast<std::size_t>(cargo.way)];
                in_time =
                    in_time ||
                    problem.needs[static_cast<std::size_t>(way.serves.front())].place == place;
            }
        }
        const Units spare = std::max<Units>(0, made - taken);
        if (!has_leg(problem, supplier.node, place)) {
            left.behind_road += spare;
        } else if (in_time) {
            left.supplied_in_reach += spare;
        } else {
            left.too_late += spare;
        }
    }
}

Unmet reason(const DispatchNeed& need, Units quantity, const LeftOver& left) {
    Unmet unmet{.need = need.id, .quantity = quantity};
    if (!left.any_source) {
        unmet.cause = "stock";
        unmet.detail = "no depot and no agreement holds this item";
    } else if (left.in_reach > 0) {
        unmet.cause = "vehicles";
        unmet.detail =
            fmt::format("{} in reach, no vehicle has room for them in time", left.in_reach);
    } else if (left.behind_road > 0) {
        unmet.cause = "road";
        unmet.detail = fmt::format("{} lie where no open road leads from", left.behind_road);
    } else if (left.too_late > 0 || left.supplied_in_reach > 0) {
        unmet.cause = "time";
        unmet.detail = fmt::format("{} would come after the end of the plan",
                                   left.too_late + left.supplied_in_reach);
    } else if (left.expired > 0) {
        unmet.cause = "expiry";
        unmet.detail = fmt::format("{} are past their last day of use", left.expired);
    } else if (left.reserved > 0) {
        unmet.cause = "floor";
        unmet.detail =
            fmt::format("{} are kept back as reserve at this response level", left.reserved);
    } else {
        unmet.cause = "stock";
        unmet.detail = "everything that may be sent is sent";
    }
    return unmet;
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
