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
    int halts = 0;  ///< minutes of the way there that drivers rest
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
    int halts = 0;          ///< suppliers: minutes of the way there that drivers rest
    int day = 0;            ///< suppliers: days begun, counted from 0
    int place = 0;          ///< index into DispatchProblem::places
    double lacking = 0;     ///< weighted person-hours a unit leaves open
    double tier_steps = 0;  ///< persons a unit serves x rank of the tier
    double tonne_km = 0;
    double vehicle_hours = 0;  ///< of the round trip, by the part of the largest lorry it takes
    double share = 0;          ///< what a unit adds to its place's served share
    int column = -1;
};

/// Arrivals at a kit's place after which a kit lacks the same.
struct KitStep {
    int arrive_from = 0;             ///< first arrival of the step, minutes after as_of
    int column = -1;                 ///< of the kits complete then
    std::vector<int> loose_columns;  ///< per part: units that count by themselves; -1 for none
};

/// A kit in the model: which columns say how many are complete when.
struct KitColumns {
    std::vector<KitStep> steps;  ///< by arrival
    int unmet_column = -1;
    std::vector<Units> loose;              ///< per part: units that count by themselves
    std::vector<int> unmet_loose_columns;  ///< per part, -1 for none
};

/// The linear model of the dispatch problem with what its columns mean. Rows and columns of the
/// first aim come first; the rows that later aims need are kept apart so that the MPS file holds
/// the first aim alone.
struct DispatchModel {
    std::vector<DockTurn> turns;
    std::vector<Run> runs;
    std::vector<LotGroup> groups;
    std::vector<Cargo> cargo;
    std::vector<KitColumns> kits;  ///< per kit
    std::vector<int> kit_of_need;  ///< per need, -1 for none
    double largest_kg = 0;         ///< what the largest lorry holds
    double largest_m3 = 0;
    std::vector<int> reception_of_place;  ///< per place, -1 for none
    std::vector<double> place_weights;    ///< per place: what a served share is a share of
    std::vector<int> item_of_way;         ///< per way: index into DispatchProblem::items
    std::vector<int> place_of_way;        ///< per way: index into DispatchProblem::places
    std::vector<int> unmet_columns;       ///< per need
    std::vector<double> unmet_lacking;  ///< per need: weighted person-hours of a unit never served
    LpModel lp;

    int first_aim_rows = 0;
    int first_aim_columns = 0;
    int lacking_row = -1;                ///< the first aim as a row, free until it is capped
    std::vector<int> need_lacking_rows;  ///< the same need by need
    int tier_row = -1;
    int vehicle_hours_row = -1;
    std::vector<int> share_rows;         ///< per place: served share - z >= 0
    std::vector<int> served_rows;        ///< per place: served share, free until it is kept
    int least_share_column = -1;         ///< z
    std::vector<int> change_columns;     ///< per line of the plan in hand: how much of it changes
    int changes_row = -1;                ///< their sum
    std::vector<double> covered_shares;  ///< per place: served share that is committed already
};

[[nodiscard]] DispatchModel build_model(const DispatchProblem& problem);

/// The model cut down to the first aim, as exported.
[[nodiscard]] LpModel first_aim_model(const DispatchModel& model);

}  // namespace relief
