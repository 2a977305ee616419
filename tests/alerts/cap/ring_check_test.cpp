// SPDX-License-Identifier: Apache-2.0
#include "alerts/cap/ring_check.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <random>

namespace relief::cap {
namespace {

/// Corners on a grid of whole degrees: "00 04 44 40 00".
Ring ring_of(const std::vector<std::pair<int, int>>& corners) {
    Ring ring;
    for (const auto& [x, y] : corners) {
        ring.push_back({.longitude = static_cast<double>(x), .latitude = static_cast<double>(y)});
    }
    ring.push_back(ring.front());
    return ring;
}

TEST(RingCheck, ShapesByHand) {
    const RingShape square = shape_of(ring_of({{0, 0}, {4, 0}, {4, 4}, {0, 4}}));
    EXPECT_FALSE(square.crosses || square.touches || square.zero_area || square.repeats);
    EXPECT_TRUE(shape_of(ring_of({{0, 0}, {4, 4}, {4, 0}, {0, 4}})).crosses);
    EXPECT_TRUE(shape_of(ring_of({{0, 0}, {4, 0}, {4, 0}, {0, 4}})).repeats);
    EXPECT_TRUE(shape_of(ring_of({{0, 0}, {2, 2}, {4, 4}})).zero_area);
    // Two triangles that share a corner, and a corner on a far side.
    const RingShape eight = shape_of(ring_of({{0, 0}, {4, 0}, {2, 2}, {4, 4}, {0, 4}, {2, 2}}));
    EXPECT_TRUE(eight.touches);
    EXPECT_FALSE(eight.crosses);
    const RingShape pinched = shape_of(ring_of({{0, 0}, {4, 0}, {4, 4}, {2, 0}, {0, 4}}));
    EXPECT_TRUE(pinched.touches);
    EXPECT_FALSE(pinched.crosses);
    // A spike out and back.
    EXPECT_TRUE(shape_of(ring_of({{0, 0}, {4, 0}, {8, 0}, {4, 0}, {4, 4}, {0, 4}})).touches);
}

TEST(RingCheck, LeftUndecidedWhenComparisonsRunOut) {
    Ring comb;
    for (int i = 0; i < 1000; ++i) {
        comb.push_back({.longitude = i % 2 == 0 ? -170.0 : 170.0, .latitude = i * 0.08 - 40});
    }
    comb.push_back({.longitude = 175, .latitude = 60});
    comb.push_back({.longitude = -175, .latitude = 60});
    comb.push_back(comb.front());
    EXPECT_TRUE(shape_of(comb, 1000).undecided);
    EXPECT_FALSE(shape_of(comb).undecided);
}

// Every pair of sides, by Cramer's rule in whole numbers small enough to be exact.
bool brute_crosses(const std::vector<std::pair<int, int>>& c) {
    const std::size_t n = c.size();
    for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t j = i + 1; j < n; ++j) {
            const auto [ax, ay] = c[i];
            const auto [bx, by] = c[(i + 1) % n];
            const auto [px, py] = c[j];
            const auto [qx, qy] = c[(j + 1) % n];
            const int det = (bx - ax) * (qy - py) - (by - ay) * (qx - px);
            if (det == 0) {
                continue;
            }
            const int s = (px - ax) * (qy - py) - (py - ay) * (qx - px);
            const int t = (px - ax) * (by - ay) - (py - ay) * (bx - ax);
            const bool inside = det > 0 ? s > 0 && s < det && t > 0 && t < det
                                        : s < 0 && s > det && t < 0 && t > det;
            if (inside) {
                return true;
            }
        }
    }
    return false;
}

TEST(RingCheck, CrossingsAgreeWithEveryPairTried) {
    std::mt19937_64 random(3);
    std::uniform_int_distribution<int> place(-6, 6);
    std::uniform_int_distribution<std::size_t> length(3, 9);
    std::size_t crossing = 0;
    for (int i = 0; i < 20000; ++i) {
        std::vector<std::pair<int, int>> corners(length(random));
        for (auto& corner : corners) {
            corner = {place(random), place(random)};
        }
        const bool expected = brute_crosses(corners);
        ASSERT_EQ(shape_of(ring_of(corners)).crosses, expected) << i;
        crossing += expected ? 1U : 0U;
    }
    EXPECT_GT(crossing, 2000U);
    EXPECT_LT(crossing, 19000U);
}

}  // namespace
}  // namespace relief::cap
