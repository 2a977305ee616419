// SPDX-License-Identifier: Apache-2.0
#include "gis/assessment/evidence.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

namespace relief {
namespace {

/// `units` lognormal figures of median 100: a common ln-sd and one of their own.
Draws lognormal_draws(std::size_t units, double common, double own, std::size_t count = 20000) {
    Draws draws{.units = units, .outputs = 1, .count = count};
    draws.values.resize(units * count);
    for (std::size_t d = 0; d < count; ++d) {
        const double event = normal_of(5, 101, d, 0);
        for (std::size_t u = 0; u < units; ++u) {
            draws.of(u, 0)[d] =
                static_cast<float>(100 * std::exp(common * event + own * normal_of(5, 102, d, u)));
        }
    }
    return draws;
}

std::vector<std::size_t> all_of(std::size_t units) {
    std::vector<std::size_t> all(units);
    std::iota(all.begin(), all.end(), std::size_t{0});
    return all;
}

double ln_mean(const Draws& draws, std::size_t unit) {
    double sum = 0;
    for (const float figure : draws.of(unit, 0)) {
        sum += std::log(static_cast<double>(figure));
    }
    return sum / static_cast<double>(draws.count);
}

double ln_variance(const Draws& draws, std::size_t unit) {
    const double mean = ln_mean(draws, unit);
    double sum = 0;
    for (const float figure : draws.of(unit, 0)) {
        sum += std::pow(std::log(static_cast<double>(figure)) - mean, 2);
    }
    return sum / static_cast<double>(draws.count - 1);
}

Observation report(std::vector<std::size_t> units, double value, double ln_sd) {
    return {.id = "R", .output = 0, .units = std::move(units), .value = value, .ln_sd = ln_sd};
}

double ratio_of_sum(const Draws& draws) {
    const Band band = band_of(sum_of(draws, all_of(draws.units), 0));
    return band.p90 / band.p10;
}

TEST(Evidence, OfOneReportIsTheConjugateNormalInLn) {
    // Prior ln N(ln 100, 0.8^2), report 400 with 0.3: weight 0.64 / (0.64 + 0.09).
    Draws draws = lognormal_draws(1, 0.8, 0);
    update_by_reports(draws, {report({0}, 400, 0.3)}, {}, {}, 1);
    const double weight = 0.64 / 0.73;
    EXPECT_NEAR(ln_mean(draws, 0), std::log(100.0) + weight * std::log(4.0), 0.02);
    EXPECT_NEAR(ln_variance(draws, 0), 0.64 * 0.09 / 0.73, 0.005);
}

TEST(Evidence, OfABiasedStageIsMovedByItsBias) {
    Draws draws = lognormal_draws(1, 0.8, 0);
    Observation seen = report({0}, 400, 0.3);
    seen.ln_bias = 0.4;
    update_by_reports(draws, {seen}, {}, {}, 1);
    EXPECT_NEAR(ln_mean(draws, 0), std::log(100.0) + 0.64 / 0.73 * (std::log(4.0) + 0.4), 0.02);
}

TEST(Evidence, OfOneTownshipInformsASilentOneByWhatTheyShare) {
    // Common 0.6, own 0.4: the silent unit moves by C / (V + R) = 0.36 / (0.52 + 0.09).
    Draws draws = lognormal_draws(2, 0.6, 0.4);
    update_by_reports(draws, {report({0}, 400, 0.3)}, {}, {}, 1);
    EXPECT_NEAR(ln_mean(draws, 1), std::log(100.0) + 0.36 / 0.61 * std::log(4.0), 0.02);
    EXPECT_NEAR(ln_variance(draws, 1), 0.52 - 0.36 * 0.36 / 0.61, 0.01);
}

TEST(Evidence, FromTheEdgeSaysLessOfASilentUnitThatIsHitHarder) {
    Draws alike = lognormal_draws(2, 0.6, 0.4);
    Draws worse = alike;
    const SilentRule rule{.from = 0.5, .to = 2, .least = 0.3};
    update_by_reports(alike, {report({0}, 10, 0.3)}, std::vector<double>{6, 6}, rule, 1);
    update_by_reports(worse, {report({0}, 10, 0.3)}, std::vector<double>{6, 8}, rule, 1);
    const double full = std::log(100.0) - ln_mean(alike, 1);
    EXPECT_NEAR(std::log(100.0) - ln_mean(worse, 1), 0.3 * full, 0.02);
    // The one that reports is believed either way.
    EXPECT_DOUBLE_EQ(ln_mean(alike, 0), ln_mean(worse, 0));
}

TEST(Evidence, OfThreeOfSeventeenTownshipsNarrowsTheCountyByFortyPercent) {
    Draws draws = lognormal_draws(17, 0.9, 0.5);
    const double before = ratio_of_sum(draws);
    update_by_reports(draws, {report({2}, 140, 0.3), report({7}, 90, 0.3), report({11}, 120, 0.3)},
                      {}, {}, 1);
    EXPECT_LE(ratio_of_sum(draws), 0.6 * before);
}

TEST(Evidence, OfEveryTownshipsFinalCountIsTheirSum) {
    Draws draws = lognormal_draws(17, 0.9, 0.5);
    std::vector<Observation> finals;
    double sum = 0;
    for (std::size_t u = 0; u < 17; ++u) {
        Observation seen = report({u}, 20.0 + 13.0 * static_cast<double>(u), 0.05);
        seen.exact = true;
        sum += seen.value;
        finals.push_back(seen);
    }
    update_by_reports(draws, finals, {}, {}, 1);
    const Band band = band_of(sum_of(draws, all_of(17), 0));
    EXPECT_NEAR(band.p10, sum, 1e-3 * sum);
    EXPECT_NEAR(band.p50, sum, 1e-3 * sum);
    EXPECT_NEAR(band.p90, sum, 1e-3 * sum);
}

TEST(Evidence, DoesNotDependOnTheOrderOfArrival) {
    std::vector<Observation> seen{report({0}, 300, 0.3), report({1}, 50, 0.75),
                                  report({0, 1, 2}, 900, 0.3), report({2}, 0, 1.0)};
    seen[3].id = "zero";
    Draws first = lognormal_draws(3, 0.6, 0.4, 2000);
    Draws second = first;
    update_by_reports(first, seen, {}, {}, 1);
    std::reverse(seen.begin(), seen.end());
    seen[1].units = {2, 0, 1};
    update_by_reports(second, seen, {}, {}, 1);
    EXPECT_EQ(first.values, second.values);
}

TEST(Evidence, AConfirmedCountIsAFloor) {
    Draws draws = lognormal_draws(2, 0.8, 0.4);
    Observation seen = report({0, 1}, 300, 1.0);
    seen.floor = true;
    update_by_reports(draws, {seen}, {}, {}, 1);
    const std::vector<float> sum = sum_of(draws, all_of(2), 0);
    EXPECT_GE(*std::min_element(sum.begin(), sum.end()), 300 * (1 - 1e-5));
    EXPECT_GT(band_of(sum).p90, 330);
}

TEST(Evidence, AZeroIsAnObservationAndSilenceIsNot) {
    Draws told = lognormal_draws(2, 0.6, 0.4);
    const Draws silent = told;
    update_by_reports(told, {report({0}, 0, 1.0)}, {}, {}, 1);
    EXPECT_LT(band_of(told.of(0, 0)).p50, 0.5 * band_of(silent.of(0, 0)).p50);
    EXPECT_LT(band_of(told.of(1, 0)).p50, band_of(silent.of(1, 0)).p50);
    Draws nobody = silent;
    update_by_reports(nobody, {}, {}, {}, 1);
    EXPECT_EQ(nobody.values, silent.values);
}

TEST(Evidence, OfNobodyNeverMakesAnybodyLikelier) {
    // Three draws of four hold nothing, as the dead of a small earthquake.
    Draws draws = lognormal_draws(2, 0.8, 0.4, 8000);
    for (std::size_t d = 0; d < draws.count; ++d) {
        if (d % 4 != 0) {
            draws.of(0, 0)[d] = 0;
            draws.of(1, 0)[d] = 0;
        }
    }
    const auto share_of_none = [](const Draws& all) {
        const std::vector<float> sum = sum_of(all, all_of(2), 0);
        return static_cast<double>(
                   std::count_if(sum.begin(), sum.end(), [](float v) { return v < 0.5F; })) /
               static_cast<double>(sum.size());
    };
    ASSERT_NEAR(share_of_none(draws), 0.75, 1e-9);
    update_by_reports(draws, {report({0, 1}, 0, 1.0)}, {}, {}, 1);
    EXPECT_GE(share_of_none(draws), 0.75);
    EXPECT_LT(band_of(sum_of(draws, all_of(2), 0)).p90, 200);
}

TEST(Evidence, OfAUnitWhereNothingCanHappenIsStillItsFinalCount) {
    Draws draws{.units = 1, .outputs = 1, .count = 100};
    draws.values.assign(100, 0.0F);
    Observation seen = report({0}, 12, 0.05);
    seen.exact = true;
    update_by_reports(draws, {seen}, {}, {}, 1);
    EXPECT_EQ(band_of(draws.of(0, 0)).p50, 12.0);
}

}  // namespace
}  // namespace relief
