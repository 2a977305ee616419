// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gis/crs.h"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace relief {

enum class GeometryKind { none, point, line, polygon };

/// A thing on the map. A point has one part of one position; a line one part per piece; a polygon
/// one part per ring, holes included, so that an even-odd fill draws it.
struct Feature {
    GeometryKind kind = GeometryKind::none;
    std::vector<std::vector<LonLat>> parts;
    std::vector<std::string> values;  ///< one per field of the layer, "" where null
};

/// A vector layer as read from a file, in WGS84.
struct Layer {
    std::string name;  ///< the file, for messages
    std::vector<std::string> fields;
    std::vector<Feature> features;

    /// The place of a field in Feature::values; bad_input (json.field) where the layer lacks it.
    [[nodiscard]] std::size_t field(std::string_view name) const;
};

/// Reads a GeoJSON file. Only a plain file is opened and only by the GeoJSON driver, so a name
/// can reach neither the network nor another file. bad_input: file.missing, json.syntax for what
/// is no GeoJSON, json.field for positions that are no degrees.
[[nodiscard]] Layer read_layer(const std::filesystem::path& file);

/// Which layer of a file is wanted and what its degrees mean.
struct VectorRequest {
    Datum datum = Datum::wgs84;  ///< as its owner declares it
    std::string layer;           ///< "" = the only one
};

/// Reads a GeoJSON, Shapefile or GeoPackage file (.geojson, .json, .shp, .gpkg), in WGS84 whatever
/// the file is in: projected systems are undone, GCJ-02 is converted. Positions of a file that
/// names no system are degrees. bad_input: file.missing, layer.format, json.field (positions that
/// are no degrees), crs.datum where the file's own system is neither WGS84 nor CGCS2000, or its
/// name says GCJ-02 and the declaration does not.
[[nodiscard]] Layer read_vector_layer(const std::filesystem::path& file,
                                      const VectorRequest& request);

/// The parts of a feature in projected metres, thinned so that no line moves by more than
/// `tolerance_m`. Rings keep their topology; a ring or line too small to be seen is left out.
[[nodiscard]] std::vector<std::vector<MapPoint>> simplified(const Feature& feature,
                                                            const Projection& projection,
                                                            double tolerance_m);

}  // namespace relief
