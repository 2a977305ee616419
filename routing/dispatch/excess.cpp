// SPDX-License-Identifier: Apache-2.0
#include "routing/dispatch/excess.h"

#include "core/error.h"

#include <algorithm>
#include <map>
#include <string>

#include <fmt/format.h>

namespace relief {
namespace {

/// What comes for a need, and the most that one unit of it covers beyond one.
struct Coming {
    Units counts = 0;
    Units uncut = 0;
};

std::map<std::string, Coming> coming_by_need(const DispatchPlan& plan) {
    std::map<std::string, Coming> by_need;
    for (const Shipment& shipment : plan.shipments) {
        for (const ShipmentLine& line : shipment.lines) {
            for (const std::string& need : line.for_need) {
                Coming& coming = by_need[need];
                coming.counts += line.counts_for;
                if (line.quantity > 0) {
                    coming.uncut = std::max(coming.uncut, line.counts_for / line.quantity - 1);
                }
            }
        }
    }
    return by_need;
}

}  // namespace

void require_no_excess(const DispatchProblem& problem, const DispatchPlan& plan) {
    const std::map<std::string, Coming> by_need = coming_by_need(plan);
    for (const DispatchNeed& need : problem.needs) {
        const auto coming = by_need.find(need.id);
        if (coming == by_need.end()) {
            continue;
        }
        const Units most = need.quantity + need.reserve + coming->second.uncut;
        if (coming->second.counts > most) {
            throw refused({.code = "plan.over",
                           .message = "the plan brings more than is needed",
                           .field = need.id,
                           .found = fmt::format("{} {}", coming->second.counts, need.unit),
                           .expected = fmt::format("a need of {} and a reserve of {}",
                                                   need.quantity, need.reserve)});
        }
    }
}

}  // namespace relief
