// SPDX-License-Identifier: Apache-2.0
// Ways over the roads of Jilin through the commands.
#include "routing/network/osm_reader.h"
#include "tests/tools/cli_kit.h"
#include "tests/tools/shipped.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <limits>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

namespace relief::kit {
namespace {

using nlohmann::json;
using testing::HasSubstr;

const std::string morning = "2017-07-15T08:00+08:00";

json answer(std::vector<std::string> arguments) {
    arguments.push_back("--json");
    const Ended ended = relief_run(arguments);
    EXPECT_EQ(ended.status, 0) << ended.out << ended.err;
    return json::parse(ended.out, nullptr, false);
}

TEST(RoadCommands, TheRouteToYongjiExplainsTheDetourOfThatDay) {
    const std::vector<std::string> asked{"route",   "--from", "220102", "--to", "220221",
                                         "--class", "BOX96",  "--at",   morning};
    const json open = answer(asked);
    std::vector<std::string> flooded = asked;
    flooded.insert(flooded.end(), {"--scenario", yongji_flood});
    const json shut = answer(flooded);
    EXPECT_EQ(shut.at("schema"), "relief.route/1");
    EXPECT_EQ(open.at("detour_because").size(), 0U);
    ASSERT_TRUE(shut.at("reachable"));
    EXPECT_GT(shut.at("minutes"), open.at("minutes"));
    EXPECT_EQ(shut.at("open_way").at("minutes"), open.at("minutes"));
    ASSERT_GT(shut.at("detour_because").size(), 0U);
    std::set<std::string> closures;
    for (const json& cause : shut.at("detour_because")) {
        closures.insert(cause.at("closure").at("id").get<std::string>());
    }
    EXPECT_TRUE(closures.contains("C01") || closures.contains("C03")) << shut.dump();
    EXPECT_EQ(shut.at("geometry").at("type"), "LineString");
    EXPECT_GT(shut.at("edges").size(), 5U);
}

TEST(RoadCommands, TheMatrixSaysWhatTheRoutesSay) {
    const json matrix = answer({"matrix", "--from", "220102", "--from", "220202", "--to", "220221",
                                "--to", "222401", "--at", morning, "--scenario", yongji_flood});
    EXPECT_EQ(matrix.at("schema"), "relief.matrix/1");
    const std::vector<std::string> from{"220102", "220202"};
    const std::vector<std::string> to{"220221", "222401"};
    for (std::size_t i = 0; i < 2; ++i) {
        for (std::size_t j = 0; j < 2; ++j) {
            EXPECT_EQ(matrix.at("minutes")[i][j],
                      answer({"route", "--from", from[i], "--to", to[j], "--at", morning,
                              "--scenario", yongji_flood})
                          .at("minutes"));
        }
    }
}

TEST(RoadCommands, APositionNeedsItsDatumAndGcj02IsConvertedOnce) {
    const std::vector<std::string> start{"route", "--to", "220221", "--at", morning, "--from"};
    const auto from = [&](const std::string& position, const std::string& datum) {
        std::vector<std::string> arguments = start;
        arguments.push_back(position);
        if (!datum.empty()) {
            arguments.insert(arguments.end(), {"--datum", datum});
        }
        return arguments;
    };
    EXPECT_EQ(refusal(from("125.33070,43.88781", ""), 3).value("code", ""), "crs.datum");
    EXPECT_EQ(refusal(from("125.33070,43.88781", "Beijing54"), 3).value("code", ""), "crs.datum");
    // data/reference/jilin/places gives the seat in both datums.
    const json wgs = answer(from("125.33070,43.88781", "WGS84"));
    const json gcj = answer(from("125.337237,43.890235", "GCJ-02"));
    EXPECT_EQ(wgs.at("edges"), gcj.at("edges"));
    EXPECT_NEAR(wgs.at("snapped")[0].at("metres").get<double>(),
                gcj.at("snapped")[0].at("metres").get<double>(), 2);
}

TEST(RoadCommands, WhatCannotBeAskedIsRefusedByItsName) {
    const auto code = [](std::vector<std::string> more) {
        std::vector<std::string> arguments{"route",  "--from", "220102", "--to",
                                           "220221", "--at",   morning};
        arguments.insert(arguments.end(), more.begin(), more.end());
        return refusal(arguments, 3).value("code", "");
    };
    EXPECT_EQ(code({"--class", "TANK"}), "vehicle.unknown");
    EXPECT_EQ(code({"--cut", "R9999999"}), "road.unknown");
    EXPECT_EQ(code({"--scenario", "1998-flood"}), "scenario.unknown");
    EXPECT_EQ(code({"--convoy", "0"}), "argument.value");
}

TEST(RoadCommands, CuttingTheOnlyRoadIsToldByTheGapAndByCut) {
    const json cut = answer(
        {"cut", "--depot", "220102", "--place", "220821", "--place", "220282", "--at", morning});
    EXPECT_EQ(cut.at("schema"), "relief.cut/1");
    ASSERT_GT(cut.at("singles").size(), 0U) << "Zhenlai and Huadian lie behind bridges";
    const json& single = cut.at("singles")[0];
    const std::string place = single.at("cuts_off")[0];
    const std::string edge = single.at("edges")[0];
    const json route =
        answer({"route", "--from", "220102", "--to", place, "--at", morning, "--cut", edge});
    EXPECT_FALSE(route.at("reachable"));
    EXPECT_EQ(route.at("cut_off").at("shut_by")[0].at("closure").at("id"), edge);
}

TEST(RoadCommands, ReachGivesRoadsSeatsAndAnArea) {
    const json reach = answer({"reach", "--from", "220102", "--minutes", "60", "--at", morning});
    EXPECT_EQ(reach.at("schema"), "relief.reach/1");
    EXPECT_GT(reach.at("edges").size(), 100U);
    EXPECT_EQ(reach.at("geometry").at("type"), "MultiPolygon");
    EXPECT_GE(reach.at("geometry").at("coordinates").size(), 1U);
    const std::set<std::string> seats(reach.at("seats").begin(), reach.at("seats").end());
    EXPECT_TRUE(seats.contains("220102"));
    EXPECT_FALSE(seats.contains("222401")) << "Yanji is 414 km away";
}

TEST(RoadCommands, TheTextIsChineseFirstAndEnglishBySwitch) {
    const std::vector<std::string> asked{
        "route",          "--from", "220102",     "--to", "220202", "--convoy", "20",
        "--alternatives", "2",      "--disjoint", "2",    "--at",   morning};
    std::vector<std::string> zh = asked;
    zh.insert(zh.end(), {"--lang", "zh"});
    const std::string chinese = relief_run(zh).out;
    EXPECT_THAT(chinese, HasSubstr("车队：长"));
    EXPECT_THAT(chinese, HasSubstr("限高未知"));
    std::vector<std::string> en = asked;
    en.insert(en.end(), {"--lang", "en"});
    EXPECT_THAT(relief_run(en).out, HasSubstr("height limit unknown"));
}

/// Andorra la Vella and the pass of Envalira, 30 km apart by the CG-2 (WGS84).
const std::vector<std::string> andorra{
    "--network", RELIEF_SOURCE_DIR "/tests/data/osm/andorra.osm.pbf", "--datum", "WGS84"};
const std::string town = "1.5218,42.5063";
const std::string pass = "1.7190,42.5410";

std::vector<std::string> in_andorra(std::vector<std::string> arguments) {
    arguments.insert(arguments.end(), andorra.begin(), andorra.end());
    arguments.insert(arguments.end(), {"--at", morning});
    return arguments;
}

TEST(RoadCommands, AStreetNetworkOfAFileIsDrivenOn) {
    const json route = answer(in_andorra({"route", "--from", town, "--to", pass}));
    EXPECT_EQ(route.at("schema"), "relief.route/1");
    ASSERT_TRUE(route.at("reachable"));
    EXPECT_GT(route.at("km"), 22);
    EXPECT_LT(route.at("km"), 38);
    EXPECT_THAT(route.at("data").get<std::string>(), HasSubstr("OpenStreetMap"));
    const json matrix = answer(in_andorra({"matrix", "--from", town, "--to", pass}));
    EXPECT_EQ(matrix.at("minutes")[0][0], route.at("minutes"));
    const json reach = answer(in_andorra({"reach", "--from", town, "--minutes", "10"}));
    EXPECT_GT(reach.at("edges").size(), 100U);
    EXPECT_EQ(reach.at("seats").size(), 0U) << "no seat of Jilin lies in Andorra";
    // A way of the route taken out: another way, or none.
    const std::string way = route.at("edges")[route.at("edges").size() / 2];
    const json other = answer(in_andorra({"route", "--from", town, "--to", pass, "--cut", way}));
    EXPECT_EQ(std::ranges::count(other.at("edges"), json(way)), 0);
    EXPECT_EQ(refusal(in_andorra({"cut", "--depot", town}), 3).value("field", ""), "--place");
    const json cut = answer(in_andorra({"cut", "--depot", town, "--place", pass}));
    EXPECT_TRUE(cut.at("places")[0].at("reached"));
    EXPECT_EQ(refusal(in_andorra({"route", "--from", town, "--to", "node:1"}), 3).value("code", ""),
              "road.unknown");
    EXPECT_EQ(refusal(in_andorra({"route", "--from", town, "--to", "220102"}), 3).value("code", ""),
              "road.none");
}

// Every street that is one-way is driven along it, and never against it.
TEST(RoadCommands, OneWaysOfAFileBindTheRoute) {
    ReadReport report;
    const StreetNetwork network = read_osm_network(std::filesystem::path(andorra[1]), report);
    int tried = 0;
    for (const StreetPiece& piece : network.pieces) {
        const StreetWay& way = network.ways[piece.way];
        const bool is_one_way = piece.backward == no_index && way.length_cm > 30'000 &&
                                way.lorry_access == StreetAccess::yes;
        if (!is_one_way || tried == 3) {
            continue;
        }
        ++tried;
        const std::string first = "node:" + std::to_string(network.node_ids[piece.from]);
        const std::string last = "node:" + std::to_string(network.node_ids[piece.to]);
        std::set<std::pair<json, json>> against;
        const std::vector<StreetPoint> line = network.line_of(piece.forward);
        for (std::size_t i = 1; i < line.size(); ++i) {
            against.emplace(json{line[i].longitude(), line[i].latitude()},
                            json{line[i - 1].longitude(), line[i - 1].latitude()});
        }
        const json back = answer(in_andorra({"route", "--from", last, "--to", first}));
        const json there = answer(in_andorra({"route", "--from", first, "--to", last}));
        ASSERT_TRUE(there.at("reachable"));
        EXPECT_LE(there.at("km").get<double>(), piece.length_cm / 1e5 + 0.001) << first;
        const json drawn =
            back.at("reachable") ? back.at("geometry").at("coordinates") : json::array();
        for (std::size_t i = 1; i < drawn.size(); ++i) {
            EXPECT_FALSE(against.contains({drawn[i - 1], drawn[i]})) << first;
        }
    }
    EXPECT_EQ(tried, 3);
}

// r5's piece of Reisterstown, whose turns are banned by relations: no route makes such a turn, and
// where it would be the quickest way another is taken.
TEST(RoadCommands, TurnBansOfAFileBindTheRoute) {
    const std::vector<std::string> town_of_bans{
        "--network", RELIEF_SOURCE_DIR "/tests/data/osm/r5_reisterstown_via_restriction.osm.pbf",
        "--at", morning};
    ReadReport report;
    const StreetNetwork network = read_osm_network(std::filesystem::path(town_of_bans[1]), report);
    int tried = 0;
    int went_round = 0;
    int broken = 0;  // ways that share no road look at no bans, and say so
    for (std::size_t ban = 0; ban < network.bans.size(); ++ban) {
        const auto arcs = network.arcs_of_ban(ban);
        constexpr unsigned lorries = 2;
        if (tried == 10 || arcs.size() != 2 || (network.bans[ban].vehicles & lorries) == 0 ||
            network.bans[ban].is_conditional != 0 || network.bans[ban].is_behind != 0) {
            continue;
        }
        ++tried;
        const std::vector<StreetPoint> before = network.line_of(arcs.front());
        const std::vector<StreetPoint> after = network.line_of(arcs.back());
        const auto point = [](const StreetPoint& at) {
            return json{at.longitude(), at.latitude()};
        };
        const std::vector<json> turn{point(before[before.size() - 2]), point(after[0]),
                                     point(after[1])};
        std::vector<std::string> asked{
            "route", "--from",
            "node:" + std::to_string(network.node_ids[network.arcs[arcs.front()].tail]), "--to",
            "node:" + std::to_string(network.node_ids[network.arcs[arcs.back()].head])};
        asked.insert(asked.end(), town_of_bans.begin(), town_of_bans.end());
        const json route = answer(asked);
        const auto drawn = route.at("reachable")
                               ? route.at("geometry").at("coordinates").get<std::vector<json>>()
                               : std::vector<json>{};
        asked.insert(asked.end(), {"--disjoint", "2"});
        const json apart = answer(asked).at("disjoint");
        if (apart.is_object() && apart.at("breaks_turn_bans")) {
            ++broken;
            asked.insert(asked.end(), {"--lang", "en"});
            EXPECT_THAT(relief_run(asked).out, HasSubstr("makes a turn that is banned"));
        }
        EXPECT_TRUE(std::ranges::search(drawn, turn).empty())
            << "relation " << network.bans[ban].id;
        const auto km_of = [&](ArcIndex arc) {
            return network.pieces[network.arcs[arc].piece()].length_cm / 1e5;
        };
        const double straight_km = km_of(arcs.front()) + km_of(arcs.back());
        went_round += route.at("reachable") && route.at("km") > straight_km + 0.05 ? 1 : 0;
    }
    EXPECT_EQ(tried, 10);
    EXPECT_GT(went_round, 2);
    EXPECT_GT(broken, 0);
}

TEST(RoadCommands, ASavedNetworkAnswersAsItsSourceDid) {
    const TempFolder folder;
    const std::string saved = (folder.path() / "andorra.network").string();
    const json read = answer({"network", "read", andorra[1], "--out", saved});
    EXPECT_EQ(read.at("index_saved_as"), saved + ".lorry.index");
    std::vector<std::string> asked{"route", "--from", town,      "--to",  pass,
                                   "--at",  morning,  "--datum", "WGS84", "--network"};
    asked.push_back(saved);
    const json from_saved = answer(asked);
    asked.back() = andorra[1];
    EXPECT_EQ(from_saved, answer(asked));
    // An index of another network is told, not used.
    std::filesystem::copy_file(saved + ".lorry.index", (folder.path() / "kept").string());
    answer({"network", "read", RELIEF_SOURCE_DIR "/tests/data/osm/r5_fiji_ferry.osm.pbf", "--out",
            saved});
    std::filesystem::rename(folder.path() / "kept", saved + ".lorry.index");
    asked.back() = saved;
    EXPECT_EQ(refusal(asked, 3).value("code", ""), "index.file");
}

TEST(RoadCommands, PairsOfRoadsAreToldByThePeopleTheyCutOff) {
    const json cut = answer({"cut", "--at", morning});
    ASSERT_GT(cut.at("pairs").size(), 3U);
    std::int64_t before = std::numeric_limits<std::int64_t>::max();
    bool at_place = false;
    for (const json& pair : cut.at("pairs")) {
        if (pair.at("at_place") != at_place) {
            EXPECT_FALSE(at_place) << "the two roads out of a place come last";
            at_place = true;
            before = std::numeric_limits<std::int64_t>::max();
        }
        EXPECT_LE(pair.at("people"), before);
        before = pair.at("people");
        EXPECT_FALSE(pair.at("edges").empty());
        EXPECT_FALSE(pair.at("with_edges").empty());
    }
    // Both roads of the first pair cut: its places are out of reach by road.
    const json& first = cut.at("pairs")[0];
    const std::string both = first.at("edges")[0].get<std::string>() + "," +
                             first.at("with_edges")[0].get<std::string>();
    const json lost = answer({"cut", "--at", morning, "--cut", both, "--place",
                              first.at("cuts_off")[0].get<std::string>()});
    EXPECT_FALSE(lost.at("places")[0].at("reached")) << both;
}

}  // namespace
}  // namespace relief::kit
