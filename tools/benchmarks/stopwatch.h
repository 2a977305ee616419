// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <utility>

namespace relief::bench {

/// Seconds that something takes.
template <typename Act>
double seconds(Act&& act) {
    const auto begin = std::chrono::steady_clock::now();
    std::forward<Act>(act)();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

}  // namespace relief::bench
