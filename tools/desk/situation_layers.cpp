// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/situation_layers.h"

#include "alerts/cap/reader.h"
#include "alerts/release/intake_book.h"
#include "alerts/release/release_book.h"
#include "core/error.h"
#include "core/incident/report_rollup.h"
#include "core/people.h"
#include "gis/crs.h"
#include "gis/layer.h"
#include "reserves/care/hazard.h"
#include "reserves/duty/due_goods.h"
#include "reserves/needs.h"
#include "reserves/standard.h"
#include "tools/desk/alert_desk.h"
#include "tools/desk/closure_document.h"
#include "tools/desk/document.h"
#include "tools/desk/duty_board.h"
#include "tools/desk/journal_words.h"
#include "tools/desk/json_parts.h"
#include "tools/desk/roads.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <functional>
#include <map>
#include <numbers>
#include <set>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace relief {
namespace {

using Json = nlohmann::ordered_json;

constexpr double warning_tolerance_m = 300;
constexpr double way_tolerance_m = 300;

Json point(double longitude, double latitude) {
    return {{"type", "Point"}, {"coordinates", {longitude, latitude}}};
}

/// Says of a layer when its newest thing was recorded, or of an empty one when there last was one.
SituationLayer dated(const SituationBooks& books, SituationLayer layer, const Json& features,
                     const std::vector<std::string_view>& families) {
    const std::optional<Instant> last = last_recorded(books.database, families);
    (features.empty() ? layer.last_before : layer.data_time) = last;
    layer.count = features.size();
    layer.features = features.dump(-1, ' ', false, Json::error_handler_t::replace);
    return layer;
}

/// Where a division is drawn: its own place, or the seat of its county; null where neither is
/// known.
std::optional<LonLat> seat_of(const Places& places, const std::string& code) {
    const Place* place = places.find_code(code);
    if (place != nullptr && place->longitude && place->latitude) {
        return LonLat{*place->longitude, *place->latitude};
    }
    const std::string seat = place == nullptr ? "" : places.seat_county(code);
    return seat.empty() || seat == code ? std::nullopt : seat_of(places, seat);
}

Json geometry_of(const std::optional<LonLat>& at) {
    return at ? point(at->longitude, at->latitude) : Json(nullptr);
}

std::string_view kind_of(const Depot& depot) {
    if (depot.type == "provincial_consignment") {
        return "consignment";
    }
    return depot.level == "province" ? "province" : depot.level == "city" ? "city" : "county";
}

/// What the standard asks of a site, and how much of it is there.
struct Filled {
    int items = 0;
    int below = 0;
    double share = 0;  ///< mean over the items, each at most 1
};

std::map<std::string, Filled> filled_sites(const SituationBooks& books) {
    const Rules& rules = books.desk.rules;
    const auto people = load_standard_people(DatabaseSource(books.database));
    std::map<std::pair<std::string, std::int64_t>, bool> asked;
    std::map<std::string, Filled> sites;
    for (const auto& [site, heads] : people) {
        for (const Item& item : rules.items) {
            const auto key = std::make_pair(item.id, heads);
            const auto known = asked.find(key);
            const bool needed =
                known != asked.end()
                    ? known->second
                    : (asked[key] = standard_need(rules, item.id, heads).minimum > 0);
            sites[site].items += needed ? 1 : 0;
        }
    }
    std::map<std::string, double> missing;
    for (const StandardGap& gap :
         below_standard(rules, people, available_lots(books.database, {.at = books.at}))) {
        ++sites[gap.site].below;
        missing[gap.site] += static_cast<double>(gap.gap()) / static_cast<double>(gap.minimum);
    }
    for (auto& [site, filled] : sites) {
        filled.share = filled.items == 0 ? 0 : 1 - missing[site] / filled.items;
    }
    return sites;
}

/// Degrees clockwise from north.
double bearing(LonLat from, LonLat to) {
    constexpr double radians = std::numbers::pi / 180;
    const double turn = (to.longitude - from.longitude) * radians;
    const double north =
        std::cos(from.latitude * radians) * std::sin(to.latitude * radians) -
        std::sin(from.latitude * radians) * std::cos(to.latitude * radians) * std::cos(turn);
    const double east = std::sin(turn) * std::cos(to.latitude * radians);
    const double degrees = std::atan2(east, north) / radians;
    return std::round(degrees < 0 ? degrees + 360 : degrees);
}

std::optional<LonLat> site_position(const SituationBooks& books, const std::string& site) {
    if (const Depot* depot = books.desk.baseline.depot(site)) {
        return LonLat{depot->longitude, depot->latitude};
    }
    return seat_of(books.desk.places, site);
}

/// What a driver told of where they are, where it names a place.
std::optional<LonLat> told_position(const SituationBooks& books, const std::string& words) {
    if (words.empty()) {
        return std::nullopt;
    }
    try {
        return seat_of(books.desk.places,
                       books.desk.places.resolve(words, beijing_date(books.at)).code);
    } catch (const Error&) {
        return std::nullopt;  // "过了收费站": told, and not a name of a place
    }
}

/// The way on from where something was last seen, thinned for the screen; empty where the roads
/// tell none. Closures are not asked: they are drawn beside it.
std::vector<LonLat> way_on(const RoadsDesk& roads, const std::string& from, const std::string& to,
                           const Projection& projection) {
    try {
        const RouteAnswer answer = ask_route(roads, {.from = from, .to = to});
        const Json drawn = Json::parse(route_geojson(roads, answer));
        for (const Json& part : drawn.at("features")) {
            if (part.at("properties").at("kind") != "route") {
                continue;
            }
            Feature line{.kind = GeometryKind::line, .parts = {{}}, .values = {}};
            for (const Json& at : part.at("geometry").at("coordinates")) {
                line.parts.front().push_back({at.at(0).get<double>(), at.at(1).get<double>()});
            }
            std::vector<LonLat> way;
            for (const std::vector<MapPoint>& piece :
                 simplified(line, projection, way_tolerance_m)) {
                for (const MapPoint& point_of_way : piece) {
                    way.push_back(projection.inverse(point_of_way));
                }
            }
            return way;
        }
    } catch (const Error&) {  // NOLINT(bugprone-empty-catch): no road near, or none there
    }
    return {};
}

Json way_json(const std::vector<LonLat>& way) {
    constexpr double places = 10'000;
    Json line = Json::array();
    for (const LonLat at : way) {
        line.push_back({std::round(at.longitude * places) / places,
                        std::round(at.latitude * places) / places});
    }
    return line;
}

}  // namespace

