// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace relief::schema {

/// Version 9: accounts to log in with, what was set for them when (credential_set, with the SHA-256
/// of the secret's row), grants of roles, the audit lines, and as caches the sessions that run and
/// the last code of an authenticator that was spent.
/// The secrets themselves (credential) are told to no journal: an argon2id hash of a password or a
/// paper code, the key of an authenticator, the SHA-256 of a one-time code. Their rows and the
/// audit lines are append-only, and have checks of their own (core/people).
inline constexpr std::string_view access = R"sql(
CREATE TABLE log_in_account(
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  person_id INTEGER NOT NULL REFERENCES person(id),
  kind TEXT NOT NULL CHECK(kind IN ('person', 'break_glass'))
) STRICT;
CREATE INDEX log_in_account_by_person ON log_in_account(person_id);

CREATE TABLE log_in_account_state(
  id INTEGER PRIMARY KEY,
  account_id INTEGER NOT NULL REFERENCES log_in_account(id),
  state TEXT NOT NULL CHECK(state IN ('enabled', 'disabled')),
  at INTEGER NOT NULL,
  reason TEXT NOT NULL
) STRICT;
CREATE INDEX log_in_account_state_by_account ON log_in_account_state(account_id);

CREATE TABLE credential_set(
  id INTEGER PRIMARY KEY,
  account_id INTEGER REFERENCES log_in_account(id),
  kind TEXT NOT NULL CHECK(kind IN ('password', 'paper', 'totp', 'code')),
  at INTEGER NOT NULL,
  set_by TEXT NOT NULL,
  sha256 TEXT NOT NULL
) STRICT;
CREATE INDEX credential_set_by_account ON credential_set(account_id, kind);

CREATE TABLE credential_end(
  id INTEGER PRIMARY KEY,
  credential_id INTEGER NOT NULL UNIQUE REFERENCES credential_set(id),
  at INTEGER NOT NULL,
  reason TEXT NOT NULL
) STRICT;

CREATE TABLE credential(
  id INTEGER PRIMARY KEY,
  secret TEXT NOT NULL,
  expires_at INTEGER
) STRICT;
CREATE TRIGGER credential_no_update BEFORE UPDATE ON credential
BEGIN SELECT RAISE(ABORT, 'a row of credential is never changed'); END;
CREATE TRIGGER credential_no_delete BEFORE DELETE ON credential
BEGIN SELECT RAISE(ABORT, 'a row of credential is never deleted'); END;

CREATE TABLE role_grant(
  id INTEGER PRIMARY KEY,
  person_id INTEGER NOT NULL REFERENCES person(id),
  role TEXT NOT NULL,
  unit TEXT NOT NULL,
  from_at INTEGER NOT NULL,
  until_at INTEGER,
  granted_by INTEGER REFERENCES person(id),
  at INTEGER NOT NULL,
  reason TEXT NOT NULL
) STRICT;
CREATE INDEX role_grant_by_person ON role_grant(person_id);

CREATE TABLE role_grant_confirm(
  id INTEGER PRIMARY KEY,
  grant_id INTEGER NOT NULL UNIQUE REFERENCES role_grant(id),
  person_id INTEGER NOT NULL REFERENCES person(id),
  at INTEGER NOT NULL
) STRICT;

CREATE TABLE role_grant_end(
  id INTEGER PRIMARY KEY,
  grant_id INTEGER NOT NULL UNIQUE REFERENCES role_grant(id),
  person_id INTEGER NOT NULL REFERENCES person(id),
  at INTEGER NOT NULL,
  reason TEXT NOT NULL
) STRICT;

CREATE TABLE audit_line(
  seq INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  event TEXT NOT NULL,
  account TEXT NOT NULL,
  source TEXT NOT NULL,
  subject TEXT NOT NULL,
  result TEXT NOT NULL,
  prev_hash TEXT NOT NULL,
  hash TEXT NOT NULL
) STRICT;
CREATE INDEX audit_line_by_event ON audit_line(event, at);
CREATE INDEX audit_line_by_account ON audit_line(account, source, at);
CREATE TRIGGER audit_line_no_update BEFORE UPDATE ON audit_line
BEGIN SELECT RAISE(ABORT, 'an audit line is never changed'); END;
CREATE TRIGGER audit_line_no_delete BEFORE DELETE ON audit_line
BEGIN SELECT RAISE(ABORT, 'an audit line is never deleted'); END;

CREATE TABLE cache_session(
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  token_sha256 TEXT NOT NULL UNIQUE,
  account_id INTEGER NOT NULL,
  source TEXT NOT NULL,
  begun_at INTEGER NOT NULL,
  seen_at INTEGER NOT NULL,
  ends_at INTEGER NOT NULL,
  owes TEXT NOT NULL
) STRICT;
CREATE INDEX cache_session_by_account ON cache_session(account_id);

CREATE TABLE cache_totp_step(
  account_id INTEGER PRIMARY KEY,
  step INTEGER NOT NULL
) STRICT;
)sql";

}  // namespace relief::schema
