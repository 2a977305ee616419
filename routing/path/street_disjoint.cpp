// SPDX-License-Identifier: Apache-2.0
// Ways with nothing in common: the cheapest flow of as many units, and the greatest one as proof.
#include "routing/path/street_alternatives.h"

#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/boykov_kolmogorov_max_flow.hpp>
#include <boost/graph/successive_shortest_path_nonnegative_weights.hpp>

#include <algorithm>
#include <limits>
#include <map>
#include <optional>
#include <utility>

namespace relief {
namespace {

using Traits = boost::adjacency_list_traits<boost::vecS, boost::vecS, boost::directedS>;

struct DisjointArc {
    int capacity = 0;
    int residual = 0;
    std::int64_t cost = 0;
    Traits::edge_descriptor reverse;
    ArcIndex street = no_index;
    NodeIndex crossing = no_index;  ///< where it is the inside of a crossing
    const EndSeed* seed = nullptr;  ///< where it is the first or last roads
};

struct FlowNode {
    boost::default_color_type color = boost::white_color;
    Traits::edge_descriptor predecessor;
    std::int64_t distance = 0;
};

using Flow =
    boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS, FlowNode, DisjointArc>;
using FlowEdge = boost::graph_traits<Flow>::edge_descriptor;

constexpr int no_limit = 1'000'000;

class DisjointSearch {
  public:
    DisjointSearch(const RoadsNow& now, const StreetPosition& from, const StreetPosition& to,
                   DisjointKind kind, double free_m)
        : now_(now),
          network_(now.network()),
          kind_(kind),
          start_(start_of(now.roads(), now.metric(), from)),
          end_(end_of(now.roads(), now.metric(), to)) {
        find_free_nodes(from, to, free_m);
    }

    DisjointWays run(int count) {
        DisjointWays found;
        build(no_limit);
        found.most = most_flow();
        read_cut(found);
        build(std::min(count, found.most));
        cheapest_flow();
        for (int i = 0; i < std::min(count, found.most); ++i) {
            found.ways.push_back(take_way());
        }
        std::stable_sort(found.ways.begin(), found.ways.end(),
                         [](const StreetPath& a, const StreetPath& b) { return a.ms < b.ms; });
        found.breaks_turn_bans =
            std::any_of(found.ways.begin(), found.ways.end(),
                        [&](const StreetPath& way) { return breaks_turn_ban(way); });
        return found;
    }

  private:
    /// Crossings so near to an end along the roads that ways may share them.
    void find_free_nodes(const StreetPosition& from, const StreetPosition& to, double free_m) {
        free_.resize(network_.nodes.size());
        if (free_m <= 0) {
            return;
        }
        StreetWeights lengths;
        for (ArcIndex arc = 0; arc < network_.arcs.size(); ++arc) {
            lengths.through.push_back(
                now_.calm().ends[arc] == closed_weight
                    ? closed_weight
                    : std::clamp(network_.length_cm(arc), 1U, closed_weight - 1));
        }
        lengths.ends = lengths.through;
        lengths.blocked_head.resize(lengths.through.size());
        const StreetMetric metric{lengths, {}};
        const auto mark = [&](const StreetEnd& end, SearchDirection direction) {
            std::vector<SearchSeed> seeds;
            for (const EndSeed& seed : end.seeds) {
                seeds.push_back({.node = seed.node, .ms = seed.ms});
            }
            const auto limit = static_cast<Distance>(free_m * 100);
            const SearchTree tree =
                search_streets(now_.roads().graph, lengths.through, seeds, direction, limit);
            for (NodeId node = 0; node < tree.ms.size(); ++node) {
                if (tree.ms[node] <= limit) {
                    free_[now_.roads().graph.street_node[node]] = true;
                }
            }
        };
        mark(start_of(now_.roads(), metric, from), SearchDirection::forward);
        mark(end_of(now_.roads(), metric, to), SearchDirection::backward);
    }

