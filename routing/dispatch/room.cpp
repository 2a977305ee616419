// SPDX-License-Identifier: Apache-2.0
#include "routing/dispatch/room.h"

#include <string>

namespace relief {

VehicleRoom vehicle_room(const DispatchProblem& problem, const DispatchModel& model) {
    constexpr std::size_t no_run = static_cast<std::size_t>(-1);
    std::vector<std::size_t> run_of(model.lp.columns.size(), no_run);
    for (std::size_t r = 0; r < model.runs.size(); ++r) {
        run_of[static_cast<std::size_t>(model.runs[r].column)] = r;
    }
    VehicleRoom room;
    for (std::size_t i = 0; i < model.lp.entries.size(); ++i) {
        const LpEntry& entry = model.lp.entries[i];
        const std::size_t run = run_of[static_cast<std::size_t>(entry.column)];
        const std::string& row = model.lp.rows[static_cast<std::size_t>(entry.row)].name;
        if (run == no_run || (!row.starts_with("KG") && !row.starts_with("M3"))) {
            continue;
        }
        const DispatchFleet& fleet =
            problem.fleets[static_cast<std::size_t>(model.runs[run].fleet)];
        const double stowage = row.starts_with("KG") ? fleet.stowage_kg : fleet.stowage_m3;
        if (stowage > 0) {
            room.at.push_back(i);
            room.runs.push_back(run);
            room.planned.push_back(entry);
            room.brim.push_back(entry);
            room.brim.back().value -= stowage;
        }
    }
    return room;
}

std::vector<LpEntry> room_of(const DispatchModel& model, const VehicleRoom& room,
                             const std::vector<int>& vehicles, const std::vector<double>& packed) {
    std::vector<bool> is_run(model.lp.columns.size(), false);
    for (const Run& run : model.runs) {
        is_run[static_cast<std::size_t>(run.column)] = true;
    }
    std::vector<double> load(model.lp.rows.size(), 0);
    for (const LpEntry& entry : model.lp.entries) {
        const auto column = static_cast<std::size_t>(entry.column);
        if (!is_run[column]) {
            load[static_cast<std::size_t>(entry.row)] += entry.value * packed[column];
        }
    }
    std::vector<LpEntry> entries = room.planned;
    for (std::size_t i = 0; i < entries.size(); ++i) {
        const double planned = -entries[i].value * vehicles[room.runs[i]];
        if (load[static_cast<std::size_t>(entries[i].row)] > planned + 1e-9) {
            entries[i] = room.brim[i];
        }
    }
    return entries;
}

LpModel first_aim_to_the_brim(const DispatchProblem& problem, const DispatchModel& model) {
    const VehicleRoom room = vehicle_room(problem, model);
    DispatchModel full = model;
    for (std::size_t i = 0; i < room.at.size(); ++i) {
        full.lp.entries[room.at[i]] = room.brim[i];
    }
    return first_aim_model(full);
}

}  // namespace relief
