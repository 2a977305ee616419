// SPDX-License-Identifier: Apache-2.0
#include "tools/roads/lay.h"

#include "core/table/csv.h"
#include "gis/crs.h"
#include "routing/network/road_network.h"
#include "routing/path/travel.h"

#include <algorithm>
#include <array>
#include <map>
#include <tuple>
#include <utility>

#include <fmt/format.h>

namespace relief::roads {
namespace {

// A way over the roads of another kind, or so much longer than the straight line, is not the road
// that was meant. Of the roads known to be built in Jilin none comes near these limits.
constexpr double expressway_own_share = 0.7;
constexpr double expressway_detour_max = 1.55;
constexpr double ordinary_own_share = 0.95;
constexpr double ordinary_detour_max = 2.0;
// As far from its seat a road is still in the town.
constexpr double town_km = 3;

/// How a kilometre of each class counts when the way of a road is looked for: motorway, trunk,
/// primary, secondary, street. Expressways keep to motorways, national roads to trunk and primary
/// roads, the others off motorways.
using Preference = std::array<double, 5>;
constexpr std::array<std::string_view, 5> classes{"motorway", "trunk", "primary", "secondary",
                                                  "street"};

Preference preference_of(std::string_view road_class) {
    if (road_class == "expressway") {
        return {1, 1.6, 1.8, 2.2, 2.2};
    }
    if (road_class == "national") {
        return {2.5, 1, 1, 1.4, 1};
    }
    return {2.5, 1.1, 1, 1.1, 1};
}

/// A network whose minutes are the kilometres as a preference counts them.
class PreferredWays {
  public:
    explicit PreferredWays(const Graph& graph) {
        for (const GraphSeat& seat : graph.seats) {
            number(seat.code);
            network_.nodes.back().code = seat.code;
        }
        for (const GraphEdge& edge : graph.edges) {
            RoadEdge road;
            road.id = edge.id;
            road.from = number(edge.from);
            road.to = number(edge.to);
            road.km = edge.km;
            network_.edges.push_back(std::move(road));
        }
    }

    std::vector<int> way(const Graph& graph, const Preference& preference, const std::string& from,
                         const std::string& to) {
        constexpr double minute_a_km_kmh = 60;
        for (std::size_t i = 0; i < graph.edges.size(); ++i) {
            const auto at = std::find(classes.begin(), classes.end(), graph.edges[i].road_class);
            const double factor = preference[static_cast<std::size_t>(at - classes.begin())];
            network_.edges[i].speed_kmh = minute_a_km_kmh / factor;
        }
        const auto routes = routes_from(network_, {.year = map_year}, numbers_.at(from));
        const auto& route = routes[static_cast<std::size_t>(numbers_.at(to))];
        return route ? route->edges : std::vector<int>{};
    }

  private:
    int number(const std::string& node) {
        const auto [found, is_new] = numbers_.emplace(node, static_cast<int>(numbers_.size()));
        if (is_new) {
            network_.nodes.emplace_back();
        }
        return found->second;
    }

