// SPDX-License-Identifier: Apache-2.0
#include "tools/benchmarks/alerts_room.h"

#include "tools/benchmarks/cap_rows.h"

namespace relief::bench {

std::vector<Row> measure_alerts(const Options& options) {
    return cap_rows(options);
}

}  // namespace relief::bench
