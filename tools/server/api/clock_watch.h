// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/time.h"

#include <chrono>
#include <functional>

namespace relief {

/// Seconds of a clock that nobody sets and that goes on while the machine sleeps; only their
/// differences mean anything. Empty: none, and no step is ever seen.
using EvenSeconds = std::function<std::chrono::seconds()>;

/// That of this machine, CLOCK_BOOTTIME.
[[nodiscard]] EvenSeconds boot_seconds();

/// Sees that the machine's clock was set: it went another way than time itself. One thread at a
/// time.
class ClockWatch {
  public:
    ClockWatch(const Clock& clock, EvenSeconds even);

    /// By how much the clock was set since this was asked last; 0 where it is less than a few
    /// seconds, as clocks that are steered drift. A step is told once.
    [[nodiscard]] std::chrono::seconds take_step();
    /// What a step was wanted for has failed: it is told again.
    void give_back(std::chrono::seconds step) { ahead_ -= step; }

  private:
    [[nodiscard]] std::chrono::seconds ahead_now() const;

    const Clock& clock_;
    EvenSeconds even_;
    std::chrono::seconds ahead_{0};  ///< of the clock, as far as it has been told
};

}  // namespace relief
