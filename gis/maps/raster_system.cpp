// SPDX-License-Identifier: Apache-2.0
#include "core/error.h"
#include "gis/maps/map_library.h"

#include <string_view>
#include <utility>

#include <ogr_spatialref.h>

namespace relief {
namespace {

struct CloseTransformation {
    void operator()(OGRCoordinateTransformation* each) const {
        OGRCoordinateTransformation::DestroyCT(each);
    }
};
using Transformation = std::unique_ptr<OGRCoordinateTransformation, CloseTransformation>;

/// Only what needs no file and no network: a code or a "+proj=" string.
bool set_system(const std::string& words, OGRSpatialReference& system) {
    constexpr std::string_view authority = "EPSG:";
    constexpr std::size_t digits_max = 6;
    if (words.starts_with("+proj=")) {
        return system.importFromProj4(words.c_str()) == OGRERR_NONE;
    }
    const std::string digits = words.starts_with(authority) ? words.substr(authority.size()) : "";
    const bool is_code = !digits.empty() && digits.size() <= digits_max &&
                         digits.find_first_not_of("0123456789") == std::string::npos;
    return is_code && system.importFromEPSG(std::stoi(digits)) == OGRERR_NONE;
}

OGRSpatialReference wgs84() {
    OGRSpatialReference degrees;
    degrees.SetWellKnownGeogCS("WGS84");
    degrees.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
    return degrees;
}

/// The ways there and back are made when they are first wanted: PROJ's database is slow to open.
class GdalRasterSystem final : public RasterSystem {
  public:
    GdalRasterSystem(std::filesystem::path file, OGRSpatialReference map)
        : file_(std::move(file)), map_(std::move(map)) {
        map_.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
    }

    [[nodiscard]] std::string name() const override {
        const char* const words = map_.GetName();
        return words == nullptr ? "" : words;
    }
    [[nodiscard]] bool is_geographic() const override { return map_.IsGeographic() != 0; }
    [[nodiscard]] bool is_wgs84() const override {
        const OGRSpatialReference degrees = wgs84();
        return map_.IsSameGeogCS(&degrees) != 0;
    }
    [[nodiscard]] std::optional<MapPoint> to_map(LonLat at) override {
        make();
        double x = at.longitude;
        double y = at.latitude;
        return forward_->Transform(1, &x, &y) == FALSE
                   ? std::nullopt
                   : std::optional(MapPoint{.x_m = x, .y_m = y});
    }
    [[nodiscard]] std::optional<LonLat> to_degrees(MapPoint at) override {
        make();
        double x = at.x_m;
        double y = at.y_m;
        return back_->Transform(1, &x, &y) == FALSE
                   ? std::nullopt
                   : std::optional(LonLat{.longitude = x, .latitude = y});
    }

  private:
    void make() {
        if (forward_ && back_) {
            return;
        }
        const OGRSpatialReference degrees = wgs84();
        CPLPushErrorHandler(CPLQuietErrorHandler);
        forward_.reset(OGRCreateCoordinateTransformation(&degrees, &map_));
        back_.reset(OGRCreateCoordinateTransformation(&map_, &degrees));
        CPLPopErrorHandler();
        if (!forward_ || !back_) {
            throw bad_input({.code = "raster.system",
                             .message = "the coordinate system cannot be undone",
                             .file = file_.string(),
                             .field = "system",
                             .found = name(),
                             .expected = "a system PROJ knows a way from"});
        }
    }

    std::filesystem::path file_;
    OGRSpatialReference map_;
    Transformation forward_;
    Transformation back_;
};

}  // namespace

std::unique_ptr<RasterSystem> read_raster_system(const std::filesystem::path& file,
                                                 const std::string& wkt, const std::string& words) {
    OGRSpatialReference system;
    CPLPushErrorHandler(CPLQuietErrorHandler);
    const bool is_set =
        wkt.empty() ? set_system(words, system) : system.importFromWkt(wkt.c_str()) == OGRERR_NONE;
    CPLPopErrorHandler();
    return is_set ? std::make_unique<GdalRasterSystem>(file, std::move(system)) : nullptr;
}

}  // namespace relief
