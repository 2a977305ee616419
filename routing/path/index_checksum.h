// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

namespace relief {

/// A quick 64-bit sum over lists of numbers that finds flipped bits, lost ends and swapped parts
/// of a file. It does not stand up to somebody who forges a file; SHA-256 (core/store) does.
class Checksum {
  public:
    void add(std::uint64_t value) {
        sum_ = (sum_ ^ value) * 0x9E3779B97F4A7C15U;
        sum_ ^= sum_ >> 29U;
    }
    void add(const std::vector<std::uint32_t>& values) {
        add(std::uint64_t{values.size()});
        for (const std::uint32_t value : values) {
            add(std::uint64_t{value});
        }
    }
    [[nodiscard]] std::uint64_t value() const { return sum_; }

  private:
    std::uint64_t sum_ = 0xCBF29CE484222325U;
};

}  // namespace relief
