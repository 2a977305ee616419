// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "routing/path/index_metric.h"
#include "routing/path/index_words.h"

#include <algorithm>
#include <vector>

namespace relief {

/// How many shortcuts of a row changed, and one behind the last of them.
struct RowChange {
    std::uint32_t count = 0;
    std::uint32_t end = 0;
};

/// Weighs the row of one rank after another. The row being weighed lies spread out by depth, two
/// words a depth (up, down), so that the triangles below it find their place without a search.
template <typename Word>
class RowWeigher {
  public:
    RowWeigher(const RoutingIndex& index, const std::vector<Weight>& arc_weight, Word* values)
        : index_(index),
          arc_weight_(arc_weight.data()),
          values_(values),
          row_(2 * std::size_t{index.depth_count}, infinite<Word>) {}

    /// The row of this rank from the arcs on it and the rows below, into the values.
    void weigh(std::uint32_t x) {
        gather(x);
        for (std::uint32_t s = index_.up_first[x]; s < index_.up_first[x + 1]; ++s) {
            Word* place = &row_[2 * std::size_t{index_.up_depth[s]}];
            values_[2 * std::size_t{s}] = place[0];
            values_[2 * std::size_t{s} + 1] = place[1];
            place[0] = place[1] = infinite<Word>;
        }
    }

    /// The same; tells what is no longer as it was.
    RowChange weigh_and_compare(std::uint32_t x) {
        gather(x);
        RowChange change;
        for (std::uint32_t s = index_.up_first[x]; s < index_.up_first[x + 1]; ++s) {
            Word* place = &row_[2 * std::size_t{index_.up_depth[s]}];
            Word* value = &values_[2 * std::size_t{s}];
            if (value[0] != place[0] || value[1] != place[1]) {
                ++change.count;
                change.end = s + 1;
                take(value[0], place[0]);
                take(value[1], place[1]);
            }
            place[0] = place[1] = infinite<Word>;
        }
        return change;
    }

    /// Whether weigh_and_compare met a finite value too large for a narrow metric.
    [[nodiscard]] bool beyond_limit() const { return beyond_limit_; }

  private:
    void take(Word& value, Word weighed) {
        value = weighed;
        beyond_limit_ = beyond_limit_ || (weighed >= narrow_limit && weighed != infinite<Word>);
    }

    void gather(std::uint32_t x) {
        for (std::uint32_t e = index_.entry_first[x]; e < index_.entry_first[x + 1]; ++e) {
            const RoutingIndex::Entry entry = index_.entries[e];
            Word& place = row_[2 * std::size_t{index_.up_depth[entry.slot / 2]} + entry.slot % 2];
            place = std::min(place, word_of<Word>(arc_weight_[entry.arc]));
        }
        for (std::uint32_t p = index_.pull_first[x]; p < index_.pull_first[x + 1]; ++p) {
            pull(index_.pulls[p]);
        }
    }

    /// The triangles over one lower rank: from here down and up again to each rank behind.
    void pull(RoutingIndex::Pull from) {
        const Word down = values_[2 * std::size_t{from.shortcut} + 1];
        const Word up = values_[2 * std::size_t{from.shortcut}];
        for (std::uint32_t s = from.shortcut + 1; s <= from.shortcut + from.count; ++s) {
            const Word* value = &values_[2 * std::size_t{s}];
            Word* place = &row_[2 * std::size_t{index_.up_depth[s]}];
            place[0] = std::min(place[0], static_cast<Word>(down + value[0]));
            place[1] = std::min(place[1], static_cast<Word>(up + value[1]));
        }
    }

    const RoutingIndex& index_;
    const Weight* arc_weight_;
    Word* values_;
    std::vector<Word> row_;
    bool beyond_limit_ = false;
};

/// So many metrics fit one pass of weigh_classes.
inline constexpr std::size_t classes_at_once = 8;

/// Weighs up to `classes_at_once` metrics, all of whose arcs' weights are narrow, into their narrow
/// values; whether these are within the limit is left to the caller.
void weigh_classes(const RoutingIndex& index, std::span<IndexMetric* const> metrics);

}  // namespace relief
