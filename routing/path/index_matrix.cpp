// SPDX-License-Identifier: Apache-2.0
// A matrix by sweeps: sources climb the elimination tree; then their labels, several sources side
// by side in the lanes of vectors, go down again to the targets through the targets' ancestors
// alone (RPHAST: Delling, Goldberg, Werneck 2011, here on a customizable hierarchy).
#include "routing/path/index_matrix.h"

#include "routing/path/index_lanes.h"
#include "routing/path/index_words.h"

#include <algorithm>
#include <stdexcept>

namespace relief {
namespace {

/// Which way along the arcs a climb goes; the way down is the other.
enum class Climb : std::uint32_t { onward = 0, back = 1 };

void check_nodes(const RoutingIndex& index, std::span<const NodeId> nodes) {
    for (const NodeId node : nodes) {
        if (node >= index.node_count()) {
            throw std::logic_error("a matrix names a node that is not of the graph");
        }
    }
}

/// The ranks a sweep goes down through: those of some nodes with all their ancestors, from the
/// roots down. A rank is known by its place in that list; shortcuts lead to earlier places.
struct Cone {
    std::vector<std::uint32_t> ranks;
    std::vector<std::uint32_t> first{0};
    std::vector<std::uint32_t> head;      ///< a place
    std::vector<std::uint32_t> shortcut;  ///< of the index
    std::vector<std::uint32_t> places;    ///< of the nodes it was made for, in their order
    std::vector<std::uint32_t> place;     ///< by rank; `nothing` outside
};

Cone make_cone(const RoutingIndex& index, std::span<const NodeId> nodes) {
    Cone cone;
    cone.place.assign(index.node_count(), nothing);
    for (const NodeId node : nodes) {
        for (std::uint32_t x = index.rank[node]; x != nothing && cone.place[x] == nothing;
             x = index.parent[x]) {
            cone.place[x] = 0;
            cone.ranks.push_back(x);
        }
    }
    std::sort(cone.ranks.begin(), cone.ranks.end(), std::greater<>());
    for (std::uint32_t i = 0; i < cone.ranks.size(); ++i) {
        cone.place[cone.ranks[i]] = i;
    }
    for (const std::uint32_t x : cone.ranks) {
        for (std::uint32_t s = index.up_first[x]; s < index.up_first[x + 1]; ++s) {
            cone.head.push_back(cone.place[index.up_head[s]]);
            cone.shortcut.push_back(s);
        }
        cone.first.push_back(static_cast<std::uint32_t>(cone.head.size()));
    }
    for (const NodeId node : nodes) {
        cone.places.push_back(cone.place[index.rank[node]]);
    }
    return cone;
}

/// Labels of all ancestors of a node, by depth; gives the largest finite one.
template <typename Value, typename Word>
Word climb(const RoutingIndex& index, const Value* values, std::uint32_t start, Climb way,
           std::vector<Word>& label) {
    std::fill_n(label.begin(), index.depth[start] + 1, infinite<Word>);
    label[index.depth[start]] = 0;
    Word most = 0;
    for (std::uint32_t x = start; x != nothing; x = index.parent[x]) {
        const Word from = label[index.depth[x]];
        if (from == infinite<Word>) {
            continue;
        }
        most = std::max(most, from);
        for (std::uint32_t s = index.up_first[x]; s < index.up_first[x + 1]; ++s) {
            Word& to = label[index.up_depth[s]];
            to = std::min(to, add_value(from, values[2 * s + static_cast<std::uint32_t>(way)]));
        }
    }
    return most;
}

/// What a sweep is asked: from `starts` through the cone to the nodes it was made for. Row i of the
/// answer belongs to start i.
template <typename Value, typename Word>
class Sweeper {
  public:
    Sweeper(const RoutingIndex& index, const IndexMetric& metric, const Cone& cone, Climb way)
        : index_(index),
          values_(values_of<Value>(metric).data()),
          cone_(cone),
          way_(way),
          climbed_(index.depth_count) {
        const auto down = 1 - static_cast<std::uint32_t>(way);
        weight_.reserve(cone.shortcut.size());
        for (const std::uint32_t s : cone.shortcut) {
            weight_.push_back(add_value(Word{0}, values_[2 * s + down]));
        }
    }

    /// False where a label was so large that an infinite one may have been a sum too large.
    bool run(std::span<const NodeId> starts, std::span<Distance> rows) {
        for (std::size_t at = 0; at < starts.size();) {
            const std::size_t left = starts.size() - at;
            std::size_t taken = 0;
            if (left > 2 * Lanes<Word>::count) {
                taken = sweep<4>(starts.subspan(at), rows.subspan(at * cone_.places.size()));
            } else if (left > Lanes<Word>::count) {
                taken = sweep<2>(starts.subspan(at), rows.subspan(at * cone_.places.size()));
            } else {
                taken = sweep<1>(starts.subspan(at), rows.subspan(at * cone_.places.size()));
            }
            at += taken;
        }
        return most_ < infinite<Word> / 2;
    }