std::vector<SituationIncident> open_events(const SituationBooks& books) {
    std::vector<SituationIncident> events;
    for (BookIncident& incident : read_incidents(books.database)) {
        if (!incident.ended_at(books.at)) {
            std::vector<FieldReport> reports =
                read_field_reports(books.database, incident, books.at);
            events.push_back({std::move(incident), std::move(reports)});
        }
    }
    return events;
}

SituationLayer depots_layer(const SituationBooks& books) {
    SituationLayer layer{.id = "depots",
                         .zh = "库点",
                         .en = "depots",
                         .source = "baseline/depots.csv, stock, rules/quotas",
                         .flag = "synthetic"};
    Json features = Json::array();
    const auto filled = filled_sites(books);
    std::map<std::string, std::string> phones;
    for (const Holding& holding :
         read_holdings(books.database, {.post = "depot_keeper", .at = books.at})) {
        phones[holding.unit] = holding.person.phone;
    }
    std::map<std::string, std::string> uncounted;
    for (const DueItem& due : due_counts(books.database, books.at)) {
        if (due.overdue) {
            uncounted[due.site] = due.zh;
        }
    }
    const std::set<std::string> stopped = stopped_sites(books.database, books.at);
    for (const Depot& depot : books.desk.baseline.depots) {
        const auto of = filled.find(depot.id);
        const Filled stock = of == filled.end() ? Filled() : of->second;
        Json because = Json::array();
        if (const auto late = uncounted.find(depot.id); late != uncounted.end()) {
            because.push_back(late->second);
        }
        if (stopped.contains(depot.id)) {
            because.push_back("一级隐患未整改，停用");
        }
        Json vehicles = Json::array();
        for (const FleetRow& row : books.desk.baseline.fleet) {
            if (row.depot == depot.id) {
                vehicles.push_back({{"class", row.vehicle_class}, {"count", row.count}});
            }
        }
        features.push_back(
            feature_json(point(depot.longitude, depot.latitude),
                         {{"id", depot.id},
                          {"name", depot.name},
                          {"kind", kind_of(depot)},
                          {"owner", depot.seat_code},
                          {"owner_name", place_name(books.desk.places, depot.seat_code)},
                          {"keeper", depot.fleet_depot()},
                          {"county", depot.node},
                          {"stock_share", std::round(stock.share * 100) / 100},
                          {"quarters", std::lround(stock.share * 4)},
                          {"standard_items", stock.items},
                          {"short", stock.below},
                          {"doubtful", uncounted.contains(depot.id)},
                          {"stopped", stopped.contains(depot.id)},
                          {"because", std::move(because)},
                          {"phone", phones[depot.id]},
                          {"vehicles", std::move(vehicles)},
                          {"flag", depot.flag}}));
    }
    return dated(books, std::move(layer), features,
                 {"movement", "order", "doc", "count", "import", "lot", "books"});
}

