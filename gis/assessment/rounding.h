// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace relief {

/// Whole numbers near `values` that add up to their sum, rounded: each is rounded down, then those
/// with the largest remainders (of equal ones the earlier) are raised by one until the sum is
/// right. bad_input (loss.model) for values that are negative, not finite or beyond 9e15.
[[nodiscard]] std::vector<std::int64_t> round_to_sum(std::span<const double> values);

/// `total` shared out by `weights` with the largest remainders, adding up to `total`. All weights
/// 0: equal shares.
[[nodiscard]] std::vector<std::int64_t> largest_remainder(std::int64_t total,
                                                          std::span<const double> weights);

/// Up to tens below 1000, hundreds below 100 000, thousands above: how estimates are shown.
[[nodiscard]] std::int64_t rounded_up_for_show(double value);

}  // namespace relief
