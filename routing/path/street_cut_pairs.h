// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "routing/path/street_cut_search.h"

#include <cstdint>
#include <span>
#include <vector>

namespace relief {

/// What some places count together: one each where nothing is known of them.
[[nodiscard]] std::uint64_t weight_of(const std::vector<std::size_t>& places,
                                      std::span<const std::uint64_t> weights);

/// The part of cut_analysis after the singles: how many ways each place has, and the pairs.
void add_pairs(const RoadsNow& now, CutSearch& search, std::span<const std::uint64_t> weights,
               CutAnalysis& analysis);

}  // namespace relief