SituationLayer suppliers_layer(const SituationBooks& books) {
    SituationLayer layer{.id = "suppliers",
                         .zh = "协议供应商",
                         .en = "suppliers",
                         .source = "baseline/suppliers.csv",
                         .flag = "synthetic"};
    Json features = Json::array();
    const Date today = beijing_date(books.at);
    for (const Supplier& supplier : books.desk.baseline.suppliers) {
        const Item* item = books.desk.rules.item(supplier.item);
        features.push_back(feature_json(
            point(supplier.longitude, supplier.latitude),
            {{"id", supplier.id},
             {"name", supplier.name},
             {"place", supplier.place_code},
             {"item", supplier.item},
             {"item_zh", item == nullptr ? supplier.item : item->name_zh},
             {"unit", item == nullptr ? "" : item->unit},
             {"on_hand", supplier.on_hand},
             {"daily_capacity", supplier.daily_capacity},
             {"from", format_date(supplier.agreement_from)},
             {"to", format_date(supplier.agreement_to)},
             {"in_force", supplier.agreement_from <= today && today <= supplier.agreement_to}}));
    }
    return dated(books, std::move(layer), features, {"agreement", "books"});
}

SituationLayer closures_layer(const SituationBooks& books) {
    SituationLayer layer{.id = "closures",
                         .zh = "道路封闭",
                         .en = "closures",
                         .source = "duty desk (closure add), © OpenStreetMap contributors, ODbL",
                         .flag = "read"};
    Json features = Json::array();
    std::vector<BookClosure> shown = read_closures(books.database);
    std::erase_if(shown, [&](const BookClosure& closure) {
        const BookClosure::State state = closure.state(books.at);
        return state == BookClosure::State::future || state == BookClosure::State::reopened ||
               state == BookClosure::State::lifted;
    });
    std::optional<ClosureStreets> streets;  // of the whole province: read where there is need
    for (const BookClosure& closure : shown) {
        const bool placed = closure.state(books.at) == BookClosure::State::in_force;
        const StreetClosure& told = closure.closure;
        const Json properties{
            {"id", closure.id},
            {"state", !placed ? "unconfirmed" : (told.limits.any() ? "part" : "full")},
            {"book_state", to_word(closure.state(books.at))},
            {"words", told.words},
            {"zh", closure.zh},
            {"en", closure.en},
            {"cause", closure.cause},
            {"place", closure.place},
            {"told_at", format_instant(closure.told_at)},
            {"officer", closure.officer},
            {"from", format_instant(told.from)},
            {"to", time_json(told.to)},
            {"source", told.source}};
        if (!placed && closure.candidates.empty()) {
            features.push_back(
                feature_json(geometry_of(seat_of(books.desk.places, closure.place)), properties));
            continue;
        }
        if (!streets) {
            streets = load_closure_streets(books.data, books.desk.places, books.desk.network);
        }
        Json drawn = Json::parse(closure_geojson(closure, *streets->pieces, books.at));
        for (Json& part : drawn.at("features")) {
            Json all = properties;
            all["candidate"] = part.at("properties").value("candidate", 0);
            features.push_back(feature_json(std::move(part.at("geometry")), std::move(all)));
        }
    }
    return dated(books, std::move(layer), features, {"closure"});
}

