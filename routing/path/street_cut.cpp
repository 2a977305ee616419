// SPDX-License-Identifier: Apache-2.0
#include "routing/path/street_cut.h"

#include <algorithm>
#include <map>
#include <utility>

namespace relief {
namespace {

/// Breadth-first over open roads, some pieces lost.
class CutSearch {
  public:
    CutSearch(const RoadsNow& now, std::span<const StreetPosition> depots,
              std::span<const StreetPosition> places)
        : now_(now), graph_(now.roads().graph), lost_(now.network().pieces.size()) {
        for (const StreetPosition& depot : depots) {
            starts_.push_back(start_of(now.roads(), now.metric(), depot));
        }
        for (const StreetPosition& place : places) {
            ends_.push_back(end_of(now.roads(), now.metric(), place));
        }
        from_.resize(graph_.graph.node_count());
        seen_.resize(graph_.graph.node_count(), 0);
    }

    void lose(PieceIndex piece) { lost_[piece] = true; }
    void find(PieceIndex piece) { lost_[piece] = false; }

    /// Which nodes are reached now.
    void run() {
        ++round_;
        queue_.clear();
        for (const StreetEnd& start : starts_) {
            for (const EndSeed& seed : start.seeds) {
                if (is_whole(seed)) {
                    visit(seed.node, nothing);
                }
            }
        }
        for (std::size_t i = 0; i < queue_.size(); ++i) {
            const NodeId node = queue_[i];
            for (ArcId arc = graph_.graph.first_out[node]; arc < graph_.graph.first_out[node + 1];
                 ++arc) {
                const ArcIndex street = graph_.street_arc[arc];
                if (now_.metric().through[street] != closed_weight &&
                    !lost_[now_.network().arcs[street].piece()]) {
                    visit(graph_.graph.head[arc], arc);
                }
            }
        }
    }

    [[nodiscard]] bool is_reached(std::size_t place) const {
        return stays_local(place) || end_seed(place) != nullptr;
    }

    /// The pieces of the way found to a place, its ends included; each once, ascending.
    [[nodiscard]] std::vector<PieceIndex> pieces_to(std::size_t place) const {
        std::vector<PieceIndex> pieces;
        const EndSeed* end = end_seed(place);
        if (stays_local(place) || end == nullptr) {
            return pieces;
        }
        add(*end, pieces);
        NodeId node = end->node;
        while (from_[node] != nothing) {
            pieces.push_back(now_.network().arcs[graph_.street_arc[from_[node]]].piece());
            node = graph_.tail[from_[node]];
        }
        for (const StreetEnd& start : starts_) {
            const auto seed = std::find_if(
                start.seeds.begin(), start.seeds.end(),
                [&](const EndSeed& each) { return each.node == node && is_whole(each); });
            if (seed != start.seeds.end()) {
                add(*seed, pieces);
                break;
            }
        }
        std::sort(pieces.begin(), pieces.end());
        pieces.erase(std::unique(pieces.begin(), pieces.end()), pieces.end());
        return pieces;
    }

    [[nodiscard]] const std::vector<StreetEnd>& starts() const { return starts_; }
    [[nodiscard]] const StreetEnd& end(std::size_t place) const { return ends_[place]; }

  private:
    void visit(NodeId node, ArcId arc) {
        if (seen_[node] != round_) {
            seen_[node] = round_;
            from_[node] = arc;
            queue_.push_back(node);
        }
    }

    [[nodiscard]] bool is_whole(const EndSeed& seed) const {
        return std::none_of(seed.stretches.begin(), seed.stretches.end(),
                            [&](const RoadStretch& stretch) {
                                return stretch.from_cm != stretch.to_cm &&
                                       lost_[now_.network().arcs[stretch.arc].piece()];
                            });
    }

    [[nodiscard]] const EndSeed* end_seed(std::size_t place) const {
        for (const EndSeed& seed : ends_[place].seeds) {
            if (seen_[seed.node] == round_ && is_whole(seed)) {
                return &seed;
            }
        }
        return nullptr;
    }

    /// A depot at the very place: no road is needed.
    [[nodiscard]] bool stays_local(std::size_t place) const {
        return std::any_of(starts_.begin(), starts_.end(), [&](const StreetEnd& start) {
            return start.position.point == ends_[place].position.point;
        });
    }

    void add(const EndSeed& seed, std::vector<PieceIndex>& pieces) const {
        for (const RoadStretch& stretch : seed.stretches) {
            if (stretch.from_cm != stretch.to_cm) {
                pieces.push_back(now_.network().arcs[stretch.arc].piece());
            }
        }
    }

