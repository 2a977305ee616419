// SPDX-License-Identifier: Apache-2.0
// Graphs of every shape against Boost's Dijkstra in 64 bits.
#include "core/error.h"
#include "routing/path/index_matrix.h"
#include "routing/path/index_order.h"
#include "tests/routing/index_kit.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <sstream>

namespace relief {
namespace {

std::vector<NodeId> all_nodes(const DirectedGraph& graph) {
    std::vector<NodeId> nodes(graph.node_count());
    std::iota(nodes.begin(), nodes.end(), 0U);
    return nodes;
}

/// Every pair: distance, path, matrix and both sweeps against Dijkstra.
void expect_right(const DirectedGraph& graph, const std::vector<Weight>& weights) {
    const RoutingIndex index = build_index(graph);
    const IndexMetric metric = weigh(index, weights);
    const kit::Oracle oracle(graph, weights);
    const std::vector<NodeId> nodes = all_nodes(graph);
    const std::vector<Distance> matrix = distance_matrix(index, metric, nodes, nodes);
    QueryScratch scratch;
    for (const NodeId from : nodes) {
        const std::vector<Distance> right = oracle.distances_from(from);
        EXPECT_EQ(distances_from(index, metric, from), right);
        const std::vector<Distance> back = distances_to(index, metric, from);
        for (const NodeId to : nodes) {
            const ArcPath path = shortest_path(index, metric, from, to, scratch);
            ASSERT_EQ(path.distance, right[to]) << from << " to " << to;
            ASSERT_EQ(kit::path_fault(graph, weights, path, from, to), "");
            ASSERT_EQ(shortest_distance(index, metric, from, to, scratch), right[to]);
            ASSERT_EQ(matrix[from * nodes.size() + to], right[to]);
            ASSERT_EQ(back[to], matrix[to * nodes.size() + from]);
        }
    }
}

std::vector<Weight> random_weights(std::mt19937_64& random, ArcId arcs, Weight most) {
    std::vector<Weight> weights(arcs);
    for (Weight& weight : weights) {
        const auto kind = random() % 10;
        weight = kind == 0   ? 0
                 : kind == 1 ? closed_weight
                             : static_cast<Weight>(random() % (std::uint64_t{most} + 1));
    }
    return weights;
}

TEST(IndexGraphs, LoopsParallelArcsAndIsolatedNodesAreRight) {
    std::mt19937_64 random(11);
    for (int trial = 0; trial < 120; ++trial) {
        const auto nodes = static_cast<NodeId>(1 + random() % 30);
        const auto arcs = static_cast<ArcId>(random() % 90);
        const DirectedGraph graph = kit::random_graph(random, nodes, arcs);
        expect_right(graph, random_weights(random, arcs, 100));
    }
}

TEST(IndexGraphs, SumsBeyond32BitsAreRight) {
    std::mt19937_64 random(12);
    for (int trial = 0; trial < 60; ++trial) {
        const DirectedGraph graph = kit::grid_graph(random, 5, 6);
        // Around the limits of a 32-bit word, of half and of a quarter of it.
        for (const Weight most : {closed_weight - 1, Weight{1} << 30U, Weight{1} << 29U,
                                  Weight{1} << 28U, Weight{1} << 26U}) {
            expect_right(graph, random_weights(random, graph.arc_count(), most));
        }
    }
}

TEST(IndexGraphs, AChainOfTheHeaviestArcsAddsUp) {
    std::vector<std::pair<NodeId, NodeId>> ends;
    for (NodeId node = 0; node + 1 < 1'000; ++node) {
        ends.emplace_back(node, node + 1);
    }
    const DirectedGraph graph = kit::graph_of(1'000, ends);
    const RoutingIndex index = build_index(graph);
    QueryScratch scratch;
    for (const Weight each :
         {closed_weight - 1, Weight{0x1FFFFFFF}, Weight{1'000'000}, Weight{0}}) {
        const IndexMetric metric = weigh(index, std::vector<Weight>(999, each));
        EXPECT_EQ(shortest_distance(index, metric, 0, 999, scratch), Distance{999} * each);
        EXPECT_EQ(shortest_distance(index, metric, 999, 0, scratch), unreachable);
        EXPECT_EQ(distances_from(index, metric, 0).back(), Distance{999} * each);
        const std::vector<NodeId> from{0, 500};
        const std::vector<NodeId> to{999, 0};
        EXPECT_EQ(
            distance_matrix(index, metric, from, to),
            (std::vector<Distance>{Distance{999} * each, 0, Distance{499} * each, unreachable}));
    }
}

TEST(IndexGraphs, NothingAndOneNodeAreGraphsToo) {
    const DirectedGraph none;
    const RoutingIndex empty = build_index(none);
    EXPECT_EQ(empty.node_count(), 0U);
    const IndexMetric weightless = weigh(empty, {});
    EXPECT_TRUE(distance_matrix(empty, weightless, {}, {}).empty());
    expect_right(kit::graph_of(1, {}), {});
    expect_right(kit::graph_of(1, {{0, 0}, {0, 0}}), {5, 0});
    expect_right(kit::graph_of(2, {{0, 1}, {0, 1}, {1, 1}}), {9, 4, 1});
}

TEST(IndexGraphs, CompleteGraphsStarsAndTreesAreRight) {
    std::mt19937_64 random(13);
    std::vector<std::pair<NodeId, NodeId>> complete;
    std::vector<std::pair<NodeId, NodeId>> star;
    std::vector<std::pair<NodeId, NodeId>> tree;
    for (NodeId node = 0; node < 60; ++node) {
        for (NodeId other = 0; other < 60; ++other) {
            complete.emplace_back(node, other);
        }
        star.emplace_back(node, 0U);
        star.emplace_back(0U, node);
        tree.emplace_back(node / 2, node);
        tree.emplace_back(node, node / 2);
    }
    for (const auto& ends : {complete, star, tree}) {
        const DirectedGraph graph = kit::graph_of(60, ends);
        expect_right(graph, random_weights(random, graph.arc_count(), 1'000));
    }
}

TEST(IndexGraphs, AMatrixOfAnyShapeIsTheQueriesOfItsPairs) {
    std::mt19937_64 random(14);
    const DirectedGraph graph = kit::grid_graph(random, 30, 30);
    const RoutingIndex index = build_index(graph);
    const IndexMetric metric = weigh(index, random_weights(random, graph.arc_count(), 100'000));
    QueryScratch scratch;
    for (const auto& [rows, columns] : std::vector<std::pair<std::size_t, std::size_t>>{
             {1, 1}, {3, 40}, {4, 5}, {5, 9}, {8, 8}, {9, 30}, {17, 33}, {40, 7}, {0, 5}, {5, 0}}) {
        std::vector<NodeId> from(rows);
        std::vector<NodeId> to(columns);
        for (std::vector<NodeId>* list : {&from, &to}) {
            for (NodeId& node : *list) {
                node = static_cast<NodeId>(random() % graph.node_count());
            }
        }
        const auto matrix = distance_matrix(index, metric, from, to);
        ASSERT_EQ(matrix.size(), rows * columns);
        for (std::size_t i = 0; i < rows; ++i) {
            for (std::size_t j = 0; j < columns; ++j) {
                ASSERT_EQ(matrix[i * columns + j],
                          shortest_distance(index, metric, from[i], to[j], scratch));
            }
        }
    }
}

TEST(IndexGraphs, ClassesWeighedTogetherAreThoseWeighedAlone) {
    std::mt19937_64 random(15);
    const DirectedGraph graph = kit::grid_graph(random, 20, 20);
    const RoutingIndex index = build_index(graph);
    for (std::size_t count = 0; count <= 11; ++count) {
        std::vector<IndexMetric> together(count);
        std::vector<IndexMetric*> asked;
        for (std::size_t i = 0; i < count; ++i) {
            // One of them too heavy for 32 bits, one that becomes it by its sums.
            const Weight most = i == 3 ? closed_weight - 1 : i == 5 ? 0x1FFFFFFFU : 5'000U;
            together[i].arc_weight = random_weights(random, graph.arc_count(), most);
            asked.push_back(&together[i]);
        }
        weigh_together(index, asked);
        for (const IndexMetric& metric : together) {
            const IndexMetric alone = weigh(index, metric.arc_weight);
            EXPECT_EQ(metric.narrow, alone.narrow);
            EXPECT_EQ(metric.wide, alone.wide);
        }
    }
}

TEST(IndexGraphs, TwoThreadsWeighBitForBitAsOne) {
    std::mt19937_64 random(16);
    const DirectedGraph graph = kit::grid_graph(random, 150, 150);
    const RoutingIndex index = build_index(graph);
    ASSERT_GE(index.work, 4'000'000U) << "too small for a second thread";
    const std::vector<Weight> weights = random_weights(random, graph.arc_count(), 100'000);
    const IndexMetric one = weigh(index, weights, 1);
    for (const unsigned threads : {2U, 3U, 8U}) {
        EXPECT_EQ(weigh(index, weights, threads).narrow, one.narrow);
    }
}

TEST(IndexGraphs, AnyOrderOfTheNodesIsRight) {
    std::mt19937_64 random(17);
    const DirectedGraph graph = kit::grid_graph(random, 6, 6);
    const std::vector<Weight> weights = random_weights(random, graph.arc_count(), 100);
    const kit::Oracle oracle(graph, weights);
    std::vector<NodeId> order = all_nodes(graph);
    for (int trial = 0; trial < 20; ++trial) {
        std::shuffle(order.begin(), order.end(), random);
        const RoutingIndex index = build_index(graph, order);
        const IndexMetric metric = weigh(index, weights);
        for (const NodeId from : {0U, 17U, 35U}) {
            EXPECT_EQ(distances_from(index, metric, from), oracle.distances_from(from));
        }
    }
    order.back() = order.front();
    EXPECT_THROW(build_index(graph, order), Error);
    order.pop_back();
    EXPECT_THROW(build_index(graph, order), Error);
}

TEST(IndexGraphs, WhatIsNoGraphIsRefusedWithItsPlace) {
    const auto field = [](const DirectedGraph& graph) -> std::string {
        try {
            check_graph(graph, "made.graph");
        } catch (const Error& error) {
            EXPECT_EQ(error.detail().code, "graph.structure");
            EXPECT_EQ(error.detail().file, "made.graph");
            return error.detail().field;
        }
        return "";
    };
    DirectedGraph graph = kit::graph_of(3, {{0, 1}, {1, 2}});
    EXPECT_EQ(field(graph), "");
    graph.head[1] = 3;
    EXPECT_EQ(field(graph), "head[1]");
    graph = kit::graph_of(3, {{0, 1}, {1, 2}});
    graph.first_out = {0, 2, 1, 2};
    EXPECT_EQ(field(graph), "first_out[2]");
    graph.first_out = {0, 1, 2};
    graph.latitude = {43, 44};
    graph.head = {1, 0};
    EXPECT_EQ(field(graph), "longitude");
    graph.longitude = {126, std::numeric_limits<float>::quiet_NaN()};
    EXPECT_EQ(field(graph), "longitude[1]");
}

/// Lines "a FROM TO WEIGHT".
DirectedGraph read_gr(const std::string& path, std::vector<Weight>& weights) {
    std::ifstream stream(path);
    std::vector<std::pair<NodeId, NodeId>> ends;
    std::vector<Weight> read;
    NodeId nodes = 0;
    for (std::string line; std::getline(stream, line);) {
        std::istringstream words(line);
        std::string kind;
        std::pair<NodeId, NodeId> arc;
        Weight weight = 0;
        if (words >> kind >> arc.first >> arc.second >> weight && kind == "a") {
            ends.push_back(arc);
            read.push_back(weight);
            nodes = std::max({nodes, arc.first + 1, arc.second + 1});
        }
    }
    std::vector<std::size_t> by_tail(ends.size());
    std::iota(by_tail.begin(), by_tail.end(), 0U);
    std::stable_sort(by_tail.begin(), by_tail.end(), [&ends](std::size_t a, std::size_t b) {
        return ends[a].first < ends[b].first;
    });
    for (const std::size_t i : by_tail) {
        weights.push_back(read[i]);
    }
    return kit::graph_of(nodes, std::move(ends));
}

TEST(IndexGraphs, BremenWithoutCoordinatesIsRight) {
    const auto path = kit::shared_case("roads/bremen_time.gr");
    if (!path) {
        GTEST_SKIP() << "bremen_time.gr is not here: A GRAPH WITHOUT COORDINATES IS NOT CHECKED";
    }
    std::vector<Weight> weights;
    const DirectedGraph graph = read_gr(*path, weights);
    const RoutingIndex index = build_index(graph);
    const IndexMetric metric = weigh(index, weights);
    const kit::Oracle oracle(graph, weights);
    std::mt19937_64 random(18);
    for (int trial = 0; trial < 40; ++trial) {
        const auto from = static_cast<NodeId>(random() % graph.node_count());
        EXPECT_EQ(distances_from(index, metric, from), oracle.distances_from(from));
        QueryScratch scratch;
        const auto to = static_cast<NodeId>(random() % graph.node_count());
        const ArcPath way = shortest_path(index, metric, from, to, scratch);
        EXPECT_EQ(way.distance, distances_from(index, metric, from)[to]);
        EXPECT_EQ(kit::path_fault(graph, weights, way, from, to), "");
    }
}

}  // namespace
}  // namespace relief
