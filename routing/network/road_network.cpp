// SPDX-License-Identifier: Apache-2.0
#include "routing/network/road_network.h"

#include "core/table/csv.h"

#include <string>

namespace relief {
namespace {

constexpr std::string_view nodes_table = "baseline/road_nodes.csv";
constexpr std::string_view edges_table = "baseline/road_edges.csv";

/// Longer or faster than anything a lorry meets in a province: a slip of the pen.
constexpr double edge_km_max = 2000;
constexpr double speed_kmh_max = 130;

RoadNode read_node(const CsvRow& row, const Places& places) {
    const std::string code = row.required("code");
    const Place* place = places.find_code(code);
    if (place == nullptr) {
        throw row.error("place.unknown", "code", "no division has this code", "a county code");
    }
    if (place->kind != "county") {
        throw row.error("csv.reference", "code", "a road node is the seat of a county",
                        "a county code, not that of a " + place->kind);
    }
    return {.code = place->code,
            .name = row.required("name"),
            .longitude = row.number("lon_wgs84", -180, 180),
            .latitude = row.number("lat_wgs84", -90, 90)};
}

int read_end(const CsvRow& row, std::string_view column, const RoadNetwork& network,
             const Places& places) {
    const std::string code = row.required(column);
    const Place* place = places.find_code(code);
    if (place == nullptr) {
        throw row.error("place.unknown", column, "no division has this code", "a county code");
    }
    const std::optional<int> node = network.node(place->code);
    if (!node) {
        throw row.error("csv.reference", column, "the edge ends at no node",
                        "a code of road_nodes.csv");
    }
    return *node;
}

RoadEdge read_edge(const CsvRow& row, const RoadNetwork& network, const Places& places) {
    RoadEdge edge;
    edge.id = row.required("edge_id");
    edge.road_class = row.one_of("class", {"expressway", "national", "provincial", "local"});
    edge.ref = row.required("ref");
    edge.from = read_end(row, "from_code", network, places);
    edge.to = read_end(row, "to_code", network, places);
    if (edge.from == edge.to) {
        throw row.error("csv.value", "to_code", "an edge joins a seat to itself",
                        "another code than from_code");
    }
    edge.km = row.number("length_km", 0.001, edge_km_max);
    edge.speed_kmh = row.number("speed_kmh", 1, speed_kmh_max);
    edge.winter_speed_kmh = row.number("winter_speed_kmh", 1, speed_kmh_max);
    if (edge.winter_speed_kmh > edge.speed_kmh) {
        throw row.error("csv.range", "winter_speed_kmh", "winter is faster than summer",
                        "at most speed_kmh");
    }
    if (const auto year = row.optional_integer("opened_year", 1900, 2100)) {
        edge.opened_year = static_cast<int>(*year);
    }
    edge.usable_2017 = row.boolean("usable_2017");
    edge.flag = row.required("flag");
    return edge;
}

}  // namespace

std::optional<int> RoadNetwork::node(std::string_view code) const {
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        if (nodes[i].code == code) {
            return static_cast<int>(i);
        }
    }
    return std::nullopt;
}

std::optional<int> RoadNetwork::edge(std::string_view id) const {
    for (std::size_t i = 0; i < edges.size(); ++i) {
        if (edges[i].id == id) {
            return static_cast<int>(i);
        }
    }
    return std::nullopt;
}

RoadNetwork load_road_network(const DataSource& source, const Places& places) {
    RoadNetwork network;
    const CsvTable nodes(source.read(nodes_table), source.shown_name(nodes_table),
                         {"code", "name", "lon_wgs84", "lat_wgs84"});
    nodes.check_key("code");
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        RoadNode node = read_node(nodes.row(i), places);
        // A present and a former code of one county are two keys but one node.
        if (network.node(node.code)) {
            throw nodes.row(i).error("csv.key", "code", "the county has a node already",
                                     "each county once");
        }
        network.nodes.push_back(std::move(node));
    }
    const CsvTable edges(source.read(edges_table), source.shown_name(edges_table),
                         {"edge_id", "class", "ref", "from_code", "to_code", "length_km",
                          "speed_kmh", "winter_speed_kmh", "opened_year", "usable_2017", "flag"});
    edges.check_key("edge_id");
    network.edges.reserve(edges.size());
    for (std::size_t i = 0; i < edges.size(); ++i) {
        network.edges.push_back(read_edge(edges.row(i), network, places));
    }
    return network;
}

bool is_winter(int month) {
    return month >= 11 || month <= 3;
}

}  // namespace relief
