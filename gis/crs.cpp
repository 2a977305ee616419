// SPDX-License-Identifier: Apache-2.0
#include "gis/crs.h"

#include "core/error.h"

#include <cmath>
#include <cstddef>
#include <numbers>

#include <geodesic.h>
#include <proj.h>

namespace relief {
namespace {

[[noreturn]] void refuse_crs(const std::string& definition) {
    throw bad_input({.code = "crs.unknown",
                     .message = "this is no projected coordinate system",
                     .file = {},
                     .field = {},
                     .found = definition,
                     .expected = "an authority code such as EPSG:32651, or a +proj= string"});
}

/// A bare projection needs no look into PROJ's database, which is most of the cost.
PJ* open_projection(PJ_CONTEXT* context, const std::string& definition) {
    if (definition.starts_with("+proj=")) {
        const std::string pipeline =
            "+proj=pipeline +step +proj=unitconvert +xy_in=deg +xy_out=rad +step " + definition;
        return proj_create(context, pipeline.c_str());
    }
    PJ* const raw = proj_create_crs_to_crs(context, "EPSG:4326", definition.c_str(), nullptr);
    if (raw == nullptr) {
        return nullptr;
    }
    PJ* const east_first = proj_normalize_for_visualization(context, raw);
    proj_destroy(raw);
    return east_first;
}

bool is_metric(PJ* projection) {
    // A transformation to degrees or to the centre of the Earth is no map.
    const PJ_COORD probe = proj_trans(projection, PJ_FWD, proj_coord(126.5, 43.8, 0, 0));
    return std::isfinite(probe.xy.x) && std::isfinite(probe.xy.y) &&
           std::hypot(probe.xy.x - 126.5, probe.xy.y - 43.8) > 1;
}

geod_geodesic wgs84_geodesic() {
    constexpr double semi_major_m = 6378137.0;
    constexpr double flattening = 1 / 298.257223563;
    geod_geodesic geodesic{};
    geod_init(&geodesic, semi_major_m, flattening);
    return geodesic;
}

double inverse_km(const geod_geodesic& geodesic, LonLat from, LonLat to) {
    double metres = 0;
    geod_inverse(&geodesic, from.latitude, from.longitude, to.latitude, to.longitude, &metres,
                 nullptr, nullptr);
    return metres / 1000;
}

}  // namespace

struct Projection::Transformation {
    PJ_CONTEXT* context = nullptr;
    PJ* projection = nullptr;

    explicit Transformation(const std::string& definition) : context(proj_context_create()) {
        proj_log_level(context, PJ_LOG_NONE);
        proj_context_set_enable_network(context, 0);
        projection = open_projection(context, definition);
        if (projection == nullptr || !is_metric(projection)) {
            close();
            refuse_crs(definition);
        }
    }
    ~Transformation() { close(); }
    Transformation(const Transformation&) = delete;
    Transformation& operator=(const Transformation&) = delete;

    void close() {
        proj_destroy(projection);
        proj_context_destroy(context);
    }

    [[nodiscard]] PJ_XY apply(PJ_DIRECTION direction, double first, double second) const {
        const PJ_COORD result = proj_trans(projection, direction, proj_coord(first, second, 0, 0));
        if (!std::isfinite(result.xy.x) || !std::isfinite(result.xy.y)) {
            throw fault({.code = "crs.range",
                         .message = "a point lies outside the reach of the map projection",
                         .file = {},
                         .field = {},
                         .found = std::to_string(first) + " " + std::to_string(second),
                         .expected = {}});
        }
        return result.xy;
    }
};

Projection::Projection(const std::string& definition)
    : transformation_(std::make_shared<const Transformation>(definition)) {}

MapPoint Projection::forward(LonLat at) const {
    const PJ_XY point = transformation_->apply(PJ_FWD, at.longitude, at.latitude);
    return {.x_m = point.x, .y_m = point.y};
}

LonLat Projection::inverse(MapPoint at) const {
    const PJ_XY point = transformation_->apply(PJ_INV, at.x_m, at.y_m);
    return {.longitude = point.x, .latitude = point.y};
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

double geodesic_km(LonLat from, LonLat to) {
    return inverse_km(wgs84_geodesic(), from, to);
}

double geodesic_km(std::span<const LonLat> line) {
    const geod_geodesic geodesic = wgs84_geodesic();
    double km = 0;
    for (std::size_t i = 1; i < line.size(); ++i) {
        km += inverse_km(geodesic, line[i - 1], line[i]);
    }
    return km;
}

}  // namespace relief
