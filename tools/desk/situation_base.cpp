// SPDX-License-Identifier: Apache-2.0
#include "gis/layer.h"
#include "tools/desk/json_parts.h"
#include "tools/desk/situation.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include <nlohmann/json.hpp>

namespace relief {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;
using Line = std::vector<LonLat>;

// A pixel at the scale a province is looked at; roads are looked at closer by.
constexpr double outline_tolerance_m = 250;
constexpr double road_tolerance_m = 150;
constexpr double river_tolerance_m = 250;

constexpr std::string_view counties_file = "boundaries/jilin_district_tianditu.geojson";
constexpr std::string_view rivers_file = "hydro/ne_10m_rivers_lake_centerlines_jilin.geojson";
constexpr std::string_view lakes_file = "hydro/ne_10m_lakes_jilin.geojson";
constexpr std::string_view roads_file = "roads/jilin_osm_road_graph.geojson";

Layer reference(const fs::path& data, std::string_view name) {
    return read_layer(data / "reference/jilin" / name);
}

/// Degrees to four places: ten metres, less than a thinned line is off.
Json position(LonLat at) {
    constexpr double places = 10'000;
    return {std::round(at.longitude * places) / places, std::round(at.latitude * places) / places};
}

Json positions(const Line& line) {
    Json points = Json::array();
    for (const LonLat at : line) {
        Json point = position(at);
        if (points.empty() || points.back() != point) {
            points.push_back(std::move(point));
        }
    }
    return points;
}

std::vector<Line> thinned(const Feature& feature, const Projection& projection,
                          double tolerance_m) {
    std::vector<Line> lines;
    for (const std::vector<MapPoint>& part : simplified(feature, projection, tolerance_m)) {
        Line line;
        line.reserve(part.size());
        for (const MapPoint& point : part) {
            line.push_back(projection.inverse(point));
        }
        lines.push_back(std::move(line));
    }
    return lines;
}

/// Even-odd, as the rings of a layer are to be filled.
bool lies_in(LonLat at, const Line& ring) {
    bool inside = false;
    for (std::size_t i = 0, j = ring.size() - 1; i < ring.size(); j = i++) {
        const LonLat a = ring[i];
        const LonLat b = ring[j];
        if ((a.latitude > at.latitude) != (b.latitude > at.latitude) &&
            at.longitude < (b.longitude - a.longitude) * (at.latitude - a.latitude) /
                                   (b.latitude - a.latitude) +
                               a.longitude) {
            inside = !inside;
        }
    }
    return inside;
}

/// Rings as polygons: one that lies in another is a hole of it.
Json polygons(const std::vector<Line>& rings) {
    Json outer = Json::array();
    std::vector<std::pair<std::size_t, std::size_t>> places;  // ring, polygon
    std::vector<std::size_t> holes;
    for (std::size_t ring = 0; ring < rings.size(); ++ring) {
        const bool is_hole = std::any_of(rings.begin(), rings.end(), [&](const Line& other) {
            return &other != &rings[ring] && lies_in(rings[ring].front(), other);
        });
        if (is_hole) {
            holes.push_back(ring);
            continue;
        }
        places.emplace_back(ring, outer.size());
        outer.push_back(Json::array({positions(rings[ring])}));
    }
    for (const std::size_t hole : holes) {
        for (const auto& [ring, polygon] : places) {
            if (lies_in(rings[hole].front(), rings[ring])) {
                outer[polygon].push_back(positions(rings[hole]));
            }
        }
    }
    return {{"type", "MultiPolygon"}, {"coordinates", std::move(outer)}};
}

SituationLayer layer_of(std::string_view id, std::string_view zh, std::string_view source,
                        std::string_view flag, const Json& features) {
    return {.id = std::string(id),
            .zh = std::string(zh),
            .en = std::string(id),
            .source = std::string(source),
            .flag = std::string(flag),
            .count = features.size(),
            .features = features.dump()};
}

Json county_features(const fs::path& data, const Projection& projection) {
    const Layer layer = reference(data, counties_file);
    const std::size_t code = layer.field("district_adcode");
    const std::size_t name = layer.field("district_name");
    const std::size_t city = layer.field("city_adcode");
    const std::size_t longitude = layer.field("lon");
    const std::size_t latitude = layer.field("lat");
    Json features = Json::array();
    for (const Feature& county : layer.features) {
        features.push_back(feature_json(
            polygons(thinned(county, projection, outline_tolerance_m)),
            {{"code", county.values[code]},
             {"name", county.values[name]},
             {"city", county.values[city]},
             {"label",
              {std::stod(county.values[longitude]), std::stod(county.values[latitude])}}}));
    }
    return features;
}

Json line_features(const fs::path& data, std::string_view file, const Projection& projection) {
    const Layer layer = reference(data, file);
    const std::size_t name = layer.field("name");
    const std::size_t rank = layer.field("scalerank");
    Json features = Json::array();
    for (const Feature& river : layer.features) {
        Json lines = Json::array();
        for (const Line& line : thinned(river, projection, river_tolerance_m)) {
            lines.push_back(positions(line));
        }
        if (!lines.empty()) {
            features.push_back(
                feature_json({{"type", "MultiLineString"}, {"coordinates", std::move(lines)}},
                             {{"name", river.values[name]}, {"rank", river.values[rank]}}));
        }
    }
    return features;
}

Json lake_features(const fs::path& data, const Projection& projection) {
    const Layer layer = reference(data, lakes_file);
    const std::size_t name = layer.field("name");
    Json features = Json::array();
    for (const Feature& lake : layer.features) {
        const std::vector<Line> rings = thinned(lake, projection, river_tolerance_m);
        if (!rings.empty()) {
            features.push_back(feature_json(polygons(rings), {{"name", lake.values[name]}}));
        }
    }
    return features;
}

/// Merged class by class: a feature for each of thousands of edges draws at half the speed.
Json road_features(const fs::path& data, const Projection& projection) {
    const Layer layer = reference(data, roads_file);
    const std::size_t road_class = layer.field("class");
    std::map<std::string, Json> classes;
    for (const Feature& road : layer.features) {
        Json& lines = classes.try_emplace(road.values[road_class], Json::array()).first->second;
        for (const Line& line : thinned(road, projection, road_tolerance_m)) {
            Json points = positions(line);
            if (points.size() >= 2) {
                lines.push_back(std::move(points));
            }
        }
    }
    Json features = Json::array();
    for (auto& [name, lines] : classes) {
        features.push_back(feature_json(
            {{"type", "MultiLineString"}, {"coordinates", std::move(lines)}}, {{"class", name}}));
    }
    return features;
}

}  // namespace

std::map<std::string, std::string> county_outlines(const fs::path& data, double tolerance_m) {
    const Projection projection;
    const Layer layer = reference(data, counties_file);
    const std::size_t code = layer.field("district_adcode");
    std::map<std::string, std::string> outlines;
    for (const Feature& county : layer.features) {
        outlines.emplace(county.values[code],
                         polygons(thinned(county, projection, tolerance_m)).dump());
    }
    return outlines;
}

std::vector<SituationLayer> read_situation_base(const fs::path& data) {
    const Projection projection;
    return {layer_of("counties", "县界", "天地图 (reference/jilin/boundaries)", "read",
                     county_features(data, projection)),
            layer_of("lakes", "湖泊", "Natural Earth (reference/jilin/hydro)", "read",
                     lake_features(data, projection)),
            layer_of("rivers", "河流", "Natural Earth (reference/jilin/hydro)", "read",
                     line_features(data, rivers_file, projection)),
            layer_of("roads", "道路", "© OpenStreetMap contributors, ODbL (reference/jilin/roads)",
                     "derived", road_features(data, projection))};
}

}  // namespace relief
