// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "routing/dispatch/sources.h"
#include "routing/dispatch/what_if.h"
#include "routing/path/travel.h"
#include "tools/desk/opened_books.h"
#include "tools/desk/plan.h"
#include "tools/desk/plan_file.h"

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace relief {

/// What is asked about a plan: one shipment, one need, or all needs of a place, and what more of
/// everything would buy.
struct ExplainRequest {
    std::optional<std::string> shipment;
    std::optional<std::string> need;
    std::optional<std::string> place;  ///< code
    bool what_if = false;
    int checks = 5;     ///< of the best of `what_if`, how many are planned again
    Units units = 100;  ///< more of an item at a depot, in `what_if`
    bool price = true;  ///< plan again without the source that was chosen
};

/// One need, where it is served from, and where it could be.
struct NeedSources {
    const DispatchNeed* need = nullptr;
    const Unmet* unmet = nullptr;      ///< null where nothing is short
    std::vector<GoodsSource> sources;  ///< best first
};

/// Why a shipment drives the way it does.
struct RoadReason {
    const DispatchLeg* open = nullptr;  ///< the way with every road open, where that is quicker
    std::vector<std::string> closures;  ///< ids of those that lie on it
    std::optional<Route> next;          ///< the best way that avoids some part of the one driven
};

/// The plan made again without this source for this place.
struct SourcePrice {
    std::vector<ObjectiveLevel> levels;  ///< the aims then
    std::vector<Shipment> instead;       ///< shipments to the place that are not in the plan
};

struct ShipmentReason {
    const Shipment* shipment = nullptr;
    std::vector<NeedSources> needs;  ///< that it serves
    RoadReason road;
    std::optional<SourcePrice> price;
};

/// A plan, the problem it was made of, and what was asked. Points into itself: not to be copied.
struct Explanation {
    PlanFile file;
    PlanRun run;  ///< the problem; its plan is the one of the file
    std::optional<ShipmentReason> shipment;
    std::vector<NeedSources> needs;
    std::optional<std::vector<WhatIf>> what_if;
};

/// The run that a plan's file came from: the problem of problem.json beside it, or, without that
/// file, the problem made again from what the plan was made from.
/// bad_input plan.foreign on other books or tables, and what problem_of_json refuses; refused
/// plan.other_problem where a plan made from another one has no problem.json beside it.
[[nodiscard]] PlanRun run_of_file(const Desk& desk, const PlanFile& file,
                                  const std::filesystem::path& scenario,
                                  const std::optional<Books>& db);

/// What one more lorry, dock, `units` of stock, an hour and each closed road reopened would buy of
/// the first aim beside the run's plan, the best first; the best `checks` are planned again.
[[nodiscard]] std::vector<WhatIf> what_more_buys(const Desk& desk, const PlanRun& run, int checks,
                                                 Units units,
                                                 const std::function<bool()>& keep_going);

/// Answers from the plan of a file and the run it came from (run_of_file).
/// refused (plan.other_problem) where the needs of the plan are not those of the problem;
/// bad_input (shipment.unknown, argument.value) where the plan has no such shipment, need or place.
void explain_plan(const Desk& desk, const ExplainRequest& request,
                  const std::function<bool()>& keep_going, Explanation& explanation);

[[nodiscard]] std::string explain_json(const Desk& desk, const Explanation& explanation);
[[nodiscard]] std::string explain_text(const Desk& desk, const Explanation& explanation,
                                       std::string_view language);

}  // namespace relief
