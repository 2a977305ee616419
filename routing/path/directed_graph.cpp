// SPDX-License-Identifier: Apache-2.0
#include "routing/path/directed_graph.h"

#include "core/error.h"
#include "routing/path/index_checksum.h"

#include <algorithm>
#include <cmath>

namespace relief {
namespace {

[[noreturn]] void refuse(const std::string& name, std::string field, std::string found,
                         std::string expected) {
    throw bad_input({.code = "graph.structure",
                     .message = "this is not a graph",
                     .file = name,
                     .field = std::move(field),
                     .found = std::move(found),
                     .expected = std::move(expected)});
}

void check_coordinates(const std::vector<float>& degrees, float limit, std::size_t nodes,
                       const std::string& field, const std::string& name) {
    if (degrees.size() != nodes) {
        refuse(name, field, std::to_string(degrees.size()), std::to_string(nodes) + " values");
    }
    const auto wrong = std::find_if(degrees.begin(), degrees.end(),
                                    [limit](float value) { return !(std::fabs(value) <= limit); });
    if (wrong != degrees.end()) {
        refuse(name, field + "[" + std::to_string(wrong - degrees.begin()) + "]",
               std::to_string(*wrong), "degrees");
    }
}

}  // namespace

void check_graph(const DirectedGraph& graph, const std::string& name) {
    constexpr std::size_t most = 1U << 30U;  // arcs are numbered twice in 32 bits
    const auto& first = graph.first_out;
    if (first.empty() || first.front() != 0 || first.back() != graph.head.size()) {
        refuse(name, "first_out", first.empty() ? "nothing" : std::to_string(first.back()),
               "offsets from 0 to " + std::to_string(graph.head.size()));
    }
    if (first.size() > most || graph.head.size() > most) {
        refuse(name, "head", std::to_string(graph.head.size()), "at most 2^30 nodes and arcs");
    }
    const auto falls = std::is_sorted_until(first.begin(), first.end());
    if (falls != first.end()) {
        refuse(name, "first_out[" + std::to_string(falls - first.begin()) + "]",
               std::to_string(*falls), "offsets that do not fall");
    }
    const auto outside = std::find_if(graph.head.begin(), graph.head.end(),
                                      [&graph](NodeId node) { return node >= graph.node_count(); });
    if (outside != graph.head.end()) {
        refuse(name, "head[" + std::to_string(outside - graph.head.begin()) + "]",
               std::to_string(*outside), "below " + std::to_string(graph.node_count()));
    }
    if (graph.has_coordinates() || !graph.longitude.empty()) {
        check_coordinates(graph.latitude, 90, graph.node_count(), "latitude", name);
        check_coordinates(graph.longitude, 360, graph.node_count(), "longitude", name);
    }
}

void check_weights(const DirectedGraph& graph, const std::vector<Weight>& weights,
                   const std::string& name) {
    const auto refuse_weight = [&name](std::string field, std::string found, std::string expected) {
        throw bad_input({.code = "graph.weight",
                         .message = "the weights do not fit the graph",
                         .file = name,
                         .field = std::move(field),
                         .found = std::move(found),
                         .expected = std::move(expected)});
    };
    if (weights.size() != graph.head.size()) {
        refuse_weight("weights", std::to_string(weights.size()),
                      std::to_string(graph.head.size()) + " values");
    }
    const auto above = std::find_if(weights.begin(), weights.end(),
                                    [](Weight weight) { return weight > closed_weight; });
    if (above != weights.end()) {
        refuse_weight("weights[" + std::to_string(above - weights.begin()) + "]",
                      std::to_string(*above), "at most " + std::to_string(closed_weight));
    }
}

std::vector<NodeId> arc_tails(const DirectedGraph& graph) {
    std::vector<NodeId> tails(graph.head.size());
    for (NodeId node = 0; node < graph.node_count(); ++node) {
        std::fill(tails.begin() + graph.first_out[node], tails.begin() + graph.first_out[node + 1],
                  node);
    }
    return tails;
}

std::uint64_t graph_fingerprint(const DirectedGraph& graph) {
    Checksum sum;
    sum.add(graph.first_out);
    sum.add(graph.head);
    return sum.value();
}

}  // namespace relief
