// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gis/crs.h"
#include "gis/layer.h"

#include <span>
#include <vector>

namespace relief {

/// The point of a line nearest to a place.
struct NearestOnLine {
    double share = 0;        ///< of the line's length that lies before it, 0 to 1
    double distance_km = 0;  ///< from the place, over the ellipsoid
    LonLat at;
};

/// A line of one point or more. Of several nearest points the first along the line. The search is
/// flat about the place: meant for lines within some tens of kilometres.
[[nodiscard]] NearestOnLine nearest_on(std::span<const LonLat> line, LonLat place);

/// The part of a line between two shares of its length, 0 <= from < to <= 1.
[[nodiscard]] std::vector<LonLat> part_of(std::span<const LonLat> line, double from_share,
                                          double to_share);

/// Points along a line, none farther than `step_km` from the next, its corners among them.
[[nodiscard]] std::vector<LonLat> points_along(std::span<const LonLat> line, double step_km);

/// Whether a place lies in a polygon (holes are outside). On the border it may be either.
[[nodiscard]] bool contains(const Feature& polygon, LonLat place);

}  // namespace relief
