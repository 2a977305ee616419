// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <limits>
#include <vector>

namespace relief {

/// An upper bound that is none.
inline constexpr std::int64_t flow_infinity = std::numeric_limits<std::int64_t>::max();

/// One arc of a flow network; nodes count from 0.
struct FlowArc {
    int from = 0;
    int to = 0;
    std::int64_t lower = 0;
    std::int64_t upper = flow_infinity;
    std::int64_t cost = 0;  ///< of one unit; may be negative
};

/// A flow network: what leaves a node less what enters it is its supply (negative: a demand).
struct FlowProblem {
    std::vector<std::int64_t> supply;  ///< one per node
    std::vector<FlowArc> arcs;
};

enum class FlowState {
    optimal,
    infeasible,  ///< no flow keeps the bounds and the supplies, or these do not add up to 0
    unbounded    ///< a cycle of negative cost has no upper bound
};

enum class FlowMethod { automatic, network_simplex, cost_scaling };

struct FlowAnswer {
    FlowState state = FlowState::infeasible;
    std::int64_t cost = 0;
    std::vector<std::int64_t> flow;  ///< one per arc; empty unless optimal
    /// One per node: cost + potential(from) - potential(to) is >= 0 on every arc that could carry
    /// more and <= 0 on every arc that could carry less. Empty unless optimal.
    std::vector<std::int64_t> potential;
};

/// The flow of least cost (LEMON: Dezső, Jüttner, Kovács 2011, doi:10.1016/j.entcs.2011.06.003).
/// `automatic` is the network simplex, or cost scaling where there are no supplies and many arcs,
/// which it is quicker on. Deterministic. bad_input: flow.network (a node that is not there, a
/// lower bound above the upper or below 0), flow.overflow where flows, potentials or the cost
/// might not fit 64 bits.
[[nodiscard]] FlowAnswer min_cost_flow(const FlowProblem& problem,
                                       FlowMethod method = FlowMethod::automatic);

}  // namespace relief
