// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/quantity.h"

#include <optional>
#include <string>
#include <string_view>

namespace relief {

/// "12.500", "-3": digits with at most one point, 18 digits at most; nullopt for anything else.
[[nodiscard]] std::optional<Quantity> parse_decimal(std::string_view text);

/// The same quantity with at least so many decimals; nullopt where it does not fit 64 bits.
[[nodiscard]] std::optional<Quantity> with_decimals(Quantity quantity, int decimals);

/// a + b, of any decimals; nullopt where it does not fit 64 bits.
[[nodiscard]] std::optional<Quantity> plus(Quantity a, Quantity b);

/// How much `amount` of something weighs or fills: `per_unit` (kg, m3) rounded to `decimals`, times
/// the amount, without zeros at the end. "" for a per_unit of 0 (not known).
[[nodiscard]] std::string measure_of(Quantity amount, double per_unit, int decimals);

}  // namespace relief
