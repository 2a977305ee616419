// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace relief::schema {

/// Version 3: what the papers of a depot say beside their lines: counts and what they assert,
/// goods that must come back, goods given for one use, attachments. The bytes of an attachment are
/// proven by their SHA-256 in the journaled row, so they stand in a table of their own.
inline constexpr std::string_view papers = R"sql(
CREATE TABLE count_line(
  id INTEGER PRIMARY KEY,
  document_id INTEGER NOT NULL REFERENCES document(id),
  site TEXT NOT NULL,
  item TEXT NOT NULL,
  lot TEXT NOT NULL,
  owner TEXT NOT NULL,
  keeper TEXT NOT NULL,
  condition TEXT NOT NULL,
  counted INTEGER NOT NULL,
  counted_at INTEGER NOT NULL,
  book INTEGER,
  note TEXT NOT NULL
) STRICT;
CREATE INDEX count_line_by_document ON count_line(document_id, id);

CREATE TABLE count_assertion(
  id INTEGER PRIMARY KEY,
  document_id INTEGER NOT NULL REFERENCES document(id),
  account_id INTEGER NOT NULL REFERENCES account(id),
  counted INTEGER NOT NULL,
  counted_at INTEGER NOT NULL
) STRICT;
CREATE INDEX count_assertion_by_account ON count_assertion(account_id, counted_at);

CREATE TABLE returnable(
  id INTEGER PRIMARY KEY,
  document_id INTEGER NOT NULL REFERENCES document(id),
  line INTEGER NOT NULL,
  amount INTEGER NOT NULL,
  due_on TEXT NOT NULL,
  rule TEXT NOT NULL,
  reason TEXT NOT NULL
) STRICT;
CREATE INDEX returnable_by_line ON returnable(document_id, line, id);

CREATE TABLE lot_restriction(
  id INTEGER PRIMARY KEY,
  document_id INTEGER NOT NULL REFERENCES document(id),
  item TEXT NOT NULL,
  lot TEXT NOT NULL,
  use TEXT NOT NULL
) STRICT;
CREATE INDEX lot_restriction_by_lot ON lot_restriction(lot, item, id);

CREATE TABLE attachment(
  id INTEGER PRIMARY KEY,
  document_id INTEGER NOT NULL REFERENCES document(id),
  name TEXT NOT NULL,
  mime TEXT NOT NULL,
  size INTEGER NOT NULL,
  sha256 TEXT NOT NULL
) STRICT;
CREATE INDEX attachment_by_document ON attachment(document_id);

CREATE TABLE attachment_bytes(
  attachment_id INTEGER PRIMARY KEY REFERENCES attachment(id),
  bytes BLOB NOT NULL
) STRICT;
CREATE TRIGGER attachment_bytes_no_update BEFORE UPDATE ON attachment_bytes
BEGIN SELECT RAISE(ABORT, 'an attachment is never changed'); END;
CREATE TRIGGER attachment_bytes_no_delete BEFORE DELETE ON attachment_bytes
BEGIN SELECT RAISE(ABORT, 'an attachment is never deleted'); END;
)sql";

}  // namespace relief::schema
