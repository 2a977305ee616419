// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tools/desk/desk.h"
#include "tools/desk/plan.h"

#include <string>

namespace relief {

/// The change list of a plan made from another in words, "zh" or "en": events and edits, what
/// stands, each line old and new with its cause, detours, proposals, the aims before and after.
[[nodiscard]] std::string replan_text(const Desk& desk, const PlanRun& run,
                                      const std::string& language);

}  // namespace relief
