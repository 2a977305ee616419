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

/// A dispatch model of the form of generated_dispatch/, whose generator was not handed down: ranges
/// of weights, volumes, needs and stock are read off its figures; that each vehicle makes as many
/// trips as carry 1.2 times all needs, and a depot half to one and a half times the mean number of
/// vehicles, is ours. Same size and seed, same bytes.
[[nodiscard]] std::string made_haul(const HaulSize& size, std::uint64_t seed);

}  // namespace relief::bench
