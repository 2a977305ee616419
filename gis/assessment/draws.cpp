// SPDX-License-Identifier: Apache-2.0
#include "gis/assessment/draws.h"

#include "gis/assessment/spread.h"

#include <Eigen/Cholesky>
#include <Eigen/Core>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace relief {
namespace {

using Matrix = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic>;
using Vector = Eigen::Matrix<float, Eigen::Dynamic, 1>;

/// Which normals a number is drawn for; none is drawn twice.
enum Stream : std::uint64_t {
    event_stream = 1,
    between_stream,
    shared_stream,
    own_stream,
    group_stream
};

/// One block is one matrix product; blocks are shared out to threads, so that their number does
/// not change a byte.
constexpr std::size_t block_draws = 256;

std::uint64_t mixed(std::uint64_t x) {
    x += 0x9e3779b97f4a7c15ULL;
    x = (x ^ (x >> 30U)) * 0xbf58476d1ce4e5b9ULL;
    x = (x ^ (x >> 27U)) * 0x94d049bb133111ebULL;
    return x ^ (x >> 31U);
}

std::uint64_t key_of(std::uint64_t seed, std::uint64_t stream, std::uint64_t a, std::uint64_t b) {
    return mixed(mixed(mixed(mixed(seed) ^ stream) ^ a) ^ b);
}

double unit_of(std::uint64_t bits) {
    return (static_cast<double>(bits >> 11U) + 0.5) * 0x1.0p-53;
}

/// The two normals of a key (Box and Muller).
std::pair<float, float> normals_of(std::uint64_t key) {
    const std::uint64_t bits = mixed(key);
    const auto u = (static_cast<float>(bits >> 40U) + 0.5F) * 0x1.0p-24F;
    const auto v = static_cast<float>(bits & 0xffffffU) * 0x1.0p-24F;
    const float radius = std::sqrt(-2.0F * std::log(u));
    const float turn = 2.0F * std::numbers::pi_v<float> * v;
    return {radius * std::cos(turn), radius * std::sin(turn)};
}

/// The root of the between-unit covariance; the little on the diagonal keeps units that stand on
/// one spot apart for the arithmetic.
Matrix root_of(const std::vector<DrawUnit>& units, const Doubt& doubt) {
    const auto n = static_cast<Eigen::Index>(units.size());
    // The spread of a province: chords of the sphere, exact to a few thousandths at its size.
    constexpr double earth_km = 6371.0;
    std::vector<std::array<double, 3>> at;
    at.reserve(units.size());
    for (const DrawUnit& unit : units) {
        const double lon = unit.at.longitude * std::numbers::pi / 180;
        const double lat = unit.at.latitude * std::numbers::pi / 180;
        at.push_back({earth_km * std::cos(lat) * std::cos(lon),
                      earth_km * std::cos(lat) * std::sin(lon), earth_km * std::sin(lat)});
    }
    const double variance = doubt.sigma_between * doubt.sigma_between;
    Matrix covariance(n, n);
    for (Eigen::Index i = 0; i < n; ++i) {
        for (Eigen::Index j = 0; j <= i; ++j) {
            const auto& a = at[static_cast<std::size_t>(i)];
            const auto& b = at[static_cast<std::size_t>(j)];
            const double km = std::hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
            covariance(i, j) = static_cast<float>(variance * std::exp(-km / doubt.correlation_km));
        }
        covariance(i, i) += static_cast<float>(variance * 1e-4);
    }
    return Eigen::LLT<Matrix>(covariance).matrixL();
}

struct Shared {
    const std::vector<DrawUnit>& units;
    const Doubt& doubt;
    std::uint64_t seed;
    const Matrix& root;                       ///< of no rows where nothing differs between units
    std::vector<std::vector<float>> factors;  ///< [group x outputs + output][draw]
    Draws& draws;
};

void fill_unit(const Shared& shared, std::size_t u, std::size_t first, std::size_t count,
               const float* shift) {
    const Response& response = shared.units[u].response;
    const std::size_t outputs = shared.draws.outputs;
    const auto last = static_cast<float>(response.shifts() - 1);
    const float per_step = 1 / response.step;
    const std::vector<float>* factors = shared.factors.data() + shared.units[u].group * outputs;
    for (std::size_t d = 0; d < count; ++d) {
        const float place = std::clamp((shift[d] - response.low) * per_step, 0.0F, last);
        const auto below = std::min(static_cast<std::size_t>(place), response.shifts() - 2);
        const float part = place - static_cast<float>(below);
        const float* row = response.values.data() + below * outputs;
        for (std::size_t o = 0; o < outputs; ++o) {
            const float expected = row[o] + part * (row[outputs + o] - row[o]);
            const float drawn = expected * factors[o][first + d];
            shared.draws.of(u, o)[first + d] = std::min(drawn, shared.units[u].most[o]);
        }
    }
}

void fill_block(const Shared& shared, std::size_t block) {
    const std::size_t first = block * block_draws;
    const std::size_t count = std::min(block_draws, shared.draws.count - first);
    const auto columns = static_cast<Eigen::Index>(count);
    const auto n = static_cast<Eigen::Index>(shared.units.size());
    Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor> field =
        Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>::Zero(n, columns);
    if (shared.root.rows() > 0) {
        Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor> white(n, columns);
        for (Eigen::Index u = 0; u < n; ++u) {
            for (Eigen::Index d = 0; d < columns; d += 2) {
                const auto [a, b] =
                    normals_of(key_of(shared.seed, between_stream, static_cast<std::uint64_t>(u),
                                      first + static_cast<std::uint64_t>(d)));
                white(u, d) = a;
                if (d + 1 < columns) {
                    white(u, d + 1) = b;
                }
            }
        }
        field.noalias() = shared.root.triangularView<Eigen::Lower>() * white;
    }
    Eigen::Matrix<float, 1, Eigen::Dynamic> event(columns);
    for (Eigen::Index d = 0; d < columns; ++d) {
        event(d) = static_cast<float>(
            shared.doubt.sigma_event *
            normal_of(shared.seed, event_stream, first + static_cast<std::uint64_t>(d), 0));
    }
    field.rowwise() += event;
    for (Eigen::Index u = 0; u < n; ++u) {
        fill_unit(shared, static_cast<std::size_t>(u), first, count, field.row(u).data());
    }
}

std::vector<std::vector<float>> factors_of(const Doubt& doubt, std::uint64_t seed,
                                           std::size_t groups, std::size_t count,
                                           unsigned threads) {
    const std::size_t outputs = doubt.ln_sd.size();
    std::vector<std::vector<float>> factors(groups * outputs, std::vector<float>(count));
    const double rest = std::sqrt(1 - doubt.own_group);
    const double common = rest * std::sqrt(doubt.shared);
    const double own = rest * std::sqrt(1 - doubt.shared);
    const double group = std::sqrt(doubt.own_group);
    spread(groups * outputs, threads, [&](std::size_t row) {
        const std::size_t o = row % outputs;
        for (std::size_t d = 0; d < count && doubt.ln_sd[o] > 0; ++d) {
            double z = common * normal_of(seed, shared_stream, d, 0) +
                       own * normal_of(seed, own_stream, d, o);
            if (group > 0) {
                z += group * normal_of(seed, group_stream, d, row);
            }
            factors[row][d] = static_cast<float>(std::exp(doubt.ln_sd[o] * z));
        }
        if (doubt.ln_sd[o] <= 0) {
            std::fill(factors[row].begin(), factors[row].end(), 1.0F);
        }
    });
    return factors;
}

}  // namespace

