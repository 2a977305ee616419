// SPDX-License-Identifier: Apache-2.0
#include "routing/path/index_build.h"

#include "core/error.h"
#include "routing/path/index_order.h"

#include <algorithm>
#include <utility>

namespace relief {
namespace {

using Lists = std::vector<std::vector<std::uint32_t>>;

std::vector<std::uint32_t> inverse(const std::vector<std::uint32_t>& order) {
    std::vector<std::uint32_t> rank(order.size(), nothing);
    for (std::uint32_t i = 0; i < order.size(); ++i) {
        if (order[i] >= order.size() || rank[order[i]] != nothing) {
            throw bad_input({.code = "index.order",
                             .message = "the order does not name every node once",
                             .field = "order[" + std::to_string(i) + "]",
                             .found = std::to_string(order[i]),
                             .expected = "each of " + std::to_string(order.size()) + " nodes"});
        }
        rank[order[i]] = i;
    }
    return rank;
}

void sort_unique(std::vector<std::uint32_t>& list) {
    std::sort(list.begin(), list.end());
    list.erase(std::unique(list.begin(), list.end()), list.end());
}

/// For each rank the higher ranks it has an arc with, either way.
Lists upward_neighbours(const DirectedGraph& graph, const std::vector<std::uint32_t>& rank) {
    Lists up(graph.node_count());
    for (NodeId node = 0; node < graph.node_count(); ++node) {
        for (ArcId arc = graph.first_out[node]; arc < graph.first_out[node + 1]; ++arc) {
            const auto [low, high] = std::minmax(rank[node], rank[graph.head[arc]]);
            if (low != high) {
                up[low].push_back(high);
            }
        }
    }
    return up;
}

/// Contracts all nodes: what a node leaves behind is handed to its lowest neighbour, its parent.
void contract_all(Lists& up) {
    for (std::uint32_t x = 0; x < up.size(); ++x) {
        sort_unique(up[x]);
        if (up[x].size() > 1) {
            std::vector<std::uint32_t>& parent = up[up[x].front()];
            parent.insert(parent.end(), up[x].begin() + 1, up[x].end());
            if (parent.size() > 64 && parent.size() > 4 * up[x].size()) {
                sort_unique(parent);  // else what many children hand on would pile up
            }
        }
    }
}

std::uint32_t lowest(const std::vector<std::uint32_t>& list) {
    return list.empty() ? nothing : list.front();
}

/// The ranks in postorder of the elimination tree, children in the order of their rank:
/// place[old rank] = new rank.
std::vector<std::uint32_t> postorder(const Lists& up) {
    const auto nodes = static_cast<std::uint32_t>(up.size());
    // A subtree is a row of ranks that ends with its root: so a child ends where its siblings
    // before it and their subtrees leave off. Sizes first, then from the roots down.
    std::vector<std::uint32_t> size(nodes, 1);
    for (std::uint32_t x = 0; x < nodes; ++x) {
        if (lowest(up[x]) != nothing) {
            size[lowest(up[x])] += size[x];
        }
    }
    std::vector<std::uint32_t> place(nodes);
    std::vector<std::uint32_t> end(nodes);  // one behind the room left to the children of a rank
    std::uint32_t root_end = nodes;
    for (std::uint32_t x = nodes; x-- > 0;) {
        std::uint32_t& room = lowest(up[x]) == nothing ? root_end : end[lowest(up[x])];
        place[x] = room - 1;
        end[x] = room - 1;
        room -= size[x];
    }
    return place;
}

void renumber(RoutingIndex& index, const Lists& up, const std::vector<NodeId>& old_order) {
    const std::vector<std::uint32_t> place = postorder(up);
    const std::vector<std::uint32_t> old_rank = inverse(place);
    index.order.resize(up.size());
    for (std::uint32_t x = 0; x < up.size(); ++x) {
        index.order[x] = old_order[old_rank[x]];
        const std::size_t begin = index.up_head.size();
        for (const std::uint32_t y : up[old_rank[x]]) {
            index.up_head.push_back(place[y]);
        }
        std::sort(index.up_head.begin() + static_cast<std::ptrdiff_t>(begin), index.up_head.end());
        index.up_first.push_back(static_cast<std::uint32_t>(index.up_head.size()));
    }
}

void fill_tree(RoutingIndex& index) {
    const std::uint32_t nodes = index.node_count();
    index.parent.assign(nodes, nothing);
    index.depth.assign(nodes, 0);
    index.up_depth.resize(index.up_head.size());
    index.up_tail.resize(index.up_head.size());
    index.depth_count = nodes == 0 ? 0 : 1;
    for (std::uint32_t x = nodes; x-- > 0;) {
        const std::uint32_t first = index.up_first[x];
        const std::uint32_t last = index.up_first[x + 1];
        if (first != last) {
            index.parent[x] = index.up_head[first];
            index.depth[x] = index.depth[index.parent[x]] + 1;
            index.depth_count = std::max(index.depth_count, index.depth[x] + 1);
        }
        for (std::uint32_t shortcut = first; shortcut < last; ++shortcut) {
            index.up_depth[shortcut] = index.depth[index.up_head[shortcut]];
            index.up_tail[shortcut] = x;
        }
    }
}

/// Turns counts per row into the first of each row.
void add_up(std::vector<std::uint32_t>& counts) {
    std::uint32_t sum = 0;
    for (std::uint32_t& count : counts) {
        sum += std::exchange(count, sum);
    }
}

void fill_pulls(RoutingIndex& index) {
    const std::uint32_t nodes = index.node_count();
    std::vector<std::uint32_t>& first = index.pull_first;
    first.assign(nodes + 1, 0);
    const auto each = [&index, nodes](auto&& act) {
        for (std::uint32_t x = 0; x < nodes; ++x) {
            // The last shortcut of a rank has nothing behind it: no triangle.
            for (std::uint32_t s = index.up_first[x]; s + 1 < index.up_first[x + 1]; ++s) {
                act(s, index.up_first[x + 1] - s - 1);
            }
        }
    };
    each([&](std::uint32_t s, std::uint32_t) { ++first[index.up_head[s]]; });
    add_up(first);
    index.pulls.resize(first.back());
    std::vector<std::uint32_t> next = first;
    each([&](std::uint32_t s, std::uint32_t count) {
        index.pulls[next[index.up_head[s]]++] = {s, count};
    });
}

std::uint32_t shortcut_between(const RoutingIndex& index, std::uint32_t low, std::uint32_t high,
                               const std::string& name) {
    const auto begin = index.up_head.begin() + index.up_first[low];
    const auto end = index.up_head.begin() + index.up_first[low + 1];
    const auto found = std::lower_bound(begin, end, high);
    if (found == end || *found != high) {
        throw bad_input({.code = "index.file",
                         .message = "an arc of the graph has no shortcut in the index",
                         .file = name,
                         .field = "up_head",
                         .found = "none from rank " + std::to_string(low),
                         .expected = "one to rank " + std::to_string(high)});
    }
    return static_cast<std::uint32_t>(found - index.up_head.begin());
}

void fill_entries(RoutingIndex& index, const DirectedGraph& graph, const std::string& name) {
    index.arc_rank.assign(graph.arc_count(), nothing);
    index.entry_first.assign(index.node_count() + 1, 0);
    const std::vector<NodeId> tails = arc_tails(graph);
    for (ArcId arc = 0; arc < graph.arc_count(); ++arc) {
        if (tails[arc] != graph.head[arc]) {
            index.arc_rank[arc] = std::min(index.rank[tails[arc]], index.rank[graph.head[arc]]);
            ++index.entry_first[index.arc_rank[arc]];
        }
    }
    add_up(index.entry_first);
    index.entries.resize(index.entry_first.back());
    std::vector<std::uint32_t> next = index.entry_first;
    for (ArcId arc = 0; arc < graph.arc_count(); ++arc) {
        if (index.arc_rank[arc] != nothing) {
            const std::uint32_t from = index.rank[tails[arc]];
            const std::uint32_t to = index.rank[graph.head[arc]];
            const std::uint32_t shortcut =
                shortcut_between(index, std::min(from, to), std::max(from, to), name);
            index.entries[next[std::min(from, to)]++] = {2 * shortcut + (from < to ? 0U : 1U), arc};
        }
    }
    for (std::uint32_t x = 0; x < index.node_count(); ++x) {
        std::sort(index.entries.begin() + index.entry_first[x],
                  index.entries.begin() + index.entry_first[x + 1],
                  [](const RoutingIndex::Entry& a, const RoutingIndex::Entry& b) {
                      return std::pair(a.slot, a.arc) < std::pair(b.slot, b.arc);
                  });
    }
}

/// Measured on Luxembourg: a rank, a shortcut, an arc, a pull and a triangle.
void fill_work(RoutingIndex& index) {
    index.row_work.resize(index.node_count());
    index.work = 0;
    for (std::uint32_t x = 0; x < index.node_count(); ++x) {
        std::uint32_t steps = 8 + 2 * (index.up_first[x + 1] - index.up_first[x]) +
                              3 * (index.entry_first[x + 1] - index.entry_first[x]);
        for (std::uint32_t p = index.pull_first[x]; p < index.pull_first[x + 1]; ++p) {
            steps += 3 + index.pulls[p].count;
        }
        index.row_work[x] = steps;
        index.work += steps;
    }
}

}  // namespace

void complete_index(RoutingIndex& index, const DirectedGraph& graph, const std::string& name) {
    index.rank = inverse(index.order);
    fill_tree(index);
    fill_pulls(index);
    fill_entries(index, graph, name);
    fill_work(index);
    split_work(index);
    index.fingerprint = graph_fingerprint(graph);
}

RoutingIndex build_index(const DirectedGraph& graph) {
    check_graph(graph, "graph");
    return build_index(graph, nested_dissection_order(graph));
}

RoutingIndex build_index(const DirectedGraph& graph, std::vector<NodeId> order) {
    check_graph(graph, "graph");
    if (order.size() != graph.node_count()) {
        throw bad_input({.code = "index.order",
                         .message = "the order does not name every node once",
                         .field = "order",
                         .found = std::to_string(order.size()),
                         .expected = std::to_string(graph.node_count()) + " nodes"});
    }
    Lists up = upward_neighbours(graph, inverse(order));
    contract_all(up);
    RoutingIndex index;
    renumber(index, up, order);
    up = {};
    complete_index(index, graph, "graph");
    return index;
}

}  // namespace relief
