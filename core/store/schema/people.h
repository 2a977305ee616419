// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace relief::schema {

/// Version 3: people, who holds which post from when to when, delegations, and the versions of the
/// tables the office edits. A term or a delegation ends by a row of its own.
/// Like all tables of this version but the caches they are append-only and written by a Change.
inline constexpr std::string_view people = R"sql(
CREATE TABLE person(
  id INTEGER PRIMARY KEY,
  code TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  unit TEXT NOT NULL,
  phone TEXT NOT NULL,
  flag TEXT NOT NULL
) STRICT;
CREATE INDEX person_by_name ON person(name);

CREATE TABLE holding(
  id INTEGER PRIMARY KEY,
  person_id INTEGER NOT NULL REFERENCES person(id),
  post TEXT NOT NULL,
  unit TEXT NOT NULL,
  from_at INTEGER NOT NULL,
  until_at INTEGER
) STRICT;
CREATE INDEX holding_by_post ON holding(post, unit);
CREATE INDEX holding_by_person ON holding(person_id);

CREATE TABLE holding_end(
  id INTEGER PRIMARY KEY,
  holding_id INTEGER NOT NULL UNIQUE REFERENCES holding(id),
  at INTEGER NOT NULL,
  reason TEXT NOT NULL
) STRICT;

CREATE TABLE delegation(
  id INTEGER PRIMARY KEY,
  holding_id INTEGER NOT NULL REFERENCES holding(id),
  verb TEXT NOT NULL,
  person_id INTEGER NOT NULL REFERENCES person(id),
  from_at INTEGER NOT NULL,
  until_at INTEGER NOT NULL,
  reason TEXT NOT NULL
) STRICT;
CREATE INDEX delegation_by_person ON delegation(person_id);

CREATE TABLE delegation_end(
  id INTEGER PRIMARY KEY,
  delegation_id INTEGER NOT NULL UNIQUE REFERENCES delegation(id),
  at INTEGER NOT NULL,
  reason TEXT NOT NULL
) STRICT;

CREATE TABLE rule_version(
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  at INTEGER NOT NULL,
  bytes TEXT NOT NULL
) STRICT;
CREATE INDEX rule_version_by_name ON rule_version(name, at);
)sql";

}  // namespace relief::schema
