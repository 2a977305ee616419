// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>
#include <string>

namespace relief {

/// Bounds of a confined child.
struct Confinement {
    std::size_t memory_bytes_max = std::size_t{512} << 20U;  ///< beyond what the parent has
    int cpu_seconds_max = 30;
    int wall_seconds_max = 60;
    std::size_t answer_bytes_max = std::size_t{256} << 20U;
};

/// How a confined child ended.
struct ConfinedAnswer {
    std::string bytes;   ///< what it wrote to the file descriptor it was given
    bool whole = false;  ///< it ended by itself, with 0, in time and within its bounds
    std::string ended;   ///< "exit 3", "signal 9", "took too long", "answered too much"
};

/// Runs `work` in a child process without network (an empty network namespace where the system
/// allows one), without new files, with bounds on memory and time, and collects what it writes to
/// the descriptor. For libraries that read strangers' bytes. `work` must not use what other threads
/// of the parent may have held locked. Fault where no process can be made.
[[nodiscard]] ConfinedAnswer run_confined(const Confinement& bounds,
                                          const std::function<int(int answer_fd)>& work);

}  // namespace relief
