// SPDX-License-Identifier: Apache-2.0
#include "tools/server/api/clock_watch.h"

#include <ctime>
#include <utility>

namespace relief {

EvenSeconds boot_seconds() {
    return [] {
        timespec now{};
        ::clock_gettime(CLOCK_BOOTTIME, &now);  // cannot fail: the clock is one of Linux's own
        return std::chrono::seconds{now.tv_sec};
    };
}

ClockWatch::ClockWatch(const Clock& clock, EvenSeconds even)
    : clock_(clock), even_(std::move(even)), ahead_(ahead_now()) {}

std::chrono::seconds ClockWatch::ahead_now() const {
    return even_ ? clock_.now().time_since_epoch() - even_() : std::chrono::seconds{0};
}

std::chrono::seconds ClockWatch::take_step() {
    constexpr std::chrono::seconds noticed{5};
    const std::chrono::seconds step = ahead_now() - ahead_;
    if (std::chrono::abs(step) < noticed) {
        return std::chrono::seconds{0};
    }
    ahead_ += step;
    return step;
}

}  // namespace relief
