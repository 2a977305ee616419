// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace relief::schema {

/// Version 3: requests (what an idempotency key stands for), and all kinds of documents in two
/// tables with their steps and links. The state of a document is that of its last step.
inline constexpr std::string_view documents = R"sql(
CREATE TABLE request(
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  content_hash TEXT NOT NULL,
  answer TEXT NOT NULL
) STRICT;

CREATE TABLE document(
  id INTEGER PRIMARY KEY,
  unit TEXT NOT NULL,
  kind TEXT NOT NULL,
  year INTEGER NOT NULL,
  number INTEGER NOT NULL,
  event TEXT NOT NULL,
  made_at INTEGER NOT NULL,
  made_by TEXT NOT NULL,
  content TEXT NOT NULL,
  UNIQUE(unit, kind, year, number)
) STRICT;

CREATE TABLE document_line(
  id INTEGER PRIMARY KEY,
  document_id INTEGER NOT NULL REFERENCES document(id),
  line INTEGER NOT NULL,
  item TEXT NOT NULL,
  lot TEXT NOT NULL,
  amount INTEGER NOT NULL,
  owner TEXT NOT NULL,
  from_site TEXT NOT NULL,
  to_site TEXT NOT NULL,
  condition TEXT NOT NULL,
  note TEXT NOT NULL,
  UNIQUE(document_id, line)
) STRICT;

CREATE TABLE document_step(
  id INTEGER PRIMARY KEY,
  document_id INTEGER NOT NULL REFERENCES document(id),
  verb TEXT NOT NULL,
  state TEXT NOT NULL,
  occurred_at INTEGER NOT NULL,
  recorded_at INTEGER NOT NULL,
  actor TEXT NOT NULL,
  post TEXT NOT NULL,
  note TEXT NOT NULL,
  content TEXT NOT NULL,
  movement_id INTEGER REFERENCES movement(id)
) STRICT;
CREATE INDEX document_step_by_document ON document_step(document_id, id);

CREATE TABLE document_link(
  id INTEGER PRIMARY KEY,
  from_document INTEGER NOT NULL REFERENCES document(id),
  to_document INTEGER NOT NULL REFERENCES document(id),
  relation TEXT NOT NULL
) STRICT;
CREATE INDEX document_link_by_from ON document_link(from_document);
CREATE INDEX document_link_by_to ON document_link(to_document);
)sql";

}  // namespace relief::schema
