// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tools/benchmarks/row.h"

namespace relief::bench {

/// restart_million: books of a million movements; the server is killed while desks write, and
/// started again: seconds from its start to its first answer.
[[nodiscard]] Row restart_row(const Options& options);

}  // namespace relief::bench
