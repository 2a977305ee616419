// SPDX-License-Identifier: Apache-2.0
#include "gis/crs.h"

#include "gis/maps/map_library.h"

#include <cmath>
#include <numbers>

namespace relief {

struct Projection::Transformation {
    std::unique_ptr<const PlaneMap> map;
};

Projection::Projection(const std::string& definition)
    : transformation_(
          std::make_shared<const Transformation>(Transformation{open_plane_map(definition)})) {}

MapPoint Projection::forward(LonLat at) const {
    return transformation_->map->forward(at);
}

LonLat Projection::inverse(MapPoint at) const {
    return transformation_->map->inverse(at);
}

std::vector<MapPoint> Projection::forward(std::span<const LonLat> line) const {
    std::vector<MapPoint> points;
    points.reserve(line.size());
    for (const LonLat& at : line) {
        points.push_back(forward(at));
    }
    return points;
}

std::optional<Datum> datum_of(std::string_view word) {
    if (word == "WGS84") {
        return Datum::wgs84;
    }
    if (word == "CGCS2000") {
        return Datum::cgcs2000;
    }
    return word == "GCJ-02" || word == "GCJ02" ? std::optional(Datum::gcj02) : std::nullopt;
}

// The shift is a polynomial with sines over the distance from 105 E 35 N, on the Krasovsky
// ellipsoid; its figures are known from many public programs and were never published officially.
LonLat to_gcj02(LonLat wgs84) {
    const bool shifted = wgs84.longitude >= 72.004 && wgs84.longitude <= 137.8347 &&
                         wgs84.latitude >= 0.8293 && wgs84.latitude <= 55.8271;
    if (!shifted) {
        return wgs84;
    }
    constexpr double pi = std::numbers::pi;
    constexpr double semi_major_m = 6378245.0;
    constexpr double eccentricity_squared = 0.00669342162296594323;
    const double x = wgs84.longitude - 105;
    const double y = wgs84.latitude - 35;
    const auto wave = [](double at, double period, double height) {
        return height * std::sin(at * pi / period);
    };
    const double common = (wave(x, 1.0 / 6, 20) + wave(x, 0.5, 20)) * 2 / 3;
    const double north_m =
        -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * std::sqrt(std::abs(x)) + common +
        (wave(y, 1, 20) + wave(y, 3, 40)) * 2 / 3 + (wave(y, 12, 160) + wave(y, 30, 320)) * 2 / 3;
    const double east_m =
        300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * std::sqrt(std::abs(x)) + common +
        (wave(x, 1, 20) + wave(x, 3, 40)) * 2 / 3 + (wave(x, 12, 150) + wave(x, 30, 300)) * 2 / 3;
    const double latitude_rad = wgs84.latitude * pi / 180;
    const double sine = std::sin(latitude_rad);
    const double magic = 1 - eccentricity_squared * sine * sine;
    const double meridian_m =
        semi_major_m * (1 - eccentricity_squared) / (magic * std::sqrt(magic)) * pi / 180;
    const double parallel_m = semi_major_m / std::sqrt(magic) * std::cos(latitude_rad) * pi / 180;
    return {.longitude = wgs84.longitude + east_m / parallel_m,
            .latitude = wgs84.latitude + north_m / meridian_m};
}

LonLat from_gcj02(LonLat gcj02) {
    // The shift changes slowly, so each round leaves a hundredth of the error of the one before.
    constexpr int rounds = 6;
    LonLat at = gcj02;
    for (int i = 0; i < rounds; ++i) {
        const LonLat shown = to_gcj02(at);
        at.longitude += gcj02.longitude - shown.longitude;
        at.latitude += gcj02.latitude - shown.latitude;
    }
    return at;
}

}  // namespace relief
