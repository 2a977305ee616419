// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/plan_pins.h"

#include "core/error.h"
#include "routing/dispatch/committed.h"
#include "routing/dispatch/planner.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace relief {
namespace {

std::string words_of(const PinnedLine& pin, const std::string& item, Units units) {
    return fmt::format("{}:{}:{}:{}", pin.from, pin.to, item, units);
}

/// The needs an item is itself asked for at a place, in their order: the days of food one by one.
std::vector<int> needs_of(const DispatchProblem& problem, const PinnedLine& pin,
                          const std::string& item) {
    std::vector<int> needs;
    for (const Way& way : problem.ways) {
        const int need = way.serves.front();
        const bool here = problem.needs[static_cast<std::size_t>(need)].place == pin.to;
        if (way.item == item && here &&
            std::find(needs.begin(), needs.end(), need) == needs.end()) {
            needs.push_back(need);
        }
    }
    return needs;
}

/// Leaves open just as much of the needs as the pin brings.
void open_for(const PinnedLine& pin, const std::string& item, Units units, int reserve_percent,
              DispatchProblem& problem) {
    const std::vector<int> needs = needs_of(problem, pin, item);
    Units open = 0;
    for (const int need : needs) {
        open += open_units(problem.needs[static_cast<std::size_t>(need)]);
    }
    const Units most = open + open * reserve_percent / 100;
    if (units > most) {
        throw refused({.code = "plan.surplus",
                       .message = "more would come than is needed and its reserve",
                       .field = "pin",
                       .found = words_of(pin, item, units),
                       .expected = fmt::format("at most {}: {} still needed and {} % reserve", most,
                                               open, reserve_percent)});
    }
    Units left = units;
    for (const int index : needs) {
        DispatchNeed& need = problem.needs[static_cast<std::size_t>(index)];
        const Units some = std::min(left, open_units(need));
        need.covered = need.quantity - some;
        left -= some;
    }
    if (left > 0) {
        DispatchNeed& last = problem.needs[static_cast<std::size_t>(needs.back())];
        last.persons *=
            static_cast<double>(last.quantity + left) / static_cast<double>(last.quantity);
        last.quantity += left;
    }
}

/// The problem in which nothing is asked for but what is pinned, and only from there.
DispatchProblem pinned_problem(const DispatchProblem& problem, const PinnedLine& pin,
                               int reserve_percent) {
    DispatchProblem alone = after_committed(problem);
    alone.in_hand.clear();
    std::erase_if(alone.ways, [&](const Way& way) {
        const DispatchNeed& need = alone.needs[static_cast<std::size_t>(way.serves.front())];
        return need.place != pin.to || !pin.items.contains(way.item) || way.serves.size() > 1;
    });
    for (const auto& [item, units] : pin.items) {
        open_for(pin, item, units, reserve_percent, alone);
    }
    std::erase_if(alone.tiers, [&](const DispatchTier& tier) {
        return tier.depot >= 0 &&
               (alone.depots[static_cast<std::size_t>(tier.depot)].id != pin.from ||
                tier.place != pin.to);
    });
    std::erase_if(alone.suppliers,
                  [&](const DispatchSupplier& supplier) { return supplier.id != pin.from; });
    return alone;
}

std::string why_short(const DispatchPlan& plan, const std::string& item) {
    for (const Unmet& unmet : plan.unmet) {
        if (unmet.need.find(":" + item) != std::string::npos) {
            return unmet.cause + ", " + unmet.detail;
        }
    }
    return "no way leads there";
}

}  // namespace

std::vector<CommittedShipment> pin_line(const Desk& desk, const DispatchProblem& problem,
                                        const PinnedLine& pin, int reserve_percent,
                                        const std::function<bool()>& keep_going) {
    for (const auto& [item, units] : pin.items) {
        if (desk.rules.item(item) == nullptr) {
            throw bad_input({.code = "item.unknown",
                             .message = "there is no such item",
                             .field = "pin",
                             .found = item,
                             .expected = "an item of rules/item_catalog.csv"});
        }
    }
    const DispatchPlan plan =
        solve_dispatch(pinned_problem(problem, pin, reserve_percent), keep_going);
    std::map<std::string, Units> sent;
    std::vector<CommittedShipment> pinned;
    int last = 0;
    for (const CommittedShipment& committed : problem.committed) {
        last = std::max(last, shipment_number(committed.shipment.id));
    }
    for (const Shipment& shipment : problem.in_hand) {
        last = std::max(last, shipment_number(shipment.id));
    }
    for (const Shipment& shipment : plan.shipments) {
        pinned.push_back({.shipment = shipment});
        pinned.back().shipment.committed = "pinned";
        pinned.back().shipment.id = fmt::format("S{:03}", ++last);
        for (const ShipmentLine& line : shipment.lines) {
            sent[line.item] += line.quantity;
        }
    }
    for (const auto& [item, units] : pin.items) {
        if (sent[item] != units) {
            throw refused(
                {.code = "plan.pin",
                 .message = "what is pinned cannot be sent",
                 .field = "pin",
                 .found = words_of(pin, item, units),
                 .expected = fmt::format("at most {}: {}", sent[item], why_short(plan, item))});
        }
    }
    return pinned;
}

}  // namespace relief
