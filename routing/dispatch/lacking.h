// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "routing/dispatch/problem.h"

namespace relief {

/// Weighted person-hours that one unit of a need lacks when it arrives `arrive` minutes after
/// as_of: persons a unit x weight x the integral of the growth from `by` to then; 0 before `by`.
[[nodiscard]] double lacking_per_unit(const DispatchProblem& problem, const DispatchNeed& need,
                                      int arrive);

/// Weighted person-hours of a need that one unit of a way leaves open when it arrives then, its
/// penalty as a substitute included.
[[nodiscard]] double lacking_left_open(const DispatchProblem& problem, const Way& way,
                                       const DispatchNeed& need, int arrive);

/// The part of it that a substitute leaves open for being one; 0 for the item itself.
[[nodiscard]] double penalty_left_open(const DispatchProblem& problem, const Way& way,
                                       const DispatchNeed& need, int arrive);

}  // namespace relief
