// SPDX-License-Identifier: Apache-2.0
#include "routing/path/turn_graph.h"
#include "routing/network/osm_reader.h"
#include "routing/network/street_builder.h"
#include "tests/kit/cases.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <map>
#include <queue>
#include <random>
#include <set>
#include <utility>
#include <vector>

namespace relief {
namespace {

/// Lengths of arcs as weights.
std::vector<Weight> weights_of(const StreetNetwork& network) {
    std::vector<Weight> weights;
    for (ArcIndex arc = 0; arc < network.arcs.size(); ++arc) {
        weights.push_back(network.length_cm(arc));
    }
    return weights;
}

/// From the end of an arc to the beginning of every arc, by the turn graph.
std::vector<Distance> by_graph(const StreetNetwork& network, const StreetGraph& graph,
                               ArcIndex from) {
    std::vector<SearchSeed> seeds;
    for (const ArcId copy : graph.copies_of(from)) {
        seeds.push_back({graph.graph.head[copy], 0});
    }
    const SearchTree tree =
        search_streets(graph, weights_of(network), seeds, SearchDirection::forward);
    std::vector<Distance> distances(network.arcs.size(), unreachable);
    for (ArcIndex arc = 0; arc < network.arcs.size(); ++arc) {
        for (const ArcId copy : graph.copies_of(arc)) {
            distances[arc] = std::min(distances[arc], tree.ms[graph.tail[copy]]);
        }
    }
    return distances;
}

/// The same by walks: each is continued by every arc that does not complete a ban with the arcs
/// before it, and what a walk remembers is simply its last arcs, as many as the longest ban has.
std::vector<Distance> by_walks(const StreetNetwork& network, ArcIndex from, StreetVehicle vehicle) {
    std::set<std::vector<ArcIndex>> bans;
    std::set<ArcIndex> ends;
    std::size_t longest = 1;
    for (std::size_t i = 0; i < network.bans.size(); ++i) {
        const auto arcs = network.arcs_of_ban(i);
        if ((network.bans[i].vehicles & (vehicle == StreetVehicle::lorry ? 2 : 1)) != 0) {
            bans.emplace(arcs.begin(), arcs.end());
            ends.insert(arcs.back());
            longest = std::max(longest, arcs.size());
        }
    }
    using Walk = std::vector<ArcIndex>;
    using Entry = std::pair<Distance, Walk>;
    std::priority_queue<Entry, std::vector<Entry>, std::greater<>> queue;
    std::map<Walk, Distance> best;
    std::vector<Distance> distances(network.arcs.size(), unreachable);
    queue.push({0, {from}});
    best[{from}] = 0;
    while (!queue.empty()) {
        const auto [ms, walk] = queue.top();
        queue.pop();
        if (best.at(walk) < ms) {
            continue;
        }
        const NodeIndex node = network.arcs[walk.back()].head;
        for (ArcIndex arc = network.first_arc[node]; arc < network.first_arc[node + 1]; ++arc) {
            Walk longer = walk;
            longer.push_back(arc);
            bool is_banned = false;
            for (auto start = longer.begin(); ends.contains(arc) && start != longer.end();
                 ++start) {
                is_banned = is_banned || bans.contains(Walk(start, longer.end()));
            }
            if (is_banned) {
                continue;
            }
            distances[arc] = std::min(distances[arc], ms);
            const Distance until = ms + network.length_cm(arc);
            if (longer.size() >= longest) {
                longer.erase(longer.begin());
            }
            const auto [entry, is_new] = best.try_emplace(longer, until);
            if (is_new || until < entry->second) {
                entry->second = until;
                queue.push({until, longer});
            }
        }
    }
    return distances;
}

/// A grid of streets, three by three crossings, some of them one-way.
StreetBuilder small_town(std::mt19937_64& random) {
    StreetBuilder builder("town");
    for (int i = 0; i < 9; ++i) {
        builder.add_point(i, {1'253'000'000 + (i % 3) * 20'000 + static_cast<int>(random() % 9'000),
                              438'000'000 + (i / 3) * 20'000 + static_cast<int>(random() % 9'000)});
    }
    int id = 100;
    const auto street = [&](std::int64_t a, std::int64_t b) {
        StreetWay way;
        way.id = id++;
        const bool is_oneway = random() % 4 == 0;
        way.car_directions = is_oneway ? StreetDirections::forward : StreetDirections::both;
        way.lorry_directions = way.car_directions;
        const bool is_turned = random() % 2 == 0;
        builder.add_way(way, std::vector<std::int64_t>{is_turned ? b : a, is_turned ? a : b});
    };
    for (int i = 0; i < 9; ++i) {
        if (i % 3 < 2) {
            street(i, i + 1);
        }
        if (i / 3 < 2) {
            street(i, i + 3);
        }
    }
    return builder;
}

/// Bans of random drives of two to four arcs, U-turns among them.
void ban_at_random(StreetNetwork& network, std::mt19937_64& random, int count) {
    for (int i = 0; i < count; ++i) {
        auto arc = static_cast<ArcIndex>(random() % network.arcs.size());
        std::vector<ArcIndex> ban{arc};
        for (std::size_t length = 2 + random() % 3; ban.size() < length;) {
            const auto next = network.arcs_of(network.arcs[arc].head);
            if (next.empty()) {
                break;
            }
            arc = network.first_arc[network.arcs[arc].head] +
                  static_cast<ArcIndex>(random() % next.size());
            ban.push_back(arc);
        }
        if (ban.size() > 1) {
            network.bans.push_back(
                {.id = i,
                 .first_arc = static_cast<std::uint32_t>(network.ban_arcs.size()),
                 .vehicles = static_cast<std::uint8_t>(1 + random() % 3)});
            network.ban_arcs.insert(network.ban_arcs.end(), ban.begin(), ban.end());
        }
    }
}

TEST(TurnGraph, AgreesWithWalksOnEveryPairOfArcs) {
    std::mt19937_64 random(20170715);
    for (int town = 0; town < 60; ++town) {
        ReadReport report;
        StreetNetwork network = small_town(random).build(report);
        ban_at_random(network, random, 1 + static_cast<int>(random() % 12));
        for (const StreetVehicle vehicle : {StreetVehicle::car, StreetVehicle::lorry}) {
            const StreetGraph graph = turn_street_graph(network, vehicle);
            for (ArcIndex from = 0; from < network.arcs.size(); ++from) {
                ASSERT_EQ(by_graph(network, graph, from), by_walks(network, from, vehicle))
                    << "town " << town << ", from arc " << from;
            }
        }
    }
}

TEST(TurnGraph, WithoutBansItIsThePlainGraph) {
    std::mt19937_64 random(7);
    ReadReport report;
    const StreetNetwork network = small_town(random).build(report);
    const StreetGraph turns = turn_street_graph(network, StreetVehicle::lorry);
    const StreetGraph plain = plain_street_graph(network);
    EXPECT_EQ(turns.graph.first_out, plain.graph.first_out);
    EXPECT_EQ(turns.graph.head, plain.graph.head);
    EXPECT_EQ(turns.street_arc, plain.street_arc);
}

TEST(TurnGraph, GrowsByTheBansAlone) {
    std::mt19937_64 random(11);
    ReadReport report;
    StreetNetwork network = small_town(random).build(report);
    ban_at_random(network, random, 5);
    const StreetGraph graph = turn_street_graph(network, StreetVehicle::car);
    EXPECT_LE(graph.graph.node_count(), network.nodes.size() + network.ban_arcs.size());
}

// ---- restrictions as the map writes them ----

/// A crossing at 0 with arms to 1 (west), 2 (east), 3 (north), 4 (south); way 10 + arm.
StreetBuilder crossing() {
    StreetBuilder builder("crossing");
    builder.add_point(0, {1'253'000'000, 438'000'000});
    builder.add_point(1, {1'252'990'000, 438'000'000});
    builder.add_point(2, {1'253'010'000, 438'000'000});
    builder.add_point(3, {1'253'000'000, 438'010'000});
    builder.add_point(4, {1'253'000'000, 437'990'000});
    for (const std::int64_t arm : {1, 2, 3, 4}) {
        StreetWay way;
        way.id = 10 + arm;
        builder.add_way(way, std::vector<std::int64_t>{0, arm});
    }
    return builder;
}

ArcIndex arc_between(const StreetNetwork& network, std::int64_t tail, std::int64_t head) {
    for (ArcIndex arc = 0; arc < network.arcs.size(); ++arc) {
        if (network.node_ids[network.arcs[arc].tail] == tail &&
            network.node_ids[network.arcs[arc].head] == head) {
            return arc;
        }
    }
    ADD_FAILURE() << "no arc " << tail << " -> " << head;
    return no_index;
}

/// The arms one may turn into at once, coming from arm 1.
std::vector<std::int64_t> arms_open(const StreetNetwork& network, StreetVehicle vehicle) {
    const StreetGraph graph = turn_street_graph(network, vehicle);
    const std::vector<Distance> distances = by_graph(network, graph, arc_between(network, 1, 0));
    std::vector<std::int64_t> open;
    for (const std::int64_t arm : {1, 2, 3, 4}) {
        if (distances[arc_between(network, 0, arm)] == 0) {
            open.push_back(arm);
        }
    }
    return open;
}

StreetNetwork crossing_with(const StreetRestriction& restriction, ReadReport& report) {
    StreetBuilder builder = crossing();
    builder.add_restriction(restriction);
    return std::move(builder).build(report);
}

TEST(TurnBans, ANoForbidsOneTurn) {
    ReadReport report;
    const StreetNetwork network =
        crossing_with({.id = 1, .from_ways = {11}, .to_ways = {13}, .via_node = 0}, report);
    EXPECT_THAT(arms_open(network, StreetVehicle::car), testing::ElementsAre(1, 2, 4));
    EXPECT_EQ(report.restrictions_kept, 1U);
}

TEST(TurnBans, AnOnlyForbidsTheOthers) {
    ReadReport report;
    const StreetNetwork network = crossing_with(
        {.id = 1, .from_ways = {11}, .to_ways = {12}, .via_node = 0, .is_only = true}, report);
    EXPECT_THAT(arms_open(network, StreetVehicle::car), testing::ElementsAre(2));
}

TEST(TurnBans, ANoUTurnForbidsTurningBack) {
    ReadReport report;
    const StreetNetwork network = crossing_with(
        {.id = 1, .from_ways = {11}, .to_ways = {11}, .via_node = 0, .is_u_turn = true}, report);
    EXPECT_THAT(arms_open(network, StreetVehicle::car), testing::ElementsAre(2, 3, 4));
}

TEST(TurnBans, OneOfLorriesLetsCarsTurn) {
    ReadReport report;
    const StreetNetwork network = crossing_with(
        {.id = 1, .from_ways = {11}, .to_ways = {13}, .via_node = 0, .vehicles = 2}, report);
    EXPECT_THAT(arms_open(network, StreetVehicle::car), testing::ElementsAre(1, 2, 3, 4));
    EXPECT_THAT(arms_open(network, StreetVehicle::lorry), testing::ElementsAre(1, 2, 4));
}

TEST(TurnBans, OneOfSomeHoursIsKeptAndNotEnforced) {
    ReadReport report;
    const StreetNetwork network = crossing_with(
        {.id = 1, .from_ways = {11}, .to_ways = {13}, .via_node = 0, .is_conditional = true},
        report);
    EXPECT_FALSE(network.bans.empty());
    EXPECT_THAT(arms_open(network, StreetVehicle::car), testing::ElementsAre(1, 2, 3, 4));
}

TEST(TurnBans, NoEntryHasManyFromsAndNoExitManyTos) {
    ReadReport report;
    const StreetNetwork network =
        crossing_with({.id = 1, .from_ways = {11, 12}, .to_ways = {13}, .via_node = 0}, report);
    EXPECT_EQ(report.restrictions_kept, 1U);
    EXPECT_THAT(arms_open(network, StreetVehicle::car), testing::ElementsAre(1, 2, 4));
}

TEST(TurnBans, WhatCannotBePlacedIsLeftOutAndNoted) {
    const auto reason = [](const StreetRestriction& restriction) {
        ReadReport report;
        const StreetNetwork network = crossing_with(restriction, report);
        EXPECT_TRUE(network.bans.empty());
        EXPECT_TRUE(network.ban_arcs.empty());
        return report.findings.empty() ? std::string() : report.findings.front().reason;
    };
    EXPECT_EQ(reason({.from_ways = {11}, .to_ways = {99}, .via_node = 0}),
              "restriction_member_missing");
    EXPECT_EQ(reason({.from_ways = {11}, .to_ways = {}, .via_node = 0}),
              "restriction_member_missing");
    EXPECT_EQ(reason({.from_ways = {11}, .to_ways = {13}, .via_node = 2}),
              "restriction_not_joined");
    EXPECT_EQ(reason({.from_ways = {11}, .to_ways = {13}, .via_ways = {12}}),
              "restriction_not_joined");
    EXPECT_EQ(reason({.from_ways = {11}, .to_ways = {12, 13}, .via_node = 0, .is_only = true}),
              "restriction_ambiguous");
    EXPECT_EQ(
        reason({.from_ways = std::vector<std::int64_t>(101, 11), .to_ways = {12}, .via_node = 0}),
        "restriction_too_large");
}

/// Two carriageways (1 -> 2 -> 3 east, 6 -> 5 -> 4 west) joined at 2-5 by a short way 30.
StreetNetwork two_carriageways(const StreetRestriction& restriction, ReadReport& report) {
    StreetBuilder builder("carriageways");
    for (int i = 0; i < 3; ++i) {
        builder.add_point(1 + i, {1'253'000'000 + i * 10'000, 438'000'000});
        builder.add_point(4 + i, {1'253'000'000 + i * 10'000, 438'002'000});
    }
    const auto add = [&builder](std::int64_t id, const std::vector<std::int64_t>& points,
                                StreetDirections directions) {
        StreetWay way;
        way.id = id;
        way.car_directions = directions;
        way.lorry_directions = directions;
        builder.add_way(way, points);
    };
    add(12, {1, 2}, StreetDirections::forward);
    add(23, {2, 3}, StreetDirections::forward);
    add(65, {6, 5}, StreetDirections::forward);
    add(54, {5, 4}, StreetDirections::forward);
    add(30, {2, 5}, StreetDirections::both);
    add(36, {3, 6}, StreetDirections::both);
    add(41, {4, 1}, StreetDirections::both);
    builder.add_restriction(restriction);
    return std::move(builder).build(report);
}

TEST(TurnBans, AViaOfAWayBansTheWholeDriveAndNotItsParts) {
    ReadReport report;
    const StreetNetwork network = two_carriageways(
        {.id = 1, .from_ways = {12}, .to_ways = {54}, .via_ways = {30}, .is_u_turn = true}, report);
    EXPECT_EQ(network.arcs_of_ban(0).size(), 3U);
    const StreetGraph graph = turn_street_graph(network, StreetVehicle::car);
    const std::vector<Distance> from_12 = by_graph(network, graph, arc_between(network, 1, 2));
    const ArcIndex via = arc_between(network, 2, 5);
    const ArcIndex to = arc_between(network, 5, 4);
    EXPECT_EQ(from_12[via], 0U) << "the crossing itself is open";
    // Round by 2-3, 3-6, 6-5: the sum of their lengths.
    EXPECT_EQ(from_12[to], network.length_cm(arc_between(network, 2, 3)) +
                               network.length_cm(arc_between(network, 3, 6)) +
                               network.length_cm(arc_between(network, 6, 5)));
    EXPECT_EQ(by_graph(network, graph, via)[to], 0U) << "who comes from elsewhere may turn";
    EXPECT_LE(graph.graph.node_count(), network.nodes.size() + 4);
}

TEST(TurnBans, AnOnlyOverAWayHoldsAtItsEnd) {
    ReadReport report;
    const StreetNetwork network = two_carriageways(
        {.id = 1, .from_ways = {12}, .to_ways = {54}, .via_ways = {30}, .is_only = true}, report);
    const StreetGraph graph = turn_street_graph(network, StreetVehicle::car);
    const std::vector<Distance> from_12 = by_graph(network, graph, arc_between(network, 1, 2));
    EXPECT_EQ(from_12[arc_between(network, 5, 4)], network.length_cm(arc_between(network, 2, 5)));
    EXPECT_EQ(from_12[arc_between(network, 2, 3)], 0U) << "before the via one may go elsewhere";
    EXPECT_GT(from_12[arc_between(network, 5, 2)], network.length_cm(arc_between(network, 2, 5)))
        << "no turning back at the end of the via";
}

TEST(TurnBans, AgainstAOneWayThereIsNothingToBan) {
    ReadReport report;
    const StreetNetwork network =
        two_carriageways({.id = 1, .from_ways = {54}, .to_ways = {12}, .via_ways = {30}}, report);
    EXPECT_TRUE(network.bans.empty());
    EXPECT_EQ(report.count("restriction_moot"), 1U);
}

// ---- the real thing ----

StreetNetwork reisterstown() {
    ReadReport report;
    return read_osm_network(
        std::filesystem::path(RELIEF_SOURCE_DIR
                              "/tests/data/osm/r5_reisterstown_via_restriction.osm.pbf"),
        report);
}

TEST(TurnGraph, OfReisterstownKeepsEveryRestriction) {
    const StreetNetwork network = reisterstown();
    const StreetGraph graph = turn_street_graph(network, StreetVehicle::car);
    const std::vector<Weight> weights = weights_of(network);
    ASSERT_GT(network.bans.size(), 20U);
    for (std::size_t ban = 0; ban < network.bans.size(); ++ban) {
        const auto arcs = network.arcs_of_ban(ban);
        Distance straight = 0;
        for (const ArcIndex arc : arcs.subspan(1, arcs.size() - 2)) {
            straight += weights[arc];
        }
        EXPECT_GT(by_graph(network, graph, arcs.front())[arcs.back()], straight)
            << "relation " << network.bans[ban].id;
    }
    const StreetVehicle vehicle = StreetVehicle::car;
    const ArcIndex from = network.arcs_of_ban(0).front();
    EXPECT_EQ(by_graph(network, graph, from), by_walks(network, from, vehicle));
    EXPECT_LT(graph.graph.node_count(), network.nodes.size() + network.ban_arcs.size());
}

TEST(TurnGraph, OfReisterstownHasTheUTurnOverAWay) {
    const StreetNetwork network = reisterstown();
    const bool is_there = std::ranges::any_of(network.bans, [&](const TurnBan& ban) {
        const auto index = static_cast<std::size_t>(&ban - network.bans.data());
        return network.text(ban.words) == "no_u_turn" && network.arcs_of_ban(index).size() >= 3;
    });
    EXPECT_TRUE(is_there);
}

}  // namespace
}  // namespace relief
