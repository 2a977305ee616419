// SPDX-License-Identifier: Apache-2.0
#include "tests/routing/index_kit.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace relief {
namespace {

using kit::Luxembourg;

/// Luxembourg and its index, made once for the whole program.
struct Indexed {
    Luxembourg luxembourg;
    RoutingIndex index;
};

const Indexed* indexed() {
    static const std::optional<Indexed> made = []() -> std::optional<Indexed> {
        auto read = kit::luxembourg();
        if (!read) {
            return std::nullopt;
        }
        RoutingIndex index = build_index(read->graph);
        return Indexed{std::move(*read), std::move(index)};
    }();
    return made ? &*made : nullptr;
}

class IndexGoldTest : public testing::Test {
  protected:
    void SetUp() override {
        if (indexed() == nullptr) {
            GTEST_SKIP() << "Luxembourg is not here: THE 100,000 GOLD DISTANCES ARE NOT CHECKED";
        }
    }

    /// The file writes "no route" as 2147483647.
    static std::size_t wrong(const std::vector<Weight>& weights, const std::string& gold_name,
                             std::size_t& no_route) {
        const auto gold = indexed()->luxembourg.numbers(gold_name);
        const auto from = indexed()->luxembourg.numbers("source_node");
        const auto to = indexed()->luxembourg.numbers("target_node");
        EXPECT_EQ(gold.size(), 100'000U);
        const IndexMetric metric = weigh(indexed()->index, weights);
        QueryScratch scratch;
        std::size_t count = 0;
        for (std::size_t i = 0; i < gold.size(); ++i) {
            const Distance found =
                shortest_distance(indexed()->index, metric, from[i], to[i], scratch);
            no_route += found == unreachable ? 1U : 0U;
            count += found != (gold[i] == closed_weight ? unreachable : gold[i]) ? 1U : 0U;
        }
        return count;
    }
};

TEST_F(IndexGoldTest, TravelTimesOfAHundredThousandPairsAreTheReferenceOnes) {
    std::size_t no_route = 0;
    EXPECT_EQ(
        wrong(indexed()->luxembourg.travel_time, "query_reference_travel_time_length", no_route),
        0U);
    EXPECT_EQ(no_route, 5'256U);
}

TEST_F(IndexGoldTest, LengthsOfAHundredThousandPairsAreTheReferenceOnes) {
    std::size_t no_route = 0;
    EXPECT_EQ(
        wrong(indexed()->luxembourg.geo_distance, "query_reference_geo_distance_length", no_route),
        0U);
    EXPECT_EQ(no_route, 5'256U);
}

TEST_F(IndexGoldTest, OwnOrderNeedsNoMoreShortcutsThanTheShippedOne) {
    // The order that comes with the files is RoutingKit's; 242,026 shortcuts are its figure.
    const RoutingIndex shipped =
        build_index(indexed()->luxembourg.graph, indexed()->luxembourg.numbers("cch_order"));
    EXPECT_EQ(shipped.shortcut_count(), 242'026U);
    EXPECT_LE(indexed()->index.shortcut_count(), shipped.shortcut_count());
}

TEST_F(IndexGoldTest, PathsConnectAndAddUpToTheReference) {
    const Luxembourg& luxembourg = indexed()->luxembourg;
    const auto gold = luxembourg.numbers("query_reference_travel_time_length");
    const auto from = luxembourg.numbers("source_node");
    const auto to = luxembourg.numbers("target_node");
    const IndexMetric metric = weigh(indexed()->index, luxembourg.travel_time);
    QueryScratch scratch;
    for (std::size_t i = 0; i < 1'000; ++i) {
        const ArcPath path = shortest_path(indexed()->index, metric, from[i], to[i], scratch);
        EXPECT_EQ(path.distance, gold[i] == closed_weight ? unreachable : gold[i]);
        EXPECT_EQ(kit::path_fault(luxembourg.graph, luxembourg.travel_time, path, from[i], to[i]),
                  "");
    }
}

}  // namespace
}  // namespace relief
