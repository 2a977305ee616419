// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gis/crs.h"
#include "gis/layer.h"

#include <span>
#include <vector>

namespace relief {

/// A circle on the ground.
struct GroundCircle {
    LonLat centre;
    double radius_km = 0;
};

/// The share of each polygon of `units`, by area on an equal-area map, that rings and circles
/// cover: their union is taken first, so that parts laid over each other count once. A ring is
/// filled, also one inside another; one that crosses itself is filled even-odd. 0 to 1, one for
/// each feature. Rings and circles far from all units cost nothing.
[[nodiscard]] std::vector<double> area_shares(std::span<const std::vector<LonLat>> rings,
                                              std::span<const GroundCircle> circles,
                                              const Layer& units);

}  // namespace relief
