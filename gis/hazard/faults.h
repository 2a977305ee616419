// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gis/crs.h"
#include "gis/layer.h"

#include <string>
#include <vector>

namespace relief {

/// A fault line near a place.
struct NearFault {
    std::string name;        ///< "" where the map has none
    double distance_km = 0;  ///< from the place to its nearest point
    /// Direction of the stretch of up to 10 km either way from there, 0 to 180 clockwise from
    /// north.
    double strike_deg = 0;
};

/// The faults of a layer (lines; field 断层名称) within `within_km` of a place, the nearest first;
/// of those with one name the nearest line alone. bad_input (json.field) without that field.
[[nodiscard]] std::vector<NearFault> faults_near(const Layer& faults, LonLat place,
                                                 double within_km);

}  // namespace relief
