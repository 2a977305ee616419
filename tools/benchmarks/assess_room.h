// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tools/benchmarks/row.h"

#include <vector>

namespace relief::bench {

/// The room assess: its rows are those of hazard_rows.h; further families are added here.
[[nodiscard]] std::vector<Row> measure_assess(const Options& options);

}  // namespace relief::bench
