// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gis/assessment/class_edges.h"
#include "gis/assessment/depth_curve.h"
#include "gis/hazard/raster.h"

#include <cstdint>
#include <map>
#include <span>
#include <vector>

namespace relief {

/// What one class of land use is worth and how water harms it.
struct LandUseRule {
    int land_use = 0;
    DepthCurve curve;
    double value_per_m2 = 0;  ///< the most that can be lost
};

struct LandUseDamage {
    double total = 0;
    std::map<int, double> by_land_use;  ///< classes that have a rule
    std::int64_t wet_cells = 0;         ///< depth above 0
    double wet_km2 = 0;
    std::map<int, std::int64_t> wet_without_rule;  ///< wet cells of classes nobody told a rule of
};

/// Damage of a flood, cell by cell: curve(depth) x value x area of a cell, for depths above 0. Both
/// rasters lie on one grid in metres; where they do not, the land use is asked at the middle of
/// each cell of the depth. bad_input: raster.system for a grid in degrees, loss.model for a class
/// told twice or a curve that cannot be.
[[nodiscard]] LandUseDamage land_use_damage(const Raster& depth, const Raster& land_use,
                                            std::span<const LandUseRule> rules);

/// A cell and how much of it a polygon covers, m2.
struct CoveredCell {
    int column = 0;
    int row = 0;
    double area_m2 = 0;
};

/// The cells of a raster in metres that a polygon covers, by GEOS. Rings in the raster's own
/// coordinates, closed, holes after their outer ring. bad_input: raster.system in degrees,
/// layer.format for a polygon that crosses itself.
[[nodiscard]] std::vector<CoveredCell> covered_cells(const Raster& raster,
                                                     std::span<const std::vector<MapPoint>> rings);

/// Damage of one thing on the map: the sum over covered cells of area x value x curve(depth); dry
/// and unknown cells do no harm.
[[nodiscard]] double polygon_damage(const Raster& depth, std::span<const CoveredCell> cells,
                                    const DepthCurve& curve, double value_per_m2);

/// People by class of intensity: for each cell of `people` the intensity at its middle. Cells where
/// either is unknown count nowhere; how many people that leaves out is told.
struct ExposedPeople {
    ByClass<double> by_class{};
    double without_intensity = 0;
};
[[nodiscard]] ExposedPeople exposed_people(const Raster& intensity, const Raster& people,
                                           ClassEdge edge);

/// The sum of the known cells.
[[nodiscard]] double raster_sum(const Raster& raster);

}  // namespace relief
