// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/rules.h"
#include "core/store/database.h"
#include "reserves/duty/due.h"

#include <vector>

namespace relief {

/// What the responses of all events have set going and nobody has done yet (kind "response"), and
/// experts who were called to answer by a time and have not judged anything (kind "expert").
[[nodiscard]] std::vector<DueItem> due_responses(Database& database, const Rules& rules,
                                                 Instant now);

}  // namespace relief
