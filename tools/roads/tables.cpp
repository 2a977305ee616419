// SPDX-License-Identifier: Apache-2.0
#include "tools/roads/tables.h"

#include "core/table/csv.h"
#include "gis/layer.h"
#include "gis/road_lines.h"
#include "routing/network/road_network.h"
#include "routing/network/street_lines.h"
#include "tools/roads/closure_table.h"

#include <initializer_list>
#include <string_view>

#include <fmt/format.h>

namespace relief::roads {
namespace {

// A street longer than this was drawn because the map ends before the seat.
constexpr double far_seat_km = 2;

using Fields = std::vector<std::string>;

void add_line(std::string& text, const Fields& fields) {
    text += csv_line(fields) + '\n';
}

std::string header(std::initializer_list<std::string_view> columns) {
    std::string text;
    add_line(text, Fields(columns.begin(), columns.end()));
    return text;
}

std::string km_text(double km) {
    return fmt::format("{:.3f}", km);
}

std::string year_text(const std::optional<int>& year) {
    return year ? std::to_string(*year) : "";
}

std::string joined(const std::vector<std::string>& words) {
    return fmt::format("{}", fmt::join(words, ";"));
}

/// How much the way found can be believed to be the road that was meant.
std::string confidence(const LaidRoute& route) {
    if (!route.is_laid) {
        return "";
    }
    const double detour = route.km / route.straight_km;
    const double main_min = route.road_class == "expressway" ? 0.7 : 0.85;
    if (detour <= 1.35 && route.main_share >= main_min) {
        return "high";
    }
    return detour <= 1.6 && route.main_share >= 0.6 ? "medium" : "low";
}

}  // namespace

std::string edges_csv(const Graph& graph) {
    std::string text = header({"edge_id", "line", "from_km", "to_km", "from_node", "to_node",
                               "class", "ramp", "km", "counties"});
    for (const GraphEdge& edge : graph.edges) {
        const bool is_part = !edge.is_whole;
        add_line(text,
                 {edge.id, std::to_string(edge.line + 1), is_part ? km_text(edge.from_km) : "",
                  is_part ? km_text(edge.to_km) : "", edge.from, edge.to, edge.road_class,
                  edge.ramp ? "1" : "0", km_text(edge.km), joined(edge.counties)});
    }
    return text;
}

std::string seats_csv(const Graph& graph) {
    std::string text = header({"code", "name", "lon_wgs84", "lat_wgs84", "line", "at_km", "node",
                               "distance_km", "flag", "note"});
    for (const GraphSeat& seat : graph.seats) {
        const bool is_far = seat.distance_km > far_seat_km;
        add_line(text, {seat.code, seat.name, fmt::format("{:.5f}", seat.at.longitude),
                        fmt::format("{:.5f}", seat.at.latitude), std::to_string(seat.line + 1),
                        km_text(seat.at_km), std::to_string(seat.node), km_text(seat.distance_km),
                        "derived",
                        is_far ? "the map ends before the seat; the rest is a straight line" : ""});
    }
    return text;
}

std::string routes_csv(const std::vector<LaidRoute>& routes) {
    std::string text =
        header({"route_id", "class", "ref", "from_code", "to_code", "opened_year", "straight_km",
                "km", "own_share", "main_share", "edges", "laid", "confidence", "why_not", "flag"});
    for (const LaidRoute& route : routes) {
        add_line(text, {route.id, route.road_class, route.ref, route.from, route.to,
                        year_text(route.opened_year), fmt::format("{:.1f}", route.straight_km),
                        fmt::format("{:.1f}", route.km), fmt::format("{:.2f}", route.own_share),
                        fmt::format("{:.2f}", route.main_share), std::to_string(route.edges.size()),
                        route.is_laid ? "1" : "0", confidence(route), route.why_not, "derived"});
    }
    return text;
}

std::string edge_refs_csv(const Graph& graph, const std::vector<EdgeRef>& refs) {
    std::string text = header({"edge_id", "ref", "also", "routes", "opened_year", "rule", "flag"});
    for (const EdgeRef& ref : refs) {
        add_line(text, {graph.edges[ref.edge].id, ref.ref, joined(ref.also), joined(ref.routes),
                        year_text(ref.opened_year), ref.rule, "derived"});
    }
    return text;
}

namespace {

/// data/ with the tables made so far in place of those on disk.
class WithMade final : public DataSource {
  public:
    WithMade(const DataSource& data, const MadeTables& made) : data_(data), made_(made) {}

    [[nodiscard]] std::string read(std::string_view name) const override {
        const auto found = made_.find(std::string(name));
        return found == made_.end() ? data_.read(name) : found->second;
    }
    [[nodiscard]] std::string shown_name(std::string_view name) const override {
        return data_.shown_name(name);
    }

  private:
    const DataSource& data_;
    const MadeTables& made_;
};

}  // namespace

MadeTables make_road_tables(const std::filesystem::path& data) {
    const FolderSource source(data);
    const Places places(source);
    const RoadMapping mapping =
        read_road_mapping(data / "roads/jilin_osm_mapping.csv", street_class_words());
    const std::vector<RoadLine> lines =
        read_road_lines(data / "reference/jilin/roads/jilin_osm_road_graph.geojson", mapping);
    const Layer counties =
        read_layer(data / "reference/jilin/boundaries/jilin_district_tianditu.geojson");
    const Graph graph = make_graph(lines, read_seats(source, places), counties);
    const std::vector<LaidRoute> routes = lay_routes(source, places, graph);
    MadeTables made{{"roads/edges.csv", edges_csv(graph)},
                    {"roads/seats.csv", seats_csv(graph)},
                    {"roads/routes.csv", routes_csv(routes)},
                    {"roads/edge_refs.csv", edge_refs_csv(graph, edge_refs(graph, routes))}};
    const RoadNetwork network = load_road_network(WithMade(source, made), places);
    made.emplace("roads/closure_edges.csv", closure_edges_csv(data, network, places));
    return made;
}

}  // namespace relief::roads
