// SPDX-License-Identifier: Apache-2.0
#include "routing/path/street_cut_pairs.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

namespace relief {
namespace {

using PiecePair = std::pair<PieceIndex, PieceIndex>;  ///< the lower first

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

    /// The number of ways that share no piece, at most 3.
    int run(const StreetEnd& end) {
        std::fill(flow_.begin(), flow_.end(), 0);
        sinks_.clear();
        add_ends(end, sinks_);
        int ways = 0;
        while (ways < 3 && augment()) {
            ++ways;
        }
        return ways;
    }

    /// After a run that gave two: every pair of pieces that cuts the place off. A cut holds what
    /// the residual graph reaches from the tails of its arcs, so two arcs with flow are one where
    /// neither reaches the head of the other, its own, or the place.
    [[nodiscard]] std::vector<PiecePair> pairs() const {
        std::vector<ArcIndex> arcs;
        std::vector<std::vector<bool>> reached;
        for (ArcIndex arc = 0; arc < network_.arcs.size(); ++arc) {
            if (flow_[arc] == 0) {
                continue;
            }
            std::vector<bool> from_tail = residual_from(network_.arcs[arc].tail);
            const bool is_loose = !from_tail[network_.arcs[arc].head] &&
                                  std::none_of(sinks_.begin(), sinks_.end(),
                                               [&](NodeIndex node) { return from_tail[node]; });
            if (is_loose) {
                arcs.push_back(arc);
                reached.push_back(std::move(from_tail));
            }
        }
        std::vector<PiecePair> found;
        for (std::size_t i = 0; i < arcs.size(); ++i) {
            for (std::size_t j = i + 1; j < arcs.size(); ++j) {
                if (!reached[i][network_.arcs[arcs[j]].head] &&
                    !reached[j][network_.arcs[arcs[i]].head]) {
                    found.push_back(std::minmax(network_.arcs[arcs[i]].piece(),
                                                network_.arcs[arcs[j]].piece()));
                }
            }
        }
        return found;
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

    /// What the residual graph reaches from the depots and a node.
    [[nodiscard]] std::vector<bool> residual_from(NodeIndex start) const {
        std::vector<bool> seen(network_.nodes.size());
        std::vector<NodeIndex> queue;
        const auto visit = [&](NodeIndex node) {
            if (!seen[node]) {
                seen[node] = true;
                queue.push_back(node);
            }
        };
        for (const NodeIndex node : sources_) {
            visit(node);
        }
        visit(start);
        for (std::size_t i = 0; i < queue.size(); ++i) {
            for (ArcIndex arc = network_.first_arc[queue[i]];
                 arc < network_.first_arc[queue[i] + 1]; ++arc) {
                if (is_open(arc) && has_room(arc)) {
                    visit(network_.arcs[arc].head);
                }
            }
            for (const ArcIndex arc : into_[queue[i]]) {
                if (flow_[arc] > 0) {
                    visit(network_.arcs[arc].tail);
                }
            }
        }
        return seen;
    }

    const RoadsNow& now_;
    const StreetNetwork& network_;
    std::vector<std::int8_t> flow_;  ///< of each arc
    std::vector<NodeIndex> sources_;
    std::vector<NodeIndex> sinks_;
    std::vector<std::vector<ArcIndex>> into_;  ///< of each node
};

/// Pairs by the places they cut off.
using PlacesOfPair = std::map<PiecePair, std::vector<std::size_t>>;

/// Pieces that do the same in every pair are one side: a road's pieces behind one another.
std::vector<PairCut> merged(const std::vector<PiecePair>& pairs,
                            const std::vector<std::size_t>& places) {
    std::map<PieceIndex, std::vector<PieceIndex>> partners;
    for (const auto& [one, other] : pairs) {
        partners[one].push_back(other);
        partners[other].push_back(one);
    }
    std::map<std::vector<PieceIndex>, std::vector<PieceIndex>> alike;
    for (auto& [piece, others] : partners) {
        std::sort(others.begin(), others.end());
        alike[others].push_back(piece);
    }
    std::set<std::pair<std::vector<PieceIndex>, std::vector<PieceIndex>>> sides;
    for (const auto& [others, side] : alike) {
        for (const PieceIndex other : others) {
            const std::vector<PieceIndex>& opposite = alike.at(partners.at(other));
            sides.insert(std::minmax(side, opposite));
        }
    }
    std::vector<PairCut> cuts;
    for (const auto& [one, other] : sides) {
        cuts.push_back({.one = one, .other = other, .places = places});
    }
    return cuts;
}

void order_pairs(std::vector<PairCut>& pairs, std::span<const std::uint64_t> weights) {
    std::stable_sort(pairs.begin(), pairs.end(), [&](const PairCut& a, const PairCut& b) {
        if (a.is_at_place != b.is_at_place) {
            return b.is_at_place;
        }
        const std::uint64_t more = weight_of(a.places, weights);
        const std::uint64_t less = weight_of(b.places, weights);
        return more != less ? more > less
               : a.places.size() != b.places.size()
                   ? a.places.size() > b.places.size()
                   : std::tie(a.one, a.other) < std::tie(b.one, b.other);
    });
}

/// The node at which a place stands, no_index where it stands between two.
NodeIndex node_at(const StreetNetwork& network, const StreetPosition& position) {
    const StreetPiece& piece = network.pieces[position.piece];
    return position.offset_cm == 0                 ? piece.from
           : position.offset_cm == piece.length_cm ? piece.to
                                                   : no_index;
}

bool touches(const StreetNetwork& network, const std::vector<PieceIndex>& pieces, NodeIndex node) {
    return std::any_of(pieces.begin(), pieces.end(), [&](PieceIndex piece) {
        return network.pieces[piece].from == node || network.pieces[piece].to == node;
    });
}

bool is_at_place(const StreetNetwork& network, const CutSearch& search, const PairCut& cut) {
    if (cut.places.size() != 1) {
        return false;
    }
    const NodeIndex node = node_at(network, search.end(cut.places.front()).position);
    return node != no_index && touches(network, cut.one, node) && touches(network, cut.other, node);
}

/// Where the flow counts fewer beginnings or ends than there are, a way round it may be left.
bool counts_all(const RoadsNow& now, const StreetEnd& end) {
    return bare_seeds(now.network(), now.metric(), end).size() == end.seeds.size();
}

bool cuts_off(CutSearch& search, const PiecePair& pair, std::size_t place) {
    search.lose(pair.first);
    search.lose(pair.second);
    search.run();
    const bool is_cut = !search.is_reached(place);
    search.find(pair.first);
    search.find(pair.second);
    return is_cut;
}

}  // namespace

std::uint64_t weight_of(const std::vector<std::size_t>& places,
                        std::span<const std::uint64_t> weights) {
    std::uint64_t sum = 0;
    for (const std::size_t place : places) {
        sum += weights.empty() ? 1 : weights[place];
    }
    return sum;
}

void add_pairs(const RoadsNow& now, CutSearch& search, std::span<const std::uint64_t> weights,
               CutAnalysis& analysis) {
    PieceFlow flow(now, search);
    const bool knows_starts =
        std::all_of(search.starts().begin(), search.starts().end(),
                    [&](const StreetEnd& start) { return counts_all(now, start); });
    PlacesOfPair of_pair;
    for (std::size_t i = 0; i < analysis.places.size(); ++i) {
        PlaceAccess& place = analysis.places[i];
        if (!place.reached || !place.singles.empty()) {
            place.disjoint_ways = place.reached ? 1 : 0;
            continue;
        }
        place.disjoint_ways = flow.run(search.end(i));
        if (place.disjoint_ways != 2) {
            continue;
        }
        const bool is_sure = knows_starts && counts_all(now, search.end(i));
        for (const PiecePair& pair : flow.pairs()) {
            if (is_sure || cuts_off(search, pair, i)) {
                of_pair[pair].push_back(i);
            }
        }
    }
    std::map<std::vector<std::size_t>, std::vector<PiecePair>> by_effect;
    for (const auto& [pair, places] : of_pair) {
        by_effect[places].push_back(pair);
    }
    for (const auto& [places, pairs] : by_effect) {
        for (PairCut& cut : merged(pairs, places)) {
            cut.is_at_place = is_at_place(now.network(), search, cut);
            analysis.pairs.push_back(std::move(cut));
        }
    }
    order_pairs(analysis.pairs, weights);
    for (const PairCut& cut : analysis.pairs) {
        for (const std::size_t i : cut.places) {
            if (analysis.places[i].pair.empty()) {
                analysis.places[i].pair = {std::min(cut.one.front(), cut.other.front()),
                                           std::max(cut.one.front(), cut.other.front())};
            }
        }
    }
}

}  // namespace relief
