// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "alerts/cap/message.h"

#include <random>

namespace relief::cap {

/// A message that keeps every rule, with any field there or not: three alphabets, signs that XML
/// writes otherwise, times by odd clocks, several languages, simple rings.
[[nodiscard]] Alert random_alert(std::mt19937_64& random);

}  // namespace relief::cap
