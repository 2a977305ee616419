// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/store/database.h"

#include <cstdint>
#include <filesystem>
#include <optional>

namespace relief {

// Checks that the full and the quick proof share. `checked` becomes the number of rows looked at.

/// Tables and triggers as the program makes them.
[[nodiscard]] std::optional<WrongRow> check_schema(Database& database, std::int64_t& checked);
/// Every head of the anchor file is a row of the journal.
[[nodiscard]] std::optional<WrongRow> check_anchor(Database& database,
                                                   const std::filesystem::path& anchor,
                                                   std::int64_t& checked);

}  // namespace relief