  private:
    template <std::size_t vectors>
    std::size_t sweep(std::span<const NodeId> starts, std::span<Distance> rows) {
        const std::size_t taken = std::min(starts.size(), vectors * Lanes<Word>::count);
        std::vector<LaneRow<Word, vectors>> label(cone_.ranks.size(),
                                                  row_of<Word, vectors>(infinite<Word>));
        for (std::size_t lane = 0; lane < taken; ++lane) {
            const std::uint32_t start = index_.rank[starts[lane]];
            most_ = std::max(most_, climb(index_, values_, start, way_, climbed_));
            for (std::uint32_t x = start; x != nothing; x = index_.parent[x]) {
                if (cone_.place[x] != nothing) {
                    words_of(label[cone_.place[x]])[lane] = climbed_[index_.depth[x]];
                }
            }
        }
        go_down(label);
        for (std::size_t lane = 0; lane < taken; ++lane) {
            for (std::size_t i = 0; i < cone_.places.size(); ++i) {
                rows[lane * cone_.places.size() + i] =
                    distance_of(words_of(label[cone_.places[i]])[lane]);
            }
        }
        return taken;
    }

    template <std::size_t vectors>
    void go_down(std::vector<LaneRow<Word, vectors>>& label) {
        const Lanes<Word> none = Lanes<Word>::all(infinite<Word>);
        Lanes<Word> most = Lanes<Word>::all(0);
        for (std::size_t i = 0; i < label.size(); ++i) {
            LaneRow<Word, vectors> here = label[i];
            for (std::uint32_t s = cone_.first[i]; s < cone_.first[i + 1]; ++s) {
                const Lanes<Word> weight = Lanes<Word>::all(weight_[s]);
                const LaneRow<Word, vectors>& above = label[cone_.head[s]];
                for (std::size_t j = 0; j < vectors; ++j) {
                    here[j].take_smaller(above[j] + weight);
                }
            }
            for (std::size_t j = 0; j < vectors; ++j) {
                most.take_larger(here[j].without(none));
            }
            label[i] = here;
        }
        for (std::size_t lane = 0; lane < Lanes<Word>::count; ++lane) {
            most_ = std::max(most_, static_cast<Word>(most.word[lane]));
        }
    }

    const RoutingIndex& index_;
    const Value* values_;
    const Cone& cone_;
    Climb way_;
    std::vector<Word> weight_;  ///< downward, of the cone's shortcuts
    std::vector<Word> climbed_;
    Word most_ = 0;
};

/// Rows of starts, columns of the cone's nodes.
std::vector<Distance> sweep_all(const RoutingIndex& index, const IndexMetric& metric,
                                std::span<const NodeId> starts, std::span<const NodeId> ends,
                                Climb way) {
    std::vector<Distance> rows(starts.size() * ends.size());
    const Cone cone = make_cone(index, ends);
    if (metric.is_wide()) {
        Sweeper<std::int64_t, std::int64_t>(index, metric, cone, way).run(starts, rows);
    } else if (!Sweeper<std::int32_t, std::int32_t>(index, metric, cone, way).run(starts, rows)) {
        Sweeper<std::int32_t, std::int64_t>(index, metric, cone, way).run(starts, rows);
    }
    return rows;
}

/// Labels of all ranks; false as in Sweeper::run.
template <typename Value, typename Word>
bool flood(const RoutingIndex& index, const IndexMetric& metric, NodeId start, Climb way,
           std::vector<Distance>& distances) {
    const Value* values = values_of<Value>(metric).data();
    std::vector<Word> climbed(index.depth_count);
    std::vector<Word> label(index.node_count(), infinite<Word>);
    Word most = climb(index, values, index.rank[start], way, climbed);
    for (std::uint32_t x = index.rank[start]; x != nothing; x = index.parent[x]) {
        label[x] = climbed[index.depth[x]];
    }
    const auto down = 1 - static_cast<std::uint32_t>(way);
    for (std::uint32_t x = index.node_count(); x-- > 0;) {
        for (std::uint32_t s = index.up_first[x]; s < index.up_first[x + 1]; ++s) {
            label[x] = std::min(label[x], add_value(label[index.up_head[s]], values[2 * s + down]));
        }
        most = std::max(most, label[x] == infinite<Word> ? Word{0} : label[x]);
        distances[index.order[x]] = distance_of(label[x]);
    }
    return most < infinite<Word> / 2;
}

std::vector<Distance> flood_all(const RoutingIndex& index, const IndexMetric& metric, NodeId start,
                                Climb way) {
    check_nodes(index, {&start, 1});
    std::vector<Distance> distances(index.node_count());
    if (metric.is_wide()) {
        flood<std::int64_t, std::int64_t>(index, metric, start, way, distances);
    } else if (!flood<std::int32_t, std::int32_t>(index, metric, start, way, distances)) {
        flood<std::int32_t, std::int64_t>(index, metric, start, way, distances);
    }
    return distances;
}

}  // namespace

std::vector<Distance> distance_matrix(const RoutingIndex& index, const IndexMetric& metric,
                                      std::span<const NodeId> sources,
                                      std::span<const NodeId> targets) {
    check_nodes(index, sources);
    check_nodes(index, targets);
    if (sources.size() <= targets.size()) {
        return sweep_all(index, metric, sources, targets, Climb::onward);
    }
    // Fewer sweeps from the other end.
    const std::vector<Distance> turned = sweep_all(index, metric, targets, sources, Climb::back);
    std::vector<Distance> rows(turned.size());
    for (std::size_t i = 0; i < sources.size(); ++i) {
        for (std::size_t j = 0; j < targets.size(); ++j) {
            rows[i * targets.size() + j] = turned[j * sources.size() + i];
        }
    }
    return rows;
}

std::vector<Distance> distances_from(const RoutingIndex& index, const IndexMetric& metric,
                                     NodeId from) {
    return flood_all(index, metric, from, Climb::onward);
}

std::vector<Distance> distances_to(const RoutingIndex& index, const IndexMetric& metric,
                                   NodeId to) {
    return flood_all(index, metric, to, Climb::back);
}

}  // namespace relief
