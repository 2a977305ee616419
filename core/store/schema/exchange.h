// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace relief::schema {

/// Version 3: what was imported and printed.
inline constexpr std::string_view exchange = R"sql(
CREATE TABLE print_run(
  id INTEGER PRIMARY KEY,
  form TEXT NOT NULL,
  subject TEXT NOT NULL,
  count INTEGER NOT NULL,
  at INTEGER NOT NULL,
  actor TEXT NOT NULL,
  sha256 TEXT NOT NULL
) STRICT;
CREATE INDEX print_run_by_subject ON print_run(form, subject);
)sql";

}  // namespace relief::schema
