// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/incident/incident.h"
#include "core/incident/response_level.h"
#include "reserves/needs.h"
#include "routing/dispatch/plan.h"
#include "routing/dispatch/planner.h"
#include "routing/dispatch/problem.h"
#include "routing/dispatch/what_if.h"
#include "routing/network/closure.h"
#include "tools/desk/books_identity.h"
#include "tools/desk/desk.h"
#include "tools/desk/hand_figures.h"
#include "tools/desk/plan_changes.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace relief {

/// Something the signer must know before signing, in both languages.
struct PlanWarning {
    std::string code;  ///< shifted_dates, contradiction, unplaced_closure …
    std::string zh;
    std::string en;
};

/// People of a county to relocate as an assessment has them, in place of what reports say: the plan
/// sends for P50 (0 = nothing), and is told what it comes to at P10 and P90.
struct AssessedHeads {
    std::string county;
    double p10 = 0;
    double p50 = 0;
    double p90 = 0;
};

/// An event that has not come yet, and whom it would make leave. Goods for it come from depots
/// alone: no agreement is called off for what may not come, and no meal cooked.
struct BeforeLoss {
    Scenario event;
    std::vector<AssessedHeads> heads;
};

struct PlanRequest {
    std::filesystem::path scenario;
    std::optional<Instant> at;  ///< default: the last publication
    std::uint64_t seed = 1;
    HandFigures hand;
    std::vector<Closure> closures = {};  ///< by hand, beside those of the scenario and the books
    std::vector<AssessedHeads> assessed = {};  ///< none: heads come from reports
    BooksIdentity books = {};                  ///< of the desk, kept with the plan
    bool level_models = false;              ///< keep the programmes behind the bounds of later aims
    std::optional<BeforeLoss> before = {};  ///< in place of `scenario`, reports and `assessed`
};

/// A plan with all that it was made from, so that every number can be asked why.
struct PlanRun {
    Scenario scenario;
    Instant as_of;
    std::uint64_t seed = 1;
    int shifted_days = 0;  ///< how far the baseline's dates were moved for this event
    std::vector<LevelConclusion> levels;
    std::vector<Contradiction> contradictions;
    std::vector<HeadCount> heads;
    std::vector<ItemNeed> needs;                 ///< by place and item, over all days
    std::vector<Closure> closures;               ///< all of the scenario
    std::vector<std::string> closures_in_force;  ///< ids
    std::vector<std::string> cut_off;            ///< places that no open road leads to
    DispatchProblem problem;                     ///< its needs are the waves of `needs`
    DispatchPlan plan;
    std::vector<PlanWarning> warnings;
    std::vector<std::pair<std::string, double>> seconds;  ///< step, wall seconds
    HandFigures hand;  ///< what was given by hand over the reports
    BooksIdentity books;
    std::vector<PlanCause> causes;               ///< events and edits that hold for it
    std::optional<PlanChanges> changes;          ///< where it was made from another
    std::optional<std::vector<WhatIf>> what_if;  ///< what more would buy, where that was asked
    std::vector<LevelModel> level_models;        ///< where they were asked for
};

/// Called with a step's name and how far it is in [0, 1]; false stops the planning, which then
/// answers with the best plan so far and its bound.
using Progress = std::function<bool(std::string_view step, double done)>;

/// From what was known at the time to a plan with a bound. Pure but for reading the scenario.
[[nodiscard]] PlanRun make_plan(const Desk& desk, const PlanRequest& request,
                                const Progress& progress);

/// Names the limits behind each shortage of a plan, each tested by lifting it while everything in
/// the plan goes as planned. Cut short, what has not been tested keeps the cause it has.
void prove_reasons(const DispatchProblem& problem, const Progress& progress, DispatchPlan& plan);

/// The DispatchProblem of an event at a time; make_plan's first half.
[[nodiscard]] PlanRun prepare_plan(const Desk& desk, const PlanRequest& request);

/// The event of a request: given before the loss, or read from the folder.
[[nodiscard]] Scenario event_of(const Desk& desk, const std::filesystem::path& folder,
                                const std::optional<BeforeLoss>& before);

}  // namespace relief
