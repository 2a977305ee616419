// SPDX-License-Identifier: Apache-2.0
#include "routing/dispatch/extend.h"

#include "routing/dispatch/look_up.h"
#include "routing/dispatch/planner.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace relief {
namespace {

/// The needs that are short, and the others of their kits: by index, -1 for those left out.
std::vector<int> short_needs(const DispatchProblem& problem, const DispatchPlan& plan) {
    std::set<int> kept;
    for (const Unmet& unmet : plan.unmet) {
        for (std::size_t n = 0; n < problem.needs.size(); ++n) {
            if (problem.needs[n].id == unmet.need) {
                kept.insert(static_cast<int>(n));
            }
        }
    }
    for (const DispatchKit& kit : problem.kits) {
        const auto is_kept = [&](const DispatchKitPart& part) { return kept.contains(part.need); };
        if (std::any_of(kit.parts.begin(), kit.parts.end(), is_kept)) {
            for (const DispatchKitPart& part : kit.parts) {
                kept.insert(part.need);
            }
        }
    }
    std::vector<int> new_index(problem.needs.size(), -1);
    int next = 0;
    for (const int need : kept) {
        new_index[static_cast<std::size_t>(need)] = next++;
    }
    return new_index;
}

/// Leaves only the needs with an index, and what serves them alone.
void leave_needs(const std::vector<int>& new_index, DispatchProblem& problem) {
    const auto index = [&](int need) { return new_index[static_cast<std::size_t>(need)]; };
    std::erase_if(problem.ways, [&](const Way& way) {
        return std::any_of(way.serves.begin(), way.serves.end(),
                           [&](int need) { return index(need) < 0; });
    });
    for (Way& way : problem.ways) {
        std::transform(way.serves.begin(), way.serves.end(), way.serves.begin(), index);
    }
    std::erase_if(problem.kits,
                  [&](const DispatchKit& kit) { return index(kit.parts.front().need) < 0; });
    for (DispatchKit& kit : problem.kits) {
        for (DispatchKitPart& part : kit.parts) {
            part.need = index(part.need);
        }
    }
    std::vector<DispatchNeed> needs;
    for (std::size_t n = 0; n < problem.needs.size(); ++n) {
        if (new_index[n] >= 0) {
            needs.push_back(std::move(problem.needs[n]));
        }
    }
    problem.needs = std::move(needs);
    problem.scenarios.clear();
    problem.planned_for.clear();
}

/// Leaves only the places that still need something, and what is said of those.
void leave_places(DispatchProblem& problem) {
    std::set<std::string> asking;
    for (const DispatchNeed& need : problem.needs) {
        asking.insert(need.place);
    }
    const auto unasked = [&](const std::string& place) { return !asking.contains(place); };
    std::erase_if(problem.places, unasked);
    std::erase_if(problem.tiers, [&](const DispatchTier& tier) { return unasked(tier.place); });
    std::erase_if(problem.legs, [&](const DispatchLeg& leg) { return unasked(leg.to_place); });
    std::erase_if(problem.receptions,
                  [&](const DispatchReception& row) { return unasked(row.place); });
    problem.open_legs.clear();
}

/// How many units one of an item has become: lifted packages are opened and their units cut.
double pieces_of(const DispatchProblem& problem, const DispatchProblem& lifted,
                 const std::string& item) {
    const double whole = item_of(problem, item).weight_kg + item_of(problem, item).volume_m3;
    const double piece = item_of(lifted, item).weight_kg + item_of(lifted, item).volume_m3;
    return piece > 0 ? std::round(whole / piece) : 1;
}

/// A shipment as it goes, in the units of the lifted problem, for the needs that are left.
Shipment as_it_goes(const DispatchProblem& problem, const DispatchProblem& lifted,
                    Shipment shipment) {
    std::set<std::string> left;
    for (const DispatchNeed& need : lifted.needs) {
        left.insert(need.id);
    }
    std::vector<ShipmentLine> spare;
    for (ShipmentLine& line : shipment.lines) {
        const auto pieces = static_cast<Units>(pieces_of(problem, lifted, line.item));
        const Units all = line.quantity * pieces;
        std::erase_if(line.for_need, [&](const std::string& need) { return !left.contains(need); });
        if (pieces > 1) {
            line.quantity = std::min(all, line.counts_for);
            spare.push_back(line);
            spare.back().quantity = all - line.quantity;
            spare.back().for_need.clear();
        }
    }
    shipment.lines.insert(shipment.lines.end(), spare.begin(), spare.end());
    return shipment;
}

}  // namespace

DispatchPlan extend_plan(const DispatchProblem& problem, const DispatchProblem& lifted,
                         const DispatchPlan& plan, const std::function<bool()>& keep_going) {
    DispatchProblem left = lifted;
    leave_needs(short_needs(problem, plan), left);
    leave_places(left);
    left.in_hand.clear();
    for (CommittedShipment& committed : left.committed) {
        committed.shipment = as_it_goes(problem, left, std::move(committed.shipment));
    }
    for (const Shipment& shipment : plan.shipments) {
        const bool is_known = std::any_of(problem.committed.begin(), problem.committed.end(),
                                          [&](const CommittedShipment& committed) {
                                              return committed.shipment.id == shipment.id;
                                          });
        if (!is_known) {
            left.committed.push_back({.shipment = as_it_goes(problem, left, shipment)});
            left.committed.back().shipment.committed = "kept";
        }
    }
    return solve_dispatch(left, keep_going);
}

}  // namespace relief
