// SPDX-License-Identifier: Apache-2.0
// A map layer or a raster of anybody's, what stands before GDAL included: the first character
// chooses the name the bytes come under (s a Shapefile, g a GeoPackage, a an ASCII grid, t a
// GeoTIFF, else GeoJSON). What is read lies on the Earth. A raster is opened in a child process, as
// always; how that ends is the parent's to tell. Behind h the GeoPackage's bytes are put behind a
// good header, so that more than the header is tried.
#include "core/data_source.h"
#include "gis/hazard/raster.h"
#include "gis/layer.h"
#include "tests/fuzz/kit.h"

#include <cmath>
#include <string>
#include <string_view>

namespace {

using relief::fuzz::require;

void try_vector(const std::filesystem::path& file) {
    (void)relief::fuzz::answered([&] {
        const relief::Layer layer = relief::read_vector_layer(file, {});
        for (const relief::Feature& feature : layer.features) {
            require(feature.values.size() == layer.fields.size());
            for (const auto& part : feature.parts) {
                for (const relief::LonLat& at : part) {
                    require(std::abs(at.longitude) <= 180 && std::abs(at.latitude) <= 90);
                }
            }
        }
    });
}

void try_raster(const std::filesystem::path& file) {
    (void)relief::fuzz::answered([&] {
        const relief::Raster raster =
            relief::read_raster(file, {.limits = {.cells_max = 10'000, .bytes_max = 1U << 20U}});
        require(raster.columns() > 0 && raster.rows() > 0 && raster.size() <= 10'000);
        for (int row = 0; row < raster.rows(); row += 7) {
            for (int column = 0; column < raster.columns(); column += 7) {
                const double value = raster.at(column, row);
                require(std::isnan(value) || value >= 0);
            }
        }
        (void)relief::fuzz::answered([&] {
            (void)raster.value({126.5, 43.8}, relief::Sampling::bilinear);
        });
    });
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const relief::fuzz::TempFolder folder;
    const std::string_view bytes = relief::fuzz::text_of(data, size);
    if (bytes.empty()) {
        return 0;
    }
    const std::string_view rest = bytes.substr(1);
    switch (bytes.front()) {
        case 's': try_vector(folder.write("fuzz.shp", rest)); break;
        case 'g': try_vector(folder.write("fuzz.gpkg", rest)); break;
        case 'h':
            try_vector(folder.write("fuzz.gpkg",
                                    "SQLite format 3" + std::string(1, '\0') + std::string(rest)));
            break;
        case 'a': try_raster(folder.write("fuzz.asc", rest)); break;
        case 't': try_raster(folder.write("fuzz.tif", rest)); break;
        default: try_vector(folder.write("fuzz.geojson", rest));
    }
    return 0;
}
