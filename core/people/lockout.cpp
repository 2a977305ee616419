// SPDX-License-Identifier: Apache-2.0
#include "core/people/lockout.h"

#include <algorithm>
#include <deque>

namespace relief {

std::optional<Instant> locked_until(std::span<const LogInAttempt> attempts, Instant now,
                                    const LockoutRules& rules) {
    std::deque<Instant> failures;
    std::optional<Instant> until;
    for (const LogInAttempt& attempt : attempts) {
        if (attempt.outcome == LogInAttempt::Outcome::unlocked) {
            until.reset();
        }
        if (attempt.outcome != LogInAttempt::Outcome::failed) {
            failures.clear();
            continue;
        }
        while (!failures.empty() && attempt.at - failures.front() >= rules.window) {
            failures.pop_front();
        }
        failures.push_back(attempt.at);
        if (static_cast<std::int64_t>(failures.size()) >= rules.failures_max) {
            until = attempt.at + rules.lock;
            failures.clear();
        }
    }
    return until && now < *until ? until : std::nullopt;
}

std::chrono::minutes lockout_memory(const LockoutRules& rules) {
    return rules.window + rules.lock;
}

std::chrono::milliseconds slow_down(std::int64_t failures) {
    constexpr std::int64_t step = 20;
    constexpr std::int64_t doublings_max = 5;
    constexpr std::chrono::milliseconds first{100};
    if (failures <= step) {
        return std::chrono::milliseconds{0};
    }
    const std::int64_t doublings = std::min((failures - step - 1) / step, doublings_max);
    return first * (std::int64_t{1} << doublings);
}

}  // namespace relief
