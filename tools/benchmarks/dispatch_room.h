// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tools/benchmarks/row.h"

#include <vector>

namespace relief::bench {

/// The dispatcher on public work and on made problems.
[[nodiscard]] std::vector<Row> measure_dispatch(const Options& options);

}  // namespace relief::bench
