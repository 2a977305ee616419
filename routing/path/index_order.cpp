// SPDX-License-Identifier: Apache-2.0
#include "routing/path/index_order.h"

#include "routing/path/index_order_cell.h"
#include "routing/path/index_order_degree.h"

#include <algorithm>
#include <utility>

namespace relief {
namespace {

/// Cells of so few nodes are ordered by degree: cutting them further gains nothing.
constexpr std::uint32_t leaf_nodes = 32;
/// Ordering by degree is quadratic; larger cells without a cut are no road graph.
constexpr std::uint32_t leaf_nodes_most = 512;
/// Nodes with so few neighbours are contracted before anything is cut: two thirds of a road graph.
constexpr std::size_t contracted_degree = 2;

/// The nodes of `names` and the edges between them. `place` is scratch, one per node of the graph,
/// all `nothing` before and after.
Cell make_cell(std::vector<NodeId> names, const Neighbourhoods& graph,
               std::vector<std::uint32_t>& place) {
    Cell cell;
    cell.name = std::move(names);
    for (std::uint32_t i = 0; i < cell.size(); ++i) {
        place[cell.name[i]] = i;
    }
    for (const NodeId node : cell.name) {
        for (const NodeId other : graph[node]) {
            if (place[other] != nothing) {
                cell.neighbour.push_back(place[other]);
            }
        }
        cell.first.push_back(static_cast<std::uint32_t>(cell.neighbour.size()));
    }
    for (const NodeId node : cell.name) {
        place[node] = nothing;
    }
    return cell;
}

/// The connected pieces of a cell without the nodes marked `between`, each as names.
std::vector<std::vector<NodeId>> piece_nodes(const Cell& cell,
                                             const std::vector<Separator::Part>& part) {
    std::vector<std::vector<NodeId>> found;
    std::vector<bool> seen(cell.size(), false);
    std::vector<std::uint32_t> queue;
    for (std::uint32_t start = 0; start < cell.size(); ++start) {
        const auto passable = [&](std::uint32_t node) {
            return !seen[node] && (part.empty() || part[node] != Separator::Part::between);
        };
        if (!passable(start)) {
            continue;
        }
        queue.assign(1, start);
        seen[start] = true;
        std::vector<NodeId>& piece = found.emplace_back();
        for (std::size_t at = 0; at < queue.size(); ++at) {
            piece.push_back(cell.name[queue[at]]);
            for (const std::uint32_t next : cell.neighbours(queue[at])) {
                if (passable(next)) {
                    seen[next] = true;
                    queue.push_back(next);
                }
            }
        }
        std::sort(piece.begin(), piece.end());
    }
    return found;
}

/// Cuts a core graph into cells again and again and gives its nodes in the order of contraction.
class Dissection {
  public:
    Dissection(const DirectedGraph& graph, Neighbourhoods core)
        : graph_(graph), core_(std::move(core)), place_(graph.node_count(), nothing) {}

    void cut(std::vector<NodeId> names, std::vector<NodeId>& order) {
        const Cell cell = make_cell(std::move(names), core_, place_);
        cut_cell(cell, order);
    }

  private:
    void cut_cell(const Cell& cell, std::vector<NodeId>& order) {
        const auto parts = piece_nodes(cell, {});
        if (parts.size() > 1) {
            for (const auto& piece : parts) {
                cut(piece, order);
            }
            return;
        }
        const Separator separator = cell.size() <= leaf_nodes
                                        ? Separator{}
                                        : find_separator(cell, cell_lines(cell, graph_));
        if (separator.part.empty()) {
            append_leaf(cell, order);
            return;
        }
        for (auto& piece : piece_nodes(cell, separator.part)) {
            cut(std::move(piece), order);
        }
        for (std::uint32_t i = 0; i < cell.size(); ++i) {
            if (separator.part[i] == Separator::Part::between) {
                order.push_back(cell.name[i]);
            }
        }
    }

    void append_leaf(const Cell& cell, std::vector<NodeId>& order) const {
        std::vector<NodeId> leaf = cell.name;
        if (cell.size() <= leaf_nodes_most) {
            leaf = minimum_degree_order(core_, cell.name);
        } else {
            std::stable_sort(leaf.begin(), leaf.end(), [this](NodeId a, NodeId b) {
                return core_[a].size() < core_[b].size();
            });
        }
        order.insert(order.end(), leaf.begin(), leaf.end());
    }

    const DirectedGraph& graph_;
    const Neighbourhoods core_;
    std::vector<std::uint32_t> place_;
};

}  // namespace

std::vector<NodeId> nested_dissection_order(const DirectedGraph& graph) {
    Neighbourhoods around = undirected(graph);
    std::vector<NodeId> order = contract_small(around, contracted_degree);
    std::vector<bool> gone(graph.node_count(), false);
    for (const NodeId node : order) {
        gone[node] = true;
    }
    std::vector<NodeId> core;
    for (NodeId node = 0; node < graph.node_count(); ++node) {
        if (!gone[node]) {
            core.push_back(node);
        }
    }
    if (!core.empty()) {
        Dissection(graph, std::move(around)).cut(std::move(core), order);
    }
    return order;
}

}  // namespace relief
