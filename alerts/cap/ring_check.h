// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "alerts/cap/message.h"

namespace relief::cap {

/// What a closed ring of at least four positions is as an outline.
struct RingShape {
    bool repeats = false;    ///< a position follows itself
    bool zero_area = false;  ///< it bounds nothing
    bool crosses = false;    ///< two of its sides cross
    bool touches = false;    ///< it meets itself without crossing
    bool undecided = false;  ///< more comparisons were needed than are made
};

/// Positions are taken to a billionth of a degree (0.1 mm) and compared exactly. Of touching sides
/// and crossing ones only what proves a crossing is one: sides that cross within both.
/// At most `comparisons_max` pairs of sides are held against each other.
[[nodiscard]] RingShape shape_of(const Ring& ring, long comparisons_max = 20'000'000);

}  // namespace relief::cap
