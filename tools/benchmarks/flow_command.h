// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace relief::bench {

/// relief-bench flow FILE [--method automatic|simplex|scaling] [--json]: the cost of a DIMACS
/// minimum-cost flow, plain or .gz. 0, or 1 where there is no flow or no least one. WrongUsage.
int flow_command(const std::vector<std::string>& arguments);

}  // namespace relief::bench
