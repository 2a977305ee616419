// SPDX-License-Identifier: Apache-2.0
#include "tools/roads/graph.h"

#include "core/error.h"
#include "core/table/csv.h"
#include "gis/line.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>
#include <set>

#include <fmt/format.h>

namespace relief::roads {
namespace {

constexpr double end_km = 0.05;          // a seat so near to an end of a line meets the end itself
constexpr double county_step_km = 0.25;  // how close to each other points are tried
constexpr double shortest_street_km = 0.001;

int node_number(const RoadLine& line, const std::string& text) {
    const bool digits =
        !text.empty() && text.size() < 9 &&
        std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (!digits) {
        throw bad_input({.code = "road.value",
                         .message = fmt::format("feature {}: a node has no number", line.feature),
                         .field = "node",
                         .found = text,
                         .expected = "a whole number"});
    }
    return std::stoi(text);
}

struct Ends {
    int from = 0;
    int to = 0;
};

std::vector<Ends> ends_of(std::span<const RoadLine> lines) {
    std::vector<Ends> ends;
    ends.reserve(lines.size());
    for (const RoadLine& line : lines) {
        ends.push_back(
            {.from = node_number(line, line.from_node), .to = node_number(line, line.to_node)});
    }
    return ends;
}

int node_count(const std::vector<Ends>& ends) {
    int count = 0;
    for (const Ends& each : ends) {
        count = std::max({count, each.from + 1, each.to + 1});
    }
    return count;
}

/// Which lines hang together with most kilometres.
std::vector<bool> on_main_network(std::span<const RoadLine> lines, const std::vector<Ends>& ends) {
    std::vector<int> root(static_cast<std::size_t>(node_count(ends)));
    std::iota(root.begin(), root.end(), 0);
    const auto find = [&root](int node) {
        while (root[static_cast<std::size_t>(node)] != node) {
            node = root[static_cast<std::size_t>(node)] =
                root[static_cast<std::size_t>(root[static_cast<std::size_t>(node)])];
        }
        return node;
    };
    for (const Ends& each : ends) {
        const int from = find(each.from);
        root[static_cast<std::size_t>(from)] = find(each.to);
    }
    std::map<int, double> km;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        km[find(ends[i].from)] += lines[i].length_km.value_or(0);
    }
    const auto longest = std::max_element(
        km.begin(), km.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
    std::vector<bool> main(lines.size());
    for (std::size_t i = 0; i < lines.size(); ++i) {
        main[i] = find(ends[i].from) == longest->first;
    }
    return main;
}

/// The least distance a box about a line can have from a place, roughly in degrees of latitude; it
/// saves the exact search for lines far away.
double box_distance(const RoadLine& line, LonLat at) {
    LonLat low = line.line.front();
    LonLat high = low;
    for (const LonLat& point : line.line) {
        low = {std::min(low.longitude, point.longitude), std::min(low.latitude, point.latitude)};
        high = {std::max(high.longitude, point.longitude), std::max(high.latitude, point.latitude)};
    }
    const double east =
        std::max({low.longitude - at.longitude, at.longitude - high.longitude, 0.0});
    const double north = std::max({low.latitude - at.latitude, at.latitude - high.latitude, 0.0});
    constexpr double shrink = 0.65;  // cos of 49 N, more than anywhere in the province
    return std::hypot(east * shrink, north);
}

void snap(std::span<const RoadLine> lines, const std::vector<bool>& main, GraphSeat& seat) {
    constexpr double degree_km = 111;
    double best_km = std::numeric_limits<double>::infinity();
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const RoadLine& line = lines[i];
        if (!main[i] || line.ramp || line.road_class == "motorway" ||
            box_distance(line, seat.at) * degree_km > best_km) {
            continue;
        }
        const NearestOnLine nearest = nearest_on(line.line, seat.at);
        if (nearest.distance_km < best_km) {
            best_km = nearest.distance_km;
            seat.line = i;
            seat.at_km = nearest.share * line.length_km.value_or(0);
        }
    }
    if (!std::isfinite(best_km)) {
        throw bad_input({.code = "road.value",
                         .message = "a seat finds no road",
                         .field = seat.code,
                         .found = "no line of the main network",
                         .expected = "an ordinary road"});
    }
    seat.distance_km = best_km;
}

double rounded(double km) {
    return std::round(km * 1000) / 1000;
}

/// Where the lines are cut: by line, kilometre and number of the new node.
using Cuts = std::map<std::size_t, std::map<double, int>>;

Cuts join_seats(std::span<const RoadLine> lines, const std::vector<Ends>& ends,
                std::vector<GraphSeat>& seats) {
    Cuts cuts;
    int next = node_count(ends);
    for (GraphSeat& seat : seats) {
        const double whole_km = lines[seat.line].length_km.value_or(0);
        seat.at_km = rounded(seat.at_km);
        if (seat.at_km < end_km) {
            seat.node = ends[seat.line].from;
        } else if (whole_km - seat.at_km < end_km) {
            seat.node = ends[seat.line].to;
        } else {
            const auto [cut, is_new] = cuts[seat.line].emplace(seat.at_km, next);
            next += is_new ? 1 : 0;
            seat.node = cut->second;
        }
    }
    return cuts;
}

void cut_line(const RoadLine& line, std::size_t index, const Ends& ends,
              const std::map<double, int>& cuts, std::vector<GraphEdge>& edges) {
    std::map<double, int> marks = cuts;
    const double whole_km = line.length_km.value_or(0);
    double from_km = 0;
    int from = ends.from;
    char letter = 'a';
    marks.emplace(whole_km, ends.to);
    for (const auto& [to_km, to] : marks) {
        const std::string part = cuts.empty() ? "" : std::string(1, letter++);
        edges.push_back({.id = fmt::format("R{:04}{}", line.feature, part),
                         .line = index,
                         .from_km = from_km,
                         .to_km = to_km,
                         .is_whole = cuts.empty(),
                         .from = std::to_string(from),
                         .to = std::to_string(to),
                         .road_class = line.road_class,
                         .ramp = line.ramp,
                         .km = rounded(to_km - from_km),
                         .counties = {}});
        from_km = to_km;
        from = to;
    }
}

/// The counties by code, with boxes about them.
class Counties {
  public:
    explicit Counties(const Layer& layer) : layer_(layer), code_(layer.field("district_adcode")) {}