    // Crossing n is 2n (in) and 2n + 1 (out); then the source and the sink.
    [[nodiscard]] std::size_t in(NodeIndex node) const { return 2 * std::size_t{node}; }
    [[nodiscard]] std::size_t out(NodeIndex node) const { return 2 * std::size_t{node} + 1; }
    [[nodiscard]] std::size_t source() const { return 2 * network_.nodes.size(); }
    [[nodiscard]] std::size_t sink() const { return source() + 1; }
    [[nodiscard]] std::size_t outer_source() const { return source() + 2; }

    void add(std::size_t from, std::size_t to, const DisjointArc& arc) {
        const auto there = boost::add_edge(from, to, arc, flow_).first;
        DisjointArc undo;
        undo.cost = -arc.cost;
        const auto back = boost::add_edge(to, from, undo, flow_).first;
        flow_[there].reverse = back;
        flow_[back].reverse = there;
    }

    void build(int units) {
        flow_ = Flow(source() + 3);
        add(outer_source(), source(), {.capacity = units});
        const bool by_crossing = kind_ == DisjointKind::crossings;
        for (NodeIndex node = 0; node < network_.nodes.size(); ++node) {
            const bool shared = !by_crossing || free_[node] || is_end(node);
            add(in(node), out(node), {.capacity = shared ? no_limit : 1, .crossing = node});
        }
        for (ArcIndex arc = 0; arc < network_.arcs.size(); ++arc) {
            const Weight ms = now_.metric().through[arc];
            if (ms != closed_weight) {
                const StreetArc& street = network_.arcs[arc];
                const bool shared = free_[street.tail] && free_[street.head];
                add(out(street.tail), in(street.head),
                    {.capacity = shared ? no_limit : 1, .cost = ms, .street = arc});
            }
        }
        for (const EndSeed* seed : bare_seeds(network_, now_.metric(), start_)) {
            add(source(), in(now_.roads().graph.street_node[seed->node]),
                {.capacity = end_capacity(*seed),
                 .cost = static_cast<std::int64_t>(seed->ms),
                 .seed = seed});
        }
        for (const EndSeed* seed : bare_seeds(network_, now_.metric(), end_)) {
            add(out(now_.roads().graph.street_node[seed->node]), sink(),
                {.capacity = end_capacity(*seed),
                 .cost = static_cast<std::int64_t>(seed->ms),
                 .seed = seed});
        }
    }

    /// Nothing has to be driven from the end to the node.
    [[nodiscard]] static bool lies_on_node(const EndSeed& seed) {
        return std::all_of(
            seed.stretches.begin(), seed.stretches.end(),
            [](const RoadStretch& stretch) { return stretch.from_cm == stretch.to_cm; });
    }

    /// An end in the middle of a road leaves it by one way only, unless ends are free.
    [[nodiscard]] int end_capacity(const EndSeed& seed) const {
        const NodeIndex node = now_.roads().graph.street_node[seed.node];
        return lies_on_node(seed) || free_[node] ? no_limit : 1;
    }

    [[nodiscard]] bool is_end(NodeIndex node) const {
        const auto is_at = [&](const StreetEnd& end) {
            return std::any_of(end.seeds.begin(), end.seeds.end(), [&](const EndSeed& seed) {
                return lies_on_node(seed) && now_.roads().graph.street_node[seed.node] == node;
            });
        };
        return is_at(start_) || is_at(end_);
    }

    int most_flow() {
        return boost::boykov_kolmogorov_max_flow(
            flow_, get(&DisjointArc::capacity, flow_), get(&DisjointArc::residual, flow_),
            get(&DisjointArc::reverse, flow_), get(&FlowNode::predecessor, flow_),
            get(&FlowNode::color, flow_), get(&FlowNode::distance, flow_),
            get(boost::vertex_index, flow_), outer_source(), sink());
    }

