// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

namespace relief {

/// Catches Ctrl-C while a plan is made. The first asks the planner to stop with the best plan so
/// far; the second ends the program at once (status 130).
class Interrupt {
  public:
    Interrupt();
    ~Interrupt();
    Interrupt(const Interrupt&) = delete;
    Interrupt& operator=(const Interrupt&) = delete;

    [[nodiscard]] bool asked() const noexcept;

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace relief