    [[nodiscard]] std::vector<std::string> touched(std::span<const LonLat> line) const {
        std::set<std::string> codes;
        for (const LonLat& point : points_along(line, county_step_km)) {
            for (const Feature& county : layer_.features) {
                if (contains(county, point)) {
                    codes.insert(county.values[code_]);
                }
            }
        }
        return {codes.begin(), codes.end()};
    }

  private:
    const Layer& layer_;
    std::size_t code_;
};

void add_counties(std::span<const RoadLine> lines, const Layer& layer, Graph& graph) {
    const Counties counties(layer);
    for (GraphEdge& edge : graph.edges) {
        if (edge.road_class == "street") {
            edge.counties = {edge.from};  // a seat lies in its county
            continue;
        }
        const RoadLine& line = lines[edge.line];
        const double whole_km = line.length_km.value_or(0);
        edge.counties = counties.touched(
            edge.is_whole ? line.line
                          : part_of(line.line, edge.from_km / whole_km, edge.to_km / whole_km));
    }
}

}  // namespace

std::vector<GraphSeat> read_seats(const DataSource& source, const Places& places) {
    constexpr std::string_view name = "baseline/road_nodes.csv";
    const CsvTable table(source.read(name), source.shown_name(name),
                         {"code", "name", "lon_wgs84", "lat_wgs84"});
    table.check_key("code");
    std::vector<GraphSeat> seats;
    for (std::size_t i = 0; i < table.size(); ++i) {
        const CsvRow row = table.row(i);
        seats.push_back({.code = places.present_code(row.required("code")),
                         .name = row.required("name"),
                         .at = {.longitude = row.number("lon_wgs84", -180, 180),
                                .latitude = row.number("lat_wgs84", -90, 90)}});
    }
    std::ranges::sort(seats, {}, &GraphSeat::code);
    return seats;
}

Graph make_graph(std::span<const RoadLine> lines, std::vector<GraphSeat> seats,
                 const Layer& counties) {
    const std::vector<Ends> ends = ends_of(lines);
    const std::vector<bool> main = on_main_network(lines, ends);
    for (GraphSeat& seat : seats) {
        snap(lines, main, seat);
    }
    const Cuts cuts = join_seats(lines, ends, seats);
    Graph graph;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const auto found = cuts.find(i);
        cut_line(lines[i], i, ends[i],
                 found == cuts.end() ? std::map<double, int>{} : found->second, graph.edges);
    }
    for (const GraphSeat& seat : seats) {
        graph.edges.push_back({.id = "A" + seat.code,
                               .line = seat.line,
                               .from_km = seat.at_km,
                               .to_km = seat.at_km,
                               .is_whole = false,
                               .from = seat.code,
                               .to = std::to_string(seat.node),
                               .road_class = "street",
                               .km = std::max(rounded(seat.distance_km), shortest_street_km)});
    }
    std::ranges::sort(graph.edges, {}, &GraphEdge::id);
    graph.seats = std::move(seats);
    add_counties(lines, counties, graph);
    return graph;
}

}  // namespace relief::roads
