// SPDX-License-Identifier: Apache-2.0
#include "tools/benchmarks/assess_room.h"

#include "tools/benchmarks/assess_rows.h"
#include "tools/benchmarks/hazard_rows.h"

#include <utility>

namespace relief::bench {

std::vector<Row> measure_assess(const Options& options) {
    std::vector<Row> rows = hazard_rows(options);
    for (Row& row : assess_rows(options)) {
        rows.push_back(std::move(row));
    }
    return rows;
}

}  // namespace relief::bench
