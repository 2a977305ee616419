// SPDX-License-Identifier: Apache-2.0
#include "routing/network/closure_candidates.h"

#include "routing/network/road_chain.h"
#include "routing/network/street_builder.h"

#include <cmath>
#include <memory>
#include <set>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace relief {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const Date today = *parse_date("2017-07-14");

const Places& places() {
    static const Places all{FolderSource(std::string(RELIEF_SOURCE_DIR) + "/data")};
    return all;
}

StreetPoint at(double longitude, double latitude) {
    return {.longitude_e7 = static_cast<std::int32_t>(std::lround(longitude * 1e7)),
            .latitude_e7 = static_cast<std::int32_t>(std::lround(latitude * 1e7))};
}

StreetPoint seat(const char* code) {
    const Place* place = places().find_code(code);
    return at(*place->longitude, *place->latitude);
}

/// Roads drawn with a ruler between real seats of Jilin: way 1 G202 Chuanying (Jilin city) - Yongji
/// - Panshi in four pieces (nodes 10 .. 14), way 2 G302 Shulan - Jiaohe, way 3 a bridge of G202's
/// own way 4 by name, way 5 the motorway G12 twin carriageways east to west.
struct Drawn {
    StreetNetwork network;
    std::unique_ptr<StreetPieces> pieces;
    ClosureGazetteer gazetteer;

    Drawn() : network(draw()), pieces(std::make_unique<StreetPieces>(network)) {
        gazetteer = {.pieces = pieces.get(), .places = &places()};
        gazetteer.road_names = {{.name = "黑大线", .ref = "G202"},
                                {.name = "珲乌高速", .ref = "G12"}};
        for (const char* code : {"220204", "220221", "220284"}) {
            const StreetPoint middle = seat(code);
            gazetteer.borders[code] = {
                .rings = {{{middle.longitude_e7 - 1'000'000, middle.latitude_e7 - 1'000'000},
                           {middle.longitude_e7 + 1'000'000, middle.latitude_e7 - 1'000'000},
                           {middle.longitude_e7 + 1'000'000, middle.latitude_e7 + 1'000'000},
                           {middle.longitude_e7 - 1'000'000, middle.latitude_e7 + 1'000'000}}}};
        }
    }

    static void way(StreetBuilder& builder, std::int64_t id, const char* ref, const char* name,
                    StreetClass street_class, std::vector<std::int64_t> ids,
                    StreetDirections directions = StreetDirections::both) {
        StreetWay about;
        about.id = id;
        about.ref = builder.text(ref);
        about.name = builder.text(name);
        about.street_class = street_class;
        about.car_directions = about.lorry_directions = directions;
        if (std::string_view(name).ends_with("桥")) {
            about.marks = StreetWay::bridge;
            about.layer = 1;
        }
        builder.add_way(about, ids);
    }

    static StreetNetwork draw() {
        StreetBuilder builder("drawn with a ruler");
        const auto between = [](StreetPoint a, StreetPoint b) {
            return at((a.longitude() + b.longitude()) / 2, (a.latitude() + b.latitude()) / 2);
        };
        builder.add_point(10, seat("220204"));
        builder.add_point(11, between(seat("220204"), seat("220221")));
        builder.add_point(12, seat("220221"));
        builder.add_point(13, between(seat("220221"), seat("220284")));
        builder.add_point(14, seat("220284"));
        way(builder, 1, "G202", "", StreetClass::primary, {10, 11, 12, 13, 14});
        builder.add_point(20, seat("220283"));
        builder.add_point(21, between(seat("220283"), seat("220281")));
        builder.add_point(22, seat("220281"));
        way(builder, 2, "G302", "", StreetClass::primary, {20, 21, 22});
        way(builder, 3, "", "", StreetClass::secondary, {10, 20});
        builder.add_point(40, at(126.5, 43.7));
        way(builder, 4, "G202", "二道河大桥", StreetClass::primary, {14, 40});
        // The ways of the side streets make nodes of the inner points.
        for (const std::int64_t node : {11, 12, 13, 21}) {
            builder.add_point(1000 + node, at(126 + static_cast<double>(node) / 100, 42));
            way(builder, 100 + node, "", "", StreetClass::service, {node, 1000 + node});
        }
        builder.add_point(50, at(127, 44));
        builder.add_point(51, at(126, 44));
        builder.add_point(52, at(125, 44));
        builder.add_point(61, at(126, 44.0002));
        way(builder, 5, "G12", "", StreetClass::motorway, {50, 51, 52}, StreetDirections::forward);
        way(builder, 6, "G12", "", StreetClass::motorway, {52, 61, 50}, StreetDirections::forward);
        way(builder, 7, "", "", StreetClass::service, {51, 61});
        ReadReport report;
        return std::move(builder).build(report);
    }

