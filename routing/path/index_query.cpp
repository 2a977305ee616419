// SPDX-License-Identifier: Apache-2.0
// A query walks the elimination tree from both ends to the root, with no heap: every ancestor of
// an end is met after all ranks below it from which it can be reached.
#include "routing/path/index_query.h"

#include "routing/path/index_words.h"

#include <algorithm>
#include <stdexcept>

namespace relief {
namespace {

using Slot = std::uint32_t;

/// Labels of sums along a way are of words no smaller than the values they are made of: `Value` are
/// the metric's, `Word` those of the labels.
template <typename Value, typename Word, bool with_path>
class Query {
  public:
    Query(const RoutingIndex& index, const IndexMetric& metric, QueryScratch& scratch)
        : index_(index), values_(values_of<Value>(metric).data()), scratch_(scratch) {
        std::vector<Word>& labels = labels_of(scratch);
        labels.resize(2 * std::size_t{index.depth_count});
        label_ = labels.data();
        if (with_path) {
            scratch.from_shortcut.resize(index.depth_count);
            scratch.to_shortcut.resize(index.depth_count);
        }
    }

    /// The distance in words.
    Word run(std::uint32_t from, std::uint32_t to) {
        const std::uint32_t deepest = std::max(index_.depth[from], index_.depth[to]);
        std::fill_n(label_, 2 * (std::size_t{deepest} + 1), infinite<Word>);
        label_[2 * std::size_t{index_.depth[from]}] = 0;
        label_[2 * std::size_t{index_.depth[to]} + 1] = 0;
        if (with_path) {
            scratch_.from_shortcut[index_.depth[from]] = nothing;
            scratch_.to_shortcut[index_.depth[to]] = nothing;
        }
        while (from != to) {
            // `nothing` is above all ranks: it is met when both trees have been left.
            if (from < to) {
                relax<true, false>(from);
                from = index_.parent[from];
            } else {
                relax<false, true>(to);
                to = index_.parent[to];
            }
        }
        for (std::uint32_t x = from; x != nothing; x = index_.parent[x]) {
            meet(x);
        }
        return best_;
    }

    /// Whether a label was so large that "infinite" may have been a sum too large.
    [[nodiscard]] bool beyond_limit() const { return most_ >= infinite<Word> / 2; }
    [[nodiscard]] std::uint32_t meeting_depth() const { return meeting_depth_; }

  private:
    static std::vector<Word>& labels_of(QueryScratch& scratch) {
        if constexpr (std::is_same_v<Word, std::int32_t>) {
            return scratch.narrow;
        } else {
            return scratch.wide;
        }
    }

    void meet(std::uint32_t x) {
        const Word* label = &label_[2 * std::size_t{index_.depth[x]}];
        const Word sum = label[0] + label[1];
        if (sum < best_) {
            best_ = sum;
            meeting_depth_ = index_.depth[x];
        }
        const bool onward = label[0] < best_;
        const bool back = label[1] < best_;
        if (onward && back) {
            relax<true, true>(x);
        } else if (onward) {
            relax<true, false>(x);
        } else if (back) {
            relax<false, true>(x);
        }
    }

    template <bool onward, bool back>
    void relax(std::uint32_t x) {
        const Word* label = &label_[2 * std::size_t{index_.depth[x]}];
        const Word from = label[0];
        const Word to = label[1];
        const bool any = (onward && from != infinite<Word>) || (back && to != infinite<Word>);
        if (!any) {
            return;
        }
        most_ = std::max({most_, from == infinite<Word> ? 0 : from, to == infinite<Word> ? 0 : to});
        for (std::uint32_t s = index_.up_first[x]; s < index_.up_first[x + 1]; ++s) {
            const std::uint32_t depth = index_.up_depth[s];
            const Value* value = &values_[2 * std::size_t{s}];
            if (onward) {
                improve(label_[2 * std::size_t{depth}], add_value(from, value[0]),
                        scratch_.from_shortcut, depth, s);
            }
            if (back) {
                improve(label_[2 * std::size_t{depth} + 1], add_value(to, value[1]),
                        scratch_.to_shortcut, depth, s);
            }
        }
    }

    static void improve(Word& label, Word sum, std::vector<std::uint32_t>& shortcuts,
                        std::uint32_t depth, std::uint32_t shortcut) {
        if constexpr (with_path) {
            if (sum < label) {
                label = sum;
                shortcuts[depth] = shortcut;
            }
        } else {
            label = std::min(label, sum);
        }
    }

    const RoutingIndex& index_;
    const Value* values_;
    QueryScratch& scratch_;
    Word* label_;
    Word best_ = infinite<Word>;
    Word most_ = 0;
    std::uint32_t meeting_depth_ = nothing;
};

/// Replaces shortcuts by the two they stand for until arcs of the graph are left.
template <typename Value>
class Unpacker {
  public:
    Unpacker(const RoutingIndex& index, const IndexMetric& metric, std::vector<ArcId>& arcs)
        : index_(index), metric_(metric), values_(values_of<Value>(metric).data()), arcs_(arcs) {}

