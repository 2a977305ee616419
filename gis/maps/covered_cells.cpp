// SPDX-License-Identifier: Apache-2.0
#include "core/error.h"
#include "gis/maps/map_library.h"

#include <algorithm>
#include <cmath>

#include <ogr_geometry.h>

namespace relief {
namespace {

OGRPolygon polygon_of(std::span<const std::vector<MapPoint>> rings) {
    OGRPolygon polygon;
    for (const std::vector<MapPoint>& ring : rings) {
        OGRLinearRing line;
        for (const MapPoint corner : ring) {
            line.addPoint(corner.x_m, corner.y_m);
        }
        polygon.addRing(&line);
    }
    return polygon;
}

OGRPolygon cell_of(const CellGrid& grid, int column, int row) {
    const GeoTransform& g = grid.transform;
    const auto corner = [&](int right, int below) {
        return MapPoint{.x_m = g[0] + g[1] * (column + right) + g[2] * (row + below),
                        .y_m = g[3] + g[4] * (column + right) + g[5] * (row + below)};
    };
    const std::vector<MapPoint> ring{corner(0, 0), corner(1, 0), corner(1, 1), corner(0, 1),
                                     corner(0, 0)};
    return polygon_of(std::span(&ring, 1));
}

/// Asked without words to the terminal.
bool is_sound(const OGRPolygon& polygon) {
    CPLPushErrorHandler(CPLQuietErrorHandler);
    const bool sound = polygon.IsValid() != FALSE;
    CPLPopErrorHandler();
    return sound;
}

}  // namespace

std::vector<CoveredCell> covered_cells(const CellGrid& grid,
                                       std::span<const std::vector<MapPoint>> rings) {
    const OGRPolygon polygon = polygon_of(rings);
    if (rings.empty() || !is_sound(polygon)) {
        throw bad_input({.code = "layer.format",
                         .message = "the polygon crosses itself or has no area",
                         .expected = "a polygon of closed rings"});
    }
    // The cells its box may meet, by the corners of the box in cells.
    OGREnvelope box;
    polygon.getEnvelope(&box);
    const GeoTransform& g = grid.transform;
    const double determinant = g[1] * g[5] - g[2] * g[4];
    double left = grid.columns;
    double right = 0;
    double top = grid.rows;
    double bottom = 0;
    for (const double x : {box.MinX, box.MaxX}) {
        for (const double y : {box.MinY, box.MaxY}) {
            const double column = (g[5] * (x - g[0]) - g[2] * (y - g[3])) / determinant;
            const double row = (g[1] * (y - g[3]) - g[4] * (x - g[0])) / determinant;
            left = std::min(left, column);
            right = std::max(right, column);
            top = std::min(top, row);
            bottom = std::max(bottom, row);
        }
    }
    std::vector<CoveredCell> cells;
    for (int row = std::max(0, static_cast<int>(std::floor(top))); row < grid.rows && row < bottom;
         ++row) {
        for (int column = std::max(0, static_cast<int>(std::floor(left)));
             column < grid.columns && column < right; ++column) {
            const OGRPolygon cell = cell_of(grid, column, row);
            const OGRGeometryUniquePtr common(polygon.Intersection(&cell));
            double area = 0;
            if (common && !common->IsEmpty()) {
                const OGRGeometry* const shape = common.get();
                if (wkbFlatten(shape->getGeometryType()) == wkbPolygon) {
                    area = shape->toPolygon()->get_Area();
                } else if (OGR_GT_IsSubClassOf(wkbFlatten(shape->getGeometryType()),
                                               wkbGeometryCollection) != FALSE) {
                    area = shape->toGeometryCollection()->get_Area();
                }
            }
            if (area > 0) {
                cells.push_back({.column = column, .row = row, .area_m2 = area});
            }
        }
    }
    return cells;
}

}  // namespace relief
