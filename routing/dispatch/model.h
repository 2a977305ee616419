// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/time.h"
#include "routing/dispatch/problem.h"
#include "routing/solver/lp.h"

#include <string>
#include <vector>

namespace relief {

/// One trip of the vehicles of a run, in minutes after as_of.
struct Trip {
    int depart = 0;
    int arrive = 0;
    int back = 0;
};

/// Vehicles of one fleet row that leave the docks together, in minutes after loading begins.
struct DockTurn {
    int fleet = 0;  ///< index into DispatchProblem::fleets
    int count = 0;
    int loaded_after = 0;      ///< when the last of them is loaded
    int all_loaded_after = 0;  ///< when every vehicle of the site is loaded once
};

/// Vehicles of one class that shuttle between one depot and one place for the whole plan. How
/// many do so is the integer the model decides; when each of their trips leaves and arrives is
/// arithmetic done here (muster, signature, docks, loading, driving, unloading, coming back).
struct Run {
    int depot = 0;  ///< index into DispatchProblem::depots
    int place = 0;  ///< index into DispatchProblem::places
    int fleet = 0;  ///< index into DispatchProblem::fleets
    int turn = 0;   ///< index into DispatchModel::turns
    int leg = 0;    ///< index into DispatchProblem::legs
    int tier_rank = 1;
    std::string tier;
    std::vector<Trip> trips;
    int column = -1;  ///< of the number of vehicles
};

/// Lots of one supply that may be used through the same day; days past the horizon are one group.
struct LotGroup {
    int supply = 0;
    Date usable_through;
    Units available = 0;
};

/// What one column of goods stands for: units of a way from a lot group on one trip of a run, or
/// from a supplier in one of its daily lots.
struct Cargo {
    int way = 0;
    int run = -1;  ///< -1 where it comes from a supplier
    int trip = 0;
    int group = -1;  ///< index into DispatchModel::groups
    int supplier = -1;
    int leg = -1;
    int depart = 0;  ///< minutes after as_of
    int arrive = 0;
    int day = 0;            ///< suppliers: days begun, counted from 0
    int place = 0;          ///< index into DispatchProblem::places
    double lacking = 0;     ///< weighted person-hours a unit leaves open
    double tier_steps = 0;  ///< persons a unit serves x rank of the tier
    double tonne_km = 0;
    double share = 0;  ///< what a unit adds to its place's served share
    int column = -1;
};

/// The linear model of the dispatch problem with what its columns mean. Rows and columns of the
/// first aim come first; the rows that later aims need are kept apart so that the MPS file holds
/// the first aim alone.
struct DispatchModel {
    std::vector<DockTurn> turns;
    std::vector<Run> runs;
    std::vector<LotGroup> groups;
    std::vector<Cargo> cargo;
    std::vector<int> item_of_way;       ///< per way: index into DispatchProblem::items
    std::vector<int> place_of_way;      ///< per way: index into DispatchProblem::places
    std::vector<int> unmet_columns;     ///< per need
    std::vector<double> unmet_lacking;  ///< per need: weighted person-hours of a unit never served
    LpModel lp;

    int first_aim_rows = 0;
    int first_aim_columns = 0;
    int lacking_row = -1;                ///< the first aim as a row, free until it is capped
    std::vector<int> need_lacking_rows;  ///< the same need by need
    int tier_row = -1;
    std::vector<int> share_rows;  ///< per place: served share - z >= 0
    int least_share_column = -1;  ///< z
};

[[nodiscard]] DispatchModel build_model(const DispatchProblem& problem);

/// The model cut down to the first aim, as exported.
[[nodiscard]] LpModel first_aim_model(const DispatchModel& model);

}  // namespace relief