    void unpack(Slot slot) {
        waiting_.assign(1, slot);
        while (!waiting_.empty()) {
            const Slot next = waiting_.back();
            waiting_.pop_back();
            const ArcId arc = arc_on(next);
            if (arc != nothing) {
                arcs_.push_back(arc);
            } else {
                split(next);
            }
        }
    }

  private:
    /// The arc that weighs what the slot weighs, or `nothing`.
    [[nodiscard]] ArcId arc_on(Slot slot) const {
        const std::uint32_t tail = index_.up_tail[slot / 2];
        for (std::uint32_t e = index_.entry_first[tail]; e < index_.entry_first[tail + 1]; ++e) {
            const RoutingIndex::Entry& entry = index_.entries[e];
            if (entry.slot == slot &&
                word_of<Value>(metric_.arc_weight[entry.arc]) == values_[slot]) {
                return entry.arc;
            }
        }
        return nothing;
    }

    /// Finds the triangle the slot is as heavy as; its two sides wait, the first to drive on top.
    void split(Slot slot) {
        const std::uint32_t shortcut = slot / 2;
        const std::uint32_t tail = index_.up_tail[shortcut];
        const std::uint32_t depth = index_.up_depth[shortcut];
        const Slot down = slot % 2;
        for (std::uint32_t p = index_.pull_first[tail]; p < index_.pull_first[tail + 1]; ++p) {
            const RoutingIndex::Pull pull = index_.pulls[p];
            const Slot near_slot = 2 * pull.shortcut + (1 - down);
            if (values_[near_slot] > values_[slot]) {
                continue;  // most of them, and without a search
            }
            // Depths fall along a row.
            const std::uint32_t* begin = &index_.up_depth[pull.shortcut + 1];
            const std::uint32_t* found =
                std::lower_bound(begin, begin + pull.count, depth, std::greater<>());
            if (found == begin + pull.count || *found != depth) {
                continue;
            }
            const auto far = pull.shortcut + 1 + static_cast<std::uint32_t>(found - begin);
            const Slot far_slot = 2 * far + down;
            if (values_[near_slot] + values_[far_slot] == values_[slot]) {
                waiting_.push_back(down == 0 ? far_slot : near_slot);
                waiting_.push_back(down == 0 ? near_slot : far_slot);
                return;
            }
        }
        throw std::logic_error("a shortcut weighs less than all its triangles");
    }

    const RoutingIndex& index_;
    const IndexMetric& metric_;
    const Value* values_;
    std::vector<ArcId>& arcs_;
    std::vector<Slot> waiting_;
};

template <typename Value>
std::vector<ArcId> unpack_path(const RoutingIndex& index, const IndexMetric& metric,
                               const QueryScratch& scratch, std::uint32_t meeting_depth) {
    std::vector<ArcId> arcs;
    Unpacker<Value> unpacker(index, metric, arcs);
    std::vector<std::uint32_t> upward;
    for (std::uint32_t s = scratch.from_shortcut[meeting_depth]; s != nothing;
         s = scratch.from_shortcut[index.depth[index.up_tail[s]]]) {
        upward.push_back(s);
    }
    std::for_each(upward.rbegin(), upward.rend(),
                  [&unpacker](std::uint32_t s) { unpacker.unpack(2 * s); });
    for (std::uint32_t s = scratch.to_shortcut[meeting_depth]; s != nothing;
         s = scratch.to_shortcut[index.depth[index.up_tail[s]]]) {
        unpacker.unpack(2 * s + 1);
    }
    return arcs;
}

template <typename Value, typename Word, bool with_path>
bool answer(const RoutingIndex& index, const IndexMetric& metric, NodeId from, NodeId to,
            QueryScratch& scratch, ArcPath& path) {
    Query<Value, Word, with_path> query(index, metric, scratch);
    const Word words = query.run(index.rank[from], index.rank[to]);
    if (words >= infinite<Word> && query.beyond_limit()) {
        return false;
    }
    path.distance = distance_of(words);
    if (with_path && path.distance != unreachable) {
        path.arcs = unpack_path<Value>(index, metric, scratch, query.meeting_depth());
    }
    return true;
}

template <bool with_path>
ArcPath ask(const RoutingIndex& index, const IndexMetric& metric, NodeId from, NodeId to,
            QueryScratch& scratch) {
    if (from >= index.node_count() || to >= index.node_count()) {
        throw std::logic_error("a query names a node that is not of the graph");
    }
    ArcPath path;
    if (metric.is_wide()) {
        answer<std::int64_t, std::int64_t, with_path>(index, metric, from, to, scratch, path);
    } else if (!answer<std::int32_t, std::int32_t, with_path>(index, metric, from, to, scratch,
                                                              path)) {
        answer<std::int32_t, std::int64_t, with_path>(index, metric, from, to, scratch, path);
    }
    return path;
}

}  // namespace

Distance shortest_distance(const RoutingIndex& index, const IndexMetric& metric, NodeId from,
                           NodeId to, QueryScratch& scratch) {
    return ask<false>(index, metric, from, to, scratch).distance;
}

ArcPath shortest_path(const RoutingIndex& index, const IndexMetric& metric, NodeId from, NodeId to,
                      QueryScratch& scratch) {
    return ask<true>(index, metric, from, to, scratch);
}

}  // namespace relief
