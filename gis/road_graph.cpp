// SPDX-License-Identifier: Apache-2.0
#include "gis/road_graph.h"

#include "core/error.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <limits>
#include <optional>
#include <system_error>
#include <utility>

#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/dijkstra_shortest_paths.hpp>
#include <boost/property_map/function_property_map.hpp>

namespace relief {
namespace {

constexpr std::array<std::string_view, 4> class_names{"motorway", "trunk", "primary", "secondary"};
constexpr double snap_limit_km = 15;
// The longest honest detour of a numbered road in Jilin is 2.2 times the straight line.
constexpr double detour_limit = 2.3;

/// One line of the layer.
struct Piece {
    std::size_t road_class = 0;
    double km = 0;
    std::size_t feature = 0;
    std::size_t from = 0;
    std::size_t to = 0;
};

using Roads =
    boost::adjacency_list<boost::vecS, boost::vecS, boost::undirectedS, boost::no_property, Piece>;
using Node = Roads::vertex_descriptor;
using Edge = Roads::edge_descriptor;

[[noreturn]] void refuse(const Layer& layer, std::string_view field, const std::string& found,
                         std::string expected) {
    throw bad_input({.code = "json.field",
                     .message = "a line of the road graph cannot be used",
                     .file = layer.name,
                     .field = std::string(field),
                     .found = found,
                     .expected = std::move(expected)});
}

/// A number by itself, whatever the locale; nullopt where there is more or none.
template <typename Number>
std::optional<Number> read_number(const std::string& text) {
    Number number{};
    const char* const end = text.data() + text.size();
    const auto [rest, error] = std::from_chars(text.data(), end, number);
    return error == std::errc{} && rest == end ? std::optional(number) : std::nullopt;
}

std::size_t node_number(const Layer& layer, const Feature& feature, std::string_view field) {
    constexpr std::size_t nodes_max = 1'000'000;
    const std::string& text = feature.values[layer.field(field)];
    const auto number = read_number<std::size_t>(text);
    if (!number || *number >= nodes_max) {
        refuse(layer, field, text, "a node number");
    }
    return *number;
}

double length_km(const Layer& layer, const Feature& feature) {
    const std::string& text = feature.values[layer.field("km")];
    const auto km = read_number<double>(text);
    if (!km || !(*km >= 0 && *km < 1000)) {
        refuse(layer, "km", text, "kilometres");
    }
    return *km;
}

std::size_t class_number(const Layer& layer, const Feature& feature) {
    const std::string& text = feature.values[layer.field("class")];
    const auto found = std::find(class_names.begin(), class_names.end(), text);
    if (found == class_names.end()) {
        refuse(layer, "class", text, "motorway, trunk, primary or secondary");
    }
    return static_cast<std::size_t>(found - class_names.begin());
}

/// Ends the search when the wanted node is settled.
struct Settled {};
class StopAt : public boost::default_dijkstra_visitor {
  public:
    explicit StopAt(Node wanted) : wanted_(wanted) {}
    void examine_vertex(Node node, const Roads& /*roads*/) const {
        if (node == wanted_) {
            throw Settled{};
        }
    }

  private:
    Node wanted_;
};

}  // namespace

struct RoadGraph::Graph {
    Roads roads;
    std::vector<LonLat> positions;           ///< by node
    std::vector<bool> can_snap;              ///< on the main network and off the motorway
    std::vector<std::vector<LonLat>> lines;  ///< by feature

