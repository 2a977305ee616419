// SPDX-License-Identifier: Apache-2.0
#include "routing/path/street_route.h"

#include "routing/path/street_explain.h"
#include "tests/routing/street_kit.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <random>

namespace relief {
namespace {

using kit::at_node;
using kit::closure_of;
using kit::DrawnMap;
using kit::on_road;
using kit::RoadsCase;
using testing::ElementsAre;
using testing::SizeIs;

constexpr Distance minute = 60'000;

Instant at(std::string_view text) {
    return parse_instant(text).value();
}

StreetSituation on(std::string_view text) {
    StreetSituation situation;
    situation.at = at(text);
    return situation;
}

/// The soonest arrival by trying every state again and again (Bellman and Ford): which road, how
/// far on in the way (beginning, open, ending), when. As slow as it is plain.
Distance tried_out(const RoadsCase& given, const StreetPosition& from, const StreetPosition& to) {
    const StreetNetwork& network = given.network;
    const StreetWeights calm = calm_weights(network, given.judge);
    const Instant depart = given.situation.at;
    const auto enter = [&](ArcIndex arc, Distance ms, Weight takes) -> Distance {
        for (bool moved = true; moved;) {
            moved = false;
            for (const ShutWindow& window :
                 given.judge.windows(arc, depart, depart + std::chrono::hours(24 * 7))) {
                const auto begin = std::chrono::milliseconds(window.from - depart).count();
                const auto now = static_cast<std::int64_t>(ms);
                if (begin >= now + static_cast<std::int64_t>(takes)) {
                    continue;
                }
                if (window.until == Instant::max()) {
                    return unreachable;
                }
                const auto end = std::chrono::milliseconds(window.until - depart).count();
                if (end > now) {
                    ms = static_cast<Distance>(end);
                    moved = true;
                }
            }
        }
        return ms > Distance{7 * 24 * 3'600'000} ? unreachable : ms;
    };
    const auto along = [&](ArcIndex arc, const StreetPosition& position) {
        return network.arcs[arc].is_backward() ? network.length_cm(arc) - position.offset_cm
                                               : position.offset_cm;
    };
    const auto takes = [&](ArcIndex arc, std::uint32_t from_cm, std::uint32_t to_cm) {
        const std::uint32_t length = network.length_cm(arc);
        return part_ms(calm.ends[arc], to_cm, length) - part_ms(calm.ends[arc], from_cm, length);
    };
    const std::size_t nodes = network.nodes.size();
    std::vector<std::vector<Distance>> ms(3, std::vector<Distance>(nodes, unreachable));
    Distance best = unreachable;
    const auto drive = [&](ArcIndex arc, Distance begin, std::uint32_t from_cm,
                           std::uint32_t to_cm) {
        if (begin == unreachable || calm.ends[arc] == closed_weight) {
            return unreachable;
        }
        const Weight part = takes(arc, from_cm, to_cm);
        const Distance entry = from_cm == to_cm ? begin : enter(arc, begin, part);
        return entry == unreachable ? unreachable : entry + part;
    };
    const auto pieces_arcs = [&](PieceIndex piece) {
        return std::vector{network.pieces[piece].forward, network.pieces[piece].backward};
    };
    const auto node_here = [&](const StreetPosition& position, NodeIndex node) {
        const StreetPiece& piece = network.pieces[position.piece];
        return (position.offset_cm == 0 && piece.from == node) ||
               (position.offset_cm == piece.length_cm && piece.to == node);
    };
    for (const ArcIndex arc : pieces_arcs(from.piece)) {
        if (arc == no_index) {
            continue;
        }
        if (from.piece == to.piece && along(arc, from) <= along(arc, to)) {
            best = std::min(best, drive(arc, 0, along(arc, from), along(arc, to)));
        }
        if (!calm.blocked_head[arc]) {
            const std::size_t layer = calm.is_for_ends(arc) ? 0 : 1;
            Distance& head = ms[layer][network.arcs[arc].head];
            head = std::min(head, drive(arc, 0, along(arc, from), network.length_cm(arc)));
        }
    }
    for (NodeIndex node = 0; node < nodes; ++node) {
        if (node_here(from, node)) {
            ms[0][node] = 0;
        }
    }
    for (bool changed = true; changed;) {
        changed = false;
        for (ArcIndex arc = 0; arc < network.arcs.size(); ++arc) {
            const bool is_open = calm.through[arc] != closed_weight;
            if (!is_open && (calm.ends[arc] == closed_weight || calm.blocked_head[arc])) {
                continue;
            }
            for (int layer = 0; layer < 3; ++layer) {
                if (is_open && layer == 2) {
                    continue;
                }
                const int next = is_open ? 1 : layer == 0 ? 0 : 2;
                const Distance arrival =
                    drive(arc, ms[static_cast<std::size_t>(layer)][network.arcs[arc].tail], 0,
                          network.length_cm(arc));
                Distance& head = ms[static_cast<std::size_t>(next)][network.arcs[arc].head];
                if (arrival < head) {
                    head = arrival;
                    changed = true;
                }
            }
        }
    }
    for (const auto& layer : ms) {
        for (const ArcIndex arc : pieces_arcs(to.piece)) {
            if (arc != no_index && (&layer != &ms[2] || calm.is_for_ends(arc))) {
                best = std::min(best, drive(arc, layer[network.arcs[arc].tail], 0, along(arc, to)));
            }
        }
        for (NodeIndex node = 0; node < nodes; ++node) {
            if (node_here(to, node)) {
                best = std::min(best, layer[node]);
            }
        }
    }
    return best;
}

TEST(StreetRoute, AKilometreIsAMinuteAndTheQuickerRoadIsTaken) {
    const RoadsCase given(DrawnMap(R"(A--B--C
|     |
D-----F)")
                              .make(),
                          on("2017-07-15T08:00"));
    const TimedPath way =
        soonest_way(given.now, at_node(given.network, 'A'), at_node(given.network, 'C'));
    EXPECT_EQ(way.path.ms, 6 * minute);
    EXPECT_EQ(way.path.length_cm(), 600'000U);
    EXPECT_EQ(kit::nodes_of(given.network, way.path.stretches), "ABC");
}

TEST(StreetRoute, WinterHalvesTheSpeedByTheMonthAlone) {
    const RoadsCase given(DrawnMap("A--B").make(), on("2018-01-15T08:00"));
    EXPECT_EQ(
        soonest_way(given.now, at_node(given.network, 'A'), at_node(given.network, 'B')).path.ms,
        6 * minute);
}

TEST(StreetRoute, PartsOfARoadTakeExactlyWhatTheWholeTakes) {
    const RoadsCase given(DrawnMap("A--B--C").make(), on("2017-07-15T08:00"));
    const StreetNetwork& network = given.network;
    const auto ms = [&](const StreetPosition& from, const StreetPosition& to) {
        return soonest_way(given.now, from, to).path.ms;
    };
    EXPECT_EQ(ms(on_road(network, 'A', 'B', 1'000), on_road(network, 'B', 'C', 500)),
              2 * minute + minute / 2);
    EXPECT_EQ(ms(on_road(network, 'A', 'B', 1'000), on_road(network, 'A', 'B', 2'000)), minute);
    EXPECT_EQ(ms(on_road(network, 'A', 'B', 2'000), on_road(network, 'A', 'B', 1'000)), minute);
    EXPECT_EQ(ms(on_road(network, 'A', 'B', 700), on_road(network, 'A', 'B', 700)), 0U);
}

TEST(StreetRoute, BackwardOnAOneWayRoadGoesAllTheWayRound) {
    const RoadsCase given(DrawnMap(R"(A->-B
|   |
D---C)")
                              .make(),
                          on("2017-07-15T08:00"));
    // 2 km on to B, 2 + 4 + 2 back to A, 1 on.
    EXPECT_EQ(soonest_way(given.now, on_road(given.network, 'A', 'B', 2'000),
                          on_road(given.network, 'A', 'B', 1'000))
                  .path.ms,
              11 * minute);
}

TEST(StreetRoute, ARoadForDestinationsIsUsedAtTheEndsAndNeverThrough) {
    const StreetNetwork network = DrawnMap(R"(A--B--C--G
|     |
D-----F)")
                                      .access('A', 'B', StreetAccess::destination)
                                      .access('B', 'C', StreetAccess::delivery)
                                      .make();
    const RoadsCase given(network, on("2017-07-15T08:00"));
    const TimedPath around = soonest_way(given.now, at_node(network, 'D'), at_node(network, 'G'));
    EXPECT_EQ(kit::nodes_of(network, around.path.stretches), "DFCG");
    const TimedPath into =
        soonest_way(given.now, at_node(network, 'D'), on_road(network, 'B', 'C', 100));
    EXPECT_EQ(into.path.ms, 2 * minute + 3 * minute + minute / 10) << "both yards hang together";
    const TimedPath within = soonest_way(given.now, on_road(network, 'A', 'B', 1'000),
                                         on_road(network, 'B', 'C', 1'000));
    EXPECT_EQ(within.path.ms, 3 * minute);
}

TEST(StreetRoute, ABarrierStopsWhatGoesThroughNotWhatGoesTo) {
    const StreetNetwork network = DrawnMap("A--B--C").barrier('B', StreetAccess::no).make();
    const RoadsCase given(network, on("2017-07-15T08:00"));
    EXPECT_FALSE(soonest_way(given.now, at_node(network, 'A'), at_node(network, 'C')).path.found());
    EXPECT_EQ(
        soonest_way(given.now, at_node(network, 'A'), on_road(network, 'A', 'B', 2'900)).path.ms,
        minute * 29 / 10);
    EXPECT_EQ(soonest_way(given.now, at_node(network, 'A'), at_node(network, 'B')).path.ms,
              3 * minute);
}

TEST(StreetRoute, SignsKeepOffWhatIsTooHighAndAPermitDoesNotMakeALorryLower) {
    const StreetNetwork network = DrawnMap(R"(A--B
|  |
C--D)")
                                      .limits('A', 'B', {.height_cm = Limit::of(350)})
                                      .limits('C', 'D', {.weight_kg = Limit::of(20'000)})
                                      .make();
    const RoadsCase given(network, on("2017-07-15T08:00"));
    EXPECT_FALSE(soonest_way(given.now, at_node(network, 'A'), at_node(network, 'B')).path.found());
    StreetSituation with_permit = on("2017-07-15T08:00");
    with_permit.permit = "吉超2017-15";
    const RoadsCase permitted(network, with_permit);
    const TimedPath way = soonest_way(permitted.now, at_node(network, 'A'), at_node(network, 'B'));
    EXPECT_EQ(kit::nodes_of(network, way.path.stretches), "ACDB");
    const auto warnings = route_warnings(permitted.now, way);
    EXPECT_THAT(warnings,
                testing::Contains(RouteWarning{
                    .code = "permit", .places = 1, .length_cm = 300'000, .words = "吉超2017-15"}));
    EXPECT_THAT(warnings,
                testing::Contains(RouteWarning{
                    .code = "height_unknown", .places = 1, .length_cm = 700'000, .words = ""}));
}

TEST(StreetRoute, WaitingForARoadToOpenIsChosenWhereItIsQuicker) {
    const StreetNetwork network = DrawnMap(R"(A--B--C
|     |
|     |
|     |
D-----F)")
                                      .make();
    StreetSituation situation = on("2017-07-15T08:00");
    situation.closures = {
        closure_of(network, "C1", {"BC"}, at("2017-07-14"), at("2017-07-15T08:08"))};
    const RoadsCase given(network, situation);
    // Around: 4 + 6 + 4 = 14; waiting: until 08:08 and 3 more.
    const TimedPath waits = soonest_way(given.now, at_node(network, 'A'), at_node(network, 'C'));
    EXPECT_EQ(waits.path.ms, 11 * minute);
    ASSERT_THAT(waits.waits, SizeIs(1));
    EXPECT_EQ(waits.waits[0].from, at("2017-07-15T08:03"));
    EXPECT_EQ(waits.waits[0].until, at("2017-07-15T08:08"));
    EXPECT_EQ(waits.waits[0].closure, 0U);

    situation.closures[0].closure.to = at("2017-07-15T08:12");
    const RoadsCase later(network, situation);
    const TimedPath around = soonest_way(later.now, at_node(network, 'A'), at_node(network, 'C'));
    EXPECT_EQ(around.path.ms, 14 * minute);
    EXPECT_THAT(around.waits, SizeIs(0));
}

TEST(StreetRoute, ARoadThatShutsBeforeOneIsThroughIsNotEntered) {
    const StreetNetwork network = DrawnMap(R"(A--B--C
|     |
D-----F)")
                                      .make();
    StreetSituation situation = on("2017-07-15T08:00");
    situation.closures = {closure_of(network, "C1", {"BC"}, at("2017-07-15T08:05"))};
    const RoadsCase given(network, situation);
    EXPECT_EQ(soonest_way(given.now, at_node(network, 'A'), at_node(network, 'C')).path.ms,
              10 * minute);
}

TEST(StreetRoute, ABanThroughMidnightHoldsOnBothSidesOfIt) {
    const StreetNetwork network = DrawnMap("A--B--C").ban('B', 'C', 22 * 60, 6 * 60).make();
    const auto arrives = [&](std::string_view depart) {
        const RoadsCase given(network, on(depart));
        return given.situation.at +
               std::chrono::milliseconds(
                   soonest_way(given.now, at_node(network, 'A'), at_node(network, 'C')).path.ms) /
                   1000 * 1000;
    };
    EXPECT_EQ(arrives("2017-07-15T12:00"), at("2017-07-15T12:06"));
    EXPECT_EQ(arrives("2017-07-15T23:50"), at("2017-07-16T06:03"));
    EXPECT_EQ(arrives("2017-07-16T03:00"), at("2017-07-16T06:03"));
    EXPECT_EQ(arrives("2017-07-15T21:55"), at("2017-07-16T06:03")) << "not through by 22:00";
    EXPECT_EQ(arrives("2017-07-15T21:54"), at("2017-07-15T22:00"));
}

TEST(StreetRoute, AClosedPlaceIsToldByItsLastOpenPointTheGapAndWhatShutsIt) {
    const StreetNetwork network = DrawnMap("A--B----C--D").make();
    StreetSituation situation = on("2017-07-15T08:00");
    situation.closures = {closure_of(network, "C1", {"BC"}, at("2017-07-14"))};
    const RoadsCase given(network, situation);
    const StreetPosition place = on_road(network, 'C', 'D', 1'000);
    ASSERT_FALSE(soonest_way(given.now, at_node(network, 'A'), place).path.found());
    const RoadGap gap = gap_before(given.now, at_node(network, 'A'), place);
    ASSERT_TRUE(gap.found);
    EXPECT_EQ(gap.last_open.point, network.nodes[kit::node_of(network, 'B')]);
    EXPECT_EQ(gap.gap_cm, 600'000U);
    ASSERT_THAT(gap.shut_by, SizeIs(1));
    EXPECT_EQ(gap.shut_by[0].arc, kit::arc_of(network, 'B', 'C'));
    EXPECT_EQ(gap.shut_by[0].closure, 0U);
}

TEST(StreetRoute, ARestrictedPassageLetsThroughWhoMayAndSaysSo) {
    const StreetNetwork network = DrawnMap(R"(A--B
|  |
C--D)")
                                      .make();
    StreetSituation situation = on("2017-07-15T08:00");
    situation.closures = {closure_of(network, "C1", {"AB"}, at("2017-07-14"))};
    const auto way = [&] {
        const RoadsCase given(network, situation);
        return soonest_way(given.now, at_node(network, 'A'), at_node(network, 'B')).path.ms;
    };
    situation.closures[0].closure.limits.weight_kg = 30'000;
    EXPECT_EQ(way(), 3 * minute);
    situation.closures[0].closure.limits.weight_kg = 20'000;
    EXPECT_EQ(way(), 7 * minute);
    situation.closures[0].closure.limits = {.one_lane_wait_minutes = 2};
    EXPECT_EQ(way(), 5 * minute);
    situation.without_restricted = true;
    EXPECT_EQ(way(), 7 * minute);
    situation.without_restricted = false;
    situation.closures[0].closure.limits = {.convoy_only = true};
    EXPECT_EQ(way(), 7 * minute);
    situation.convoy_vehicles = 5;
    EXPECT_EQ(way(), 3 * minute);
    situation.closures[0].closure.limits = {.daylight_only = true};
    EXPECT_EQ(way(), 3 * minute);
    situation.at = at("2017-07-15T20:00");
    EXPECT_EQ(way(), 7 * minute);
}

TEST(StreetRoute, TheDetourNamesWhatStandsOnTheOpenRoadAndWhatEachCosts) {
    // A to F: 2 km at the top, 10 km around at the bottom by C and D.
    const StreetNetwork network = DrawnMap(R"(A-B-F
|   |
|   |
C-D-G)")
                                      .make();
    StreetSituation situation = on("2017-07-15T08:00");
    situation.closures = {closure_of(network, "C1", {"AB"}, at("2017-07-14")),
                          closure_of(network, "C2", {"BF"}, at("2017-07-14")),
                          closure_of(network, "C3", {"CD"}, at("2017-07-16"))};
    const RoadsCase both(network, situation);
    const StreetPosition from = at_node(network, 'A');
    const StreetPosition to = at_node(network, 'F');
    const Distance ms = soonest_way(both.now, from, to).path.ms;
    ASSERT_EQ(ms, 10 * minute);
    const DetourBecause because = explain_detour(both.now, both.rules, from, to, ms);
    EXPECT_EQ(because.open_way.ms, 4 * minute);
    ASSERT_THAT(because.causes, SizeIs(2));
    EXPECT_EQ(because.causes[0].saves_ms, 0U) << "the other one is still shut";
    EXPECT_EQ(because.causes[1].saves_ms, 0U);
    EXPECT_EQ(because.together_ms, 6 * minute);

    situation.closures.erase(situation.closures.begin() + 1);
    const RoadsCase one(network, situation);
    const DetourBecause alone = explain_detour(one.now, one.rules, from, to, ms);
    ASSERT_THAT(alone.causes, SizeIs(1));
    EXPECT_EQ(alone.causes[0].closure, 0U);
    EXPECT_EQ(alone.causes[0].saves_ms, 6 * minute);
}

TEST(StreetRoute, ADetourBySignsNamesTheSign) {
    const StreetNetwork network = DrawnMap(R"(A---F
|   |
C---G)")
                                      .limits('A', 'F', {.height_cm = Limit::of(320)})
                                      .make();
    const RoadsCase given(network, on("2017-07-15T08:00"));
    const DetourBecause because = explain_detour(given.now, given.rules, at_node(network, 'A'),
                                                 at_node(network, 'F'), 8 * minute);
    ASSERT_THAT(because.causes, SizeIs(1));
    EXPECT_EQ(because.causes[0].cause, ArcCause::height);
    EXPECT_EQ(because.causes[0].saves_ms, 4 * minute);
}

// Property: on networks drawn by lot, with closures, hours of ban and ends anywhere, route, matrix
// and the method of trying everything agree to the millisecond.
TEST(StreetRoute, RouteMatrixAndTryingEverythingOutAgreeToTheMillisecond) {
    std::mt19937_64 random(20170715);
    std::size_t found = 0;
    std::size_t timed = 0;
    for (int round = 0; round < 60; ++round) {
        StreetNetwork network = kit::random_network(random, 6, 5);
        StreetSituation situation = on("2017-07-15T08:00");
        for (int i = 0; i < 6; ++i) {
            PlacedClosure placed;
            placed.closure.id = std::to_string(i);
            placed.closure.kind = ClosureKind::arc;
            placed.closure.from =
                situation.at + std::chrono::seconds(static_cast<int>(random() % 1800) - 900);
            if (random() % 2 == 0) {
                placed.closure.to =
                    placed.closure.from + std::chrono::seconds(60 + random() % 1800);
                placed.closure.reopening = ReopeningKind::known;
            }
            placed.arcs = {static_cast<ArcIndex>(random() % network.arcs.size())};
            situation.closures.push_back(placed);
        }
        const RoadsCase given(std::move(network), situation);
        std::vector<StreetPosition> places;
        for (int i = 0; i < 6; ++i) {
            places.push_back(kit::random_position(given.network, random));
        }
        const std::vector<Distance> matrix = soonest_matrix(given.now, places, places);
        for (std::size_t i = 0; i < places.size(); ++i) {
            for (std::size_t j = 0; j < places.size(); ++j) {
                const TimedPath way = soonest_way(given.now, places[i], places[j]);
                ASSERT_EQ(way.path.ms, tried_out(given, places[i], places[j]))
                    << "round " << round << " pair " << i << " " << j;
                ASSERT_EQ(way.path.ms, matrix[i * places.size() + j]);
                found += way.path.found() ? 1 : 0;
                timed += way.waits.empty() ? 0 : 1;
            }
        }
    }
    EXPECT_GT(found, 1'000U);
    EXPECT_GT(timed, 20U);
}

// Property: whatever closures came and went, the metric is what it would have been without them.
TEST(StreetMetric, AfterLiftingTheMetricIsBitForBitThatOfTheOpenRoad) {
    std::mt19937_64 random(7);
    const StreetNetwork network = kit::random_network(random, 12, 12);
    const StreetRoads roads = make_street_roads(network, plain_street_graph(network));
    const StreetRules rules = kit::plain_rules();
    RoadVehicle low = kit::plain_lorry();
    low.id = "LOW";
    low.barred.set(static_cast<std::size_t>(StreetClass::tertiary));
    const std::vector<RoadVehicle> vehicles{kit::plain_lorry(), low};
    StreetSituation open = on("2017-07-15T08:00");
    StreetMetrics metrics = weigh_all_streets(roads, rules, vehicles, open);
    const StreetMetrics first = metrics;
    StreetSituation shut = open;
    PlacedClosure placed;
    placed.closure.kind = ClosureKind::arc;
    for (ArcIndex arc = 0; arc < network.arcs.size(); arc += 7) {
        placed.arcs.push_back(arc);
    }
    shut.closures.push_back(placed);
    reweigh_all_streets(roads, rules, shut, metrics);
    EXPECT_EQ(metrics.metrics[0].through[0], closed_weight);
    EXPECT_EQ(metrics.metrics[0].metric.narrow,
              weigh_streets(roads, ArcJudge(network, rules, vehicles[0], shut)).metric.narrow);
    reweigh_all_streets(roads, rules, open, metrics);
    for (std::size_t i = 0; i < vehicles.size(); ++i) {
        EXPECT_EQ(metrics.metrics[i].through, first.metrics[i].through);
        EXPECT_EQ(metrics.metrics[i].metric.narrow, first.metrics[i].metric.narrow);
    }
}

TEST(StreetSnap, TheNearestPointOfARoadTellsHowFarAndWhy) {
    const StreetNetwork network = DrawnMap(R"(A--B
:
C--D

1--2)")
                                      .access('C', 'D', StreetAccess::no)
                                      .make();
    const RoadsCase given(network, on("2017-07-15T08:00"));
    const StreetSnapper snapper(network);
    const SnapGround ground = make_snap_ground(network, given.judge);
    const StreetPoint south{network.nodes[kit::node_of(network, 'B')].longitude_e7 - 124'600,
                            network.nodes[kit::node_of(network, 'B')].latitude_e7 - 9'000};
    const Snap near = snapper.snap(south, ground);
    EXPECT_EQ(near.why, SnapWhy::nearest);
    EXPECT_NEAR(near.chosen.metres, 100, 1);
    EXPECT_NEAR(near.chosen.position.offset_cm, 200'000, 300);

    const StreetPoint by_d = network.nodes[kit::node_of(network, 'D')];
    const Snap barred = snapper.snap(by_d, ground);
    EXPECT_EQ(barred.why, SnapWhy::nearest_usable) << "C to D is shut to lorries";
    ASSERT_TRUE(barred.nearer.has_value());
    EXPECT_EQ(barred.nearer->cause, ArcCause::access);

    const StreetPoint by_2 = network.nodes[kit::node_of(network, '2')];
    EXPECT_EQ(snapper.snap(by_2, ground).why, SnapWhy::main_component);
    const Snap island = snapper.snap(by_2, ground, {.any_component = true});
    EXPECT_EQ(island.why, SnapWhy::nearest);
    EXPECT_FALSE(island.chosen.in_main);
    EXPECT_EQ(snapper.snap(by_2, ground, {.metres_max = 500}).why, SnapWhy::no_road);
}

// Against looking at every piece in turn.
TEST(StreetSnap, TheTreeFindsWhatLookingAtEveryRoadFinds) {
    std::mt19937_64 random(5);
    const StreetNetwork network = kit::random_network(random, 10, 10);
    const RoadsCase given(network, on("2017-07-15T08:00"));
    const StreetSnapper snapper(network);
    const SnapGround ground = make_snap_ground(network, given.judge);
    for (int i = 0; i < 60; ++i) {
        const StreetPoint place{1'249'900'000 + static_cast<std::int32_t>(random() % 2'100'000),
                                438'700'000 + static_cast<std::int32_t>(random() % 1'400'000)};
        double best = std::numeric_limits<double>::max();
        for (PieceIndex piece = 0; piece < network.pieces.size(); ++piece) {
            for (std::uint32_t part = 0; part <= 50; ++part) {
                const auto offset = static_cast<std::uint32_t>(
                    std::uint64_t{network.pieces[piece].length_cm} * part / 50);
                best = std::min(best, distance_m(place, point_on(network, piece, offset)));
            }
        }
        const Snap snap = snapper.snap(place, ground, {.any_component = true});
        const double nearest = snap.nearer ? snap.nearer->metres : snap.chosen.metres;
        EXPECT_LE(nearest, best + 0.02);
        EXPECT_GE(nearest, best - 12) << "a point every 20 metres";
    }
}

}  // namespace
}  // namespace relief
