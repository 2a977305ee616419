// SPDX-License-Identifier: Apache-2.0
#include "routing/dispatch/driving.h"

#include "routing/dispatch/day.h"

#include <algorithm>

namespace relief {
int DrivingClock::drive(int depart, int minutes) {
    if (rules_.drive_minutes == 0) {
        return depart + minutes;
    }
    if (!started_) {
        started_ = true;
        day_start_ = depart;
    } else if (depart - stands_since_ >= rules_.rest_minutes) {
        at_wheel_ = 0;
    }
    int now = depart;
    int left = minutes;
    while (left > 0) {
        begin_day(now);
        const int step =
            std::min({left, rules_.drive_minutes - at_wheel_, rules_.driver_minutes - by_driver_,
                      drivers_ * rules_.driver_minutes - today_, day_start_ + minutes_a_day - now});
        now += step;
        left -= step;
        at_wheel_ += step;
        by_driver_ += step;
        today_ += step;
        if (left > 0) {
            now = halt(now);
        }
    }
    stands_since_ = now;
    return now;
}

void DrivingClock::begin_day(int now) {
    while (now >= day_start_ + minutes_a_day) {
        day_start_ += minutes_a_day;
        today_ = 0;
        by_driver_ = 0;
    }
}

/// The minute the wheels turn again.
int DrivingClock::halt(int now) {
    if (today_ == drivers_ * rules_.driver_minutes) {
        at_wheel_ = 0;
        return std::max(now + rules_.rest_minutes, day_start_ + minutes_a_day);
    }
    const bool changes = by_driver_ == rules_.driver_minutes;
    if (at_wheel_ == rules_.drive_minutes) {
        at_wheel_ = 0;
        by_driver_ = changes ? 0 : by_driver_;
        return now + std::max(rules_.rest_minutes, changes ? rules_.change_minutes : 0);
    }
    by_driver_ = changes ? 0 : by_driver_;
    return now + (changes ? rules_.change_minutes : 0);
}

}  // namespace relief
