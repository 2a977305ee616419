// SPDX-License-Identifier: Apache-2.0
#include "tools/benchmarks/boost_area.h"

#include <boost/geometry.hpp>
#include <boost/geometry/geometries/box.hpp>
#include <boost/geometry/geometries/linestring.hpp>
#include <boost/geometry/geometries/point_xy.hpp>
#include <boost/geometry/geometries/polygon.hpp>
#include <boost/geometry/index/rtree.hpp>

#include <algorithm>
#include <iterator>
#include <utility>

namespace relief::bench {
namespace {

namespace bg = boost::geometry;
namespace bgi = boost::geometry::index;
using AreaPoint = bg::model::d2::point_xy<double>;
using Line = bg::model::linestring<AreaPoint>;
using AreaBox = bg::model::box<AreaPoint>;
using Polygon = bg::model::polygon<AreaPoint>;
using Value = std::pair<AreaBox, PieceIndex>;

AreaPoint point_of(StreetPoint at) {
    return {static_cast<double>(at.longitude_e7), static_cast<double>(at.latitude_e7)};
}

}  // namespace

struct BoostAreas::Tree {
    std::vector<Line> lines;  ///< by piece
    bgi::rtree<Value, bgi::rstar<16>> boxes;
};

BoostAreas::BoostAreas(const StreetNetwork& network) {
    auto tree = std::make_unique<Tree>();
    std::vector<Value> boxes;
    for (PieceIndex piece = 0; piece < network.pieces.size(); ++piece) {
        Line& line = tree->lines.emplace_back();
        line.push_back(point_of(network.nodes[network.pieces[piece].from]));
        for (const StreetPoint at : network.inner_points(piece)) {
            line.push_back(point_of(at));
        }
        line.push_back(point_of(network.nodes[network.pieces[piece].to]));
        boxes.emplace_back(bg::return_envelope<AreaBox>(line), piece);
    }
    tree->boxes = bgi::rtree<Value, bgi::rstar<16>>(boxes);
    tree_ = std::move(tree);
}

BoostAreas::~BoostAreas() = default;

std::vector<PieceIndex> BoostAreas::pieces_in(const ClosureArea& area) const {
    Polygon polygon;
    for (const StreetPoint at : area.rings.front()) {
        polygon.outer().push_back(point_of(at));
    }
    bg::correct(polygon);
    std::vector<Value> near;
    tree_->boxes.query(bgi::intersects(bg::return_envelope<AreaBox>(polygon)),
                       std::back_inserter(near));
    std::vector<PieceIndex> found;
    for (const auto& [box, piece] : near) {
        if (bg::intersects(tree_->lines[piece], polygon)) {
            found.push_back(piece);
        }
    }
    std::sort(found.begin(), found.end());
    return found;
}

}  // namespace relief::bench
