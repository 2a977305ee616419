// SPDX-License-Identifier: Apache-2.0
#include "routing/network/street_lines.h"

#include "core/error.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace relief {
namespace {

// Ends that a file gives one name and that lie farther apart are two places with one name: such a
// network would jump.
constexpr double node_apart_m_max = 100;

constexpr std::array<std::string_view, 10> line_class_words{
    "motorway",     "trunk",       "primary", "secondary", "tertiary",
    "unclassified", "residential", "service", "track",     "ferry"};

StreetPoint street_point(LonLat at) {
    constexpr double e7 = 1e7;
    return {.longitude_e7 = static_cast<std::int32_t>(std::lround(at.longitude * e7)),
            .latitude_e7 = static_cast<std::int32_t>(std::lround(at.latitude * e7))};
}

Error road_error(const RoadMapping& mapping, const RoadLine& road, std::string field,
                 std::string_view message, std::string found) {
    return bad_input({.code = "road.value",
                      .message = fmt::format("feature {}: {}", road.feature, message),
                      .file = mapping.file,
                      .field = std::move(field),
                      .found = std::move(found),
                      .expected = {}});
}

/// Gives every end of a line the id of its node.
class EndNodes {
  public:
    explicit EndNodes(const RoadMapping& mapping) : mapping_(mapping) {}

    std::int64_t id(const RoadLine& road, bool is_end) {
        const StreetPoint at = street_point(is_end ? road.line.back() : road.line.front());
        return mapping_.noding == LineNoding::fields
                   ? by_name(road, is_end ? road.to_node : road.from_node, at)
                   : by_place(at);
    }

    [[nodiscard]] const std::vector<StreetPoint>& places() const { return places_; }

  private:
    std::int64_t by_name(const RoadLine& road, const std::string& name, StreetPoint at) {
        const auto [found, is_new] =
            by_name_.emplace(name, static_cast<std::int64_t>(places_.size()));
        if (is_new) {
            places_.push_back(at);
        } else if (const double apart_m =
                       distance_m(places_[static_cast<std::size_t>(found->second)], at);
                   apart_m > node_apart_m_max) {
            throw road_error(mapping_, road, mapping_.rule("from_node")->property,
                             "a node stands at two places",
                             fmt::format("{}, {:.0f} m apart", name, apart_m));
        }
        return found->second;
    }

    /// The first node within the tolerance, looked for in the cells about the place.
    std::int64_t by_place(StreetPoint at) {
        // A cell is wider than the tolerance as far north as 80 degrees.
        const double metres_a_step = 0.0111 * std::cos(80 * 3.14159265358979 / 180);
        const auto cell_e7 = static_cast<std::int32_t>(mapping_.tolerance_m / metres_a_step) + 1;
        const std::int32_t x = at.longitude_e7 / cell_e7;
        const std::int32_t y = at.latitude_e7 / cell_e7;
        std::int64_t first = -1;
        for (std::int32_t dx = -1; dx <= 1; ++dx) {
            for (std::int32_t dy = -1; dy <= 1; ++dy) {
                for (const std::int64_t node : by_cell_[{x + dx, y + dy}]) {
                    const StreetPoint place = places_[static_cast<std::size_t>(node)];
                    const bool is_near =
                        place == at || distance_m(place, at) <= mapping_.tolerance_m;
                    first = is_near && (first < 0 || node < first) ? node : first;
                }
            }
        }
        if (first < 0) {
            first = static_cast<std::int64_t>(places_.size());
            places_.push_back(at);
            by_cell_[{x, y}].push_back(first);
        }
        return first;
    }

    const RoadMapping& mapping_;
    std::vector<StreetPoint> places_;  ///< by id
    std::map<std::string, std::int64_t, std::less<>> by_name_;
    std::map<std::pair<std::int32_t, std::int32_t>, std::vector<std::int64_t>> by_cell_;
};

StreetClass class_of(const RoadMapping& mapping, const RoadLine& road) {
    const auto plain = street_class_of(road.road_class);
    const auto link = street_class_of(road.road_class + "_link");
    if (!plain) {
        throw road_error(mapping, road, mapping.rule("class")->property,
                         "this is no class of street", road.road_class);
    }
    return road.ramp && link ? *link : *plain;
}

Limit limit_of(const std::optional<double>& value, double factor) {
    return value ? Limit::of(static_cast<std::int32_t>(std::lround(*value * factor))) : Limit();
}

StreetWay way_of(const RoadMapping& mapping, const RoadLine& road, StreetBuilder& builder) {
    StreetWay way;
    way.id = static_cast<std::int64_t>(road.feature);
    way.name = builder.text(road.name);
    way.ref = builder.text(road.ref);
    way.limits = builder.limits({.height_cm = limit_of(road.height_m, 100),
                                 .width_cm = limit_of(road.width_m, 100),
                                 .length_cm = limit_of(road.vehicle_length_m, 100),
                                 .weight_kg = limit_of(road.weight_t, 1000),
                                 .axle_load_kg = limit_of(road.axle_load_t, 1000)});
    if (road.length_km) {
        way.length_cm = static_cast<std::uint32_t>(std::llround(*road.length_km * 1e5));
    }
    way.speed_forward_kmh = static_cast<std::int16_t>(std::lround(road.speed_kmh.value_or(0)));
    way.speed_backward_kmh = way.speed_forward_kmh;
    way.street_class = class_of(mapping, road);
    const StreetDirections directions =
        road.directions == LineDirections::both      ? StreetDirections::both
        : road.directions == LineDirections::forward ? StreetDirections::forward
                                                     : StreetDirections::backward;
    way.car_directions = directions;
    way.lorry_directions = directions;
    way.layer = static_cast<std::int8_t>(road.level);
    way.marks = static_cast<std::uint8_t>((road.bridge ? StreetWay::bridge : 0) |
                                          (road.tunnel ? StreetWay::tunnel : 0) |
                                          (road.toll ? StreetWay::toll : 0));
    return way;
}

}  // namespace

std::span<const std::string_view> street_class_words() {
    return line_class_words;
}

StreetNetwork street_network_of(std::span<const RoadLine> roads, const RoadMapping& mapping,
                                ReadReport& report) {
    StreetBuilder builder(mapping.source);
    EndNodes ends(mapping);
    std::vector<std::pair<std::int64_t, std::int64_t>> end_ids;
    for (const RoadLine& road : roads) {
        const std::int64_t from = ends.id(road, false);
        end_ids.emplace_back(from, ends.id(road, true));
    }
    std::int64_t next = 0;
    for (const StreetPoint& place : ends.places()) {
        builder.add_point(next++, place);
    }
    std::vector<std::int64_t> ids;
    for (std::size_t i = 0; i < roads.size(); ++i) {
        const RoadLine& road = roads[i];
        ids.assign({end_ids[i].first});
        for (std::size_t point = 1; point + 1 < road.line.size(); ++point) {
            builder.add_point(next, street_point(road.line[point]));
            ids.push_back(next++);
        }
        ids.push_back(end_ids[i].second);
        builder.add_way(way_of(mapping, road, builder), ids);
    }
    return std::move(builder).build(report);
}

StreetNetwork read_street_layer(const std::filesystem::path& layer,
                                const std::filesystem::path& mapping, ReadReport& report) {
    const RoadMapping how = read_road_mapping(mapping, street_class_words());
    return street_network_of(read_road_lines(layer, how), how, report);
}

}  // namespace relief
