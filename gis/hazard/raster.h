// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gis/crs.h"
#include "gis/hazard/sampling.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace relief {

/// Degrees of WGS84. `west` east of `east`: over the date line.
struct LonLatBox {
    double west = 0;
    double south = 0;
    double east = 0;
    double north = 0;
};

/// How large a raster may be; what is read of it, where a box is asked for.
struct RasterLimits {
    std::size_t cells_max = 100'000'000;
    std::size_t bytes_max = std::size_t{400} << 20U;       ///< of the cells as the file keeps them
    std::size_t block_bytes_max = std::size_t{64} << 20U;  ///< of one block of the file
    std::uintmax_t file_bytes_max = std::uintmax_t{8} << 30U;
};

struct RasterRequest {
    /// Of a file in degrees; as its owner declares it.
    Datum datum = Datum::wgs84;
    /// "EPSG:32651" or a "+proj=" string for a file that names no system; "": it is in degrees.
    std::string system;
    /// People, depth, intensity, snow are never negative: a negative value is a mark for "no data",
    /// declared or not. False for temperatures and heights.
    bool negative_is_unknown = true;
    /// Values that mean "no data" beside what the file declares.
    std::vector<double> nodata;
    int band = 1;
    std::optional<LonLatBox> box;  ///< read only the cells that may meet it
    RasterLimits limits;
};

/// What was odd about the values of a raster.
struct RasterNotes {
    std::size_t unknown_cells = 0;        ///< NaN or a mark for "no data"
    std::size_t negative_cells = 0;       ///< of these, negative without being the declared mark
    bool nodata_wrapped = false;          ///< the mark does not fit the type of the cells: 128
                                          ///< in a signed byte stands there as -128
    std::vector<std::string> suspicious;  ///< sentences: "+999 stands in 12 cells, nodata is -999"
};

enum class CellType : std::uint8_t { u8, i8, u16, i16, u32, i32, f32, f64 };

/// From columns and rows to map coordinates: x = g0 + g1 column + g2 row, y = g3 + g4 column +
/// g5 row, of the corner of a cell; g5 is above 0 where the rows go from south to north.
using GeoTransform = std::array<double, 6>;

/// A grid of numbers over the map, read whole, kept as the file keeps them. Not to be asked by two
/// threads at once for places (value, position).
class Raster {
  public:
    /// Cells given row by row, NaN where unknown, in metres of a plane that lies nowhere on the
    /// Earth: for grids without a place.
    Raster(int columns, int rows, const GeoTransform& transform, std::span<const double> cells);

    [[nodiscard]] int columns() const noexcept { return columns_; }
    [[nodiscard]] int rows() const noexcept { return rows_; }
    [[nodiscard]] std::size_t size() const noexcept {
        return static_cast<std::size_t>(columns_) * static_cast<std::size_t>(rows_);
    }
    [[nodiscard]] const GeoTransform& transform() const noexcept { return transform_; }
    [[nodiscard]] const RasterNotes& notes() const noexcept { return notes_; }
    [[nodiscard]] bool in_degrees() const noexcept { return in_degrees_; }
    /// Name of the coordinate system, for people; "" where the file names none.
    [[nodiscard]] const std::string& system() const noexcept { return system_; }
    [[nodiscard]] std::optional<double> declared_nodata() const noexcept { return nodata_; }
    /// Of one cell, m2; only for a raster in metres, else bad_input (raster.system).
    [[nodiscard]] double cell_area_m2() const;

    /// NaN where unknown. 0 <= column < columns(), 0 <= row < rows().
    [[nodiscard]] double at(int column, int row) const;
    /// A whole row at once; `out` has room for columns() numbers.
    void row(int row, std::span<double> out) const;

    /// nullopt outside and where unknown; bilinear also where any of the points that count is
    /// unknown. Within half a cell of the edge bilinear holds the outermost cells.
    [[nodiscard]] std::optional<double> value(LonLat at, Sampling sampling) const;
    /// The middle of a cell, in WGS84.
    [[nodiscard]] LonLat position(int column, int row) const;
    /// The middle of a cell in the raster's own coordinates, and the value at such a place.
    [[nodiscard]] MapPoint centre(int column, int row) const;
    [[nodiscard]] std::optional<double> value_on_map(MapPoint at, Sampling sampling) const;

  private:
    struct System;
    struct Answer;
    friend std::vector<Raster> read_rasters(std::span<const std::filesystem::path> files,
                                            const RasterRequest& request);
    Raster() = default;

    [[nodiscard]] double decoded(std::size_t index) const;
    [[nodiscard]] double cleaned(double stored) const;
    template <typename Number>
    void clean_row(std::size_t begin, std::span<double> out) const;
    void take(Answer&& answer, const RasterRequest& request);
    void look_through(const RasterRequest& request);

    int columns_ = 0;
    int rows_ = 0;
    GeoTransform transform_{0, 1, 0, 0, 0, -1};
    GeoTransform inverse_{0, 1, 0, 0, 0, -1};
    CellType type_ = CellType::f64;
    std::shared_ptr<const char> cells_;
    std::vector<double> table_;  ///< of every byte its value, for cells of one byte
    std::optional<double> nodata_;
    std::vector<double> marks_;  ///< stored values that mean nothing is known
    double scale_ = 1;
    double shift_ = 0;
    bool negative_is_unknown_ = true;
    bool in_degrees_ = false;
    Datum datum_ = Datum::wgs84;
    std::string system_;
    RasterNotes notes_;
    std::shared_ptr<System> to_map_;  ///< WGS84 and the raster's system; null where it is WGS84
};

/// Reads a GeoTIFF (.tif, .tiff) or an ESRI ASCII grid (.asc) in a child process without network,
/// with bounds on memory and time. Only a plain file is opened, by that driver alone, without files
/// beside it. bad_input: file.missing; raster.format for what is none, has no such band, or
/// complex numbers; raster.size beyond a limit, looked at before a cell is read; raster.system
/// where the coordinate system is not known (one PROJ knows no way from, when first asked for a
/// place), or coordinates and system do not fit (degrees said to
/// be metres, or the other way round).
[[nodiscard]] Raster read_raster(const std::filesystem::path& file,
                                 const RasterRequest& request = {});

/// Several at once, each in a child of its own, with one request. The errors of read_raster; of
/// several the first in order.
[[nodiscard]] std::vector<Raster> read_rasters(std::span<const std::filesystem::path> files,
                                               const RasterRequest& request = {});

}  // namespace relief
