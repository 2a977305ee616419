// SPDX-License-Identifier: Apache-2.0
// Several metrics weighed in one pass: the values of all of them lie side by side, so that a
// triangle is found once and then added for all with the same few vector instructions.
#include "routing/path/index_weigh.h"

#include <algorithm>

namespace relief {
namespace {

using Word = std::int32_t;

/// Up to `lanes` metrics at a time; lanes without a metric stay infinite.
template <std::size_t lanes>
class ClassWeigher {
  public:
    ClassWeigher(const RoutingIndex& index, std::span<IndexMetric* const> metrics)
        : index_(index),
          metrics_(metrics),
          values_(width * index.up_head.size()),
          row_(width * index.depth_count, infinite<Word>) {
        for (IndexMetric* metric : metrics) {
            metric->narrow.resize(2 * index.up_head.size());
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
    static constexpr std::size_t width = 2 * lanes;  // up of every lane, then down of every lane

    void take_entries(std::uint32_t x) {
        for (std::uint32_t e = index_.entry_first[x]; e < index_.entry_first[x + 1]; ++e) {
            const RoutingIndex::Entry entry = index_.entries[e];
            Word* place = &row_[width * index_.up_depth[entry.slot / 2] + entry.slot % 2 * lanes];
            for (std::size_t i = 0; i < metrics_.size(); ++i) {
                place[i] = std::min(place[i], word_of<Word>(metrics_[i]->arc_weight[entry.arc]));
            }
        }
    }

    void pull(RoutingIndex::Pull from) {
        const Word* below = &values_[width * from.shortcut];
        Word first[width];
        std::copy_n(below + lanes, lanes, first);
        std::copy_n(below, lanes, first + lanes);
        for (std::uint32_t s = from.shortcut + 1; s <= from.shortcut + from.count; ++s) {
            const Word* value = &values_[width * s];
            Word* place = &row_[width * index_.up_depth[s]];
            for (std::size_t i = 0; i < width; ++i) {
                const Word sum = first[i] + value[i];
                place[i] = place[i] < sum ? place[i] : sum;
            }
        }
    }

    void store(std::uint32_t x) {
        for (std::uint32_t s = index_.up_first[x]; s < index_.up_first[x + 1]; ++s) {
            Word* place = &row_[width * index_.up_depth[s]];
            std::copy_n(place, width, &values_[width * s]);
            for (std::size_t i = 0; i < metrics_.size(); ++i) {
                metrics_[i]->narrow[2 * std::size_t{s}] = place[i];
                metrics_[i]->narrow[2 * std::size_t{s} + 1] = place[lanes + i];
            }
            std::fill_n(place, width, infinite<Word>);
        }
    }

    const RoutingIndex& index_;
    std::span<IndexMetric* const> metrics_;
    std::vector<Word> values_;
    std::vector<Word> row_;
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
