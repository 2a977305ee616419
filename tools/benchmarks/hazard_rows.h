// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tools/benchmarks/row.h"

#include <vector>

namespace relief::bench {

/// shakemap_grid, flood_raster: from a file of a hazard to its losses.
[[nodiscard]] std::vector<Row> hazard_rows(const Options& options);

}  // namespace relief::bench
