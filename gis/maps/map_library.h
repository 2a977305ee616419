// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gis/area_share.h"
#include "gis/assessment/grid_damage.h"
#include "gis/crs.h"
#include "gis/hazard/raster.h"
#include "gis/layer.h"
#include "gis/maps/raster_child.h"
#include "gis/reach_area.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

// GDAL and PROJ bring about 120 shared libraries with them, a tenth of a second of processor time
// at every start, and most commands read no map. So everything that includes their headers stands
// in gis/maps and is a library of its own, relief-maps.so, which the room loads when it is first
// asked for a map (gis/on_demand.cpp). What crosses the border are plain values and the classes
// below; errors cross it as they are.
namespace relief {

/// A projection at work: from WGS84 to metres and back. Fault where a point cannot be projected.
class PlaneMap {
  public:
    virtual ~PlaneMap() = default;
    [[nodiscard]] virtual MapPoint forward(LonLat at) const = 0;
    [[nodiscard]] virtual LonLat inverse(MapPoint at) const = 0;
};

/// As Projection's constructor.
[[nodiscard]] std::unique_ptr<const PlaneMap> open_plane_map(const std::string& definition);

/// The coordinate system of a raster. The ways there and back are bad_input (raster.system) where
/// PROJ knows none, and nullopt for a point that has no place there.
class RasterSystem {
  public:
    virtual ~RasterSystem() = default;
    [[nodiscard]] virtual std::string name() const = 0;  ///< for people
    [[nodiscard]] virtual bool is_geographic() const = 0;
    [[nodiscard]] virtual bool is_wgs84() const = 0;
    [[nodiscard]] virtual std::optional<MapPoint> to_map(LonLat at) = 0;
    [[nodiscard]] virtual std::optional<LonLat> to_degrees(MapPoint at) = 0;
};

/// By what the file tells (`wkt`) or, where that is empty, by a code or a "+proj=" string. Null
/// where the system is not known. `file` is for messages.
[[nodiscard]] std::unique_ptr<RasterSystem> read_raster_system(const std::filesystem::path& file,
                                                               const std::string& wkt,
                                                               const std::string& words);

/// The cells of a raster without what stands in them.
struct CellGrid {
    GeoTransform transform{};
    int columns = 0;
    int rows = 0;
};

/// As covered_cells of a raster in metres.
[[nodiscard]] std::vector<CoveredCell> covered_cells(const CellGrid& grid,
                                                     std::span<const std::vector<MapPoint>> rings);

/// The door of relief-maps.so: each member is the function of its name there.
struct MapLibrary {
    std::unique_ptr<const PlaneMap> (*open_plane_map)(const std::string&);
    double (*geodesic_km)(LonLat, LonLat);
    double (*line_km)(std::span<const LonLat>);
    Layer (*read_layer)(const std::filesystem::path&);
    Layer (*read_vector_layer)(const std::filesystem::path&, const VectorRequest&);
    std::vector<std::vector<MapPoint>> (*simplified)(const Feature&, const Projection&, double);
    RasterBytes (*raster_bytes)(const std::filesystem::path&, const RasterRequest&);
    std::unique_ptr<RasterSystem> (*read_raster_system)(const std::filesystem::path&,
                                                        const std::string&, const std::string&);
    std::vector<CoveredCell> (*covered_cells)(const CellGrid&,
                                              std::span<const std::vector<MapPoint>>);
    std::vector<AreaRings> (*area_around)(std::span<const std::vector<LonLat>>,
                                          std::span<const std::vector<LonLat>>, double);
    std::vector<double> (*area_shares)(std::span<const std::vector<LonLat>>,
                                       std::span<const GroundCircle>, const Layer&);
};

/// Loads the maps now: for a server, which must not meet a newer library that an upgrade put in the
/// place of its own, nor make the first who asks wait.
void load_map_library();

}  // namespace relief
