// SPDX-License-Identifier: Apache-2.0
// Two plans on one map: as GeoJSON, and as a page.
#include "tools/desk/document.h"
#include "tools/desk/json_parts.h"
#include "tools/desk/plan_compare.h"
#include "tools/desk/plan_map_sheet.h"
#include "tools/desk/plan_report_parts.h"
#include "tools/desk/plan_words.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace relief {
namespace {

using Json = nlohmann::ordered_json;

/// One way that lorries drive, and in which of the plans.
struct ComparedWay {
    std::string from;
    std::string to;
    std::vector<LonLat> course;
    std::vector<const Shipment*> a;
    std::vector<const Shipment*> b;

    [[nodiscard]] const char* plan() const { return b.empty() ? "A" : a.empty() ? "B" : "both"; }
};

/// Ways by origin, place and edges, in the order the plans drive them.
std::vector<ComparedWay> ways_of(const Desk& desk, const PlanComparison& comparison) {
    PlanRoads roads(desk);
    std::vector<ComparedWay> ways;
    std::map<std::tuple<std::string, std::string, std::vector<std::string>>, std::size_t> known;
    const auto add = [&](const Shipment& shipment, bool first) {
        const auto [at, fresh] =
            known.try_emplace({shipment.from, shipment.to, shipment.edges}, ways.size());
        if (fresh) {
            ways.push_back({.from = shipment.from,
                            .to = shipment.to,
                            .course = roads.way(shipment),
                            .a = {},
                            .b = {}});
        }
        ComparedWay& way = ways[at->second];
        (first ? way.a : way.b).push_back(&shipment);
    };
    for (const Shipment& shipment : comparison.a->shipments) {
        add(shipment, true);
    }
    for (const Shipment& shipment : comparison.b->shipments) {
        add(shipment, false);
    }
    return ways;
}

std::optional<LonLat> seat(const Desk& desk, const std::string& code) {
    const auto node = desk.network.node(code);
    return node ? std::optional(position_of(desk.network.nodes[static_cast<std::size_t>(*node)]))
                : std::nullopt;
}

Json geometry_json(const Desk& desk, const ComparedWay& way) {
    if (way.course.size() < 2) {
        const auto at = seat(desk, way.to);
        return at ? Json{{"type", "Point"}, {"coordinates", position_json(*at)}} : Json(nullptr);
    }
    Json line = Json::array();
    for (const LonLat& at : way.course) {
        line.push_back(position_json(at));
    }
    return {{"type", "LineString"}, {"coordinates", std::move(line)}};
}

Json side_json(const std::vector<const Shipment*>& shipments) {
    double kg = 0;
    int lorries = 0;
    Json ids = Json::array();
    for (const Shipment* shipment : shipments) {
        kg += shipment->load_kg;
        lorries += shipment->vehicles * shipment->trips;
        ids.push_back(shipment->id);
    }
    return {{"shipments", std::move(ids)},
            {"load_kg", number_json(std::round(kg * 1000) / 1000)},
            {"lorry_trips", lorries}};
}

// ---- the page ----

constexpr std::string_view page_style =
    "body{font:15px/1.5 \"Noto Sans CJK SC\",\"Microsoft YaHei\",sans-serif;color:#1a1a1a;"
    "background:#fff;margin:0}main{max-width:1080px;margin:0 auto;padding:16px}"
    "h1{font-size:22px}h2{font-size:18px;margin-top:28px}"
    "table{border-collapse:collapse;width:100%}th,td{border-bottom:1px solid #ccc;padding:3px 8px;"
    "text-align:left;vertical-align:top}.n{text-align:right;white-space:nowrap}"
    ".a{stroke:#0b5394}.b{stroke:#b45309}.both{stroke:#777}"
    "path{fill:none;stroke-width:3}path.b{stroke-dasharray:8 5}path.both{stroke-width:2}"
    "circle{fill:#1a1a1a}svg{width:100%;height:auto;border:1px solid #ccc}"
    "svg text{font-size:14px;paint-order:stroke;stroke:#fff;stroke-width:3px}";

std::vector<LonLat> shown_positions(const Desk& desk, const std::vector<ComparedWay>& ways) {
    std::vector<LonLat> shown;
    for (const ComparedWay& way : ways) {
        shown.insert(shown.end(), way.course.begin(), way.course.end());
        if (const auto at = seat(desk, way.to)) {
            shown.push_back(*at);
        }
    }
    return shown;
}

std::string map_html(const Desk& desk, const PlanComparison& comparison) {
    const std::vector<ComparedWay> ways = ways_of(desk, comparison);
    const std::vector<LonLat> shown = shown_positions(desk, ways);
    if (shown.empty()) {
        return "<p>两案都没有发运。</p>\n";
    }
    const MapSheet sheet(shown, 1000, 60);
    std::string svg =
        fmt::format("<svg viewBox=\"0 0 {:.0f} {:.0f}\" role=\"img\" aria-label=\"两案路线\">\n",
                    sheet.width(), sheet.height());
    for (const char* plan : {"both", "A", "B"}) {  // what differs lies on top
        for (const ComparedWay& way : ways) {
            if (way.plan() == std::string_view(plan) && way.course.size() > 1) {
                svg += fmt::format("<path class=\"{}\" d=\"{}\"><title>{} → {}</title></path>\n",
                                   plan == std::string_view("A")   ? "a"
                                   : plan == std::string_view("B") ? "b"
                                                                   : "both",
                                   path_data(sheet.line(way.course)),
                                   escaped(origin_name(desk, way.from)),
                                   escaped(full_place_name(desk.places, way.to)));
            }
        }
    }
    std::set<std::string> named;
    for (const ComparedWay& way : ways) {
        const auto at = seat(desk, way.to);
        if (at && named.insert(way.to).second) {
            const DrawnPoint point = sheet.at(*at);
            svg += fmt::format(
                "<circle cx=\"{0:.1f}\" cy=\"{1:.1f}\" r=\"5\"/><text x=\"{2:.1f}\" "
                "y=\"{1:.1f}\">{3}</text>\n",
                point.x, point.y, point.x + 8, escaped(full_place_name(desk.places, way.to)));
        }
    }
    return svg +
           "</svg>\n<p>灰细线：两案同走；蓝实线：仅 A；橙虚线：仅 B。"
           "道路 © OpenStreetMap contributors, ODbL 1.0</p>\n";
}

}  // namespace

