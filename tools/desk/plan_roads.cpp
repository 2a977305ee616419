// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/plan_roads.h"

#include "core/error.h"
#include "gis/line.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include <fmt/format.h>

namespace relief {
namespace {

/// Walks from edge to edge of a set.
class ChainWalk {
  public:
    ChainWalk(const RoadNetwork& network, std::span<const DrivenEdge> edges, bool one_way)
        : network_(network), edges_(edges), one_way_(one_way), used_(edges.size(), false) {
        for (std::size_t i = 0; i < edges.size(); ++i) {
            at_node_[tail(edges[i])].push_back(i);
            at_node_[head(edges[i])].push_back(i);
        }
    }

    std::vector<std::vector<DrivenEdge>> all() {
        std::vector<std::vector<DrivenEdge>> found;
        for (std::size_t i = 0; i < edges_.size(); ++i) {
            if (!used_[i]) {
                found.push_back(from(start_of(i)));
            }
        }
        return found;
    }

  private:
    struct Place {
        std::size_t index = 0;
        DrivenEdge edge;
    };

    [[nodiscard]] const RoadEdge& road(const DrivenEdge& driven) const {
        return network_.edges[static_cast<std::size_t>(driven.edge)];
    }
    [[nodiscard]] int tail(const DrivenEdge& driven) const {
        return driven.forward ? road(driven).from : road(driven).to;
    }
    [[nodiscard]] int head(const DrivenEdge& driven) const {
        return driven.forward ? road(driven).to : road(driven).from;
    }
    [[nodiscard]] static DrivenEdge turned(DrivenEdge driven) {
        return {.edge = driven.edge, .forward = !driven.forward};
    }

    /// The other edge at a node where two meet; nothing where it leads the wrong way.
    [[nodiscard]] std::optional<Place> next(std::size_t index, int node, bool ahead) const {
        const std::vector<std::size_t>& here = at_node_.at(node);
        if (here.size() != 2 || here[0] == here[1]) {
            return std::nullopt;
        }
        const std::size_t other = here[0] == index ? here[1] : here[0];
        const DrivenEdge edge = edges_[other];
        const bool fits = (ahead ? tail(edge) : head(edge)) == node;
        if (!fits && one_way_) {
            return std::nullopt;
        }
        return Place{.index = other, .edge = fits ? edge : turned(edge)};
    }

    /// The first edge of the chain that holds this one.
    [[nodiscard]] Place start_of(std::size_t index) const {
        Place place{.index = index, .edge = edges_[index]};
        while (const auto before = next(place.index, tail(place.edge), false)) {
            if (before->index == index || used_[before->index]) {
                break;  // a ring
            }
            place = *before;
        }
        return place;
    }

    std::vector<DrivenEdge> from(Place place) {
        std::vector<DrivenEdge> chain{place.edge};
        used_[place.index] = true;
        while (const auto after = next(place.index, head(place.edge), true)) {
            if (used_[after->index]) {
                break;
            }
            place = *after;
            used_[place.index] = true;
            chain.push_back(place.edge);
        }
        return chain;
    }

    const RoadNetwork& network_;
    std::span<const DrivenEdge> edges_;
    bool one_way_;
    std::vector<bool> used_;
    std::map<int, std::vector<std::size_t>> at_node_;
};

double length_km(const Layer& layer, const Feature& line) {
    const std::string& text = line.values[layer.field("km")];
    double km = 0;
    const char* const end = text.data() + text.size();
    const auto [rest, failure] = std::from_chars(text.data(), end, km);
    return failure == std::errc{} && rest == end ? km : 0;
}

}  // namespace

LonLat position_of(const RoadNode& node) {
    return {.longitude = node.longitude, .latitude = node.latitude};
}

PlanRoads::PlanRoads(const Desk& desk)
    : desk_(desk),
      layer_(read_layer(desk.data / "reference/jilin/roads/jilin_osm_road_graph.geojson")) {}

std::vector<LonLat> PlanRoads::course_of(const RoadEdge& edge) const {
    const auto index = static_cast<std::size_t>(edge.shape.line) - 1;
    if (index >= layer_.features.size() || layer_.features[index].parts.empty()) {
        throw bad_input({.code = "json.field",
                         .message = "an edge of the network has no line on the map",
                         .file = layer_.name,
                         .field = "features",
                         .found = fmt::format("{} lines", layer_.features.size()),
                         .expected = fmt::format("line {} of edge {}", edge.shape.line, edge.id)});
    }
    const Feature& feature = layer_.features[index];
    const std::vector<LonLat>& line = feature.parts.front();
    const double whole_km = length_km(layer_, feature);
    const double from = whole_km > 0 ? std::min(1.0, edge.shape.from_km / whole_km) : 0;
    const double to =
        edge.shape.to_km && whole_km > 0 ? std::min(1.0, *edge.shape.to_km / whole_km) : 1;
    const RoadNode& seat = desk_.network.nodes[static_cast<std::size_t>(edge.from)];
    if (from == to && !seat.code.empty()) {
        return {position_of(seat), part_of(line, from, to).front()};
    }
    return edge.shape.to_km ? part_of(line, from, to) : line;
}

const std::vector<LonLat>& PlanRoads::edge(int index) {
    const auto known = courses_.find(index);
    if (known != courses_.end()) {
        return known->second;
    }
    return courses_.emplace(index, course_of(desk_.network.edges[static_cast<std::size_t>(index)]))
        .first->second;
}

std::vector<DrivenEdge> PlanRoads::driven(const Shipment& shipment) const {
    std::vector<DrivenEdge> driven;
    std::optional<int> at = desk_.network.node(shipment.from_node);
    for (const std::string& id : shipment.edges) {
        const auto index = desk_.network.edge(id);
        if (!index) {
            continue;
        }
        const RoadEdge& edge = desk_.network.edges[static_cast<std::size_t>(*index)];
        const bool forward = !at || edge.from == *at;
        driven.push_back({.edge = *index, .forward = forward});
        at = forward ? edge.to : edge.from;
    }
    return driven;
}

std::vector<LonLat> PlanRoads::course(std::span<const DrivenEdge> edges) {
    std::vector<LonLat> way;
    for (const DrivenEdge& driven_edge : edges) {
        const std::vector<LonLat>& line = edge(driven_edge.edge);
        if (driven_edge.forward) {
            way.insert(way.end(), line.begin(), line.end());
        } else {
            way.insert(way.end(), line.rbegin(), line.rend());
        }
    }
    way.erase(std::unique(way.begin(), way.end()), way.end());
    return way;
}

std::vector<LonLat> PlanRoads::way(const Shipment& shipment) {
    return course(driven(shipment));
}

std::vector<std::vector<DrivenEdge>> chains(const RoadNetwork& network,
                                            std::span<const DrivenEdge> edges, bool one_way) {
    return ChainWalk(network, edges, one_way).all();
}

std::vector<std::vector<DrivenEdge>> chains(const RoadNetwork& network,
                                            std::span<const int> edges) {
    std::vector<DrivenEdge> both_ways;
    both_ways.reserve(edges.size());
    for (const int edge : edges) {
        both_ways.push_back({.edge = edge, .forward = true});
    }
    return chains(network, both_ways, false);
}

}  // namespace relief