    [[nodiscard]] ClosureReading read(std::string_view words, const std::string& near = "") const {
        return read_closure_words(gazetteer, words, near, today);
    }
    /// "10>11" of each arc that a candidate shuts.
    [[nodiscard]] std::set<std::string> arcs(const ClosureCandidate& candidate) const {
        const PlacedClosure placed =
            place_closure(*pieces, {.kind = candidate.kind, .stretches = candidate.stretches});
        EXPECT_THAT(placed.missing, IsEmpty());
        std::set<std::string> ends;
        for (const ArcIndex arc : placed.arcs) {
            ends.insert(std::to_string(network.node_ids[network.arcs[arc].tail]) + ">" +
                        std::to_string(network.node_ids[network.arcs[arc].head]));
        }
        return ends;
    }
};

using Arcs = std::set<std::string>;

TEST(ClosureCandidates, BetweenTwoSeatsOnANumberedRoad) {
    const Drawn map;
    for (const std::string_view words :
         {"G202吉林—永吉", "黑大线永吉至吉林市段", "202国道吉林市到永吉县"}) {
        const ClosureReading reading = map.read(words);
        ASSERT_FALSE(reading.candidates.empty()) << words;
        EXPECT_EQ(map.arcs(reading.candidates[0]), (Arcs{"10>11", "11>10", "11>12", "12>11"}))
            << words;
        EXPECT_NEAR(reading.candidates[0].km, distance_m(seat("220204"), seat("220221")) / 1000,
                    0.01);
        EXPECT_THAT(reading.findings, IsEmpty());
    }
}

/// G222 as parts of the line from Shulan to Jiaohe and on, by shares of the way between them.
StreetNetwork in_parts(const std::vector<std::pair<double, double>>& parts) {
    StreetBuilder builder("drawn with a ruler");
    const StreetPoint from = seat("220283");
    const StreetPoint to = seat("220281");
    std::int64_t node = 70;
    std::int64_t id = 0;
    for (const auto& [begin, end] : parts) {
        for (const double share : {begin, end}) {
            builder.add_point(node++,
                              at(from.longitude() + share * (to.longitude() - from.longitude()),
                                 from.latitude() + share * (to.latitude() - from.latitude())));
        }
        Drawn::way(builder, ++id, "G222", "", StreetClass::primary, {node - 2, node - 1});
    }
    ReadReport report;
    return std::move(builder).build(report);
}

TEST(ClosureCandidates, OfARoadInPartsAllThatLieBetweenTheTwo) {
    Drawn map;
    map.network = in_parts({{0, 0.3}, {0.6, 1}, {1.3, 3}, {-3, -0.8}});
    map.pieces = std::make_unique<StreetPieces>(map.network);
    map.gazetteer.pieces = map.pieces.get();
    const ClosureReading reading = map.read("G222舒兰至蛟河段");
    ASSERT_EQ(reading.candidates.size(), 1U);
    EXPECT_EQ(map.arcs(reading.candidates[0]),
              (std::set<std::string>{"70>71", "71>70", "72>73", "73>72"}));
    EXPECT_NEAR(reading.candidates[0].km, 0.7 * distance_m(seat("220283"), seat("220281")) / 1000,
                0.1);
    ASSERT_FALSE(reading.candidates[0].doubts.empty());
    EXPECT_THAT(reading.candidates[0].doubts[0].zh, HasSubstr("断成 2 段"));
    EXPECT_THAT(reading.findings, IsEmpty());
    // North-south roads count from the north: Shulan lies north of Jiaohe.
    EXPECT_EQ(map.arcs(map.read("G222舒兰至蛟河段上行").candidates.at(0)),
              (std::set<std::string>{"70>71", "72>73"}));
}

TEST(ClosureCandidates, OfTwinCarriagewaysInOnePartEachNoGapIsTold) {
    Drawn map;
    map.network = in_parts({{0, 1}, {0.01, 0.99}});
    map.pieces = std::make_unique<StreetPieces>(map.network);
    map.gazetteer.pieces = map.pieces.get();
    const ClosureReading reading = map.read("G222舒兰至蛟河段");
    ASSERT_EQ(reading.candidates.size(), 1U);
    EXPECT_EQ(map.arcs(reading.candidates[0]).size(), 4U);
    EXPECT_THAT(reading.candidates[0].doubts, IsEmpty());
}

