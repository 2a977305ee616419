// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tools/benchmarks/row.h"

#include <vector>

namespace relief::bench {

/// The room assess: the rows of hazard_rows.h and assess_rows.h.
[[nodiscard]] std::vector<Row> measure_assess(const Options& options);

}  // namespace relief::bench
