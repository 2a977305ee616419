// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "routing/dispatch/tours/tour_random.h"
#include "routing/dispatch/tours/tour_state.h"

#include <vector>

namespace relief {

/// Takes strings of neighbouring stops out of neighbouring routes (Christiaens and Vanden Berghe,
/// section 5.2: "slack induction by string removals").
class TourRuin {
  public:
    TourRuin(TourState& state, TourRandom& random) : state_(state), random_(random) {}

    void ruin();
    /// Takes a whole route out.
    void remove_route(int number);

  private:
    void ruin_around(int client, int strings, int longest);
    void remove_string(int visit, int longest);
    void remove_other_visits();

    TourState& state_;
    TourRandom& random_;
    std::vector<int> ruined_;  ///< routes
    bool whole_ = false;       ///< strings are whole routes
    std::vector<int> stops_;
};

}  // namespace relief