SituationLayer convoys_layer(const SituationBooks& books) {
    SituationLayer layer{.id = "convoys",
                         .zh = "车队",
                         .en = "convoys",
                         .source = "orders on the way, their reports from the road",
                         .flag = "derived"};
    Json features = Json::array();
    std::optional<Instant> newest;
    std::optional<RoadsDesk> roads;  // made ready where there is somebody on the way
    const Projection projection;
    for (const BoardOrder& order : read_board_orders(books.database, books.at)) {
        if (!order.on_way) {
            continue;
        }
        const std::optional<LonLat> told = told_position(books, order.where);
        const std::optional<LonLat> from = site_position(books, order.from);
        const std::optional<LonLat> at = told ? told : from;
        const std::optional<LonLat> to =
            site_position(books, order.state == "returning" ? order.from : order.to);
        const bool moves = at && to && !(*at == *to);
        std::vector<LonLat> way;
        if (moves) {
            if (!roads) {
                roads.emplace(books.desk, RoadsRequest{.at = books.at, .classes = {"BOX96"}});
            }
            way = way_on(*roads, told ? order.where : order.from,
                         order.state == "returning" ? order.from : order.to, projection);
        }
        const LonLat next = way.size() > 1 ? way[1] : to.value_or(LonLat());
        newest = order.signal && (!newest || *order.signal > *newest) ? order.signal : newest;
        const auto late = std::chrono::duration_cast<std::chrono::minutes>(books.at - order.due);
        features.push_back(
            feature_json(geometry_of(at),
                         {{"order", order.id},
                          {"number", order.number},
                          {"event", order.event},
                          {"state", order.state},
                          {"from", order.from},
                          {"to", order.to},
                          {"departed", time_json(order.departed)},
                          {"expected", format_instant(order.due)},
                          {"late", order.late},
                          {"late_minutes", order.late ? Json(late.count()) : Json(nullptr)},
                          {"last_signal", time_json(order.signal)},
                          {"no_signal", order.no_signal},
                          {"where", order.where},
                          {"position_from", told ? "checkpoint" : "depot"},
                          {"heading", moves ? Json(bearing(*at, next)) : Json(nullptr)},
                          {"route", way_json(way)},
                          {"destination", to ? Json{to->longitude, to->latitude} : Json(nullptr)},
                          {"because", "rules/order_stages.csv state " + order.state}}));
    }
    layer = dated(books, std::move(layer), features, {"order"});
    if (newest) {
        layer.data_time = newest;
    }
    return layer;
}

SituationLayer warnings_layer(const SituationBooks& books) {
    SituationLayer layer{.id = "warnings",
                         .zh = "预警",
                         .en = "warnings",
                         .source = "warnings released here or taken in",
                         .flag = "read"};
    Json features = Json::array();
    std::vector<ActiveRow> rows;
    if (!read_messages(books.database).empty() || !read_received(books.database).empty()) {
        const cap::Reader reader{FolderSource(books.data)};
        rows = active_in_books(books.database, reader, books.at);
    }
    std::map<std::string, std::string> outlines;
    if (!rows.empty()) {
        outlines = county_outlines(books.data, warning_tolerance_m);
    }
    for (const ActiveRow& row : rows) {
        if (row.message.infos.empty()) {
            continue;
        }
        const cap::Info& info = row.message.infos.front();
        Json geometries = Json::array();
        Json areas = Json::array();
        Json circles = Json::array();
        std::set<std::string> drawn;
        for (const cap::Area& area : info.areas) {
            areas.push_back(area.description);
            for (const cap::Ring& ring : area.polygons) {
                Json line = Json::array();
                for (const LonLat at : ring) {
                    line.push_back({at.longitude, at.latitude});
                }
                geometries.push_back(
                    {{"type", "Polygon"}, {"coordinates", Json::array({std::move(line)})}});
            }
            for (const cap::Circle& circle : area.circles) {
                circles.push_back({{"centre", {circle.centre.longitude, circle.centre.latitude}},
                                   {"radius_km", circle.radius_km}});
            }
            for (const cap::NamedValue& code : area.geocodes) {
                for (const auto& [county, outline] : outlines) {
                    const bool covered = books.desk.places.is_within(county, code.value) ||
                                         books.desk.places.is_within(code.value, county);
                    if (covered && drawn.insert(county).second) {
                        geometries.push_back(Json::parse(outline));
                    }
                }
            }
        }
        const std::optional<cap::Colour> colour = cap::colour_of(info);
        features.push_back(feature_json(
            {{"type", "GeometryCollection"}, {"geometries", std::move(geometries)}},
            {{"chain", row.chain},
             {"identifier", row.message.identifier},
             {"headline", info.headline},
             {"event", info.event},
             {"colour", colour ? Json(to_word(*colour)) : Json(nullptr)},
             {"level", colour ? Json(level_of(*colour)) : Json(nullptr)},
             {"severity", cap::word(info.severity)},
             {"sender", info.sender_name.empty() ? row.message.sender : info.sender_name},
             {"sent", format_instant(row.message.sent.at)},
             {"from", info.onset ? Json(format_instant(info.onset->at)) : Json(nullptr)},
             {"to", info.expires ? Json(format_instant(info.expires->at)) : Json(nullptr)},
             {"own", row.own},
             {"areas", std::move(areas)},
             {"circles", std::move(circles)}}));
    }
    return dated(books, std::move(layer), features, {"alert"});
}

