// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "routing/dispatch/what_if.h"
#include "tools/desk/desk.h"
#include "tools/desk/plan.h"

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace relief {

/// "长春市库再添 1 台 9.6 米厢式货车", "one more BOX96 at …".
[[nodiscard]] std::string what_if_words(const Desk& desk, const PlanRun& run, const WhatIf& row,
                                        std::string_view language);

/// What more of everything would buy, as a table with a title and a line that says how to read it.
[[nodiscard]] std::string what_if_table(const Desk& desk, const PlanRun& run,
                                        const std::vector<WhatIf>& rows, std::string_view language);

/// `what_if` of relief.explain/1 and relief.plan/1: a row for each, what is not known null.
[[nodiscard]] nlohmann::ordered_json what_if_json(const std::vector<WhatIf>& rows);

}  // namespace relief
