// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tools/benchmarks/row.h"

#include <vector>

namespace relief::bench {

/// The main job as the desk runs it: the whole command, from the start of the process to its end,
/// on each of the five scenarios, and `relief init`.
[[nodiscard]] std::vector<Row> measure_plan(const Options& options);

}  // namespace relief::bench
