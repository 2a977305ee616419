// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/store/change.h"
#include "core/store/database.h"

namespace relief {

/// The shift that runs anywhere, null where none ever did: a desk has one book.
[[nodiscard]] Cell running_shift(Database& database);

}  // namespace relief
