// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/store/database.h"

#include <cstdint>
#include <string>

namespace relief {

/// The hash of a row of the journal; "no row" where there is none.
[[nodiscard]] std::string journal_hash(Database& database, std::int64_t seq);

/// True while nothing has been written since the books were opened from the tables of data/.
[[nodiscard]] bool as_opened(Database& database);

}  // namespace relief
