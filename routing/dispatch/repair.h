// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "routing/dispatch/plan.h"
#include "routing/dispatch/problem.h"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace relief {

/// A shipment of the plan in hand, and what is left of it.
struct RepairedShipment {
    Shipment before;
    std::optional<Shipment> after;  ///< nothing: it cannot go at all
    /// "" where it goes as it was. road: another road, or none is left; late: it should have left
    /// already; time: it would come after the end of the plan; vehicles, stock, expiry, supplier:
    /// there are fewer than it takes; need: less is needed; forbidden: it may not send.
    std::string cause;
};

/// The plan in hand (`in_hand`) without what has become impossible, in the order of departure: each
/// shipment keeps its lorries, its hour and its goods as far as road, vehicles, stock and needs
/// allow beside what is committed and what was kept before it. Where its road is closed it takes
/// the quickest one left.
[[nodiscard]] std::vector<RepairedShipment> repair_in_hand(const DispatchProblem& problem);

/// What the repair left, as committed shipments with the stage "kept".
[[nodiscard]] std::vector<CommittedShipment> kept_shipments(
    const std::vector<RepairedShipment>& repaired);

/// A plan made in place of another.
struct DispatchReplan {
    DispatchPlan plan;
    std::vector<RepairedShipment> repaired;
    bool made_anew = false;   ///< chosen over keeping what is left of the plan in hand
    double kept_lacking = 0;  ///< first aim of: what is left of it kept, the rest filled up
    double anew_lacking = 0;  ///< first aim of: all made anew
    int trips_in_hand = 0;    ///< vehicles x shipments
    int trips_possible = 0;   ///< of these what could still go as it was
    int trips_changed = 0;    ///< of the possible ones what does not
};

/// Of the undeparted trips so many may change although they could still go, unless the first aim
/// gains more than the other share.
inline constexpr double changed_trips_max = 0.2;
inline constexpr double gain_for_more = 0.01;

/// Two plans are made: what is left of the plan in hand is kept and the rest filled up around it,
/// and everything that is not committed is made anew with few changes as its fourth aim. The
/// second is taken where its first aim is better by more than a hundredth, or where it is better
/// under the aims in their order and changes at most a fifth of the trips that could go as they
/// were. So the answer is never worse than the repaired plan in hand. The bound of the first aim
/// holds for both kinds; those of the later aims for plans that keep what the level says.
[[nodiscard]] DispatchReplan replan_dispatch(const DispatchProblem& problem,
                                             const std::function<bool()>& keep_going);

}  // namespace relief
