// SPDX-License-Identifier: Apache-2.0
#include "routing/network/street_closure.h"

#include "core/error.h"
#include "routing/network/street_builder.h"

#include <algorithm>
#include <cmath>
#include <random>
#include <set>
#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace relief {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr std::int32_t step_e7 = 10'000;  // 0.001 degrees: about 80 m east, 110 m north

StreetPoint grid(int x, int y) {
    return {.longitude_e7 = 1'263'000'000 + x * step_e7, .latitude_e7 = 438'000'000 + y * step_e7};
}

Instant closure_time(std::string_view text) {
    return parse_instant(text).value();
}

/// A grid of streets: node x + 100 y; ways 1000 + y west to east, 2000 + x south to north.
StreetNetwork town(int size) {
    StreetBuilder builder("drawn by hand");
    for (int y = 0; y < size; ++y) {
        for (int x = 0; x < size; ++x) {
            builder.add_point(x + 100 * y, grid(x, y));
        }
    }
    for (int line = 0; line < size; ++line) {
        StreetWay way;
        way.street_class = StreetClass::primary;
        std::vector<std::int64_t> row;
        std::vector<std::int64_t> column;
        for (int i = 0; i < size; ++i) {
            row.push_back(i + 100 * line);
            column.push_back(line + 100 * i);
        }
        way.id = 1000 + line;
        builder.add_way(way, row);
        way.id = 2000 + line;
        builder.add_way(way, column);
    }
    ReadReport report;
    return std::move(builder).build(report);
}

/// "a>b" of each arc, by the ids of its nodes.
std::set<std::pair<std::int64_t, std::int64_t>> driven(const StreetNetwork& network,
                                                       const std::vector<ArcIndex>& arcs) {
    std::set<std::pair<std::int64_t, std::int64_t>> ends;
    for (const ArcIndex arc : arcs) {
        ends.emplace(network.node_ids[network.arcs[arc].tail],
                     network.node_ids[network.arcs[arc].head]);
    }
    return ends;
}

ClosureArea box(StreetPoint low, StreetPoint high) {
    return {.rings = {{low,
                       {.longitude_e7 = high.longitude_e7, .latitude_e7 = low.latitude_e7},
                       high,
                       {.longitude_e7 = low.longitude_e7, .latitude_e7 = high.latitude_e7}}}};
}

StreetPoint moved(StreetPoint point, int x_e7, int y_e7) {
    return {.longitude_e7 = point.longitude_e7 + x_e7, .latitude_e7 = point.latitude_e7 + y_e7};
}

StreetClosure whole_way(std::string id, std::int64_t way, std::string_view from) {
    return {.id = std::move(id),
            .kind = ClosureKind::way,
            .stretches = {{.way = way}},
            .from = closure_time(from)};
}

/// Even-odd by division, which the code does not use.
bool inside_by_division(const ClosureArea& area, StreetPoint point) {
    bool inside = false;
    for (const auto& ring : area.rings) {
        for (std::size_t i = 0; i < ring.size(); ++i) {
            const StreetPoint a = ring[i];
            const StreetPoint b = ring[(i + 1) % ring.size()];
            if ((a.latitude_e7 > point.latitude_e7) != (b.latitude_e7 > point.latitude_e7)) {
                const long double share =
                    (static_cast<long double>(point.latitude_e7) - a.latitude_e7) /
                    (static_cast<long double>(b.latitude_e7) - a.latitude_e7);
                const long double x =
                    a.longitude_e7 +
                    share * (static_cast<long double>(b.longitude_e7) - a.longitude_e7);
                inside = inside != (static_cast<long double>(point.longitude_e7) < x);
            }
        }
    }
    return inside;
}

/// A star-shaped ring about a centre: its edges never cross.
std::vector<StreetPoint> star(std::mt19937_64& random, StreetPoint centre, int points, double least,
                              double most) {
    std::uniform_real_distribution<double> radius(least, most);
    std::vector<StreetPoint> ring;
    for (int i = 0; i < points; ++i) {
        const double angle = 2 * 3.14159265358979 * i / points;
        const double r = radius(random);
        ring.push_back(moved(centre, static_cast<int>(r * std::cos(angle)),
                             static_cast<int>(r * std::sin(angle))));
    }
    return ring;
}

TEST(ClosureArea, PointsAgreeWithBruteForceInStarsWithHoles) {
    std::mt19937_64 random(7);
    for (int round = 0; round < 40; ++round) {
        const int points = 3 + static_cast<int>(random() % 300);
        ClosureArea area{.rings = {star(random, grid(0, 0), points, 60'000, 100'000),
                                   star(random, grid(0, 0), points, 5'000, 30'000)}};
        check_area(area, "star");
        const AreaTest test(area);
        std::uniform_int_distribution<int> offset(-110'000, 110'000);
        for (int i = 0; i < 500; ++i) {
            const StreetPoint point = moved(grid(0, 0), offset(random), offset(random));
            ASSERT_EQ(test.contains(point), inside_by_division(area, point)) << round;
        }
    }
}

/// Where two lines cross, by solving for both parameters in floating point.
bool cross_by_division(StreetPoint a, StreetPoint b, StreetPoint c, StreetPoint d) {
    const auto x = [&](StreetPoint p) { return static_cast<long double>(p.longitude_e7); };
    const auto y = [&](StreetPoint p) { return static_cast<long double>(p.latitude_e7); };
    const long double slope = (x(b) - x(a)) * (y(d) - y(c)) - (y(b) - y(a)) * (x(d) - x(c));
    if (slope == 0) {
        return false;
    }
    const long double t = ((x(c) - x(a)) * (y(d) - y(c)) - (y(c) - y(a)) * (x(d) - x(c))) / slope;
    const long double u = ((x(c) - x(a)) * (y(b) - y(a)) - (y(c) - y(a)) * (x(b) - x(a))) / slope;
    return t >= 0 && t <= 1 && u >= 0 && u <= 1;
}

TEST(ClosureArea, LinesMeetItWhereAnEndLiesInsideOrAnEdgeIsCrossed) {
    std::mt19937_64 random(11);
    for (int round = 0; round < 50; ++round) {
        const ClosureArea area{.rings = {star(random, grid(0, 0), 40, 30'000, 100'000)}};
        const auto& ring = area.rings.front();
        const AreaTest test(area);
        std::uniform_int_distribution<int> offset(-150'000, 150'000);
        for (int i = 0; i < 200; ++i) {
            const StreetPoint from = moved(grid(0, 0), offset(random), offset(random));
            const StreetPoint to = moved(grid(0, 0), offset(random), offset(random));
            bool expected = inside_by_division(area, from) || inside_by_division(area, to);
            for (std::size_t k = 0; k < ring.size() && !expected; ++k) {
                expected = cross_by_division(from, to, ring[k], ring[(k + 1) % ring.size()]);
            }
            ASSERT_EQ(test.meets(from, to), expected) << round;
            ASSERT_EQ(test.meets(to, from), expected) << round;
        }
    }
}

TEST(ClosureArea, ItsBorderIsInsideAndAHoleIsNot) {
    ClosureArea area = box(grid(0, 0), grid(4, 4));
    area.rings.push_back(box(grid(1, 1), grid(3, 3)).rings.front());
    const AreaTest test(area);
    EXPECT_TRUE(test.contains(grid(0, 2)));
    EXPECT_TRUE(test.contains(grid(4, 4)));
    EXPECT_TRUE(test.contains(grid(1, 2)));  // the border of the hole
    EXPECT_FALSE(test.contains(grid(2, 2)));
    EXPECT_FALSE(test.meets(moved(grid(1, 1), 5, 5), moved(grid(3, 3), -5, -5)));
    EXPECT_TRUE(test.meets(grid(2, 2), grid(2, 3)));
    EXPECT_TRUE(test.meets(grid(-1, 2), grid(5, 2)));
    EXPECT_TRUE(test.meets(grid(-1, 4), grid(5, 4)));  // along the border
    EXPECT_TRUE(test.meets(grid(3, 5), grid(5, 3)));   // through a corner alone
    EXPECT_FALSE(test.meets(moved(grid(3, 5), 1, 1), moved(grid(5, 3), 1, 1)));
}

TEST(ClosureArea, LinesOverThe180thMeridianAreTheShortOnes) {
    const auto far_east = [](int x, int y) {
        return StreetPoint{.longitude_e7 = 1'799'000'000 + x, .latitude_e7 = y};
    };
    const AreaTest test(box(far_east(500'000, 0), far_east(900'000, 1000)));
    const StreetPoint west{.longitude_e7 = -1'799'000'000, .latitude_e7 = 500};
    EXPECT_TRUE(test.meets(far_east(0, 500), west));
    EXPECT_FALSE(test.meets(far_east(950'000, 500), west));
    const AreaTest mid(box(grid(0, 0), grid(1, 1)));
    EXPECT_FALSE(
        mid.meets({.longitude_e7 = 1'799'000'000, .latitude_e7 = grid(0, 0).latitude_e7 + 5},
                  {.longitude_e7 = -1'799'000'000, .latitude_e7 = grid(0, 0).latitude_e7 + 5}));
}

std::string area_refusal(const ClosureArea& area) {
    try {
        check_area(area, "flood.geojson");
    } catch (const Error& error) {
        return error.detail().message;
    }
    return "";
}

TEST(ClosureArea, WhatIsNoAreaIsRefused) {
    EXPECT_EQ(area_refusal({}), "there is no area");
    EXPECT_EQ(area_refusal({.rings = {{grid(0, 0), grid(1, 1), grid(0, 0)}}}),
              "a ring of the area has too few points");
    EXPECT_EQ(area_refusal({.rings = {{grid(0, 0), grid(2, 2), grid(2, 0), grid(0, 2)}}}),
              "the border of the area crosses itself");
    EXPECT_EQ(area_refusal({.rings = {{grid(0, 0), grid(4, 0), grid(4, 4)},
                                      {grid(1, -1), grid(3, -1), grid(3, 1)}}}),
              "the border of the area crosses itself");
    EXPECT_EQ(
        area_refusal({.rings = {{{.longitude_e7 = 438'000'000, .latitude_e7 = 1'263'000'000},
                                 {.longitude_e7 = 439'000'000, .latitude_e7 = 1'263'000'000},
                                 {.longitude_e7 = 439'000'000, .latitude_e7 = 1'264'000'000}}}}),
        "a point of the area is no position");
    EXPECT_EQ(area_refusal({.rings = {{{.longitude_e7 = -1'790'000'000, .latitude_e7 = 0},
                                       {.longitude_e7 = 1'790'000'000, .latitude_e7 = 0},
                                       {.longitude_e7 = 1'790'000'000, .latitude_e7 = 10}}}}),
              "the area is wider than half the globe");
    EXPECT_EQ(area_refusal(box(grid(0, 0), grid(1, 1))), "");
    // Holes may touch the outer ring in a point.
    EXPECT_EQ(area_refusal({.rings = {{grid(0, 0), grid(4, 0), grid(4, 4), grid(0, 4)},
                                      {grid(0, 0), grid(2, 1), grid(1, 2)}}}),
              "");
}

TEST(StreetClosure, EachKindShutsItsArcsAndNoOthers) {
    const StreetNetwork network = town(4);
    const StreetPieces pieces(network);
    StreetClosure closure{.kind = ClosureKind::arc,
                          .stretches = {{.way = 1001,
                                         .from_node = 101,
                                         .to_node = 102,
                                         .directions = StreetDirections::forward}}};
    using Ends = std::set<std::pair<std::int64_t, std::int64_t>>;
    EXPECT_EQ(driven(network, place_closure(pieces, closure).arcs), (Ends{{101, 102}}));
    closure.stretches.front().directions = StreetDirections::both;
    EXPECT_EQ(driven(network, place_closure(pieces, closure).arcs), (Ends{{101, 102}, {102, 101}}));
    closure = {.kind = ClosureKind::way,
               .stretches = {{.way = 2000, .directions = StreetDirections::backward}}};
    EXPECT_EQ(driven(network, place_closure(pieces, closure).arcs),
              (Ends{{100, 0}, {200, 100}, {300, 200}}));
    closure = {.kind = ClosureKind::node, .nodes = {303}};
    EXPECT_EQ(driven(network, place_closure(pieces, closure).arcs),
              (Ends{{303, 302}, {302, 303}, {303, 203}, {203, 303}}));
}

TEST(StreetClosure, IdsTheNetworkDoesNotHaveAreToldAndNeverDropped) {
    const StreetNetwork network = town(3);
    const StreetPieces pieces(network);
    const StreetClosure closure{
        .id = "9",
        .kind = ClosureKind::way,
        .stretches = {{.way = 7}, {.way = 1000, .from_node = 0, .to_node = 2}},
        .nodes = {5555},
        .from = closure_time("2017-07-14")};
    const PlacedClosure placed = place_closure(pieces, closure);
    EXPECT_THAT(placed.arcs, IsEmpty());
    EXPECT_THAT(placed.missing,
                ElementsAre("way 7", "way 1000 between nodes 0 and 2", "node 5555"));
    const ClosedArcs closed = closed_arcs(std::vector{placed}, closure_time("2017-07-15"));
    EXPECT_THAT(closed.unplaced, ElementsAre(0U));
}

/// A river from west to east between y = 1 and y = 2 (in grid steps): a bridge over it (way 1),
/// a road through it (way 2), a tunnel under it (way 3), a cutting beside it (way 4).
StreetNetwork river_roads() {
    StreetBuilder builder("drawn by hand");
    for (int x = 0; x < 4; ++x) {
        for (int y = 0; y < 4; ++y) {
            builder.add_point(x + 10 * y, grid(x, y));
        }
    }
    const auto add = [&](std::int64_t id, int x, int from, int to, std::uint8_t marks, int layer) {
        StreetWay way;
        way.id = id;
        way.street_class = StreetClass::primary;
        way.marks = marks;
        way.layer = static_cast<std::int8_t>(layer);
        const std::int64_t ids[] = {x + 10 * from, x + 10 * to};
        builder.add_way(way, ids);
    };
    for (int x = 0; x < 4; ++x) {
        add(100 + x, x, 0, 1, 0, 0);  // roads up to the river from the south
    }
    add(1, 0, 1, 2, StreetWay::bridge, 1);
    add(2, 1, 1, 2, 0, 0);
    add(3, 2, 1, 2, StreetWay::tunnel, -1);
    add(4, 3, 1, 2, 0, -1);
    ReadReport report;
    return std::move(builder).build(report);
}

std::set<std::int64_t> ways_shut(const StreetNetwork& network, const ClosureArea& area) {
    const StreetPieces pieces(network);
    const PlacedClosure placed = place_closure(pieces, {.kind = ClosureKind::area, .area = area});
    std::set<std::int64_t> ways;
    for (const ArcIndex arc : placed.arcs) {
        ways.insert(network.way_of(arc).id);
    }
    return ways;
}

TEST(StreetClosure, WaterShutsTheGroundAndNotTheBridgeOverIt) {
    const StreetNetwork network = river_roads();
    const ClosureArea river = box(moved(grid(-1, 1), 0, 1000), moved(grid(4, 2), 0, -1000));
    EXPECT_EQ(ways_shut(network, river), (std::set<std::int64_t>{2, 4}));
    // The bank with the abutments under water: now bridge and tunnel are shut with their roads.
    const ClosureArea bank = box(moved(grid(-1, 1), 0, -1000), moved(grid(4, 2), 0, -1000));
    EXPECT_EQ(ways_shut(network, bank), (std::set<std::int64_t>{1, 2, 3, 4, 100, 101, 102, 103}));
    // The far end of the bridge has no road on the ground: water there says nothing of it.
    const ClosureArea far = box(moved(grid(-1, 2), 0, -1000), grid(4, 3));
    EXPECT_EQ(ways_shut(network, far), (std::set<std::int64_t>{2, 4}));
}

TEST(StreetClosure, AnAreaShutsWhatBruteForceOverAllPiecesFinds) {
    const StreetNetwork network = town(30);
    const StreetPieces pieces(network);
    std::mt19937_64 random(3);
    for (int round = 0; round < 30; ++round) {
        const StreetPoint centre =
            grid(static_cast<int>(random() % 30), static_cast<int>(random() % 30));
        const ClosureArea area{.rings = {star(random, centre, 30, 8'000, 90'000),
                                         star(random, centre, 30, 1'000, 7'000)}};
        const AreaTest test(area);
        std::vector<ArcIndex> expected;
        for (ArcIndex arc = 0; arc < network.arcs.size(); ++arc) {
            if (test.meets(network.line_of(arc))) {
                expected.push_back(arc);
            }
        }
        EXPECT_EQ(place_closure(pieces, {.kind = ClosureKind::area, .area = area}).arcs, expected);
        EXPECT_FALSE(expected.empty());
    }
}

TEST(StreetClosure, TheWindowAndTheKindOfReopeningDecideWhetherItCounts) {
    StreetClosure closure = whole_way("1", 1000, "2017-07-14T06:00");
    EXPECT_FALSE(in_force(closure, closure_time("2017-07-14T05:59")));
    EXPECT_TRUE(in_force(closure, closure_time("2017-07-14T06:00")));
    closure.to = closure_time("2017-07-16T18:00");
    EXPECT_TRUE(in_force(closure, closure_time("2017-07-17")));  // a time of which nothing is known
    closure.reopening = ReopeningKind::planned;
    EXPECT_FALSE(is_overdue(closure, closure_time("2017-07-16T17:59")));
    EXPECT_TRUE(in_force(closure, closure_time("2017-07-16T18:00")));
    EXPECT_TRUE(is_overdue(closure, closure_time("2017-07-16T18:00")));
    closure.reopening = ReopeningKind::known;
    EXPECT_TRUE(in_force(closure, closure_time("2017-07-16T17:59")));
    EXPECT_FALSE(in_force(closure, closure_time("2017-07-16T18:00")));
}

TEST(StreetClosure, EachShutArcTellsEveryClosureThatShutsIt) {
    const StreetNetwork network = town(3);
    const StreetPieces pieces(network);
    StreetClosure limited = whole_way("3", 1000, "2017-07-14");
    limited.limits.weight_kg = 5000;
    const std::vector<PlacedClosure> closures{
        place_closure(pieces, whole_way("1", 1000, "2017-07-14")),
        place_closure(pieces, {.id = "2",
                               .kind = ClosureKind::node,
                               .nodes = {1},
                               .from = closure_time("2017-07-14")}),
        place_closure(pieces, limited)};
    const ClosedArcs closed = closed_arcs(closures, closure_time("2017-07-15"));
    const WayIndex way = pieces.way(1000);
    const ArcIndex arc = network.pieces_of(way).front().forward;
    EXPECT_THAT(closed.shut_by(arc), ElementsAre(ArcClosure{arc, 0}, ArcClosure{arc, 1}));
    EXPECT_THAT(closed.limited_by(arc), ElementsAre(ArcClosure{arc, 2}));
    EXPECT_EQ(closed.shut_arcs().size(), 4U + 2U);  // the way, and the column over its node 1
    EXPECT_TRUE(closed.is_shut(arc));
}

TEST(StreetClosure, LiftingOneLeavesTheRestBitForBit) {
    const StreetNetwork network = town(20);
    const StreetPieces pieces(network);
    std::mt19937_64 random(5);
    std::vector<PlacedClosure> kept;
    const auto any_closure = [&](int number) {
        StreetClosure closure = whole_way(std::to_string(number), 0, "2017-07-14");
        switch (random() % 4) {
            case 0: closure.stretches = {{.way = 1000 + static_cast<int>(random() % 20)}}; break;
            case 1:
                closure.stretches = {{.way = 2000 + static_cast<int>(random() % 20),
                                      .directions = StreetDirections::forward}};
                break;
            case 2:
                closure = {.id = closure.id,
                           .kind = ClosureKind::node,
                           .nodes = {static_cast<int>(random() % 20) +
                                     100 * static_cast<int>(random() % 20)},
                           .from = closure.from};
                break;
            default:
                closure = {.id = closure.id,
                           .kind = ClosureKind::area,
                           .area = {.rings = {star(random, grid(10, 10), 12, 5'000, 120'000)}},
                           .from = closure.from};
        }
        closure.limits.convoy_only = random() % 3 == 0;
        return closure;
    };
    for (int step = 0; step < 300; ++step) {
        if (kept.empty() || random() % 2 == 0) {
            kept.push_back(place_closure(pieces, any_closure(step)));
        } else {
            kept.erase(kept.begin() + static_cast<std::ptrdiff_t>(random() % kept.size()));
        }
        std::vector<PlacedClosure> fresh;
        std::vector<std::set<std::uint32_t>> shut(network.arcs.size());
        for (const PlacedClosure& placed : kept) {
            fresh.push_back(place_closure(pieces, placed.closure));
            for (const ArcIndex arc : fresh.back().arcs) {
                if (!placed.closure.limits.any()) {
                    shut[arc].insert(static_cast<std::uint32_t>(fresh.size() - 1));
                }
            }
        }
        const ClosedArcs closed = closed_arcs(kept, closure_time("2017-07-15"));
        ASSERT_EQ(closed, closed_arcs(fresh, closure_time("2017-07-15")));
        for (ArcIndex arc = 0; arc < network.arcs.size(); ++arc) {
            ASSERT_EQ(closed.shut_by(arc).size(), shut[arc].size());
        }
    }
}

TEST(StreetClosure, ItsWordsReadBack) {
    for (int kind = 0; kind < 6; ++kind) {
        EXPECT_EQ(closure_kind_of(to_word(static_cast<ClosureKind>(kind))),
                  static_cast<ClosureKind>(kind));
    }
    EXPECT_EQ(closure_kind_of("moon"), std::nullopt);
    EXPECT_EQ(reopening_kind_of("planned"), ReopeningKind::planned);
    EXPECT_EQ(closure_confidence_of("doubtful"), ClosureConfidence::doubtful);
}

}  // namespace
}  // namespace relief
