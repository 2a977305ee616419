// SPDX-License-Identifier: Apache-2.0
#include "tools/benchmarks/gdal_read.h"

#include <array>
#include <memory>
#include <vector>

#include <gdal_frmts.h>
#include <gdal_priv.h>

namespace relief::bench {
namespace {

struct CloseDataset {
    void operator()(GDALDataset* dataset) const { GDALClose(dataset); }
};

}  // namespace

std::size_t gdal_read(const std::filesystem::path& file) {
    GDALRegister_GTiff();
    constexpr std::array<const char*, 2> drivers{"GTiff", nullptr};
    const std::unique_ptr<GDALDataset, CloseDataset> dataset(static_cast<GDALDataset*>(GDALOpenEx(
        file.c_str(), GDAL_OF_RASTER | GDAL_OF_READONLY, drivers.data(), nullptr, nullptr)));
    if (!dataset || dataset->GetRasterCount() < 1) {
        return 0;
    }
    GDALRasterBand& band = *dataset->GetRasterBand(1);
    const int columns = dataset->GetRasterXSize();
    const int rows = dataset->GetRasterYSize();
    const std::size_t cells = static_cast<std::size_t>(columns) * static_cast<std::size_t>(rows);
    const auto size = static_cast<std::size_t>(GDALGetDataTypeSizeBytes(band.GetRasterDataType()));
    std::vector<char> bytes(cells * size);
    const CPLErr read = band.RasterIO(GF_Read, 0, 0, columns, rows, bytes.data(), columns, rows,
                                      band.GetRasterDataType(), 0, 0, nullptr);
    return read == CE_None ? cells : 0;
}

}  // namespace relief::bench
