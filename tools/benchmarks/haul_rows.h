// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tools/benchmarks/row.h"

#include <vector>

namespace relief::bench {

/// Goods by whole trips: the generated dispatch model, the instance `large`, a plan made again, and
/// flows good by good beside LEMON.
[[nodiscard]] std::vector<Row> haul_rows(const Options& options);

}  // namespace relief::bench