    const RoadsNow& now_;
    const StreetGraph& graph_;
    std::vector<bool> lost_;
    std::vector<StreetEnd> starts_;
    std::vector<StreetEnd> ends_;
    std::vector<ArcId> from_;
    std::vector<std::uint32_t> seen_;
    std::vector<NodeId> queue_;
    std::uint32_t round_ = 0;
};

/// Up to three units of flow over pieces of one unit each, from all depots to one place; turn bans
/// left out (a piece would be several arcs of the graph).
class PieceFlow {
  public:
    PieceFlow(const RoadsNow& now, const CutSearch& search)
        : now_(now),
          network_(now.network()),
          flow_(network_.arcs.size(), 0),
          into_(network_.nodes.size()) {
        for (const StreetEnd& start : search.starts()) {
            add_ends(start, sources_);
        }
        for (ArcIndex arc = 0; arc < network_.arcs.size(); ++arc) {
            into_[network_.arcs[arc].head].push_back(arc);
        }
    }

    /// The number of ways that share no piece, at most 3; the cut nearest to the place.
    std::pair<int, std::vector<PieceIndex>> run(const StreetEnd& end) {
        std::fill(flow_.begin(), flow_.end(), 0);
        sinks_.clear();
        add_ends(end, sinks_);
        int ways = 0;
        while (ways < 3 && augment()) {
            ++ways;
        }
        return {ways, ways < 3 ? cut() : std::vector<PieceIndex>{}};
    }

  private:
    void add_ends(const StreetEnd& end, std::vector<NodeIndex>& nodes) {
        for (const EndSeed* seed : bare_seeds(network_, now_.metric(), end)) {
            nodes.push_back(now_.roads().graph.street_node[seed->node]);
        }
    }

    [[nodiscard]] bool is_open(ArcIndex arc) const {
        return now_.metric().through[arc] != closed_weight;
    }
    /// Room on a piece in the direction of an arc: one unit, and back what runs against it.
    [[nodiscard]] bool has_room(ArcIndex arc) const {
        const ArcIndex reverse = network_.reverse_of(arc);
        return (is_open(arc) && flow_[arc] == 0) || (reverse != no_index && flow_[reverse] > 0);
    }
    void push(ArcIndex arc) {
        const ArcIndex reverse = network_.reverse_of(arc);
        if (reverse != no_index && flow_[reverse] > 0) {
            flow_[reverse] = 0;
        } else {
            flow_[arc] = 1;
        }
    }

    bool augment() {
        std::vector<ArcIndex> from(network_.nodes.size(), no_index);
        std::vector<std::int8_t> undo(network_.nodes.size(), 0);
        std::vector<bool> seen(network_.nodes.size());
        std::vector<NodeIndex> queue;
        for (const NodeIndex node : sources_) {
            if (!seen[node]) {
                seen[node] = true;
                queue.push_back(node);
            }
        }
        for (std::size_t i = 0; i < queue.size(); ++i) {
            const NodeIndex node = queue[i];
            if (std::find(sinks_.begin(), sinks_.end(), node) != sinks_.end()) {
                undo_and_push(node, from, undo);
                return true;
            }
            const auto visit = [&](NodeIndex next, ArcIndex arc, bool backward) {
                if (!seen[next]) {
                    seen[next] = true;
                    from[next] = arc;
                    undo[next] = backward ? 1 : 0;
                    queue.push_back(next);
                }
            };
            for (ArcIndex arc = network_.first_arc[node]; arc < network_.first_arc[node + 1];
                 ++arc) {
                if (is_open(arc) && has_room(arc)) {
                    visit(network_.arcs[arc].head, arc, false);
                }
            }
            for (const ArcIndex arc : into_[node]) {
                if (flow_[arc] > 0) {
                    visit(network_.arcs[arc].tail, arc, true);
                }
            }
        }
        return false;
    }

    void undo_and_push(NodeIndex node, const std::vector<ArcIndex>& from,
                       const std::vector<std::int8_t>& undo) {
        while (from[node] != no_index) {
            const ArcIndex arc = from[node];
            if (undo[node] != 0) {
                flow_[arc] = 0;
                node = network_.arcs[arc].head;
            } else {
                push(arc);
                node = network_.arcs[arc].tail;
            }
        }
    }

