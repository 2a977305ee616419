// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>
#include <numbers>

namespace relief {

/// The share of the standard normal distribution up to x.
[[nodiscard]] inline double normal_share(double x) {
    return std::erfc(-x / std::numbers::sqrt2) / 2;
}

}  // namespace relief
