// SPDX-License-Identifier: Apache-2.0
#include "routing/dispatch/tours/tour_problem.h"

#include "core/error.h"

#include <fmt/format.h>

#include <cmath>
#include <string>

namespace relief {
namespace {

constexpr int locations_max = 20000;

[[noreturn]] void wrong(std::string field, const std::string& found, std::string expected) {
    throw bad_input({.code = "tour.problem",
                     .message = "the tour problem does not hold together",
                     .field = std::move(field),
                     .found = found,
                     .expected = std::move(expected)});
}

void want_index(const std::string& field, int value, std::size_t count) {
    if (value < 0 || static_cast<std::size_t>(value) >= count) {
        wrong(field, std::to_string(value), fmt::format("0 to {}", static_cast<long>(count) - 1));
    }
}

void want_finite(const std::string& field, double value) {
    if (!std::isfinite(value) || value < 0) {
        wrong(field, fmt::format("{}", value), "a finite number of at least 0");
    }
}

/// A limit may be infinite, but not negative and not "not a number".
void want_limit(const std::string& field, double value) {
    if (!(value >= 0)) {
        wrong(field, fmt::format("{}", value), "a number of at least 0");
    }
}

void want_whole(const std::string& field, std::int64_t value) {
    constexpr std::int64_t most = std::int64_t{1} << 40U;  // sums over a million stay exact
    if (value < 0 || value > most) {
        wrong(field, std::to_string(value), fmt::format("0 to {}", most));
    }
}

void check_matrix(const std::string& field, const std::vector<double>& matrix, int locations) {
    const auto size = static_cast<std::size_t>(locations) * static_cast<std::size_t>(locations);
    if (matrix.size() != size) {
        wrong(field, std::to_string(matrix.size()), std::to_string(size));
    }
    for (std::size_t i = 0; i < size; ++i) {
        if (!(std::isfinite(matrix[i]) && matrix[i] >= 0)) {
            want_finite(fmt::format("{}[{}]", field, i), matrix[i]);
        }
    }
}

void check_depots(const TourProblem& problem) {
    for (std::size_t i = 0; i < problem.depots.size(); ++i) {
        const TourDepot& depot = problem.depots[i];
        const std::string name = fmt::format("depots[{}].", i);
        want_index(name + "location", depot.location, static_cast<std::size_t>(problem.locations));
        want_finite(name + "open", depot.open);
        if (!(depot.close >= depot.open)) {
            wrong(name + "close", fmt::format("{}", depot.close), "not before it opens");
        }
    }
}

void check_vehicles(const TourProblem& problem) {
    if (problem.vehicles.empty()) {
        wrong("vehicles", "none", "at least one type");
    }
    for (std::size_t i = 0; i < problem.vehicles.size(); ++i) {
        const TourVehicle& vehicle = problem.vehicles[i];
        const std::string name = fmt::format("vehicles[{}].", i);
        want_index(name + "depot", vehicle.depot, problem.depots.size());
        want_whole(name + "count", vehicle.count);
        want_whole(name + "capacity", vehicle.capacity);
        want_finite(name + "fixed_cost", vehicle.fixed_cost);
        want_finite(name + "distance_cost", vehicle.distance_cost);
        want_limit(name + "max_distance", vehicle.max_distance);
        want_limit(name + "max_duration", vehicle.max_duration);
        if (!vehicle.serves.empty() && vehicle.serves.size() != problem.clients.size()) {
            wrong(name + "serves", std::to_string(vehicle.serves.size()),
                  fmt::format("one flag for each of {} clients", problem.clients.size()));
        }
    }
}

void check_clients(const TourProblem& problem) {
    for (std::size_t i = 0; i < problem.clients.size(); ++i) {
        const TourClient& client = problem.clients[i];
        const std::string name = fmt::format("clients[{}].", i);
        want_index(name + "location", client.location, static_cast<std::size_t>(problem.locations));
        want_whole(name + "demand", client.demand);
        want_finite(name + "ready", client.ready);
        want_finite(name + "service", client.service);
        want_finite(name + "release", client.release);
        if (!(client.due >= client.ready)) {
            wrong(name + "due", fmt::format("{}", client.due), "not before ready");
        }
    }
}

}  // namespace

void check_tour_problem(const TourProblem& problem) {
    if (problem.locations < 0 || problem.locations > locations_max) {
        wrong("locations", std::to_string(problem.locations),
              fmt::format("0 to {}", locations_max));
    }
    check_depots(problem);
    check_vehicles(problem);
    check_clients(problem);
    check_matrix("distance", problem.distance, problem.locations);
    if (!problem.duration.empty()) {
        check_matrix("duration", problem.duration, problem.locations);
    }
}

}  // namespace relief
