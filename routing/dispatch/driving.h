// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "routing/dispatch/problem.h"

namespace relief {

/// The hours at the wheel of one vehicle through a plan, minute by minute of the rules: a rest
/// after every drive_minutes, another driver after driver_minutes, and when none is left none
/// drives on before the day is over. A day is 24 h from the first departure. Standing as long as a
/// rest (at a dock, unloading) counts as one. The rules are those of routing/path/convoy.h, over
/// many trips.
class DrivingClock {
  public:
    /// `rules` must outlive it. `drivers` in the vehicle.
    DrivingClock(const DispatchDriving& rules, int drivers) : rules_(rules), drivers_(drivers) {}

    /// Drives for `minutes` from the minute `depart`, no earlier than the last arrival; answers the
    /// minute of arrival, halts included.
    int drive(int depart, int minutes);

  private:
    void begin_day(int now);
    [[nodiscard]] int halt(int now);

    const DispatchDriving& rules_;
    int drivers_;
    bool started_ = false;
    int day_start_ = 0;
    int stands_since_ = 0;
    int at_wheel_ = 0;   // since the last rest
    int by_driver_ = 0;  // by the driver at the wheel
    int today_ = 0;      // by all drivers
};

}  // namespace relief
