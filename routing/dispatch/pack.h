// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "routing/dispatch/model.h"
#include "routing/dispatch/problem.h"

#include <map>
#include <vector>

namespace relief {

/// Whole units on one trip of a run, and how many of its vehicles that takes.
struct PackedTrip {
    int run = 0;
    int trip = 0;
    std::map<int, Units> units;  ///< cargo column -> units
    int vehicles = 0;            ///< that carry them, each within its payload and space
};

/// A plan in whole units on whole vehicles.
struct Packing {
    std::vector<PackedTrip> trips;  ///< with goods on them
    std::vector<Units> supplied;    ///< per cargo column from a supplier
    std::vector<Units> unmet;       ///< per need
    std::vector<Units> group_left;
    std::vector<Units> supply_left;  ///< above the floor
};

/// Turns a solution of the linear model into whole units on whole vehicles: first what the
/// solution says, rounded down; then what is still needed wherever there is room, soonest first;
/// then goods move to earlier trips and out of lorries sent for a handful. Up to there no trip
/// holds more than the linear model allows it; last of all, what is still needed fills vehicles up
/// to payload + stowage. `vehicles` is the whole number of vehicles of each run; those that no run
/// asked for are called where that serves a need, and counted there.
[[nodiscard]] Packing pack(const DispatchProblem& problem, const DispatchModel& model,
                           std::vector<int>& vehicles, const std::vector<double>& columns);

/// Pieces of one kind to be loaded.
struct Pieces {
    Units count = 0;
    double kg = 0;  ///< of one
    double m3 = 0;
};

/// How many of `vehicles_max` equal vehicles take all the pieces, each vehicle within its payload
/// and space; 0 where not even all of them do. Pieces are spread evenly and the odd ones put where
/// there is most room, largest first.
[[nodiscard]] int vehicles_needed(const std::vector<Pieces>& pieces, double payload_kg,
                                  double usable_m3, int vehicles_max);

/// What a packing comes to under the aims.
struct PackedValue {
    double lacking = 0;
    std::vector<double> need_lacking;  ///< per need
    double tier_steps = 0;
    double vehicle_hours = 0;
    double tonne_km = 0;
    std::vector<double> shares;  ///< per place
};

/// The same units as columns of the linear model, kits counted.
[[nodiscard]] std::vector<double> columns_of(const DispatchProblem& problem,
                                             const DispatchModel& model, const Packing& packing);

/// What amounts on the columns of the model, whole or not, come to. What each need lacks is told
/// as if it counted by itself, also where it is part of a kit.
[[nodiscard]] PackedValue value_of(const DispatchProblem& problem, const DispatchModel& model,
                                   const std::vector<double>& columns);

}  // namespace relief
