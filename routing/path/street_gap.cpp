// SPDX-License-Identifier: Apache-2.0
// The gap before a place that is cut off.
#include "routing/path/street_route.h"

#include <algorithm>
#include <limits>
#include <optional>

namespace relief {
namespace {

/// Lengths of all arcs a lorry could drive were nothing shut and no sign in force.
std::vector<Weight> gap_lengths(const StreetNetwork& network, StreetVehicle kind) {
    std::vector<Weight> lengths;
    for (ArcIndex arc = 0; arc < network.arcs.size(); ++arc) {
        lengths.push_back(network.open_to(arc, kind)
                              ? std::clamp(network.length_cm(arc), 1U, closed_weight - 1)
                              : closed_weight);
    }
    return lengths;
}

/// From the place backward over every road, to what a way reaches now.
class GapSearch {
  public:
    GapSearch(const RoadsNow& now, const StreetPosition& from, const StreetPosition& to)
        : now_(now), network_(now.network()), from_(from), to_(to) {}

    RoadGap run() {
        const std::vector<bool> reached = reached_now();
        const StreetWeights open = open_road();
        const StreetEnd end = end_of(now_.roads(), StreetMetric{open, {}}, to_);
        std::vector<SearchSeed> seeds;
        for (const EndSeed& seed : end.seeds) {
            seeds.push_back({.node = seed.node, .ms = seed.ms});
        }
        const SearchTree tree =
            search_streets(now_.roads().graph, open.through, seeds, SearchDirection::backward);
        NodeId best = nothing;
        for (NodeId node = 0; node < reached.size(); ++node) {
            if (reached[node] && tree.ms[node] != unreachable &&
                (best == nothing || tree.ms[node] < tree.ms[best])) {
                best = node;
            }
        }
        return best == nothing ? RoadGap{} : gap_from(best, tree, end);
    }

  private:
    /// Nodes that a way reaches at the moment of departure.
    [[nodiscard]] std::vector<bool> reached_now() const {
        const StreetEnd start = start_of(now_.roads(), now_.metric(), from_);
        std::vector<SearchSeed> seeds;
        for (const EndSeed& seed : start.seeds) {
            seeds.push_back({.node = seed.node, .ms = seed.ms});
        }
        const SearchTree tree = search_streets(now_.roads().graph, now_.metric().through, seeds,
                                               SearchDirection::forward);
        std::vector<bool> reached;
        for (const Distance ms : tree.ms) {
            reached.push_back(ms != unreachable);
        }
        return reached;
    }

    [[nodiscard]] StreetWeights open_road() const {
        StreetWeights open;
        open.through = gap_lengths(network_, now_.judge().vehicle().kind);
        open.ends = open.through;
        open.blocked_head.resize(open.through.size(), false);
        return open;
    }

    [[nodiscard]] RoadGap gap_from(NodeId node, const SearchTree& tree,
                                   const StreetEnd& end) const {
        RoadGap gap;
        gap.found = true;
        gap.last_open = position_at(network_, now_.roads().graph.street_node[node]);
        NodeId at = node;
        for (const ArcId arc : tree.path(now_.roads().graph, node, true)) {
            const ArcIndex street = now_.roads().graph.street_arc[arc];
            gap.stretches.push_back(
                {.arc = street, .from_cm = 0, .to_cm = network_.length_cm(street), .ms = 0});
            at = now_.roads().graph.graph.head[arc];
        }
        const auto seed = std::find_if(end.seeds.begin(), end.seeds.end(),
                                       [&](const EndSeed& each) { return each.node == at; });
        for (RoadStretch stretch : seed->stretches) {
            stretch.ms = 0;
            gap.stretches.push_back(stretch);
        }
        for (const RoadStretch& stretch : gap.stretches) {
            gap.gap_cm += stretch.to_cm - stretch.from_cm;
            if (const auto shut = shut_by(stretch.arc)) {
                gap.shut_by.push_back(*shut);
            }
        }
        return gap;
    }

    [[nodiscard]] std::optional<RoadGap::Shut> shut_by(ArcIndex arc) const {
        if (const auto window = now_.judge().shut_at(arc, now_.depart())) {
            return RoadGap::Shut{.arc = arc, .cause = window->cause, .closure = window->closure};
        }
        const ArcVerdict verdict = now_.judge().verdict(arc);
        if (verdict.use == ArcUse::shut || verdict.use == ArcUse::into_only) {
            return RoadGap::Shut{.arc = arc, .cause = verdict.cause};
        }
        return std::nullopt;
    }

    const RoadsNow& now_;
    const StreetNetwork& network_;
    const StreetPosition& from_;
    const StreetPosition& to_;
};

}  // namespace

RoadGap gap_before(const RoadsNow& now, const StreetPosition& from, const StreetPosition& to) {
    return GapSearch(now, from, to).run();
}

}  // namespace relief
