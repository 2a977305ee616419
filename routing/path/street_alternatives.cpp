// SPDX-License-Identifier: Apache-2.0
#include "routing/path/street_alternatives.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace relief {
namespace {

std::vector<SearchSeed> seeds_of(const StreetEnd& end) {
    std::vector<SearchSeed> seeds;
    for (const EndSeed& seed : end.seeds) {
        seeds.push_back({.node = seed.node, .ms = seed.ms});
    }
    return seeds;
}

const EndSeed& seed_at(const StreetEnd& end, NodeId node) {
    return *std::find_if(end.seeds.begin(), end.seeds.end(),
                         [&](const EndSeed& each) { return each.node == node; });
}

class PlateauSearch {
  public:
    PlateauSearch(const RoadsNow& now, const StreetPosition& from, const StreetPosition& to)
        : now_(now),
          graph_(now.roads().graph),
          start_(start_of(now.roads(), now.metric(), from)),
          end_(end_of(now.roads(), now.metric(), to)),
          to_(search_streets(graph_, now.metric().through, seeds_of(start_),
                             SearchDirection::forward)),
          on_(search_streets(graph_, now.metric().through, seeds_of(end_),
                             SearchDirection::backward)) {}

    struct Plateau {
        Distance total_ms = 0;   ///< of the way over it
        Distance length_ms = 0;  ///< of the plateau itself
        NodeId node = 0;         ///< its first one
    };

    /// Maximal chains of arcs that both trees use, with the way over each; best first.
    [[nodiscard]] std::vector<Plateau> plateaus() const {
        std::vector<Plateau> found;
        for (NodeId node = 0; node < graph_.graph.node_count(); ++node) {
            if (to_.ms[node] == unreachable || on_.ms[node] == unreachable || is_inside(node)) {
                continue;
            }
            Plateau plateau{.total_ms = to_.ms[node] + on_.ms[node], .node = node};
            NodeId at = node;
            while (on_.last_arc[at] != nothing &&
                   to_.last_arc[graph_.graph.head[on_.last_arc[at]]] == on_.last_arc[at]) {
                plateau.length_ms += now_.metric().through[graph_.street_arc[on_.last_arc[at]]];
                at = graph_.graph.head[on_.last_arc[at]];
            }
            found.push_back(plateau);
        }
        std::stable_sort(found.begin(), found.end(), [](const Plateau& a, const Plateau& b) {
            return 2 * a.total_ms + b.length_ms < 2 * b.total_ms + a.length_ms;
        });
        return found;
    }

    [[nodiscard]] StreetPath way_over(NodeId node) const {
        StreetPath way{.ms = to_.ms[node] + on_.ms[node], .stretches = {}};
        const std::vector<ArcId> before = to_.path(graph_, node, false);
        const std::vector<ArcId> after = on_.path(graph_, node, true);
        const NodeId first = before.empty() ? node : graph_.tail[before.front()];
        const NodeId last = after.empty() ? node : graph_.graph.head[after.back()];
        add(seed_at(start_, first).stretches, way);
        for (const auto* arcs : {&before, &after}) {
            for (const ArcId arc : *arcs) {
                const ArcIndex street = graph_.street_arc[arc];
                way.stretches.push_back({.arc = street,
                                         .from_cm = 0,
                                         .to_cm = now_.network().length_cm(street),
                                         .ms = now_.metric().through[street]});
            }
        }
        add(seed_at(end_, last).stretches, way);
        return way;
    }

  private:
    /// The arc into the node lies on a plateau: it does not begin here.
    [[nodiscard]] bool is_inside(NodeId node) const {
        const ArcId arc = to_.last_arc[node];
        return arc != nothing && on_.last_arc[graph_.tail[arc]] == arc;
    }

    static void add(const std::vector<RoadStretch>& stretches, StreetPath& way) {
        for (const RoadStretch& stretch : stretches) {
            if (stretch.from_cm != stretch.to_cm) {
                way.stretches.push_back(stretch);
            }
        }
    }

    const RoadsNow& now_;
    const StreetGraph& graph_;
    StreetEnd start_;
    StreetEnd end_;
    SearchTree to_;
    SearchTree on_;
};

bool drives_a_piece_twice(const StreetNetwork& network, const StreetPath& way) {
    std::set<PieceIndex> pieces;
    for (const RoadStretch& stretch : way.stretches) {
        if (!pieces.insert(network.arcs[stretch.arc].piece()).second) {
            return true;
        }
    }
    return false;
}

}  // namespace

double shared_part(const StreetNetwork& network, const StreetPath& way, const StreetPath& other) {
    std::set<PieceIndex> pieces;
    for (const RoadStretch& stretch : other.stretches) {
        pieces.insert(network.arcs[stretch.arc].piece());
    }
    Distance all = 0;
    Distance shared = 0;
    for (const RoadStretch& stretch : way.stretches) {
        all += stretch.ms;
        shared += pieces.contains(network.arcs[stretch.arc].piece()) ? stretch.ms : 0;
    }
    return all == 0 ? 1 : static_cast<double>(shared) / static_cast<double>(all);
}

std::vector<StreetPath> alternative_ways(const RoadsNow& now, const StreetPosition& from,
                                         const StreetPosition& to, std::size_t count,
                                         const AlternativeLimits& limits) {
    QueryScratch scratch;
    std::vector<StreetPath> ways{quickest_way(now.roads(), now.metric(),
                                              start_of(now.roads(), now.metric(), from),
                                              end_of(now.roads(), now.metric(), to), scratch)};
    if (!ways.front().found() || count < 2) {
        return ways;
    }
    const auto quickest = static_cast<double>(ways.front().ms);
    const PlateauSearch search(now, from, to);
    for (const PlateauSearch::Plateau& plateau : search.plateaus()) {
        if (ways.size() >= count) {
            break;
        }
        if (static_cast<double>(plateau.total_ms) > limits.stretch * quickest ||
            static_cast<double>(plateau.length_ms) < limits.plateau * quickest) {
            continue;
        }
        StreetPath way = search.way_over(plateau.node);
        const bool differs = std::all_of(ways.begin(), ways.end(), [&](const StreetPath& other) {
            return shared_part(now.network(), way, other) <= limits.sharing;
        });
        if (differs && !drives_a_piece_twice(now.network(), way)) {
            ways.push_back(std::move(way));
        }
    }
    return ways;
}

}  // namespace relief
