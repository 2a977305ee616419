// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

namespace relief::bench {

struct HaulSize {
    int depots = 60;
    int places = 600;
    int goods = 40;
    int vehicles = 1'000;
};

/// The instance `large` of the bench.
inline constexpr HaulSize large_haul{};
inline constexpr std::uint64_t large_haul_seed = 7;

/// A dispatch model of the form of generated_dispatch/, drawn by rules read off its figures
/// (tests/data/dispatch/README.md says which are guessed). Same size and seed, same bytes.
[[nodiscard]] std::string made_haul(const HaulSize& size, std::uint64_t seed);

}  // namespace relief::bench
