// SPDX-License-Identifier: Apache-2.0
#include "tools/benchmarks/dispatch_room.h"

#include "tools/benchmarks/tour_rows.h"

namespace relief::bench {

std::vector<Row> measure_dispatch(const Options& options) {
    return tour_rows(options);
}

}  // namespace relief::bench
