// SPDX-License-Identifier: Apache-2.0
#include "gis/line.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <numbers>

namespace relief {
namespace {

LonLat between(LonLat a, LonLat b, double share) {
    return {.longitude = a.longitude + share * (b.longitude - a.longitude),
            .latitude = a.latitude + share * (b.latitude - a.latitude)};
}

/// Where on a-b the foot of the perpendicular from `place` lies, 0 to 1, on a map that is flat
/// about the place; and how far away it is there, in degrees of latitude.
struct Foot {
    double share = 0;
    double distance = 0;
};

Foot foot_on(LonLat a, LonLat b, LonLat place) {
    const double shrink = std::cos(place.latitude * std::numbers::pi / 180);
    const double ax = (a.longitude - place.longitude) * shrink;
    const double ay = a.latitude - place.latitude;
    const double dx = (b.longitude - a.longitude) * shrink;
    const double dy = b.latitude - a.latitude;
    const double length_squared = dx * dx + dy * dy;
    const double share =
        length_squared > 0 ? std::clamp(-(ax * dx + ay * dy) / length_squared, 0.0, 1.0) : 0;
    return {.share = share, .distance = std::hypot(ax + share * dx, ay + share * dy)};
}

}  // namespace

NearestOnLine nearest_on(std::span<const LonLat> line, LonLat place) {
    NearestOnLine nearest{.share = 0, .distance_km = 0, .at = line.front()};
    double best = std::numeric_limits<double>::infinity();
    double before_km = 0;
    double nearest_km = 0;
    for (std::size_t i = 1; i < line.size(); ++i) {
        const double segment_km = geodesic_km(line[i - 1], line[i]);
        const Foot foot = foot_on(line[i - 1], line[i], place);
        if (foot.distance < best) {
            best = foot.distance;
            nearest.at = between(line[i - 1], line[i], foot.share);
            nearest_km = before_km + foot.share * segment_km;
        }
        before_km += segment_km;
    }
    nearest.share = before_km > 0 ? std::clamp(nearest_km / before_km, 0.0, 1.0) : 0;
    nearest.distance_km = geodesic_km(place, nearest.at);
    return nearest;
}

std::vector<LonLat> part_of(std::span<const LonLat> line, double from_share, double to_share) {
    const double whole_km = geodesic_km(line);
    const double from_km = from_share * whole_km;
    const double to_km = to_share * whole_km;
    std::vector<LonLat> part;
    double before_km = 0;
    for (std::size_t i = 1; i < line.size(); ++i) {
        const double segment_km = geodesic_km(line[i - 1], line[i]);
        const double after_km = before_km + segment_km;
        const bool is_last = i + 1 == line.size();
        const auto at = [&](double km) {
            return between(line[i - 1], line[i],
                           segment_km > 0 ? (km - before_km) / segment_km : 0);
        };
        if (part.empty() && (after_km > from_km || is_last)) {
            part.push_back(at(std::min(from_km, after_km)));
        }
        if (!part.empty() && (after_km >= to_km || is_last)) {
            part.push_back(is_last && to_km >= after_km ? line[i] : at(to_km));
            break;
        }
        if (!part.empty()) {
            part.push_back(line[i]);
        }
        before_km = after_km;
    }
    return part;
}

std::vector<LonLat> points_along(std::span<const LonLat> line, double step_km) {
    std::vector<LonLat> points{line.front()};
    for (std::size_t i = 1; i < line.size(); ++i) {
        const double segment_km = geodesic_km(line[i - 1], line[i]);
        const auto steps = static_cast<int>(std::ceil(segment_km / step_km));
        for (int step = 1; step < steps; ++step) {
            points.push_back(between(line[i - 1], line[i], static_cast<double>(step) / steps));
        }
        points.push_back(line[i]);
    }
    return points;
}

bool contains(const Feature& polygon, LonLat place) {
    bool inside = false;
    for (const std::vector<LonLat>& ring : polygon.parts) {
        for (std::size_t i = 1; i < ring.size(); ++i) {
            const LonLat a = ring[i - 1];
            const LonLat b = ring[i];
            if ((a.latitude > place.latitude) != (b.latitude > place.latitude)) {
                const double share = (place.latitude - a.latitude) / (b.latitude - a.latitude);
                inside ^= place.longitude < a.longitude + share * (b.longitude - a.longitude);
            }
        }
    }
    return inside;
}

}  // namespace relief
