// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tools/benchmarks/row.h"

#include <vector>

namespace relief::bench {

/// ingest_small, ingest_mixed, the same with signatures, verify_rsa2048, attack_worst.
[[nodiscard]] std::vector<Row> cap_rows(const Options& options);

}  // namespace relief::bench
