// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "reserves/stock_view.h"
#include "routing/dispatch/problem.h"
#include "tools/desk/desk.h"
#include "tools/desk/plan.h"

#include <string>
#include <vector>

namespace relief {

/// The goods of the catalogue as they travel on a day: in whole packs where one is in force that is
/// not opened (rules/item_packs.csv), with the life that is left on arrival
/// (rules/life_on_arrival.csv).
[[nodiscard]] std::vector<DispatchItem> items_of(const Desk& desk, Date on);

/// What a lot was given for, held against an event.
struct GivenFor {
    std::string use;                  ///< "" = anything
    std::vector<std::string> places;  ///< of the plan that it may serve; empty = all
    bool elsewhere = false;           ///< none of them
};

/// A use is the event itself, or a division; goods given for one serve the places within it.
[[nodiscard]] GivenFor given_for(const Desk& desk, const PlanRun& run,
                                 const DispatchProblem& problem, const LotStock& lot);

/// Goods that were given for another use are not in the plan; how much is told.
[[nodiscard]] PlanWarning designated_warning(const std::string& use, Units units);

}  // namespace relief
