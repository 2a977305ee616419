// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tools/benchmarks/row.h"

#include <filesystem>
#include <vector>

namespace relief::bench {

/// The desk's operations through the whole server, on made books below `folder`: read_cached and
/// read_query beside Beast's hello, allot_1 and allot_32 beside SQLite alone, and 200 officers at
/// once (desks_200_read_p99, desks_200_write_p99).
[[nodiscard]] std::vector<Row> measure_desk(const Options& options,
                                            const std::filesystem::path& folder);

}  // namespace relief::bench
