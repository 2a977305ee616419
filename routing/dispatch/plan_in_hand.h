// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "routing/dispatch/model.h"
#include "routing/dispatch/plan.h"
#include "routing/dispatch/problem.h"

#include <map>
#include <string>
#include <tuple>
#include <vector>

namespace relief {

/// A line of an order: what one depot or supplier sends one place of one item, over all lorries.
using LineKey = std::tuple<std::string, std::string, std::string>;  // from, to, item

/// Whether a shipment is not the planner's nor the desk's to change any more; what is pinned is not
/// the planner's alone.
[[nodiscard]] bool stands(const Shipment& shipment);

/// The lines of shipments, without those that stand.
[[nodiscard]] std::map<LineKey, Units> lines_of(const std::vector<Shipment>& shipments);

/// How many lines are in one of two plans alone, or in both with other amounts.
[[nodiscard]] int changed_lines(const std::vector<Shipment>& before,
                                const std::vector<Shipment>& after);

/// Columns and rows for the aim of few changes: for each line a share in [0, 1] that is above 0
/// where its amount differs from that in the plan in hand. Their sum is at most the number of
/// changed lines, so its least value bounds that number. Nothing without a plan in hand.
void add_changes(const DispatchProblem& problem, DispatchModel& model);

/// The same sum of amounts on the columns of the model.
[[nodiscard]] double change_shares(const DispatchProblem& problem, const DispatchModel& model,
                                   const std::vector<double>& columns);

}  // namespace relief
