// SPDX-License-Identifier: Apache-2.0
#include "tests/kit/world.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <sstream>
#include <stdexcept>

#include <nlohmann/json.hpp>

namespace relief::kit {
namespace {

namespace fs = std::filesystem;

/// A point as the tables give it, in degrees.
struct Point {
    double longitude = 0;
    double latitude = 0;
};

/// Good enough to tell which of two seats of one prefecture is nearer.
double distance(const Point& a, const Point& b) {
    const double shrink = std::cos(a.latitude * std::numbers::pi / 180);
    return std::hypot((a.longitude - b.longitude) * shrink, a.latitude - b.latitude);
}

Day day_of(const Row& row, const std::string& column) {
    const auto day = read_day(field(row, column));
    if (!day) {
        throw std::runtime_error(column + " is no day: " + field(row, column));
    }
    return *day;
}

std::set<std::string> split(const std::string& text, const std::string& marks) {
    std::set<std::string> parts;
    std::size_t at = 0;
    while (at < text.size()) {
        const std::size_t end = std::min(text.find_first_of(marks, at), text.size());
        if (end > at) {
            parts.insert(text.substr(at, end - at));
        }
        at = end + 1;
    }
    return parts;
}

class Reader {
  public:
    Reader(const fs::path& data, const fs::path& scenario) : data_(data), scenario_(scenario) {}

    World read() {
        read_codes();
        read_event();
        read_goods();
        read_roads();
        read_depots();
        read_fleet();
        read_crafts();
        read_suppliers();
        read_closures();
        return std::move(world_);
    }

  private:
    [[nodiscard]] std::vector<Row> baseline(const std::string& name) const {
        return read_table(data_ / "baseline" / (name + ".csv"));
    }
    [[nodiscard]] std::vector<Row> roads(const std::string& name) const {
        return read_table(data_ / "roads" / (name + ".csv"));
    }
    [[nodiscard]] std::vector<Row> rules(const std::string& name) const {
        return read_table(data_ / "rules" / (name + ".csv"));
    }
    [[nodiscard]] std::string present(const std::string& code) const {
        const auto found = present_codes_.find(code);
        return found == present_codes_.end() ? code : found->second;
    }
    [[nodiscard]] std::string seat_of(const std::string& division, const Point& point) const;
    [[nodiscard]] std::set<std::string> edges_of(const Row& closure) const;

    void read_codes();
    void read_event();
    void read_goods();
    void read_roads();
    void read_depots();
    void read_fleet();
    void read_crafts();
    void read_suppliers();
    void read_closures();

