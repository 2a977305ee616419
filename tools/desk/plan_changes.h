// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/quantity.h"
#include "core/time.h"
#include "routing/dispatch/plan.h"
#include "routing/dispatch/repair.h"

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace relief {

/// Something that happened to a plan, or that somebody wants of it, kept with it so that a later
/// plan made from it honours it too.
struct PlanCause {
    std::string id;    ///< E1, E2 … what happened; H1 … by hand
    std::string kind;  ///< closed, breakdown, lost_depot, refused, received, report, order;
                       ///< forbid, forbid_road, add_truck, pin, swap
    std::vector<std::string> words;  ///< what it is about: "G202"; depot, class, number …
    std::string zh;
    std::string en;
};

/// A line of a plan against the one it was made from.
struct PlanChange {
    std::string from;
    std::string to;
    std::string item;
    Units before = 0;
    Units after = 0;
    std::vector<std::string> shipments_before;
    std::vector<std::string> shipments_after;
    std::string cause;    ///< road, late, vehicles, stock, expiry, supplier, forbidden, need_fell,
                          ///< need_rose, instead, order, better
    std::string because;  ///< id of a PlanCause, "" where none is known
    std::string zh;
    std::string en;
};

/// A shipment that goes another road or at another hour with the same goods.
struct PlanDetour {
    std::string shipment;
    std::string cause;
    std::string because;
    Instant arrive_before;
    Instant arrive_after;
    double km_before = 0;
    double km_after = 0;
};

/// What somebody could do about goods that nobody needs any more where they go.
struct PlanProposal {
    std::string kind;  ///< divert, recall, cancel
    std::string order;
    std::string shipment;
    std::string from;  ///< place or depot they go from, to the place below
    std::string to;    ///< where they are needed, "" = nowhere
    std::string item;
    Units quantity = 0;
    std::string zh;
    std::string en;
};

/// How a plan came from the one in hand.
struct PlanChanges {
    std::string plan_before;  ///< digest of the plan in hand
    Instant as_of_before;
    std::vector<PlanChange> lines;
    std::vector<PlanDetour> detours;
    std::vector<PlanProposal> proposals;
    std::vector<ObjectiveLevel> levels_before;    ///< of the plan in hand, as it was made
    std::vector<ObjectiveLevel> levels_repaired;  ///< what is left of it, nothing filled in
    bool made_anew = false;
    double kept_lacking = 0;
    double anew_lacking = 0;
    int trips_in_hand = 0;
    int trips_possible = 0;
    int trips_changed = 0;
};

/// What the change list is made of.
struct ChangeFacts {
    const DispatchProblem& problem;        ///< of the newer plan
    const std::vector<Shipment>& in_hand;  ///< of the older one, not committed
    const DispatchReplan& replan;
    const std::vector<PlanCause>& causes;
    /// Edges that are closed: the cause or closure that says so.
    const std::map<std::string, std::string>& closed_by;
    std::map<std::pair<std::string, std::string>, Units> needed_before;  ///< place, item
};

/// Lines and detours, each with what caused it.
[[nodiscard]] PlanChanges list_changes(const ChangeFacts& facts);

}  // namespace relief
