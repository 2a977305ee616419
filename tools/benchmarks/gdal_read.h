// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <filesystem>

namespace relief::bench {

/// Reads the first band of a GeoTIFF whole, as it stands in the file, by GDAL in this process; how
/// many cells. What every reader of a raster has to do at the least. 0 where it cannot be read.
[[nodiscard]] std::size_t gdal_read(const std::filesystem::path& file);

}  // namespace relief::bench
