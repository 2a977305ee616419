// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/incident/incident.h"
#include "core/places.h"
#include "core/rules.h"

#include <string>
#include <string_view>
#include <vector>

namespace relief {

/// One threshold that holds, with the value that met it.
struct LevelBecause {
    std::string metric;
    double value = 0;
    std::string rule;  ///< id in response_levels.csv
    int level = 4;
    bool lower_bound = false;  ///< a part of the sum was not reported: the true value may be higher
    /// "relocated 75000 + needing_urgent_aid — = 75000 in [2000, inf)"; of a SUM
    /// "220182: dead —; 220283: dead 14 = 14 in [5, 20)". A dash is a part nobody reported.
    std::string arithmetic;
    Flag flag = Flag::assumption;
};

/// What one report comes to under one plan.
struct LevelConclusion {
    std::string plan;
    std::string scope;  ///< the unit judged: the report's own, or the one above it the plan is for
    std::string unit;   ///< the unit the report speaks of; of a SUM the scope
    int level = 0;      ///< 1..4; 0 = no threshold met, which is not "no disaster"
    bool official = false;  ///< plan status official; else a working default
    bool verified = false;  ///< official and every rule used was read: 核实, else 未核实
    bool in_force = true;   ///< false for plans to compare with
    bool tested = false;    ///< a metric of the plan was reported; else level 0 says nothing at all
    bool several_events = false;  ///< the report counts several events: shown, not to be acted on
    std::string report;           ///< report id, or SUM
    std::vector<LevelBecause> because;  ///< most severe first; empty for level 0
    /// Rows for a start together with a neighbouring province that reached that level: they never
    /// give a level by themselves.
    std::vector<LevelBecause> with_neighbour;
};

/// Levels of each of `reports`: its own unit's plan and those above it, in force and to compare,
/// and a SUM row where two or more disjoint units inside one jurisdiction reported (each unit's
/// last figures added up; a unit inside another one that reported is in that one's figures; reports
/// of several events stand out). Country thresholds are counted for the province.
/// With `only_plan` not empty only that plan's rows, also of a plan the event does not name
/// (bad_input plan.unknown where there is none, or none with thresholds).
[[nodiscard]] std::vector<LevelConclusion> conclude_levels(
    const Scenario& scenario, const std::vector<const Report*>& reports, const Rules& rules,
    const Places& places, std::string_view only_plan = {});

/// The plan in force for a jurisdiction level ("country", "province", "city", "county") at this
/// event, nullptr where there is none.
[[nodiscard]] const ResponsePlan* plan_in_force(const Incident& incident, const Rules& rules,
                                                std::string_view jurisdiction_level);

/// The most severe in-force level of `scope` by its own last report that tested anything and by
/// the SUM; where the scope never reported itself, by the last report of each unit inside it. 0
/// where none; several-event rows and comparisons do not count. Decides reserve floors.
[[nodiscard]] int standing_level(const std::vector<LevelConclusion>& levels,
                                 std::string_view scope);

}  // namespace relief
