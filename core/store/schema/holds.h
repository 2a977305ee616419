// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace relief::schema {

/// Version 3: holds (goods promised with a deadline), states of lots, reversals,
/// closed periods; and the indices of the questions (available, as of, a lot's life).
inline constexpr std::string_view holds = R"sql(
CREATE TABLE hold(
  id INTEGER PRIMARY KEY,
  account_id INTEGER NOT NULL REFERENCES account(id),
  amount INTEGER NOT NULL,
  document_id INTEGER NOT NULL REFERENCES document(id),
  line INTEGER NOT NULL,
  made_at INTEGER NOT NULL,
  deadline INTEGER NOT NULL
) STRICT;
CREATE INDEX hold_by_account ON hold(account_id, deadline);
CREATE INDEX hold_by_deadline ON hold(deadline);
CREATE INDEX account_by_item ON account(item, site, stage);
CREATE INDEX hold_by_document ON hold(document_id);

CREATE TABLE hold_end(
  id INTEGER PRIMARY KEY,
  hold_id INTEGER NOT NULL UNIQUE REFERENCES hold(id),
  how TEXT NOT NULL,
  posted INTEGER NOT NULL,
  at INTEGER NOT NULL
) STRICT;

CREATE TABLE lot_state(
  id INTEGER PRIMARY KEY,
  item TEXT NOT NULL,
  lot TEXT NOT NULL,
  state TEXT NOT NULL,
  at INTEGER NOT NULL,
  reason TEXT NOT NULL,
  FOREIGN KEY(lot, item) REFERENCES lot(lot, item)
) STRICT;
CREATE INDEX lot_state_by_lot ON lot_state(lot, item, id);

CREATE TABLE reversal(
  id INTEGER PRIMARY KEY,
  movement_id INTEGER NOT NULL UNIQUE REFERENCES movement(id),
  reversed_by INTEGER NOT NULL UNIQUE REFERENCES movement(id)
) STRICT;

CREATE INDEX movement_by_occurred ON movement(occurred_at);
CREATE INDEX movement_late ON movement(occurred_at, recorded_at)
  WHERE recorded_at > occurred_at + 86400;

CREATE TABLE period_close(
  id INTEGER PRIMARY KEY,
  last_day INTEGER NOT NULL,
  actor TEXT NOT NULL
) STRICT;
)sql";

}  // namespace relief::schema
