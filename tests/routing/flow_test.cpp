// SPDX-License-Identifier: Apache-2.0
#include "routing/solver/flow.h"

#include "core/error.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/successive_shortest_path_nonnegative_weights.hpp>
#include <optional>
#include <random>

// It uses what the header above declares.
#include <boost/graph/find_flow_cost.hpp>

namespace relief {
namespace {

std::optional<std::int64_t> cost_if_flow(const FlowProblem& problem,
                                         const std::vector<std::int64_t>& flow) {
    std::vector<std::int64_t> left = problem.supply;
    std::int64_t cost = 0;
    for (std::size_t i = 0; i < flow.size(); ++i) {
        const FlowArc& arc = problem.arcs[i];
        if (flow[i] < arc.lower || flow[i] > arc.upper) {
            return std::nullopt;
        }
        left[static_cast<std::size_t>(arc.from)] -= flow[i];
        left[static_cast<std::size_t>(arc.to)] += flow[i];
        cost += flow[i] * arc.cost;
    }
    const bool balanced =
        std::all_of(left.begin(), left.end(), [](auto each) { return each == 0; });
    return balanced ? std::optional(cost) : std::nullopt;
}

/// The least cost by trying every flow.
std::optional<std::int64_t> by_trying(const FlowProblem& problem) {
    std::vector<std::int64_t> flow;
    for (const FlowArc& arc : problem.arcs) {
        flow.push_back(arc.lower);
    }
    std::optional<std::int64_t> best;
    while (true) {
        const auto cost = cost_if_flow(problem, flow);
        if (cost && (!best || *cost < *best)) {
            best = cost;
        }
        std::size_t at = 0;
        while (at < flow.size() && ++flow[at] > problem.arcs[at].upper) {
            flow[at] = problem.arcs[at].lower;
            ++at;
        }
        if (at == flow.size()) {
            return best;
        }
    }
}

class FlowDraw {
  public:
    explicit FlowDraw(std::uint64_t seed) : random_(seed) {}
    std::int64_t from_to(std::int64_t low, std::int64_t high) {
        return low +
               static_cast<std::int64_t>(random_() % static_cast<std::uint64_t>(high - low + 1));
    }