    /// The pieces that lead into what still reaches the place against the flow.
    [[nodiscard]] std::vector<PieceIndex> cut() const {
        std::vector<bool> near(network_.nodes.size());
        std::vector<NodeIndex> queue;
        const auto visit = [&](NodeIndex node) {
            if (!near[node]) {
                near[node] = true;
                queue.push_back(node);
            }
        };
        for (const NodeIndex node : sinks_) {
            visit(node);
        }
        for (std::size_t i = 0; i < queue.size(); ++i) {
            for (const ArcIndex arc : into_[queue[i]]) {
                if (has_room(arc)) {
                    visit(network_.arcs[arc].tail);
                }
            }
            for (ArcIndex arc = network_.first_arc[queue[i]];
                 arc < network_.first_arc[queue[i] + 1]; ++arc) {
                if (flow_[arc] > 0) {
                    visit(network_.arcs[arc].head);
                }
            }
        }
        std::vector<PieceIndex> pieces;
        for (ArcIndex arc = 0; arc < network_.arcs.size(); ++arc) {
            if (is_open(arc) && !near[network_.arcs[arc].tail] && near[network_.arcs[arc].head]) {
                pieces.push_back(network_.arcs[arc].piece());
            }
        }
        std::sort(pieces.begin(), pieces.end());
        pieces.erase(std::unique(pieces.begin(), pieces.end()), pieces.end());
        return pieces;
    }

    const RoadsNow& now_;
    const StreetNetwork& network_;
    std::vector<std::int8_t> flow_;  ///< of each arc
    std::vector<NodeIndex> sources_;
    std::vector<NodeIndex> sinks_;
    std::vector<std::vector<ArcIndex>> into_;  ///< of each node
};

void add_pairs(const RoadsNow& now, CutSearch& search, CutAnalysis& analysis) {
    PieceFlow flow(now, search);
    for (std::size_t i = 0; i < analysis.places.size(); ++i) {
        PlaceAccess& place = analysis.places[i];
        if (!place.reached || !place.singles.empty()) {
            place.disjoint_ways = place.reached ? 1 : 0;
            continue;
        }
        auto [ways, pair] = flow.run(search.end(i));
        place.disjoint_ways = ways;
        if (ways != 2 || pair.size() != 2) {
            continue;
        }
        search.lose(pair[0]);
        search.lose(pair[1]);
        search.run();
        if (!search.is_reached(i)) {
            place.pair = pair;
        }
        search.find(pair[0]);
        search.find(pair[1]);
    }
}

}  // namespace

CutAnalysis cut_analysis(const RoadsNow& now, std::span<const StreetPosition> depots,
                         std::span<const StreetPosition> places) {
    CutSearch search(now, depots, places);
    CutAnalysis analysis;
    analysis.places.resize(places.size());
    search.run();
    std::map<PieceIndex, std::vector<std::size_t>> on_way;
    for (std::size_t i = 0; i < places.size(); ++i) {
        analysis.places[i].reached = search.is_reached(i);
        for (const PieceIndex piece : search.pieces_to(i)) {
            on_way[piece].push_back(i);
        }
    }
    std::map<std::vector<std::size_t>, std::vector<PieceIndex>> by_effect;
    for (const auto& [piece, whose] : on_way) {
        search.lose(piece);
        search.run();
        std::vector<std::size_t> cut_off;
        for (const std::size_t place : whose) {
            if (!search.is_reached(place)) {
                cut_off.push_back(place);
                analysis.places[place].singles.push_back(piece);
            }
        }
        search.find(piece);
        if (!cut_off.empty()) {
            by_effect[cut_off].push_back(piece);
        }
    }
    for (auto& [cut_off, pieces] : by_effect) {
        analysis.singles.push_back({.pieces = std::move(pieces), .places = cut_off});
    }
    std::stable_sort(analysis.singles.begin(), analysis.singles.end(),
                     [](const SingleCut& a, const SingleCut& b) {
                         return a.places.size() != b.places.size()
                                    ? a.places.size() > b.places.size()
                                    : a.pieces < b.pieces;
                     });
    add_pairs(now, search, analysis);
    return analysis;
}

std::vector<bool> reached_without(const RoadsNow& now, std::span<const StreetPosition> depots,
                                  std::span<const StreetPosition> places,
                                  std::span<const PieceIndex> lost) {
    CutSearch search(now, depots, places);
    for (const PieceIndex piece : lost) {
        search.lose(piece);
    }
    search.run();
    std::vector<bool> reached;
    for (std::size_t i = 0; i < places.size(); ++i) {
        reached.push_back(search.is_reached(i));
    }
    return reached;
}

}  // namespace relief
