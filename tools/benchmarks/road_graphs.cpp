// SPDX-License-Identifier: Apache-2.0
#include "tools/benchmarks/road_graphs.h"

#include "core/error.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <numeric>
#include <utility>

namespace relief::bench {
namespace {

namespace fs = std::filesystem;

std::string read_bytes(const std::string& path) {
    std::ifstream stream(path, std::ios::binary);
    if (!stream) {
        throw bad_input(
            {.code = "file.missing", .message = "the file does not exist", .file = path});
    }
    return {std::istreambuf_iterator<char>(stream), {}};
}

template <typename Number>
std::vector<Number> numbers(const std::string& path) {
    static_assert(sizeof(Number) == 4);
    const std::string bytes = read_bytes(path);
    std::vector<Number> list(bytes.size() / 4);
    std::memcpy(list.data(), bytes.data(), 4 * list.size());
    return list;
}

std::optional<std::string> cases_above(fs::path folder) {
    std::error_code ignored;
    for (; folder.has_relative_path(); folder = folder.parent_path()) {
        for (const char* name : {"cases", "shared/cases"}) {
            if (fs::is_directory(folder.parent_path() / name, ignored)) {
                return (folder.parent_path() / name).string();
            }
        }
    }
    return std::nullopt;
}

constexpr std::size_t side_nodes = 40;
constexpr Weight joint_ms = 60'000;

/// The nodes nearest to one side, sorted along it: across falls towards the side.
std::vector<NodeId> nodes_at_side(const std::vector<float>& across, float sign,
                                  const std::vector<float>& along) {
    std::vector<NodeId> nodes(across.size());
    std::iota(nodes.begin(), nodes.end(), 0U);
    std::sort(nodes.begin(), nodes.end(), [&](NodeId a, NodeId b) {
        return std::pair(sign * across[a], a) < std::pair(sign * across[b], b);
    });
    nodes.resize(std::min(side_nodes, nodes.size()));
    std::sort(nodes.begin(), nodes.end(),
              [&](NodeId a, NodeId b) { return std::pair(along[a], a) < std::pair(along[b], b); });
    return nodes;
}

struct Joint {
    NodeId from, to;
};

std::vector<Joint> joints(const DirectedGraph& one) {
    const NodeId nodes = one.node_count();
    const auto west = nodes_at_side(one.longitude, 1, one.latitude);
    const auto east = nodes_at_side(one.longitude, -1, one.latitude);
    const auto south = nodes_at_side(one.latitude, 1, one.longitude);
    const auto north = nodes_at_side(one.latitude, -1, one.longitude);
    std::vector<Joint> list;
    const auto join = [&](NodeId a, const std::vector<NodeId>& side_a, NodeId b,
                          const std::vector<NodeId>& side_b) {
        for (std::size_t i = 0; i < side_a.size(); ++i) {
            list.push_back({a * nodes + side_a[i], b * nodes + side_b[i]});
            list.push_back({b * nodes + side_b[i], a * nodes + side_a[i]});
        }
    };
    for (NodeId row = 0; row < 3; ++row) {
        for (NodeId column = 0; column < 3; ++column) {
            const NodeId copy = 3 * row + column;
            if (column < 2) {
                join(copy, east, copy + 1, west);
            }
            if (row < 2) {
                join(copy, north, copy + 3, south);
            }
        }
    }
    std::stable_sort(list.begin(), list.end(),
                     [](const Joint& a, const Joint& b) { return a.from < b.from; });
    return list;
}

float width(const std::vector<float>& degrees) {
    const auto [least, most] = std::minmax_element(degrees.begin(), degrees.end());
    return *most - *least;
}

bool within(const std::vector<Corner>& polygon, double longitude, double latitude) {
    bool inside = false;
    for (std::size_t i = 0, j = polygon.size() - 1; i < polygon.size(); j = i++) {
        const Corner& a = polygon[i];
        const Corner& b = polygon[j];
        if ((a.latitude > latitude) != (b.latitude > latitude) &&
            longitude <
                (b.longitude - a.longitude) * (latitude - a.latitude) / (b.latitude - a.latitude) +
                    a.longitude) {
            inside = !inside;
        }
    }
    return inside;
}

}  // namespace

std::optional<std::string> cases_folder(const std::string& asked) {
    if (!asked.empty()) {
        return asked;
    }
    std::error_code ignored;
    const auto by_program = cases_above(fs::read_symlink("/proc/self/exe", ignored));
    return by_program ? by_program : cases_above(fs::current_path(ignored) / "here");
}

std::vector<std::uint32_t> read_numbers(const std::string& path) {
    return numbers<std::uint32_t>(path);
}

RoadGraph read_road_graph(const std::string& folder) {
    RoadGraph read;
    read.graph.first_out = read_numbers(folder + "/first_out");
    read.graph.head = read_numbers(folder + "/head");
    read.graph.latitude = numbers<float>(folder + "/latitude");
    read.graph.longitude = numbers<float>(folder + "/longitude");
    read.travel_time = read_numbers(folder + "/travel_time");
    read.geo_distance = read_numbers(folder + "/geo_distance");
    check_graph(read.graph, folder);
    check_weights(read.graph, read.travel_time, folder + "/travel_time");
    check_weights(read.graph, read.geo_distance, folder + "/geo_distance");
    return read;
}

RoadGraph tiled(const RoadGraph& one) {
    const NodeId nodes = one.graph.node_count();
    const std::vector<Joint> added = joints(one.graph);
    const float height = width(one.graph.latitude);
    const float breadth = width(one.graph.longitude);
    RoadGraph all;
    auto next = added.begin();
    for (NodeId copy = 0; copy < 9; ++copy) {
        for (NodeId node = 0; node < nodes; ++node) {
            for (ArcId arc = one.graph.first_out[node]; arc < one.graph.first_out[node + 1];
                 ++arc) {
                all.graph.head.push_back(copy * nodes + one.graph.head[arc]);
                all.travel_time.push_back(one.travel_time[arc]);
            }
            for (; next != added.end() && next->from == copy * nodes + node; ++next) {
                all.graph.head.push_back(next->to);
                all.travel_time.push_back(joint_ms);
            }
            all.graph.first_out.push_back(static_cast<std::uint32_t>(all.graph.head.size()));
            all.graph.latitude.push_back(one.graph.latitude[node] +
                                         static_cast<float>(copy / 3) * height);
            all.graph.longitude.push_back(one.graph.longitude[node] +
                                          static_cast<float>(copy % 3) * breadth);
        }
    }
    return all;
}

std::vector<ArcId> nearest_arcs(const DirectedGraph& graph, NodeId middle, std::size_t count) {
    constexpr float east_per_north = 0.65F;  // a degree of longitude at 49.5 degrees north
    const std::vector<NodeId> tails = arc_tails(graph);
    std::vector<std::pair<float, ArcId>> arcs(graph.arc_count());
    for (ArcId arc = 0; arc < graph.arc_count(); ++arc) {
        const float east = east_per_north * (graph.longitude[tails[arc]] - graph.longitude[middle]);
        const float north = graph.latitude[tails[arc]] - graph.latitude[middle];
        arcs[arc] = {east * east + north * north, arc};
    }
    const std::size_t taken = std::min(count, arcs.size());
    std::nth_element(arcs.begin(), arcs.begin() + static_cast<std::ptrdiff_t>(taken) - 1,
                     arcs.end());
    std::vector<ArcId> nearest(taken);
    std::transform(arcs.begin(), arcs.begin() + static_cast<std::ptrdiff_t>(taken), nearest.begin(),
                   [](const auto& each) { return each.second; });
    return nearest;
}

std::vector<ArcId> arcs_within(const DirectedGraph& graph, const std::vector<Corner>& polygon) {
    const auto [west, east] = std::minmax_element(
        polygon.begin(), polygon.end(),
        [](const Corner& a, const Corner& b) { return a.longitude < b.longitude; });
    const auto [south, north] = std::minmax_element(
        polygon.begin(), polygon.end(),
        [](const Corner& a, const Corner& b) { return a.latitude < b.latitude; });
    std::vector<std::uint8_t> inside(graph.node_count(), 0);
    for (NodeId node = 0; node < graph.node_count(); ++node) {
        const double longitude = graph.longitude[node];
        const double latitude = graph.latitude[node];
        inside[node] = longitude >= west->longitude && longitude <= east->longitude &&
                               latitude >= south->latitude && latitude <= north->latitude &&
                               within(polygon, longitude, latitude)
                           ? 1
                           : 0;
    }
    std::vector<ArcId> arcs;
    for (NodeId node = 0; node < graph.node_count(); ++node) {
        for (ArcId arc = graph.first_out[node]; arc < graph.first_out[node + 1]; ++arc) {
            if ((inside[node] | inside[graph.head[arc]]) != 0) {
                arcs.push_back(arc);
            }
        }
    }
    return arcs;
}

}  // namespace relief::bench
