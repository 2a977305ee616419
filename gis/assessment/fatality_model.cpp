// SPDX-License-Identifier: Apache-2.0
#include "gis/assessment/fatality_model.h"

#include "core/error.h"
#include "gis/assessment/normal.h"
#include "gis/assessment/rounding.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>
#include <string>

namespace relief {
namespace {

void check_positive(double value, std::string_view field) {
    if (!(value > 0) || !std::isfinite(value)) {
        throw bad_input({.code = "loss.model",
                         .message = "a parameter of the loss model cannot be",
                         .field = std::string(field),
                         .found = fmt::format("{}", value),
                         .expected = "a number above 0"});
    }
}

/// P(loss <= value) about a median.
double lognormal_below(double median, double spread, double value) {
    return normal_share((std::log(value) - std::log(median)) / spread);
}

}  // namespace

double lognormal_rate(const LognormalRate& rate, double intensity) {
    check_positive(rate.theta, "theta");
    check_positive(rate.beta, "beta");
    return intensity > 0 ? normal_share(std::log(intensity / rate.theta) / rate.beta) : 0;
}

ByClass<double> pager_exposure(const ByClass<double>& people) {
    ByClass<double> counted{};
    for (std::size_t k = pager_class_first; k < people.size(); ++k) {
        counted[std::min<std::size_t>(k, pager_class_last)] += people[k];
    }
    return counted;
}

ByClass<double> pager_deaths_by_class(const LognormalRate& rate, const ByClass<double>& people) {
    return deaths_by_class(pager_exposure(people), [&](int k) { return lognormal_rate(rate, k); });
}

double pager_deaths(const LognormalRate& rate, const ByClass<double>& people) {
    return total(pager_deaths_by_class(rate, people));
}

double pager_economic_loss(const LognormalRate& rate, double alpha, const ByClass<double>& income) {
    check_positive(alpha, "alpha");
    return alpha * pager_deaths(rate, income);
}

double pager_spread(std::span<const double> spreads) {
    constexpr double spread_max = 2.5;
    double squares = 0;
    for (const double spread : spreads) {
        check_positive(spread, "spread");
        squares += spread * spread;
    }
    return std::min(std::sqrt(squares), spread_max);
}

double pager_below(double expected, double spread, double value) {
    constexpr double hair = 1e-5;
    constexpr double expected_min = 0.001;
    constexpr double least = 0.5;
    check_positive(spread, "spread");
    return lognormal_below((expected < expected_min ? least : expected) + hair, spread,
                           std::max(value, 0.0) + hair);
}

std::array<double, 7> pager_probabilities(double expected, double spread) {
    constexpr double wide = 1.7;
    constexpr double narrowed = 1.7613;
    const double used = expected < 1 && spread > wide ? narrowed : spread;
    std::array<double, 7> shares{};
    double before = 0;
    for (std::size_t i = 0; i < pager_bin_edges.size(); ++i) {
        const double below = pager_below(expected, used, pager_bin_edges[i]);
        shares[i] = below - before;
        before = below;
    }
    shares.back() = 1 - before;
    return shares;
}

std::string_view alert_colour_name(AlertColour colour) {
    constexpr std::array<std::string_view, 4> names{"green", "yellow", "orange", "red"};
    return names[static_cast<std::size_t>(colour)];
}

AlertColour pager_alert(double loss) {
    constexpr double yellow = 1;
    constexpr double orange = 100;
    constexpr double red = 1000;
    if (loss >= red) {
        return AlertColour::red;
    }
    if (loss >= orange) {
        return AlertColour::orange;
    }
    return loss >= yellow ? AlertColour::yellow : AlertColour::green;
}

double itb_rate(int intensity_class) {
    constexpr double slope = 0.62275231;
    constexpr double intercept = 8.03314466;
    constexpr int first = 4;
    constexpr int last = 10;
    return intensity_class < first
               ? 0
               : std::pow(10, slope * std::min(intensity_class, last) - intercept);
}

double itb_bayesian_rate(int intensity_class) {
    constexpr int first = 6;
    constexpr std::array<double, 5> medians{3.41733122522e-05, 3.87804494226e-04, 1.851451786e-03,
                                            7.87294191661e-03, 3.145e-02};
    if (intensity_class < first) {
        return 0;
    }
    const auto at = static_cast<std::size_t>(intensity_class - first);
    return medians[std::min(at, medians.size() - 1)];
}

double displaced_from_six(const ByClass<double>& people, const ByClass<double>& deaths) {
    constexpr std::size_t first = 6;
    double displaced = 0;
    for (std::size_t k = first; k < people.size(); ++k) {
        displaced += people[k] - deaths[k];
    }
    return std::max(displaced, 0.0);
}

std::array<int, 6> magnitude_bin_percents(double expected, double spread) {
    constexpr std::array<double, 5> edges{10, 100, 1e3, 1e4, 1e5};
    constexpr double whole = 100;
    check_positive(expected, "expected");
    check_positive(spread, "spread");
    std::array<double, 6> percents{};
    double before = 0;
    for (std::size_t i = 0; i < edges.size(); ++i) {
        const double below = lognormal_below(expected, spread, edges[i]);
        percents[i] = whole * (below - before);
        before = below;
    }
    percents.back() = whole * (1 - before);
    const std::vector<std::int64_t> rounded = round_to_sum(percents);
    std::array<int, 6> result{};
    std::transform(rounded.begin(), rounded.end(), result.begin(),
                   [](std::int64_t percent) { return static_cast<int>(percent); });
    return result;
}

double total(const ByClass<double>& values) {
    return std::accumulate(values.begin(), values.end(), 0.0);
}

}  // namespace relief
