// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gis/crs.h"

#include <span>
#include <vector>

namespace relief {

/// A polygon of one or more rings, holes after the outer one.
using AreaRings = std::vector<std::vector<LonLat>>;

/// The area within `width_m` of some lines, less what lies within half of that of the lines to be
/// kept out, so that the area over a road that is reached does not cover the one across the river
/// that is not. The lines themselves always lie in it, 20 m to each side. Outlines are thinned to
/// 10 m. Polygons from the largest to the smallest; none where there are no lines.
[[nodiscard]] std::vector<AreaRings> area_around(std::span<const std::vector<LonLat>> lines,
                                                 std::span<const std::vector<LonLat>> keep_out,
                                                 double width_m);

}  // namespace relief
