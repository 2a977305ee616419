// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/store/change.h"
#include "core/store/database.h"

#include <cstdint>
#include <optional>
#include <string>

namespace relief {

/// Posts the negated entries of a movement, dated by the change; the movement itself stays as it
/// is. Answers the number of the reversal. bad_input ledger.movement: no such movement. Refused:
///   ledger.reversed  it has been reversed already, or is itself a reversal (post it anew instead)
///   and all that post_movement refuses: goods that have gone on since cannot be taken back
std::int64_t reverse_movement(Change& change, std::int64_t movement, const std::string& reason);

/// The movement that reversed one, nothing where none did.
[[nodiscard]] std::optional<std::int64_t> reversal_of(Database& database, std::int64_t movement);

}  // namespace relief
