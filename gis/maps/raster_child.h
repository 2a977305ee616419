// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gis/hazard/raster.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

namespace relief {

/// What the child that opens a raster tells of it: plain bytes through a pipe. The cells themselves
/// come through memory that both share, so that they are copied by nobody.
struct RasterHeader {
    std::uint32_t magic = 0;
    std::int32_t columns = 0;  ///< of the part that was read
    std::int32_t rows = 0;
    CellType type = CellType::f64;
    bool has_nodata = false;
    double nodata = 0;
    double scale = 1;
    double shift = 0;
    double transform[6]{};
    std::uint32_t wkt_size = 0;
};

struct RasterBytes {
    RasterHeader header;
    std::string wkt;
    std::shared_ptr<const char> cells;
};

[[nodiscard]] std::size_t bytes_of(CellType type);

/// Opens the file by GDAL in a confined child and hands its cells over, checked for size. Errors as
/// of read_raster.
[[nodiscard]] RasterBytes raster_bytes(const std::filesystem::path& file,
                                       const RasterRequest& request);

}  // namespace relief
