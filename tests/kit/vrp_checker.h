// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace relief::kit {

/// Everything that is wrong with an answer of `relief-bench vrp --json` for a case file, found by
/// reading both anew: cost, loads, windows, lengths, vehicles, and every customer's whole demand.
/// `format` is solomon, cordeau, hvrp, split or cvrp (VRPLIB without further sections).
[[nodiscard]] std::vector<std::string> vrp_answer_faults(const std::string& case_file,
                                                         const std::string& format,
                                                         const std::string& answer);

}  // namespace relief::kit
