// SPDX-License-Identifier: Apache-2.0
#include "gis/assessment/fragility.h"

#include "core/error.h"
#include "gis/assessment/normal.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <string>

namespace relief {
namespace {

[[noreturn]] void cannot_be(std::string_view field, double found, std::string_view expected) {
    throw bad_input({.code = "loss.model",
                     .message = "a parameter of the loss model cannot be",
                     .field = std::string(field),
                     .found = fmt::format("{}", found),
                     .expected = std::string(expected)});
}

void check_iml(double iml) {
    if (!(iml >= 0) || std::isinf(iml)) {
        cannot_be("intensity", iml, "a number of 0 or more");
    }
}

void check_curve(std::span<const double> imls, std::span<const double> values, double most) {
    if (imls.empty() || imls.size() != values.size()) {
        cannot_be("curve", static_cast<double>(values.size()), "a value for each intensity");
    }
    for (std::size_t i = 0; i < imls.size(); ++i) {
        if (!std::isfinite(imls[i]) || (i > 0 && imls[i] <= imls[i - 1])) {
            cannot_be("intensity", imls[i], "intensities that rise");
        }
        if (!(values[i] >= 0 && values[i] <= most)) {
            cannot_be("value", values[i], fmt::format("0 to {}", most));
        }
    }
}

/// Between the points of a curve, its end values outside.
double linear(std::span<const double> at, std::span<const double> values, double x) {
    const auto above = std::upper_bound(at.begin(), at.end(), x);
    if (above == at.begin()) {
        return values.front();
    }
    if (above == at.end()) {
        return values.back();
    }
    const auto i = static_cast<std::size_t>(above - at.begin());
    const double share = (x - at[i - 1]) / (at[i] - at[i - 1]);
    return values[i - 1] + share * (values[i] - values[i - 1]);
}

/// Its inverse, by bisection: to the last digits, for any quantile inside (0, 1).
double normal_quantile(double quantile) {
    constexpr double far = 40;
    double low = -far;
    double high = far;
    for (int i = 0; i < 100; ++i) {
        const double middle = (low + high) / 2;
        (normal_share(middle) < quantile ? low : high) = middle;
    }
    return (low + high) / 2;
}

}  // namespace

std::vector<double> exceedance(const DiscreteFragility& fragility, double iml) {
    check_iml(iml);
    std::vector<double> exceeded;
    for (const std::vector<double>& poes : fragility.poes) {
        check_curve(fragility.imls, poes, 1);
        exceeded.push_back(iml < fragility.no_damage_below ? 0 : linear(fragility.imls, poes, iml));
    }
    return exceeded;
}

std::vector<double> exceedance(const LognormalFragility& fragility, double iml) {
    check_iml(iml);
    const double counted = fragility.max_iml ? std::min(iml, *fragility.max_iml) : iml;
    std::vector<double> exceeded;
    for (const LognormalLimit& limit : fragility.limits) {
        if (!(limit.mean > 0) || !(limit.sd > 0)) {
            cannot_be("mean and deviation", std::min(limit.mean, limit.sd), "numbers above 0");
        }
        const double ratio = limit.sd / limit.mean;
        const double variance = std::log1p(ratio * ratio);
        const double mu = std::log(limit.mean) - variance / 2;
        const bool is_cut = iml < fragility.min_iml || counted <= 0;
        exceeded.push_back(is_cut ? 0
                                  : normal_share((std::log(counted) - mu) / std::sqrt(variance)));
    }
    return exceeded;
}

std::vector<double> damage_shares(std::span<const double> exceedances) {
    std::vector<double> shares;
    double before = 1;
    for (const double exceeded : exceedances) {
        const double held = std::clamp(exceeded, 0.0, before);
        shares.push_back(before - held);
        before = held;
    }
    shares.push_back(before);
    return shares;
}

double consequence(std::span<const double> shares, std::span<const double> ratios, double value) {
    if (shares.size() != ratios.size() + 1) {
        cannot_be("consequence ratios", static_cast<double>(ratios.size()),
                  "one for each damage state but none");
    }
    double sum = 0;
    for (std::size_t i = 0; i < ratios.size(); ++i) {
        sum += shares[i + 1] * ratios[i];
    }
    return value * sum;
}

double mean_loss_ratio(const VulnerabilityCurve& curve, double iml) {
    check_iml(iml);
    check_curve(curve.imls, curve.mean_ratios, 1e3);
    return iml < curve.imls.front() ? 0 : linear(curve.imls, curve.mean_ratios, iml);
}

double loss_ratio_cov(const VulnerabilityCurve& curve, double iml) {
    check_iml(iml);
    if (curve.covs.empty()) {
        return 0;
    }
    check_curve(curve.imls, curve.covs, 1e3);
    return linear(curve.imls, curve.covs, iml);
}

double lognormal_ratio(double mean, double cov, double quantile) {
    if (!(quantile > 0 && quantile < 1)) {
        cannot_be("quantile", quantile, "a number between 0 and 1");
    }
    if (mean <= 0 || cov <= 0) {
        return std::max(mean, 0.0);
    }
    const double variance = std::log1p(cov * cov);
    return std::exp(std::log(mean) - variance / 2 +
                    std::sqrt(variance) * normal_quantile(quantile));
}

double insured_loss(double loss, double deductible, double limit) {
    return loss <= deductible ? 0 : std::min(loss, limit) - deductible;
}

MeanSd mean_sd(std::span<const double> values) {
    if (values.empty()) {
        cannot_be("events", 0, "at least one");
    }
    const auto count = static_cast<double>(values.size());
    double sum = 0;
    for (const double value : values) {
        sum += value;
    }
    const double mean = sum / count;
    double squares = 0;
    for (const double value : values) {
        squares += (value - mean) * (value - mean);
    }
    return {.mean = mean, .sd = count > 1 ? std::sqrt(squares / (count - 1)) : 0};
}

}  // namespace relief
