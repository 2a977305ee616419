// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace relief::schema {

/// Version 3: consignment contracts and duties, agreements and their call tests, inspections,
/// hazards, safety grades, responsibility letters, training.
inline constexpr std::string_view care = R"sql(
CREATE TABLE inspection(
  id INTEGER PRIMARY KEY,
  site TEXT NOT NULL,
  season TEXT NOT NULL,
  opened_at INTEGER NOT NULL,
  content TEXT NOT NULL
) STRICT;
)sql";

}  // namespace relief::schema
