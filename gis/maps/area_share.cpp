// SPDX-License-Identifier: Apache-2.0
#include "gis/area_share.h"

#include "core/error.h"

#include <ogr_geometry.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <utility>

namespace relief {
namespace {

using Geometry = std::unique_ptr<OGRGeometry>;

constexpr double step_degrees = 0.05;  ///< a straight line of degrees is none on the map
constexpr double margin_degrees = 0.5;
constexpr int circle_segments = 32;  ///< a quarter

struct Box {
    LonLat low{.longitude = 180, .latitude = 90};
    LonLat high{.longitude = -180, .latitude = -90};

    void add(LonLat at) {
        low.longitude = std::min(low.longitude, at.longitude);
        low.latitude = std::min(low.latitude, at.latitude);
        high.longitude = std::max(high.longitude, at.longitude);
        high.latitude = std::max(high.latitude, at.latitude);
    }
    [[nodiscard]] bool meets(const Box& other) const {
        return low.longitude <= other.high.longitude && other.low.longitude <= high.longitude &&
               low.latitude <= other.high.latitude && other.low.latitude <= high.latitude;
    }
};

Geometry checked(OGRGeometry* geometry) {
    if (geometry == nullptr) {
        throw fault({.code = "internal", .message = "the area of a warning cannot be made"});
    }
    return Geometry(geometry);
}

std::vector<LonLat> stepped(const std::vector<LonLat>& ring) {
    std::vector<LonLat> points;
    for (std::size_t i = 0; i < ring.size(); ++i) {
        const LonLat a = ring[i];
        const LonLat b = ring[(i + 1) % ring.size()];
        const double far =
            std::max(std::abs(b.longitude - a.longitude), std::abs(b.latitude - a.latitude));
        const int steps = std::clamp(static_cast<int>(std::ceil(far / step_degrees)), 1, 1000);
        for (int k = 0; k < steps; ++k) {
            const double share = static_cast<double>(k) / steps;
            points.push_back({std::lerp(a.longitude, b.longitude, share),
                              std::lerp(a.latitude, b.latitude, share)});
        }
    }
    return points;
}

std::unique_ptr<OGRPolygon> polygon_of(const std::vector<std::vector<LonLat>>& rings,
                                       const Projection& map) {
    auto polygon = std::make_unique<OGRPolygon>();
    for (const std::vector<LonLat>& ring : rings) {
        OGRLinearRing line;
        for (const MapPoint at : map.forward(stepped(ring))) {
            line.addPoint(at.x_m, at.y_m);
        }
        line.closeRings();
        polygon->addRing(&line);
    }
    return polygon;
}

/// Even-odd: parts beside each other become parts, rings within rings holes.
Geometry valid(const OGRGeometry& geometry) {
    return checked(geometry.MakeValid());
}

double area_of(const OGRGeometry& geometry) {
    if (OGR_GT_IsSurface(geometry.getGeometryType()) != 0) {
        return geometry.toSurface()->get_Area();
    }
    if (OGR_GT_IsSubClassOf(wkbFlatten(geometry.getGeometryType()), wkbGeometryCollection) != 0) {
        double sum = 0;
        for (const OGRGeometry* part : *geometry.toGeometryCollection()) {
            sum += area_of(*part);
        }
        return sum;
    }
    return 0;
}

void add_polygons(const OGRGeometry& geometry, OGRMultiPolygon& all) {
    if (wkbFlatten(geometry.getGeometryType()) == wkbPolygon) {
        all.addGeometry(&geometry);
    } else if (OGR_GT_IsSubClassOf(wkbFlatten(geometry.getGeometryType()), wkbGeometryCollection) !=
               0) {
        for (const OGRGeometry* part : *geometry.toGeometryCollection()) {
            add_polygons(*part, all);
        }
    }
}

Box box_of(const Layer& units) {
    Box box;
    for (const Feature& feature : units.features) {
        for (const std::vector<LonLat>& ring : feature.parts) {
            for (const LonLat at : ring) {
                box.add(at);
            }
        }
    }
    box.add({box.low.longitude - margin_degrees, box.low.latitude - margin_degrees});
    box.add({box.high.longitude + margin_degrees, box.high.latitude + margin_degrees});
    return box;
}

Geometry united(std::span<const std::vector<LonLat>> rings, std::span<const GroundCircle> circles,
                const Layer& units, const Projection& map) {
    const Box near = box_of(units);
    OGRMultiPolygon all;
    for (const std::vector<LonLat>& ring : rings) {
        Box box;
        std::ranges::for_each(ring, [&](LonLat at) { box.add(at); });
        if (ring.size() >= 3 && box.meets(near)) {
            add_polygons(*valid(*polygon_of({ring}, map)), all);
        }
    }
    for (const GroundCircle& circle : circles) {
        const double degrees =
            circle.radius_km / (111.0 * std::max(0.1, std::cos(circle.centre.latitude / 57.3)));
        Box box;
        box.add({circle.centre.longitude - degrees, circle.centre.latitude - degrees});
        box.add({circle.centre.longitude + degrees, circle.centre.latitude + degrees});
        if (box.meets(near) && circle.radius_km > 0) {
            const MapPoint at = map.forward(circle.centre);
            const OGRPoint centre(at.x_m, at.y_m);
            add_polygons(*checked(centre.Buffer(circle.radius_km * 1000, circle_segments)), all);
        }
    }
    return all.IsEmpty() ? nullptr : checked(all.UnionCascaded());
}

}  // namespace

std::vector<double> area_shares(std::span<const std::vector<LonLat>> rings,
                                std::span<const GroundCircle> circles, const Layer& units) {
    const Projection map;
    std::vector<double> shares(units.features.size(), 0);
    const Geometry area = united(rings, circles, units, map);
    if (area == nullptr) {
        return shares;
    }
    for (std::size_t i = 0; i < shares.size(); ++i) {
        if (units.features[i].kind != GeometryKind::polygon) {
            continue;
        }
        // Even-odd, as Feature says: parts of a county beside its holes.
        const Geometry unit = valid(*polygon_of(units.features[i].parts, map));
        const double whole = area_of(*unit);
        if (whole > 0 && unit->Intersects(area.get()) != 0) {
            const Geometry common = checked(unit->Intersection(area.get()));
            shares[i] = std::clamp(area_of(*common) / whole, 0.0, 1.0);
        }
    }
    return shares;
}

}  // namespace relief
