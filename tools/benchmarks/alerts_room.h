// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tools/benchmarks/row.h"

#include <vector>

namespace relief::bench {

/// The rows of the room alerts. Messages are those of CASES/alerts.
[[nodiscard]] std::vector<Row> measure_alerts(const Options& options);

}  // namespace relief::bench
