// SPDX-License-Identifier: Apache-2.0
#include "routing/path/street_cut.h"

#include "core/table/csv.h"
#include "routing/network/street_builder.h"
#include "routing/path/street_alternatives.h"
#include "tests/kit/cases.h"
#include "tests/routing/street_kit.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <fstream>
#include <functional>
#include <map>
#include <random>
#include <set>

namespace relief {
namespace {

using kit::arc_of;
using kit::at_node;
using kit::closure_of;
using kit::DrawnMap;
using kit::RoadsCase;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

StreetSituation cut_in_july() {
    StreetSituation situation;
    situation.at = parse_instant("2017-07-15T08:00").value();
    return situation;
}

PieceIndex piece_of(const StreetNetwork& network, char from, char to) {
    return network.arcs[arc_of(network, from, to)].piece();
}

TEST(StreetCut, TheBridgeToAPlaceIsNamedAndTheRingIsNot) {
    const RoadsCase given(DrawnMap(R"(A--B  E--F
|  |  |  |
C--D--G--H)")
                              .make(),
                          cut_in_july());
    const StreetNetwork& network = given.network;
    const std::vector<StreetPosition> depots{at_node(network, 'A')};
    const std::vector<StreetPosition> places{at_node(network, 'B'), at_node(network, 'F'),
                                             at_node(network, 'H')};
    const CutAnalysis analysis = cut_analysis(given.now, depots, places);
    ASSERT_THAT(analysis.singles, SizeIs(1));
    EXPECT_THAT(analysis.singles[0].pieces, ElementsAre(piece_of(network, 'D', 'G')));
    EXPECT_THAT(analysis.singles[0].places, ElementsAre(1U, 2U));
    EXPECT_THAT(analysis.places[0].singles, IsEmpty());
    EXPECT_EQ(analysis.places[0].disjoint_ways, 2);
    EXPECT_THAT(analysis.places[0].pair, SizeIs(2)) << "the two roads of the corner";
}

TEST(StreetCut, ADepotInPlaceNeedsNoRoad) {
    const RoadsCase given(DrawnMap("A--B--C").make(), cut_in_july());
    const std::vector<StreetPosition> depots{at_node(given.network, 'A'),
                                             at_node(given.network, 'C')};
    const CutAnalysis analysis = cut_analysis(given.now, depots, depots);
    EXPECT_THAT(analysis.singles, IsEmpty());
    EXPECT_TRUE(analysis.places[0].reached);
}

// Property, against taking every road out in turn and every pair of roads for a small network.
TEST(StreetCut, SinglesAndPairsEqualTakingEveryRoadOut) {
    std::mt19937_64 random(11);
    std::size_t singles = 0;
    std::size_t pairs = 0;
    for (int round = 0; round < 40; ++round) {
        const RoadsCase given(kit::random_network(random, 5, 4), cut_in_july());
        const StreetNetwork& network = given.network;
        std::vector<StreetPosition> depots;
        std::vector<StreetPosition> places;
        for (int i = 0; i < 2; ++i) {
            depots.push_back(kit::random_position(network, random));
        }
        for (int i = 0; i < 5; ++i) {
            places.push_back(kit::random_position(network, random));
        }
        const CutAnalysis analysis = cut_analysis(given.now, depots, places);
        const std::vector<bool> open = reached_without(given.now, depots, places, {});
        for (std::size_t i = 0; i < places.size(); ++i) {
            ASSERT_EQ(analysis.places[i].reached, open[i]);
            std::vector<PieceIndex> expected;
            for (PieceIndex piece = 0; piece < network.pieces.size() && open[i]; ++piece) {
                if (!reached_without(given.now, depots, places, {&piece, 1})[i]) {
                    expected.push_back(piece);
                }
            }
            ASSERT_EQ(analysis.places[i].singles, expected) << round << " " << i;
            singles += expected.size();
            const auto& pair = analysis.places[i].pair;
            if (!pair.empty()) {
                ASSERT_FALSE(reached_without(given.now, depots, places, pair)[i]);
                ++pairs;
            }
        }
    }
    EXPECT_GT(singles, 100U);
    EXPECT_GT(pairs, 5U);
}

/// The pairs of an analysis as pieces, each with the places it cuts off.
std::map<std::pair<PieceIndex, PieceIndex>, std::vector<std::size_t>> pairs_of(
    const CutAnalysis& analysis) {
    std::map<std::pair<PieceIndex, PieceIndex>, std::vector<std::size_t>> pairs;
    for (const PairCut& cut : analysis.pairs) {
        for (const PieceIndex one : cut.one) {
            for (const PieceIndex other : cut.other) {
                const auto [at, is_new] = pairs.emplace(std::minmax(one, other), cut.places);
                EXPECT_TRUE(is_new) << "a pair is told once";
            }
        }
    }
    return pairs;
}

/// Every pair of pieces taken out: the places it cuts off that no single piece does.
std::map<std::pair<PieceIndex, PieceIndex>, std::vector<std::size_t>> pairs_by_trying(
    const RoadsNow& now, const CutAnalysis& analysis, std::span<const StreetPosition> depots,
    std::span<const StreetPosition> places) {
    std::map<std::pair<PieceIndex, PieceIndex>, std::vector<std::size_t>> pairs;
    const auto pieces = static_cast<PieceIndex>(now.network().pieces.size());
    for (PieceIndex one = 0; one < pieces; ++one) {
        for (PieceIndex other = one + 1; other < pieces; ++other) {
            const std::vector<bool> reached =
                reached_without(now, depots, places, std::array{one, other});
            for (std::size_t i = 0; i < places.size(); ++i) {
                const PlaceAccess& place = analysis.places[i];
                if (place.reached && place.singles.empty() && !reached[i]) {
                    pairs[{one, other}].push_back(i);
                }
            }
        }
    }
    return pairs;
}

TEST(StreetCut, ThePairThatCutsOffMostComesFirstWithItsRoadsInARow) {
    const RoadsCase given(DrawnMap(R"(A--B--C--D
|        |
E--F--G--H)")
                              .make(),
                          cut_in_july());
    const StreetNetwork& network = given.network;
    const std::vector<StreetPosition> depots{at_node(network, 'A')};
    const std::vector<StreetPosition> places{at_node(network, 'C'), at_node(network, 'D'),
                                             at_node(network, 'H')};
    const CutAnalysis analysis = cut_analysis(given.now, depots, places);
    EXPECT_THAT(analysis.singles, IsEmpty());
    ASSERT_FALSE(analysis.pairs.empty());
    // Before C on the one side, before H on the other: three roads with four.
    const PairCut& first = analysis.pairs.front();
    EXPECT_THAT(first.places, ElementsAre(0U, 1U, 2U));
    std::vector<std::size_t> sides{first.one.size(), first.other.size()};
    std::sort(sides.begin(), sides.end());
    EXPECT_THAT(sides, ElementsAre(2U, 4U));
    // Of many people at D alone, what cuts off D comes before what cuts off C and H.
    const std::vector<std::uint64_t> people{1, 1'000, 1};
    const CutAnalysis weighed = cut_analysis(given.now, depots, places, people);
    EXPECT_THAT(weighed.pairs.front().places, ElementsAre(0U, 1U, 2U));
    EXPECT_TRUE(weighed.pairs.back().is_at_place) << "the two roads at C, D or H";
    const auto apart = std::ranges::find(weighed.pairs, true, &PairCut::is_at_place);
    EXPECT_TRUE(std::all_of(apart, weighed.pairs.end(),
                            [](const PairCut& pair) { return pair.is_at_place; }));
}

// Property, against trying every pair: all of them where every road is open to through traffic.
TEST(StreetCut, PairsEqualTryingEveryPairOfRoads) {
    std::mt19937_64 random(23);
    std::size_t pairs = 0;
    for (int round = 0; round < 25; ++round) {
        StreetNetwork network = kit::random_network(random, 5, 4);
        const bool is_plain = round % 5 != 0;
        if (is_plain) {
            network.barriers.clear();
            for (StreetWay& way : network.ways) {
                way.lorry_access = StreetAccess::yes;
            }
        }
        const RoadsCase given(std::move(network), cut_in_july());
        std::vector<StreetPosition> depots;
        std::vector<StreetPosition> places;
        for (int i = 0; i < 5; ++i) {
            const auto node = static_cast<NodeIndex>(random() % given.network.nodes.size());
            (i < 1 ? depots : places).push_back(position_at(given.network, node));
        }
        const CutAnalysis analysis = cut_analysis(given.now, depots, places);
        const auto told = pairs_of(analysis);
        const auto tried = pairs_by_trying(given.now, analysis, depots, places);
        if (is_plain) {
            ASSERT_EQ(told, tried) << round;
        }
        for (const auto& [pair, cut_off] : told) {
            ASSERT_EQ(tried.count(pair), 1U) << round;
            ASSERT_TRUE(std::ranges::includes(tried.at(pair), cut_off)) << round;
        }
        pairs += told.size();
    }
    EXPECT_GT(pairs, 100U);
}

TEST(StreetCut, TheFewestClosuresAreNamedThatOpenAPlaceAgain) {
    const StreetNetwork network = DrawnMap(R"(A--B--C
|     |
D-----F--G)")
                                      .make();
    StreetSituation situation = cut_in_july();
    const Instant before = situation.at - std::chrono::hours(1);
    situation.closures = {
        closure_of(network, "top 1", {"AB"}, before), closure_of(network, "top 2", {"BC"}, before),
        closure_of(network, "bottom", {"DF"}, before), closure_of(network, "G", {"FG"}, before),
        closure_of(network, "to come", {"AD"}, situation.at + std::chrono::hours(5))};
    const RoadsCase given(network, situation);
    const std::vector<StreetPosition> depots{at_node(network, 'A')};
    const std::vector<StreetPosition> places{at_node(network, 'D'), at_node(network, 'C'),
                                             at_node(network, 'G')};
    const ReopenAnalysis analysis = cheapest_reopening(given.now, depots, places);
    ASSERT_THAT(analysis.places, SizeIs(2));
    EXPECT_EQ(analysis.places[0].place, 1U);
    EXPECT_THAT(analysis.places[0].closures, ElementsAre(2U));
    EXPECT_THAT(analysis.places[1].closures, ElementsAre(2U, 3U));
    EXPECT_THAT(analysis.together, ElementsAre(2U, 3U));
    EXPECT_TRUE(analysis.together_is_exact);
}

TEST(StreetDisjoint, AsManyWaysAsThereAreAndTheCutThatProvesIt) {
    const RoadsCase given(DrawnMap(R"(A--B--C
|  |  |
D--F--G--H)")
                              .make(),
                          cut_in_july());
    const StreetNetwork& network = given.network;
    const DisjointWays two = disjoint_ways(given.now, at_node(network, 'A'), at_node(network, 'G'),
                                           5, DisjointKind::roads);
    EXPECT_EQ(two.most, 2);
    EXPECT_THAT(two.ways, SizeIs(2));
    EXPECT_THAT(two.cut_roads, SizeIs(2));
    EXPECT_FALSE(reached_without(given.now, std::vector{at_node(network, 'A')},
                                 std::vector{at_node(network, 'G')}, two.cut_roads)[0]);
    const DisjointWays one = disjoint_ways(given.now, at_node(network, 'A'), at_node(network, 'H'),
                                           2, DisjointKind::roads);
    EXPECT_EQ(one.most, 1);
    EXPECT_THAT(one.cut_roads, ElementsAre(piece_of(network, 'G', 'H')));
    const DisjointWays apart = disjoint_ways(given.now, at_node(network, 'A'),
                                             at_node(network, 'H'), 2, DisjointKind::crossings);
    EXPECT_EQ(apart.most, 1);
    EXPECT_EQ(apart.cut_crossings.size() + apart.cut_roads.size(), 1U);
    const DisjointWays shared = disjoint_ways(given.now, at_node(network, 'A'),
                                              at_node(network, 'H'), 2, DisjointKind::roads, 3'000);
    EXPECT_EQ(shared.most, 2) << "the last 3 km may be shared";
}

// Property: no more ways than a cut has roads, found by trying every set of roads; the ways share
// nothing; of one way it is the quickest.
TEST(StreetDisjoint, TheProofEqualsTryingEverySetOfRoads) {
    std::mt19937_64 random(3);
    std::map<int, int> seen;
    for (int round = 0; round < 60; ++round) {
        const RoadsCase given(kit::random_network(random, 4, 3), cut_in_july());
        const StreetNetwork& network = given.network;
        const auto from = static_cast<NodeIndex>(random() % network.nodes.size());
        const auto to = static_cast<NodeIndex>(random() % network.nodes.size());
        if (from == to) {
            continue;
        }
        const std::vector depots{position_at(network, from)};
        const std::vector places{position_at(network, to)};
        const DisjointWays found =
            disjoint_ways(given.now, depots[0], places[0], 4, DisjointKind::roads);
        // A place exactly at a crossing may lie in a yard: the flow then counts its first roads.
        if (bare_seeds(network, given.metric, start_of(given.roads, given.metric, depots[0]))
                    .size() != 1 ||
            bare_seeds(network, given.metric, end_of(given.roads, given.metric, places[0]))
                    .size() != 1) {
            continue;
        }
        int least = 0;
        std::vector<PieceIndex> lost;
        const std::function<bool(PieceIndex, int)> cuts = [&](PieceIndex first, int left) {
            if (!reached_without(given.now, depots, places, lost)[0]) {
                return true;
            }
            for (PieceIndex piece = first; left > 0 && piece < network.pieces.size(); ++piece) {
                lost.push_back(piece);
                const bool cut = cuts(piece + 1, left - 1);
                lost.pop_back();
                if (cut) {
                    return true;
                }
            }
            return false;
        };
        while (!cuts(0, least)) {
            ++least;
        }
        ASSERT_EQ(found.most, least) << round;
        ASSERT_EQ(found.ways.size(), static_cast<std::size_t>(least));
        std::set<PieceIndex> used;
        std::size_t driven = 0;
        for (const StreetPath& way : found.ways) {
            for (const RoadStretch& stretch : way.stretches) {
                used.insert(network.arcs[stretch.arc].piece());
                ++driven;
            }
        }
        ASSERT_EQ(used.size(), driven) << "no road twice";
        if (least > 0) {
            ASSERT_EQ(
                disjoint_ways(given.now, depots[0], places[0], 1, DisjointKind::roads).ways[0].ms,
                soonest_way(given.now, depots[0], places[0]).path.ms);
        }
        ++seen[least];
    }
    EXPECT_GT(seen[1], 3);
    EXPECT_GT(seen[2], 3);
}

TEST(StreetAlternatives, TheyDifferFromEachOtherAndTakeNotMuchLonger) {
    std::mt19937_64 random(9);
    std::size_t others = 0;
    for (int round = 0; round < 40; ++round) {
        const RoadsCase given(kit::random_network(random, 12, 12), cut_in_july());
        const StreetPosition from = kit::random_position(given.network, random);
        const StreetPosition to = kit::random_position(given.network, random);
        const auto ways = alternative_ways(given.now, from, to, 4);
        ASSERT_EQ(ways[0].ms, soonest_way(given.now, from, to).path.ms);
        for (std::size_t i = 1; i < ways.size(); ++i) {
            Distance sum = 0;
            for (const RoadStretch& stretch : ways[i].stretches) {
                sum += stretch.ms;
            }
            EXPECT_EQ(sum, ways[i].ms);
            EXPECT_LE(static_cast<double>(ways[i].ms), 1.4 * static_cast<double>(ways[0].ms));
            for (std::size_t j = 0; j < i; ++j) {
                EXPECT_LE(shared_part(given.network, ways[i], ways[j]), 0.6);
            }
            for (std::size_t k = 0; k + 1 < ways[i].stretches.size(); ++k) {
                EXPECT_EQ(given.network.arcs[ways[i].stretches[k].arc].head,
                          given.network.arcs[ways[i].stretches[k + 1].arc].tail);
            }
            ++others;
        }
    }
    EXPECT_GT(others, 5U);
}

/// The graph of Natural Earth's roads of Jilin, seats at the nearest node of its main part.
struct NaturalEarth {
    StreetNetwork network;
    std::map<std::string, StreetPosition> seats;
};

NaturalEarth read_natural_earth(const std::string& file) {
    std::ifstream stream(file);
    const auto layer = nlohmann::json::parse(stream);
    StreetBuilder builder("Natural Earth, public domain");
    std::map<std::int64_t, StreetPoint> nodes;
    for (const auto& feature : layer.at("features")) {
        const auto& properties = feature.at("properties");
        const auto& line = feature.at("geometry").at("coordinates");
        StreetWay way;
        way.id = properties.at("from").get<std::int64_t>() * 1000 + properties.at("to").get<int>();
        way.street_class = StreetClass::primary;
        way.length_cm =
            static_cast<std::uint32_t>(std::lround(properties.at("km").get<double>() * 100'000));
        const std::vector<std::int64_t> ends{properties.at("from"), properties.at("to")};
        const auto point_of = [](const nlohmann::json& at) {
            return StreetPoint{static_cast<std::int32_t>(std::lround(at[0].get<double>() * 1e7)),
                               static_cast<std::int32_t>(std::lround(at[1].get<double>() * 1e7))};
        };
        builder.add_point(ends[0], point_of(line.front()));
        builder.add_point(ends[1], point_of(line.back()));
        if (properties.at("component") == 0) {
            nodes[ends[0]] = point_of(line.front());
            nodes[ends[1]] = point_of(line.back());
        }
        builder.add_way(way, ends);
    }
    ReadReport report;
    NaturalEarth earth{.network = std::move(builder).build(report), .seats = {}};
    const FolderSource source(RELIEF_SOURCE_DIR "/data");
    const CsvTable seats(source.read("reference/jilin/places/jilin_county_seats.csv"), "seats",
                         {"code", "depot_lon_wgs84", "depot_lat_wgs84"});
    for (std::size_t i = 0; i < seats.size(); ++i) {
        const CsvRow row = seats.row(i);
        const StreetPoint at{
            static_cast<std::int32_t>(std::lround(row.number("depot_lon_wgs84", 0, 180) * 1e7)),
            static_cast<std::int32_t>(std::lround(row.number("depot_lat_wgs84", 0, 90) * 1e7))};
        const auto nearest =
            std::min_element(nodes.begin(), nodes.end(), [&](const auto& a, const auto& b) {
                return distance_m(a.second, at) < distance_m(b.second, at);
            });
        const auto& ids = earth.network.node_ids;
        earth.seats[row.text("code")] = position_at(
            earth.network, static_cast<NodeIndex>(
                               std::find(ids.begin(), ids.end(), nearest->first) - ids.begin()));
    }
    return earth;
}

// routing.md 3, counted there with another program.
TEST(StreetCut, TheKnownCutsOfTheNaturalEarthGraphAreFound) {
    const auto file = kit::shared_case("../reference/jilin/roads/ne_10m_roads_jilin_graph.geojson");
    if (!file) {
        GTEST_SKIP() << "the graph of Natural Earth is not here: ITS KNOWN CUTS ARE NOT TESTED";
    }
    NaturalEarth earth = read_natural_earth(*file);
    const RoadsCase given(std::move(earth.network), cut_in_july());
    const std::vector depots{earth.seats.at("220102")};
    std::vector<StreetPosition> places;
    for (const auto& [code, position] : earth.seats) {
        places.push_back(position);
    }
    ASSERT_THAT(places, SizeIs(60));
    const CutAnalysis analysis = cut_analysis(given.now, depots, places);
    std::map<std::int64_t, std::size_t> cut_off;
    for (const SingleCut& single : analysis.singles) {
        for (const PieceIndex piece : single.pieces) {
            cut_off[given.network.ways[given.network.pieces[piece].way].id] = single.places.size();
        }
    }
    EXPECT_EQ(cut_off[155'169], 11U);
    EXPECT_EQ(cut_off[126'128], 6U);
    const auto most = [&](const char* code) {
        return disjoint_ways(given.now, depots[0], earth.seats.at(code), 3, DisjointKind::roads)
            .most;
    };
    EXPECT_EQ(most("220204"), 2) << "Jilin city";
    EXPECT_EQ(most("222401"), 2) << "Yanji";
    EXPECT_EQ(most("220702"), 2) << "Songyuan";
    EXPECT_EQ(most("220502"), 1) << "Tonghua";
    EXPECT_EQ(most("220802"), 1) << "Baicheng";
    // routing.md counts 1 for Hunchun; its seat's nearest node of the file, 198, ends two roads
    // (from 191 and from 200), and two ways that share none lead there.
    EXPECT_EQ(most("222404"), 2) << "Hunchun";
}

}  // namespace
}  // namespace relief
