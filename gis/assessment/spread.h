// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <thread>
#include <vector>

namespace relief {

/// work(0) … work(count - 1), shared out by index to so many threads, the calling one among them.
/// Each call must touch what is its own alone, so that the answer is the same with any number.
template <class Work>
void spread(std::size_t count, unsigned threads, const Work& work) {
    const std::size_t workers = std::max<std::size_t>(1, std::min<std::size_t>(threads, count));
    std::vector<std::jthread> others;
    const auto share = [&](std::size_t first) {
        for (std::size_t i = first; i < count; i += workers) {
            work(i);
        }
    };
    for (std::size_t w = 1; w < workers; ++w) {
        others.emplace_back(share, w);
    }
    share(0);
}

}  // namespace relief