    RoadNetwork network_;
    std::map<std::string, int> numbers_;
};

bool is_own(const GraphEdge& edge, bool is_expressway) {
    return edge.road_class != "street" && (edge.road_class == "motorway") == is_expressway;
}

/// Roads a route of the class is mostly expected on.
bool is_main(const GraphEdge& edge, std::string_view route_class) {
    if (route_class == "expressway") {
        return edge.road_class == "motorway";
    }
    return edge.road_class == "trunk" || edge.road_class == "primary" ||
           (route_class != "national" && edge.road_class == "secondary");
}

void judge(LaidRoute& route) {
    const bool is_expressway = route.road_class == "expressway";
    const double own_min = is_expressway ? expressway_own_share : ordinary_own_share;
    const double detour_max = is_expressway ? expressway_detour_max : ordinary_detour_max;
    if (route.own_share < own_min) {
        route.why_not = is_expressway ? "the map has no such expressway"
                                      : "the map has no ordinary road all the way";
    } else if (route.km > detour_max * route.straight_km) {
        route.why_not = "the way found goes too far round";
    }
    route.is_laid = route.why_not.empty();
}

/// How many roads meet at each node, streets of seats left out.
std::map<std::string, int> road_counts(const Graph& graph) {
    std::map<std::string, int> counts;
    for (const GraphEdge& edge : graph.edges) {
        if (edge.road_class != "street") {
            ++counts[edge.from];
            ++counts[edge.to];
        }
    }
    return counts;
}

/// How many edges of a way, from its beginning, lead to the first junction of three roads; 0 where
/// there is none in the town.
std::size_t edges_to_junction(const Graph& graph, const std::map<std::string, int>& counts,
                              const std::vector<int>& way, const std::string& seat) {
    constexpr int junction = 3;
    std::string at = seat;
    double km = 0;
    for (std::size_t i = 0; i < way.size() && km <= town_km; ++i) {
        const auto found = counts.find(at);
        if (found != counts.end() && found->second >= junction) {
            return i;
        }
        const GraphEdge& edge = graph.edges[static_cast<std::size_t>(way[i])];
        at = edge.from == at ? edge.to : edge.from;
        km += edge.km;
    }
    return 0;
}

/// The way without what leads from its seats to the first junctions.
std::vector<int> between_junctions(const Graph& graph, const std::map<std::string, int>& counts,
                                   const std::vector<int>& way, const LaidRoute& route) {
    const std::vector<int> back(way.rbegin(), way.rend());
    const std::size_t first = edges_to_junction(graph, counts, way, route.from);
    const std::size_t last = way.size() - edges_to_junction(graph, counts, back, route.to);
    return first < last ? std::vector<int>(way.begin() + static_cast<std::ptrdiff_t>(first),
                                           way.begin() + static_cast<std::ptrdiff_t>(last))
                        : way;
}

std::vector<std::size_t> own_edges(const Graph& graph, const std::vector<int>& way,
                                   bool is_expressway) {
    std::vector<std::size_t> own;
    for (const int index : way) {
        const auto edge = static_cast<std::size_t>(index);
        if (is_own(graph.edges[edge], is_expressway)) {
            own.push_back(edge);
        }
    }
    return own;
}

void measure(const Graph& graph, const std::vector<int>& way, LaidRoute& route) {
    const bool is_expressway = route.road_class == "expressway";
    double own_km = 0;
    double main_km = 0;
    for (const int index : way) {
        const GraphEdge& edge = graph.edges[static_cast<std::size_t>(index)];
        const bool is_street = !is_expressway && edge.road_class == "street";
        route.km += edge.km;
        main_km += is_main(edge, route.road_class) ? edge.km : 0;
        own_km += is_own(edge, is_expressway) || is_street ? edge.km : 0;
    }
    route.own_share = route.km > 0 ? own_km / route.km : 0;
    route.main_share = route.km > 0 ? main_km / route.km : 0;
}

void lay(const Graph& graph, const std::map<std::string, int>& counts, PreferredWays& ways,
         LaidRoute& route) {
    const bool is_expressway = route.road_class == "expressway";
    const std::vector<int> way =
        ways.way(graph, preference_of(route.road_class), route.from, route.to);
    measure(graph, way, route);
    judge(route);
    if (route.is_laid) {
        route.edges = own_edges(graph, way, is_expressway);
        route.between =
            own_edges(graph, between_junctions(graph, counts, way, route), is_expressway);
    }
}

/// Numbered roads first, those of fewer digits first, then by number.
std::tuple<bool, std::size_t, std::string> rank(const std::string& ref) {
    const bool is_numbered = ref.size() > 1 && ref[0] == 'G' && ref[1] >= '0' && ref[1] <= '9';
    return {!is_numbered, ref.size(), ref};
}

/// The routes over each edge, in the order of their rank.
std::map<std::size_t, std::vector<const LaidRoute*>> by_edge(const std::vector<LaidRoute>& routes) {
    std::map<std::size_t, std::vector<const LaidRoute*>> over;
    for (const LaidRoute& route : routes) {
        for (const std::size_t edge : route.edges) {
            over[edge].push_back(&route);
        }
    }
    for (auto& [edge, claims] : over) {
        std::ranges::stable_sort(claims, [](const LaidRoute* a, const LaidRoute* b) {
            return rank(a->ref) < rank(b->ref);
        });
    }
    return over;
}

void add_refs(const std::vector<const LaidRoute*>& claims, EdgeRef& found) {
    for (const LaidRoute* route : claims) {
        if (std::ranges::find(route->between, found.edge) != route->between.end()) {
            found.routes.push_back(route->id);
        }
        if (found.ref.empty()) {
            found.ref = route->ref;
        } else if (route->ref != found.ref &&
                   std::ranges::find(found.also, route->ref) == found.also.end()) {
            found.also.push_back(route->ref);
        }
    }
    found.rule = claims.empty()       ? "no numbered road"
                 : found.also.empty() ? "one road"
                                      : fmt::format("first of {} roads", found.also.size() + 1);
}

void add_year(const std::vector<const LaidRoute*>& claims, EdgeRef& found) {
    for (const LaidRoute* route : claims) {
        if (route->opened_year) {
            found.opened_year =
                std::min(found.opened_year.value_or(*route->opened_year), *route->opened_year);
        }
    }
    if (!found.opened_year) {
        found.opened_year = map_year;
        found.rule += "; on the map of 2020-10";
    }
}

}  // namespace

std::vector<LaidRoute> lay_routes(const DataSource& source, const Places& places,
                                  const Graph& graph) {
    constexpr std::string_view name = "baseline/road_edges.csv";
    const CsvTable table(
        source.read(name), source.shown_name(name),
        {"edge_id", "class", "ref", "from_code", "to_code", "great_circle_km", "opened_year"});
    table.check_key("edge_id");
    PreferredWays ways(graph);
    const std::map<std::string, int> counts = road_counts(graph);
    std::vector<LaidRoute> routes;
    for (std::size_t i = 0; i < table.size(); ++i) {
        const CsvRow row = table.row(i);
        if (row.required("ref") == "LOCAL") {
            continue;
        }
        LaidRoute route{.id = row.required("edge_id"),
                        .road_class = row.one_of("class", {"expressway", "national", "provincial"}),
                        .ref = row.required("ref"),
                        .from = places.present_code(row.required("from_code")),
                        .to = places.present_code(row.required("to_code")),
                        .straight_km = row.number("great_circle_km", 0.1, 2000)};
        if (const auto year = row.optional_integer("opened_year", 1900, 2100)) {
            route.opened_year = static_cast<int>(*year);
        }
        lay(graph, counts, ways, route);
        routes.push_back(std::move(route));
    }
    return routes;
}

std::vector<EdgeRef> edge_refs(const Graph& graph, const std::vector<LaidRoute>& routes) {
    const auto over = by_edge(routes);
    std::vector<EdgeRef> refs;
    for (std::size_t i = 0; i < graph.edges.size(); ++i) {
        const GraphEdge& edge = graph.edges[i];
        const auto found = over.find(i);
        const bool has_year = edge.road_class == "motorway" && (!edge.ramp || found != over.end());
        if (found == over.end() && !has_year) {
            continue;
        }
        const std::vector<const LaidRoute*> claims =
            found == over.end() ? std::vector<const LaidRoute*>{} : found->second;
        EdgeRef ref{.edge = i};
        add_refs(claims, ref);
        if (has_year) {
            add_year(claims, ref);
        }
        refs.push_back(std::move(ref));
    }
    return refs;
}

}  // namespace relief::roads
