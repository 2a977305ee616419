// SPDX-License-Identifier: Apache-2.0
#include "routing/path/index_order_degree.h"

#include <algorithm>
#include <unordered_map>

namespace relief {
namespace {

void insert(std::vector<NodeId>& sorted, NodeId node) {
    const auto place = std::lower_bound(sorted.begin(), sorted.end(), node);
    if (place == sorted.end() || *place != node) {
        sorted.insert(place, node);
    }
}

void erase(std::vector<NodeId>& sorted, NodeId node) {
    const auto place = std::lower_bound(sorted.begin(), sorted.end(), node);
    if (place != sorted.end() && *place == node) {
        sorted.erase(place);
    }
}

/// Takes the node out and joins its neighbours to each other.
void contract(Neighbourhoods& graph, NodeId node) {
    const std::vector<NodeId> around = std::move(graph[node]);
    graph[node] = {};
    for (const NodeId one : around) {
        erase(graph[one], node);
        for (const NodeId other : around) {
            if (one != other) {
                insert(graph[one], other);
            }
        }
    }
}

}  // namespace

Neighbourhoods undirected(const DirectedGraph& graph) {
    Neighbourhoods around(graph.node_count());
    for (NodeId node = 0; node < graph.node_count(); ++node) {
        for (ArcId arc = graph.first_out[node]; arc < graph.first_out[node + 1]; ++arc) {
            if (graph.head[arc] != node) {
                around[node].push_back(graph.head[arc]);
                around[graph.head[arc]].push_back(node);
            }
        }
    }
    for (std::vector<NodeId>& list : around) {
        std::sort(list.begin(), list.end());
        list.erase(std::unique(list.begin(), list.end()), list.end());
    }
    return around;
}

std::vector<NodeId> contract_small(Neighbourhoods& graph, std::size_t most) {
    const auto nodes = static_cast<NodeId>(graph.size());
    std::vector<NodeId> order;
    std::vector<NodeId> waiting(nodes);
    for (NodeId node = 0; node < nodes; ++node) {
        waiting[node] = node;
    }
    std::vector<std::uint32_t> touched(nodes, 0);
    std::vector<bool> gone(nodes, false);
    for (std::uint32_t round = 1; !waiting.empty(); ++round) {
        std::vector<NodeId> next;
        for (const NodeId node : waiting) {
            if (gone[node] || graph[node].size() > most) {
                continue;
            }
            if (touched[node] == round) {
                next.push_back(node);
                continue;
            }
            const std::vector<NodeId> around = graph[node];
            contract(graph, node);
            gone[node] = true;
            order.push_back(node);
            for (const NodeId other : around) {
                touched[other] = round;
                next.push_back(other);
            }
        }
        std::sort(next.begin(), next.end());
        next.erase(std::unique(next.begin(), next.end()), next.end());
        waiting = std::move(next);
    }
    return order;
}

std::vector<NodeId> minimum_degree_order(const Neighbourhoods& graph,
                                         const std::vector<NodeId>& members) {
    // A local copy: members first, then the nodes around them, which are never contracted.
    std::unordered_map<NodeId, NodeId> place;
    for (const NodeId node : members) {
        place.emplace(node, static_cast<NodeId>(place.size()));
    }
    Neighbourhoods local(members.size());
    for (NodeId i = 0; i < members.size(); ++i) {
        for (const NodeId other : graph[members[i]]) {
            const auto known = place.emplace(other, static_cast<NodeId>(place.size()));
            local.resize(std::max(local.size(), place.size()));
            insert(local[i], known.first->second);
            insert(local[known.first->second], i);
        }
    }
    std::vector<NodeId> order;
    std::vector<bool> gone(members.size(), false);
    for (std::size_t count = 0; count < members.size(); ++count) {
        NodeId best = nothing;
        for (NodeId i = 0; i < members.size(); ++i) {
            if (!gone[i] && (best == nothing || local[i].size() < local[best].size())) {
                best = i;
            }
        }
        gone[best] = true;
        order.push_back(members[best]);
        contract(local, best);
    }
    return order;
}

}  // namespace relief
