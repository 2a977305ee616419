// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tools/benchmarks/row.h"

#include <vector>

namespace relief::bench {

/// release_p99, target_dwd, preposition.
[[nodiscard]] std::vector<Row> release_rows(const Options& options);

}  // namespace relief::bench
