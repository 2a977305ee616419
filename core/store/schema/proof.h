// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace relief::schema {

/// Version 3: the rows of the journal that are looked for by name, found without reading all of it;
/// balances of whole days, which a full proof keeps with their SHA-256 in its journal row.
inline constexpr std::string_view proof = R"sql(
CREATE INDEX journal_marks ON journal(operation, seq)
  WHERE operation IN ('books.proven', 'tables.store');

CREATE TABLE cache_stock(
  day INTEGER PRIMARY KEY,
  amounts BLOB NOT NULL
) STRICT;
)sql";

}  // namespace relief::schema
