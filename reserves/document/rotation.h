// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/store/database.h"
#include "core/time.h"
#include "reserves/ledger/hold.h"

#include <vector>

namespace relief {

/// How long before its last day a lot's rotation is planned, at least.
inline constexpr int rotation_months = 6;

/// The available lots whose last day lies within so many months (at least rotation_months) of
/// `now`, first the one that ends first: what is issued to winter relief or swapped by its keeper.
/// bad_input argument.range where fewer months are asked.
[[nodiscard]] std::vector<AvailableLot> rotation_plan(Database& database, Instant now, int months);

}  // namespace relief
