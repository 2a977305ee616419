// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "routing/path/index.h"

#include <cstdint>
#include <span>
#include <vector>

namespace relief {

/// What the shortcuts of an index weigh for one kind of traveller. Made by weigh, changed by
/// reweigh; only read otherwise, so any number of threads may ask it while none changes it.
///
/// `narrow` or `wide` holds two values per shortcut, upward then downward, the other list is empty.
/// Narrow it is whenever every finite value fits (limits in index_words.h); which one, and every
/// value, depends on the arcs' weights alone and not on how the metric came to them.
struct IndexMetric {
    std::vector<Weight> arc_weight;
    std::vector<std::int32_t> narrow;
    std::vector<std::int64_t> wide;

    [[nodiscard]] bool is_wide() const { return narrow.empty() && !wide.empty(); }
};

/// A new weight for an arc; `closed_weight` closes it.
struct ArcChange {
    ArcId arc;
    Weight weight;
};

/// Weighs an index of `graph` whole. Threads above 1 are used where the index is so large that it
/// pays; the result is the same for any number. bad_input graph.weight as check_weights.
[[nodiscard]] IndexMetric weigh(const RoutingIndex& index, std::vector<Weight> arc_weight,
                                unsigned threads = 1);

/// The same into a metric there is, keeping its memory.
void weigh_again(const RoutingIndex& index, IndexMetric& metric, std::vector<Weight> arc_weight,
                 unsigned threads = 1);

/// What a reweigh did, for those who measure.
struct Reweighed {
    bool whole = false;           ///< everything was weighed anew
    std::uint32_t ranks = 0;      ///< looked at, where not whole
    std::uint32_t shortcuts = 0;  ///< changed, where not whole
};

/// Changes some weights: only what may change with them is looked at, or everything where that is
/// quicker. The metric is then bit for bit what weigh would make of the new weights. Of two changes
/// of one arc the later holds. bad_input graph.weight for an unknown arc or a weight too large; the
/// metric is then as before.
Reweighed reweigh(const RoutingIndex& index, IndexMetric& metric,
                  std::span<const ArcChange> changes, unsigned threads = 1);

/// Weighs several metrics of one index in one pass, for several classes of vehicle: quicker than
/// one after the other. arc_weight of each must be set; the result of each is that of weigh.
void weigh_together(const RoutingIndex& index, std::span<IndexMetric* const> metrics);

}  // namespace relief
