// SPDX-License-Identifier: Apache-2.0
#include "gis/assessment/rounding.h"

#include "core/error.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace relief {
namespace {

constexpr double whole_max = 9e15;  // whole numbers a double holds

double checked(double value) {
    if (!(value >= 0 && value <= whole_max)) {
        throw bad_input({.code = "loss.model",
                         .message = "a figure to be rounded is out of range",
                         .found = fmt::format("{}", value),
                         .expected = "a number from 0 to 9e15"});
    }
    return value;
}

}  // namespace

std::vector<std::int64_t> round_to_sum(std::span<const double> values) {
    std::vector<std::int64_t> rounded;
    std::vector<std::size_t> order(values.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    double sum = 0;
    std::int64_t floors = 0;
    for (const double value : values) {
        sum += checked(value);
        floors += rounded.emplace_back(static_cast<std::int64_t>(value));
    }
    const auto remainder = [&](std::size_t i) { return values[i] - std::floor(values[i]); };
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        const double first = remainder(a);
        const double second = remainder(b);
        return first != second ? first > second : values[a] > values[b];
    });
    std::int64_t left = std::llround(checked(sum)) - floors;
    for (std::size_t i = 0; i < order.size() && left > 0; ++i, --left) {
        ++rounded[order[i]];
    }
    return rounded;
}

std::vector<std::int64_t> largest_remainder(std::int64_t total, std::span<const double> weights) {
    std::vector<double> shares(weights.size());
    const double sum = std::accumulate(weights.begin(), weights.end(), 0.0,
                                       [](double a, double b) { return a + checked(b); });
    const double whole = checked(static_cast<double>(total));
    for (std::size_t i = 0; i < shares.size(); ++i) {
        shares[i] =
            sum > 0 ? whole * (weights[i] / sum) : whole / static_cast<double>(shares.size());
    }
    std::vector<std::int64_t> rounded = round_to_sum(shares);
    // Products of doubles may miss a whole number by a hair.
    std::int64_t left = total - std::accumulate(rounded.begin(), rounded.end(), std::int64_t{0});
    for (std::size_t i = 0; left != 0 && !rounded.empty(); i = (i + 1) % rounded.size()) {
        const std::int64_t step = left > 0 ? 1 : -1;
        if (step > 0 || rounded[i] > 0) {
            rounded[i] += step;
            left -= step;
        }
    }
    return rounded;
}

std::int64_t rounded_up_for_show(double value) {
    constexpr double tens_below = 1e3;
    constexpr double hundreds_below = 1e5;
    checked(value);
    const double step = value < tens_below ? 10 : value < hundreds_below ? 100 : 1000;
    return static_cast<std::int64_t>(std::ceil(value / step) * step);
}

}  // namespace relief
