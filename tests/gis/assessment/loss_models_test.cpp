// SPDX-License-Identifier: Apache-2.0
// The loss models against published numbers; those that need files are in tests/tools.
#include "gis/assessment/day_population.h"
#include "gis/assessment/depth_curve.h"
#include "gis/assessment/fatality_model.h"
#include "gis/assessment/fragility.h"
#include "gis/assessment/rounding.h"
#include "tests/kit/bad_input.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

namespace relief {
namespace {

using testing::DoubleNear;
using testing::ElementsAre;

// InaSAFE's test grid, artificial: fifteen rows of ten equal cells; the last has no people known.
struct RowOfCells {
    double intensity;
    double people;
};
constexpr double nobody_knows = std::numeric_limits<double>::quiet_NaN();
constexpr std::array<RowOfCells, 15> itb_rows{{{7, 204557},
                                               {6.5, 4452310},
                                               {9, 141970},
                                               {8.5, 32556},
                                               {8, 547774},
                                               {7.5, 80159},
                                               {7, 467693},
                                               {6.5, 37606},
                                               {6, 537428},
                                               {5, 264904},
                                               {8, 1197007},
                                               {7.5, 44552},
                                               {9, 379224},
                                               {8.5, 154725},
                                               {8.5, nobody_knows}}};

ByClass<double> itb_people(ClassEdge edge) {
    std::vector<double> intensities;
    std::vector<double> people;
    for (const RowOfCells& row : itb_rows) {
        intensities.insert(intensities.end(), 10, row.intensity);
        people.insert(people.end(), 10, row.people);
    }
    return class_sums(intensities, people, edge);
}

// I01 to I04, I08 to I10: inasafe 2.2.3 safe/engine/test_engine.py and safe/definitions.
TEST(LossModels, ItbAgreesWithInaSafe) {
    const ByClass<double> people = itb_people(*itb_conventions.class_edge);
    EXPECT_EQ(total(people), 85'424'650);
    EXPECT_THAT(std::vector(people.begin() + 5, people.begin() + 10),
                ElementsAre(2649040, 50273440, 7969610, 19320620, 5211940));
    const ByClass<double> deaths = deaths_by_class(people, itb_rate);
    EXPECT_NEAR(deaths[5], 31.8937368131, 1e-8);
    EXPECT_NEAR(deaths[9], 19436.834531, 1e-5);
    EXPECT_NEAR(total(deaths), 40'871.6418, 1e-3);
    EXPECT_NEAR(displaced_from_six(people, deaths), 82'734'770.25, 0.01);
    EXPECT_NEAR(total(deaths_by_class(people, itb_bayesian_rate)), 81'613.1578, 1e-3);
    EXPECT_NEAR(pager_deaths({.theta = 13.249, .beta = 0.151}, people), 35'371.0485, 1e-3);
}

// I05 to I07: the same grid as three known mistakes read it.
TEST(LossModels, KnownMistakesAreNotMade) {
    const double right = total(deaths_by_class(itb_people(ClassEdge::half_goes_down), itb_rate));
    const double halves_up = total(deaths_by_class(itb_people(ClassEdge::half_goes_up), itb_rate));
    EXPECT_NEAR(halves_up, 54'281.5357, 1e-3);  // what the other edge makes of it
    EXPECT_NEAR(right, 40'871.6418, 1e-3);
    EXPECT_EQ(itb_conventions.class_edge, ClassEdge::half_goes_down);
    EXPECT_EQ(pager_conventions.class_edge, ClassEdge::half_goes_up);
    // No people known is nobody, not -9999 in each of ten cells.
    EXPECT_NE(total(itb_people(ClassEdge::half_goes_down)), 85'324'660);
    // The distribution function, not its density.
    double deaths = 0;
    for (const RowOfCells& row : itb_rows) {
        const double rate = lognormal_rate({.theta = 11.067, .beta = 0.106}, row.intensity);
        deaths += std::isnan(row.people) ? 0 : 10 * row.people * rate;
    }
    EXPECT_NEAR(deaths, 164'634, 1);
}

TEST(LossModels, PagerCountsTenInNineAndNothingBelowFive) {
    ByClass<double> people{};
    people[4] = 1e9;
    people[9] = 100;
    people[10] = 10;
    people[11] = 1;
    const ByClass<double> counted = pager_exposure(people);
    EXPECT_EQ(counted[9], 111);
    EXPECT_EQ(total(counted), 111);
}

// The rule of the probabilities, and that they make a whole.
TEST(LossModels, PagerProbabilitiesAddUpToOne) {
    for (const double expected : {0.0, 0.0005, 0.3, 5.0, 214.0, 1e7}) {
        for (const double spread : {0.5, 1.461126, 2.5}) {
            const auto shares = pager_probabilities(expected, spread);
            EXPECT_NEAR(std::accumulate(shares.begin(), shares.end(), 0.0), 1, 1e-12);
            EXPECT_GE(*std::min_element(shares.begin(), shares.end()), 0);
        }
    }
    // Less than one expected and a wide spread: 1.7613 in place of 2.5.
    EXPECT_EQ(pager_probabilities(0.3, 2.5), pager_probabilities(0.3, 1.7613));
    EXPECT_NEAR(pager_spread(std::vector{1.2, 1.6}), 2.0, 1e-12);
    EXPECT_EQ(pager_spread(std::vector{2.0, 2.0}), 2.5);
}

TEST(LossModels, ParametersThatCannotBeAreRefused) {
    EXPECT_EQ(kit::error_of([] { (void)lognormal_rate({0, 0.1}, 7); }).field, "theta");
    EXPECT_EQ(kit::error_of([] { (void)lognormal_rate({10, NAN}, 7); }).field, "beta");
    EXPECT_EQ(kit::error_of([] { (void)pager_below(10, 0, 1); }).code, "loss.model");
    EXPECT_EQ(lognormal_rate({10, 0.1}, 0), 0);
    EXPECT_EQ(lognormal_rate({10, 0.1}, -3), 0);
}

// scenario_damage case_1 of OpenQuake, asset a1 under 0.479164 g: LS1 between 0.95 and 1 at 0.3 and
// 0.5 g, LS2 between 0.4 and 0.86.
TEST(LossModels, DiscreteFragilityIsLinearBetweenItsPoints) {
    const DiscreteFragility masonry{.imls = {0.1, 0.2, 0.3, 0.5},
                                    .poes = {{0.01, 0.64, 0.95, 1.0}, {0.0003, 0.05, 0.4, 0.86}}};
    const double share = (0.479164 - 0.3) / 0.2;
    EXPECT_THAT(exceedance(masonry, 0.479164), ElementsAre(DoubleNear(0.95 + share * 0.05, 1e-12),
                                                           DoubleNear(0.4 + share * 0.46, 1e-12)));
    EXPECT_THAT(exceedance(masonry, 0.05), ElementsAre(0.01, 0.0003));
    EXPECT_THAT(exceedance(masonry, 2), ElementsAre(1.0, 0.86));
    EXPECT_THAT(damage_shares(std::vector{0.9, 0.3}),
                ElementsAre(DoubleNear(0.1, 1e-12), DoubleNear(0.6, 1e-12), 0.3));
}

// At the median of the lognormal a limit state is exceeded every second time.
TEST(LossModels, LognormalFragilityIsToldByMeanAndDeviationOfTheVariable) {
    const LognormalFragility fragility{.limits = {{.mean = 0.25, .sd = 0.08}}, .min_iml = 0.1};
    const double median = 0.25 / std::sqrt(1 + 0.08 * 0.08 / (0.25 * 0.25));
    EXPECT_NEAR(exceedance(fragility, median)[0], 0.5, 1e-12);
    EXPECT_EQ(exceedance(fragility, 0.0999)[0], 0);
    EXPECT_EQ(kit::error_of([&] { (void)exceedance(fragility, NAN); }).code, "loss.model");
    EXPECT_EQ(kit::error_of([] {
                  (void)exceedance(LognormalFragility{{{0, 1}}, 0, {}}, 1);
              }).code,
              "loss.model");
    EXPECT_EQ(kit::error_of([] {
                  (void)exceedance(DiscreteFragility{{0.2, 0.1}, {{0.1, 0.2}}, 0}, 0.1);
              }).field,
              "intensity");
}

TEST(LossModels, InsuredLossIsBetweenDeductibleAndLimit) {
    EXPECT_EQ(insured_loss(300, 350, 800), 0);
    EXPECT_EQ(insured_loss(500, 350, 800), 150);
    EXPECT_EQ(insured_loss(5'000, 350, 800), 450);
}

// The mean of a lognormal, put together from equal shares of it.
TEST(LossModels, LognormalRatiosKeepTheirMean) {
    double sum = 0;
    constexpr int shares = 20'000;
    for (int i = 0; i < shares; ++i) {
        sum += lognormal_ratio(0.3, 0.4, (i + 0.5) / shares);
    }
    EXPECT_NEAR(sum / shares, 0.3, 1e-4);
    EXPECT_NEAR(lognormal_ratio(0.3, 0.4, 0.5), 0.3 / std::sqrt(1.16), 1e-9);
}

TEST(LossModels, MeanAndDeviationUseOneLess) {
    const MeanSd four = mean_sd(std::vector{2.0, 4.0, 4.0, 6.0});
    EXPECT_EQ(four.mean, 4);
    EXPECT_NEAR(four.sd, std::sqrt(8.0 / 3), 1e-12);
    EXPECT_EQ(mean_sd(std::vector{5.0}).sd, 0);
    EXPECT_EQ(kit::error_of([] { (void)mean_sd({}); }).code, "loss.model");
}

TEST(LossModels, DryAndUnknownDepthsDoNoHarm) {
    const DepthCurve curve{
        .name = "c", .depths = {0, 1}, .ratios = {0.13, 0.5}, .none_below = 0.05};
    EXPECT_EQ(damage_ratio(curve, NAN), 0);
    EXPECT_EQ(damage_ratio(curve, 0.04), 0);
    EXPECT_EQ(damage_ratio(curve, 9), 0.5);
    EXPECT_EQ(riverine_damage_ratio(curve, -9999, 1), 0);
    EXPECT_EQ(riverine_damage_ratio(curve, 0, 1), 0);
    EXPECT_EQ(riverine_damage_ratio(curve, 0.5, 1), 0.13);
    EXPECT_EQ(stepped_damage_ratio(curve, 0, 0.01), 0);
    EXPECT_NEAR(stepped_damage_ratio(curve, 0.504, 0.01), 0.13 + 0.5 * 0.37, 1e-12);
    const DepthCurve wrong{.name = "w", .depths = {0, 1}, .ratios = {0.1}};
    EXPECT_EQ(kit::error_of([&] { wrong.check(); }).code, "loss.model");
}

// I15, I16: InaSAFE's sum-keeping rounding.
TEST(LossModels, RoundingKeepsTheSum) {
    EXPECT_THAT(round_to_sum(std::vector{10.26, 10.5, 29.8, 39.5, 9.94}),
                ElementsAre(10, 10, 30, 40, 10));
    EXPECT_THAT(round_to_sum(std::vector{45.844, 43.02, 10.59, 0.54, 0.0055, 0.0005}),
                ElementsAre(46, 43, 11, 0, 0, 0));
    EXPECT_THAT(largest_remainder(7, std::vector{1.0, 1.0, 1.0}), ElementsAre(3, 2, 2));
    EXPECT_THAT(largest_remainder(5, std::vector{0.0, 0.0}), ElementsAre(3, 2));
    EXPECT_EQ(rounded_up_for_show(991), 1000);
    EXPECT_EQ(rounded_up_for_show(18'589), 18'600);
    EXPECT_EQ(rounded_up_for_show(235'001), 236'000);
    EXPECT_EQ(kit::error_of([] { (void)round_to_sum(std::vector{-1.0}); }).code, "loss.model");
}

TEST(LossModels, RoundingKeepsTheSumOfAnyWeights) {
    std::uint32_t state = 7;
    for (int trial = 0; trial < 200; ++trial) {
        std::vector<double> weights;
        for (int i = 0; i < 17; ++i) {
            state = state * 1664525U + 1013904223U;
            weights.push_back(static_cast<double>(state >> 12U) / 977);
        }
        const std::int64_t wanted = state % 1'000'000U;
        const auto shares = largest_remainder(wanted, weights);
        EXPECT_EQ(std::accumulate(shares.begin(), shares.end(), std::int64_t{0}), wanted);
    }
}

// P14, P15: usgs/pager semimodel_test.py.
TEST(LossModels, TheSunTellsTheHour) {
    const auto at = [](const char* text) { return solar_time(*parse_instant(text), -117.6981); };
    EXPECT_EQ(at("2016-06-03T16:39Z").time, DayTime::transit);
    EXPECT_EQ(at("2016-06-03T19:39Z").hour, 11);
    EXPECT_EQ(at("2016-06-04T07:39Z").time, DayTime::night);
    EXPECT_EQ(at("2017-01-01T01:00Z").year, 2016);
    const PeopleByPlace people =
        people_by_place(2000, {0.5, 0.5, 0.25, 0.25}, DayTime::day, Settlement::urban);
    EXPECT_NEAR(people.residential, 410, 1e-9);
    EXPECT_NEAR(people.non_residential, 865, 1e-9);
    EXPECT_NEAR(people.outdoor, 725, 1e-9);
    EXPECT_EQ(kit::error_of([] { (void)solar_time(Instant{}, 181); }).code, "argument.range");
}

}  // namespace
}  // namespace relief
