// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/document.h"
#include "tools/desk/roads.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

namespace relief {
namespace {

using Json = nlohmann::ordered_json;

double km_of(std::uint64_t cm) {
    return static_cast<double>(cm / 100) / 1000;
}

Json minutes_json(Distance ms) {
    return ms == unreachable ? Json() : Json(whole_minutes(ms));
}

Json optional_minutes(const std::optional<Distance>& ms) {
    return ms ? minutes_json(*ms) : Json();
}

Json point_json(StreetPoint at) {
    return Json::array({at.longitude(), at.latitude()});
}

Json line_json(const std::vector<StreetPoint>& line) {
    Json points = Json::array();
    for (const StreetPoint& point : line) {
        points.push_back(point_json(point));
    }
    return {{"type", "LineString"}, {"coordinates", std::move(points)}};
}

/// Ids of the edges driven, each once in a row.
Json edges_json(const RoadsDesk& roads, std::span<const RoadStretch> stretches) {
    Json edges = Json::array();
    for (const RoadStretch& stretch : stretches) {
        std::string edge = roads.edge_of(roads.network().arcs[stretch.arc].piece());
        if (edges.empty() || edges.back() != edge) {
            edges.push_back(std::move(edge));
        }
    }
    return edges;
}

Json pieces_json(const RoadsDesk& roads, std::span<const PieceIndex> pieces) {
    std::set<std::string> edges;
    for (const PieceIndex piece : pieces) {
        edges.insert(roads.edge_of(piece));
    }
    return edges;
}

Json refs_json(const RoadsDesk& roads, std::span<const PieceIndex> pieces) {
    std::set<std::string> refs;
    for (const PieceIndex piece : pieces) {
        if (const std::string ref = roads.ref_of(piece); !ref.empty()) {
            refs.insert(ref);
        }
    }
    return refs;
}

Json place_json(const RoadPlace& place) {
    return {{"asked", place.asked}, {"code", place.code}, {"name", place.name}};
}

Json snapped_json(const RoadsDesk& roads, const RoadPlace& place) {
    Json alternatives = Json::array();
    for (const SnapCandidate& other : place.snap.alternatives) {
        alternatives.push_back(
            {{"edge", roads.edge_of(other.position.piece)}, {"metres", std::lround(other.metres)}});
    }
    Json json{{"place", place.code.empty() ? place.asked : place.code},
              {"metres", std::lround(place.snap.chosen.metres)},
              {"why", to_word(place.snap.why)},
              {"edge", roads.edge_of(place.position().piece)},
              {"at", point_json(place.position().point)},
              {"alternatives", std::move(alternatives)}};
    if (place.snap.nearer) {
        json["passed_over"] = {{"edge", roads.edge_of(place.snap.nearer->position.piece)},
                               {"metres", std::lround(place.snap.nearer->metres)},
                               {"why", place.snap.nearer->cause == ArcCause::none
                                           ? "not_connected"
                                           : to_word(place.snap.nearer->cause)}};
    }
    return json;
}

Json closure_json(const RoadsDesk& roads, std::uint32_t closure) {
    if (closure == no_index) {
        return {};
    }
    const StreetClosure& each = roads.situation().closures[closure].closure;
    return {{"id", each.id}, {"words", each.words}, {"source", each.source}};
}

Json because_json(const RoadsDesk& roads, const DetourBecause& because) {
    Json list = Json::array();
    for (const DetourCause& cause : because.causes) {
        list.push_back({{"cause", to_word(cause.cause)},
                        {"closure", closure_json(roads, cause.closure)},
                        {"edges", pieces_json(roads, cause.pieces)},
                        {"refs", refs_json(roads, cause.pieces)},
                        {"saves_minutes", optional_minutes(cause.saves_ms)},
                        {"opens_a_way", cause.opens_a_way}});
    }
    return list;
}

Json way_json(const RoadsDesk& roads, const StreetPath& way) {
    return {{"km", km_of(way.length_cm())},
            {"minutes", minutes_json(way.ms)},
            {"edges", edges_json(roads, way.stretches)},
            {"geometry", line_json(line_of(roads.network(), way.stretches))}};
}

Json warnings_json(const std::vector<RouteWarning>& warnings) {
    Json list = Json::array();
    for (const RouteWarning& warning : warnings) {
        list.push_back({{"code", warning.code},
                        {"places", warning.places},
                        {"km", km_of(warning.length_cm)},
                        {"words", warning.words}});
    }
    return list;
}

Json waits_json(const RoadsDesk& roads, const std::vector<RoadWait>& waits) {
    Json list = Json::array();
    for (const RoadWait& wait : waits) {
        list.push_back({{"edge", roads.edge_of(roads.network().arcs[wait.arc].piece())},
                        {"from", format_instant(wait.from)},
                        {"until", format_instant(wait.until)},
                        {"cause", to_word(wait.cause)},
                        {"closure", closure_json(roads, wait.closure)}});
    }
    return list;
}

Json gap_json(const RoadsDesk& roads, const RoadGap& gap) {
    Json shut = Json::array();
    for (const RoadGap::Shut& each : gap.shut_by) {
        shut.push_back({{"edge", roads.edge_of(roads.network().arcs[each.arc].piece())},
                        {"cause", to_word(each.cause)},
                        {"closure", closure_json(roads, each.closure)}});
    }
    return {{"road_exists", gap.found},
            {"last_open", gap.found ? point_json(gap.last_open.point) : Json()},
            {"gap_metres", gap.gap_cm / 100},
            {"edges", edges_json(roads, gap.stretches)},
            {"shut_by", std::move(shut)}};
}

Json convoy_json(const ConvoyTimes& times) {
    Json halts = Json::array();
    for (const ConvoyHalt& halt : times.halts) {
        halts.push_back({{"from", format_instant(halt.from)},
                         {"minutes", halt.minutes},
                         {"km", km_of(halt.at_cm)},
                         {"driver_change", halt.is_change}});
    }
    return {{"column_metres", times.column_m},
            {"passing_seconds", times.passing_s},
            {"rest_minutes", times.rest_minutes},
            {"drivers_needed", times.drivers_needed},
            {"halts", std::move(halts)},
            {"head_arrive", format_instant(times.head_arrives)},
            {"tail_arrive", format_instant(times.tail_arrives)}};
}

Json disjoint_json(const RoadsDesk& roads, const DisjointWays& disjoint) {
    Json ways = Json::array();
    for (const StreetPath& way : disjoint.ways) {
        ways.push_back(way_json(roads, way));
    }
    Json crossings = Json::array();
    for (const NodeIndex node : disjoint.cut_crossings) {
        crossings.push_back(point_json(roads.network().nodes[node]));
    }
    return {{"most", disjoint.most},
            {"cut_edges", pieces_json(roads, disjoint.cut_roads)},
            {"cut_crossings", std::move(crossings)},
            {"breaks_turn_bans", disjoint.breaks_turn_bans},
            {"ways", std::move(ways)}};
}

Json road_feature(Json geometry, Json properties) {
    return {{"type", "Feature"},
            {"properties", std::move(properties)},
            {"geometry", std::move(geometry)}};
}

std::string collection(const RoadsDesk& roads, Json features) {
    return document_text({{"type", "FeatureCollection"},
                          {"source", roads.network().source},
                          {"features", std::move(features)}});
}

Json area_json(const std::vector<AreaRings>& area) {
    Json polygons = Json::array();
    for (const AreaRings& rings : area) {
        Json polygon = Json::array();
        for (const std::vector<LonLat>& ring : rings) {
            Json points = Json::array();
            for (const LonLat& at : ring) {
                points.push_back(Json::array(
                    {std::round(at.longitude * 1e5) / 1e5, std::round(at.latitude * 1e5) / 1e5}));
            }
            polygon.push_back(std::move(points));
        }
        polygons.push_back(std::move(polygon));
    }
    return {{"type", "MultiPolygon"}, {"coordinates", std::move(polygons)}};
}

}  // namespace

std::string route_json(const RoadsDesk& roads, const RouteAnswer& answer) {
    const StreetPath& way = answer.way.path;
    Json json{{"schema", "relief.route/1"},  {"from", place_json(answer.from)},
              {"to", place_json(answer.to)}, {"class", roads.vehicle().id},
              {"reachable", way.found()},    {"depart", format_instant(roads.request().at)}};
    json["arrive"] = way.found()
                         ? Json(format_instant(roads.request().at + Minutes(whole_minutes(way.ms))))
                         : Json();
    json["km"] = way.found() ? Json(km_of(way.length_cm())) : Json();
    json["minutes"] = minutes_json(way.ms);
    json["edges"] = edges_json(roads, way.stretches);
    json["geometry"] = way.found() ? line_json(line_of(roads.network(), way.stretches)) : Json();
    json["snapped"] =
        Json::array({snapped_json(roads, answer.from), snapped_json(roads, answer.to)});
    json["waits"] = waits_json(roads, answer.way.waits);
    json["warnings"] = warnings_json(answer.warnings);
    json["detour_because"] = because_json(roads, answer.because);
    const StreetPath& open = answer.because.open_way;
    json["open_way"] = {{"km", open.found() ? Json(km_of(open.length_cm())) : Json()},
                        {"minutes", minutes_json(open.ms)},
                        {"together_saves_minutes", optional_minutes(answer.because.together_ms)}};
    json["cut_off"] = answer.gap ? gap_json(roads, *answer.gap) : Json();
    json["convoy"] = answer.convoy ? convoy_json(*answer.convoy) : Json();
    json["alternatives"] = Json::array();
    for (const StreetPath& other : answer.alternatives) {
        json["alternatives"].push_back(way_json(roads, other));
    }
    json["disjoint"] = answer.disjoint ? disjoint_json(roads, *answer.disjoint) : Json();
    json["data"] = roads.network().source;
    return document_text(json);
}

std::string route_geojson(const RoadsDesk& roads, const RouteAnswer& answer) {
    Json features = Json::array();
    const auto add = [&](const StreetPath& way, const char* kind) {
        if (way.found() && !way.stretches.empty()) {
            features.push_back(road_feature(line_json(line_of(roads.network(), way.stretches)),
                                            {{"kind", kind},
                                             {"km", km_of(way.length_cm())},
                                             {"minutes", minutes_json(way.ms)}}));
        }
    };
    add(answer.way.path, "route");
    add(answer.because.open_way, "open_way");
    for (const StreetPath& other : answer.alternatives) {
        add(other, "alternative");
    }
    if (answer.disjoint) {
        for (const StreetPath& other : answer.disjoint->ways) {
            add(other, "disjoint");
        }
    }
    if (answer.gap && answer.gap->found) {
        features.push_back(road_feature(
            {{"type", "Point"}, {"coordinates", point_json(answer.gap->last_open.point)}},
            {{"kind", "last_open"}, {"gap_metres", answer.gap->gap_cm / 100}}));
    }
    return collection(roads, std::move(features));
}

std::string matrix_json(const RoadsDesk& roads, const MatrixAnswer& answer) {
    Json from = Json::array();
    Json to = Json::array();
    Json rows = Json::array();
    for (const RoadPlace& place : answer.to) {
        to.push_back(place_json(place));
    }
    for (std::size_t i = 0; i < answer.from.size(); ++i) {
        from.push_back(place_json(answer.from[i]));
        Json row = Json::array();
        for (std::size_t j = 0; j < answer.to.size(); ++j) {
            row.push_back(minutes_json(answer.ms[i * answer.to.size() + j]));
        }
        rows.push_back(std::move(row));
    }
    return document_text({{"schema", "relief.matrix/1"},
                          {"class", roads.vehicle().id},
                          {"depart", format_instant(roads.request().at)},
                          {"from", std::move(from)},
                          {"to", std::move(to)},
                          {"minutes", std::move(rows)},
                          {"data", roads.network().source}});
}

std::string reach_json(const RoadsDesk& roads, const ReachAnswer& answer) {
    Json from = Json::array();
    for (const RoadPlace& place : answer.from) {
        from.push_back(place_json(place));
    }
    Json edges = Json::array();
    for (const ReachedRoad& road : answer.reach.roads) {
        edges.push_back(
            {{"edge", roads.edge_of(road.piece)},
             {"from_km", km_of(road.from_cm)},
             {"to_km", km_of(road.to_cm)},
             {"whole",
              road.from_cm == 0 && road.to_cm == roads.network().pieces[road.piece].length_cm}});
    }
    return document_text({{"schema", "relief.reach/1"},
                          {"class", roads.vehicle().id},
                          {"depart", format_instant(roads.request().at)},
                          {"from", std::move(from)},
                          {"minutes", answer.minutes},
                          {"km", km_of(answer.reach.length_cm)},
                          {"seats", answer.seats},
                          {"edges", std::move(edges)},
                          {"geometry", area_json(answer.area)},
                          {"data", roads.network().source}});
}

std::string reach_geojson(const RoadsDesk& roads, const ReachAnswer& answer) {
    Json features = Json::array();
    features.push_back(
        road_feature(area_json(answer.area), {{"kind", "area"}, {"minutes", answer.minutes}}));
    const auto lines = lines_of(roads.network(), answer.reach.roads);
    for (std::size_t i = 0; i < lines.size(); ++i) {
        features.push_back(
            road_feature(line_json(lines[i]),
                         {{"kind", "road"}, {"edge", roads.edge_of(answer.reach.roads[i].piece)}}));
    }
    return collection(roads, std::move(features));
}

std::string cut_json(const RoadsDesk& roads, const CutAnswer& answer) {
    const auto codes = [&](const std::vector<std::size_t>& places) {
        Json list = Json::array();
        for (const std::size_t place : places) {
            list.push_back(answer.places[place].code);
        }
        return list;
    };
    const auto closures = [&](const std::vector<std::uint32_t>& list) {
        Json json = Json::array();
        for (const std::uint32_t closure : list) {
            json.push_back(closure_json(roads, closure));
        }
        return json;
    };
    Json depots = Json::array();
    for (const RoadPlace& depot : answer.depots) {
        depots.push_back(depot.code.empty() ? depot.asked : depot.code);
    }
    Json places = Json::array();
    for (std::size_t i = 0; i < answer.places.size(); ++i) {
        const PlaceAccess& access = answer.analysis.places[i];
        places.push_back({{"code", answer.places[i].code},
                          {"name", answer.places[i].name},
                          {"reached", access.reached},
                          {"disjoint_ways", access.disjoint_ways},
                          {"single_edges", pieces_json(roads, access.singles)},
                          {"pair_edges", pieces_json(roads, access.pair)}});
    }
    Json singles = Json::array();
    for (const SingleCut& single : answer.analysis.singles) {
        singles.push_back({{"edges", pieces_json(roads, single.pieces)},
                           {"refs", refs_json(roads, single.pieces)},
                           {"cuts_off", codes(single.places)},
                           {"people", people_at(answer, single.places)}});
    }
    constexpr std::size_t pairs_shown = 100;
    Json pairs = Json::array();
    for (const PairCut& pair : answer.analysis.pairs) {
        if (pairs.size() < pairs_shown) {
            pairs.push_back({{"edges", pieces_json(roads, pair.one)},
                             {"refs", refs_json(roads, pair.one)},
                             {"with_edges", pieces_json(roads, pair.other)},
                             {"with_refs", refs_json(roads, pair.other)},
                             {"cuts_off", codes(pair.places)},
                             {"people", people_at(answer, pair.places)},
                             {"at_place", pair.is_at_place}});
        }
    }
    Json reopen = Json::array();
    for (const Reopening& each : answer.reopen.places) {
        reopen.push_back({{"code", answer.places[each.place].code},
                          {"name", answer.places[each.place].name},
                          {"possible", each.possible},
                          {"closures", closures(each.closures)},
                          {"is_exact", each.is_exact}});
    }
    return document_text({{"schema", "relief.cut/1"},
                          {"class", roads.vehicle().id},
                          {"at", format_instant(roads.request().at)},
                          {"depots", std::move(depots)},
                          {"places", std::move(places)},
                          {"singles", std::move(singles)},
                          {"pairs", std::move(pairs)},
                          {"pairs_found", answer.analysis.pairs.size()},
                          {"cut_off_now", std::move(reopen)},
                          {"reopen_together", closures(answer.reopen.together)},
                          {"reopen_together_is_exact", answer.reopen.together_is_exact},
                          {"data", roads.network().source}});
}

std::string cut_geojson(const RoadsDesk& roads, const CutAnswer& answer) {
    Json features = Json::array();
    for (const SingleCut& single : answer.analysis.singles) {
        Json codes = Json::array();
        for (const std::size_t place : single.places) {
            codes.push_back(answer.places[place].code);
        }
        for (const PieceIndex piece : single.pieces) {
            const ReachedRoad whole{
                .piece = piece, .from_cm = 0, .to_cm = roads.network().pieces[piece].length_cm};
            features.push_back(road_feature(
                line_json(lines_of(roads.network(), std::span(&whole, 1)).front()),
                {{"kind", "single"}, {"edge", roads.edge_of(piece)}, {"cuts_off", codes}}));
        }
    }
    return collection(roads, std::move(features));
}

}  // namespace relief
