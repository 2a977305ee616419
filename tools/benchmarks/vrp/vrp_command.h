// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace relief::bench {

inline constexpr std::string_view vrp_usage =
    "relief-bench vrp FILE [--format vrplib|solomon|cordeau|hvrp|split] "
    "[--objective distance|vehicles]\n"
    "                        [--round none|nearest|exact|dimacs] [--seconds S] [--iterations N] "
    "[--seed N] [--json] [--sol FILE]";

/// relief-bench vrp FILE …: reads a routing case, solves it, prints cost, seconds and routes.
/// `words` are the arguments behind "vrp". bad_input "usage" where they are wrong.
void solve_vrp(const std::vector<std::string>& words);

}  // namespace relief::bench
