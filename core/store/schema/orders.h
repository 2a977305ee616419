// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace relief::schema {

/// Version 3: what a city owes a county whose goods it called.
inline constexpr std::string_view orders = R"sql(
CREATE TABLE goods_debt(
  id INTEGER PRIMARY KEY,
  document_id INTEGER NOT NULL REFERENCES document(id),
  debtor TEXT NOT NULL,
  creditor TEXT NOT NULL,
  item TEXT NOT NULL,
  amount INTEGER NOT NULL,
  at INTEGER NOT NULL
) STRICT;

CREATE TABLE goods_debt_end(
  id INTEGER PRIMARY KEY,
  debt_id INTEGER NOT NULL UNIQUE REFERENCES goods_debt(id),
  how TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT;
)sql";

}  // namespace relief::schema
