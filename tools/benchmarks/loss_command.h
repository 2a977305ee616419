// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace relief::bench {

/// relief-bench loss [--cases DIR] [--json]: what every loss case of DIR/loss/expected.csv comes
/// to, worked out without looking at what it expects. Where DIR is not told, the cases beside the
/// program. WrongUsage.
int loss_command(const std::vector<std::string>& arguments);

}  // namespace relief::bench
