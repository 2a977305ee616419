// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "routing/dispatch/tours/tour_model.h"

#include <algorithm>
#include <vector>

namespace relief {

/// What is known of a piece of a route whose times can be kept: from the first service to the end
/// of the last it takes `duration` where it begins between `early` and `late`, and longer before.
/// After Vidal, Crainic, Gendreau and Prins, "A hybrid genetic algorithm with adaptive diversity
/// management …", Computers & Operations Research 40(1), 2013, without its time warp.
struct TourSegment {
    double duration = 0;
    double early = 0;
    double late = no_tour_limit;
};

/// `a`, a drive of `drive`, then `b`. What cannot be kept has late < early.
[[nodiscard]] inline TourSegment join(const TourSegment& a, double drive, const TourSegment& b) {
    const double offset = a.duration + drive;
    const double wait = std::max(b.early - offset - a.late, 0.0);
    return {offset + b.duration + wait, std::max(b.early - offset, a.early) - wait,
            std::min(b.late - offset, a.late)};
}

/// Whether a route through these places keeps every window, release and its longest duration; it
/// begins and ends at a depot, and loads again at the depots between.
[[nodiscard]] bool keeps_times(const TourModel& model, const std::vector<int>& route,
                               double max_duration);

}  // namespace relief
