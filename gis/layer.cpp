// SPDX-License-Identifier: Apache-2.0
#include "gis/layer.h"

#include "core/error.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <system_error>
#include <utility>

#include <ogrsf_frmts.h>

namespace relief {
namespace {

namespace fs = std::filesystem;

struct CloseDataset {
    void operator()(GDALDataset* dataset) const { GDALClose(dataset); }
};
using Dataset = std::unique_ptr<GDALDataset, CloseDataset>;

/// Keeps what GDAL has to say off the terminal; its last words go into our own error.
class QuietGdal {
  public:
    QuietGdal() { CPLPushErrorHandler(CPLQuietErrorHandler); }
    ~QuietGdal() { CPLPopErrorHandler(); }
    QuietGdal(const QuietGdal&) = delete;
    QuietGdal& operator=(const QuietGdal&) = delete;
};

Error not_geojson(const fs::path& file, const std::string& found) {
    return bad_input({.code = "json.syntax",
                      .message = "the map layer cannot be read",
                      .file = file.string(),
                      .field = {},
                      .found = found.empty() ? "no GeoJSON" : found,
                      .expected = "a GeoJSON FeatureCollection"});
}

Dataset open_geojson(const fs::path& file) {
    std::error_code error;
    const fs::path absolute = fs::absolute(file, error);
    if (error || !fs::is_regular_file(absolute, error)) {
        throw bad_input({.code = "file.missing",
                         .message = "the map layer is missing",
                         .file = file.string(),
                         .field = {},
                         .found = {},
                         .expected = "a GeoJSON file"});
    }
    // GDALAllRegister would load every driver there is; one is wanted.
    RegisterOGRGeoJSON();
    constexpr std::array<const char*, 2> drivers{"GeoJSON", nullptr};
    CPLErrorReset();
    Dataset dataset(static_cast<GDALDataset*>(GDALOpenEx(
        absolute.c_str(), GDAL_OF_VECTOR | GDAL_OF_READONLY, drivers.data(), nullptr, nullptr)));
    if (!dataset || dataset->GetLayerCount() < 1 || CPLGetLastErrorType() == CE_Failure) {
        throw not_geojson(file, CPLGetLastErrorMsg());
    }
    return dataset;
}

class FeatureReader {
  public:
    FeatureReader(const fs::path& file, Feature& feature) : file_(file), feature_(feature) {}

    void read(const OGRGeometry* geometry) {
        if (geometry == nullptr || geometry->IsEmpty()) {
            return;
        }
        switch (wkbFlatten(geometry->getGeometryType())) {
            case wkbPoint: read_point(*geometry->toPoint()); break;
            case wkbLineString: read_line(*geometry->toLineString(), GeometryKind::line); break;
            case wkbPolygon: read_polygon(*geometry->toPolygon()); break;
            case wkbMultiPoint:
            case wkbMultiLineString:
            case wkbMultiPolygon:
                for (const auto* part : *geometry->toGeometryCollection()) {
                    read(part);
                }
                break;
            default: throw not_geojson(file_, geometry->getGeometryName());
        }
    }

  private:
    void read_point(const OGRPoint& point) {
        feature_.kind = GeometryKind::point;
        feature_.parts.push_back({position(point.getX(), point.getY())});
    }

    void read_line(const OGRSimpleCurve& line, GeometryKind kind) {
        feature_.kind = kind;
        std::vector<LonLat>& part = feature_.parts.emplace_back();
        part.reserve(static_cast<std::size_t>(line.getNumPoints()));
        for (int i = 0; i < line.getNumPoints(); ++i) {
            part.push_back(position(line.getX(i), line.getY(i)));
        }
    }

    void read_polygon(const OGRPolygon& polygon) {
        for (const OGRLinearRing* ring : polygon) {
            read_line(*ring, GeometryKind::polygon);
        }
    }

    [[nodiscard]] LonLat position(double longitude, double latitude) const {
        if (!(std::abs(longitude) <= 180) || !(std::abs(latitude) <= 90)) {
            throw bad_input({.code = "json.field",
                             .message = "a position of the map layer is not on the Earth",
                             .file = file_.string(),
                             .field = "coordinates",
                             .found = std::to_string(longitude) + ", " + std::to_string(latitude),
                             .expected = "degrees of WGS84, longitude first"});
        }
        return {.longitude = longitude, .latitude = latitude};
    }

