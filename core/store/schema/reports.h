// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace relief::schema {

/// Version 5: events and the reports of their losses as they were received.
/// A report is never changed: a correction is a report that names the one it stands for. A figure
/// is a decimal text in its metric's unit beside the words it was read from.
inline constexpr std::string_view reports = R"sql(
CREATE TABLE incident(
  id INTEGER PRIMARY KEY,
  event TEXT NOT NULL UNIQUE,
  at INTEGER NOT NULL,
  officer TEXT NOT NULL,
  name TEXT NOT NULL,
  hazard TEXT NOT NULL,
  scope TEXT NOT NULL,
  start_at INTEGER NOT NULL,
  note TEXT NOT NULL
) STRICT;

CREATE TABLE incident_step(
  id INTEGER PRIMARY KEY,
  incident_id INTEGER NOT NULL REFERENCES incident(id),
  step TEXT NOT NULL CHECK(step IN ('unit', 'stable', 'reopen', 'end')),
  at INTEGER NOT NULL,
  officer TEXT NOT NULL,
  unit TEXT NOT NULL,
  note TEXT NOT NULL
) STRICT;

CREATE TABLE field_report(
  id INTEGER PRIMARY KEY,
  incident_id INTEGER NOT NULL REFERENCES incident(id),
  label TEXT NOT NULL,
  unit TEXT NOT NULL,
  kind TEXT NOT NULL CHECK(kind IN ('initial', 'follow_up', 'final', 'zero', 'correction')),
  stat_time INTEGER NOT NULL,
  received_at INTEGER NOT NULL,
  officer TEXT NOT NULL,
  reporter TEXT NOT NULL,
  source TEXT NOT NULL,
  flag TEXT NOT NULL,
  note TEXT NOT NULL,
  counts_since INTEGER,
  corrects_id INTEGER UNIQUE REFERENCES field_report(id),
  drill INTEGER NOT NULL CHECK(drill IN (0, 1)),
  file TEXT NOT NULL,
  line INTEGER NOT NULL,
  UNIQUE(incident_id, label)
) STRICT;

CREATE TABLE field_figure(
  id INTEGER PRIMARY KEY,
  report_id INTEGER NOT NULL REFERENCES field_report(id),
  metric TEXT NOT NULL,
  value TEXT NOT NULL,
  unit TEXT NOT NULL,
  bound TEXT NOT NULL,
  exactness TEXT NOT NULL,
  words TEXT NOT NULL,
  UNIQUE(report_id, metric)
) STRICT;

CREATE TABLE field_report_note(
  id INTEGER PRIMARY KEY,
  report_id INTEGER NOT NULL REFERENCES field_report(id),
  at INTEGER NOT NULL,
  officer TEXT NOT NULL,
  words TEXT NOT NULL
) STRICT;
)sql";

}  // namespace relief::schema
