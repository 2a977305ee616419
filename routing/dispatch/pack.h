// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "routing/dispatch/model.h"
#include "routing/dispatch/problem.h"

#include <vector>

namespace relief {

/// Whole units of one cargo column on one vehicle.
struct PackedLine {
    int cargo = 0;
    Units units = 0;
};

/// One vehicle on one trip: what is on it and the room that is left.
struct PackedVehicle {
    std::vector<PackedLine> lines;
    double room_kg = 0;
    double room_m3 = 0;
};

/// The vehicles of one trip of one run.
struct PackedTrip {
    int run = 0;
    int trip = 0;
    std::vector<PackedVehicle> vehicles;
};

/// A plan in whole units on whole vehicles.
struct Packing {
    std::vector<PackedTrip> trips;
    std::vector<Units> supplied;  ///< per cargo column from a supplier
    std::vector<Units> unmet;     ///< per need
    std::vector<Units> group_left;
    std::vector<Units> supply_left;  ///< above the floor
};

/// Turns a solution of the linear model into whole units on whole vehicles: first what the
/// solution says, rounded down and packed vehicle by vehicle, then what is still needed wherever
/// there is room, soonest first. `vehicles` is the whole number of vehicles of each run.
[[nodiscard]] Packing pack(const DispatchProblem& problem, const DispatchModel& model,
                           const std::vector<int>& vehicles, const std::vector<double>& columns);

/// What a packing comes to under the aims.
struct PackedValue {
    double lacking = 0;
    double tier_steps = 0;
    double tonne_km = 0;
    std::vector<double> shares;  ///< per place
};

[[nodiscard]] PackedValue value_of(const DispatchProblem& problem, const DispatchModel& model,
                                   const Packing& packing);

}  // namespace relief
