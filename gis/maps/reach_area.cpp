// SPDX-License-Identifier: Apache-2.0
#include "gis/reach_area.h"

#include "core/error.h"

#include <ogr_geometry.h>

#include <algorithm>
#include <memory>
#include <utility>

namespace relief {
namespace {

constexpr double line_width_m = 20;
constexpr double tolerance_m = 10;
constexpr int corner_segments = 4;

using Geometry = std::unique_ptr<OGRGeometry>;

Geometry checked(OGRGeometry* geometry) {
    if (geometry == nullptr) {
        throw fault({.code = "internal", .message = "an area around roads cannot be made"});
    }
    return Geometry(geometry);
}

Geometry line_of(std::span<const LonLat> line, const Projection& projection) {
    auto made = std::make_unique<OGRLineString>();
    for (const MapPoint& point : projection.forward(line)) {
        made->addPoint(point.x_m, point.y_m);
    }
    return checked(made->Simplify(tolerance_m));
}

/// The union of what lies within a distance of each line. Line by line, then all at once: quicker
/// than one buffer around everything.
Geometry around(std::span<const std::vector<LonLat>> lines, const Projection& projection,
                double width_m) {
    OGRMultiPolygon all;
    for (const std::vector<LonLat>& line : lines) {
        if (line.size() < 2) {
            continue;
        }
        const Geometry buffer =
            checked(line_of(line, projection)->Buffer(width_m, corner_segments));
        if (!buffer->IsEmpty() && wkbFlatten(buffer->getGeometryType()) == wkbPolygon) {
            all.addGeometry(buffer.get());
        }
    }
    return all.IsEmpty() ? std::make_unique<OGRMultiPolygon>() : checked(all.UnionCascaded());
}

std::vector<LonLat> ring_of(const OGRLinearRing& ring, const Projection& projection) {
    std::vector<LonLat> points;
    for (int i = 0; i < ring.getNumPoints(); ++i) {
        points.push_back(projection.inverse({.x_m = ring.getX(i), .y_m = ring.getY(i)}));
    }
    return points;
}

void add_polygons(const OGRGeometry& geometry, const Projection& projection,
                  std::vector<std::pair<double, AreaRings>>& areas) {
    if (wkbFlatten(geometry.getGeometryType()) == wkbPolygon) {
        const OGRPolygon& polygon = *geometry.toPolygon();
        if (polygon.IsEmpty()) {
            return;
        }
        AreaRings rings{ring_of(*polygon.getExteriorRing(), projection)};
        for (int i = 0; i < polygon.getNumInteriorRings(); ++i) {
            rings.push_back(ring_of(*polygon.getInteriorRing(i), projection));
        }
        areas.emplace_back(polygon.get_Area(), std::move(rings));
    } else if (OGR_GT_IsSubClassOf(geometry.getGeometryType(), wkbGeometryCollection) != 0) {
        for (const OGRGeometry* part : *geometry.toGeometryCollection()) {
            add_polygons(*part, projection, areas);
        }
    }
}

}  // namespace

std::vector<AreaRings> area_around(std::span<const std::vector<LonLat>> lines,
                                   std::span<const std::vector<LonLat>> keep_out, double width_m) {
    const Projection projection;
    Geometry area = around(lines, projection, width_m);
    if (area->IsEmpty()) {
        return {};
    }
    const Geometry out = around(keep_out, projection, width_m / 2);
    if (!out->IsEmpty()) {
        area = checked(area->Difference(out.get()));
        area = checked(area->Union(around(lines, projection, line_width_m).get()));
    }
    area = checked(area->SimplifyPreserveTopology(tolerance_m));
    std::vector<std::pair<double, AreaRings>> areas;
    add_polygons(*area, projection, areas);
    std::stable_sort(areas.begin(), areas.end(),
                     [](const auto& a, const auto& b) { return a.first > b.first; });
    std::vector<AreaRings> polygons;
    for (auto& [square_m, rings] : areas) {
        polygons.push_back(std::move(rings));
    }
    return polygons;
}

}  // namespace relief