    fs::path data_;
    fs::path scenario_;
    World world_;
    std::map<std::string, std::string> present_codes_;
    std::map<std::string, std::string> parents_;
    std::map<std::string, Point> seats_;
};

void Reader::read_codes() {
    const fs::path history = data_ / "reference/jilin/places/division_code_history.csv";
    for (const Row& row : read_table(history)) {
        present_codes_[field(row, "old_code")] = field(row, "new_code");
    }
    for (const Row& row : rules("jilin_divisions")) {
        parents_[field(row, "code")] = field(row, "parent_code");
    }
}

void Reader::read_event() {
    const auto event = nlohmann::json::parse(read_text(scenario_ / "event.json"));
    const auto start = read_time(event.at("start").get<std::string>());
    if (!start) {
        throw std::runtime_error("event.json: start is no time");
    }
    world_.start = *start;
    world_.month = event.at("month").get<int>();
    const Day day = beijing_day(*start);
    world_.year = static_cast<int>(std::chrono::year_month_day{day}.year());
    // scenarios/README.md: the picture of the stock, drawn on 2017-06-01, stands for 42 days before
    // the event. For the Yongji flood of 2017-07-13 that is no move at all.
    const Day picture = read_day("2017-06-01").value();
    world_.shift_days = static_cast<int>((day - std::chrono::days{42} - picture).count());
}

void Reader::read_goods() {
    for (const Row& row : rules("item_catalog")) {
        world_.items[field(row, "item_id")] = {.kg = number(row, "weight_kg"),
                                               .m3 = number(row, "volume_m3"),
                                               .eaten_hot = field(row, "shelf_life_days") == "0"};
    }
    for (const Row& row : baseline("stock_lots")) {
        world_.lots[field(row, "lot_id")] = {.depot = field(row, "depot_id"),
                                             .item = field(row, "item_id"),
                                             .last_day = day_of(row, "expires_on"),
                                             .quantity = whole(row, "quantity"),
                                             .good = field(row, "condition") == "A"};
    }
    for (const Row& row : rules("substitutes")) {
        world_.substitutes.emplace(
            field(row, "item_id"),
            WorldSubstitute{.stands_for = split(field(row, "stands_for"), "+"),
                            .rate = whole(row, "rate"),
                            .penalty = number(row, "penalty"),
                            .month_mask = field(row, "month_mask")});
    }
    for (const Row& row : rules("reserve_floors")) {
        const int level = static_cast<int>(whole(row, "response_level"));
        world_.floors[{field(row, "depot_level"), level}] = number(row, "share");
    }
    for (const Row& row : rules("convoy_rules")) {
        if (field(row, "parameter") == "drive_minutes") {
            world_.drive_minutes = static_cast<int>(whole(row, "value"));
        } else if (field(row, "parameter") == "rest_minutes") {
            world_.rest_minutes = static_cast<int>(whole(row, "value"));
        }
    }
    for (const Row& row : rules("supply_tiers")) {
        world_.tiers[field(row, "tier")] = {.rank = static_cast<int>(whole(row, "rank")),
                                            .signature_h = number(row, "signature_h")};
    }
    for (const Row& row : rules("deprivation_growth")) {
        world_.growth.push_back({.from_h = number(row, "from_h"), .factor = number(row, "factor")});
    }
}

void Reader::read_roads() {
    for (const Row& row : roads("seats")) {
        world_.nodes.insert(field(row, "code"));
        seats_[field(row, "code")] = {number(row, "lon_wgs84"), number(row, "lat_wgs84")};
    }
    std::map<std::string, std::string> route_classes;  ///< by number
    for (const Row& row : roads("routes")) {
        world_.routes[field(row, "route_id")] = {
            .ref = field(row, "ref"), .from = field(row, "from_code"), .to = field(row, "to_code")};
        route_classes[field(row, "ref")] = field(row, "class");
    }
    std::map<std::pair<std::string, std::string>, Row> speeds;
    for (const Row& row : roads("speeds")) {
        speeds[{field(row, "class"), field(row, "ramp")}] = row;
    }
    for (const Row& row : roads("edges")) {
        const Row& speed = speeds.at({field(row, "class"), field(row, "ramp")});
        const double km = number(row, "km");
        world_.edges[field(row, "edge_id")] = {
            .road_class = field(speed, "road_class"),
            .from = field(row, "from_node"),
            .to = field(row, "to_node"),
            .counties = split(field(row, "counties"), ";"),
            .km = km,
            .hours = km / number(speed, "speed_kmh"),
            .winter_hours = km / number(speed, "winter_speed_kmh")};
    }
    for (const Row& row : roads("edge_refs")) {
        WorldEdge& edge = world_.edges.at(field(row, "edge_id"));
        const std::string& opened = field(row, "opened_year");
        edge.opened_year = opened.empty() ? std::nullopt : std::optional(std::stoi(opened));
        edge.routes = split(field(row, "routes"), ";");
        edge.refs = split(field(row, "also"), ";");
        edge.refs.insert(field(row, "ref"));
        // data/roads/README.md: an ordinary road is of the class of the road named first.
        if (!field(row, "ref").empty() && edge.road_class != "expressway") {
            edge.road_class = route_classes.at(field(row, "ref"));
        }
    }
}

/// The road node of what lies at a point of a division: the county itself, or the seat nearest to
/// the point among the counties of the prefecture.
std::string Reader::seat_of(const std::string& division, const Point& point) const {
    if (world_.nodes.count(division) != 0) {
        return division;
    }
    std::string nearest;
    for (const auto& [code, seat] : seats_) {
        const auto parent = parents_.find(code);
        if (parent == parents_.end() || parent->second != division) {
            continue;
        }
        if (nearest.empty() || distance(point, seat) < distance(point, seats_.at(nearest))) {
            nearest = code;
        }
    }
    if (nearest.empty()) {
        throw std::runtime_error("no road node lies in " + division);
    }
    return nearest;
}

void Reader::read_depots() {
    std::map<std::string, int> docks;  // by type of depot
    for (const Row& row : rules("depot_handling")) {
        docks[field(row, "depot_type")] = static_cast<int>(whole(row, "docks"));
    }
    for (const Row& row : baseline("depots")) {
        const auto known = docks.find(field(row, "type"));
        const std::string county = present(field(row, "county_code"));
        const Point point{number(row, "lon_wgs84"), number(row, "lat_wgs84")};
        world_.depots[field(row, "depot_id")] = {
            .level = field(row, "level"),
            .node = county.empty() ? seat_of(field(row, "owner_or_seat_code"), point) : county,
            .keeper = field(row, "keeper_depot_id"),
            .docks = known == docks.end() ? 1 : known->second};
    }
}

void Reader::read_fleet() {
    for (const Row& row : baseline("fleet")) {
        world_.fleet[{field(row, "depot_id"), field(row, "vehicle_class")}] = {
            .count = static_cast<int>(whole(row, "count")),
            .payload_kg = number(row, "payload_kg"),
            .usable_m3 = number(row, "volume_m3") * number(row, "usable_volume_fraction"),
            .muster_h = number(row, "muster_h")};
    }
    for (const Row& row : rules("vehicle_classes")) {
        WorldVehicle& vehicle = world_.vehicles[field(row, "vehicle_class")];
        vehicle.payload_kg = number(row, "payload_kg");
        vehicle.usable_m3 = number(row, "volume_m3") * number(row, "usable_volume_fraction");
    }
    for (const Row& row : rules("vehicle_limits")) {
        WorldVehicle& vehicle = world_.vehicles.at(field(row, "vehicle_class"));
        vehicle.barred_road_classes = split(field(row, "barred_road_classes"), "+;| ");
        vehicle.load_minutes = number(row, "load_minutes");
    }
}

void Reader::read_crafts() {
    for (const Row& row : rules("air_and_boat")) {
        world_.crafts[field(row, "craft")] = {.payload_kg = number(row, "payload_kg"),
                                              .usable_m3 = number(row, "volume_m3"),
                                              .speed_kmh = number(row, "speed_kmh"),
                                              .count = static_cast<int>(whole(row, "count")),
                                              .muster_h = number(row, "muster_h"),
                                              .range_km = number(row, "range_km")};
    }
}

void Reader::read_suppliers() {
    for (const Row& row : baseline("suppliers")) {
        const Point point{number(row, "lon_wgs84"), number(row, "lat_wgs84")};
        world_.suppliers[field(row, "supplier_id")] = {
            .node = seat_of(present(field(row, "place_code")), point),
            .item = field(row, "item_id"),
            .on_hand = whole(row, "on_hand_now"),
            .daily_capacity = whole(row, "daily_capacity"),
            .first_h = number(row, "first_delivery_h"),
            .from = day_of(row, "agreement_from"),
            .to = day_of(row, "agreement_to")};
    }
}

/// scenarios/README.md: "*" with one end is every edge that touches the county, with no end every
/// edge of that class; else the numbered roads between the ends, by their number where one is
/// given.
std::set<std::string> Reader::edges_of(const Row& closure) const {
    const std::string from = present(field(closure, "edge_from_code"));
    const std::string to = present(field(closure, "edge_to_code"));
    const std::string& ref = field(closure, "edge_ref");
    const std::string& road_class = field(closure, "class");
    const std::string one_end = from.empty() ? to : from;
    const bool between = !from.empty() && !to.empty();
    const auto shuts_route = [&](const std::string& id) {
        const WorldRoute& route = world_.routes.at(id);
        const bool named = ref.empty() || ref == "*" || ref == route.ref;
        const auto ends_at = [&](const std::string& code) {
            return code.empty() || route.from == code || route.to == code;
        };
        return named && ends_at(from) && ends_at(to);
    };
    std::set<std::string> edges;
    for (const auto& [id, edge] : world_.edges) {
        bool shut = false;
        if (ref == "*" && !between) {
            shut = one_end.empty() ? road_class == "all" || road_class == edge.road_class
                                   : edge.counties.count(one_end) != 0;
        } else if (between || !ref.empty()) {
            shut = std::any_of(edge.routes.begin(), edge.routes.end(), shuts_route);
        }
        if (shut) {
            edges.insert(id);
        }
    }
    return edges;
}

void Reader::read_closures() {
    for (const Row& row : read_table(scenario_ / "closures.csv")) {
        const auto from = read_time(field(row, "closed_from"));
        if (!from) {
            throw std::runtime_error("closures.csv: closed_from is no time");
        }
        world_.closures.push_back({.id = field(row, "closure_id"),
                                   .from = *from,
                                   .until = read_time(field(row, "reopened_at")),
                                   .edges = edges_of(row)});
    }
}

}  // namespace

World read_world(const fs::path& data, const fs::path& scenario) {
    return Reader(data, scenario).read();
}

}  // namespace relief::kit