SituationLayer reports_layer(const SituationBooks& books,
                             const std::vector<SituationIncident>& events) {
    SituationLayer layer{.id = "reports",
                         .zh = "灾情报告",
                         .en = "reports",
                         .source = "reports of losses taken in",
                         .flag = "read"};
    Json features = Json::array();
    for (const SituationIncident& event : events) {
        for (const FieldReport* report : standing_reports(event.reports, books.at)) {
            Json figures = Json::array();
            for (const FieldFigure& figure : report->figures) {
                figures.push_back({{"metric", figure.metric},
                                   {"value", format_figure(figure.value)},
                                   {"bound", to_word(figure.bound)},
                                   {"exactness", figure.exactness}});
            }
            features.push_back(
                feature_json(geometry_of(seat_of(books.desk.places, report->unit)),
                             {{"event", event.incident.event},
                              {"label", report->label},
                              {"unit", report->unit},
                              {"name", place_name(books.desk.places, report->unit)},
                              {"kind", report->kind ? Json(to_word(*report->kind)) : Json(nullptr)},
                              {"stat_time", format_instant(report->stat_time)},
                              {"received_at", format_instant(report->received_at)},
                              {"reporter", report->reporter},
                              {"source", report->source},
                              {"flag", flag_name(report->flag)},
                              {"figures", std::move(figures)}}));
        }
    }
    return dated(books, std::move(layer), features, {"report"});
}

SituationLayer silent_layer(const SituationBooks& books,
                            const std::vector<SituationIncident>& events) {
    SituationLayer layer{.id = "silent",
                         .zh = "未报单位",
                         .en = "units not heard of",
                         .source = "report rollup",
                         .flag = "derived"};
    Json features = Json::array();
    const Places& places = books.desk.places;
    for (const SituationIncident& event : events) {
        const auto standing = standing_reports(event.reports, books.at);
        const RolledUnit tree = roll_up(standing, books.desk.rules, places, event.incident.scope,
                                        event.incident.units(books.at));
        const std::function<void(const RolledUnit&)> walk = [&](const RolledUnit& unit) {
            for (const std::string& code : unit.silent) {
                const Place* place = places.find_code(code);
                const bool known = place != nullptr && place->longitude.has_value();
                features.push_back(feature_json(geometry_of(seat_of(places, code)),
                                                {{"event", event.incident.event},
                                                 {"unit", code},
                                                 {"name", place_name(places, code)},
                                                 {"above", unit.unit},
                                                 {"above_name", place_name(places, unit.unit)},
                                                 {"place_known", known}}));
            }
            std::ranges::for_each(unit.below, walk);
        };
        walk(tree);
    }
    return dated(books, std::move(layer), features, {"report", "incident"});
}

}  // namespace relief
