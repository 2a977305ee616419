// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace relief {

/// The same numbers on every machine: SplitMix64 (Steele, Lea and Flood, 2014).
class TourRandom {
  public:
    explicit TourRandom(std::uint64_t seed) : state_(seed) {}

    std::uint64_t bits() {
        std::uint64_t z = (state_ += 0x9e3779b97f4a7c15U);
        z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9U;
        z = (z ^ (z >> 27U)) * 0x94d049bb133111ebU;
        return z ^ (z >> 31U);
    }

    /// 0 to count - 1; count is at least 1.
    int below(int count) {
        return static_cast<int>(((bits() >> 32U) * static_cast<std::uint64_t>(count)) >> 32U);
    }

    /// In [0, 1).
    double unit() { return static_cast<double>(bits() >> 11U) * 0x1.0p-53; }

  private:
    std::uint64_t state_;
};

}  // namespace relief
