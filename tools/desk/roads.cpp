// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/roads.h"

#include "core/error.h"
#include "routing/path/turn_graph.h"
#include "tools/desk/plan_roads.h"
#include "tools/desk/roads_network.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <utility>

namespace relief {
namespace {

StreetPoint street_point(LonLat at) {
    return {.longitude_e7 = static_cast<std::int32_t>(std::lround(at.longitude * 1e7)),
            .latitude_e7 = static_cast<std::int32_t>(std::lround(at.latitude * 1e7))};
}

LonLat lon_lat(StreetPoint at) {
    return {.longitude = at.longitude(), .latitude = at.latitude()};
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
      network_(request.network ? open_streets(*request.network)
                               : plan_streets(desk, year_of(request.at))) {
    situation_.at = request.at;
    situation_.conditions = request.conditions;
    situation_.without_restricted = request.without_restricted;
    situation_.trust_planned = request.trust_planned;
    situation_.convoy_vehicles = request.convoy;
    situation_.permit = request.permit;
    situation_.closures = request.network ? closures_on_streets(desk, network_, request)
                                          : closures_on_plan(desk, network_, request);
    roads_ = request.network
                 ? ready_streets(*request.network, network_, vehicle_.kind)
                 : make_street_roads(network_, turn_street_graph(network_, vehicle_.kind));
    judge_ = std::make_unique<ArcJudge>(network_, rules_, vehicle_, situation_);
    metric_ = weigh_streets(roads_, *judge_);
    now_ = std::make_unique<RoadsNow>(roads_, *judge_, metric_);
    snapper_ = std::make_unique<StreetSnapper>(network_);
    ground_ = make_snap_ground(network_, *judge_);
}

RoadPlace RoadsDesk::place(const std::string& text) const {
    RoadPlace place{.asked = text, .code = {}, .name = text, .snap = {}};
    LonLat at;
    if (text.starts_with(node_mark)) {
        at = node_called(text);
    } else if (const auto position = position_of_text(text)) {
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
    place.snap = snapper_->snap(street_point(at), ground_);
    if (place.snap.why == SnapWhy::no_road) {
        throw bad_input({.code = "road.none",
                         .message = "no road that this lorry may use is near",
                         .found = text,
                         .expected = "a place within 50 km of a road of the network"});
    }
    return place;
}

LonLat RoadsDesk::node_called(const std::string& text) const {
    std::int64_t id = 0;
    const char* const end = text.data() + text.size();
    const auto [rest, failure] = std::from_chars(text.data() + node_mark.size(), end, id);
    const auto found = std::ranges::lower_bound(network_.node_ids, id);
    if (failure != std::errc{} || rest != end || found == network_.node_ids.end() || *found != id) {
        throw bad_input({.code = "road.unknown",
                         .message = "the road network has no such node",
                         .found = text,
                         .expected = "node: and the number of a node of the network"});
    }
    return lon_lat(network_.nodes[static_cast<std::size_t>(found - network_.node_ids.begin())]);
}

std::optional<RoadPlace> RoadsDesk::place_on_roads(const std::string& text) const {
    try {
        return place(text);
    } catch (const Error& error) {
        if (error.detail().code != "road.none") {
            throw;
        }
        return std::nullopt;
    }
}

std::string RoadsDesk::edge_of(PieceIndex piece) const {
    const StreetWay& way = network_.ways[network_.pieces[piece].way];
    return request_.network ? std::to_string(way.id) : std::string(network_.text(way.name));
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

/// The county seats that lie on the network: on somebody else's there may be few or none.
std::vector<RoadPlace> seats_on(const RoadsDesk& roads) {
    std::vector<RoadPlace> seats;
    for (const RoadNode& node : roads.desk().network.nodes) {
        if (!node.code.empty()) {
            if (auto seat = roads.place_on_roads(node.code)) {
                seats.push_back(std::move(*seat));
            }
        }
    }
    return seats;
}

/// The depots of the province and the cities that lie on the network.
std::vector<RoadPlace> depots_on(const RoadsDesk& roads) {
    std::vector<RoadPlace> depots;
    for (const Depot& depot : roads.desk().baseline.depots) {
        if (depot.level != "county") {
            if (auto place = roads.place_on_roads(depot.id)) {
                depots.push_back(std::move(*place));
            }
        }
    }
    return depots;
}

/// A seat hangs on the street that joins it to the roads of the map, which is no news: what counts
/// begins where that street ends.
std::vector<StreetPosition> on_main_road(const RoadsDesk& roads,
                                         std::vector<StreetPosition> positions) {
    const StreetNetwork& network = roads.network();
    if (roads.request().network) {
        return positions;
    }
    for (StreetPosition& position : positions) {
        const StreetPiece& piece = network.pieces[position.piece];
        if (network.ways[piece.way].street_class == StreetClass::residential) {
            position.offset_cm = piece.length_cm;
            position.point = network.nodes[piece.to];
        }
    }
    return positions;
}

std::uint64_t population_of(const Rules& rules, std::string_view code) {
    const auto row = std::ranges::find(rules.census, code, &CensusRow::code);
    return row == rules.census.end() ? 0 : static_cast<std::uint64_t>(row->population);
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
    const std::vector<RoadPlace> places = seats_on(roads);
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
    for (std::size_t j = 0; j < places.size(); ++j) {
        for (std::size_t i = 0; i < starts.size(); ++i) {
            if (ms[i * places.size() + j] <= budget_ms) {
                answer.seats.push_back(places[j].code);
                break;
            }
        }
    }
    return answer;
}

CutAnswer ask_cut(const RoadsDesk& roads, const std::vector<std::string>& depots,
                  const std::vector<std::string>& places) {
    CutAnswer answer{.depots = depots.empty() ? depots_on(roads) : places_of(roads, depots),
                     .places = places.empty() ? seats_on(roads) : places_of(roads, places)};
    if (answer.depots.empty() || answer.places.empty()) {
        throw bad_input({.code = "road.none",
                         .message = "no depot or no county seat lies on this network",
                         .field = answer.depots.empty() ? "--depot" : "--place",
                         .found = roads.request().network.value_or(""),
                         .expected = "places named with --depot and --place"});
    }
    const std::vector<StreetPosition> starts = on_main_road(roads, positions_of(answer.depots));
    const std::vector<StreetPosition> ends = on_main_road(roads, positions_of(answer.places));
    std::vector<std::uint64_t> weights;
    for (const RoadPlace& place : answer.places) {
        answer.people.push_back(population_of(roads.desk().rules, place.code));
        weights.push_back(std::max<std::uint64_t>(answer.people.back(), 1));
    }
    answer.analysis = cut_analysis(roads.now(), starts, ends, weights);
    answer.reopen = cheapest_reopening(roads.now(), starts, ends);
    return answer;
}

std::uint64_t people_at(const CutAnswer& answer, const std::vector<std::size_t>& places) {
    std::uint64_t people = 0;
    for (const std::size_t place : places) {
        people += answer.people[place];
    }
    return people;
}

}  // namespace relief
