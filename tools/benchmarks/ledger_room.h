// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tools/benchmarks/row.h"

#include <vector>

namespace relief::bench {

/// The books under many desks, and books of ten million entries.
[[nodiscard]] std::vector<Row> measure_ledger(const Options& options);

}  // namespace relief::bench
