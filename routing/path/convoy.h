// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/time.h"
#include "routing/path/street_route.h"

#include <cstdint>
#include <span>
#include <vector>

namespace relief {

/// A vehicle as slow, high, wide, long and heavy as the worst of several, barred wherever one of
/// them is: a way for it is a way for the whole convoy. bad_input never; of none the default.
[[nodiscard]] RoadVehicle slowest_of(std::span<const RoadVehicle> vehicles);

struct ConvoyQuestion {
    int vehicles = 1;
    int gap_m = 50;      ///< between a vehicle's tail and the next one's front
    int vehicle_cm = 0;  ///< length of one
    int drivers = 1;     ///< in each vehicle
};

/// A halt that no road asks for.
struct ConvoyHalt {
    Distance after_ms = 0;    ///< driving time behind it, halts not counted
    std::uint64_t at_cm = 0;  ///< along the way
    Instant from;
    int minutes = 0;
    bool is_change = false;  ///< another driver takes over
};

/// When a column gets there.
struct ConvoyTimes {
    std::int64_t column_m = 0;      ///< front of the first to tail of the last
    std::int64_t passing_s = 0;     ///< what the column takes to pass a point
    std::int64_t rest_minutes = 0;  ///< all halts together
    int drivers_needed = 1;         ///< in each vehicle, for the hours at the wheel
    std::vector<ConvoyHalt> halts;
    Instant head_departs;
    Instant tail_departs;
    Instant head_arrives;
    Instant tail_arrives;
};

/// The times of a convoy over a way. Rests come after every ConvoyRules::drive_minutes at the
/// wheel, never at the very end; a halt before a closed road that is as long as a rest counts as
/// one. Drivers change at a rest, or stop for it once one has driven his hours. The column passes
/// at the mean speed of the way. Halts come on top of the way: roads that open and shut are taken
/// as the way without rests found them.
[[nodiscard]] ConvoyTimes convoy_times(const TimedPath& way, Instant depart,
                                       const ConvoyQuestion& question, const ConvoyRules& rules);

}  // namespace relief
