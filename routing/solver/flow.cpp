// SPDX-License-Identifier: Apache-2.0
#include "routing/solver/flow.h"

#include "core/error.h"

#include <algorithm>
#include <string>
#include <utility>

// This file is compiled as C++17 (CMakeLists.txt): the library's containers use what C++20 took out
// of std::allocator. Its headers do not compile under our warnings either.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion"
#pragma GCC diagnostic ignored "-Wshadow"
#pragma GCC diagnostic ignored "-Wpedantic"
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
#include <lemon/cost_scaling.h>
#include <lemon/network_simplex.h>
#include <lemon/smart_graph.h>
#pragma GCC diagnostic pop

#include <fmt/format.h>

namespace relief {
namespace {

using Graph = lemon::SmartDigraph;
__extension__ using Wide = __int128;

// Sums within a solver run over all arcs and twice over the potentials of two ends.
constexpr std::int64_t safe_sum = std::int64_t{1} << 61;
// Cost scaling multiplies costs by 16 x nodes; its potentials are up to nodes times that.
constexpr Wide scaling_factor = 32;
// Measured: a circulation of 50 arcs a node is solved four times as quickly by cost scaling.
constexpr std::size_t dense_arcs_per_node = 20;

/// What LEMON asks a map for, answered from one field of our arcs.
template <std::int64_t FlowArc::*field>
struct ArcField {
    using Key = Graph::Arc;
    using Value = std::int64_t;
    const std::vector<FlowArc>* arcs = nullptr;
    Value operator[](Key arc) const {
        return (*arcs)[static_cast<std::size_t>(Graph::id(arc))].*field;
    }
};

struct NodeField {
    using Key = Graph::Node;
    using Value = std::int64_t;
    const std::vector<std::int64_t>* values = nullptr;
    Value operator[](Key node) const {
        return (*values)[static_cast<std::size_t>(Graph::id(node))];
    }
};

Error refusal(const char* code, const char* message, std::string field, std::string found,
              std::string expected) {
    ErrorDetail detail;
    detail.code = code;
    detail.message = message;
    detail.field = std::move(field);
    detail.found = std::move(found);
    detail.expected = std::move(expected);
    return bad_input(std::move(detail));
}

FlowAnswer only(FlowState state) {
    FlowAnswer answer;
    answer.state = state;
    return answer;
}

void check_network(const FlowProblem& problem) {
    const int nodes = static_cast<int>(problem.supply.size());
    for (std::size_t i = 0; i < problem.arcs.size(); ++i) {
        const FlowArc& arc = problem.arcs[i];
        const bool within = arc.from >= 0 && arc.from < nodes && arc.to >= 0 && arc.to < nodes;
        if (!within || arc.lower < 0 || arc.lower > arc.upper) {
            throw refusal("flow.network", "an arc of the flow network is not one",
                          fmt::format("arcs[{}]", i),
                          fmt::format("{} -> {}, {} to {}", arc.from, arc.to, arc.lower, arc.upper),
                          "two nodes of the network and 0 <= lower <= upper");
        }
    }
}

Error overflow(const char* what, Wide found) {
    constexpr auto most = static_cast<Wide>(flow_infinity);
    return refusal("flow.overflow", "flows or costs would not fit 64 bits", what,
                   found > most || found < -most ? "more than 64 bits hold"
                                                 : std::to_string(static_cast<std::int64_t>(found)),
                   fmt::format("at most {}", safe_sum));
}

Wide positive(Wide value) {
    return value < 0 ? -value : value;
}

/// More than this never flows through one arc of a best flow that has an upper bound: every path of
/// it carries supply (or what a lower bound forces), every cycle of it has an arc of negative cost;
/// where that one is unbounded, another arc bounds the cycle.
std::int64_t through(const FlowProblem& problem) {
    const bool open_gain =
        std::any_of(problem.arcs.begin(), problem.arcs.end(),
                    [](const FlowArc& arc) { return arc.cost < 0 && arc.upper == flow_infinity; });
    Wide sum = 0;
    for (const std::int64_t supply : problem.supply) {
        sum += positive(supply);
    }
    for (const FlowArc& arc : problem.arcs) {
        sum += arc.lower;
        if ((arc.cost < 0 || open_gain) && arc.upper != flow_infinity) {
            sum += arc.upper - arc.lower;
        }
    }
    if (sum > safe_sum) {
        throw overflow("supplies and bounds together", sum);
    }
    return static_cast<std::int64_t>(sum);
}

Wide dearest(const FlowProblem& problem) {
    Wide most = 0;
    for (const FlowArc& arc : problem.arcs) {
        most = std::max(most, positive(arc.cost));
    }
    return most;
}

/// The arcs as the solvers get them: no finite bound above what can flow, so that sums of bounds
/// fit; loops are settled apart (the network simplex does not expect them).
std::vector<FlowArc> without_excess(const FlowProblem& problem, std::int64_t most) {
    std::vector<FlowArc> arcs = problem.arcs;
    for (FlowArc& arc : arcs) {
        if (arc.upper != flow_infinity) {
            arc.upper = std::max(arc.lower, std::min(arc.upper, most));
        }
        if (arc.from == arc.to) {
            arc.lower = arc.upper = arc.cost = 0;
        }
    }
    return arcs;
}

void make_graph(const FlowProblem& problem, Graph& graph) {
    graph.reserveNode(static_cast<int>(problem.supply.size()));
    graph.reserveArc(static_cast<int>(problem.arcs.size()));
    for (std::size_t i = 0; i < problem.supply.size(); ++i) {
        graph.addNode();
    }
    for (const FlowArc& arc : problem.arcs) {
        graph.addArc(Graph::nodeFromId(arc.from), Graph::nodeFromId(arc.to));
    }
}

template <typename Solver>
FlowAnswer run(const Graph& graph, const std::vector<FlowArc>& arcs,
               const std::vector<std::int64_t>& supply) {
    Solver solver(graph);
    const bool any_lower =
        std::any_of(arcs.begin(), arcs.end(), [](const FlowArc& arc) { return arc.lower != 0; });
    if (any_lower) {
        solver.lowerMap(ArcField<&FlowArc::lower>{&arcs});
    }
    const typename Solver::ProblemType end = solver.upperMap(ArcField<&FlowArc::upper>{&arcs})
                                                 .costMap(ArcField<&FlowArc::cost>{&arcs})
                                                 .supplyMap(NodeField{&supply})
                                                 .run();
    FlowAnswer answer;
    if (end != Solver::OPTIMAL) {
        return only(end == Solver::INFEASIBLE ? FlowState::infeasible : FlowState::unbounded);
    }
    answer.state = FlowState::optimal;
    answer.flow.resize(arcs.size());
    for (std::size_t i = 0; i < arcs.size(); ++i) {
        answer.flow[i] = solver.flow(Graph::arcFromId(static_cast<int>(i)));
    }
    answer.potential.resize(supply.size());
    for (std::size_t i = 0; i < supply.size(); ++i) {
        answer.potential[i] = solver.potential(Graph::nodeFromId(static_cast<int>(i)));
    }
    return answer;
}

/// A loop flows at its dearer bound where that pays. False where it pays without end.
bool settle_loops(const FlowProblem& problem, FlowAnswer& answer) {
    for (std::size_t i = 0; i < problem.arcs.size(); ++i) {
        const FlowArc& arc = problem.arcs[i];
        if (arc.from == arc.to) {
            if (arc.cost < 0 && arc.upper == flow_infinity) {
                return false;
            }
            answer.flow[i] = arc.cost < 0 ? arc.upper : arc.lower;
        }
    }
    return true;
}

std::int64_t total_cost(const FlowProblem& problem, const std::vector<std::int64_t>& flow) {
    Wide sum = 0;
    for (std::size_t i = 0; i < flow.size(); ++i) {
        sum += static_cast<Wide>(flow[i]) * problem.arcs[i].cost;
    }
    if (positive(sum) > flow_infinity) {
        throw overflow("cost", sum);
    }
    return static_cast<std::int64_t>(sum);
}

bool cost_scaling_fits(const FlowProblem& problem, Wide cost) {
    const auto nodes = static_cast<Wide>(problem.supply.size()) + 1;
    return cost * nodes * nodes * scaling_factor < safe_sum;
}

bool is_dense_circulation(const FlowProblem& problem) {
    return problem.arcs.size() >= dense_arcs_per_node * problem.supply.size() &&
           std::all_of(problem.supply.begin(), problem.supply.end(),
                       [](std::int64_t supply) { return supply == 0; });
}

}  // namespace

FlowAnswer min_cost_flow(const FlowProblem& problem, FlowMethod method) {
    check_network(problem);
    const std::int64_t most = through(problem);
    const Wide cost = dearest(problem);
    // The network simplex gives artificial arcs nodes x the dearest cost.
    const Wide potentials = 2 * (cost + 1) * (static_cast<Wide>(problem.supply.size()) + 1);
    if (potentials > safe_sum) {
        throw overflow("costs along a path", potentials);
    }
    Wide balance = 0;
    for (const std::int64_t supply : problem.supply) {
        balance += supply;
    }
    if (balance != 0 || problem.supply.empty()) {
        return only(balance != 0 ? FlowState::infeasible : FlowState::optimal);
    }
    if (method == FlowMethod::automatic) {
        method =
            is_dense_circulation(problem) ? FlowMethod::cost_scaling : FlowMethod::network_simplex;
    }
    if (!cost_scaling_fits(problem, cost)) {
        method = FlowMethod::network_simplex;
    }
    using Simplex = lemon::NetworkSimplex<Graph, std::int64_t, std::int64_t>;
    using Scaling = lemon::CostScaling<Graph, std::int64_t, std::int64_t>;
    const std::vector<FlowArc> arcs = without_excess(problem, most);
    Graph graph;
    make_graph(problem, graph);
    FlowAnswer answer = method == FlowMethod::cost_scaling
                            ? run<Scaling>(graph, arcs, problem.supply)
                            : run<Simplex>(graph, arcs, problem.supply);
    if (answer.state != FlowState::optimal) {
        return answer;
    }
    if (!settle_loops(problem, answer)) {
        return only(FlowState::unbounded);
    }
    answer.cost = total_cost(problem, answer.flow);
    return answer;
}

}  // namespace relief
