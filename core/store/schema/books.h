// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace relief::schema {

/// Version 2: the books. `balance` and `balance_day` (net change of a real account on a Beijing
/// date, as days since 1970) are caches of `entry`; everything else is written once.
inline constexpr std::string_view books = R"sql(
CREATE TABLE lot(
  id INTEGER PRIMARY KEY,
  item TEXT NOT NULL,
  lot TEXT NOT NULL,
  made_on TEXT NOT NULL,
  expires_on TEXT NOT NULL,
  UNIQUE(lot, item)
) STRICT;

CREATE TABLE account(
  id INTEGER PRIMARY KEY,
  owner TEXT NOT NULL,
  keeper TEXT NOT NULL,
  site TEXT NOT NULL,
  item TEXT NOT NULL,
  lot TEXT NOT NULL,
  condition TEXT NOT NULL,
  stage TEXT NOT NULL,
  UNIQUE(lot, item, stage, site, condition, owner, keeper),
  FOREIGN KEY(lot, item) REFERENCES lot(lot, item)
) STRICT;

CREATE TABLE movement(
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  key TEXT NOT NULL UNIQUE,
  occurred_at INTEGER NOT NULL,
  recorded_at INTEGER NOT NULL,
  actor TEXT NOT NULL,
  reason TEXT NOT NULL,
  content_hash TEXT NOT NULL,
  prev_hash TEXT NOT NULL,
  hash TEXT NOT NULL,
  journal_seq INTEGER NOT NULL UNIQUE REFERENCES journal(seq)
) STRICT;

CREATE TABLE entry(
  movement_id INTEGER NOT NULL REFERENCES movement(id),
  line INTEGER NOT NULL,
  account_id INTEGER NOT NULL REFERENCES account(id),
  amount INTEGER NOT NULL,
  PRIMARY KEY(movement_id, line)
) STRICT, WITHOUT ROWID;

CREATE TABLE balance(
  account_id INTEGER PRIMARY KEY REFERENCES account(id),
  amount INTEGER NOT NULL
) STRICT;

CREATE TABLE balance_day(
  account_id INTEGER NOT NULL REFERENCES account(id),
  day INTEGER NOT NULL,
  amount INTEGER NOT NULL,
  PRIMARY KEY(account_id, day)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER lot_no_update BEFORE UPDATE ON lot
BEGIN SELECT RAISE(ABORT, 'a lot is never changed'); END;
CREATE TRIGGER lot_no_delete BEFORE DELETE ON lot
BEGIN SELECT RAISE(ABORT, 'a lot is never deleted'); END;
CREATE TRIGGER account_no_update BEFORE UPDATE ON account
BEGIN SELECT RAISE(ABORT, 'an account is never changed'); END;
CREATE TRIGGER account_no_delete BEFORE DELETE ON account
BEGIN SELECT RAISE(ABORT, 'an account is never deleted'); END;
CREATE TRIGGER movement_no_update BEFORE UPDATE ON movement
BEGIN SELECT RAISE(ABORT, 'a posted movement is never changed'); END;
CREATE TRIGGER movement_no_delete BEFORE DELETE ON movement
BEGIN SELECT RAISE(ABORT, 'a posted movement is never deleted'); END;
CREATE TRIGGER entry_no_update BEFORE UPDATE ON entry
BEGIN SELECT RAISE(ABORT, 'a posted entry is never changed'); END;
CREATE TRIGGER entry_no_delete BEFORE DELETE ON entry
BEGIN SELECT RAISE(ABORT, 'a posted entry is never deleted'); END;
)sql";

}  // namespace relief::schema
