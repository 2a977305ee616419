// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tools/benchmarks/row.h"

#include <vector>

namespace relief::bench {

/// draws_10000: 10,000 draws of every township of the province with 6 figures, and their bands.
/// alarm_to_plan_p95: `relief plan --assess` of each of the five scenarios.
[[nodiscard]] std::vector<Row> assess_rows(const Options& options);

}  // namespace relief::bench
