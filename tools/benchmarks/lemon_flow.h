// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "routing/solver/flow.h"

#include <memory>
#include <vector>

namespace relief::bench {

/// Flow problems held as LEMON's own graphs and maps: the baseline of the row flow_15.
class LemonFlows {
  public:
    explicit LemonFlows(const std::vector<FlowProblem>& problems);
    ~LemonFlows();

    /// The network simplex on each of them; the sum of the costs.
    [[nodiscard]] long long run() const;

  private:
    struct One;
    std::vector<std::unique_ptr<One>> list_;
};

}  // namespace relief::bench
