// SPDX-License-Identifier: Apache-2.0
#include "gis/layer.h"

#include "core/error.h"
#include "core/text.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <limits>
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

/// The file by its whole name, so that GDAL follows no prefix of its own.
fs::path plain_file(const fs::path& file) {
    std::error_code error;
    const fs::path absolute = fs::absolute(file, error);
    if (error || !fs::is_regular_file(absolute, error)) {
        throw bad_input({.code = "file.missing",
                         .message = "the map layer is missing",
                         .file = file.string(),
                         .field = {},
                         .found = {},
                         .expected = "a file of a map layer"});
    }
    return absolute;
}

Dataset open_geojson(const fs::path& file) {
    const fs::path absolute = plain_file(file);
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

/// From the coordinates of a file to degrees of WGS84, where that is something to do.
using ToWgs84 = std::function<LonLat(double x, double y)>;

class FeatureReader {
  public:
    FeatureReader(const fs::path& file, const ToWgs84& to_wgs84, Feature& feature)
        : file_(file), to_wgs84_(to_wgs84), feature_(feature) {}

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

    [[nodiscard]] LonLat position(double x, double y) const {
        const auto [longitude, latitude] =
            to_wgs84_ ? to_wgs84_(x, y) : LonLat{.longitude = x, .latitude = y};
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
    const ToWgs84& to_wgs84_;
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

/// GDAL gave up in the midst of a file.
struct Broken {
    std::string words;
};

Layer features_of(const fs::path& file, OGRLayer& source, const ToWgs84& to_wgs84) {
    Layer layer{.name = file.string(), .fields = {}, .features = {}};
    const OGRFeatureDefn& schema = *source.GetLayerDefn();
    for (int i = 0; i < schema.GetFieldCount(); ++i) {
        layer.fields.emplace_back(schema.GetFieldDefn(i)->GetNameRef());
    }
    CPLErrorReset();
    for (const OGRFeatureUniquePtr& row : source) {
        Feature feature;
        FeatureReader(file, to_wgs84, feature).read(row->GetGeometryRef());
        feature.values = values_of(*row, layer.fields.size());
        layer.features.push_back(std::move(feature));
    }
    if (CPLGetLastErrorType() == CE_Failure) {
        throw Broken{CPLGetLastErrorMsg()};
    }
    return layer;
}

// ---- files that say themselves what their coordinates mean ----

Error not_a_layer(const fs::path& file, const std::string& found) {
    return bad_input({.code = "layer.format",
                      .message = "the file cannot be read as a map layer",
                      .file = file.string(),
                      .field = {},
                      .found = found,
                      .expected = "a GeoJSON (.geojson), Shapefile (.shp) or GeoPackage (.gpkg)"});
}

Dataset open_vector(const fs::path& file) {
    const fs::path absolute = plain_file(file);
    const std::string ending = fold(absolute.extension().string());
    std::array<const char*, 2> drivers{nullptr, nullptr};
    if (ending == ".geojson" || ending == ".json") {
        RegisterOGRGeoJSON();
        drivers[0] = "GeoJSON";
    } else if (ending == ".shp") {
        RegisterOGRShape();
        drivers[0] = "ESRI Shapefile";
    } else if (ending == ".gpkg") {
        RegisterOGRGeoPackage();
        drivers[0] = "GPKG";
    } else {
        throw not_a_layer(file, ending.empty() ? "no ending" : ending);
    }
    CPLErrorReset();
    Dataset dataset(static_cast<GDALDataset*>(GDALOpenEx(
        absolute.c_str(), GDAL_OF_VECTOR | GDAL_OF_READONLY, drivers.data(), nullptr, nullptr)));
    if (!dataset || dataset->GetLayerCount() < 1 || CPLGetLastErrorType() == CE_Failure) {
        throw not_a_layer(file, CPLGetLastErrorMsg());
    }
    return dataset;
}

OGRLayer& wanted_layer(const fs::path& file, GDALDataset& dataset, const std::string& wanted) {
    std::string names;
    for (int i = 0; i < dataset.GetLayerCount(); ++i) {
        OGRLayer& layer = *dataset.GetLayer(i);
        if (layer.GetName() == wanted || (wanted.empty() && dataset.GetLayerCount() == 1)) {
            return layer;
        }
        names += (names.empty() ? "" : ", ") + std::string(layer.GetName());
    }
    throw bad_input({.code = "layer.unknown",
                     .message = wanted.empty() ? "the file holds several layers; name one"
                                               : "the file holds no layer of this name",
                     .file = file.string(),
                     .field = "layer",
                     .found = wanted,
                     .expected = names});
}

Error datum_error(const fs::path& file, std::string message, std::string found) {
    return bad_input({.code = "crs.datum",
                      .message = std::move(message),
                      .file = file.string(),
                      .field = "datum",
                      .found = std::move(found),
                      .expected = "the datum the coordinates are really in: WGS84, CGCS2000 or "
                                  "GCJ-02"});
}

/// A file that calls itself GCJ-02 and is declared to be something else is one of the two; nobody
/// but its owner knows which.
void check_name(const fs::path& file, const std::string& layer, Datum datum) {
    const std::string name = fold(file.filename().string() + " " + layer);
    const bool says_gcj =
        name.find("gcj") != std::string::npos || name.find("火星") != std::string::npos;
    if (says_gcj && datum != Datum::gcj02) {
        throw datum_error(file, "the name says GCJ-02, the declaration does not", name);
    }
}

/// WGS84 and CGCS2000 by the names PROJ's database and old Shapefiles give them.
bool is_modern_datum(const OGRSpatialReference& system) {
    const char* const datum = system.GetAttrValue("DATUM");
    const std::string name = datum == nullptr ? "" : fold(datum);
    return name.find("wgs_1984") != std::string::npos || name.find("wgs 84") != std::string::npos ||
           name.find("wgs84") != std::string::npos ||
           name.find("world geodetic system 1984") != std::string::npos ||
           name.find("china_2000") != std::string::npos ||
           name.find("china 2000") != std::string::npos;
}

struct CloseTransformation {
    void operator()(OGRCoordinateTransformation* transformation) const {
        OGRCoordinateTransformation::DestroyCT(transformation);
    }
};

ToWgs84 from_projected(const fs::path& file, const OGRSpatialReference& system) {
    OGRSpatialReference degrees;
    degrees.SetWellKnownGeogCS("WGS84");
    degrees.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
    OGRSpatialReference plane(system);
    plane.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
    const std::shared_ptr<OGRCoordinateTransformation> transformation(
        OGRCreateCoordinateTransformation(&plane, &degrees), CloseTransformation{});
    if (!transformation) {
        throw datum_error(file, "the coordinate system of the file is not known",
                          CPLGetLastErrorMsg());
    }
    return [transformation](double x, double y) {
        constexpr double nowhere = std::numeric_limits<double>::quiet_NaN();
        return transformation->Transform(1, &x, &y) != FALSE
                   ? LonLat{.longitude = x, .latitude = y}
                   : LonLat{.longitude = nowhere, .latitude = nowhere};
    };
}

/// What is to be done with the coordinates of a file; empty where they are WGS84 already.
ToWgs84 conversion(const fs::path& file, const OGRSpatialReference* system, Datum datum) {
    ToWgs84 degrees;
    if (system != nullptr) {
        if (!is_modern_datum(*system)) {
            const char* const name = system->GetName();
            throw datum_error(file, "the file is in a coordinate system that is not converted here",
                              name == nullptr ? "" : name);
        }
        if (system->IsProjected() != 0) {
            degrees = from_projected(file, *system);
        }
    }
    if (datum != Datum::gcj02) {
        return degrees;
    }
    return [degrees](double x, double y) {
        return from_gcj02(degrees ? degrees(x, y) : LonLat{.longitude = x, .latitude = y});
    };
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

Layer read_layer(const fs::path& file) {
    const QuietGdal quiet;
    const Dataset dataset = open_geojson(file);
    try {
        return features_of(file, *dataset->GetLayer(0), nullptr);
    } catch (const Broken& broken) {
        throw not_geojson(file, broken.words);
    }
}

Layer read_vector_layer(const fs::path& file, const VectorRequest& request) {
    const QuietGdal quiet;
    const Dataset dataset = open_vector(file);
    OGRLayer& source = wanted_layer(file, *dataset, request.layer);
    check_name(file, source.GetName(), request.datum);
    const ToWgs84 to_wgs84 = conversion(file, source.GetSpatialRef(), request.datum);
    try {
        return features_of(file, source, to_wgs84);
    } catch (const Broken& broken) {
        throw not_a_layer(file, broken.words);
    }
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
