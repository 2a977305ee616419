// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tools/benchmarks/row.h"

#include <vector>

namespace relief::bench {

/// The server beside a bare Beast server, asked by the same client in the same minutes.
[[nodiscard]] std::vector<Row> measure_http(const Options& options);

}  // namespace relief::bench
