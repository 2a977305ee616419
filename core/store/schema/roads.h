// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace relief::schema {

/// Version 3: closures of roads as they were told, and what became of them. A closure counts from
/// its step "place" (which says where it is, by ids of the network's source) until its step "lift".
/// `reading` keeps the candidates as they were shown, so that number 2 stays what the officer saw.
inline constexpr std::string_view roads = R"sql(
CREATE TABLE road_closure(
  id INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  officer TEXT NOT NULL,
  words TEXT NOT NULL,
  origin TEXT NOT NULL,
  place TEXT NOT NULL,
  cause TEXT NOT NULL,
  source TEXT NOT NULL,
  confidence TEXT NOT NULL,
  from_at INTEGER NOT NULL,
  to_at INTEGER,
  reopening TEXT NOT NULL,
  limits TEXT NOT NULL,
  reading TEXT NOT NULL
) STRICT;

CREATE TABLE road_closure_step(
  id INTEGER PRIMARY KEY,
  closure_id INTEGER NOT NULL REFERENCES road_closure(id),
  step TEXT NOT NULL CHECK(step IN ('place', 'lift')),
  at INTEGER NOT NULL,
  officer TEXT NOT NULL,
  kind TEXT NOT NULL,
  extent TEXT NOT NULL,
  zh TEXT NOT NULL,
  en TEXT NOT NULL,
  network TEXT NOT NULL,
  reason TEXT NOT NULL,
  UNIQUE(closure_id, step)
) STRICT;
)sql";

}  // namespace relief::schema
