// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "routing/path/street_timed.h"
#include "routing/path/street_way.h"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace relief {

/// The roads as one vehicle finds them at the moment of its departure (judge.situation().at).
/// Holds references to everything it is made of.
class RoadsNow {
  public:
    /// `metric` is that of the judge's vehicle in the judge's situation.
    RoadsNow(const StreetRoads& roads, const ArcJudge& judge, const StreetMetric& metric);

    [[nodiscard]] const StreetRoads& roads() const { return roads_; }
    [[nodiscard]] const StreetNetwork& network() const { return *roads_.network; }
    [[nodiscard]] const ArcJudge& judge() const { return judge_; }
    [[nodiscard]] const StreetMetric& metric() const { return metric_; }
    [[nodiscard]] const StreetWeights& calm() const { return calm_; }
    [[nodiscard]] Instant depart() const { return judge_.situation().at; }
    /// Nothing is waited for beyond this.
    [[nodiscard]] Instant horizon() const { return depart() + waiting_limit; }

    static constexpr std::chrono::hours waiting_limit{7 * 24};

  private:
    const StreetRoads& roads_;
    const ArcJudge& judge_;
    const StreetMetric& metric_;
    StreetWeights calm_;
};

/// The way that arrives soonest. The index answers where no road opens or shuts before the arrival;
/// else the clock does, and a halt before a closed road is chosen where that is quicker.
[[nodiscard]] TimedPath soonest_way(const RoadsNow& now, const StreetPosition& from,
                                    const StreetPosition& to);

/// Milliseconds for every pair, row by row; each entry is soonest_way's, exactly.
[[nodiscard]] std::vector<Distance> soonest_matrix(const RoadsNow& now,
                                                   std::span<const StreetPosition> from,
                                                   std::span<const StreetPosition> to);

/// Something of a way that its driver should know.
struct RouteWarning {
    /// height_unknown, width_unknown, length_unknown, weight_unknown, axle_load_unknown, permit,
    /// restricted, ferry, ford, condition, planned_reopening, closure_unplaced, closure_overdue
    std::string code;
    std::uint32_t places = 0;     ///< stretches of road without a break
    std::uint64_t length_cm = 0;  ///< of them together
    std::string words;            ///< of the sign, the permit, the closure; "" where none

    friend bool operator==(const RouteWarning&, const RouteWarning&) = default;
};

/// What is to be said of a way, in the order of the codes above. Unknown limits are not unlimited.
[[nodiscard]] std::vector<RouteWarning> route_warnings(const RoadsNow& now, const TimedPath& way);

/// What keeps a place from being reached, from the last point that can be.
struct RoadGap {
    StreetPosition last_open;            ///< the nearest point that a way reaches, along the roads
    std::uint64_t gap_cm = 0;            ///< from there on to the place, along roads that are shut
    std::vector<RoadStretch> stretches;  ///< of the gap, in the order they would be driven
    struct Shut {
        ArcIndex arc = 0;
        ArcCause cause = ArcCause::closure;
        std::uint32_t closure = no_index;
    };
    std::vector<Shut> shut_by;  ///< the arcs of the gap that are shut, in the order driven
    bool found = false;         ///< false: no road at all leads there, open or shut
};

/// The gap before a place that no way reaches at the moment of departure.
[[nodiscard]] RoadGap gap_before(const RoadsNow& now, const StreetPosition& from,
                                 const StreetPosition& to);

}  // namespace relief
