// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace relief::schema {

/// Version 7: who serves in which department for warnings and who stands in for whom; warnings as
/// the steps they took; what was released, and the outbox: a row for each channel and county, with
/// every receipt. The state of a delivery is that of its last receipt, queued where it has none.
inline constexpr std::string_view alerts = R"sql(
CREATE TABLE alert_officer(
  id INTEGER PRIMARY KEY,
  person_id INTEGER NOT NULL REFERENCES person(id),
  department TEXT NOT NULL,
  role TEXT NOT NULL,
  from_at INTEGER NOT NULL,
  until_at INTEGER
) STRICT;

CREATE TABLE alert_officer_end(
  id INTEGER PRIMARY KEY,
  officer_id INTEGER NOT NULL UNIQUE REFERENCES alert_officer(id),
  at INTEGER NOT NULL,
  reason TEXT NOT NULL
) STRICT;

CREATE TABLE alert_delegation(
  id INTEGER PRIMARY KEY,
  code TEXT NOT NULL UNIQUE,
  from_person_id INTEGER NOT NULL REFERENCES person(id),
  to_person_id INTEGER NOT NULL REFERENCES person(id),
  department TEXT NOT NULL,
  from_at INTEGER NOT NULL,
  until_at INTEGER NOT NULL,
  colours TEXT NOT NULL,
  hazards TEXT NOT NULL,
  reason TEXT NOT NULL
) STRICT;

CREATE TABLE alert_delegation_end(
  id INTEGER PRIMARY KEY,
  delegation_id INTEGER NOT NULL UNIQUE REFERENCES alert_delegation(id),
  at INTEGER NOT NULL,
  reason TEXT NOT NULL
) STRICT;

CREATE TABLE alert_case(
  id INTEGER PRIMARY KEY,
  code TEXT NOT NULL UNIQUE,
  play TEXT NOT NULL CHECK(play IN ('Actual', 'Exercise')),
  hazard TEXT NOT NULL,
  at INTEGER NOT NULL,
  officer TEXT NOT NULL
) STRICT;

CREATE TABLE alert_step(
  id INTEGER PRIMARY KEY,
  case_id INTEGER NOT NULL REFERENCES alert_case(id),
  kind TEXT NOT NULL,
  at INTEGER NOT NULL,
  person TEXT NOT NULL,
  content TEXT NOT NULL
) STRICT;
CREATE INDEX alert_step_by_case ON alert_step(case_id);

CREATE TABLE alert_message(
  id INTEGER PRIMARY KEY,
  case_id INTEGER NOT NULL REFERENCES alert_case(id),
  identifier TEXT NOT NULL UNIQUE,
  play TEXT NOT NULL CHECK(play IN ('Actual', 'Exercise')),
  type TEXT NOT NULL,
  sent_at INTEGER NOT NULL,
  xml TEXT NOT NULL
) STRICT;

CREATE TABLE alert_delivery(
  id INTEGER PRIMARY KEY,
  message_id INTEGER NOT NULL REFERENCES alert_message(id),
  key TEXT NOT NULL UNIQUE,
  channel TEXT NOT NULL,
  kind TEXT NOT NULL,
  county TEXT NOT NULL,
  target TEXT NOT NULL,
  at INTEGER NOT NULL,
  escalates_id INTEGER UNIQUE REFERENCES alert_delivery(id)
) STRICT;
CREATE INDEX alert_delivery_by_message ON alert_delivery(message_id);

CREATE TABLE alert_receipt(
  id INTEGER PRIMARY KEY,
  delivery_id INTEGER NOT NULL REFERENCES alert_delivery(id),
  at INTEGER NOT NULL,
  state TEXT NOT NULL CHECK(state IN ('sent', 'retry', 'acked', 'failed')),
  person TEXT NOT NULL,
  detail TEXT NOT NULL
) STRICT;
CREATE INDEX alert_receipt_by_delivery ON alert_receipt(delivery_id);
)sql";

/// Version 8: warnings of other offices that were taken in; messages that were refused, with every
/// reason, their bytes (base64; of one over the reader's limit its beginning) and the Error reply
/// ("" where too little could be read to answer); and what a released warning set going before the
/// loss: a plan, a newer one in its place, a recall.
inline constexpr std::string_view alerts_received = R"sql(
CREATE TABLE alert_received(
  id INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  file TEXT NOT NULL,
  form TEXT NOT NULL,
  verdict TEXT NOT NULL,
  status TEXT NOT NULL,
  type TEXT NOT NULL,
  sender TEXT NOT NULL,
  identifier TEXT NOT NULL,
  sent_at INTEGER NOT NULL,
  codes TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  xml TEXT NOT NULL,
  UNIQUE(sender, identifier, sent_at)
) STRICT;

CREATE TABLE alert_quarantine(
  id INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  file TEXT NOT NULL,
  form TEXT NOT NULL,
  status TEXT NOT NULL,
  sender TEXT NOT NULL,
  identifier TEXT NOT NULL,
  codes TEXT NOT NULL,
  findings TEXT NOT NULL,
  size INTEGER NOT NULL,
  sha256 TEXT NOT NULL,
  content TEXT NOT NULL,
  reply TEXT NOT NULL
) STRICT;
CREATE INDEX alert_quarantine_by_sha256 ON alert_quarantine(sha256);

CREATE TABLE alert_preposition(
  id INTEGER PRIMARY KEY,
  case_id INTEGER NOT NULL REFERENCES alert_case(id),
  message_id INTEGER NOT NULL REFERENCES alert_message(id),
  replaces_id INTEGER REFERENCES alert_preposition(id),
  kind TEXT NOT NULL CHECK(kind IN ('draft', 'replan', 'recall')),
  at INTEGER NOT NULL,
  officer TEXT NOT NULL,
  document TEXT NOT NULL,
  plan TEXT NOT NULL
) STRICT;
CREATE INDEX alert_preposition_by_case ON alert_preposition(case_id);
)sql";

}  // namespace relief::schema