  private:
    std::mt19937_64 random_;
};

/// Loops, parallel arcs, negative costs, lower bounds, and supplies that may not be possible.
FlowProblem small_problem(FlowDraw& draw) {
    FlowProblem problem;
    const std::int64_t nodes = draw.from_to(1, 5);
    problem.supply.assign(static_cast<std::size_t>(nodes), 0);
    for (std::int64_t i = draw.from_to(0, 3); i > 0; --i) {
        const std::int64_t amount = draw.from_to(0, 2);
        problem.supply[static_cast<std::size_t>(draw.from_to(0, nodes - 1))] += amount;
        problem.supply[static_cast<std::size_t>(draw.from_to(0, nodes - 1))] -= amount;
    }
    for (std::int64_t i = draw.from_to(0, 6); i > 0; --i) {
        const std::int64_t lower = draw.from_to(0, 3) == 0 ? 1 : 0;
        problem.arcs.push_back({.from = static_cast<int>(draw.from_to(0, nodes - 1)),
                                .to = static_cast<int>(draw.from_to(0, nodes - 1)),
                                .lower = lower,
                                .upper = lower + draw.from_to(0, 3),
                                .cost = draw.from_to(-9, 9)});
    }
    return problem;
}

/// Complementary slackness: the potentials prove the flow.
void expect_proven(const FlowProblem& problem, const FlowAnswer& answer) {
    for (std::size_t i = 0; i < problem.arcs.size(); ++i) {
        const FlowArc& arc = problem.arcs[i];
        const std::int64_t reduced = arc.cost +
                                     answer.potential[static_cast<std::size_t>(arc.from)] -
                                     answer.potential[static_cast<std::size_t>(arc.to)];
        if (answer.flow[i] < arc.upper) {
            EXPECT_GE(reduced, 0) << i;
        }
        if (answer.flow[i] > arc.lower) {
            EXPECT_LE(reduced, 0) << i;
        }
    }
}

TEST(Flow, ThreeThousandSmallProblemsCostWhatTryingEveryFlowFinds) {
    FlowDraw draw(20261124);
    int infeasible = 0;
    for (int i = 0; i < 3'000; ++i) {
        SCOPED_TRACE(i);
        const FlowProblem problem = small_problem(draw);
        const auto best = by_trying(problem);
        infeasible += best ? 0 : 1;
        for (const FlowMethod method : {FlowMethod::network_simplex, FlowMethod::cost_scaling}) {
            const FlowAnswer answer = min_cost_flow(problem, method);
            ASSERT_EQ(answer.state, best ? FlowState::optimal : FlowState::infeasible);
            if (best) {
                ASSERT_EQ(answer.cost, *best);
                ASSERT_EQ(cost_if_flow(problem, answer.flow), best);
                expect_proven(problem, answer);
            }
        }
    }
    // Both kinds came up.
    EXPECT_GT(infeasible, 300);
    EXPECT_LT(infeasible, 2'700);
}

using Traits = boost::adjacency_list_traits<boost::vecS, boost::vecS, boost::directedS>;
using BoostNetwork = boost::adjacency_list<
    boost::vecS, boost::vecS, boost::directedS, boost::no_property,
    boost::property<boost::edge_capacity_t, long,
                    boost::property<boost::edge_residual_capacity_t, long,
                                    boost::property<boost::edge_reverse_t, Traits::edge_descriptor,
                                                    boost::property<boost::edge_weight_t, long>>>>>;

void add_both_ways(BoostNetwork& network, int from, int to, long capacity, long cost) {
    const auto there =
        boost::add_edge(static_cast<std::size_t>(from), static_cast<std::size_t>(to), network)
            .first;
    const auto back =
        boost::add_edge(static_cast<std::size_t>(to), static_cast<std::size_t>(from), network)
            .first;
    boost::put(boost::edge_capacity, network, there, capacity);
    boost::put(boost::edge_capacity, network, back, 0L);
    boost::put(boost::edge_weight, network, there, cost);
    boost::put(boost::edge_weight, network, back, -cost);
    boost::put(boost::edge_reverse, network, there, back);
    boost::put(boost::edge_reverse, network, back, there);
}

TEST(Flow, TransportProblemsCostWhatBoostFinds) {
    FlowDraw draw(7);
    for (int i = 0; i < 60; ++i) {
        SCOPED_TRACE(i);
        const int depots = static_cast<int>(draw.from_to(1, 8));
        const int places = static_cast<int>(draw.from_to(1, 12));
        FlowProblem problem;
        problem.supply.assign(static_cast<std::size_t>(depots + places), 0);
        BoostNetwork network(static_cast<std::size_t>(depots + places + 2));
        const int source = depots + places;
        for (int place = 0; place < places; ++place) {
            const std::int64_t need = draw.from_to(0, 50);
            const auto depot = static_cast<std::size_t>(draw.from_to(0, depots - 1));
            problem.supply[depot] += need;
            problem.supply[static_cast<std::size_t>(depots + place)] = -need;
            for (int from = 0; from < depots; ++from) {
                const std::int64_t cost = draw.from_to(0, 1'000);
                problem.arcs.push_back({.from = from, .to = depots + place, .cost = cost});
                add_both_ways(network, from, depots + place, 1'000'000, cost);
            }
        }
        for (int node = 0; node < source; ++node) {
            const std::int64_t supply = problem.supply[static_cast<std::size_t>(node)];
            if (supply > 0) {
                add_both_ways(network, source, node, supply, 0);
            } else if (supply < 0) {
                add_both_ways(network, node, source + 1, -supply, 0);
            }
        }
        boost::successive_shortest_path_nonnegative_weights(
            network, static_cast<std::size_t>(source), static_cast<std::size_t>(source + 1));
        const FlowAnswer answer = min_cost_flow(problem);
        ASSERT_EQ(answer.state, FlowState::optimal);
        EXPECT_EQ(answer.cost, boost::find_flow_cost(network));
    }
}

TEST(Flow, NothingAtAllCostsNothing) {
    EXPECT_EQ(min_cost_flow({}).state, FlowState::optimal);
    EXPECT_EQ(min_cost_flow({}).cost, 0);
    EXPECT_EQ(min_cost_flow({.supply = {0, 0}}).cost, 0);
    EXPECT_EQ(min_cost_flow({.supply = {1, -1}}).state, FlowState::infeasible);
    EXPECT_EQ(min_cost_flow({.supply = {1, 0}, .arcs = {{.from = 0, .to = 1}}}).state,
              FlowState::infeasible);
}

TEST(Flow, NegativeCycleWithoutEndIsTold) {
    FlowProblem problem{
        .supply = {0, 0},
        .arcs = {{.from = 0, .to = 1, .cost = -3}, {.from = 1, .to = 0, .cost = 2}}};
    EXPECT_EQ(min_cost_flow(problem).state, FlowState::unbounded);
    // 40 times round, at 1 each, is what the arc back allows.
    problem.arcs[1].upper = 40;
    EXPECT_EQ(min_cost_flow(problem).cost, -40);
    EXPECT_EQ(min_cost_flow({.supply = {0}, .arcs = {{.cost = -1}}}).state, FlowState::unbounded);
    EXPECT_EQ(min_cost_flow({.supply = {0}, .arcs = {{.upper = 9, .cost = -1}}}).cost, -9);
}

TEST(Flow, LargeSumsAreExactOrRefused) {
    constexpr std::int64_t million = 1'000'000;
    // 4e12 units at 1e6 each: 4e18 fits 63 bits, twice as much does not.
    FlowProblem problem{.supply = {4 * million * million, -4 * million * million},
                        .arcs = {{.from = 0, .to = 1, .cost = million}}};
    EXPECT_EQ(min_cost_flow(problem).cost, 4 * million * million * million);
    problem.arcs[0].cost *= 3;
    EXPECT_THROW((void)min_cost_flow(problem), Error);
    problem.arcs[0].cost = -3 * million;
    EXPECT_THROW((void)min_cost_flow(problem), Error);
    EXPECT_THROW((void)min_cost_flow(
                     {.supply = {flow_infinity, -flow_infinity}, .arcs = {{.from = 0, .to = 1}}}),
                 Error);
    EXPECT_THROW((void)min_cost_flow(
                     {.supply = {1, -1}, .arcs = {{.from = 0, .to = 1, .cost = flow_infinity}}}),
                 Error);
    // Bounds far above what can flow are no matter.
    EXPECT_EQ(min_cost_flow({.supply = {1, -1},
                             .arcs = {{.from = 0, .to = 1, .upper = flow_infinity - 1, .cost = 5},
                                      {.from = 1, .to = 0, .upper = flow_infinity - 1, .cost = 5},
                                      {.from = 0, .to = 1, .upper = flow_infinity - 1, .cost = 4}}})
                  .cost,
              4);
}

TEST(Flow, WhatIsNoNetworkIsRefusedByItsArc) {
    for (const FlowArc& arc :
         {FlowArc{.from = 0, .to = 2}, FlowArc{.from = -1, .to = 0},
          FlowArc{.from = 0, .to = 1, .lower = 3, .upper = 2}, FlowArc{.lower = -1}}) {
        try {
            (void)min_cost_flow({.supply = {0, 0}, .arcs = {arc}});
            ADD_FAILURE() << "not refused";
        } catch (const Error& error) {
            EXPECT_EQ(error.detail().code, "flow.network");
            EXPECT_EQ(error.detail().field, "arcs[0]");
        }
    }
}

}  // namespace
}  // namespace relief
