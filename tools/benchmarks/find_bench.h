// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tools/benchmarks/row.h"

#include <filesystem>
#include <string>
#include <vector>

namespace relief::bench {

/// find_p99 and as_of over large books: questions drawn from a seed, each asked once books, rules
/// and roads are open, as the duty desk's server has them. `words` say what the books are.
[[nodiscard]] std::vector<Row> find_rows(const Options& options, const std::filesystem::path& books,
                                         const std::string& words);

}  // namespace relief::bench
