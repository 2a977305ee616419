// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/roads.h"

#include "core/error.h"
#include "core/incident/incident.h"
#include "routing/network/closure.h"
#include "routing/network/street_builder.h"
#include "routing/path/turn_graph.h"
#include "tools/desk/closure_plan.h"
#include "tools/desk/plan_roads.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <utility>

namespace relief {
namespace {

StreetPoint point_of(LonLat at) {
    return {.longitude_e7 = static_cast<std::int32_t>(std::lround(at.longitude * 1e7)),
            .latitude_e7 = static_cast<std::int32_t>(std::lround(at.latitude * 1e7))};
}

LonLat lon_lat(StreetPoint at) {
    return {.longitude = at.longitude(), .latitude = at.latitude()};
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

/// The plan's edges that are there in a year, as streets: node n of the plan is point n, the inner
/// points of courses come after the nodes. A way is called by the edge's id.
StreetNetwork street_network(const Desk& desk, int year) {
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

int year_of(Instant at) {
    const std::chrono::year_month_day day{beijing_date(at)};
    return static_cast<int>(day.year());
}

RoadVehicle vehicle_of(const StreetRules& rules, const std::vector<std::string>& classes) {
    std::vector<RoadVehicle> vehicles;
    for (const std::string& id : classes) {
        const RoadVehicle* vehicle = rules.vehicle(id);
        if (vehicle == nullptr) {
            std::string known;
            for (const RoadVehicle& each : rules.vehicles) {
                known += (known.empty() ? "" : ", ") + each.id;
            }
            throw bad_input({.code = "vehicle.unknown",
                             .message = "there is no such class of lorry",
                             .field = "--class",
                             .found = id,
                             .expected = known});
        }
        vehicles.push_back(*vehicle);
    }
    return slowest_of(vehicles);
}

/// All arcs of the ways of some edges, ascending.
std::vector<ArcIndex> arcs_of(const StreetNetwork& network, const std::vector<int>& edges) {
    std::vector<ArcIndex> arcs;
    for (const StreetPiece& piece : network.pieces) {
        if (std::find(edges.begin(), edges.end(), network.ways[piece.way].id) == edges.end()) {
            continue;
        }
        for (const ArcIndex arc : {piece.forward, piece.backward}) {
            if (arc != no_index) {
                arcs.push_back(arc);
            }
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
    made.arcs = arcs_of(network, closure.edges);
    return made;
}

std::optional<LonLat> position_of_text(std::string_view text) {
    const std::size_t comma = text.find(',');
    if (comma == std::string_view::npos) {
        return std::nullopt;
    }
    LonLat at;
    const auto read = [](std::string_view part, double& value) {
        while (!part.empty() && part.front() == ' ') {
            part.remove_prefix(1);
        }
        const auto [end, error] = std::from_chars(part.data(), part.data() + part.size(), value);
        return error == std::errc() && end == part.data() + part.size() && std::isfinite(value);
    };
    if (!read(text.substr(0, comma), at.longitude) || !read(text.substr(comma + 1), at.latitude) ||
        std::abs(at.longitude) > 180 || std::abs(at.latitude) > 90) {
        return std::nullopt;
    }
    return at;
}

LonLat in_wgs84(LonLat at, const std::string& datum, const std::string& asked) {
    const auto declared = datum_of(datum);
    if (!declared) {
        throw bad_input({.code = "crs.datum",
                         .message = "a position needs its datum: maps for the public are shifted "
                                    "by hundreds of metres",
                         .field = "--datum",
                         .found = datum.empty() ? asked : datum,
                         .expected = "--datum WGS84, CGCS2000 or GCJ-02"});
    }
    return *declared == Datum::gcj02 ? from_gcj02(at) : at;
}

}  // namespace

RoadsDesk::RoadsDesk(const Desk& desk, const RoadsRequest& request)
    : desk_(desk),
      request_(request),
      rules_(load_street_rules(FolderSource(desk.data), desk.rules)),
      vehicle_(vehicle_of(rules_, request.classes)),
      network_(street_network(desk, year_of(request.at))) {
    situation_.at = request.at;
    situation_.conditions = request.conditions;
    situation_.without_restricted = request.without_restricted;
    situation_.trust_planned = request.trust_planned;
    situation_.convoy_vehicles = request.convoy;
    situation_.permit = request.permit;
    take_closures();
    roads_ = make_street_roads(network_, turn_street_graph(network_, vehicle_.kind));
    judge_ = std::make_unique<ArcJudge>(network_, rules_, vehicle_, situation_);
    metric_ = weigh_streets(roads_, *judge_);
    now_ = std::make_unique<RoadsNow>(roads_, *judge_, metric_);
    snapper_ = std::make_unique<StreetSnapper>(network_);
    ground_ = make_snap_ground(network_, *judge_);
}

void RoadsDesk::take_closures() {
    std::vector<Closure> closures = plan_closures(desk_);
    if (request_.scenario) {
        const auto folder = scenario_folder(*request_.scenario, desk_.data);
        for (Closure& closure : load_closures(folder, desk_.network, desk_.places)) {
            closures.push_back(std::move(closure));
        }
    }
    for (const Closure& closure : closures) {
        if (closure.is_road && closure.closed_from <= request_.at) {
            situation_.closures.push_back(placed(closure, network_, request_.at));
        }
    }
    for (const std::string& id : request_.cut) {
        const auto edge = desk_.network.edge(id);
        if (!edge) {
            throw bad_input({.code = "road.unknown",
                             .message = "there is no such edge of the road network",
                             .field = "--cut",
                             .found = id,
                             .expected = "an edge of data/roads/edges.csv, such as R1609"});
        }
        PlacedClosure cut;
        cut.closure.id = id;
        cut.closure.kind = ClosureKind::way;
        cut.closure.words = "--cut";
        cut.closure.from = request_.at;
        cut.arcs = arcs_of(network_, {*edge});
        situation_.closures.push_back(std::move(cut));
    }
}

RoadPlace RoadsDesk::place(const std::string& text) const {
    RoadPlace place{.asked = text, .code = {}, .name = text, .snap = {}};
    LonLat at;
    if (const auto position = position_of_text(text)) {
        at = in_wgs84(*position, request_.datum, text);
    } else if (const Depot* depot = desk_.baseline.depot(text)) {
        place.code = depot->id;
        place.name = depot->name;
        at = {.longitude = depot->longitude, .latitude = depot->latitude};
    } else {
        const Place& division = desk_.places.resolve(text, beijing_date(request_.at));
        place.code = division.code;
        place.name = division.name;
        if (division.kind == "township" && division.longitude && division.latitude) {
            at = {.longitude = *division.longitude, .latitude = *division.latitude};
        } else {
            const auto node = desk_.network.node(desk_.places.seat_county(division.code));
            at = position_of(desk_.network.nodes.at(static_cast<std::size_t>(node.value())));
        }
    }
    place.snap = snapper_->snap(point_of(at), ground_);
    if (place.snap.why == SnapWhy::no_road) {
        throw bad_input({.code = "road.none",
                         .message = "no road that this lorry may use is near",
                         .found = text,
                         .expected = "a place within 50 km of a road of the network"});
    }
    return place;
}

std::string RoadsDesk::edge_of(PieceIndex piece) const {
    return std::string(network_.text(network_.ways[network_.pieces[piece].way].name));
}

std::string RoadsDesk::ref_of(PieceIndex piece) const {
    return std::string(network_.text(network_.ways[network_.pieces[piece].way].ref));
}

RouteAnswer ask_route(const RoadsDesk& roads, const RouteRequest& request) {
    RouteAnswer answer{.from = roads.place(request.from), .to = roads.place(request.to)};
    const StreetPosition& from = answer.from.position();
    const StreetPosition& to = answer.to.position();
    answer.way = soonest_way(roads.now(), from, to);
    answer.because = explain_detour(roads.now(), roads.rules(), from, to, answer.way.path.ms);
    answer.warnings = route_warnings(roads.now(), answer.way);
    if (!answer.way.path.found()) {
        answer.gap = gap_before(roads.now(), from, to);
        return answer;
    }
    if (roads.request().convoy > 1) {
        answer.convoy =
            convoy_times(answer.way, roads.request().at,
                         {.vehicles = roads.request().convoy,
                          .gap_m = roads.request().gap_m.value_or(roads.rules().convoy.gap_m),
                          .vehicle_cm = roads.vehicle().length_cm},
                         roads.rules().convoy);
    }
    if (request.alternatives > 1) {
        answer.alternatives = alternative_ways(roads.now(), from, to, request.alternatives);
        answer.alternatives.erase(answer.alternatives.begin());
    }
    if (request.disjoint > 0) {
        // The last kilometre to a yard may be shared: every way out of it begins in its street.
        constexpr double shared_m = 1'000;
        answer.disjoint =
            disjoint_ways(roads.now(), from, to, request.disjoint, request.disjoint_kind, shared_m);
    }
    return answer;
}

namespace {

std::vector<RoadPlace> places_of(const RoadsDesk& roads, const std::vector<std::string>& texts) {
    std::vector<RoadPlace> places;
    for (const std::string& text : texts) {
        places.push_back(roads.place(text));
    }
    return places;
}

std::vector<StreetPosition> positions_of(const std::vector<RoadPlace>& places) {
    std::vector<StreetPosition> positions;
    for (const RoadPlace& place : places) {
        positions.push_back(place.position());
    }
    return positions;
}

std::vector<std::string> seats_of(const RoadNetwork& network) {
    std::vector<std::string> codes;
    for (const RoadNode& node : network.nodes) {
        if (!node.code.empty()) {
            codes.push_back(node.code);
        }
    }
    return codes;
}

/// A seat hangs on the street that joins it to the roads of the map, which is no news: what counts
/// begins where that street ends.
std::vector<StreetPosition> on_main_road(const RoadsDesk& roads,
                                         std::vector<StreetPosition> positions) {
    const StreetNetwork& network = roads.network();
    for (StreetPosition& position : positions) {
        const StreetPiece& piece = network.pieces[position.piece];
        if (network.ways[piece.way].street_class == StreetClass::residential) {
            position.offset_cm = piece.length_cm;
            position.point = network.nodes[piece.to];
        }
    }
    return positions;
}

std::vector<std::vector<LonLat>> courses_of(const StreetNetwork& network,
                                            const std::vector<ReachedRoad>& roads) {
    std::vector<std::vector<LonLat>> courses;
    for (const std::vector<StreetPoint>& line : lines_of(network, roads)) {
        std::vector<LonLat>& course = courses.emplace_back();
        std::transform(line.begin(), line.end(), std::back_inserter(course), lon_lat);
    }
    return courses;
}

}  // namespace

MatrixAnswer ask_matrix(const RoadsDesk& roads, const std::vector<std::string>& from,
                        const std::vector<std::string>& to) {
    MatrixAnswer answer{.from = places_of(roads, from), .to = places_of(roads, to), .ms = {}};
    answer.ms = soonest_matrix(roads.now(), positions_of(answer.from), positions_of(answer.to));
    return answer;
}

ReachAnswer ask_reach(const RoadsDesk& roads, const std::vector<std::string>& from, int minutes) {
    ReachAnswer answer{.from = places_of(roads, from), .minutes = minutes};
    const std::vector<StreetPosition> starts = positions_of(answer.from);
    const auto budget_ms = static_cast<Distance>(minutes) * 60'000;
    answer.reach = reach_from(roads.now(), starts, budget_ms);
    constexpr double width_m = 500;
    answer.area = area_around(
        courses_of(roads.network(), answer.reach.roads),
        courses_of(roads.network(), rest_of(roads.network(), answer.reach.roads)), width_m);
    const std::vector<std::string> seats = seats_of(roads.desk().network);
    const std::vector<RoadPlace> places = places_of(roads, seats);
    const std::vector<StreetEnd> ends = [&] {
        std::vector<StreetEnd> made;
        for (const RoadPlace& place : places) {
            made.push_back(end_of(roads.now().roads(), roads.now().metric(), place.position()));
        }
        return made;
    }();
    std::vector<StreetEnd> begins;
    for (const StreetPosition& start : starts) {
        begins.push_back(start_of(roads.now().roads(), roads.now().metric(), start));
    }
    const std::vector<Distance> ms =
        way_matrix(roads.now().roads(), roads.now().metric(), begins, ends);
    for (std::size_t j = 0; j < seats.size(); ++j) {
        for (std::size_t i = 0; i < starts.size(); ++i) {
            if (ms[i * seats.size() + j] <= budget_ms) {
                answer.seats.push_back(seats[j]);
                break;
            }
        }
    }
    return answer;
}

CutAnswer ask_cut(const RoadsDesk& roads, const std::vector<std::string>& depots,
                  const std::vector<std::string>& places) {
    std::vector<std::string> from = depots;
    if (from.empty()) {
        for (const Depot& depot : roads.desk().baseline.depots) {
            if (depot.level != "county") {
                from.push_back(depot.id);
            }
        }
    }
    CutAnswer answer{
        .depots = places_of(roads, from),
        .places = places_of(roads, places.empty() ? seats_of(roads.desk().network) : places)};
    const std::vector<StreetPosition> starts = on_main_road(roads, positions_of(answer.depots));
    const std::vector<StreetPosition> ends = on_main_road(roads, positions_of(answer.places));
    answer.analysis = cut_analysis(roads.now(), starts, ends);
    answer.reopen = cheapest_reopening(roads.now(), starts, ends);
    return answer;
}

}  // namespace relief
