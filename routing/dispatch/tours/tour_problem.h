// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

namespace relief {

/// "No limit" for times, distances and durations of a tour problem.
inline constexpr double no_tour_limit = std::numeric_limits<double>::infinity();
/// "As many as wanted" for the number of vehicles of a type.
inline constexpr int any_number_of_vehicles = std::numeric_limits<int>::max();

/// Where vehicles begin and end. Times are in the unit of the durations.
struct TourDepot {
    int location = 0;              ///< row of the matrices
    double open = 0;               ///< nobody leaves before
    double close = no_tour_limit;  ///< everybody is back by then
};

/// Vehicles that are alike. A route costs `fixed_cost` + `distance_cost` x its distance.
struct TourVehicle {
    int depot = 0;  ///< index into TourProblem::depots; routes begin and end there
    int count = any_number_of_vehicles;
    std::int64_t capacity = 0;  ///< load of one trip
    double fixed_cost = 0;
    double distance_cost = 1;
    double max_distance = no_tour_limit;  ///< of a whole route, reloads included
    double max_duration =
        no_tour_limit;         ///< from leaving to coming back: driving, waiting, service
    bool reload = false;       ///< may come back to its depot to load again
    std::vector<char> serves;  ///< one flag a client; empty: every client
};

struct TourClient {
    int location = 0;
    std::int64_t demand = 0;
    double ready = 0;            ///< service does not begin before; a vehicle may wait
    double due = no_tour_limit;  ///< service begins by then
    double service = 0;          ///< duration, for each visit
    double release = 0;          ///< the trip that brings it does not leave its depot before
};

/// What is minimised.
enum class TourAim {
    cost,     ///< fixed and distance costs
    vehicles  ///< the number of routes first, then cost
};

/// A vehicle routing problem: capacitated, with time windows, several depots, mixed fleets,
/// forbidden pairs of client and vehicle, several trips a vehicle, release times, split deliveries.
struct TourProblem {
    std::vector<TourDepot> depots;
    std::vector<TourVehicle> vehicles;
    std::vector<TourClient> clients;
    int locations = 0;
    std::vector<double> distance;  ///< row-major, locations x locations; whole numbers stay exact
    std::vector<double> duration;  ///< the same; empty: equal to the distance
    bool split = false;            ///< a client may be served by several vehicles
    TourAim aim = TourAim::cost;
};

/// Refuses what is no problem: an index out of range, a figure that is negative or not finite where
/// it must be, a matrix of another size, a window that closes before it opens. bad_input
/// "tour.problem", its field named as in "clients[3].due".
void check_tour_problem(const TourProblem& problem);

/// A customer's or a tour's number as the place it has in a table.
[[nodiscard]] constexpr std::size_t place_at(int index) {
    return static_cast<std::size_t>(index);
}

}  // namespace relief
