// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace relief::schema {

/// Version 6: responses that a person decided on, what they set going, what other bodies have
/// started; experts, who of them was called for an event, what they said. Numbers of an opinion
/// are decimal texts in the metric's unit. A decision keeps what was recommended when it was made.
inline constexpr std::string_view responses = R"sql(
CREATE TABLE response_elsewhere(
  id INTEGER PRIMARY KEY,
  incident_id INTEGER NOT NULL REFERENCES incident(id),
  at INTEGER NOT NULL,
  officer TEXT NOT NULL,
  body TEXT NOT NULL,
  kind TEXT NOT NULL,
  unit TEXT NOT NULL,
  level INTEGER NOT NULL CHECK(level BETWEEN 0 AND 4),
  source TEXT NOT NULL
) STRICT;

CREATE TABLE response_decision(
  id INTEGER PRIMARY KEY,
  incident_id INTEGER NOT NULL REFERENCES incident(id),
  at INTEGER NOT NULL,
  officer TEXT NOT NULL,
  step TEXT NOT NULL CHECK(step IN ('start', 'adjust', 'end', 'decline')),
  plan TEXT NOT NULL,
  scope TEXT NOT NULL,
  level INTEGER NOT NULL CHECK(level BETWEEN 0 AND 4),
  level_before INTEGER NOT NULL CHECK(level_before BETWEEN 0 AND 4),
  recommended INTEGER NOT NULL CHECK(recommended BETWEEN 0 AND 4),
  recommended_known INTEGER NOT NULL CHECK(recommended_known IN (0, 1)),
  recommendation TEXT NOT NULL,
  role TEXT NOT NULL,
  person TEXT NOT NULL,
  post TEXT NOT NULL,
  holding_id INTEGER REFERENCES holding(id),
  delegation_id INTEGER REFERENCES delegation(id),
  document TEXT NOT NULL,
  modifier TEXT NOT NULL,
  reason TEXT NOT NULL
) STRICT;
CREATE INDEX response_decision_by_incident ON response_decision(incident_id, id);

CREATE TABLE response_action(
  id INTEGER PRIMARY KEY,
  decision_id INTEGER NOT NULL REFERENCES response_decision(id),
  rule TEXT NOT NULL,
  words TEXT NOT NULL,
  actor TEXT NOT NULL,
  clock_start TEXT NOT NULL,
  due_at INTEGER,
  repeat_minutes INTEGER,
  borrowed_from TEXT NOT NULL,
  source TEXT NOT NULL,
  flag TEXT NOT NULL
) STRICT;

CREATE TABLE response_action_done(
  id INTEGER PRIMARY KEY,
  action_id INTEGER NOT NULL REFERENCES response_action(id),
  at INTEGER NOT NULL,
  officer TEXT NOT NULL,
  done_by TEXT NOT NULL,
  note TEXT NOT NULL
) STRICT;

CREATE TABLE expert(
  id INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  officer TEXT NOT NULL,
  code TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  title TEXT NOT NULL,
  organisation TEXT NOT NULL,
  phone TEXT NOT NULL,
  flag TEXT NOT NULL
) STRICT;

CREATE TABLE expert_term(
  id INTEGER PRIMARY KEY,
  expert_id INTEGER NOT NULL REFERENCES expert(id),
  at INTEGER NOT NULL,
  officer TEXT NOT NULL,
  field TEXT NOT NULL,
  charter TEXT NOT NULL,
  from_at INTEGER NOT NULL,
  until_at INTEGER NOT NULL
) STRICT;

CREATE TABLE expert_term_end(
  id INTEGER PRIMARY KEY,
  term_id INTEGER NOT NULL UNIQUE REFERENCES expert_term(id),
  at INTEGER NOT NULL,
  officer TEXT NOT NULL,
  reason TEXT NOT NULL
) STRICT;

CREATE TABLE expert_call(
  id INTEGER PRIMARY KEY,
  incident_id INTEGER NOT NULL REFERENCES incident(id),
  at INTEGER NOT NULL,
  officer TEXT NOT NULL,
  expert_id INTEGER NOT NULL REFERENCES expert(id),
  term_id INTEGER NOT NULL REFERENCES expert_term(id),
  question TEXT NOT NULL,
  due_at INTEGER
) STRICT;

CREATE TABLE expert_answer(
  id INTEGER PRIMARY KEY,
  call_id INTEGER NOT NULL REFERENCES expert_call(id),
  at INTEGER NOT NULL,
  officer TEXT NOT NULL,
  answer TEXT NOT NULL CHECK(answer IN ('coming', 'by_phone', 'declined')),
  note TEXT NOT NULL
) STRICT;

CREATE TABLE expert_opinion(
  id INTEGER PRIMARY KEY,
  call_id INTEGER NOT NULL REFERENCES expert_call(id),
  at INTEGER NOT NULL,
  officer TEXT NOT NULL,
  unit TEXT NOT NULL,
  metric TEXT NOT NULL,
  low TEXT NOT NULL,
  value TEXT NOT NULL,
  high TEXT NOT NULL,
  weight TEXT NOT NULL,
  words TEXT NOT NULL,
  replaces_id INTEGER UNIQUE REFERENCES expert_opinion(id)
) STRICT;
)sql";

}  // namespace relief::schema
