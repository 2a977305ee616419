// SPDX-License-Identifier: Apache-2.0
#include "routing/network/road_network.h"

#include "core/table/csv.h"

#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <utility>

namespace relief {
namespace {

constexpr std::string_view seats_table = "roads/seats.csv";
constexpr std::string_view speeds_table = "roads/speeds.csv";
constexpr std::string_view routes_table = "roads/routes.csv";
constexpr std::string_view edges_table = "roads/edges.csv";
constexpr std::string_view refs_table = "roads/edge_refs.csv";

/// Longer or faster than anything a lorry meets in a province: a slip of the pen.
constexpr double edge_km_max = 2000;
constexpr double speed_kmh_max = 130;
constexpr int node_number_max = 10'000'000;

constexpr std::array<std::string_view, 5> map_classes{"motorway", "trunk", "primary", "secondary",
                                                      "street"};
constexpr std::array<std::string_view, 5> road_classes{"expressway", "national", "provincial",
                                                       "local", "street"};

/// What a class of the map is driven as.
struct ClassSpeed {
    std::string road_class;
    double speed_kmh = 0;
    double winter_speed_kmh = 0;
};

using ClassKey = std::pair<std::string, bool>;  ///< class of the map, ramp

std::vector<std::string> split(const std::string& text) {
    std::vector<std::string> parts;
    std::size_t at = 0;
    while (at < text.size()) {
        const std::size_t end = std::min(text.find(';', at), text.size());
        if (end > at) {
            parts.push_back(text.substr(at, end - at));
        }
        at = end + 1;
    }
    return parts;
}

const Place& county_of(const CsvRow& row, std::string_view column, const Places& places) {
    const Place* place = places.find_code(row.required(column));
    if (place == nullptr) {
        throw row.error("place.unknown", column, "no division has this code", "a county code");
    }
    if (place->kind != "county") {
        throw row.error("csv.reference", column, "a road node is the seat of a county",
                        "a county code, not that of a " + place->kind);
    }
    return *place;
}

/// Rows in the order of their keys can be found by halving.
void check_order(const CsvTable& table, std::string_view key) {
    table.check_key(key);
    for (std::size_t i = 1; i < table.size(); ++i) {
        if (table.row(i).text(key) < table.row(i - 1).text(key)) {
            throw table.row(i).error("csv.value", key, "the rows are not in the order of their ids",
                                     "an id after the one before it");
        }
    }
}

void read_seats(const DataSource& source, const Places& places, RoadNetwork& network) {
    const CsvTable table(source.read(seats_table), source.shown_name(seats_table),
                         {"code", "name", "lon_wgs84", "lat_wgs84"});
    table.check_key("code");
    for (std::size_t i = 0; i < table.size(); ++i) {
        const CsvRow row = table.row(i);
        const Place& county = county_of(row, "code", places);
        // A present and a former code of one county are two keys but one node.
        if (network.node(county.code)) {
            throw row.error("csv.key", "code", "the county has a node already", "each county once");
        }
        network.nodes.push_back({.code = county.code,
                                 .name = row.required("name"),
                                 .longitude = row.number("lon_wgs84", -180, 180),
                                 .latitude = row.number("lat_wgs84", -90, 90)});
    }
}

std::map<ClassKey, ClassSpeed> read_speeds(const DataSource& source) {
    const CsvTable table(
        source.read(speeds_table), source.shown_name(speeds_table),
        {"class", "ramp", "road_class", "speed_kmh", "winter_speed_kmh", "source", "flag"});
    table.check_key({"class", "ramp"});
    std::map<ClassKey, ClassSpeed> speeds;
    for (std::size_t i = 0; i < table.size(); ++i) {
        const CsvRow row = table.row(i);
        const ClassSpeed speed{
            .road_class = row.one_of("road_class", road_classes),
            .speed_kmh = row.number("speed_kmh", 1, speed_kmh_max),
            .winter_speed_kmh = row.number("winter_speed_kmh", 1, speed_kmh_max)};
        if (speed.winter_speed_kmh > speed.speed_kmh) {
            throw row.error("csv.range", "winter_speed_kmh", "winter is faster than summer",
                            "at most speed_kmh");
        }
        static_cast<void>(row.required("flag"));
        speeds[{row.one_of("class", map_classes), row.boolean("ramp")}] = speed;
    }
    return speeds;
}

int read_seat(const CsvRow& row, std::string_view column, const Places& places,
              const RoadNetwork& network) {
    const std::optional<int> node = network.node(county_of(row, column, places).code);
    if (!node) {
        throw row.error("csv.reference", column, "the road ends at no seat",
                        "a code of roads/seats.csv");
    }
    return *node;
}

void read_routes(const DataSource& source, const Places& places, RoadNetwork& network) {
    const CsvTable table(
        source.read(routes_table), source.shown_name(routes_table),
        {"route_id", "class", "ref", "from_code", "to_code", "km", "laid", "confidence"});
    check_order(table, "route_id");
    for (std::size_t i = 0; i < table.size(); ++i) {
        const CsvRow row = table.row(i);
        NumberedRoad road{.id = row.required("route_id"),
                          .road_class = row.one_of("class", road_classes),
                          .ref = row.required("ref"),
                          .from = read_seat(row, "from_code", places, network),
                          .to = read_seat(row, "to_code", places, network),
                          .km = row.number("km", 0, edge_km_max),
                          .is_laid = row.boolean("laid"),
                          .confidence = row.text("confidence")};
        if (road.from == road.to) {
            throw row.error("csv.value", "to_code", "a road joins a seat to itself",
                            "another code than from_code");
        }
        network.routes.push_back(std::move(road));
    }
}

/// Gives the ends of edges their nodes: seats by code, junctions by number.
class NodeNumbers {
  public:
    NodeNumbers(RoadNetwork& network, const Places& places)
        : network_(network), places_(places), seats_(network.nodes.size()) {}

