// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/time.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>

namespace relief {

/// One attempt to log in under a name from a source, as the audit lines tell of it. Those that
/// were refused because the door was locked are none.
struct LogInAttempt {
    enum class Outcome {
        failed,   ///< name, password or code were wrong
        passed,   ///< logged in
        unlocked  ///< a security administrator let the name try again
    };
    Instant at;
    Outcome outcome = Outcome::failed;
};

/// GB/T 22239 asks for "a limit of failed log-ins"; the numbers are the office's.
struct LockoutRules {
    std::int64_t failures_max = 5;
    std::chrono::minutes window{15};
    std::chrono::minutes lock{15};
};

/// Until when a name is locked for one source, nothing where it is not locked at `now`. It is the
/// failure that made failures_max within `window` since the last success that locks, for `lock`
/// from then; the right password does not open it. `attempts` in order of time; those of another
/// source do not count, so that nobody can lock out somebody else from afar.
[[nodiscard]] std::optional<Instant> locked_until(std::span<const LogInAttempt> attempts,
                                                  Instant now, const LockoutRules& rules = {});

/// How far back attempts can matter.
[[nodiscard]] std::chrono::minutes lockout_memory(const LockoutRules& rules = {});

/// How long the door waits before it tries a log-in, for `failures` of all names and sources in the
/// last minute: nothing up to 20, then 100 ms, doubling with each further 20 up to 3.2 s. Guessing
/// from many sources at once is slow; the desk itself is never shut out.
[[nodiscard]] std::chrono::milliseconds slow_down(std::int64_t failures);

}  // namespace relief
