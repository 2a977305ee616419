// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "routing/dispatch/model.h"
#include "routing/dispatch/problem.h"
#include "routing/solver/lp.h"

#include <map>
#include <utility>
#include <vector>

namespace relief {

/// Pieces that serve several people each (a lamp 300, a generator 200, a tent 4) are few, and a
/// third of one would be worth hours: they are made whole before the other goods are settled around
/// them.
class WholePieces {
  public:
    /// All arguments must outlive it. `vehicles` is the whole number of vehicles of each run.
    WholePieces(const DispatchProblem& problem, const DispatchModel& model,
                const std::vector<int>& vehicles, LpSolver& solver);

    /// Fixes their columns to whole numbers near the optimum, the pieces for most people first,
    /// solving in between; a need whose whole pieces find no room stays as it is.
    LpSolution fix();

    /// Fixes their columns to what they are.
    void hold(const std::vector<double>& columns);

  private:
    struct Need {
        double persons = 0;                             // a piece serves
        std::vector<std::vector<const Cargo*>> groups;  // of lots; each by arrival
    };

    void release(const Need& need);
    void fix_need(const Need& need, const std::vector<double>& columns);
    void fix_group(const std::vector<const Cargo*>& group, double units,
                   const std::vector<double>& columns);
    [[nodiscard]] const DispatchItem& item(const Cargo& cargo) const;
    [[nodiscard]] double room(const Cargo& cargo) const;
    void take_room(const Cargo& cargo, double units);

    const DispatchProblem& problem_;
    const DispatchModel& model_;
    const std::vector<int>& vehicles_;
    LpSolver& solver_;
    std::map<std::pair<int, int>, std::pair<double, double>> used_;  // run, trip: kg, m3 fixed
    std::vector<Need> needs_;
};

}  // namespace relief