    int read(const CsvRow& row, std::string_view column) {
        constexpr std::size_t county_digits = 6;
        const std::string text = row.required(column);
        if (text.size() == county_digits) {
            return read_seat(row, column, places_, network_);
        }
        const auto number = row.integer(column, 0, node_number_max);
        const auto [found, is_new] =
            junctions_.emplace(number, static_cast<int>(seats_ + junctions_.size()));
        if (is_new) {
            network_.nodes.emplace_back();
        }
        return found->second;
    }

  private:
    RoadNetwork& network_;
    const Places& places_;
    std::size_t seats_;
    std::map<std::int64_t, int> junctions_;
};

std::vector<int> read_counties(const CsvRow& row, const RoadNetwork& network) {
    std::vector<int> counties;
    for (const std::string& code : split(row.text("counties"))) {
        const std::optional<int> seat = network.node(code);
        if (!seat) {
            throw row.error("csv.reference", "counties", "the edge touches no such county",
                            "codes of roads/seats.csv with ; between them");
        }
        counties.push_back(*seat);
    }
    return counties;
}

EdgeShape read_shape(const CsvRow& row) {
    constexpr std::int64_t line_max = 10'000'000;
    return {.line = static_cast<int>(row.integer("line", 1, line_max)),
            .from_km = row.optional_number("from_km", 0, edge_km_max).value_or(0),
            .to_km = row.optional_number("to_km", 0, edge_km_max)};
}

RoadEdge read_edge(const CsvRow& row, const std::map<ClassKey, ClassSpeed>& speeds,
                   NodeNumbers& nodes, const RoadNetwork& network) {
    const auto speed = speeds.find({row.one_of("class", map_classes), row.boolean("ramp")});
    if (speed == speeds.end()) {
        throw row.error("csv.reference", "class", "no speed is known for the class",
                        "a class of roads/speeds.csv");
    }
    RoadEdge edge{.id = row.required("edge_id"),
                  .road_class = speed->second.road_class,
                  .ref = {},
                  .from = nodes.read(row, "from_node"),
                  .to = nodes.read(row, "to_node"),
                  .km = row.number("km", 0.001, edge_km_max),
                  .speed_kmh = speed->second.speed_kmh,
                  .winter_speed_kmh = speed->second.winter_speed_kmh};
    edge.counties = read_counties(row, network);
    edge.shape = read_shape(row);
    return edge;
}

void read_edges(const DataSource& source, const Places& places, RoadNetwork& network) {
    const std::map<ClassKey, ClassSpeed> speeds = read_speeds(source);
    const CsvTable table(source.read(edges_table), source.shown_name(edges_table),
                         {"edge_id", "line", "from_km", "to_km", "from_node", "to_node", "class",
                          "ramp", "km", "counties"});
    check_order(table, "edge_id");
    NodeNumbers nodes(network, places);
    network.edges.reserve(table.size());
    for (std::size_t i = 0; i < table.size(); ++i) {
        network.edges.push_back(read_edge(table.row(i), speeds, nodes, network));
    }
}

std::vector<int> read_routes_over(const CsvRow& row, const RoadNetwork& network) {
    std::vector<int> routes;
    for (const std::string& id : split(row.text("routes"))) {
        const auto found = std::ranges::lower_bound(network.routes, id, {}, &NumberedRoad::id);
        if (found == network.routes.end() || found->id != id || !found->is_laid) {
            throw row.error("csv.reference", "routes", "the edge carries no such road",
                            "ids of roads/routes.csv that are laid, with ; between them");
        }
        routes.push_back(static_cast<int>(found - network.routes.begin()));
    }
    return routes;
}

/// An ordinary road is of the class of the road whose number it bears; an expressway stays one.
void take_class(const RoadNetwork& network, RoadEdge& edge) {
    const auto road = std::ranges::find(network.routes, edge.ref, &NumberedRoad::ref);
    if (road != network.routes.end() && edge.road_class != "expressway") {
        edge.road_class = road->road_class;
    }
}

void read_refs(const DataSource& source, RoadNetwork& network) {
    const CsvTable table(source.read(refs_table), source.shown_name(refs_table),
                         {"edge_id", "ref", "also", "routes", "opened_year", "flag"});
    table.check_key("edge_id");
    for (std::size_t i = 0; i < table.size(); ++i) {
        const CsvRow row = table.row(i);
        const std::optional<int> index = network.edge(row.required("edge_id"));
        if (!index) {
            throw row.error("csv.reference", "edge_id", "there is no such edge",
                            "an id of roads/edges.csv");
        }
        RoadEdge& edge = network.edges[static_cast<std::size_t>(*index)];
        edge.ref = row.text("ref");
        edge.also = split(row.text("also"));
        edge.routes = read_routes_over(row, network);
        if (const auto year = row.optional_integer("opened_year", 1900, 2100)) {
            edge.opened_year = static_cast<int>(*year);
        }
        static_cast<void>(row.required("flag"));
        take_class(network, edge);
    }
}

}  // namespace

bool RoadEdge::has_ref(std::string_view number) const {
    return !number.empty() &&
           (ref == number || std::find(also.begin(), also.end(), number) != also.end());
}

std::optional<int> RoadNetwork::node(std::string_view code) const {
    for (std::size_t i = 0; i < nodes.size() && !nodes[i].code.empty(); ++i) {
        if (nodes[i].code == code) {
            return static_cast<int>(i);
        }
    }
    return std::nullopt;
}

std::optional<int> RoadNetwork::edge(std::string_view id) const {
    const auto found = std::ranges::lower_bound(edges, id, {}, &RoadEdge::id);
    return found != edges.end() && found->id == id
               ? std::optional(static_cast<int>(found - edges.begin()))
               : std::nullopt;
}

std::size_t RoadNetwork::seat_count() const {
    const auto junction =
        std::ranges::find_if(nodes, [](const RoadNode& node) { return node.code.empty(); });
    return static_cast<std::size_t>(junction - nodes.begin());
}

RoadNetwork load_road_network(const DataSource& source, const Places& places) {
    RoadNetwork network;
    read_seats(source, places, network);
    read_routes(source, places, network);
    read_edges(source, places, network);
    read_refs(source, network);
    return network;
}

bool is_winter(int month) {
    return month >= 11 || month <= 3;
}

}  // namespace relief
