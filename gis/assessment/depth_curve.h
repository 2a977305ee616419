// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gis/assessment/class_edges.h"

#include <string>
#include <vector>

namespace relief {

inline constexpr ModelConventions depth_conventions{
    .model = "depth and damage",
    .class_edge = std::nullopt,
    .nodata = "NaN; a depth of 0 or less is dry; a grid's mark for no data is never a depth",
    .centre = Centre::mean,
    .spread = "none given"};

/// What share of a thing's value water of a depth destroys: linear between the points, the end
/// values outside.
struct DepthCurve {
    std::string name;
    std::vector<double> depths;  ///< rising, metres unless said
    std::vector<double> ratios;  ///< 0 and more; percent where the table is in percent
    double none_below = 0;       ///< a depth below this does no harm

    /// bad_input (loss.model) where there are no points, their counts differ, depths do not rise
    /// or a ratio is negative or no number.
    void check() const;
};

/// 0 for NaN, for depths below `none_below` and for a curve without points.
[[nodiscard]] double damage_ratio(const DepthCurve& curve, double depth);

/// As grid models read a curve: the depth rounded to a step (0.01 m) first; dry is 0.
[[nodiscard]] double stepped_damage_ratio(const DepthCurve& curve, double depth, double step);

/// The rule of HAZUS for river floods: depth above the first floor = grid - first_floor, held
/// inside the curve; 0 where the grid is 0 or less or not known. Feet in the published tables.
[[nodiscard]] double riverine_damage_ratio(const DepthCurve& curve, double grid_depth,
                                           double first_floor);

}  // namespace relief
