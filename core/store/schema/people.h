// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace relief::schema {

/// Version 3: offices, people, who holds which post from when to when, delegations.
/// Like all tables of this version but the caches they are append-only and written by a Change.
inline constexpr std::string_view people = R"sql(
CREATE TABLE person(
  id INTEGER PRIMARY KEY,
  code TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  unit TEXT NOT NULL,
  phone TEXT NOT NULL
) STRICT;
)sql";

}  // namespace relief::schema