double uniform_of(std::uint64_t seed, std::uint64_t stream, std::uint64_t a, std::uint64_t b) {
    return unit_of(key_of(seed, stream, a, b));
}

double normal_of(std::uint64_t seed, std::uint64_t stream, std::uint64_t a, std::uint64_t b) {
    const std::uint64_t key = key_of(seed, stream, a, b);
    return std::sqrt(-2 * std::log(unit_of(key))) *
           std::cos(2 * std::numbers::pi * unit_of(mixed(key ^ 0x5bd1e995ULL)));
}

Draws make_draws(const std::vector<DrawUnit>& units, const Doubt& doubt, std::uint64_t seed,
                 std::size_t count, unsigned threads) {
    Draws draws{.units = units.size(), .outputs = doubt.ln_sd.size(), .count = count};
    draws.values.resize(draws.units * draws.outputs * count);
    if (draws.values.empty()) {
        return draws;
    }
    const Matrix root = doubt.sigma_between > 0 ? root_of(units, doubt) : Matrix(0, 0);
    std::size_t groups = 1;
    for (const DrawUnit& unit : units) {
        groups = std::max(groups, unit.group + 1);
    }
    const Shared shared{.units = units,
                        .doubt = doubt,
                        .seed = seed,
                        .root = root,
                        .factors = factors_of(doubt, seed, groups, count, threads),
                        .draws = draws};
    spread((count + block_draws - 1) / block_draws, threads,
           [&](std::size_t block) { fill_block(shared, block); });
    return draws;
}

Band band_of(std::span<const float> sample) {
    if (sample.empty()) {
        return {};
    }
    std::vector<float> sorted(sample.begin(), sample.end());
    const auto rank = [&](double share) {
        return static_cast<std::ptrdiff_t>(
                   std::ceil(share * static_cast<double>(sorted.size()) - 1e-9)) -
               1;
    };
    // The middle first: the tails are then looked for in a half each.
    const auto middle = sorted.begin() + std::max<std::ptrdiff_t>(0, rank(0.5));
    std::nth_element(sorted.begin(), middle, sorted.end());
    const auto low = sorted.begin() + std::max<std::ptrdiff_t>(0, rank(0.1));
    if (low < middle) {
        std::nth_element(sorted.begin(), low, middle);
    }
    const auto high = sorted.begin() + std::max<std::ptrdiff_t>(0, rank(0.9));
    if (high > middle) {
        std::nth_element(middle + 1, high, sorted.end());
    }
    double sum = 0;
    for (const float value : sample) {
        sum += static_cast<double>(value);
    }
    return {.p10 = static_cast<double>(*low),
            .p50 = static_cast<double>(*middle),
            .p90 = static_cast<double>(*high),
            .mean = sum / static_cast<double>(sample.size())};
}

std::vector<Band> bands_of(const Draws& draws, unsigned threads) {
    std::vector<Band> bands(draws.units * draws.outputs);
    spread(draws.units, threads, [&](std::size_t unit) {
        for (std::size_t o = 0; o < draws.outputs; ++o) {
            bands[unit * draws.outputs + o] = band_of(draws.of(unit, o));
        }
    });
    return bands;
}

std::vector<float> sum_of(const Draws& draws, std::span<const std::size_t> units,
                          std::size_t output) {
    std::vector<float> sum(draws.count, 0.0F);
    for (const std::size_t unit : units) {
        const std::span<const float> figures = draws.of(unit, output);
        for (std::size_t d = 0; d < draws.count; ++d) {
            sum[d] += figures[d];
        }
    }
    return sum;
}

}  // namespace relief