TEST(ClosureCandidates, WithoutANumberTheUsualWayIsShownWithItsDoubt) {
    const Drawn map;
    const ClosureReading reading = map.read("舒兰至蛟河段");
    ASSERT_EQ(reading.candidates.size(), 1U);
    EXPECT_EQ(map.arcs(reading.candidates[0]), (Arcs{"20>21", "21>20", "21>22", "22>21"}));
    EXPECT_THAT(reading.candidates[0].doubts.front().zh, HasSubstr("没有说是哪条路"));
    EXPECT_LT(reading.candidates[0].confidence, 60);
}

TEST(ClosureCandidates, TheDirectionTowardsAPlace) {
    const Drawn map;
    EXPECT_EQ(map.arcs(map.read("G202吉林—永吉 往永吉方向").candidates.at(0)),
              (Arcs{"10>11", "11>12"}));
    EXPECT_EQ(map.arcs(map.read("G202吉林—永吉 吉林方向").candidates.at(0)),
              (Arcs{"11>10", "12>11"}));
}

TEST(ClosureCandidates, OfTwinCarriagewaysBothOrTheOneOfTheDirection) {
    const Drawn map;
    EXPECT_EQ(map.arcs(map.read("G12双向全线").candidates.at(0)),
              (Arcs{"50>51", "51>52", "52>61", "61>50"}));
    // East-west roads count from the east, so rising posts lead west.
    EXPECT_EQ(map.arcs(map.read("G12全线上行").candidates.at(0)), (Arcs{"50>51", "51>52"}));
    EXPECT_EQ(map.arcs(map.read("G12全线下行").candidates.at(0)), (Arcs{"52>61", "61>50"}));
}

