// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace relief::schema {

/// Version 3: the duty book. A shift begins with its row and ends with a handover that the next
/// shift has taken over; a handover keeps what was open then and which head was proven.
inline constexpr std::string_view duty = R"sql(
CREATE TABLE duty_shift(
  id INTEGER PRIMARY KEY,
  unit TEXT NOT NULL,
  at INTEGER NOT NULL,
  officer TEXT NOT NULL,
  leader TEXT NOT NULL,
  handover_id INTEGER REFERENCES duty_handover(id),
  note TEXT NOT NULL
) STRICT;

CREATE TABLE duty_handover(
  id INTEGER PRIMARY KEY,
  shift_id INTEGER NOT NULL REFERENCES duty_shift(id),
  at INTEGER NOT NULL,
  from_officer TEXT NOT NULL,
  to_officer TEXT NOT NULL,
  verified_at INTEGER NOT NULL,
  head_seq INTEGER NOT NULL,
  head_hash TEXT NOT NULL,
  open_items TEXT NOT NULL,
  note TEXT NOT NULL
) STRICT;

CREATE TABLE duty_call(
  id INTEGER PRIMARY KEY,
  shift_id INTEGER REFERENCES duty_shift(id),
  at INTEGER NOT NULL,
  officer TEXT NOT NULL,
  caller TEXT NOT NULL,
  unit TEXT NOT NULL,
  phone TEXT NOT NULL,
  words TEXT NOT NULL,
  tape TEXT NOT NULL,
  event TEXT NOT NULL,
  struck_at INTEGER,
  place TEXT NOT NULL,
  hazard TEXT NOT NULL,
  relocated INTEGER
) STRICT;

CREATE TABLE duty_call_line(
  id INTEGER PRIMARY KEY,
  call_id INTEGER NOT NULL REFERENCES duty_call(id),
  item TEXT NOT NULL,
  asked INTEGER NOT NULL,
  needed INTEGER,
  own_stock INTEGER,
  own_used INTEGER,
  UNIQUE(call_id, item)
) STRICT;

CREATE TABLE duty_call_document(
  id INTEGER PRIMARY KEY,
  call_id INTEGER NOT NULL REFERENCES duty_call(id),
  document_id INTEGER NOT NULL REFERENCES document(id)
) STRICT;
)sql";

}  // namespace relief::schema
