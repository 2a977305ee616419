// SPDX-License-Identifier: Apache-2.0
#include "routing/network/street_builder.h"

#include "gis/crs.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <utility>
#include <vector>

namespace relief {
namespace {

using testing::ElementsAre;
using testing::UnorderedElementsAre;

/// Points 1..9 in a row, one thousandth of a degree apart, on the parallel of Changchun.
void add_row(StreetBuilder& builder) {
    for (int i = 1; i <= 9; ++i) {
        builder.add_point(i, {1'253'000'000 + i * 10'000, 438'000'000});
    }
}

WayIndex add_way(StreetBuilder& builder, std::int64_t id, const std::vector<std::int64_t>& points,
                 StreetDirections directions = StreetDirections::both) {
    StreetWay way;
    way.id = id;
    way.car_directions = directions;
    way.lorry_directions = directions;
    return builder.add_way(way, points);
}

TEST(StreetNetwork, WaysAreCutWhereTheyMeetAndTheOtherPointsAreShape) {
    StreetBuilder builder("test");
    add_row(builder);
    add_way(builder, 100, {1, 2, 3, 4});
    add_way(builder, 101, {3, 5}, StreetDirections::forward);
    ReadReport report;
    const StreetNetwork network = std::move(builder).build(report);
    EXPECT_THAT(network.node_ids, ElementsAre(1, 3, 4, 5));
    EXPECT_EQ(network.pieces.size(), 3U);
    EXPECT_EQ(network.arcs.size(), 5U);
    EXPECT_EQ(network.shape.size(), 1U);
    EXPECT_EQ(network.line_of(0).size(), 3U);
    EXPECT_EQ(network.pieces_of(0).size(), 2U);
    EXPECT_EQ(network.reverse_of(network.pieces[2].forward), no_index);
    EXPECT_EQ(report.ways_kept, 2U);
    EXPECT_TRUE(report.findings.empty());
}

TEST(StreetNetwork, ArcsOfANodeLieTogetherAndKnowTheirTail) {
    StreetBuilder builder("test");
    add_row(builder);
    add_way(builder, 100, {1, 2, 3});
    add_way(builder, 101, {2, 4});
    add_way(builder, 102, {2, 4});
    ReadReport report;
    const StreetNetwork network = std::move(builder).build(report);
    for (NodeIndex node = 0; node < network.nodes.size(); ++node) {
        for (const StreetArc& arc : network.arcs_of(node)) {
            EXPECT_EQ(arc.tail, node);
        }
    }
    EXPECT_EQ(network.arcs_of(1).size(), 4U) << "parallel ways stay apart";
}

TEST(StreetNetwork, AWayIsCutWhereAPointIsMissing) {
    StreetBuilder builder("test");
    add_row(builder);
    add_way(builder, 100, {1, 2, 99, 3, 4, 98});
    ReadReport report;
    const StreetNetwork network = std::move(builder).build(report);
    EXPECT_THAT(network.node_ids, ElementsAre(1, 2, 3, 4));
    EXPECT_EQ(network.pieces.size(), 2U);
    EXPECT_EQ(report.count("point_missing"), 2U);
    EXPECT_EQ(report.count("way_cut_at_gap"), 1U);
}

TEST(StreetNetwork, AWayOfOnePointIsLeftOutAndLeavesNoNode) {
    StreetBuilder builder("test");
    add_row(builder);
    add_way(builder, 100, {1});
    add_way(builder, 101, {2, 2});
    add_way(builder, 102, {});
    const WayIndex kept = add_way(builder, -103, {3, 3, 4});
    builder.add_condition({.way = kept, .words = builder.text("no @ (snow)")});
    ReadReport report;
    const StreetNetwork network = std::move(builder).build(report);
    EXPECT_THAT(network.node_ids, ElementsAre(3, 4));
    EXPECT_EQ(report.count("way_one_point"), 3U);
    EXPECT_EQ(report.count("point_repeated"), 2U);
    ASSERT_EQ(network.conditions_of(0).size(), 1U);
    EXPECT_EQ(network.text(network.conditions_of(0).front().words), "no @ (snow)");
    EXPECT_EQ(network.ways[0].id, -103);
}

TEST(StreetNetwork, ARingIsNoLoopArc) {
    StreetBuilder builder("test");
    add_row(builder);
    add_way(builder, 100, {1, 2, 3, 4, 1}, StreetDirections::forward);
    add_way(builder, 101, {5, 1});
    add_way(builder, 102, {6, 7, 6});
    ReadReport report;
    const StreetNetwork network = std::move(builder).build(report);
    for (const StreetArc& arc : network.arcs) {
        EXPECT_NE(arc.tail, arc.head);
    }
    EXPECT_THAT(network.node_ids, ElementsAre(1, 3, 5, 6, 7));
}

TEST(StreetNetwork, LengthsAreThoseOfTheEllipsoid) {
    // Changchun to Jilin city, and one thousandth of a degree of it; PROJ is the judge.
    const auto geodesic_m = [](StreetPoint a, StreetPoint b) {
        return 1000 * geodesic_km({a.longitude(), a.latitude()}, {b.longitude(), b.latitude()});
    };
    const StreetPoint changchun{1'253'200'000, 438'600'000};
    const StreetPoint jilin{1'265'500'000, 438'400'000};
    const StreetPoint near{1'253'210'000, 438'603'000};
    EXPECT_NEAR(distance_m(changchun, near) / geodesic_m(changchun, near), 1, 1e-6);
    EXPECT_NEAR(distance_m(changchun, jilin) / geodesic_m(changchun, jilin), 1, 1e-4);
    const StreetPoint suva{1'784'000'000, -181'000'000};
    const StreetPoint taveuni{-1'799'000'000, -168'000'000};
    EXPECT_NEAR(distance_m(suva, taveuni) / geodesic_m(suva, taveuni), 1, 1e-3);
    const StreetPoint urumqi{876'000'000, 438'000'000};
    EXPECT_NEAR(distance_m(changchun, urumqi) / geodesic_m(changchun, urumqi), 1, 5e-3);
    EXPECT_EQ(distance_m(suva, suva), 0);
}

TEST(StreetNetwork, AGivenLengthIsSharedOutAndAddsUp) {
    StreetBuilder builder("test");
    add_row(builder);
    StreetWay way;
    way.id = 1;
    way.length_cm = 1'000'001;
    builder.add_way(way, std::vector<std::int64_t>{1, 2, 4});
    add_way(builder, 2, {2, 9});
    ReadReport report;
    const StreetNetwork network = std::move(builder).build(report);
    EXPECT_EQ(network.ways[0].length_cm, 1'000'001U);
    EXPECT_EQ(network.pieces[0].length_cm + network.pieces[1].length_cm, 1'000'001U);
    EXPECT_NEAR(network.pieces[0].length_cm, 1'000'001 / 3.0, 50);
}

TEST(StreetNetwork, ABarrierIsANodeOfTheRoadItStandsOn) {
    StreetBuilder builder("test");
    add_row(builder);
    add_way(builder, 100, {1, 2, 3});
    builder.add_barrier({.id = 2, .kind = BarrierKind::gate, .lorry_access = StreetAccess::no});
    builder.add_barrier({.id = 9, .kind = BarrierKind::bollard});
    builder.add_barrier({.id = 77, .kind = BarrierKind::bollard});
    ReadReport report;
    const StreetNetwork network = std::move(builder).build(report);
    EXPECT_THAT(network.node_ids, ElementsAre(1, 2, 3));
    ASSERT_NE(network.barrier_at(1), nullptr);
    EXPECT_EQ(network.barrier_at(1)->access(StreetVehicle::lorry), StreetAccess::no);
    EXPECT_EQ(network.barrier_at(0), nullptr);
    EXPECT_EQ(report.count("barrier_off_road"), 2U);
}

TEST(StreetNetwork, UnknownIsNotNone) {
    EXPECT_FALSE(Limit().forbids(1'000'000));
    EXPECT_TRUE(Limit().is_unknown());
    EXPECT_FALSE(Limit::none().is_unknown());
    EXPECT_FALSE(Limit::none().forbids(1'000'000));
    EXPECT_TRUE(Limit::of(380).forbids(381));
    EXPECT_FALSE(Limit::of(380).forbids(380));
    EXPECT_TRUE(Limit::of(-3).is_unknown());
}

TEST(StreetNetwork, TheOrderInWhichPointsComeChangesNothing) {
    const auto build = [](bool backwards) {
        StreetBuilder builder("test");
        for (int i = 0; i < 9; ++i) {
            const int id = backwards ? 9 - i : i + 1;
            builder.add_point(id, {1'253'000'000 + id * 10'000, 438'000'000});
        }
        add_way(builder, 100, {1, 2, 3, 4});
        add_way(builder, 101, {3, 5});
        ReadReport report;
        return std::move(builder).build(report);
    };
    EXPECT_EQ(build(false), build(true));
}

}  // namespace
}  // namespace relief
