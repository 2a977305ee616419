// SPDX-License-Identifier: Apache-2.0
#include "routing/path/index_weigh.h"

#include "core/error.h"
#include "routing/path/index_threads.h"

#include <bit>
#include <string>
#include <utility>

namespace relief {
namespace {

/// Below so many steps (about 8 ms of one thread) a second thread gains less than it may lose where
/// it is not given a core at once.
constexpr std::uint64_t threads_pay_from = 4'000'000;
/// Parts weigh with bookkeeping: where they are this share of the work of the whole, they take
/// about as long (measured on Luxembourg with 30 to 10,000 scattered arcs).
constexpr double whole_pays_from = 0.45;

[[noreturn]] void refuse(std::string field, std::string found, std::string expected) {
    throw bad_input({.code = "graph.weight",
                     .message = "the weights do not fit the graph",
                     .field = std::move(field),
                     .found = std::move(found),
                     .expected = std::move(expected)});
}

void check(std::size_t arc, Weight weight) {
    if (weight > closed_weight) {
        refuse("weights[" + std::to_string(arc) + "]", std::to_string(weight),
               "at most " + std::to_string(closed_weight));
    }
}

/// Every bit that is set in some weight that is not closed.
Weight bits_of(const std::vector<Weight>& weights) {
    Weight bits = 0;
    for (const Weight weight : weights) {
        bits |= weight == closed_weight ? 0 : weight;
    }
    return bits;
}

void check_all(const RoutingIndex& index, const std::vector<Weight>& arc_weight) {
    if (arc_weight.size() != index.arc_rank.size()) {
        refuse("weights", std::to_string(arc_weight.size()),
               std::to_string(index.arc_rank.size()) + " values");
    }
    if (bits_of(arc_weight) <= closed_weight) {
        return;
    }
    for (std::size_t arc = 0; arc < arc_weight.size(); ++arc) {
        check(arc, arc_weight[arc]);
    }
}

bool fits_narrow(Weight weight) {
    return weight < static_cast<Weight>(narrow_limit) || weight == closed_weight;
}

bool fit_narrow(const std::vector<Weight>& weights) {
    static_assert(std::has_single_bit(static_cast<Weight>(narrow_limit)));
    return bits_of(weights) < static_cast<Weight>(narrow_limit);
}

template <typename Word>
void weigh_all(const RoutingIndex& index, const std::vector<Weight>& arc_weight,
               std::vector<Word>& values, unsigned threads) {
    values.resize(2 * index.up_head.size());
    if (threads <= 1 || index.work < threads_pay_from) {
        RowWeigher<Word> weigher(index, arc_weight, values.data());
        for (std::uint32_t x = 0; x < index.node_count(); ++x) {
            weigher.weigh(x);
        }
        return;
    }
    run_tasks(index, threads, [&]() -> std::function<void(RoutingIndex::Ranks)> {
        return [weigher = RowWeigher<Word>(index, arc_weight, values.data())](
                   RoutingIndex::Ranks ranks) mutable {
            for (std::uint32_t x = ranks.first; x <= ranks.last; ++x) {
                weigher.weigh(x);
            }
        };
    });
}

bool within_limit(const std::vector<std::int32_t>& values) {
    std::int32_t bits = 0;
    for (const std::int32_t value : values) {
        bits |= value == infinite<std::int32_t> ? 0 : value;
    }
    return bits < narrow_limit;
}

/// Weighs from metric.arc_weight, which has been checked.
void weigh_whole(const RoutingIndex& index, IndexMetric& metric, unsigned threads) {
    if (fit_narrow(metric.arc_weight)) {
        weigh_all(index, metric.arc_weight, metric.narrow, threads);
        if (within_limit(metric.narrow)) {
            metric.wide.clear();
            return;
        }
    }
    metric.narrow.clear();
    weigh_all(index, metric.arc_weight, metric.wide, threads);
}

/// A set of ranks from which the lowest is taken, while higher ones are added.
class RankSet {
  public:
    explicit RankSet(std::uint32_t nodes) : words_(nodes / 64 + 1, 0) {}

    /// False where it is in already.
    bool add(std::uint32_t x) {
        const std::uint64_t bit = std::uint64_t{1} << x % 64;
        const bool fresh = (words_[x / 64] & bit) == 0;
        words_[x / 64] |= bit;
        return fresh;
    }
    /// Calls act(rank) for each rank in ascending order; act may add higher ones.
    template <typename Act>
    void drain(Act&& act) {
        for (std::size_t at = 0; at < words_.size(); ++at) {
            while (words_[at] != 0) {
                const auto bit = static_cast<std::uint32_t>(std::countr_zero(words_[at]));
                words_[at] &= words_[at] - 1;
                act(static_cast<std::uint32_t>(64 * at) + bit);
            }
        }
    }

