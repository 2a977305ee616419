// SPDX-License-Identifier: Apache-2.0
// Files of a hazard that come from others: S stations, O outages, else a ShakeMap grid. A grid that
// is read has all its cells and answers within their bounds; a reading is one weather can have.
#include "gis/hazard/sampling.h"
#include "gis/hazard/shakemap.h"
#include "gis/hazard/stations.h"
#include "tests/fuzz/kit.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <string_view>

namespace {

using relief::LonLat;
using relief::fuzz::require;

void try_stations(std::string_view bytes) {
    using relief::StationQuantity;
    for (const StationQuantity quantity :
         {StationQuantity::rain, StationQuantity::snow_depth, StationQuantity::snow_load,
          StationQuantity::wind, StationQuantity::temperature}) {
        (void)relief::fuzz::answered([&] {
            const auto stations =
                relief::read_stations(bytes, "fuzz.csv", quantity, [](std::string_view code) {
                    return code == "220200" ? std::optional(LonLat{126.5, 43.8}) : std::nullopt;
                });
            double low = std::numeric_limits<double>::infinity();
            double high = -low;
            for (const relief::StationReading& reading : stations.readings) {
                require(std::isfinite(reading.value) && std::abs(reading.at.latitude) <= 90 &&
                        reading.line > 1);
                low = std::min(low, reading.value);
                high = std::max(high, reading.value);
            }
            if (const auto between = relief::station_value(stations, {126.5, 43.8})) {
                const double slack = 1e-9 * (1 + std::abs(low) + std::abs(high));
                require(between->value >= low - slack && between->value <= high + slack);
            }
        });
    }
}

void try_outages(std::string_view bytes) {
    (void)relief::fuzz::answered([&] {
        for (const relief::Outage& outage : relief::read_outages(
                 bytes, "fuzz.csv", [](std::string_view code) { return code.size() == 6; })) {
            require(outage.households >= 0 && outage.code.size() == 6);
        }
    });
}

void try_shakemap(const relief::fuzz::TempFolder& folder, std::string_view bytes) {
    const auto file = folder.write("grid.xml", bytes);
    (void)relief::fuzz::answered([&] {
        const relief::ShakeMapGrid grid = relief::read_shakemap(file, {.cells_max = 10'000});
        (void)relief::shakemap_cell_areas_km2(grid);
        for (const relief::Sampling how : {relief::Sampling::nearest, relief::Sampling::bilinear}) {
            for (const LonLat at : {LonLat{126.5, 43.8}, LonLat{179.99, -89}, LonLat{0, 0}}) {
                (void)relief::shakemap_value(grid, grid.mmi(), at, how);
            }
        }
    });
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const relief::fuzz::TempFolder folder;
    const std::string_view bytes = relief::fuzz::text_of(data, size);
    if (bytes.starts_with('S')) {
        try_stations(bytes.substr(1));
    } else if (bytes.starts_with('O')) {
        try_outages(bytes.substr(1));
    } else {
        try_shakemap(folder, bytes);
    }
    return 0;
}
