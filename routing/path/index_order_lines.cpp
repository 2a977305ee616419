// SPDX-License-Identifier: Apache-2.0
#include "routing/path/index_order_cell.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace relief {
namespace {

/// Hops from a node of the cell; the cell is connected.
std::vector<std::uint32_t> hops_from(const Cell& cell, std::uint32_t start, std::uint32_t& last) {
    std::vector<std::uint32_t> hops(cell.size(), nothing);
    std::vector<std::uint32_t> queue{start};
    hops[start] = 0;
    for (std::size_t at = 0; at < queue.size(); ++at) {
        for (const std::uint32_t next : cell.neighbours(queue[at])) {
            if (hops[next] == nothing) {
                hops[next] = hops[queue[at]] + 1;
                queue.push_back(next);
            }
        }
    }
    last = queue.back();
    return hops;
}

std::vector<float> map_line(const Cell& cell, const DirectedGraph& graph, double angle) {
    const double middle = graph.latitude[cell.name.front()] * std::numbers::pi / 180;
    const double east = std::cos(angle) * std::cos(middle);
    const double north = std::sin(angle);
    std::vector<float> line(cell.size());
    for (std::uint32_t i = 0; i < cell.size(); ++i) {
        line[i] = static_cast<float>(east * graph.longitude[cell.name[i]] +
                                     north * graph.latitude[cell.name[i]]);
    }
    return line;
}

std::vector<float> difference(const std::vector<std::uint32_t>& one,
                              const std::vector<std::uint32_t>& other) {
    std::vector<float> line(one.size());
    for (std::size_t i = 0; i < line.size(); ++i) {
        line[i] = static_cast<float>(one[i]) - static_cast<float>(other[i]);
    }
    return line;
}

/// Corners: the farthest node from the first one, the farthest from that, and twice the one
/// farthest from all corners so far.
std::vector<std::vector<float>> hop_lines(const Cell& cell) {
    std::uint32_t corner = 0;
    static_cast<void>(hops_from(cell, 0, corner));
    std::vector<std::vector<std::uint32_t>> hops;
    std::vector<std::uint32_t> nearest(cell.size(), nothing);
    for (int count = 0; count < 4; ++count) {
        std::uint32_t last = 0;
        hops.push_back(hops_from(cell, corner, last));
        for (std::uint32_t i = 0; i < cell.size(); ++i) {
            nearest[i] = std::min(nearest[i], hops.back()[i]);
        }
        corner = static_cast<std::uint32_t>(std::max_element(nearest.begin(), nearest.end()) -
                                            nearest.begin());
    }
    std::vector<std::vector<float>> lines;
    for (std::size_t i = 0; i < hops.size(); ++i) {
        for (std::size_t j = i + 1; j < hops.size(); ++j) {
            lines.push_back(difference(hops[i], hops[j]));
        }
    }
    return lines;
}

}  // namespace

std::vector<std::vector<float>> cell_lines(const Cell& cell, const DirectedGraph& graph) {
    if (!graph.has_coordinates()) {
        return hop_lines(cell);
    }
    constexpr int directions = 4;
    std::vector<std::vector<float>> lines;
    lines.reserve(directions);
    for (int i = 0; i < directions; ++i) {
        lines.push_back(map_line(cell, graph, i * std::numbers::pi / directions));
    }
    return lines;
}

}  // namespace relief
