// SPDX-License-Identifier: Apache-2.0
#include "core/error.h"
#include "tests/routing/index_kit.h"

#include <gtest/gtest.h>

namespace relief {
namespace {

TEST(IndexClosure, AHundredSetsAreRightAgainstBoostAndLeaveNoTrace) {
    const auto luxembourg = kit::luxembourg();
    if (!luxembourg) {
        GTEST_SKIP() << "Luxembourg is not here: CLOSURES ARE NOT CHECKED ON A REAL ROAD GRAPH";
    }
    const RoutingIndex index = build_index(luxembourg->graph);
    const kit::ClosureTrial trial = kit::try_closures(*luxembourg, index, 2, 100, 2, 20);
    EXPECT_EQ(trial.asked, 4'000U);
    EXPECT_EQ(trial.wrong, 0U);
    EXPECT_EQ(trial.not_as_before, 0U);
    EXPECT_GT(trial.whole, 0U) << "no set was so large that everything was weighed anew";
    EXPECT_GT(trial.partly, 0U);
}

/// 0 → 1 → 2 → 3 and a long way round, 0 → 3.
struct FourNodes {
    DirectedGraph graph = kit::graph_of(4, {{0, 1}, {0, 3}, {1, 2}, {2, 3}});
    RoutingIndex index = build_index(graph);
    IndexMetric metric = weigh(index, {1, 10, 1, 1});
    QueryScratch scratch;

    Distance ask(NodeId from, NodeId to) {
        return shortest_distance(index, metric, from, to, scratch);
    }
};

TEST(IndexClosure, AClosedArcIsGoneRoundAndTheLastOfTwoChangesHolds) {
    FourNodes four;
    EXPECT_EQ(four.ask(0, 3), 3U);
    const std::vector<ArcChange> close{{2, 7}, {2, closed_weight}};
    reweigh(four.index, four.metric, close);
    EXPECT_EQ(four.ask(0, 3), 10U);
    EXPECT_EQ(four.ask(0, 2), unreachable);
    const std::vector<ArcChange> lift{{2, 1}};
    reweigh(four.index, four.metric, lift);
    EXPECT_EQ(four.ask(0, 3), 3U);
}

TEST(IndexClosure, AWrongChangeIsRefusedAndNothingIsChanged) {
    FourNodes four;
    const IndexMetric before = four.metric;
    for (const ArcChange wrong : {ArcChange{4, 1}, ArcChange{0, closed_weight + 1}}) {
        const std::vector<ArcChange> changes{{0, 5}, wrong};
        try {
            reweigh(four.index, four.metric, changes);
            ADD_FAILURE() << "nothing was refused";
        } catch (const Error& error) {
            EXPECT_EQ(error.detail().code, "graph.weight");
        }
        EXPECT_EQ(four.metric.arc_weight, before.arc_weight);
        EXPECT_EQ(four.metric.narrow, before.narrow);
    }
}

TEST(IndexClosure, ChangesInAnyOrderEndInTheMetricOfTheirWeights) {
    std::mt19937_64 random(3);
    for (int trial = 0; trial < 60; ++trial) {
        const DirectedGraph graph =
            trial % 2 == 0 ? kit::grid_graph(random, 12, 12) : kit::random_graph(random, 60, 150);
        const RoutingIndex index = build_index(graph);
        std::vector<Weight> weights(graph.arc_count());
        for (Weight& weight : weights) {
            weight = static_cast<Weight>(random() % 1'000);
        }
        IndexMetric metric = weigh(index, weights);
        for (int step = 0; step < 20; ++step) {
            std::vector<ArcChange> changes(random() % 6);
            for (ArcChange& change : changes) {
                // Now and then a weight that only 64 bits can add up.
                const std::array<Weight, 5> drawn{static_cast<Weight>(random() % 1'000), 0,
                                                  closed_weight, 1'000,
                                                  step % 5 == 0 ? closed_weight - 1 : 7};
                change = {static_cast<ArcId>(random() % graph.arc_count()),
                          drawn.at(random() % drawn.size())};
                weights[change.arc] = change.weight;
            }
            reweigh(index, metric, changes);
            const IndexMetric anew = weigh(index, weights);
            ASSERT_EQ(metric.narrow, anew.narrow);
            ASSERT_EQ(metric.wide, anew.wide);
            ASSERT_EQ(metric.arc_weight, anew.arc_weight);
        }
    }
}

}  // namespace
}  // namespace relief
