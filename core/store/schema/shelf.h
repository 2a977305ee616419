// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace relief::schema {

/// Version 4: what lies on the shelves, item by item, without the accounts goods went to. `find`
/// and every plan ask for it; of ten million entries it is a third of an item's accounts.
inline constexpr std::string_view shelf = R"sql(
CREATE INDEX account_on_shelf ON account(item, site, lot, owner, keeper)
  WHERE stage = 'on_hand' AND condition = 'A';
)sql";

}  // namespace relief::schema
