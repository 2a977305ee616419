// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/closure_document.h"
#include "tools/desk/closure_json.h"
#include "tools/desk/document.h"
#include "tools/desk/json_parts.h"

#include <algorithm>
#include <utility>

#include <nlohmann/json.hpp>

namespace relief {
namespace {

Json position(StreetPoint point) {
    return {point.longitude(), point.latitude()};
}

Json lines_json(const StreetPieces& pieces, const std::vector<ArcIndex>& arcs) {
    std::vector<PieceIndex> of;
    for (const ArcIndex arc : arcs) {
        of.push_back(pieces.network().arcs[arc].piece());
    }
    std::sort(of.begin(), of.end());
    of.erase(std::unique(of.begin(), of.end()), of.end());
    Json lines = Json::array();
    for (const PieceIndex piece : of) {
        const StreetPiece& about = pieces.network().pieces[piece];
        const ArcIndex arc = about.forward != no_index ? about.forward : about.backward;
        Json line = Json::array();
        for (const StreetPoint point : pieces.network().line_of(arc)) {
            line.push_back(position(point));
        }
        lines.push_back(std::move(line));
    }
    return {{"type", "MultiLineString"}, {"coordinates", std::move(lines)}};
}

/// Twice the area, positive where the ring runs counter-clockwise.
double turning(const std::vector<StreetPoint>& ring) {
    double sum = 0;
    for (std::size_t i = 0; i < ring.size(); ++i) {
        const StreetPoint a = ring[i];
        const StreetPoint b = ring[(i + 1) % ring.size()];
        sum += a.longitude() * b.latitude() - b.longitude() * a.latitude();
    }
    return sum;
}

Json ring_json(std::vector<StreetPoint> ring, bool is_hole) {
    if ((turning(ring) > 0) == is_hole) {
        std::reverse(ring.begin(), ring.end());
    }
    if (!(ring.front() == ring.back())) {
        ring.push_back(ring.front());
    }
    Json points = Json::array();
    for (const StreetPoint point : ring) {
        points.push_back(position(point));
    }
    return points;
}

/// How many other rings a ring lies in, by a point of it that is on none of them where there is
/// one.
std::vector<std::size_t> rings_around(const ClosureArea& area, std::size_t ring) {
    std::vector<std::size_t> around;
    for (std::size_t other = 0; other < area.rings.size(); ++other) {
        const AreaTest test(ClosureArea{.rings = {area.rings[other]}});
        const auto& points = area.rings[ring];
        const bool inside =
            other != ring && std::all_of(points.begin(), points.end(),
                                         [&](StreetPoint point) { return test.contains(point); });
        if (inside) {
            around.push_back(other);
        }
    }
    return around;
}

/// Rings that lie in an even number of others are borders; the others are holes of the innermost
/// border around them.
Json area_geometry(const ClosureArea& area) {
    std::vector<std::vector<std::size_t>> around;
    for (std::size_t ring = 0; ring < area.rings.size(); ++ring) {
        around.push_back(rings_around(area, ring));
    }
    Json polygons = Json::array();
    for (std::size_t border = 0; border < area.rings.size(); ++border) {
        if (around[border].size() % 2 != 0) {
            continue;
        }
        Json polygon = Json::array({ring_json(area.rings[border], false)});
        for (std::size_t hole = 0; hole < area.rings.size(); ++hole) {
            const bool is_in =
                std::find(around[hole].begin(), around[hole].end(), border) != around[hole].end();
            if (is_in && around[hole].size() == around[border].size() + 1) {
                polygon.push_back(ring_json(area.rings[hole], true));
            }
        }
        polygons.push_back(std::move(polygon));
    }
    return {{"type", "MultiPolygon"}, {"coordinates", std::move(polygons)}};
}

}  // namespace

std::string closure_geojson(const BookClosure& book, const StreetPieces& pieces, Instant at) {
    Json features = Json::array();
    const auto add = [&](const StreetClosure& where, Json properties) {
        properties["closure"] = book.id;
        properties["state"] = std::string(to_word(book.state(at)));
        properties["words"] = book.closure.words;
        const PlacedClosure placed = place_closure(pieces, where);
        properties["missing"] = placed.missing;
        features.push_back(feature_json(lines_json(pieces, placed.arcs), properties));
        if (!where.area.rings.empty()) {
            features.push_back(feature_json(area_geometry(where.area), std::move(properties)));
        }
    };
    if (book.is_placed()) {
        add(book.closure, {{"zh", book.zh}, {"en", book.en}});
    } else {
        for (std::size_t i = 0; i < book.candidates.size(); ++i) {
            const ClosureCandidate& candidate = book.candidates[i];
            add({.kind = candidate.kind,
                 .stretches = candidate.stretches,
                 .nodes = candidate.nodes,
                 .area = candidate.kind == ClosureKind::area ? book.drawn : ClosureArea()},
                {{"candidate", i + 1},
                 {"zh", candidate.zh},
                 {"en", candidate.en},
                 {"confidence", candidate.confidence}});
        }
    }
    return document_text({{"type", "FeatureCollection"},
                          {"source", pieces.network().source},
                          {"features", std::move(features)}});
}

}  // namespace relief
