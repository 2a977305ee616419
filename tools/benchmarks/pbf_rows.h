// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tools/benchmarks/row.h"

#include <string>
#include <vector>

namespace relief::bench {

/// pbf_read_porto (a PBF file read to a network, beside libosmium that only reads it with node
/// locations) and network_start (the saved network read back). `cases` is the folder of the cases,
/// "" where there is none.
[[nodiscard]] std::vector<Row> measure_pbf(const Options& options, const std::string& cases);

}  // namespace relief::bench
