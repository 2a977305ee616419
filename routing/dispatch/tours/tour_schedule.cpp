// SPDX-License-Identifier: Apache-2.0
#include "routing/dispatch/tours/tour_schedule.h"

namespace relief {
namespace {

/// The last release among the clients of the trip that leaves the depot at `start`.
double trip_release(const TourModel& model, const std::vector<int>& route, std::size_t start) {
    double release = 0;
    for (std::size_t i = start + 1; i < route.size() && route[i] < model.clients; ++i) {
        release = std::max(release, model.release[static_cast<std::size_t>(route[i])]);
    }
    return release;
}

}  // namespace

bool keeps_times(const TourModel& model, const std::vector<int>& route, double max_duration) {
    TourSegment whole;
    double clock = 0;  // when the last place is left
    for (std::size_t i = 0; i < route.size(); ++i) {
        const auto place = static_cast<std::size_t>(route[i]);
        const bool leaves_depot = route[i] >= model.clients && i + 1 < route.size();
        const double ready = leaves_depot
                                 ? std::max(model.ready[place], trip_release(model, route, i))
                                 : model.ready[place];
        const double drive = i == 0 ? 0 : model.time().at(route[i - 1], route[i]);
        // A depot's hours hold for the arrival; a late release may keep the vehicle there longer.
        const double arrival = i == 0 ? ready : clock + drive;
        const double begin = std::max(arrival, ready);
        if ((leaves_depot ? arrival : begin) > model.due[place]) {
            return false;
        }
        clock = begin + model.service[place];
        const TourSegment here{model.service[place], ready, std::max(model.due[place], ready)};
        whole = i == 0 ? here : join(whole, drive, here);
    }
    return whole.duration <= max_duration;
}

}  // namespace relief