    /// What leads out of all that the flow could still fill.
    void read_cut(DisjointWays& found) const {
        std::vector<bool> seen(boost::num_vertices(flow_));
        std::vector<std::size_t> queue{outer_source()};
        seen[outer_source()] = true;
        for (std::size_t i = 0; i < queue.size(); ++i) {
            for (const FlowEdge edge : boost::make_iterator_range(out_edges(queue[i], flow_))) {
                const std::size_t next = target(edge, flow_);
                if (flow_[edge].residual > 0 && !seen[next]) {
                    seen[next] = true;
                    queue.push_back(next);
                }
            }
        }
        const auto add_piece = [&](PieceIndex piece) { found.cut_roads.push_back(piece); };
        for (const FlowEdge edge : boost::make_iterator_range(edges(flow_))) {
            const DisjointArc& arc = flow_[edge];
            if (arc.capacity == 0 || !seen[boost::source(edge, flow_)] ||
                seen[target(edge, flow_)]) {
                continue;
            }
            if (arc.crossing != no_index) {
                found.cut_crossings.push_back(arc.crossing);
            } else if (arc.street != no_index) {
                add_piece(network_.arcs[arc.street].piece());
            } else if (arc.seed != nullptr && !arc.seed->stretches.empty()) {
                add_piece(network_.arcs[arc.seed->stretches.front().arc].piece());
            }
        }
        std::sort(found.cut_roads.begin(), found.cut_roads.end());
        std::sort(found.cut_crossings.begin(), found.cut_crossings.end());
    }

    void cheapest_flow() {
        boost::successive_shortest_path_nonnegative_weights(
            flow_, outer_source(), sink(),
            boost::capacity_map(get(&DisjointArc::capacity, flow_))
                .residual_capacity_map(get(&DisjointArc::residual, flow_))
                .weight_map(get(&DisjointArc::cost, flow_))
                .reverse_edge_map(get(&DisjointArc::reverse, flow_))
                .vertex_index_map(get(boost::vertex_index, flow_))
                .predecessor_map(get(&FlowNode::predecessor, flow_))
                .distance_map(get(&FlowNode::distance, flow_)));
    }

    /// One unit of the flow, from source to sink, taken out of it.
    StreetPath take_way() {
        StreetPath way{.ms = 0, .stretches = {}};
        const auto drive = [&](const RoadStretch& stretch) {
            way.ms += stretch.ms;
            if (stretch.from_cm != stretch.to_cm) {
                way.stretches.push_back(stretch);
            }
        };
        for (std::size_t at = outer_source(); at != sink();) {
            const auto out = out_edges(at, flow_);
            const auto edge = *std::find_if(out.first, out.second, [&](const FlowEdge& each) {
                return flow_[each].capacity > flow_[each].residual;
            });
            DisjointArc& arc = flow_[edge];
            ++arc.residual;
            if (arc.seed != nullptr) {
                std::for_each(arc.seed->stretches.begin(), arc.seed->stretches.end(), drive);
            } else if (arc.street != no_index) {
                drive({.arc = arc.street,
                       .from_cm = 0,
                       .to_cm = network_.length_cm(arc.street),
                       .ms = now_.metric().through[arc.street]});
            }
            at = target(edge, flow_);
        }
        return way;
    }

    [[nodiscard]] bool breaks_turn_ban(const StreetPath& way) const {
        std::vector<ArcIndex> arcs;
        for (const RoadStretch& stretch : way.stretches) {
            arcs.push_back(stretch.arc);
        }
        for (std::size_t ban = 0; ban < network_.bans.size(); ++ban) {
            const auto banned = network_.arcs_of_ban(ban);
            if ((network_.bans[ban].vehicles & 2U) != 0 && network_.bans[ban].is_conditional == 0 &&
                std::search(arcs.begin(), arcs.end(), banned.begin(), banned.end()) != arcs.end()) {
                return true;
            }
        }
        return false;
    }

    const RoadsNow& now_;
    const StreetNetwork& network_;
    DisjointKind kind_;
    StreetEnd start_;
    StreetEnd end_;
    std::vector<bool> free_;
    Flow flow_;
};

}  // namespace

DisjointWays disjoint_ways(const RoadsNow& now, const StreetPosition& from,
                           const StreetPosition& to, int count, DisjointKind kind, double free_m) {
    return DisjointSearch(now, from, to, kind, free_m).run(count);
}

}  // namespace relief
