// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/store/database.h"
#include "core/time.h"

#include <optional>

namespace relief {

/// A column of seconds since 1970, nothing where it is null.
[[nodiscard]] inline std::optional<Instant> optional_time(const Statement& select, int column) {
    return select.is_null(column) ? std::nullopt
                                  : std::optional(instant_of(select.integer(column)));
}

}  // namespace relief
