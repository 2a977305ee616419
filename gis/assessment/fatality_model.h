// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gis/assessment/class_edges.h"

#include <array>
#include <optional>
#include <span>
#include <vector>

namespace relief {

/// The share of people killed by intensity: Phi(ln(intensity / theta) / beta), a lognormal
/// distribution function (never its density). theta is a median intensity, beta a standard
/// deviation of the logarithm.
struct LognormalRate {
    double theta = 1;
    double beta = 1;
};

/// 0 for an intensity of 0 or less; bad_input (loss.model) where theta or beta is not above 0.
[[nodiscard]] double lognormal_rate(const LognormalRate& rate, double intensity);

// ---- PAGER (USGS), empirical models of a country ----

inline constexpr ModelConventions pager_conventions{
    .model = "PAGER empirical",
    .class_edge = ClassEdge::half_goes_up,
    .nodata = "NaN; no people where a grid holds its mark for no data",
    .centre = Centre::median,
    .spread = "standard deviation of the natural logarithm of the loss"};

/// The classes PAGER counts: V to IX, with everything of 9.5 and more in IX.
inline constexpr int pager_class_first = 5;
inline constexpr int pager_class_last = 9;

/// People by whole class, those of X and more counted in IX, none below V.
[[nodiscard]] ByClass<double> pager_exposure(const ByClass<double>& people);

/// Expected deaths: the sum over V to IX of people x rate(class). PAGER itself shows it cut to a
/// whole number.
[[nodiscard]] double pager_deaths(const LognormalRate& rate, const ByClass<double>& people);
/// The same class by class.
[[nodiscard]] ByClass<double> pager_deaths_by_class(const LognormalRate& rate,
                                                    const ByClass<double>& people);

/// Direct loss in money: the sum over V to IX of `income` x alpha x rate(class). `income` is people
/// x yearly income a head by class; alpha makes it exposed value (1 where it is that already).
[[nodiscard]] double pager_economic_loss(const LognormalRate& rate, double alpha,
                                         const ByClass<double>& income);

/// Standard deviation of the logarithm of a loss that several countries share: the root of the sum
/// of squares of those that have a loss, at most 2.5.
[[nodiscard]] double pager_spread(std::span<const double> spreads);

/// P(loss <= value), lognormal about `expected` with `spread`. 1e-5 is added to both; an
/// expectation below 0.001 counts as 0.5.
[[nodiscard]] double pager_below(double expected, double spread, double value);

/// The shares of 0-1, 1-10, 10-100, 100-1000, 1e3-1e4, 1e4-1e5 and 1e5 or more, adding up to 1.
/// With less than one expected and a spread above 1.7 the spread is 1.7613.
inline constexpr std::array<double, 6> pager_bin_edges{1, 10, 100, 1e3, 1e4, 1e5};
[[nodiscard]] std::array<double, 7> pager_probabilities(double expected, double spread);

enum class AlertColour { green, yellow, orange, red };
[[nodiscard]] std::string_view alert_colour_name(AlertColour colour);
/// 1, 100 and 1000 deaths (or million dollars): a value on an edge takes the higher colour.
[[nodiscard]] AlertColour pager_alert(double loss);

// ---- Indonesia: ITB and its Bayesian successor (as InaSAFE uses them) ----

inline constexpr ModelConventions itb_conventions{
    .model = "ITB",
    .class_edge = ClassEdge::half_goes_down,
    .nodata = "NaN; no people where a grid holds its mark for no data",
    .centre = Centre::mean,
    .spread = "none given"};
inline constexpr ModelConventions itb_bayesian_conventions{
    .model = "ITB Bayesian",
    .class_edge = ClassEdge::half_goes_down,
    .nodata = "NaN; no people where a grid holds its mark for no data",
    .centre = Centre::median,
    .spread = "none given"};

/// 10^(0.62275231 I - 8.03314466) for classes IV and more (class X at most), else 0.
[[nodiscard]] double itb_rate(int intensity_class);
/// The medians of VI to X; 0 below, that of X above.
[[nodiscard]] double itb_bayesian_rate(int intensity_class);

/// Deaths of each class: people x rate(class).
template <typename Rate>
[[nodiscard]] ByClass<double> deaths_by_class(const ByClass<double>& people, Rate&& rate) {
    ByClass<double> deaths{};
    for (std::size_t k = 0; k < people.size(); ++k) {
        deaths[k] = people[k] * rate(static_cast<int>(k));
    }
    return deaths;
}

/// Whom InaSAFE counts as displaced: everybody in class VI and more who did not die. Every person
/// of a class moves, which is far from what was seen in Jilin; kept to be compared with.
[[nodiscard]] double displaced_from_six(const ByClass<double>& people,
                                        const ByClass<double>& deaths);

/// Shares in whole percent of <10, 10-100, 100-1000, 1e3-1e4, 1e4-1e5 and more than 1e5 deaths,
/// lognormal about `expected` deaths, rounded so that they add up to 100.
[[nodiscard]] std::array<int, 6> magnitude_bin_percents(double expected, double spread);

/// The sum of a value by class.
[[nodiscard]] double total(const ByClass<double>& values);

}  // namespace relief
