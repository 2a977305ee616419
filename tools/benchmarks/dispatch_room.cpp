// SPDX-License-Identifier: Apache-2.0
#include "tools/benchmarks/dispatch_room.h"

#include "tools/benchmarks/haul_rows.h"
#include "tools/benchmarks/tour_rows.h"

namespace relief::bench {

std::vector<Row> measure_dispatch(const Options& options) {
    std::vector<Row> rows = tour_rows(options);
    const std::vector<Row> hauls = haul_rows(options);
    rows.insert(rows.end(), hauls.begin(), hauls.end());
    return rows;
}

}  // namespace relief::bench
