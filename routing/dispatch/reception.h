// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "routing/dispatch/model.h"
#include "routing/dispatch/plan.h"
#include "routing/dispatch/problem.h"

#include <vector>

namespace relief {

/// Which reception each place has.
void index_receptions(const DispatchProblem& problem, DispatchModel& model);

/// What arrives at a place in each 24 h of the plan weighs no more than its people unload.
void add_reception_rows(const DispatchProblem& problem, DispatchModel& model);

/// Kilograms that are left, per place and day; empty where a place has no limit.
using ReceptionLeft = std::vector<std::vector<double>>;

/// What each place can still unload on each day of the plan, while whole units are packed.
class ReceptionRoom {
  public:
    /// Both must outlive it.
    ReceptionRoom(const DispatchProblem& problem, const DispatchModel& model);

    /// At most `units` of a cargo that the day of its arrival still takes.
    [[nodiscard]] Units fits(const Cargo& cargo, Units units) const;
    /// Counts units of a cargo, negative where they are taken off.
    void add(const Cargo& cargo, Units units);

    [[nodiscard]] const ReceptionLeft& left() const { return left_kg_; }
    void restore(const ReceptionLeft& before) { left_kg_ = before; }

  private:
    [[nodiscard]] const double* left_for(const Cargo& cargo) const;
    [[nodiscard]] double weight_kg(const Cargo& cargo) const;

    const DispatchProblem& problem_;
    const DispatchModel& model_;
    ReceptionLeft left_kg_;
};

/// Shortages of goods that lie in reach of a place that takes no unit more on any day they could
/// come: their cause becomes reception.
void explain_receptions(const DispatchProblem& problem, const DispatchModel& model,
                        const std::vector<double>& columns, std::vector<Unmet>& unmet);

}  // namespace relief
