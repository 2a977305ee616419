// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/rules.h"
#include "core/store/database.h"
#include "core/time.h"
#include "tools/desk/place_scope.h"

#include <string>
#include <string_view>

namespace relief {

/// relief.rotation/1: the lots of these places to be rotated within so many months, first the one
/// that ends first.
[[nodiscard]] std::string rotation_plan_json(Database& database, const Rules& rules, Instant now,
                                             int months, const PlaceScope& scope);
[[nodiscard]] std::string rotation_plan_text(const std::string& json, std::string_view language);

}  // namespace relief
