// SPDX-License-Identifier: Apache-2.0
#include "routing/path/street_graph.h"

#include <algorithm>
#include <functional>
#include <numeric>
#include <queue>
#include <tuple>
#include <utility>

namespace relief {
namespace {

/// Rows of things by key: first[key] .. first[key + 1) of the second list.
std::pair<std::vector<std::uint32_t>, std::vector<ArcId>> rows_by(
    std::span<const std::uint32_t> key_of_arc, std::size_t keys) {
    std::vector<std::uint32_t> first(keys + 1, 0);
    for (const std::uint32_t key : key_of_arc) {
        ++first[key + 1];
    }
    std::partial_sum(first.begin(), first.end(), first.begin());
    std::vector<std::uint32_t> next(first.begin(), first.end() - 1);
    std::vector<ArcId> members(key_of_arc.size());
    for (ArcId arc = 0; arc < key_of_arc.size(); ++arc) {
        members[next[key_of_arc[arc]]++] = arc;
    }
    return {std::move(first), std::move(members)};
}

/// A queue of nodes by distance, then by number.
class NodeQueue {
  public:
    void push(Distance ms, NodeId node) { queue_.push({ms, node}); }
    [[nodiscard]] bool empty() const { return queue_.empty(); }
    SearchSeed pop() {
        const auto [ms, node] = queue_.top();
        queue_.pop();
        return {node, ms};
    }

  private:
    using Entry = std::pair<Distance, NodeId>;
    std::priority_queue<Entry, std::vector<Entry>, std::greater<>> queue_;
};

void offer(SearchTree& tree, NodeQueue& queue, NodeId node, Distance ms, ArcId arc) {
    if (ms < tree.ms[node]) {
        tree.ms[node] = ms;
        tree.last_arc[node] = arc;
        queue.push(ms, node);
    } else if (ms == tree.ms[node] && tree.last_arc[node] != nothing && arc < tree.last_arc[node] &&
               arc != nothing) {
        tree.last_arc[node] = arc;
    }
}

}  // namespace

void complete_street_graph(StreetGraph& graph, const StreetNetwork& network) {
    graph.tail = arc_tails(graph.graph);
    std::tie(graph.first_copy, graph.copies) = rows_by(graph.street_arc, network.arcs.size());
    std::tie(graph.first_in, graph.in_arcs) = rows_by(graph.graph.head, graph.graph.node_count());
    std::tie(graph.first_node, graph.nodes) = rows_by(graph.street_node, network.nodes.size());
}

StreetGraph plain_street_graph(const StreetNetwork& network) {
    StreetGraph graph;
    graph.graph.first_out = network.first_arc;
    for (ArcIndex arc = 0; arc < network.arcs.size(); ++arc) {
        graph.graph.head.push_back(network.arcs[arc].head);
        graph.street_arc.push_back(arc);
    }
    for (NodeIndex node = 0; node < network.nodes.size(); ++node) {
        graph.graph.latitude.push_back(static_cast<float>(network.nodes[node].latitude()));
        graph.graph.longitude.push_back(static_cast<float>(network.nodes[node].longitude()));
        graph.street_node.push_back(node);
    }
    complete_street_graph(graph, network);
    return graph;
}

std::vector<Weight> spread_weights(const StreetGraph& graph,
                                   std::span<const Weight> street_weight) {
    std::vector<Weight> weights;
    weights.reserve(graph.street_arc.size());
    for (const ArcIndex arc : graph.street_arc) {
        weights.push_back(street_weight[arc]);
    }
    return weights;
}

std::vector<ArcId> SearchTree::path(const StreetGraph& graph, NodeId node, bool backward) const {
    std::vector<ArcId> arcs;
    while (last_arc[node] != nothing) {
        const ArcId arc = last_arc[node];
        arcs.push_back(arc);
        node = backward ? graph.graph.head[arc] : graph.tail[arc];
    }
    if (!backward) {
        std::reverse(arcs.begin(), arcs.end());
    }
    return arcs;
}

SearchTree search_streets(const StreetGraph& graph, std::span<const Weight> street_weight,
                          std::span<const SearchSeed> seeds, SearchDirection direction,
                          Distance budget) {
    const NodeId nodes = graph.graph.node_count();
    SearchTree tree{.ms = std::vector<Distance>(nodes, unreachable),
                    .last_arc = std::vector<ArcId>(nodes, nothing)};
    NodeQueue queue;
    for (const SearchSeed& seed : seeds) {
        offer(tree, queue, seed.node, seed.ms, nothing);
    }
    const auto drive = [&](Distance ms, ArcId arc, NodeId to) {
        const Weight weight = street_weight[graph.street_arc[arc]];
        if (weight != closed_weight && ms + weight <= budget) {
            offer(tree, queue, to, ms + weight, arc);
        }
    };
    while (!queue.empty()) {
        const auto [node, ms] = queue.pop();
        if (ms > tree.ms[node]) {
            continue;
        }
        if (direction == SearchDirection::forward) {
            for (ArcId arc = graph.graph.first_out[node]; arc < graph.graph.first_out[node + 1];
                 ++arc) {
                drive(ms, arc, graph.graph.head[arc]);
            }
        } else {
            for (const ArcId arc : graph.into(node)) {
                drive(ms, arc, graph.tail[arc]);
            }
        }
    }
    return tree;
}

}  // namespace relief
