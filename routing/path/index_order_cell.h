// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "routing/path/directed_graph.h"

#include <cstdint>
#include <span>
#include <vector>

namespace relief {

/// A piece of the graph while it is being cut up: undirected, no loops, no parallel edges.
struct Cell {
    std::vector<std::uint32_t> first{0};
    std::vector<std::uint32_t> neighbour;
    std::vector<NodeId> name;  ///< the node of the graph behind each node of the cell

    [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(name.size()); }
    [[nodiscard]] std::span<const std::uint32_t> neighbours(std::uint32_t node) const {
        return {neighbour.data() + first[node], neighbour.data() + first[node + 1]};
    }
};

/// A cut of a cell into two sides that no edge joins, and what lies between them.
struct Separator {
    enum class Part : std::uint8_t { left, right, between };
    std::vector<Part> part;  ///< of each node of the cell; empty where no cut was found
    std::uint32_t left_count = 0;
    std::uint32_t between_count = 0;
};

/// The smallest and best balanced separator among the minimum vertex cuts between the two ends of
/// the cell, seen along several lines. A line gives every node of the cell a place on it.
[[nodiscard]] Separator find_separator(const Cell& cell, std::span<const std::vector<float>> lines);

/// Lines for find_separator: four directions on the map where the graph has coordinates, else
/// differences of hop counts from far corners of the cell.
[[nodiscard]] std::vector<std::vector<float>> cell_lines(const Cell& cell,
                                                         const DirectedGraph& graph);

}  // namespace relief
