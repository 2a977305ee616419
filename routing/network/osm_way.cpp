// SPDX-License-Identifier: Apache-2.0
#include "routing/network/osm_way.h"

#include "routing/network/osm_access.h"
#include "routing/network/osm_limits.h"
#include "routing/network/osm_oneway.h"
#include "routing/network/osm_units.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>

namespace relief {
namespace {

constexpr std::string_view not_a_road = "way_not_a_road";
constexpr std::string_view not_built = "way_not_built";
constexpr std::string_view no_vehicles = "way_no_vehicles";
constexpr std::string_view forbidden = "way_forbidden";
constexpr std::string_view unreadable_speed = "speed_unreadable";
constexpr std::string_view changing = "way_oneway_changing";

bool is_one_of(std::string_view word, std::initializer_list<std::string_view> words) {
    return std::ranges::find(words, word) != words.end();
}

bool is_yes(std::string_view value) {
    return !value.empty() && value != "no";
}

/// What kind of thing the way is: its class, or why it is none.
struct WayKind {
    StreetClass street_class = StreetClass::road;
    std::string_view left_out;
};

/// Ways made for others: open to vehicles only where a tag says so.
bool is_made_for_others(std::string_view highway) {
    return is_one_of(highway, {"footway", "cycleway", "path", "pedestrian", "bridleway", "busway",
                               "bus_guideway", "raceway", "corridor", "services", "rest_area"});
}

WayKind kind_of(const OsmTags& tags) {
    const std::string_view highway = tags["highway"];
    if (highway.empty()) {
        const std::string_view route = tags["route"];
        const bool is_ferry = is_one_of(route, {"ferry", "shuttle_train"});
        return is_ferry ? WayKind{StreetClass::ferry, {}} : WayKind{StreetClass::road, not_a_road};
    }
    const std::optional<StreetClass> known = street_class_of(highway);
    if (known && *known != StreetClass::path && *known != StreetClass::ferry) {
        return {*known, {}};
    }
    if (is_made_for_others(highway)) {
        const auto opens = [&tags](StreetVehicle vehicle) {
            const auto access = vehicle_access_of(tags, vehicle);
            return access && *access != StreetAccess::no;
        };
        const bool is_open = opens(StreetVehicle::car) || opens(StreetVehicle::lorry);
        return is_open ? WayKind{StreetClass::path, {}} : WayKind{StreetClass::path, no_vehicles};
    }
    if (is_one_of(highway, {"construction", "proposed", "planned", "abandoned", "disused", "razed",
                            "demolished", "dismantled"})) {
        return {StreetClass::road, not_built};
    }
    if (is_one_of(highway, {"steps", "elevator", "platform", "via_ferrata", "ladder"})) {
        return {StreetClass::path, no_vehicles};
    }
    return {StreetClass::road, not_a_road};
}

StreetSurface read_surface(std::string_view surface) {
    if (surface.empty()) {
        return StreetSurface::unknown;
    }
    if (surface.starts_with("asphalt") || surface.starts_with("concrete") ||
        is_one_of(surface, {"paved", "paving_stones", "chipseal", "metal", "bricks", "wood"})) {
        return StreetSurface::paved;
    }
    if (surface.starts_with("cobblestone") || is_one_of(surface, {"sett", "unhewn_cobblestone"})) {
        return StreetSurface::cobbles;
    }
    if (is_one_of(surface, {"compacted", "fine_gravel", "gravel", "pebblestone", "shells"})) {
        return StreetSurface::compacted;
    }
    if (is_one_of(surface, {"unpaved", "dirt", "earth", "ground", "grass", "sand", "mud", "rock",
                            "clay", "soil", "grass_paver", "stone", "ice", "snow", "woodchips"})) {
        return StreetSurface::unpaved;
    }
    return StreetSurface::unknown;
}

std::int8_t read_layer(const OsmTags& tags, bool is_bridge, bool is_tunnel) {
    constexpr int deepest = -10;
    constexpr int highest = 10;
    const std::string_view text = tags["layer"];
    int layer = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), layer);
    if (error == std::errc() && end == text.data() + text.size()) {
        return static_cast<std::int8_t>(std::clamp(layer, deepest, highest));
    }
    return is_bridge ? std::int8_t{1} : is_tunnel ? std::int8_t{-1} : std::int8_t{0};
}

void read_marks(const OsmTags& tags, OsmRoad& road) {
    const std::string_view junction = tags["junction"];
    const bool is_bridge = is_yes(tags["bridge"]);
    const bool is_tunnel = is_yes(tags["tunnel"]);
    const bool is_toll = is_yes(tags["toll"]) || is_yes(tags["toll:hgv"]);
    const auto mark = [&road](bool is_so, StreetWay::Mark bit) {
        road.way.marks = static_cast<std::uint8_t>(road.way.marks | (is_so ? bit : 0));
    };
    mark(is_bridge, StreetWay::bridge);
    mark(is_tunnel, StreetWay::tunnel);
    mark(is_toll, StreetWay::toll);
    mark(junction == "roundabout" || junction == "circular", StreetWay::roundabout);
    mark(is_yes(tags["ford"]), StreetWay::ford);
    road.way.layer = read_layer(tags, is_bridge, is_tunnel);
}

