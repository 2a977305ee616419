// SPDX-License-Identifier: Apache-2.0
#include "tools/benchmarks/alerts_room.h"

#include "tools/benchmarks/cap_rows.h"
#include "tools/benchmarks/release_rows.h"

#include <utility>

namespace relief::bench {

std::vector<Row> measure_alerts(const Options& options) {
    std::vector<Row> rows = cap_rows(options);
    for (Row& row : release_rows(options)) {
        rows.push_back(std::move(row));
    }
    return rows;
}

}  // namespace relief::bench
