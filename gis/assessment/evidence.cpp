// SPDX-License-Identifier: Apache-2.0
#include "gis/assessment/evidence.h"

#include "gis/assessment/spread.h"

#include <Eigen/Cholesky>
#include <Eigen/Core>

#include <algorithm>
#include <cmath>
#include <tuple>

namespace relief {
namespace {

using Matrix = Eigen::MatrixXd;
using Vector = Eigen::VectorXd;

constexpr std::uint64_t report_stream = 11;
/// The half a person: what ln of nothing stands at.
constexpr double half = 0.5;

double ln_of(double figure) {
    return std::log(std::max(figure, half));
}

Eigen::RowVectorXd ln_sum(const Draws& draws, const Observation& seen) {
    const std::vector<float> sum = sum_of(draws, seen.units, seen.output);
    Eigen::RowVectorXd row(static_cast<Eigen::Index>(sum.size()));
    for (std::size_t d = 0; d < sum.size(); ++d) {
        row(static_cast<Eigen::Index>(d)) = ln_of(static_cast<double>(sum[d]));
    }
    return row;
}

double worst_reported(const std::vector<Observation>& seen, std::span<const double> worst) {
    double most = -1e300;
    for (const Observation& one : seen) {
        for (const std::size_t unit : one.units) {
            most = std::max(most, worst[unit]);
        }
    }
    return most;
}

std::vector<double> weights_of(const Draws& draws, const std::vector<Observation>& seen,
                               std::span<const double> worst, const SilentRule& silent) {
    std::vector<double> weights(draws.units, 1.0);
    if (worst.empty()) {
        return weights;
    }
    std::vector<bool> speaks(draws.units, false);
    for (const Observation& one : seen) {
        for (const std::size_t unit : one.units) {
            speaks[unit] = true;
        }
    }
    const double most = worst_reported(seen, worst);
    for (std::size_t unit = 0; unit < draws.units; ++unit) {
        const double beyond = worst[unit] - most;
        if (!speaks[unit] && beyond > silent.from) {
            const double part = std::min(1.0, (beyond - silent.from) / (silent.to - silent.from));
            weights[unit] = 1 + part * (silent.least - 1);
        }
    }
    return weights;
}

/// What each draw is missing to the reports, through (C(h, h) + R)^-1: [report][draw].
struct Innovation {
    Matrix centred;  ///< h less its mean
    Matrix weight;   ///< (C(h,h) + R)^-1 (y + noise - h)
};

Innovation innovation_of(const Draws& draws, const std::vector<Observation>& seen,
                         std::uint64_t seed) {
    const auto reports = static_cast<Eigen::Index>(seen.size());
    const auto count = static_cast<Eigen::Index>(draws.count);
    Matrix h(reports, count);
    Matrix missing(reports, count);
    Vector noise(reports);
    for (Eigen::Index k = 0; k < reports; ++k) {
        const Observation& one = seen[static_cast<std::size_t>(k)];
        h.row(k) = ln_sum(draws, one);
        noise(k) = one.ln_sd * one.ln_sd;
        const double told = ln_of(one.value) + (one.value > 0 ? one.ln_bias : 0);
        for (Eigen::Index d = 0; d < count; ++d) {
            // Nothing told where there is nothing: the draw is what was reported.
            if (one.value == 0 && h(k, d) <= ln_of(0)) {
                missing(k, d) = 0;
                continue;
            }
            const double noise_of_draw =
                one.ln_sd * normal_of(seed, report_stream + one.output,
                                      static_cast<std::uint64_t>(k), static_cast<std::uint64_t>(d));
            missing(k, d) = told + noise_of_draw - h(k, d);
        }
    }
    const Matrix centred = h.colwise() - h.rowwise().mean();
    Matrix covariance = centred * centred.transpose() / static_cast<double>(count - 1);
    covariance.diagonal() += noise;
    return {.centred = centred, .weight = covariance.llt().solve(missing)};
}

void move_unit(std::span<float> figures, const Innovation& innovation, double weight) {
    const auto count = static_cast<Eigen::Index>(figures.size());
    Eigen::RowVectorXd x(count);
    for (Eigen::Index d = 0; d < count; ++d) {
        x(d) = ln_of(static_cast<double>(figures[static_cast<std::size_t>(d)]));
    }
    const Eigen::RowVectorXd centred = x.array() - x.mean();
    if (centred.squaredNorm() == 0) {
        return;  // nothing can happen there, in any draw
    }
    const Eigen::RowVectorXd gain =
        centred * innovation.centred.transpose() / static_cast<double>(count - 1);
    const Eigen::RowVectorXd moved = x + weight * gain * innovation.weight;
    for (Eigen::Index d = 0; d < count; ++d) {
        float& figure = figures[static_cast<std::size_t>(d)];
        figure = moved(d) <= std::log(half) ? 0.0F : static_cast<float>(std::exp(moved(d)));
    }
}

/// Makes the sum over the units `wanted` in draw d: in their own proportions, evenly where all are
/// nothing.
void scale_to(Draws& draws, const Observation& seen, std::size_t d, double sum) {
    for (const std::size_t unit : seen.units) {
        float& figure = draws.of(unit, seen.output)[d];
        figure = sum > 0 ? static_cast<float>(static_cast<double>(figure) * seen.value / sum)
                         : static_cast<float>(seen.value / static_cast<double>(seen.units.size()));
    }
}

void hold(Draws& draws, const Observation& seen) {
    for (std::size_t d = 0; d < draws.count; ++d) {
        double sum = 0;
        for (const std::size_t unit : seen.units) {
            sum += static_cast<double>(draws.of(unit, seen.output)[d]);
        }
        if (seen.exact ? sum != seen.value : sum < seen.value) {
            scale_to(draws, seen, d, sum);
        }
    }
}

auto order_of(const Observation& one) {
    return std::tie(one.output, one.units, one.id, one.value, one.ln_sd);
}

}  // namespace

void update_by_reports(Draws& draws, std::vector<Observation> observations,
                       std::span<const double> worst, const SilentRule& silent, std::uint64_t seed,
                       unsigned threads) {
    std::erase_if(observations, [](const Observation& one) { return one.units.empty(); });
    for (Observation& one : observations) {
        std::sort(one.units.begin(), one.units.end());
    }
    std::sort(observations.begin(), observations.end(),
              [](const Observation& a, const Observation& b) { return order_of(a) < order_of(b); });
    for (std::size_t output = 0; output < draws.outputs; ++output) {
        std::vector<Observation> seen;
        std::copy_if(observations.begin(), observations.end(), std::back_inserter(seen),
                     [&](const Observation& one) { return one.output == output; });
        if (seen.empty() || draws.count < 2) {
            continue;
        }
        const std::vector<double> weights = weights_of(draws, seen, worst, silent);
        const Innovation innovation = innovation_of(draws, seen, seed);
        spread(draws.units, threads, [&](std::size_t unit) {
            move_unit(draws.of(unit, output), innovation, weights[unit]);
        });
        // Wider sums first, so that what a township itself says has the last word.
        std::stable_sort(seen.begin(), seen.end(), [](const Observation& a, const Observation& b) {
            return a.units.size() > b.units.size();
        });
        for (const bool exact : {false, true}) {
            for (const Observation& one : seen) {
                if (exact ? one.exact : one.floor) {
                    hold(draws, one);
                }
            }
        }
    }
}

}  // namespace relief
