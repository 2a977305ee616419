// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace relief::schema {

/// Version 11: the holds that have not ended, and their sum by account, kept by the rows of hold
/// and hold_end themselves. Books grow for years and open holds do not: without it every new order
/// went through every hold there ever was. A cache beside the books (journaled_tables_sql); verify
/// holds it against them (I5_open_holds).
inline constexpr std::string_view open_holds = R"sql(
CREATE TABLE cache_open_hold(
  hold_id INTEGER PRIMARY KEY,
  account_id INTEGER NOT NULL,
  amount INTEGER NOT NULL,
  deadline INTEGER NOT NULL
) STRICT;
CREATE INDEX cache_open_hold_by_account ON cache_open_hold(account_id, deadline, amount);
CREATE INDEX cache_open_hold_by_deadline ON cache_open_hold(deadline);

CREATE TABLE cache_held(
  account_id INTEGER PRIMARY KEY,
  amount INTEGER NOT NULL
) STRICT;

INSERT INTO cache_open_hold(hold_id, account_id, amount, deadline)
  SELECT id, account_id, amount, deadline FROM hold
  WHERE NOT EXISTS (SELECT 1 FROM hold_end WHERE hold_id = hold.id);
INSERT INTO cache_held(account_id, amount)
  SELECT account_id, sum(amount) FROM cache_open_hold GROUP BY account_id;

CREATE TRIGGER hold_opens AFTER INSERT ON hold BEGIN
  INSERT INTO cache_open_hold(hold_id, account_id, amount, deadline)
    VALUES(new.id, new.account_id, new.amount, new.deadline);
  INSERT INTO cache_held(account_id, amount) VALUES(new.account_id, new.amount)
    ON CONFLICT(account_id) DO UPDATE SET amount = amount + excluded.amount;
END;
CREATE TRIGGER hold_closes AFTER INSERT ON hold_end BEGIN
  UPDATE cache_held SET amount = amount - (SELECT amount FROM hold WHERE id = new.hold_id)
    WHERE account_id = (SELECT account_id FROM hold WHERE id = new.hold_id);
  DELETE FROM cache_open_hold WHERE hold_id = new.hold_id;
END;
)sql";

}  // namespace relief::schema
