// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tools/benchmarks/row.h"

#include <vector>

namespace relief::bench {

/// import_csv_dry, import_csv_posted, import_xlsx_dry, import_xlsx_posted: `relief import` of a
/// made sheet of 100,000 rows, the whole command from the reading of the file to its answer, with
/// the memory it took at most.
[[nodiscard]] std::vector<Row> import_rows(const Options& options);

}  // namespace relief::bench
