// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gis/assessment/class_edges.h"

#include <optional>
#include <span>
#include <vector>

namespace relief {

// Damage of buildings by the shaking at their place, as the OpenQuake engine defines it. A limit
// state is exceeded with a probability; damage states are none, then one behind each limit state.

inline constexpr ModelConventions fragility_conventions{
    .model = "fragility and vulnerability",
    .class_edge = std::nullopt,
    .nodata = "NaN counts as no shaking known: refused",
    .centre = Centre::mean,
    .spread = "standard deviation of the variable itself, not of its logarithm"};

/// Probabilities of exceedance at given intensities, linear between them, the end values outside.
struct DiscreteFragility {
    std::vector<double> imls;               ///< rising
    std::vector<std::vector<double>> poes;  ///< by limit state, one for each of `imls`
    double no_damage_below = 0;             ///< below this intensity nothing is exceeded
};

/// A lognormal limit state told by mean and standard deviation of the intensity at which it is
/// exceeded: zeta^2 = ln(1 + (sd / mean)^2), mu = ln mean - zeta^2 / 2.
struct LognormalLimit {
    double mean = 1;
    double sd = 1;
};

struct LognormalFragility {
    std::vector<LognormalLimit> limits;
    double min_iml = 0;             ///< below this intensity nothing is exceeded
    std::optional<double> max_iml;  ///< shaking counts up to this
};

/// Probability that each limit state is exceeded. bad_input (loss.model) for lists of unequal
/// length, intensities that do not rise, probabilities outside 0 to 1, means or deviations not
/// above 0, and an `iml` that is no number or negative.
[[nodiscard]] std::vector<double> exceedance(const DiscreteFragility& fragility, double iml);
[[nodiscard]] std::vector<double> exceedance(const LognormalFragility& fragility, double iml);

/// Shares of the damage states, none first: the differences of the exceedances, adding up to 1. A
/// later limit state exceeded more often than an earlier one is held at it.
[[nodiscard]] std::vector<double> damage_shares(std::span<const double> exceedances);

/// value x sum(share x ratio): the ratios stand for the states behind each limit state; "none"
/// costs nothing. bad_input (loss.model) where the counts differ.
[[nodiscard]] double consequence(std::span<const double> shares, std::span<const double> ratios,
                                 double value);

/// Mean loss ratio by intensity, linear between; 0 below the first intensity, the last value above.
struct VulnerabilityCurve {
    std::vector<double> imls;
    std::vector<double> mean_ratios;
    std::vector<double> covs;  ///< coefficient of variation of the ratio at each; may be empty
};

/// bad_input (loss.model) as of exceedance.
[[nodiscard]] double mean_loss_ratio(const VulnerabilityCurve& curve, double iml);
[[nodiscard]] double loss_ratio_cov(const VulnerabilityCurve& curve, double iml);

/// The ratio at a quantile of a lognormal distribution with this mean and coefficient of variation.
/// 0 < quantile < 1.
[[nodiscard]] double lognormal_ratio(double mean, double cov, double quantile);

/// What an insurer pays: nothing up to the deductible, at most limit - deductible.
[[nodiscard]] double insured_loss(double loss, double deductible, double limit);

struct MeanSd {
    double mean = 0;
    double sd = 0;  ///< with n - 1; 0 for one value
};

/// Over the events of a set of fields. bad_input (loss.model) for none.
[[nodiscard]] MeanSd mean_sd(std::span<const double> values);

}  // namespace relief
