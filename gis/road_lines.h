// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gis/crs.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace relief {

/// How the ends of lines are told to meet.
enum class LineNoding {
    fields,      ///< two properties name the node a line begins and ends at
    coordinates  ///< ends nearer to each other than a tolerance are one node
};

/// What the properties of somebody's road layer mean: a CSV table with the columns what, property,
/// value, means. One row a property:
///
/// | what | property | value | means |
/// |---|---|---|---|
/// | datum | | WGS84, CGCS2000, GCJ-02 | |
/// | source | | words with the licence | |
/// | layer | | its name in the file, where there are several | |
/// | noding | | fields | |
/// | noding | | coordinates | tolerance in metres |
/// | id, name, ref, from_node, to_node | its name | | |
/// | length | its name | | km, m |
/// | speed | its name | | km/h, mph |
/// | height, width, vehicle_length | its name | | m, cm |
/// | weight, axle_load | its name | | t, kg |
/// | level | its name | | |
///
/// and one row a value of a property whose words have to be translated:
///
/// | what | property | value | means |
/// |---|---|---|---|
/// | class | its name | a value, * for any other | a class of road, or skip |
/// | ramp, bridge, tunnel, toll | its name | a value, * | yes, no |
/// | one_way | its name | a value, * | both, forward, backward |
///
/// An empty value of the file is the value "". A property without rows is not known.
struct RoadMapping {
    std::string file;  ///< the table, for messages
    Datum datum = Datum::wgs84;
    std::string source;
    std::string layer;
    LineNoding noding = LineNoding::fields;
    double tolerance_m = 0;  ///< of noding by coordinates
    struct Rule {
        std::string property;
        std::string unit;                           ///< of plain properties
        std::map<std::string, std::string> values;  ///< of translated ones
    };
    std::map<std::string, Rule, std::less<>> rules;  ///< by `what`

    [[nodiscard]] const Rule* rule(std::string_view what) const;
};

/// Reads a mapping. `classes` are the words a class may mean. bad_input csv.*; crs.datum where no
/// datum is declared.
[[nodiscard]] RoadMapping read_road_mapping(const std::filesystem::path& file,
                                            std::span<const std::string_view> classes);

enum class LineDirections { both, forward, backward };

/// A road as a layer gives it. What the layer does not say is not there.
struct RoadLine {
    std::size_t feature = 0;  ///< of the file, from 1
    std::string id;           ///< as in the file; "" where it has none
    std::string road_class;   ///< one of the classes of the mapping
    std::string name;
    std::string ref;
    std::string from_node;  ///< of noding by fields
    std::string to_node;
    LineDirections directions = LineDirections::both;
    std::optional<double> length_km;
    std::optional<double> speed_kmh;
    std::optional<double> height_m;
    std::optional<double> width_m;
    std::optional<double> vehicle_length_m;
    std::optional<double> weight_t;
    std::optional<double> axle_load_t;
    int level = 0;
    bool ramp = false;
    bool bridge = false;
    bool tunnel = false;
    bool toll = false;
    std::vector<LonLat> line;  ///< WGS84, two points or more
};

/// Reads the roads of a layer (see read_vector_layer) by a mapping, in the order of the file.
/// A feature of several parts is several lines, which only noding by coordinates can take.
/// bad_input road.value with file, number of the feature and property where a value is not in the
/// mapping, is no number, or the geometry is no line; those of the layer and of the datum.
[[nodiscard]] std::vector<RoadLine> read_road_lines(const std::filesystem::path& file,
                                                    const RoadMapping& mapping);

}  // namespace relief
