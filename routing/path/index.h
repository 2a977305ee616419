// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "routing/path/directed_graph.h"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace relief {

/// A routing index whose weights can be changed: a customizable contraction hierarchy (Dibbelt,
/// Strasser, Wagner 2016). Nodes are contracted in a fixed order; the shortcuts that takes depend
/// on the graph alone and are kept here. What they weigh is an `IndexMetric` (index_metric.h), of
/// which there may be many for one index. It never changes after it is built, so any number of
/// threads may ask.
///
/// Nodes go by their rank in the order. The shortcuts of rank x lead "up", to ranks above x:
/// up_first[x] … up_first[x + 1] − 1, ascending. All of them are ancestors of x in the elimination
/// tree, so that on the way from x to its root one is told apart by its depth alone. Ranks are
/// numbered so that a subtree is a row of ranks that ends with its root.
struct RoutingIndex {
    /// The shortcut from below to this rank, and how many the rank below has behind it: each of
    /// these makes a triangle.
    struct Pull {
        std::uint32_t shortcut;
        std::uint32_t count;
    };
    /// An arc of the graph that lies on a shortcut. A slot is 2 × shortcut upward, + 1 downward.
    struct Entry {
        std::uint32_t slot;
        ArcId arc;
    };
    /// Ranks from `first` to `last` inclusive.
    struct Ranks {
        std::uint32_t first;
        std::uint32_t last;
    };
    /// A piece of the weighing that one thread does. It may begin once its `feeders` are done.
    struct Task {
        std::vector<Ranks> ranks;
        std::uint32_t next;  ///< the task this one feeds; `nothing` for the last of a tree
        std::uint32_t feeders;
    };

    std::vector<NodeId> order;          ///< order[rank] = node
    std::vector<std::uint32_t> rank;    ///< rank[node]
    std::vector<std::uint32_t> parent;  ///< in the elimination tree; `nothing` for a root
    std::vector<std::uint32_t> depth;   ///< 0 for a root
    std::uint32_t depth_count = 0;      ///< the greatest depth + 1

    std::vector<std::uint32_t> up_first{0};
    std::vector<std::uint32_t> up_head;
    std::vector<std::uint32_t> up_depth;  ///< the depth of up_head
    std::vector<std::uint32_t> up_tail;

    std::vector<std::uint32_t> pull_first{0};  ///< one row per rank, like up_first
    std::vector<Pull> pulls;
    std::vector<std::uint32_t> entry_first{0};  ///< one row per rank, sorted by slot, then arc
    std::vector<Entry> entries;
    std::vector<std::uint32_t> arc_rank;  ///< for each arc the lower rank of its ends, where its
                                          ///< entry stands; `nothing` for a loop
    std::vector<Task> tasks;
    std::vector<std::uint32_t> row_work;  ///< what weighing a rank costs, in steps
    std::uint64_t work = 0;               ///< the sum of row_work

    std::uint64_t fingerprint = 0;  ///< of the graph it was made from

    [[nodiscard]] std::uint32_t node_count() const {
        return static_cast<std::uint32_t>(order.size());
    }
    [[nodiscard]] std::uint32_t shortcut_count() const {
        return static_cast<std::uint32_t>(up_head.size());
    }
};

/// The index of a graph, with the order of nested_dissection_order.
[[nodiscard]] RoutingIndex build_index(const DirectedGraph& graph);

/// With an order of one's own (order[rank] = node, each node once: bad_input index.order). Ranks of
/// the same elimination tree are renumbered, which changes no shortcut.
[[nodiscard]] RoutingIndex build_index(const DirectedGraph& graph, std::vector<NodeId> order);

/// Saves what takes time to find, as a flat file with version, sizes and checksum. The file is
/// replaced whole or not at all (bad_input file.write).
void save_index(const RoutingIndex& index, const std::string& path);

/// The bytes of that file, and an index from them; `name` says in an error whose bytes they are.
[[nodiscard]] std::string index_bytes(const RoutingIndex& index);
[[nodiscard]] RoutingIndex read_index(const std::string& bytes, const std::string& name,
                                      const DirectedGraph& graph);

/// Reads a saved index of this graph. bad_input index.file, with the place, where the file is cut
/// short, damaged, of another version or of another graph; file.missing, file.read.
[[nodiscard]] RoutingIndex load_index(const std::string& path, const DirectedGraph& graph);

}  // namespace relief
