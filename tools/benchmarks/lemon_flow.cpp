// SPDX-License-Identifier: Apache-2.0
#include "tools/benchmarks/lemon_flow.h"

#include <cstddef>

// Compiled as C++17, as routing/solver/flow.cpp is and for the same reason.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion"
#pragma GCC diagnostic ignored "-Wshadow"
#pragma GCC diagnostic ignored "-Wpedantic"
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
#include <lemon/network_simplex.h>
#include <lemon/smart_graph.h>
#pragma GCC diagnostic pop

namespace relief::bench {

struct LemonFlows::One {
    using Graph = lemon::SmartDigraph;

    explicit One(const FlowProblem& problem) : supply(graph), cost(graph) {
        for (const std::int64_t each : problem.supply) {
            supply[graph.addNode()] = each;
        }
        for (const FlowArc& arc : problem.arcs) {
            cost[graph.addArc(Graph::nodeFromId(arc.from), Graph::nodeFromId(arc.to))] = arc.cost;
        }
    }

    Graph graph;
    Graph::NodeMap<std::int64_t> supply;
    Graph::ArcMap<std::int64_t> cost;
};

LemonFlows::LemonFlows(const std::vector<FlowProblem>& problems) {
    for (const FlowProblem& problem : problems) {
        list_.push_back(std::make_unique<One>(problem));
    }
}

LemonFlows::~LemonFlows() = default;

long long LemonFlows::run() const {
    long long sum = 0;
    for (const auto& one : list_) {
        lemon::NetworkSimplex<One::Graph, std::int64_t> simplex(one->graph);
        simplex.supplyMap(one->supply).costMap(one->cost).run();
        sum += simplex.totalCost<long long>();
    }
    return sum;
}

}  // namespace relief::bench
