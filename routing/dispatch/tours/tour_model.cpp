// SPDX-License-Identifier: Apache-2.0
#include "routing/dispatch/tours/tour_model.h"

#include "core/error.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <utility>

namespace relief {
namespace {

constexpr int neighbours_max = 250;
constexpr std::int64_t visits_max = 200000;
constexpr std::int64_t spare_visits = 4;  // of a split client, beyond the fewest it needs

/// The rows and columns of clients, then depots.
std::vector<double> by_place(const std::vector<double>& matrix, const TourProblem& problem) {
    std::vector<int> location;
    for (const TourClient& client : problem.clients) {
        location.push_back(client.location);
    }
    for (const TourDepot& depot : problem.depots) {
        location.push_back(depot.location);
    }
    std::vector<double> rows;
    rows.reserve(location.size() * location.size());
    for (const int from : location) {
        const double* row = matrix.data() + static_cast<std::size_t>(from) *
                                                static_cast<std::size_t>(problem.locations);
        for (const int to : location) {
            rows.push_back(row[to]);
        }
    }
    return rows;
}

bool same_family(const TourVehicle& a, const TourVehicle& b) {
    return a.depot == b.depot && a.max_distance == b.max_distance &&
           a.max_duration == b.max_duration && a.reload == b.reload && a.serves == b.serves;
}

void add_to_family(TourFamily& family, int type, const TourVehicle& vehicle) {
    const bool first = family.types.empty();
    family.types.push_back(type);
    family.largest = std::max(family.largest, vehicle.capacity);
    family.cheapest_distance_cost =
        first ? vehicle.distance_cost
              : std::min(family.cheapest_distance_cost, vehicle.distance_cost);
}

void make_families(TourModel& model) {
    const std::vector<TourVehicle>& vehicles = model.problem.vehicles;
    for (std::size_t t = 0; t < vehicles.size(); ++t) {
        const TourVehicle& vehicle = vehicles[t];
        std::size_t f = 0;
        while (f < model.families.size() &&
               !same_family(vehicle,
                            vehicles[static_cast<std::size_t>(model.families[f].types.front())])) {
            ++f;
        }
        if (f == model.families.size()) {
            model.families.push_back({.depot = vehicle.depot,
                                      .max_distance = vehicle.max_distance,
                                      .max_duration = vehicle.max_duration,
                                      .reload = vehicle.reload,
                                      .serves = vehicle.serves});
        }
        add_to_family(model.families[f], static_cast<int>(t), vehicle);
        model.family_of_type.push_back(static_cast<int>(f));
    }
}

void note_kinds(TourModel& model) {
    for (const TourClient& client : model.problem.clients) {
        model.releases = model.releases || client.release > 0;
        model.timed = model.timed || client.ready > 0 || client.due < no_tour_limit;
    }
    for (const TourDepot& depot : model.problem.depots) {
        model.timed = model.timed || depot.close < no_tour_limit;
    }
    for (const TourFamily& family : model.families) {
        model.limited = model.limited || family.max_duration < no_tour_limit;
        model.reloads = model.reloads || family.reload;
        model.mixed = model.mixed || family.types.size() > 1;
        model.masked = model.masked || !family.serves.empty();
    }
    model.timed = model.timed || model.releases;
}

void note_times(TourModel& model) {
    for (const TourClient& client : model.problem.clients) {
        model.ready.push_back(client.ready);
        model.due.push_back(client.due);
        model.service.push_back(client.service);
        model.release.push_back(client.release);
    }
    for (const TourDepot& depot : model.problem.depots) {
        model.ready.push_back(depot.open);
        model.due.push_back(depot.close);
        model.service.push_back(0);
        model.release.push_back(0);
    }
}

/// Enough visits for every client to fill the smallest vehicles, and some to spare.
void make_visits(TourModel& model) {
    std::int64_t smallest = 0;
    for (const TourVehicle& vehicle : model.problem.vehicles) {
        if (vehicle.capacity > 0 && vehicle.count > 0) {
            smallest = smallest == 0 ? vehicle.capacity : std::min(smallest, vehicle.capacity);
        }
    }
    std::int64_t visits = 0;
    for (int c = 0; c < model.clients; ++c) {
        model.first_visit.push_back(static_cast<int>(visits));
        const std::int64_t demand = model.problem.clients[static_cast<std::size_t>(c)].demand;
        const bool splits = model.problem.split && smallest > 0 && demand > 1;
        const std::int64_t count =
            splits ? std::min(demand, (demand - 1) / smallest + 1 + spare_visits) : 1;
        visits += count;
        if (visits > visits_max) {
            throw bad_input({.code = "tour.problem",
                             .message = "the demand needs more visits than can be searched",
                             .field = fmt::format("clients[{}].demand", c),
                             .found = std::to_string(demand),
                             .expected = fmt::format("at most {} visits in all", visits_max)});
        }
        model.client_of.insert(model.client_of.end(), static_cast<std::size_t>(count), c);
    }
    model.first_visit.push_back(static_cast<int>(visits));
    model.visits = static_cast<int>(visits);
}

void note_home_distances(TourModel& model) {
    for (int c = 0; c < model.clients; ++c) {
        double nearest = no_tour_limit;
        for (int depot = model.clients; depot < model.places; ++depot) {
            nearest = std::min(nearest, model.distance.at(c, depot) + model.distance.at(depot, c));
        }
        model.home_distance.push_back(nearest);
    }
}

void make_neighbours(TourModel& model) {
    model.near_count = std::clamp(model.clients - 1, 0, neighbours_max);
    std::vector<std::pair<double, int>> others;
    for (int c = 0; c < model.clients; ++c) {
        others.clear();
        for (int other = 0; other < model.clients; ++other) {
            if (other != c) {
                others.emplace_back(model.distance.at(c, other) + model.distance.at(other, c),
                                    other);
            }
        }
        std::partial_sort(others.begin(), others.begin() + model.near_count, others.end());
        for (int k = 0; k < model.near_count; ++k) {
            model.near.push_back(others[static_cast<std::size_t>(k)].second);
        }
    }
}

}  // namespace

TourMatrix::TourMatrix(std::vector<double> rows, int size) : rows_(std::move(rows)), size_(size) {
    const auto count = static_cast<std::size_t>(size);
    std::vector<double> columns(rows_.size());
    for (std::size_t i = 0; i < count; ++i) {
        for (std::size_t j = 0; j < count; ++j) {
            columns[j * count + i] = rows_[i * count + j];
        }
    }
    if (columns != rows_) {
        columns_ = std::move(columns);
    }
}

TourModel::TourModel(const TourProblem& tour_problem)
    : problem(tour_problem),
      clients(static_cast<int>(tour_problem.clients.size())),
      places(clients + static_cast<int>(tour_problem.depots.size())),
      distance(by_place(tour_problem.distance, tour_problem), places) {
    own_time = !problem.duration.empty() && problem.duration != problem.distance;
    if (own_time) {
        duration = TourMatrix(by_place(problem.duration, problem), places);
    }
    make_families(*this);
    note_kinds(*this);
    note_times(*this);
    make_visits(*this);
    make_neighbours(*this);
    note_home_distances(*this);
}

}  // namespace relief
