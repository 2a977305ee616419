// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gis/crs.h"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace relief {

/// What a unit loses by how far the hazard there lies from the map: expected figures at shifts
/// low, low + step, … of the driver (degrees where its doubt adds, ln where it multiplies). Read
/// off the straight line between two shifts, held beyond the ends.
struct Response {
    float low = 0;
    float step = 1;
    std::size_t outputs = 0;
    std::vector<float> values;  ///< [shift][output]

    [[nodiscard]] std::size_t shifts() const noexcept {
        return outputs == 0 ? 0 : values.size() / outputs;
    }
};

/// One place of the trial: where it is, how it answers, and what it has at most of each output
/// (its people, its rooms; infinity where there is no bound).
struct DrawUnit {
    LonLat at;
    Response response;
    std::vector<float> most;
    std::size_t group = 0;  ///< its county: units of one group share the part `own_group` of doubt
};

/// The doubt. The shift of unit u in draw d is event(d) + between(u, d): two normals, the second
/// correlated over units by exp(-distance / correlation_km). Each output is then multiplied by
/// exp(ln_sd x z): the part `own_group` of the variance of z is the group's own, of the rest, which
/// is one for all units, two outputs share `shared`.
struct Doubt {
    double sigma_event = 0;
    double sigma_between = 0;
    double correlation_km = 10;
    std::vector<double> ln_sd;  ///< one per output
    double shared = 0.5;        ///< 0..1
    double own_group = 0;       ///< 0..1
};

/// Figures of every unit in every draw.
struct Draws {
    std::size_t units = 0;
    std::size_t outputs = 0;
    std::size_t count = 0;
    std::vector<float> values;  ///< [unit][output][draw]

    [[nodiscard]] std::span<float> of(std::size_t unit, std::size_t output) {
        return {values.data() + (unit * outputs + output) * count, count};
    }
    [[nodiscard]] std::span<const float> of(std::size_t unit, std::size_t output) const {
        return {values.data() + (unit * outputs + output) * count, count};
    }
};

/// The draws of a seed: the same bytes for the same input, whatever `threads`.
[[nodiscard]] Draws make_draws(const std::vector<DrawUnit>& units, const Doubt& doubt,
                               std::uint64_t seed, std::size_t count, unsigned threads);

/// A standard normal that depends on the seed and its three numbers alone.
[[nodiscard]] double normal_of(std::uint64_t seed, std::uint64_t stream, std::uint64_t a,
                               std::uint64_t b);
/// Likewise a uniform in (0, 1).
[[nodiscard]] double uniform_of(std::uint64_t seed, std::uint64_t stream, std::uint64_t a,
                                std::uint64_t b);

/// P10, P50, P90 of a sample and its mean. The k-th of n by rank: the smallest value that at least
/// that share of the sample does not exceed.
struct Band {
    double p10 = 0;
    double p50 = 0;
    double p90 = 0;
    double mean = 0;
};
[[nodiscard]] Band band_of(std::span<const float> sample);

/// The bands of every unit and output, by [unit * outputs + output].
[[nodiscard]] std::vector<Band> bands_of(const Draws& draws, unsigned threads);

/// The sum of some units' figures, draw by draw.
[[nodiscard]] std::vector<float> sum_of(const Draws& draws, std::span<const std::size_t> units,
                                        std::size_t output);

}  // namespace relief
