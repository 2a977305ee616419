// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace relief::schema {

/// Version 3: the rows of the journal that are looked for by name, found without reading all of it.
inline constexpr std::string_view proof = R"sql(
CREATE INDEX journal_marks ON journal(operation, seq)
  WHERE operation IN ('books.proven', 'tables.store');
)sql";

}  // namespace relief::schema