    const fs::path& file_;
    Feature& feature_;
};

std::vector<std::string> values_of(const OGRFeature& row, std::size_t fields) {
    std::vector<std::string> values(fields);
    for (std::size_t i = 0; i < fields; ++i) {
        const int index = static_cast<int>(i);
        if (row.IsFieldSetAndNotNull(index)) {
            values[i] = row.GetFieldAsString(index);
        }
    }
    return values;
}

void set_metric_points(const std::vector<LonLat>& part, const Projection& projection,
                       OGRSimpleCurve& line) {
    line.setNumPoints(static_cast<int>(part.size()));
    for (std::size_t i = 0; i < part.size(); ++i) {
        const MapPoint point = projection.forward(part[i]);
        line.setPoint(static_cast<int>(i), point.x_m, point.y_m);
    }
}

void append(const OGRSimpleCurve& line, std::vector<std::vector<MapPoint>>& parts) {
    std::vector<MapPoint>& part = parts.emplace_back();
    part.reserve(static_cast<std::size_t>(line.getNumPoints()));
    for (int i = 0; i < line.getNumPoints(); ++i) {
        part.push_back({.x_m = line.getX(i), .y_m = line.getY(i)});
    }
}

/// A ring is thinned as a polygon of its own, so that it cannot cross itself; neighbours that
/// share a border get the same corners wherever they begin it at the same point.
void append_ring(const std::vector<LonLat>& part, const Projection& projection, double tolerance_m,
                 std::vector<std::vector<MapPoint>>& parts) {
    OGRLinearRing ring;
    set_metric_points(part, projection, ring);
    OGRPolygon polygon;
    polygon.addRing(&ring);
    const OGRGeometryUniquePtr thin(polygon.SimplifyPreserveTopology(tolerance_m));
    if (thin && !thin->IsEmpty() && wkbFlatten(thin->getGeometryType()) == wkbPolygon) {
        append(*thin->toPolygon()->getExteriorRing(), parts);
    }
}

void append_line(const std::vector<LonLat>& part, const Projection& projection, double tolerance_m,
                 std::vector<std::vector<MapPoint>>& parts) {
    OGRLineString line;
    set_metric_points(part, projection, line);
    const OGRGeometryUniquePtr thin(line.Simplify(tolerance_m));
    if (thin && !thin->IsEmpty() && wkbFlatten(thin->getGeometryType()) == wkbLineString) {
        append(*thin->toLineString(), parts);
    }
}

}  // namespace

std::size_t Layer::field(std::string_view wanted) const {
    const auto found = std::find(fields.begin(), fields.end(), wanted);
    if (found == fields.end()) {
        throw bad_input({.code = "json.field",
                         .message = "the map layer lacks a property",
                         .file = name,
                         .field = std::string(wanted),
                         .found = {},
                         .expected = {}});
    }
    return static_cast<std::size_t>(found - fields.begin());
}

Layer read_layer(const fs::path& file) {
    const QuietGdal quiet;
    const Dataset dataset = open_geojson(file);
    OGRLayer& source = *dataset->GetLayer(0);
    Layer layer{.name = file.string(), .fields = {}, .features = {}};
    const OGRFeatureDefn& schema = *source.GetLayerDefn();
    for (int i = 0; i < schema.GetFieldCount(); ++i) {
        layer.fields.emplace_back(schema.GetFieldDefn(i)->GetNameRef());
    }
    CPLErrorReset();
    for (const OGRFeatureUniquePtr& row : source) {
        Feature feature;
        FeatureReader(file, feature).read(row->GetGeometryRef());
        feature.values = values_of(*row, layer.fields.size());
        layer.features.push_back(std::move(feature));
    }
    if (CPLGetLastErrorType() == CE_Failure) {
        throw not_geojson(file, CPLGetLastErrorMsg());
    }
    return layer;
}

std::vector<std::vector<MapPoint>> simplified(const Feature& feature, const Projection& projection,
                                              double tolerance_m) {
    std::vector<std::vector<MapPoint>> parts;
    for (const std::vector<LonLat>& part : feature.parts) {
        if (feature.kind == GeometryKind::polygon) {
            append_ring(part, projection, tolerance_m, parts);
        } else if (feature.kind == GeometryKind::line && part.size() > 1) {
            append_line(part, projection, tolerance_m, parts);
        } else {
            parts.push_back(projection.forward(part));
        }
    }
    return parts;
}

}  // namespace relief
