// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "routing/path/street_cut.h"

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

namespace relief {

/// Breadth-first over open roads, some pieces lost: the work behind cut_analysis.
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

}  // namespace relief
