// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/closure_streets.h"

#include "core/data_source.h"
#include "core/table/csv.h"
#include "gis/layer.h"
#include "routing/network/street_lines.h"

#include <cmath>
#include <map>
#include <set>
#include <utility>

namespace relief {
namespace {

StreetPoint street_point_of(double longitude, double latitude) {
    return {.longitude_e7 = static_cast<std::int32_t>(std::lround(longitude * 1e7)),
            .latitude_e7 = static_cast<std::int32_t>(std::lround(latitude * 1e7))};
}

std::vector<RoadName> read_road_names(const std::filesystem::path& file) {
    const CsvTable table(read_file(file), file.string(), {"name", "ref", "source", "flag"});
    table.check_key("name");
    std::vector<RoadName> names;
    for (std::size_t i = 0; i < table.size(); ++i) {
        const CsvRow row = table.row(i);
        names.push_back({.name = row.required("name"),
                         .ref = row.required("ref"),
                         .source = row.required("source"),
                         .flag = row.required("flag")});
    }
    return names;
}

/// A post is written as on the road: K371+200.
std::int64_t read_post(const CsvRow& row) {
    const ClosureWords heard = understand_closure(row.required("post"));
    if (heard.posts.size() != 1 || heard.posts.front().from_m != heard.posts.front().to_m) {
        throw row.error("csv.value", "post", "this is no kilometre post", "K371+200");
    }
    return heard.posts.front().from_m;
}

std::vector<RoadPost> read_road_posts(const std::filesystem::path& file) {
    const CsvTable table(read_file(file), file.string(),
                         {"ref", "post", "lon_wgs84", "lat_wgs84", "source", "flag"});
    std::vector<RoadPost> posts;
    for (std::size_t i = 0; i < table.size(); ++i) {
        const CsvRow row = table.row(i);
        posts.push_back({.ref = row.required("ref"),
                         .metres = read_post(row),
                         .at = street_point_of(row.number("lon_wgs84", -180, 180),
                                               row.number("lat_wgs84", -90, 90))});
    }
    return posts;
}

std::map<std::string, ClosureArea, std::less<>> read_borders(const std::filesystem::path& file,
                                                             const Places& places) {
    const Layer layer = read_layer(file);
    const std::size_t code = layer.field("district_adcode");
    std::map<std::string, ClosureArea, std::less<>> borders;
    for (const Feature& feature : layer.features) {
        const Place* place = places.find_code(feature.values[code]);
        if (place == nullptr || feature.kind != GeometryKind::polygon) {
            continue;
        }
        ClosureArea& border = borders[place->code];
        for (const std::vector<LonLat>& part : feature.parts) {
            std::vector<StreetPoint>& ring = border.rings.emplace_back();
            for (const LonLat at : part) {
                ring.push_back(street_point_of(at.longitude, at.latitude));
            }
        }
    }
    return borders;
}

/// The numbers of each line, ";" between several.
std::map<std::int64_t, std::string> refs_of_lines(const RoadNetwork& roads) {
    std::map<std::int64_t, std::set<std::string>> numbers;
    for (const RoadEdge& edge : roads.edges) {
        if (edge.road_class != "street" && !edge.ref.empty()) {
            std::set<std::string>& of_line = numbers[edge.shape.line];
            of_line.insert(edge.ref);
            of_line.insert(edge.also.begin(), edge.also.end());
        }
    }
    std::map<std::int64_t, std::string> refs;
    for (const auto& [line, of_line] : numbers) {
        for (const std::string& number : of_line) {
            refs[line] += (refs[line].empty() ? "" : ";") + number;
        }
    }
    return refs;
}

void bear_refs(StreetNetwork& network, const RoadNetwork& roads) {
    const std::map<std::int64_t, std::string> refs = refs_of_lines(roads);
    for (StreetWay& way : network.ways) {
        const auto found = refs.find(way.id);
        if (found == refs.end() || way.ref != 0) {
            continue;
        }
        network.texts += found->second;
        network.text_starts.push_back(static_cast<std::uint32_t>(network.texts.size()));
        way.ref = static_cast<TextIndex>(network.text_starts.size() - 2);
        way.marks |= StreetWay::derived;
    }
}

}  // namespace

ClosureStreets load_closure_streets(const std::filesystem::path& data, const Places& places,
                                    const RoadNetwork& roads) {
    ReadReport report;
    ClosureStreets streets;
    auto network = std::make_unique<StreetNetwork>(
        read_street_layer(data / "reference/jilin/roads/jilin_osm_road_graph.geojson",
                          data / "roads/jilin_osm_mapping.csv", report));
    bear_refs(*network, roads);
    streets.network = std::move(network);
    streets.pieces = std::make_unique<StreetPieces>(*streets.network);
    streets.gazetteer = {
        .pieces = streets.pieces.get(),
        .places = &places,
        .road_names = read_road_names(data / "roads/road_names.csv"),
        .posts = read_road_posts(data / "roads/road_posts.csv"),
        .borders = read_borders(data / "reference/jilin/boundaries/jilin_district_tianditu.geojson",
                                places)};
    return streets;
}

std::string closure_streets_source(const std::filesystem::path& data) {
    return read_road_mapping(data / "roads/jilin_osm_mapping.csv", street_class_words()).source;
}

}  // namespace relief
