// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tools/benchmarks/row.h"

namespace relief::bench {

/// backup_100mb: `relief backup` of books of 100 MB while eight desks post, and what it makes of
/// the answers they wait for.
[[nodiscard]] Row backup_row(const Options& options);

}  // namespace relief::bench
