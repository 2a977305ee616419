// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "routing/dispatch/model.h"
#include "routing/dispatch/plan.h"
#include "routing/dispatch/problem.h"

#include <vector>

namespace relief {

/// Which kit each need is part of.
void index_kits(const DispatchProblem& problem, DispatchModel& model);

/// Columns for the kits complete at each step of the arrivals at their place, and for the units of
/// a part that count by themselves, with what they lack.
void add_kit_columns(const DispatchProblem& problem, DispatchModel& model);

/// Rows that hold them against the parts that have arrived by then.
void add_kit_rows(const DispatchProblem& problem, DispatchModel& model);

/// What complete kits add to the served share of their place.
void add_kit_shares(const DispatchProblem& problem, DispatchModel& model);

/// Fills the kits' columns from the goods' columns: whole kits, each as soon as its last part is
/// there. Parts that later kits will need are not counted by themselves.
void complete_kits(const DispatchProblem& problem, const DispatchModel& model,
                   std::vector<double>& columns);

/// Share served of each place that kits and the units beside them bring.
[[nodiscard]] std::vector<double> kit_shares(const DispatchProblem& problem,
                                             const DispatchModel& model,
                                             const std::vector<double>& columns);

/// What a plan comes to in kits; `columns` as complete_kits left them.
[[nodiscard]] std::vector<KitOutcome> kit_outcomes(const DispatchProblem& problem,
                                                   const DispatchModel& model,
                                                   const std::vector<double>& columns);

/// Shortages of parts that stay behind because another part of their kits is short: their cause
/// becomes kit_part.
void explain_kit_parts(const std::vector<KitOutcome>& outcomes, std::vector<Unmet>& unmet);

}  // namespace relief