    [[nodiscard]] std::optional<Node> nearest(LonLat at) const;
    [[nodiscard]] std::vector<Edge> way(Node from, Node to, const RoadPreference& preference) const;
};

std::optional<Node> RoadGraph::Graph::nearest(LonLat at) const {
    // A flat Earth is good enough to choose among nodes a few kilometres away.
    const double cosine = std::cos(at.latitude * 3.14159265358979 / 180);
    double best = std::numeric_limits<double>::infinity();
    std::optional<Node> node;
    for (Node candidate = 0; candidate < positions.size(); ++candidate) {
        if (can_snap[candidate]) {
            const double d = std::hypot((positions[candidate].longitude - at.longitude) * cosine,
                                        positions[candidate].latitude - at.latitude);
            if (d < best) {
                best = d;
                node = candidate;
            }
        }
    }
    if (node && geodesic_km(at, positions[*node]) > snap_limit_km) {
        return std::nullopt;
    }
    return node;
}

std::vector<Edge> RoadGraph::Graph::way(Node from, Node to,
                                        const RoadPreference& preference) const {
    const std::size_t count = boost::num_vertices(roads);
    std::vector<double> cost(count);
    std::vector<Node> parent(count);
    const auto weight = boost::make_function_property_map<Edge>([&](const Edge& edge) {
        return roads[edge].km * preference.factor[roads[edge].road_class];
    });
    const auto index = boost::get(boost::vertex_index, roads);
    try {
        boost::dijkstra_shortest_paths(
            roads, from,
            boost::distance_map(boost::make_iterator_property_map(cost.begin(), index))
                .predecessor_map(boost::make_iterator_property_map(parent.begin(), index))
                .weight_map(weight)
                .visitor(StopAt(to)));
    } catch (const Settled&) {
        // Found: the only way out of Boost's search before it has seen every node.
    }
    std::vector<Edge> edges;
    for (Node node = to; node != from; node = parent[node]) {
        if (parent[node] == node) {
            return {};
        }
        // Of several lines between two nodes the one the search took.
        std::optional<Edge> taken;
        const auto [begin, end] = boost::out_edges(node, roads);
        for (auto edge = begin; edge != end; ++edge) {
            if (boost::target(*edge, roads) == parent[node] &&
                (!taken || get(weight, *edge) < get(weight, *taken))) {
                taken = *edge;
            }
        }
        edges.push_back(*taken);
    }
    std::reverse(edges.begin(), edges.end());
    return edges;
}

RoadPreference preference_of(std::string_view road_class) {
    if (road_class == "expressway") {
        return {.factor = {1, 1.6, 1.8, 2.2}};
    }
    if (road_class == "national") {
        return {.factor = {2.5, 1, 1, 1.4}};
    }
    return {.factor = {2.5, 1.1, 1, 1.1}};
}

RoadGraph::RoadGraph(const Layer& layer) {
    auto graph = std::make_unique<Graph>();
    const std::size_t component = layer.field("component");
    for (std::size_t i = 0; i < layer.features.size(); ++i) {
        const Feature& feature = layer.features[i];
        if (feature.kind != GeometryKind::line || feature.parts.size() != 1 ||
            feature.parts.front().size() < 2) {
            refuse(layer, "geometry", {}, "one LineString");
        }
        const Piece piece{.road_class = class_number(layer, feature),
                          .km = length_km(layer, feature),
                          .feature = i,
                          .from = node_number(layer, feature, "from"),
                          .to = node_number(layer, feature, "to")};
        const std::size_t nodes = std::max({piece.from + 1, piece.to + 1, graph->positions.size()});
        graph->positions.resize(nodes);
        graph->can_snap.resize(nodes);
        graph->positions[piece.from] = feature.parts.front().front();
        graph->positions[piece.to] = feature.parts.front().back();
        if (piece.road_class != 0 && feature.values[component] == "0") {
            graph->can_snap[piece.from] = true;
            graph->can_snap[piece.to] = true;
        }
        boost::add_edge(piece.from, piece.to, piece, graph->roads);
        graph->lines.push_back(feature.parts.front());
    }
    graph_ = std::move(graph);
}

RoadGraph::~RoadGraph() = default;
RoadGraph::RoadGraph(RoadGraph&&) noexcept = default;
RoadGraph& RoadGraph::operator=(RoadGraph&&) noexcept = default;

RoadShape RoadGraph::shape(LonLat from, LonLat to, const RoadPreference& preference) const {
    RoadShape straight{.line = {from, to}, .on_roads = false};
    const auto first = graph_->nearest(from);
    const auto last = graph_->nearest(to);
    if (!first || !last || *first == *last) {
        return straight;
    }
    const std::vector<Edge> way = graph_->way(*first, *last, preference);
    RoadShape shape{.line = {from}, .on_roads = true};
    std::size_t at = *first;
    double km = 0;
    for (const Edge& edge : way) {
        const Piece& piece = graph_->roads[edge];
        std::vector<LonLat> line = graph_->lines[piece.feature];
        if (piece.from != at) {
            std::reverse(line.begin(), line.end());
        }
        at = piece.from == at ? piece.to : piece.from;
        km += piece.km;
        shape.line.insert(shape.line.end(), line.begin(), line.end());
    }
    shape.line.push_back(to);
    shape.line.erase(std::unique(shape.line.begin(), shape.line.end()), shape.line.end());
    if (way.empty() || km > detour_limit * geodesic_km(from, to) + 2 * snap_limit_km) {
        return straight;
    }
    return shape;
}

}  // namespace relief
