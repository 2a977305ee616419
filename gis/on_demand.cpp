// SPDX-License-Identifier: Apache-2.0
#include "core/program_part.h"
#include "gis/maps/map_library.h"

// The functions of gis/maps as the rest of the program sees them: relief-maps.so is loaded by the
// first of them that is called.
namespace relief {
namespace {

const MapLibrary& maps() {
    static const auto& library = program_part_as<MapLibrary>("relief-maps");
    return library;
}

}  // namespace

void load_map_library() {
    static_cast<void>(maps());
}

std::unique_ptr<const PlaneMap> open_plane_map(const std::string& definition) {
    return maps().open_plane_map(definition);
}

double geodesic_km(LonLat from, LonLat to) {
    return maps().geodesic_km(from, to);
}

double geodesic_km(std::span<const LonLat> line) {
    return maps().line_km(line);
}

Layer read_layer(const std::filesystem::path& file) {
    return maps().read_layer(file);
}

Layer read_vector_layer(const std::filesystem::path& file, const VectorRequest& request) {
    return maps().read_vector_layer(file, request);
}

std::vector<std::vector<MapPoint>> simplified(const Feature& feature, const Projection& projection,
                                              double tolerance_m) {
    return maps().simplified(feature, projection, tolerance_m);
}

RasterBytes raster_bytes(const std::filesystem::path& file, const RasterRequest& request) {
    return maps().raster_bytes(file, request);
}

std::unique_ptr<RasterSystem> read_raster_system(const std::filesystem::path& file,
                                                 const std::string& wkt, const std::string& words) {
    return maps().read_raster_system(file, wkt, words);
}

std::vector<CoveredCell> covered_cells(const CellGrid& grid,
                                       std::span<const std::vector<MapPoint>> rings) {
    return maps().covered_cells(grid, rings);
}

std::vector<AreaRings> area_around(std::span<const std::vector<LonLat>> lines,
                                   std::span<const std::vector<LonLat>> keep_out, double width_m) {
    return maps().area_around(lines, keep_out, width_m);
}

std::vector<double> area_shares(std::span<const std::vector<LonLat>> rings,
                                std::span<const GroundCircle> circles, const Layer& units) {
    return maps().area_shares(rings, circles, units);
}

}  // namespace relief
