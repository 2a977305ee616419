// SPDX-License-Identifier: Apache-2.0
#include "gis/assessment/draws.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <vector>

namespace relief {
namespace {

/// A unit whose only output is 100 + its shift, so that draws tell the shift itself.
DrawUnit plain_unit(LonLat at) {
    DrawUnit unit{.at = at, .response = {.low = -10, .step = 1, .outputs = 1}, .most = {}};
    for (int s = -10; s <= 10; ++s) {
        unit.response.values.push_back(100.0F + static_cast<float>(s));
    }
    unit.most = {std::numeric_limits<float>::infinity()};
    return unit;
}

double mean_of(std::span<const float> sample) {
    return std::accumulate(sample.begin(), sample.end(), 0.0) / static_cast<double>(sample.size());
}

double covariance(std::span<const float> a, std::span<const float> b) {
    const double mean_a = mean_of(a);
    const double mean_b = mean_of(b);
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        sum += (static_cast<double>(a[i]) - mean_a) * (static_cast<double>(b[i]) - mean_b);
    }
    return sum / static_cast<double>(a.size() - 1);
}

TEST(Draws, HaveTheVarianceAndTheCorrelationAskedFor) {
    // 10 km apart on one meridian: 10 / 111.195 degrees.
    const std::vector<DrawUnit> units{plain_unit({125, 44}), plain_unit({125, 44 + 10 / 111.195}),
                                      plain_unit({131, 44})};
    const Doubt doubt{.sigma_event = 0.5,
                      .sigma_between = 0.3,
                      .correlation_km = 10,
                      .ln_sd = {0.0},
                      .shared = 0.5};
    const Draws draws = make_draws(units, doubt, 7, 40000, 2);
    // event 0.25 + between 0.09; 10 km off e^-1 of 0.09 is left, 480 km off nothing.
    constexpr double sampling = 0.01;  // about 4 standard errors at 40,000 draws
    EXPECT_NEAR(mean_of(draws.of(0, 0)), 100, 0.02);
    EXPECT_NEAR(covariance(draws.of(0, 0), draws.of(0, 0)), 0.34, sampling);
    EXPECT_NEAR(covariance(draws.of(0, 0), draws.of(1, 0)), 0.25 + 0.09 * std::exp(-1.0), sampling);
    EXPECT_NEAR(covariance(draws.of(0, 0), draws.of(2, 0)), 0.25, sampling);
}

TEST(Draws, OfVulnerabilityAreLognormalAndShareVariance) {
    DrawUnit unit = plain_unit({125, 44});
    unit.response.outputs = 2;
    unit.response.values.assign(unit.response.values.size() * 2, 100.0F);
    unit.most.assign(2, std::numeric_limits<float>::infinity());
    const Doubt doubt{.sigma_event = 0,
                      .sigma_between = 0,
                      .correlation_km = 10,
                      .ln_sd = {0.5, 1.0},
                      .shared = 0.5};
    const Draws draws = make_draws({unit}, doubt, 3, 40000, 1);
    std::vector<float> first;
    std::vector<float> second;
    for (std::size_t d = 0; d < draws.count; ++d) {
        first.push_back(std::log(draws.of(0, 0)[d]));
        second.push_back(std::log(draws.of(0, 1)[d]));
    }
    EXPECT_NEAR(mean_of(first), std::log(100.0), 0.015);
    EXPECT_NEAR(covariance(first, first), 0.25, 0.01);
    EXPECT_NEAR(covariance(second, second), 1.0, 0.03);
    EXPECT_NEAR(covariance(first, second), 0.5 * 0.5 * 1.0, 0.015);
}

TEST(Draws, AreTheSameBytesWithAnyNumberOfThreads) {
    std::vector<DrawUnit> units;
    for (int i = 0; i < 40; ++i) {
        units.push_back(plain_unit({124 + i * 0.05, 44}));
    }
    const Doubt doubt{.sigma_event = 0.5,
                      .sigma_between = 0.3,
                      .correlation_km = 10,
                      .ln_sd = {0.4},
                      .shared = 0.5};
    const Draws one = make_draws(units, doubt, 1, 1000, 1);
    EXPECT_EQ(one.values, make_draws(units, doubt, 1, 1000, 3).values);
    EXPECT_NE(one.values, make_draws(units, doubt, 2, 1000, 1).values);
}

TEST(Draws, NeverExceedWhatIsThere) {
    DrawUnit unit = plain_unit({125, 44});
    unit.most = {100.5F};
    const Draws draws = make_draws(
        {unit},
        {.sigma_event = 2, .sigma_between = 0, .correlation_km = 10, .ln_sd = {1.0}, .shared = 0.5},
        1, 1000, 1);
    const auto figures = draws.of(0, 0);
    EXPECT_EQ(*std::max_element(figures.begin(), figures.end()), 100.5F);
}

TEST(Draws, OfNothingAreNothing) {
    EXPECT_TRUE(make_draws({}, {.ln_sd = {1.0}}, 1, 100, 2).values.empty());
    EXPECT_TRUE(make_draws({plain_unit({125, 44})}, {.ln_sd = {1.0}}, 1, 0, 2).values.empty());
}

TEST(Bands, AreTheRanksOfASortedSample) {
    std::vector<float> sample;
    for (int i = 1; i <= 997; ++i) {
        sample.push_back(static_cast<float>((i * 7919) % 997));
    }
    const Band band = band_of(sample);
    std::sort(sample.begin(), sample.end());
    EXPECT_EQ(band.p10, static_cast<double>(sample[99]));   // ceil(99.7) = 100th
    EXPECT_EQ(band.p50, static_cast<double>(sample[498]));  // ceil(498.5) = 499th
    EXPECT_EQ(band.p90, static_cast<double>(sample[897]));  // ceil(897.3) = 898th
    EXPECT_DOUBLE_EQ(band.mean, 498.0);
    EXPECT_EQ(band_of(std::vector<float>{5.0F}).p90, 5.0);
    EXPECT_EQ(band_of({}).p50, 0.0);
}

}  // namespace
}  // namespace relief