  private:
    std::vector<std::uint64_t> words_;
};

/// Writes the changes into the metric's weights; gives the ranks whose row they lie in.
std::vector<std::uint32_t> take_over(const RoutingIndex& index, IndexMetric& metric,
                                     std::span<const ArcChange> changes) {
    for (const ArcChange& change : changes) {
        if (change.arc >= metric.arc_weight.size()) {
            refuse("arc", std::to_string(change.arc),
                   "below " + std::to_string(metric.arc_weight.size()));
        }
        check(change.arc, change.weight);
    }
    std::vector<std::uint32_t> touched;
    for (const ArcChange& change : changes) {
        Weight& weight = metric.arc_weight[change.arc];
        if (weight != change.weight && index.arc_rank[change.arc] != nothing) {
            touched.push_back(index.arc_rank[change.arc]);
        }
        weight = change.weight;
    }
    return touched;
}

/// What weighing all ancestors of these ranks costs, in the steps of row_work; no more than `most`
/// is looked for.
std::uint64_t ancestor_work(const RoutingIndex& index, std::span<const std::uint32_t> ranks,
                            std::uint64_t most) {
    RankSet seen(index.node_count());
    std::uint64_t work = 0;
    for (const std::uint32_t rank : ranks) {
        for (std::uint32_t x = rank; x != nothing && seen.add(x); x = index.parent[x]) {
            work += index.row_work[x];
        }
        if (work > most) {
            break;
        }
    }
    return work;
}

/// Weighs the rows of these ranks and of all whose triangles change with them.
Reweighed weigh_part(const RoutingIndex& index, IndexMetric& metric,
                     std::span<const std::uint32_t> ranks) {
    RankSet waiting(index.node_count());
    for (const std::uint32_t rank : ranks) {
        waiting.add(rank);
    }
    Reweighed done;
    RowWeigher<std::int32_t> weigher(index, metric.arc_weight, metric.narrow.data());
    waiting.drain([&](std::uint32_t x) {
        const RowChange change = weigher.weigh_and_compare(x);
        ++done.ranks;
        done.shortcuts += change.count;
        // A triangle x, y, z changes the row of y, the lower of the two: so those up to the last
        // change are touched, and never the last of the row, which has nothing behind it.
        const std::uint32_t end = std::min(change.end, index.up_first[x + 1] - 1);
        for (std::uint32_t s = index.up_first[x]; change.count > 0 && s < end; ++s) {
            waiting.add(index.up_head[s]);
        }
    });
    done.whole = weigher.beyond_limit();
    return done;
}

}  // namespace

IndexMetric weigh(const RoutingIndex& index, std::vector<Weight> arc_weight, unsigned threads) {
    IndexMetric metric;
    weigh_again(index, metric, std::move(arc_weight), threads);
    return metric;
}

void weigh_again(const RoutingIndex& index, IndexMetric& metric, std::vector<Weight> arc_weight,
                 unsigned threads) {
    check_all(index, arc_weight);
    metric.arc_weight = std::move(arc_weight);
    weigh_whole(index, metric, threads);
}

Reweighed reweigh(const RoutingIndex& index, IndexMetric& metric,
                  std::span<const ArcChange> changes, unsigned threads) {
    const std::vector<std::uint32_t> touched = take_over(index, metric, changes);
    if (touched.empty()) {
        return {};
    }
    const bool narrow = !metric.is_wide() &&
                        std::all_of(changes.begin(), changes.end(), [](const ArcChange& change) {
                            return fits_narrow(change.weight);
                        });
    const auto most = static_cast<std::uint64_t>(whole_pays_from * static_cast<double>(index.work));
    if (narrow && ancestor_work(index, touched, most) <= most) {
        const Reweighed done = weigh_part(index, metric, touched);
        if (!done.whole) {
            return done;
        }
    }
    weigh_whole(index, metric, threads);
    return {.whole = true};
}

void weigh_together(const RoutingIndex& index, std::span<IndexMetric* const> metrics) {
    std::vector<IndexMetric*> narrow;
    for (IndexMetric* metric : metrics) {
        check_all(index, metric->arc_weight);
        if (fit_narrow(metric->arc_weight)) {
            narrow.push_back(metric);
        } else {
            weigh_whole(index, *metric, 1);
        }
    }
    const std::span<IndexMetric* const> all(narrow);
    for (std::size_t at = 0; at < all.size(); at += classes_at_once) {
        weigh_classes(index, all.subspan(at, std::min(classes_at_once, all.size() - at)));
    }
    for (IndexMetric* metric : narrow) {
        metric->wide.clear();
        if (!within_limit(metric->narrow)) {
            weigh_whole(index, *metric, 1);
        }
    }
}

}  // namespace relief
