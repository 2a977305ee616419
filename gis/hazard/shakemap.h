// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gis/crs.h"
#include "gis/hazard/sampling.h"

#include <cstddef>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace relief {

/// The earthquake a grid of shaking belongs to, as its file tells.
struct ShakeMapEvent {
    std::string id;
    std::string time;  ///< as written; no two makers agree on a form
    std::string description;
    std::optional<double> magnitude;
    std::optional<double> depth_km;
    std::optional<LonLat> epicentre;
};

/// One measure of shaking over the grid, row by row from north to south, west to east in a row; NaN
/// where unknown.
struct ShakeMapField {
    std::string name;   ///< MMI, PGA, PGV, PSA03, PSA10, PSA30, STDPGA …
    std::string units;  ///< as written: pctg, cms, intensity, ln(pctg)
    std::vector<double> values;
};

/// A ShakeMap grid.xml. Values of shaking are medians (the exponential of the mean of the
/// logarithm); STD… fields are standard deviations of the natural logarithm.
struct ShakeMapGrid {
    std::string file;
    ShakeMapEvent event;
    int columns = 0;
    int rows = 0;
    double west = 0;  ///< longitude of the first column's points; columns go on eastwards, past 180
    double north = 0;  ///< latitude of the first row's points
    double step_longitude = 0;
    double step_latitude = 0;
    std::vector<ShakeMapField> fields;  ///< without LON and LAT

    /// Fields of shaking or spread a loss model may want that the file does not hold.
    std::vector<std::string> missing_fields;
    /// Fields nobody here knows; they are kept.
    std::vector<std::string> unknown_fields;
    std::size_t unknown_values = 0;  ///< NaN, or a mark for "no data", in place of a value

    /// nullptr where the file has none.
    [[nodiscard]] const ShakeMapField* field(std::string_view name) const;
    [[nodiscard]] const std::vector<double>& mmi() const { return field("MMI")->values; }
    /// The place of cell `index` of a field.
    [[nodiscard]] LonLat position(std::size_t index) const;
};

/// How large a grid may be.
struct ShakeMapLimits {
    std::size_t bytes_max = std::size_t{256} << 20U;
    std::size_t cells_max = 4'000'000;
    int fields_max = 32;
};

/// Reads a grid.xml in a stream. bad_input: file.missing, file.read; xml.unsafe on a DOCTYPE,
/// xml.damaged, xml.size; shakemap.size beyond a limit; shakemap.format where the grid is not told,
/// a field is told twice, MMI, LON or LAT is missing, a value is no number, rows are more or fewer
/// than nlon x nlat, or a row does not lie where its turn is (longitude fastest, north to south).
/// An MMI outside 0 to 12, and a negative value of any other field, is unknown.
[[nodiscard]] ShakeMapGrid read_shakemap(const std::filesystem::path& file,
                                         const ShakeMapLimits& limits = {});

/// The value of a field of this grid at a place, across the date line too; nullopt outside the
/// points of the grid (half a step beyond for `nearest`) and where it is unknown, for `bilinear` at
/// any of the four points that count.
[[nodiscard]] std::optional<double> shakemap_value(const ShakeMapGrid& grid,
                                                   std::span<const double> values, LonLat at,
                                                   Sampling sampling);

/// The area a point of the grid stands for, km2, on the WGS84 ellipsoid; one value a row.
[[nodiscard]] std::vector<double> shakemap_cell_areas_km2(const ShakeMapGrid& grid);

}  // namespace relief
