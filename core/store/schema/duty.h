// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace relief::schema {

/// Version 3: the duty book: shifts, handovers, calls, paper debts.
inline constexpr std::string_view duty = R"sql(
CREATE TABLE duty_call(
  id INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  caller TEXT NOT NULL,
  words TEXT NOT NULL,
  content TEXT NOT NULL
) STRICT;
)sql";

}  // namespace relief::schema
