// SPDX-License-Identifier: Apache-2.0
#include "routing/path/street_reach.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace relief {
namespace {

class ReachSearch {
  public:
    ReachSearch(const RoadsNow& now, Distance budget_ms)
        : now_(now), network_(now.network()), budget_ms_(budget_ms) {}

    StreetReach run(std::span<const StreetPosition> starts) {
        std::vector<SearchSeed> seeds;
        for (const StreetPosition& start : starts) {
            add_first_roads(start);
            for (const EndSeed& seed : start_of(now_.roads(), now_.metric(), start).seeds) {
                seeds.push_back({.node = seed.node, .ms = seed.ms});
                for (const RoadStretch& stretch : seed.stretches) {
                    add_whole(stretch, seed.ms);
                }
            }
        }
        const SearchTree tree = search_streets(now_.roads().graph, now_.metric().through, seeds,
                                               SearchDirection::forward, budget_ms_);
        add_arcs(tree, [&](ArcIndex arc) { return !now_.metric().is_for_ends(arc); });
        add_yards(tree);
        return merged();
    }

  private:
    /// The furthest centimetre of an arc that is reached when it is entered with so much left.
    [[nodiscard]] std::uint32_t furthest(ArcIndex arc, Distance left_ms,
                                         std::uint32_t from_cm) const {
        const Weight ms = now_.metric().ends[arc];
        const std::uint32_t length_cm = network_.length_cm(arc);
        const Distance before = part_ms(ms, from_cm, length_cm);
        if (ms - before <= left_ms) {
            return length_cm;
        }
        // part_ms rounds down: the last cm with part_ms(cm) <= before + left.
        const Distance until = before + left_ms;
        return static_cast<std::uint32_t>(((until + 1) * length_cm - 1) / ms);
    }

    void add(ArcIndex arc, std::uint32_t from_cm, std::uint32_t to_cm) {
        const StreetArc& driven = network_.arcs[arc];
        const std::uint32_t length_cm = network_.length_cm(arc);
        reached_.push_back({.piece = driven.piece(),
                            .from_cm = driven.is_backward() ? length_cm - to_cm : from_cm,
                            .to_cm = driven.is_backward() ? length_cm - from_cm : to_cm});
    }

    void add_first_roads(const StreetPosition& start) {
        const StreetPiece& piece = network_.pieces[start.piece];
        for (const ArcIndex arc : {piece.forward, piece.backward}) {
            if (arc != no_index && now_.metric().ends[arc] != closed_weight) {
                const std::uint32_t at_cm =
                    arc == piece.forward ? start.offset_cm : piece.length_cm - start.offset_cm;
                add(arc, at_cm, furthest(arc, budget_ms_, at_cm));
            }
        }
    }

    void add_whole(const RoadStretch& stretch, Distance until_ms) {
        if (until_ms <= budget_ms_) {
            add(stretch.arc, stretch.from_cm, stretch.to_cm);
        }
    }

    template <typename Wanted>
    void add_arcs(const SearchTree& tree, Wanted wanted) {
        const StreetGraph& graph = now_.roads().graph;
        for (ArcId copy = 0; copy < graph.street_arc.size(); ++copy) {
            const ArcIndex arc = graph.street_arc[copy];
            const Distance ms = tree.ms[graph.tail[copy]];
            if (ms <= budget_ms_ && now_.metric().ends[arc] != closed_weight && wanted(arc)) {
                add(arc, 0, furthest(arc, budget_ms_ - ms, 0));
            }
        }
    }

    /// Roads for destinations: from every crossing reached, over nothing but such roads.
    void add_yards(const SearchTree& tree) {
        std::vector<Weight> yards(network_.arcs.size(), closed_weight);
        bool any = false;
        for (ArcIndex arc = 0; arc < yards.size(); ++arc) {
            if (now_.metric().is_for_ends(arc)) {
                yards[arc] = now_.metric().ends[arc];
                any = true;
            }
        }
        if (!any) {
            return;
        }
        std::vector<SearchSeed> seeds;
        for (NodeId node = 0; node < tree.ms.size(); ++node) {
            if (tree.ms[node] <= budget_ms_) {
                seeds.push_back({.node = node, .ms = tree.ms[node]});
            }
        }
        const SearchTree more =
            search_streets(now_.roads().graph, yards, seeds, SearchDirection::forward, budget_ms_);
        add_arcs(more, [&](ArcIndex arc) { return now_.metric().is_for_ends(arc); });
    }

    StreetReach merged() {
        std::sort(reached_.begin(), reached_.end(), [](const auto& a, const auto& b) {
            return std::tie(a.piece, a.from_cm, a.to_cm) < std::tie(b.piece, b.from_cm, b.to_cm);
        });
        StreetReach reach;
        for (const ReachedRoad& road : reached_) {
            if (!reach.roads.empty() && reach.roads.back().piece == road.piece &&
                road.from_cm <= reach.roads.back().to_cm) {
                reach.roads.back().to_cm = std::max(reach.roads.back().to_cm, road.to_cm);
            } else {
                reach.roads.push_back(road);
            }
        }
        std::erase_if(reach.roads,
                      [](const ReachedRoad& each) { return each.from_cm == each.to_cm; });
        for (const ReachedRoad& road : reach.roads) {
            reach.length_cm += road.to_cm - road.from_cm;
        }
        return reach;
    }

    const RoadsNow& now_;
    const StreetNetwork& network_;
    Distance budget_ms_;
    std::vector<ReachedRoad> reached_;
};

}  // namespace

StreetReach reach_from(const RoadsNow& now, std::span<const StreetPosition> starts,
                       Distance budget_ms) {
    return ReachSearch(now, budget_ms).run(starts);
}

std::vector<std::vector<StreetPoint>> lines_of(const StreetNetwork& network,
                                               std::span<const ReachedRoad> roads) {
    std::vector<std::vector<StreetPoint>> lines;
    for (const ReachedRoad& road : roads) {
        const StreetPiece& piece = network.pieces[road.piece];
        const bool is_forward = piece.forward != no_index;
        RoadStretch stretch{.arc = is_forward ? piece.forward : piece.backward,
                            .from_cm = road.from_cm,
                            .to_cm = road.to_cm};
        if (!is_forward) {
            stretch.from_cm = piece.length_cm - road.to_cm;
            stretch.to_cm = piece.length_cm - road.from_cm;
        }
        lines.push_back(line_of(network, std::span(&stretch, 1)));
    }
    return lines;
}

std::vector<ReachedRoad> rest_of(const StreetNetwork& network, std::span<const ReachedRoad> roads) {
    std::vector<ReachedRoad> rest;
    auto road = roads.begin();
    for (PieceIndex piece = 0; piece < network.pieces.size(); ++piece) {
        std::uint32_t at_cm = 0;
        for (; road != roads.end() && road->piece == piece; ++road) {
            if (road->from_cm > at_cm) {
                rest.push_back({.piece = piece, .from_cm = at_cm, .to_cm = road->from_cm});
            }
            at_cm = road->to_cm;
        }
        if (at_cm < network.pieces[piece].length_cm) {
            rest.push_back(
                {.piece = piece, .from_cm = at_cm, .to_cm = network.pieces[piece].length_cm});
        }
    }
    return rest;
}

}  // namespace relief
