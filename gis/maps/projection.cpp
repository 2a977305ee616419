// SPDX-License-Identifier: Apache-2.0
#include "core/error.h"
#include "gis/maps/map_library.h"

#include <cmath>
#include <cstddef>

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

class ProjPlaneMap final : public PlaneMap {
  public:
    explicit ProjPlaneMap(const std::string& definition) : context_(proj_context_create()) {
        proj_log_level(context_, PJ_LOG_NONE);
        proj_context_set_enable_network(context_, 0);
        projection_ = open_projection(context_, definition);
        if (projection_ == nullptr || !is_metric(projection_)) {
            close();
            refuse_crs(definition);
        }
    }
    ~ProjPlaneMap() override { close(); }
    ProjPlaneMap(const ProjPlaneMap&) = delete;
    ProjPlaneMap& operator=(const ProjPlaneMap&) = delete;

    [[nodiscard]] MapPoint forward(LonLat at) const override {
        const PJ_XY point = apply(PJ_FWD, at.longitude, at.latitude);
        return {.x_m = point.x, .y_m = point.y};
    }
    [[nodiscard]] LonLat inverse(MapPoint at) const override {
        const PJ_XY point = apply(PJ_INV, at.x_m, at.y_m);
        return {.longitude = point.x, .latitude = point.y};
    }

  private:
    void close() {
        proj_destroy(projection_);
        proj_context_destroy(context_);
    }

    [[nodiscard]] PJ_XY apply(PJ_DIRECTION direction, double first, double second) const {
        const PJ_COORD result = proj_trans(projection_, direction, proj_coord(first, second, 0, 0));
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

    PJ_CONTEXT* context_ = nullptr;
    PJ* projection_ = nullptr;
};

}  // namespace

std::unique_ptr<const PlaneMap> open_plane_map(const std::string& definition) {
    return std::make_unique<ProjPlaneMap>(definition);
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
