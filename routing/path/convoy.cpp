// SPDX-License-Identifier: Apache-2.0
#include "routing/path/convoy.h"

#include <algorithm>

namespace relief {
namespace {

constexpr Distance minute_ms = 60'000;

Instant later(Instant at, Distance ms) {
    return at + std::chrono::seconds(static_cast<std::int64_t>((ms + 999) / 1000));
}

/// Drives the way minute by minute of the rules, halting where they say.
class ConvoyDrive {
  public:
    ConvoyDrive(const TimedPath& way, Instant depart, const ConvoyQuestion& question,
                const ConvoyRules& rules)
        : way_(way), question_(question), rules_(rules), depart_(depart) {}

    ConvoyTimes run() {
        for (const RoadStretch& stretch : way_.path.stretches) {
            total_ms_ += stretch.ms;
        }
        auto wait = way_.waits.begin();
        for (const RoadStretch& stretch : way_.path.stretches) {
            if (wait != way_.waits.end() && wait->arc == stretch.arc) {
                halt_for_road(*wait++);
            }
            drive(stretch);
        }
        times_.drivers_needed = static_cast<int>(
            std::max<Distance>(1, (total_ms_ + driver_limit_ms() - 1) / driver_limit_ms()));
        return times_;
    }

  private:
    [[nodiscard]] Distance drive_limit_ms() const {
        return static_cast<Distance>(rules_.drive_minutes) * minute_ms;
    }
    [[nodiscard]] Distance driver_limit_ms() const {
        return static_cast<Distance>(rules_.driver_minutes) * minute_ms;
    }

    void halt_for_road(const RoadWait& wait) {
        const auto minutes =
            std::chrono::duration_cast<std::chrono::minutes>(wait.until - wait.from);
        waited_ms_ +=
            static_cast<Distance>(std::chrono::milliseconds(wait.until - wait.from).count());
        if (minutes.count() >= rules_.rest_minutes) {
            at_wheel_ms_ = 0;
        }
    }

    void drive(const RoadStretch& stretch) {
        Distance left_ms = stretch.ms;
        while (left_ms > 0) {
            const Distance until_rest = drive_limit_ms() - at_wheel_ms_;
            const Distance until_change = driver_limit_ms() - by_driver_ms_;
            const Distance step = std::min({left_ms, until_rest, until_change});
            left_ms -= step;
            driven_ms_ += step;
            at_wheel_ms_ += step;
            by_driver_ms_ += step;
            if (driven_ms_ < total_ms_ &&
                (at_wheel_ms_ == drive_limit_ms() || by_driver_ms_ == driver_limit_ms())) {
                rest(stretch, left_ms);
            }
        }
        passed_cm_ += stretch.to_cm - stretch.from_cm;
    }

    void rest(const RoadStretch& stretch, Distance left_ms) {
        const bool rests = at_wheel_ms_ == drive_limit_ms();
        const bool changes = by_driver_ms_ == driver_limit_ms() || (rests && question_.drivers > 1);
        const int minutes = rests
                                ? std::max(rules_.rest_minutes, changes ? rules_.change_minutes : 0)
                                : rules_.change_minutes;
        const std::uint64_t length_cm = stretch.to_cm - stretch.from_cm;
        times_.halts.push_back(
            {.after_ms = driven_ms_,
             .at_cm = passed_cm_ + length_cm * (stretch.ms - left_ms) / stretch.ms,
             .from = later(depart_, driven_ms_ + waited_ms_ +
                                        static_cast<Distance>(times_.rest_minutes) * minute_ms),
             .minutes = minutes,
             .is_change = changes});
        times_.rest_minutes += minutes;
        at_wheel_ms_ = rests ? 0 : at_wheel_ms_;
        by_driver_ms_ = changes ? 0 : by_driver_ms_;
    }

    const TimedPath& way_;
    const ConvoyQuestion& question_;
    const ConvoyRules& rules_;
    Instant depart_;
    ConvoyTimes times_;
    Distance total_ms_ = 0;
    Distance driven_ms_ = 0;
    Distance waited_ms_ = 0;
    Distance at_wheel_ms_ = 0;   ///< since the last rest
    Distance by_driver_ms_ = 0;  ///< by the driver at the wheel
    std::uint64_t passed_cm_ = 0;
};

}  // namespace

RoadVehicle slowest_of(std::span<const RoadVehicle> vehicles) {
    if (vehicles.empty()) {
        return {};
    }
    RoadVehicle slowest = vehicles.front();
    for (const RoadVehicle& each : vehicles.subspan(1)) {
        slowest.id += "+" + each.id;
        slowest.name_zh += "+" + each.name_zh;
        slowest.height_cm = std::max(slowest.height_cm, each.height_cm);
        slowest.width_cm = std::max(slowest.width_cm, each.width_cm);
        slowest.length_cm = std::max(slowest.length_cm, each.length_cm);
        slowest.weight_kg = std::max(slowest.weight_kg, each.weight_kg);
        slowest.axle_load_kg = std::max(slowest.axle_load_kg, each.axle_load_kg);
        slowest.top_speed_kmh = std::min(slowest.top_speed_kmh, each.top_speed_kmh);
        slowest.barred |= each.barred;
    }
    return slowest;
}

ConvoyTimes convoy_times(const TimedPath& way, Instant depart, const ConvoyQuestion& question,
                         const ConvoyRules& rules) {
    ConvoyTimes times = ConvoyDrive(way, depart, question, rules).run();
    const std::int64_t vehicles = std::max(1, question.vehicles);
    times.column_m = (vehicles * question.vehicle_cm + 99) / 100 + (vehicles - 1) * question.gap_m;
    Distance driving_ms = 0;
    for (const RoadStretch& stretch : way.path.stretches) {
        driving_ms += stretch.ms;
    }
    const std::uint64_t way_cm = way.path.length_cm();
    if (vehicles > 1 && way_cm > 0) {
        // Metres over metres a second, rounded up to whole seconds.
        const std::uint64_t column_cm = static_cast<std::uint64_t>(times.column_m) * 100;
        times.passing_s = static_cast<std::int64_t>((column_cm * driving_ms + way_cm * 1000 - 1) /
                                                    (way_cm * 1000));
    }
    times.head_departs = depart;
    times.head_arrives =
        later(depart, way.path.ms + static_cast<Distance>(times.rest_minutes) * minute_ms);
    times.tail_departs = depart + std::chrono::seconds(times.passing_s);
    times.tail_arrives = times.head_arrives + std::chrono::seconds(times.passing_s);
    return times;
}

}  // namespace relief
