// SPDX-License-Identifier: Apache-2.0
#include "core/store/schema.h"

#include "core/store/connection.h"

#include <array>

#include <fmt/format.h>

namespace relief {
namespace {

// The tables of data/ and the journal. Posted rows are never changed: the triggers keep the
// program itself from it, the hashes show it where another program did it.
constexpr std::string_view tables_and_journal = R"sql(
CREATE TABLE source_table(
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  bytes BLOB NOT NULL,
  sha256 TEXT NOT NULL
) STRICT;

CREATE TABLE journal(
  seq INTEGER PRIMARY KEY,
  occurred_at INTEGER NOT NULL,
  recorded_at INTEGER NOT NULL,
  actor TEXT NOT NULL,
  operation TEXT NOT NULL,
  subject TEXT NOT NULL,
  payload TEXT NOT NULL,
  prev_hash TEXT NOT NULL,
  hash TEXT NOT NULL
) STRICT;

CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal
BEGIN SELECT RAISE(ABORT, 'a journal row is never changed'); END;
CREATE TRIGGER journal_no_delete BEFORE DELETE ON journal
BEGIN SELECT RAISE(ABORT, 'a journal row is never deleted'); END;
)sql";

// The books. `balance` and `balance_day` (net change of a real account on a Beijing date, as days
// since 1970) are caches of `entry`; everything else is written once.
constexpr std::string_view books = R"sql(
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

constexpr std::array all_migrations{
    Migration{1, tables_and_journal},
    Migration{2, books},
};

}  // namespace

std::span<const Migration> migrations() {
    return all_migrations;
}

int newest_schema_version() {
    return all_migrations.back().version;
}

void bring_schema_up(Connection& connection) {
    const std::int64_t version = connection.integer("PRAGMA user_version");
    if (version == newest_schema_version()) {
        return;
    }
    connection.begin();
    try {
        connection.execute(fmt::format("PRAGMA application_id={}", application_id));
        for (const Migration& migration : migrations()) {
            if (migration.version > version) {
                connection.execute(migration.sql);
                connection.execute(fmt::format("PRAGMA user_version={}", migration.version));
            }
        }
        connection.commit();
    } catch (...) {
        connection.rollback();
        throw;
    }
}

void check_schema_tables(Connection& connection) {
    Connection made(Connection::Access::memory, "", "");
    bring_schema_up(made);
    const std::string names =
        made.text("SELECT group_concat(quote(name)) FROM sqlite_schema WHERE type='table'");
    const std::string sql = fmt::format(
        "SELECT group_concat(sql, ';') FROM (SELECT sql FROM sqlite_schema WHERE type='table' AND "
        "name IN ({}) ORDER BY name)",
        names);
    if (connection.text(sql) != made.text(sql)) {
        throw connection.damaged("other tables than Relief makes",
                                 fmt::format("the tables {}", names));
    }
}

}  // namespace relief
