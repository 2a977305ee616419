// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace relief::schema {

/// Version 3: what was imported, sheet by sheet and row by row, and what was printed.
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

CREATE TABLE import_batch(
  id INTEGER PRIMARY KEY,
  sha256 TEXT NOT NULL,
  kind TEXT NOT NULL,
  site TEXT NOT NULL,
  file TEXT NOT NULL,
  sheet TEXT NOT NULL,
  at INTEGER NOT NULL,
  recorded_at INTEGER NOT NULL,
  actor TEXT NOT NULL,
  rows_read INTEGER NOT NULL,
  accepted INTEGER NOT NULL,
  held INTEGER NOT NULL,
  refused INTEGER NOT NULL,
  movements TEXT NOT NULL,
  documents TEXT NOT NULL,
  UNIQUE(sha256, kind, site)
) STRICT;

CREATE TABLE import_row(
  id INTEGER PRIMARY KEY,
  batch_id INTEGER NOT NULL REFERENCES import_batch(id),
  line INTEGER NOT NULL,
  status TEXT NOT NULL,
  site TEXT NOT NULL,
  owner TEXT NOT NULL,
  item TEXT NOT NULL,
  lot TEXT NOT NULL,
  amount INTEGER NOT NULL,
  reasons TEXT NOT NULL
) STRICT;
CREATE INDEX import_row_by_batch ON import_row(batch_id, line);
)sql";

}  // namespace relief::schema
