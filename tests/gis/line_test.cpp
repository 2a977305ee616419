// SPDX-License-Identifier: Apache-2.0
#include "gis/line.h"

#include <gtest/gtest.h>

namespace relief {
namespace {

// Along the equator a degree is 111.3195 km: east for two degrees, then north for one.
const std::vector<LonLat> bent{{0, 0}, {2, 0}, {2, 1}};

TEST(Line, TheNearestPointLiesAtTheFootOfThePerpendicular) {
    const NearestOnLine foot = nearest_on(bent, {1, 0.1});
    EXPECT_NEAR(foot.at.longitude, 1, 1e-9);
    EXPECT_NEAR(foot.at.latitude, 0, 1e-9);
    EXPECT_NEAR(foot.distance_km, 11.06, 0.01);  // a tenth of a degree of latitude
    EXPECT_NEAR(foot.share, 111.3195 / geodesic_km(bent), 1e-6);
    EXPECT_DOUBLE_EQ(nearest_on(bent, {-1, 0}).share, 0);
    EXPECT_DOUBLE_EQ(nearest_on(bent, {2, 3}).share, 1);
    EXPECT_DOUBLE_EQ(nearest_on(std::vector<LonLat>{{5, 5}}, {5, 5}).distance_km, 0);
}

TEST(Line, PartsPutTogetherAreTheWhole) {
    EXPECT_EQ(part_of(bent, 0, 1), bent);
    for (const double cut : {0.1, 0.5, nearest_on(bent, {2, 0}).share, 0.9}) {
        std::vector<LonLat> first = part_of(bent, 0, cut);
        const std::vector<LonLat> second = part_of(bent, cut, 1);
        EXPECT_NEAR(geodesic_km(first), cut * geodesic_km(bent), 1e-3);
        EXPECT_NEAR(first.back().longitude, second.front().longitude, 1e-12);
        EXPECT_NEAR(first.back().latitude, second.front().latitude, 1e-12);
        EXPECT_EQ(second.back(), bent.back());
        EXPECT_NEAR(geodesic_km(first) + geodesic_km(second), geodesic_km(bent), 1e-3);
    }
}

TEST(Line, PointsAlongItLeaveNoGap) {
    const std::vector<LonLat> points = points_along(bent, 10);
    EXPECT_EQ(points.front(), bent.front());
    EXPECT_EQ(points.back(), bent.back());
    for (std::size_t i = 1; i < points.size(); ++i) {
        EXPECT_LE(geodesic_km(points[i - 1], points[i]), 10.001);
    }
}

TEST(Polygon, AHoleIsOutside) {
    const Feature square{.kind = GeometryKind::polygon,
                         .parts = {{{0, 0}, {4, 0}, {4, 4}, {0, 4}, {0, 0}},
                                   {{1, 1}, {1, 2}, {2, 2}, {2, 1}, {1, 1}}},
                         .values = {}};
    EXPECT_TRUE(contains(square, {3, 3}));
    EXPECT_TRUE(contains(square, {0.5, 1.5}));
    EXPECT_FALSE(contains(square, {1.5, 1.5}));
    EXPECT_FALSE(contains(square, {5, 1}));
    EXPECT_FALSE(contains(square, {-1, 1}));
}

}  // namespace
}  // namespace relief
