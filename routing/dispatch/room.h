// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "routing/dispatch/model.h"
#include "routing/dispatch/problem.h"
#include "routing/solver/lp.h"

#include <cstddef>
#include <vector>

namespace relief {

/// What a vehicle can hold, in the rows of its trips. Planning keeps room free so that whole pieces
/// pack; the bound of the first aim must hold for every plan, also for one that packs luckily into
/// vehicles filled to the brim.
struct VehicleRoom {
    std::vector<std::size_t> at;    ///< indices into the model's entries
    std::vector<std::size_t> runs;  ///< index into the model's runs, per entry
    std::vector<LpEntry> planned;
    std::vector<LpEntry> brim;
};

[[nodiscard]] VehicleRoom vehicle_room(const DispatchProblem& problem, const DispatchModel& model);

/// The room planned with, but to the brim on the trips that a packing loads beyond it.
[[nodiscard]] std::vector<LpEntry> room_of(const DispatchModel& model, const VehicleRoom& room,
                                           const std::vector<int>& vehicles,
                                           const std::vector<double>& packed);

/// The first aim with vehicles filled to the brim: its optimum, goods and vehicles continuous, is
/// the bound of every plan in which nothing is committed.
[[nodiscard]] LpModel first_aim_to_the_brim(const DispatchProblem& problem,
                                            const DispatchModel& model);

}  // namespace relief
