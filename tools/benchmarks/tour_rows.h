// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tools/benchmarks/row.h"

#include <vector>

namespace relief::bench {

/// Tours on the field's cases: the gap to the best known value, each case once with seed 1, two
/// side by side. Seconds are of the wall clock; the note says how much of them a processor worked.
[[nodiscard]] std::vector<Row> tour_rows(const Options& options);

}  // namespace relief::bench
