// SPDX-License-Identifier: Apache-2.0
// Several metrics weighed in one pass: the values of all of them lie side by side, so that a
// triangle is found once and then added for all with the same few vector instructions.
#include "routing/path/index_lanes.h"
#include "routing/path/index_weigh.h"

#include <algorithm>
#include <array>
#include <memory>

namespace relief {
namespace {

using Word = std::int32_t;

/// The values of a shortcut for `metrics` metrics (an even number), two lanes for each: upward
/// and downward of the first, of the second, and so on.
template <std::size_t metrics>
using Values = LaneRow<Word, metrics / 2>;

template <std::size_t metrics>
class ClassWeigher {
  public:
    /// Fewer metrics than there is room for: the lanes left over stay infinite.
    ClassWeigher(const RoutingIndex& index, std::span<IndexMetric* const> asked)
        : index_(index),
          // Every value is written before it is read.
          values_(std::make_unique_for_overwrite<Values<metrics>[]>(index.up_head.size())),
          row_(index.depth_count, unreached()),
          count_(asked.size()) {
        for (std::size_t i = 0; i < asked.size(); ++i) {
            asked[i]->narrow.resize(2 * index.up_head.size());
            weights_[i] = asked[i]->arc_weight.data();
            narrow_[i] = asked[i]->narrow.data();
        }
    }

    void weigh() {
        for (std::uint32_t x = 0; x < index_.node_count(); ++x) {
            take_entries(x);
            for (std::uint32_t p = index_.pull_first[x]; p < index_.pull_first[x + 1]; ++p) {
                pull(index_.pulls[p]);
            }
            store(x);
        }
    }

  private:
    static Values<metrics> unreached() { return row_of<Word, metrics / 2>(infinite<Word>); }

    void take_entries(std::uint32_t x) {
        for (std::uint32_t e = index_.entry_first[x]; e < index_.entry_first[x + 1]; ++e) {
            const RoutingIndex::Entry entry = index_.entries[e];
            Word* place = words_of(row_[index_.up_depth[entry.slot / 2]]) + entry.slot % 2;
            for (std::size_t i = 0; i < count_; ++i) {
                place[2 * i] = std::min(place[2 * i], word_of<Word>(weights_[i][entry.arc]));
            }
        }
    }

    void pull(RoutingIndex::Pull from) {
        // From here down and up again, or back down and up here: the two change places.
        Values<metrics> first = values_[from.shortcut];
        for (Lanes<Word>& lanes : first) {
            lanes = swapped_pairs(lanes);
        }
        const Values<metrics>* value = &values_[from.shortcut + 1];
        const std::uint32_t* depth = &index_.up_depth[from.shortcut + 1];
        for (std::uint32_t i = 0; i < from.count; ++i) {
            Values<metrics>& place = row_[depth[i]];
            for (std::size_t j = 0; j < first.size(); ++j) {
                place[j].take_smaller(first[j] + value[i][j]);
            }
        }
    }

    void store(std::uint32_t x) {
        for (std::uint32_t s = index_.up_first[x]; s < index_.up_first[x + 1]; ++s) {
            Values<metrics>& place = row_[index_.up_depth[s]];
            values_[s] = place;
            const Word* word = words_of(place);
            for (std::size_t i = 0; i < count_; ++i) {
                std::copy_n(word + 2 * i, 2, narrow_[i] + 2 * std::size_t{s});
            }
            place = unreached();
        }
    }

    const RoutingIndex& index_;
    std::unique_ptr<Values<metrics>[]> values_;
    std::vector<Values<metrics>> row_;
    std::size_t count_;
    std::array<const Weight*, metrics> weights_{};
    std::array<Word*, metrics> narrow_{};
};

}  // namespace

void weigh_classes(const RoutingIndex& index, std::span<IndexMetric* const> metrics) {
    if (metrics.size() <= 2) {
        ClassWeigher<2>(index, metrics).weigh();
    } else if (metrics.size() <= 4) {
        ClassWeigher<4>(index, metrics).weigh();
    } else if (metrics.size() <= 6) {
        ClassWeigher<6>(index, metrics).weigh();
    } else {
        ClassWeigher<8>(index, metrics).weigh();
    }
}

}  // namespace relief
