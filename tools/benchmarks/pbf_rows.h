// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tools/benchmarks/row.h"

#include <string>
#include <vector>

namespace relief::bench {

/// pbf_read_porto (a PBF file read to a network, beside libosmium that only reads it with node
/// locations), network_start (the saved network read back) and closure_area_arcs (a polygon to the
/// arcs it shuts, beside Boost.Geometry). `cases` is the folder of the cases,
/// "" where there is none.
[[nodiscard]] std::vector<Row> measure_pbf(const Options& options, const std::string& cases);

}  // namespace relief::bench
