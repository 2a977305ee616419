// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "routing/dispatch/model.h"

namespace relief {

/// The columns of the first aim: vehicles, goods, what stays unmet.
void add_columns(const DispatchProblem& problem, DispatchModel& model);

/// The rows of the first aim: docks, loads, stock, what suppliers make, needs.
void add_first_aim_rows(const DispatchProblem& problem, DispatchModel& model);

/// Rows and columns that only the aims after the first look at.
void add_later_aims(const DispatchProblem& problem, DispatchModel& model);

}  // namespace relief