/// The first speed the keys give; what cannot be read is a doubt.
OsmSpeed first_speed(const OsmTags& tags, std::initializer_list<std::string_view> keys,
                     OsmRoad& road) {
    for (const std::string_view key : keys) {
        const std::string_view value = tags[key];
        if (value.empty()) {
            continue;
        }
        if (const std::optional<OsmSpeed> speed = read_speed(value)) {
            return *speed;
        }
        const bool is_new = std::ranges::find(road.doubts, unreadable_speed) == road.doubts.end();
        if (is_new && key.starts_with("maxspeed") && key != "maxspeed:type") {
            road.doubts.push_back(unreadable_speed);
        }
    }
    return {};
}

void read_speeds(const OsmTags& tags, OsmRoad& road) {
    const bool is_any = std::ranges::any_of(tags, [](const OsmTag& tag) {
        return tag.key.find("maxspeed") != std::string_view::npos || tag.key == "zone:traffic";
    });
    if (!is_any) {
        return;
    }
    const OsmSpeed forward = first_speed(tags,
                                         {"maxspeed:forward", "maxspeed", "maxspeed:type",
                                          "source:maxspeed", "zone:maxspeed", "zone:traffic"},
                                         road);
    const OsmSpeed backward = first_speed(tags,
                                          {"maxspeed:backward", "maxspeed", "maxspeed:type",
                                           "source:maxspeed", "zone:maxspeed", "zone:traffic"},
                                          road);
    const OsmSpeed lorry = first_speed(tags, {"maxspeed:hgv"}, road);
    const auto lower = [](std::int16_t a, std::int16_t b) {
        return a == 0 || b == 0 ? std::max(a, b) : std::min(a, b);
    };
    road.way.speed_forward_kmh = lower(forward.kmh, lorry.kmh);
    road.way.speed_backward_kmh = lower(backward.kmh, lorry.kmh);
    if (forward.is_zone || backward.is_zone) {
        road.way.marks = static_cast<std::uint8_t>(road.way.marks | StreetWay::speed_from_zone);
    }
}

/// Unless something is said, a ferry may or may not take vehicles.
void read_accesses(const OsmTags& tags, OsmRoad& road) {
    const auto unsaid = road.way.street_class == StreetClass::ferry ? StreetAccess::unknown_closed
                                                                    : StreetAccess::yes;
    road.way.car_access = access_of(tags, StreetVehicle::car).value_or(unsaid);
    road.way.lorry_access = access_of(tags, StreetVehicle::lorry).value_or(unsaid);
    if (road.way.car_access != StreetAccess::other_word &&
        road.way.lorry_access != StreetAccess::other_word) {
        return;
    }
    for (const OsmTag& tag : tags) {
        if (is_one_of(tag.key, {"access", "vehicle", "motor_vehicle", "motorcar", "hgv"}) &&
            read_access(tag.value) == StreetAccess::other_word) {
            road.words.push_back(tag);
            road.doubts.push_back("access_unreadable");
        }
    }
}

void read_oneways(const OsmTags& tags, OsmRoad& road) {
    const OsmDirections car = read_directions(tags, StreetVehicle::car);
    const OsmDirections lorry = read_directions(tags, StreetVehicle::lorry);
    const auto open = [](StreetAccess access, StreetDirections directions) {
        return access == StreetAccess::no ? StreetDirections::none : directions;
    };
    road.way.car_directions = open(road.way.car_access, car.directions);
    road.way.lorry_directions = open(road.way.lorry_access, lorry.directions);
    if (car.is_unreadable || lorry.is_unreadable) {
        road.doubts.push_back("oneway_unreadable");
    }
    const bool is_shut = road.way.car_directions == StreetDirections::none &&
                         road.way.lorry_directions == StreetDirections::none;
    if (is_shut) {
        road.left_out = car.is_changing || lorry.is_changing ? changing : forbidden;
    } else if (car.is_changing || lorry.is_changing) {
        road.doubts.push_back(changing);
    }
}

void read_duration(const OsmTags& tags, OsmRoad& road) {
    const std::string_view value = tags["duration"];
    if (value.empty() || road.way.street_class != StreetClass::ferry) {
        return;
    }
    if (const auto seconds = read_duration_seconds(value)) {
        road.way.duration_seconds = *seconds;
    } else {
        road.doubts.push_back("duration_unreadable");
        road.words.push_back({"duration", value});
    }
}

}  // namespace

OsmRoad read_road(const OsmTags& tags) {
    OsmRoad road;
    const WayKind kind = kind_of(tags);
    road.left_out = kind.left_out;
    road.way.street_class = kind.street_class;
    if (!road.left_out.empty()) {
        return road;
    }
    read_accesses(tags, road);
    read_oneways(tags, road);
    if (!road.left_out.empty()) {
        return road;
    }
    read_marks(tags, road);
    read_speeds(tags, road);
    read_duration(tags, road);
    road.way.surface = read_surface(tags["surface"]);
    road.name = tags["name"];
    road.ref = tags["ref"];
    OsmLimits limits = read_limits(tags);
    road.limits = limits.limits;
    for (const OsmTag& tag : limits.unreadable) {
        road.words.push_back(tag);
        road.doubts.push_back("limit_unreadable");
    }
    return road;
}

}  // namespace relief
