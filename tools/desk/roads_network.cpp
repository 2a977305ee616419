// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/roads_network.h"

#include "core/error.h"
#include "core/incident/incident.h"
#include "core/text.h"
#include "routing/network/closure.h"
#include "routing/network/network_file.h"
#include "routing/network/osm_reader.h"
#include "routing/network/street_builder.h"
#include "routing/path/turn_graph.h"
#include "tools/desk/closure_plan.h"
#include "tools/desk/plan_roads.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>
#include <utility>

#include <fmt/format.h>

namespace relief {
namespace {

StreetPoint point_of(LonLat at) {
    return {.longitude_e7 = static_cast<std::int32_t>(std::lround(at.longitude * 1e7)),
            .latitude_e7 = static_cast<std::int32_t>(std::lround(at.latitude * 1e7))};
}

/// The class of road that drives as the plan's edge does.
StreetClass class_of(const RoadEdge& edge) {
    const bool is_ramp = edge.speed_kmh <= 40;
    if (edge.road_class == "expressway") {
        return is_ramp ? StreetClass::motorway_link : StreetClass::motorway;
    }
    if (edge.road_class == "national") {
        return is_ramp ? StreetClass::primary_link : StreetClass::primary;
    }
    if (edge.road_class == "provincial") {
        return is_ramp ? StreetClass::secondary_link : StreetClass::secondary;
    }
    return edge.road_class == "street" ? StreetClass::residential : StreetClass::tertiary;
}

/// The arcs of the ways of some edges in the directions given, in both where none are; ascending.
std::vector<ArcIndex> arcs_of(const StreetNetwork& network, const std::vector<int>& edges,
                              const std::vector<StreetDirections>& directions = {}) {
    std::map<std::int64_t, unsigned> shut;
    for (std::size_t i = 0; i < edges.size(); ++i) {
        shut[edges[i]] |= directions.empty() ? 3U : static_cast<unsigned>(directions[i]);
    }
    std::vector<ArcIndex> arcs;
    for (const StreetPiece& piece : network.pieces) {
        const auto found = shut.find(network.ways[piece.way].id);
        const unsigned ways = found == shut.end() ? 0 : found->second;
        if ((ways & 1U) != 0 && piece.forward != no_index) {
            arcs.push_back(piece.forward);
        }
        if ((ways & 2U) != 0 && piece.backward != no_index) {
            arcs.push_back(piece.backward);
        }
    }
    std::sort(arcs.begin(), arcs.end());
    return arcs;
}

/// A closure of a scenario as it was known at a moment: a later reopening was not known then.
PlacedClosure placed(const Closure& closure, const StreetNetwork& network, Instant at) {
    PlacedClosure made;
    made.closure.id = closure.id;
    made.closure.kind = closure.edges.empty() ? ClosureKind::unplaced : ClosureKind::way;
    made.closure.from = closure.closed_from;
    if (closure.reopened_at && *closure.reopened_at <= at) {
        made.closure.to = closure.reopened_at;
        made.closure.reopening = ReopeningKind::known;
    } else if (closure.reopen_kind == "planned") {
        made.closure.to = closure.reopened_at;
        made.closure.reopening = ReopeningKind::planned;
    }
    made.closure.source = closure.source;
    made.closure.words = fmt::format("{} {} {}", closure.ref, closure.place, closure.cause);
    made.closure.limits = closure.limits;
    made.arcs = arcs_of(network, closure.edges, closure.directions);
    return made;
}

/// Those of a plan's list that count at the moment asked, and those of the scenario as known then.
std::vector<Closure> told_closures(const Desk& desk, std::vector<Closure> closures,
                                   const RoadsRequest& request) {
    if (request.scenario) {
        const auto folder = scenario_folder(*request.scenario, desk.data);
        for (Closure& closure : load_closures(folder, desk.network, desk.places)) {
            closures.push_back(std::move(closure));
        }
    }
    // One to come counts from its hour on, where the desk was told of it by then.
    std::erase_if(closures, [&](const Closure& closure) {
        const bool is_known = closure.closed_from <= request.at ||
                              (closure.told_at && *closure.told_at <= request.at);
        return !closure.is_road || !is_known;
    });
    return closures;
}

PlacedClosure cut_of(const std::string& id, std::vector<ArcIndex> arcs, Instant at) {
    PlacedClosure cut;
    cut.closure.id = id;
    cut.closure.kind = ClosureKind::way;
    cut.closure.words = "--cut";
    cut.closure.from = at;
    cut.arcs = std::move(arcs);
    return cut;
}

Error unknown_edge(const std::string& id, std::string expected) {
    return bad_input({.code = "road.unknown",
                      .message = "there is no such edge of the road network",
                      .field = "--cut",
                      .found = id,
                      .expected = std::move(expected)});
}

/// "1609", "1609:forward", "1609:backward".
std::vector<ArcIndex> arcs_of_way(const StreetPieces& pieces, const std::string& text) {
    const std::size_t colon = std::min(text.find(':'), text.size());
    const std::string direction = text.substr(colon);
    std::int64_t id = 0;
    const auto [rest, failure] = std::from_chars(text.data(), text.data() + colon, id);
    const bool is_known =
        failure == std::errc{} && rest == text.data() + colon &&
        (direction.empty() || direction == ":forward" || direction == ":backward") &&
        pieces.way(id) != no_index;
    if (!is_known) {
        throw unknown_edge(text, "a way of the network: 1609, 1609:forward, 1609:backward");
    }
    const auto directions = direction == ":forward"    ? StreetDirections::forward
                            : direction == ":backward" ? StreetDirections::backward
                                                       : StreetDirections::both;
    return place_closure(pieces, {.kind = ClosureKind::way,
                                  .stretches = {{.way = id, .directions = directions}}})
        .arcs;
}

/// Ids of ways mean something on the network alone on which somebody said yes to them.
PlacedClosure placed_of_books(const BookClosure& book, const StreetPieces& pieces) {
    StreetClosure closure = book.closure;
    closure.id = fmt::format("B{}", book.id);
    if (book.lifted_at && (closure.reopening != ReopeningKind::known || !closure.to ||
                           *book.lifted_at < *closure.to)) {
        closure.to = book.lifted_at;
        closure.reopening = ReopeningKind::known;
    }
    const bool is_here = book.is_placed() && (closure.kind == ClosureKind::area ||
                                              book.network == pieces.network().source);
    if (!is_here) {
        closure.kind = ClosureKind::unplaced;
        closure.stretches.clear();
        closure.nodes.clear();
    }
    return place_closure(pieces, std::move(closure));
}

}  // namespace

StreetNetwork plan_streets(const Desk& desk, int year) {
    StreetBuilder builder("© OpenStreetMap contributors, ODbL 1.0 (2020-10); data/roads");
    PlanRoads courses(desk);
    auto next_point = static_cast<std::int64_t>(desk.network.nodes.size());
    for (std::size_t i = 0; i < desk.network.edges.size(); ++i) {
        const RoadEdge& edge = desk.network.edges[i];
        if (!edge.usable_in(year)) {
            continue;
        }
        const std::vector<LonLat>& course = courses.edge(static_cast<int>(i));
        std::vector<std::int64_t> points{edge.from};
        builder.add_point(edge.from, point_of(course.front()));
        for (std::size_t k = 1; k + 1 < course.size(); ++k) {
            builder.add_point(next_point, point_of(course[k]));
            points.push_back(next_point++);
        }
        builder.add_point(edge.to, point_of(course.back()));
        points.push_back(edge.to);
        StreetWay way;
        way.id = static_cast<std::int64_t>(i);
        way.name = builder.text(edge.id);
        way.ref = builder.text(edge.ref);
        way.street_class = class_of(edge);
        way.length_cm = static_cast<std::uint32_t>(std::lround(edge.km * 100'000));
        way.speed_forward_kmh = static_cast<std::int16_t>(std::lround(edge.speed_kmh));
        way.speed_backward_kmh = way.speed_forward_kmh;
        way.marks = StreetWay::derived;
        builder.add_way(way, points);
    }
    ReadReport report;
    return std::move(builder).build(report);
}

StreetNetwork open_streets(const std::filesystem::path& file) {
    if (fold(file.extension().string()) == ".pbf") {
        ReadReport report;
        return read_osm_network(file, report);
    }
    return load_network(file);
}

std::filesystem::path index_file_of(const std::filesystem::path& network, StreetVehicle vehicle) {
    return network.string() + (vehicle == StreetVehicle::lorry ? ".lorry.index" : ".car.index");
}

StreetRoads ready_streets(const std::filesystem::path& file, const StreetNetwork& network,
                          StreetVehicle vehicle) {
    StreetGraph graph = turn_street_graph(network, vehicle);
    const std::filesystem::path beside = index_file_of(file, vehicle);
    if (!std::filesystem::exists(beside)) {
        return make_street_roads(network, std::move(graph));
    }
    StreetRoads roads{.network = &network, .graph = std::move(graph), .index = {}};
    roads.index = load_index(beside.string(), roads.graph.graph);
    return roads;
}

std::vector<PlacedClosure> closures_on_plan(const Desk& desk, const StreetNetwork& network,
                                            const RoadsRequest& request) {
    std::vector<PlacedClosure> closures;
    for (const Closure& closure : told_closures(desk, plan_closures(desk), request)) {
        closures.push_back(placed(closure, network, request.at));
    }
    for (const std::string& id : request.cut) {
        const auto edge = desk.network.edge(id);
        if (!edge) {
            throw unknown_edge(id, "an edge of data/roads/edges.csv, such as R1609");
        }
        closures.push_back(cut_of(id, arcs_of(network, {*edge}), request.at));
    }
    return closures;
}

std::vector<PlacedClosure> closures_on_streets(const Desk& desk, const StreetNetwork& network,
                                               const RoadsRequest& request) {
    const StreetPieces pieces(network);
    std::vector<PlacedClosure> closures;
    for (const BookClosure& book : desk.closures) {
        if (book.told_at <= request.at) {
            closures.push_back(placed_of_books(book, pieces));
        }
    }
    for (const Closure& closure : told_closures(desk, {}, request)) {
        Closure words = closure;
        words.edges.clear();
        words.directions.clear();
        closures.push_back(placed(words, network, request.at));
    }
    for (const std::string& id : request.cut) {
        closures.push_back(cut_of(id, arcs_of_way(pieces, id), request.at));
    }
    return closures;
}

}  // namespace relief