std::string compare_geojson(const Desk& desk, const PlanComparison& comparison) {
    Json features = Json::array();
    for (const ComparedWay& way : ways_of(desk, comparison)) {
        features.push_back({{"type", "Feature"},
                            {"geometry", geometry_json(desk, way)},
                            {"properties",
                             {{"plan", way.plan()},
                              {"from", way.from},
                              {"from_name", origin_name(desk, way.from)},
                              {"to", way.to},
                              {"to_name", full_place_name(desk.places, way.to)},
                              {"a", side_json(way.a)},
                              {"b", side_json(way.b)}}}});
    }
    return document_text({{"type", "FeatureCollection"},
                          {"name", "relief compare"},
                          {"attribution", "road courses © OpenStreetMap contributors, ODbL 1.0"},
                          {"features", std::move(features)}});
}

std::string compare_html(const Desk& desk, const PlanComparison& comparison) {
    return fmt::format(
        "<!DOCTYPE html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
        "<title>两个调拨方案对照</title>\n<style>{}</style>\n</head>\n<body>\n<main>\n"
        "<h1>两个调拨方案对照</h1>\n{}<h2>地图</h2>\n{}</main>\n</body>\n</html>\n",
        page_style, compare_tables_html(desk, comparison), map_html(desk, comparison));
}

}  // namespace relief
