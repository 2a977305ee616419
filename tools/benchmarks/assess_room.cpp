// SPDX-License-Identifier: Apache-2.0
#include "tools/benchmarks/assess_room.h"

#include "tools/benchmarks/hazard_rows.h"

namespace relief::bench {

std::vector<Row> measure_assess(const Options& options) {
    return hazard_rows(options);
}

}  // namespace relief::bench
