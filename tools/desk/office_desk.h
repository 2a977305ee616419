// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/people.h"
#include "reserves/depot.h"
#include "tools/desk/writing_desk.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace relief {

/// Enters a made-up holder for every post of every division and depot, flagged synthetic, named
/// for the post and no person. refused office.demo on real books. Answers how many.
int add_demo_staff(Change& change, const Baseline& baseline,
                   const std::vector<Organisation>& organisations);

/// relief.office/1: people, their terms and delegations; with `at` those that run then.
[[nodiscard]] std::string office_json(Database& database, std::optional<Instant> at);
[[nodiscard]] std::string office_text(Database& database, std::optional<Instant> at,
                                      std::string_view language);

}  // namespace relief
