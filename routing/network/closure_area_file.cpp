// SPDX-License-Identifier: Apache-2.0
#include "routing/network/closure_area_file.h"

#include "core/error.h"
#include "gis/layer.h"

#include <cmath>

namespace relief {

ClosureArea read_closure_area(const std::filesystem::path& file, const std::string& datum) {
    const auto declared = datum_of(datum);
    if (!declared) {
        throw bad_input({.code = "crs.datum",
                         .message = "the datum of the polygon must be declared",
                         .file = file.string(),
                         .field = "--datum",
                         .found = datum.empty() ? "nothing" : datum,
                         .expected = "WGS84, CGCS2000 or GCJ-02"});
    }
    const Layer layer = read_vector_layer(file, {.datum = *declared});
    ClosureArea area;
    for (const Feature& feature : layer.features) {
        if (feature.kind != GeometryKind::polygon) {
            continue;
        }
        for (const std::vector<LonLat>& part : feature.parts) {
            std::vector<StreetPoint>& ring = area.rings.emplace_back();
            for (const LonLat at : part) {
                ring.push_back(
                    {.longitude_e7 = static_cast<std::int32_t>(std::lround(at.longitude * 1e7)),
                     .latitude_e7 = static_cast<std::int32_t>(std::lround(at.latitude * 1e7))});
            }
        }
    }
    check_area(area, file.string());
    return area;
}

}  // namespace relief
