// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

namespace relief::test {

// Trials of the planner on random problems, from `first` on; the tests in seconds and those in
// tests/slow make the same with other counts.

/// Every shortage with its limits lifted and planned again.
struct ReasonTrial {
    int short_lines = 0;
    int together = 0;      ///< more than one limit named
    int unnamed = 0;       ///< no limit named
    int not_lessened = 0;  ///< planned again without them it is no less short
    std::string first_wrong;
};
[[nodiscard]] ReasonTrial try_reasons(std::uint32_t first, int problems);
/// The same with limits named beside the plan as it is.
[[nodiscard]] ReasonTrial try_reasons_beside(std::uint32_t first, int problems);

/// What must hold of every plan.
struct InvariantTrial {
    int plans = 0;
    int wrong_sums = 0;       ///< delivered + unmet is not what is needed, or stock is overdrawn
    int idle = 0;             ///< short while a lorry, goods and time for them lie idle
    int bound_above = 0;      ///< the bound of an aim is on the wrong side of its value
    int worse_with_more = 0;  ///< the first aim is worse with more stock, lorries or time
    int bound_rises = 0;      ///< its bound is higher with more stock or time
    std::string first_wrong;
};
[[nodiscard]] InvariantTrial try_invariants(std::uint32_t first, int problems);

/// Tiny problems against every plan there is.
struct ExhaustiveTrial {
    int problems = 0;
    int plans = 0;          ///< tried
    int bound_wrong = 0;    ///< some plan beats the bound of an aim
    int above_optimum = 0;  ///< the first aim is above its optimum
    double worst = 0;       ///< largest share it is above
    std::string first_wrong;
};
[[nodiscard]] ExhaustiveTrial try_exhaustive(std::uint32_t first, int problems);

}  // namespace relief::test
