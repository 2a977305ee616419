// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "routing/path/index_metric.h"

#include <cstdint>
#include <type_traits>
#include <vector>

namespace relief {

/// The numbers a metric counts in: 32 bits where all values are small, else 64. Two of them can be
/// added without overflow, whatever they are, and an infinite one stays infinite under min:
/// min(infinite, a + b).
///
/// Why 32 bits are safe. A metric is narrow only where every weight of an arc and every finite
/// value of a shortcut is below `narrow_limit`, half of infinite. Were there a shortcut whose true
/// value is finite but that was counted as infinite, take the first: its true value is the sum of
/// two that were counted right, both below the limit, so the sum is below infinite: a
/// contradiction. Sums along a way are checked the same way in the sweeps (index_query,
/// index_matrix).
template <typename Word>
inline constexpr Word infinite = std::is_same_v<Word, std::int32_t>
                                     ? static_cast<Word>(0x3FFFFFFF)
                                     : static_cast<Word>(0x3FFFFFFFFFFFFFFF);

inline constexpr std::int32_t narrow_limit = 0x20000000;

/// An arc's weight in these words; for narrow ones it is a closed or a narrow one.
template <typename Word>
[[nodiscard]] inline Word word_of(Weight weight) {
    static_assert(closed_weight > narrow_limit);
    return weight == closed_weight ? infinite<Word> : static_cast<Word>(weight);
}
template <typename Word>
[[nodiscard]] inline Distance distance_of(Word word) {
    return word >= infinite<Word> ? unreachable : static_cast<Distance>(word);
}

/// The values of a metric that is counted in these words.
template <typename Word>
[[nodiscard]] const std::vector<Word>& values_of(const IndexMetric& metric) {
    if constexpr (std::is_same_v<Word, std::int32_t>) {
        return metric.narrow;
    } else {
        return metric.wide;
    }
}

/// A label and a value: labels are of the metric's words or of wider ones.
template <typename Word, typename Value>
[[nodiscard]] inline Word add_value(Word label, Value value) {
    if constexpr (sizeof(Word) > sizeof(Value)) {
        return value == infinite<Value> ? infinite<Word> : label + value;
    } else {
        return label + value;
    }
}

}  // namespace relief
