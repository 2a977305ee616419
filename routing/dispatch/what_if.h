// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "routing/dispatch/plan.h"
#include "routing/dispatch/problem.h"
#include "routing/dispatch/reasons.h"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace relief {

/// Something more to plan with, and what that would buy of the first aim (weighted person-hours).
struct WhatIf {
    std::string kind;   ///< vehicle, dock, stock, hour, road
    std::string where;  ///< depot, supplier, or what is reopened
    std::string what;   ///< vehicle class or item, "" where `kind` says it all
    Units amount = 1;
    /// From the duals of the first aim's linear programme: true of a small change, and never below
    /// `by_bound`. None for what is no limit in that model (a dock, an hour, a road, a lorry that
    /// changes when others are loaded).
    std::optional<double> by_dual;
    /// What the bound falls by when the linear programme is solved again with the change.
    std::optional<double> by_bound;
    /// What the plan's value falls by when it is planned again; below 0 where the new plan is
    /// worse.
    std::optional<double> by_plan;
    /// No plan with the change saves more: what the bound falls by, and how far the plan is above
    /// its bound already.
    double at_most = 0;

    /// The best that is known before planning again: the solved bound, else the dual.
    [[nodiscard]] double expected() const { return by_bound.value_or(by_dual.value_or(0)); }
};

/// A change with the problem it makes.
struct ProblemChange {
    WhatIf what;
    DispatchProblem problem;
};

/// One more lorry of each class and fleet, one more dock of each depot, `units` more of each item
/// at each depot that keeps some (of one that nobody keeps, at the depot that a place that needs it
/// draws on first), and everything ordered an hour sooner.
[[nodiscard]] std::vector<ProblemChange> changes_of(const DispatchProblem& problem, Units units);

/// What the changes would buy beside a plan of the problem, best first. Those that are limits of
/// the model get `by_dual`; the others, and the best `checks` of those, get `by_bound`; the best
/// `checks` of all are planned again (`by_plan`). Those that buy nothing by either are left out.
/// `keep_going` is asked before every solve.
[[nodiscard]] std::vector<WhatIf> what_if(const DispatchProblem& problem, const DispatchPlan& plan,
                                          const std::vector<ProblemChange>& changes, int checks,
                                          const DispatchSolver& solve,
                                          const std::function<bool()>& keep_going);

}  // namespace relief