TEST(ClosureCandidates, APostIsInterpolatedBetweenMeasuredOnes) {
    Drawn map;
    map.gazetteer.posts = {{.ref = "G202", .metres = 300'000, .at = seat("220204")},
                           {.ref = "G202", .metres = 340'000, .at = seat("220221")}};
    const ClosureReading reading = map.read("G202 K310+000");
    ASSERT_EQ(reading.candidates.size(), 1U);
    EXPECT_EQ(map.arcs(reading.candidates[0]), (Arcs{"10>11", "11>10"}));
    EXPECT_EQ(map.arcs(map.read("G202 K310—K330").candidates.at(0)),
              (Arcs{"10>11", "11>10", "11>12", "12>11"}));
    EXPECT_EQ(map.arcs(map.read("G202 K335+500处").candidates.at(0)), (Arcs{"11>12", "12>11"}));
}

TEST(ClosureCandidates, WithoutPostsTheRoadIsMeasuredFromItsEndsAndSaysSo) {
    const Drawn map;
    const ClosureReading reading = map.read("G12 K10+000");
    ASSERT_GE(reading.candidates.size(), 2U);
    // From the east, as the rule counts east-west roads; then from the west.
    EXPECT_EQ(map.arcs(reading.candidates[0]), (Arcs{"50>51", "61>50"}));
    EXPECT_EQ(map.arcs(reading.candidates[1]), (Arcs{"51>52", "52>61"}));
    EXPECT_THAT(reading.candidates[0].doubts.front().zh, HasSubstr("没有里程碑"));
}

TEST(ClosureCandidates, APostBeyondTheRoadIsToldAndTheRoadStillShown) {
    const Drawn map;
    const ClosureReading reading = map.read("G202 K371+200");
    ASSERT_EQ(reading.findings.size(), 1U);
    EXPECT_THAT(reading.findings[0].zh, HasSubstr("K371+200 超出路网上 G202 的长度"));
    ASSERT_EQ(reading.candidates.size(), 1U);  // all of it, in doubt
    EXPECT_LT(reading.candidates[0].confidence, 70);
}

TEST(ClosureCandidates, AnUnknownRoadIsToldAndNothingInvented) {
    const Drawn map;
    const ClosureReading reading = map.read("G9999 K1+000");
    EXPECT_THAT(reading.candidates, IsEmpty());
    ASSERT_EQ(reading.findings.size(), 1U);
    EXPECT_EQ(reading.findings[0].zh, "路网中没有标 G9999 的道路");
    EXPECT_THAT(map.read("没影线").findings.at(0).zh, HasSubstr("没影线"));
    EXPECT_THAT(map.read("老王家门口那条路").candidates, IsEmpty());
}

TEST(ClosureCandidates, ANameThatIsAnotherNumbersIsTold) {
    const Drawn map;
    EXPECT_THAT(map.read("G302珲乌高速").findings.at(0).zh, HasSubstr("珲乌高速是 G12"));
    EXPECT_THAT(map.read("G12珲乌高速").findings, IsEmpty());
}

TEST(ClosureCandidates, ABridgeByItsName) {
    const Drawn map;
    const ClosureReading reading = map.read("绕城高速二道河大桥");
    ASSERT_EQ(reading.candidates.size(), 1U);
    EXPECT_EQ(reading.candidates[0].kind, ClosureKind::bridge);
    EXPECT_EQ(map.arcs(reading.candidates[0]), (Arcs{"14>40", "40>14"}));
    EXPECT_THAT(map.read("向阳大桥").findings.at(0).zh, HasSubstr("没有叫“向阳大桥”"));
    EXPECT_THAT(map.read("向阳大桥").candidates, IsEmpty());
}

TEST(ClosureCandidates, WithinADivisionByItsBorder) {
    const Drawn map;
    const ClosureReading reading = map.read("G202黑大线永吉境内");
    ASSERT_EQ(reading.candidates.size(), 1U);
    EXPECT_EQ(map.arcs(reading.candidates[0]).count("12>13"), 1U);
    EXPECT_EQ(map.arcs(reading.candidates[0]).count("13>14"), 0U);
    // The division the caller spoke of serves where the words say none.
    EXPECT_EQ(map.read("G202水毁", "220221").candidates.at(0).stretches,
              reading.candidates[0].stretches);
}

TEST(ClosureCandidates, EveryRoadOutOfADivision) {
    const Drawn map;
    const ClosureReading reading = map.read("磐石全部出口");
    ASSERT_EQ(reading.candidates.size(), 1U);
    for (const std::string& arc : map.arcs(reading.candidates[0])) {
        EXPECT_THAT(arc, HasSubstr("14"));  // the only node within the drawn border
    }
    EXPECT_EQ(map.arcs(map.read("全省高速公路").candidates.at(0)).size(), 4U);
}

TEST(ClosureCandidates, ARoadAloneIsAllOfItWithItsDoubt) {
    const Drawn map;
    const ClosureReading vague = map.read("G302塌方");
    ASSERT_EQ(vague.candidates.size(), 1U);
    EXPECT_THAT(vague.candidates[0].doubts.front().zh, HasSubstr("没有说在哪一段"));
    EXPECT_GT(map.read("G302全线封闭").candidates.at(0).confidence, vague.candidates[0].confidence);
}

TEST(ClosureCandidates, SameWordsSameAnswer) {
    const Drawn map;
    const Drawn other;
    for (const std::string_view words : {"G12 K10+000", "舒兰至蛟河段", "磐石全部出口"}) {
        EXPECT_EQ(map.read(words).candidates, other.read(words).candidates);
    }
}

TEST(RoadChain, PostsBeginWhereTheNumberSays) {
    EXPECT_EQ(post_origin("G1"), PostOrigin::beijing);
    EXPECT_EQ(post_origin("G102"), PostOrigin::beijing);
    EXPECT_EQ(post_origin("G202"), PostOrigin::north);
    EXPECT_EQ(post_origin("G11"), PostOrigin::north);
    EXPECT_EQ(post_origin("G12"), PostOrigin::east);
    EXPECT_EQ(post_origin("G302"), PostOrigin::east);
    EXPECT_EQ(post_origin("G1212"), PostOrigin::unknown);
    EXPECT_EQ(post_origin("S206"), PostOrigin::unknown);
    EXPECT_EQ(post_origin("G"), PostOrigin::unknown);
}

TEST(RoadChain, LaysARoadOutByItsLongestPart) {
    const Drawn map;
    const RoadChain chain = lay_out(*map.pieces, pieces_of_ref(map.network, "G202"));
    double metres = 0;
    for (const auto& [from, to] : {std::pair("220204", "220221"), std::pair("220221", "220284")}) {
        metres += distance_m(seat(from), seat(to));
    }
    metres += distance_m(seat("220284"), at(126.5, 43.7));
    EXPECT_NEAR(static_cast<double>(chain.length_cm) / 100, metres, 1);
    EXPECT_EQ(chain.turned().turned().from_cm, chain.from_cm);
    EXPECT_THAT(lay_out(*map.pieces, {}).pieces, IsEmpty());
}

}  // namespace
}  // namespace relief
