// SPDX-License-Identifier: Apache-2.0
// Closures of roads through the program, on the graph and the scenarios of data/.
#include "tests/tools/cli_kit.h"

#include <nlohmann/json.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

namespace relief::kit {
namespace {

using nlohmann::json;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

std::string closures_of(const std::string& id) {
    return std::string(RELIEF_SOURCE_DIR) + "/data/scenarios/" + id + "/closures.csv";
}

/// Books of the shipped data at a set hour, with one officer.
class ClosureDay {
  public:
    ClosureDay() {
        EXPECT_EQ(fresh_books(folder_ / "office.db", {"--clock", clock_, "--actor", "王芳"}).status,
                  0);
        clock_ = "2017-07-15T08:00";
    }

    void at(const std::string& time) { clock_ = time; }

    json ask(std::vector<std::string> words, int status = 0) {
        words.emplace_back("--json");
        const Ended ended = run(std::move(words));
        EXPECT_EQ(ended.status, status) << ended.out.substr(0, 2000) << ended.err;
        return json::parse(ended.out, nullptr, false);
    }
    /// `closure VERB …`: the closure it answers.
    json closure(std::vector<std::string> words) {
        words.insert(words.begin(), "closure");
        return ask(std::move(words)).at("closures").at(0);
    }
    std::string code(std::vector<std::string> words, int status) {
        words.insert(words.begin(), "closure");
        return ask(std::move(words), status).value("code", "no error");
    }
    std::string read(std::vector<std::string> words) {
        words.insert(words.end(), {"--lang", "zh"});
        return run(std::move(words)).out;
    }
    [[nodiscard]] std::string write(const std::string& name, const std::string& text) const {
        const std::string file = (folder_ / name).string();
        std::ofstream(file, std::ios::binary) << text;
        return file;
    }
    void expect_proven() { EXPECT_EQ(ask({"verify"}).at("ok"), true); }

  private:
    Ended run(std::vector<std::string> words) {
        words.insert(words.end(), {"--db", (folder_ / "office.db").string(), "--clock", clock_,
                                   "--actor", "王芳"});
        return relief_run(std::move(words));
    }

    TempFolder folder_;
    std::string clock_ = "2017-07-14T06:00";
};

/// A box of WGS84 degrees as GeoJSON.
std::string box(double west, double south, double east, double north) {
    const json ring{{west, south}, {east, south}, {east, north}, {west, north}, {west, south}};
    return json{{"type", "FeatureCollection"},
                {"features",
                 {{{"type", "Feature"},
                   {"properties", json::object()},
                   {"geometry", {{"type", "Polygon"}, {"coordinates", {ring}}}}}}}}
        .dump();
}

TEST(ClosureCommandTest, WordsBecomeCandidatesAndCountOnceSomebodySaysYes) {
    ClosureDay day;
    const json told = day.closure({"add", "舒兰至蛟河段", "塌方", "--source", "舒兰市交通局"});
    EXPECT_EQ(told.at("state"), "to_confirm");
    EXPECT_EQ(told.at("words"), "舒兰至蛟河段 塌方");
    EXPECT_EQ(told.at("source"), "舒兰市交通局");
    EXPECT_EQ(told.at("told").at("by"), "王芳");
    ASSERT_FALSE(told.at("candidates").empty());
    EXPECT_GT(told.at("candidates")[0].at("km"), 50);  // 60 km as the crow flies
    EXPECT_FALSE(told.at("candidates")[0].at("doubts").empty());

    day.at("2017-07-15T08:05");
    const json placed = day.closure({"confirm", "1", "--candidate", "1"});
    EXPECT_EQ(placed.at("state"), "in_force");
    EXPECT_EQ(placed.at("placed").at("stretches"), told.at("candidates")[0].at("stretches"));
    EXPECT_EQ(day.code({"confirm", "1", "--candidate", "1"}, 4), "closure.step");
    day.expect_proven();
}

TEST(ClosureCommandTest, WhatIsOnNoRoadStaysOnTheListInFront) {
    ClosureDay day;
    const json told = day.closure({"add", "向阳大桥", "冲毁", "--place", "舒兰市"});
    EXPECT_EQ(told.at("state"), "unplaced");
    EXPECT_THAT(told.at("findings").dump(), HasSubstr("没有叫“向阳大桥”"));
    day.closure({"add", "舒兰至蛟河段"});
    day.closure({"confirm", "2", "--candidate", "1"});
    const json list = day.ask({"closure", "list"});
    EXPECT_EQ(list.at("schema"), "relief.closures/1");
    EXPECT_EQ(list.at("states"), json({{"in_force", 1}, {"unplaced", 1}}));
    const std::string text = day.read({"closure", "list"});
    EXPECT_LT(text.find("向阳大桥"), text.find("舒兰至蛟河段"));
    EXPECT_THAT(text, HasSubstr("未落图"));
    // Somebody finds it on the map.
    EXPECT_EQ(day.closure({"confirm", "1", "--edge", "R1609a"}).at("state"), "in_force");
    EXPECT_EQ(day.code({"confirm", "1", "--edge", "R1"}, 4), "closure.step");
    day.expect_proven();
}

TEST(ClosureCommandTest, AnUnknownRoadAndAPostBeyondTheRoadAreTold) {
    ClosureDay day;
    EXPECT_THAT(day.closure({"add", "G9999 K1+000"}).at("findings").dump(), HasSubstr("G9999"));
    const json post = day.closure({"add", "G302 K2371+200"});
    EXPECT_THAT(post.at("findings").dump(), AllOf(HasSubstr("G302"), HasSubstr("K2371+200")));
}

TEST(ClosureCommandTest, TheSameWordsAreToldAndNotDoubled) {
    ClosureDay day;
    day.closure({"add", "舒兰至蛟河段"});
    const json again = day.ask({"closure", "add", "舒兰至蛟河段"});
    EXPECT_EQ(again.at("already"), true);
    EXPECT_EQ(again.at("closures")[0].at("id"), 1);
    EXPECT_EQ(day.ask({"closure", "list"}).at("closures").size(), 1U);
    // Once it is lifted the same words are news.
    day.closure({"lift", "1", "--reason", "通了"});
    EXPECT_EQ(day.closure({"add", "舒兰至蛟河段"}).at("id"), 2);
}

TEST(ClosureCommandTest, ARepeatedKeyIsOneClosureAndAnotherContentIsRefused) {
    ClosureDay day;
    const std::vector<std::string> words{"closure", "add", "舒兰至蛟河段", "--key", "desk1-3"};
    EXPECT_EQ(day.ask(words), day.ask(words));
    EXPECT_EQ(day.code({"add", "永吉至桦甸段", "--key", "desk1-3"}, 4), "ledger.repeat");
    EXPECT_EQ(day.ask({"closure", "list"}).at("closures").size(), 1U);
}

TEST(ClosureCommandTest, LiftingIsSaidOnceAndWithAReason) {
    ClosureDay day;
    day.closure({"add", "舒兰至蛟河段"});
    day.closure({"confirm", "1", "--candidate", "1"});
    day.at("2017-07-16T10:00");
    EXPECT_EQ(day.closure({"lift", "1", "--reason", "便道已通"}).at("lifted").at("reason"),
              "便道已通");
    EXPECT_EQ(day.code({"lift", "1", "--reason", "便道已通"}, 4), "closure.step");
    EXPECT_EQ(day.code({"lift", "9", "--reason", "便道已通"}, 3), "closure.unknown");
    EXPECT_TRUE(day.ask({"closure", "list"}).at("closures").empty());
    EXPECT_EQ(day.ask({"closure", "list", "--all"}).at("closures")[0].at("state"), "lifted");
    // What held on the fifteenth is still so.
    EXPECT_EQ(
        day.ask({"closure", "list", "--at", "2017-07-15T12:00"}).at("closures")[0].at("state"),
        "in_force");
    day.expect_proven();
}

TEST(ClosureCommandTest, WindowsDecideAtEachMoment) {
    ClosureDay day;
    day.closure({"add", "--edge", "1609", "--from", "2017-07-16T06:00", "--to", "2017-07-17T06:00",
                 "--known", "--yes"});
    day.closure({"add", "--edge", "1610", "--from", "2017-07-16T06:00", "--to", "2017-07-17T06:00",
                 "--yes"});
    const auto states = [&](const std::string& at) {
        std::vector<std::string> found;
        const json list = day.ask({"closure", "list", "--all", "--at", at});
        for (const json& row : list.at("closures")) {
            found.push_back(row.at("state").get<std::string>() +
                            (row.at("overdue").get<bool>() ? " overdue" : ""));
        }
        return found;
    };
    using testing::ElementsAre;
    EXPECT_THAT(states("2017-07-16T05:59"), ElementsAre("future", "future"));
    EXPECT_THAT(states("2017-07-16T06:00"), ElementsAre("in_force", "in_force"));
    EXPECT_THAT(states("2017-07-17T06:00"), ElementsAre("reopened", "in_force overdue"));
    EXPECT_EQ(day.code({"add", "--edge", "1609", "--from", "2017-07-16", "--to", "2017-07-15"}, 3),
              "closure.time");
}

TEST(ClosureCommandTest, APolygonIsKeptAndShutsWhatLiesInIt) {
    ClosureDay day;
    // Around Yongji: its county seat stands at 126.50, 43.67.
    const std::string file = day.write("flood.geojson", box(126.4, 43.6, 126.6, 43.75));
    const json told = day.closure({"import", file, "--hazard", "flood", "--datum", "WGS84"});
    EXPECT_EQ(told.at("state"), "to_confirm");
    EXPECT_EQ(told.at("cause"), "flood");
    EXPECT_EQ(told.at("candidates")[0].at("kind"), "area");
    EXPECT_GT(told.at("candidates")[0].at("km"), 10);
    EXPECT_EQ(day.closure({"confirm", "1"}).at("state"), "in_force");
    const json drawn = day.ask({"closure", "show", "1", "--geojson"});
    EXPECT_EQ(drawn.at("type"), "FeatureCollection");
    ASSERT_EQ(drawn.at("features").size(), 2U);
    EXPECT_EQ(drawn.at("features")[1].at("geometry").at("coordinates")[0][0].size(), 5U);
    // Every line that is drawn has a point in the box or leads through it.
    for (const json& line : drawn.at("features")[0].at("geometry").at("coordinates")) {
        double west = 180;
        double east = -180;
        for (const json& point : line) {
            west = std::min(west, point[0].get<double>());
            east = std::max(east, point[0].get<double>());
        }
        EXPECT_TRUE(west <= 126.6 && east >= 126.4);
    }
    EXPECT_EQ(
        day.ask({"closure", "import", file, "--hazard", "flood", "--datum", "WGS84"}).at("already"),
        true);
    day.expect_proven();
}

TEST(ClosureCommandTest, WhatIsWrongWithAPolygonIsSaid) {
    ClosureDay day;
    const auto code = [&](const std::string& text, const std::string& datum) {
        std::vector<std::string> words{"add", "--polygon", day.write("area.geojson", text)};
        if (!datum.empty()) {
            words.insert(words.end(), {"--datum", datum});
        }
        return day.code(std::move(words), 3);
    };
    const std::string good = box(126.4, 43.6, 126.6, 43.75);
    EXPECT_EQ(code(good, ""), "crs.datum");
    EXPECT_EQ(code(good, "mars"), "crs.datum");
    EXPECT_EQ(code(box(43.6, 126.4, 43.75, 126.6), "WGS84"), "json.field");  // swapped
    EXPECT_EQ(code(box(43.6, 86.4, 43.75, 86.6), "WGS84"), "closure.area");  // far away
    const json bow{{126.4, 43.6}, {126.6, 43.75}, {126.6, 43.6}, {126.4, 43.75}, {126.4, 43.6}};
    EXPECT_EQ(code(json{{"type", "Polygon"}, {"coordinates", {bow}}}.dump(), "WGS84"),
              "closure.area");
    EXPECT_EQ(code("{}", "WGS84"), "layer.format");
    EXPECT_TRUE(day.ask({"closure", "list"}).at("closures").empty());
}

TEST(ClosureCommandTest, AWrongOptionIsNamed) {
    ClosureDay day;
    EXPECT_EQ(day.code({"add"}, 3), "argument.value");
    EXPECT_EQ(day.code({"add", "--edge", "99999999"}, 3), "closure.edge");
    EXPECT_EQ(day.code({"add", "--edge", "1609:up"}, 3), "closure.edge");
    EXPECT_EQ(day.code({"add", "--node", "99999999"}, 3), "closure.edge");
    EXPECT_EQ(day.code({"add", "某路", "--restrict", "tonnes"}, 3), "argument.value");
    EXPECT_EQ(day.code({"add", "某路", "--restrict", "tonnes=0"}, 3), "argument.value");
    EXPECT_EQ(day.code({"add", "某路", "--confidence", "sure"}, 3), "argument.value");
    EXPECT_EQ(day.code({"add", "某路", "--place", "没有这地方"}, 3), "place.unknown");
    EXPECT_EQ(day.code({"add", "某路", "--yes"}, 4), "closure.several");
    day.closure({"add", "舒兰至蛟河段"});
    EXPECT_EQ(day.code({"confirm", "1", "--candidate", "10"}, 3), "closure.candidate");
    EXPECT_EQ(day.ask({"closure", "list"}).at("closures").size(), 1U);
    day.expect_proven();
}

TEST(ClosureCommandTest, RestrictedRoadsSayWhatMayPass) {
    ClosureDay day;
    const json told = day.closure({"add", "--edge", "1609", "--restrict", "tonnes=5", "--restrict",
                                   "one-lane=15", "--restrict", "daylight", "--yes"});
    EXPECT_EQ(told.at("limits").at("weight_kg"), 5000);
    EXPECT_EQ(told.at("limits").at("one_lane_wait_minutes"), 15);
    EXPECT_EQ(told.at("limits").at("daylight_only"), true);
    EXPECT_THAT(day.read({"closure", "list"}), HasSubstr("限行 单道，等 15 分、限重 5 吨、仅白天"));
    EXPECT_EQ(day.closure({"add", "舒兰至蛟河段限重7吨"}).at("limits").at("weight_kg"), 7000);
}

TEST(ClosureCommandTest, ATableIsTriedFirstAndPostedWhole) {
    ClosureDay day;
    const std::string file = closures_of("2020-11-ice-storm");
    const json dry = day.ask({"closure", "import", file});
    EXPECT_EQ(dry.at("posted"), false);
    // By hand from the table: the expressways by their columns, the airport, railway and buses not.
    EXPECT_EQ(dry.at("verdicts"),
              json({{"accepted", 1}, {"held", 0}, {"already", 0}, {"other", 3}, {"refused", 0}}));
    EXPECT_TRUE(day.ask({"closure", "list", "--all"}).at("closures").empty());
    EXPECT_EQ(day.ask({"closure", "import", file, "--post"}).at("posted"), true);
    day.at("2020-11-19T08:00");
    const json list = day.ask({"closure", "list"});
    EXPECT_EQ(list.at("states"), json({{"in_force", 1}}));
    EXPECT_EQ(list.at("closures")[0].at("words"), "all expressways 全省");
    EXPECT_EQ(list.at("closures")[0].at("from"), "2020-11-18T00:00+08:00");
    const json again = day.ask({"closure", "import", file, "--post"});
    EXPECT_EQ(again.at("verdicts").at("already"), 1);
    EXPECT_EQ(day.ask({"closure", "list"}).at("closures").size(), 1U);
    day.expect_proven();
}

TEST(ClosureCommandTest, EveryRoadRowOfEveryScenarioIsKept) {
    ClosureDay day;
    day.at("2024-01-01T08:00");
    std::size_t rows = 0;
    std::size_t others = 0;
    for (const char* id : {"2010-flood", "2017-07-yongji-flood", "2018-songyuan-m57",
                           "2020-11-ice-storm", "2023-08-shulan-flood"}) {
        const json posted = day.ask({"closure", "import", closures_of(id), "--post"});
        EXPECT_EQ(posted.at("verdicts").at("refused"), 0) << id;
        rows += posted.at("rows").size();
        others += posted.at("verdicts").at("other").get<std::size_t>();
    }
    EXPECT_EQ(rows, 9U + 7U + 0U + 4U + 4U);
    EXPECT_EQ(others, 3U);
    EXPECT_EQ(day.ask({"closure", "list", "--all"}).at("closures").size(), rows - others);
    day.expect_proven();
}

TEST(ClosureCommandTest, ATableWithAWrongRowIsPostedWholeOrNotAtAll) {
    ClosureDay day;
    const std::string header =
        "closure_id,ref,class,place,county_code,edge_from_code,edge_to_code,edge_ref,direction,"
        "cause,closed_from,reopened_at,reopen_kind,source,flag,note\n";
    const std::string good =
        "C01,某路,local,口前,220221,,,,both,flood,2017-07-14,,unknown,x,read,\n";
    const std::string file =
        day.write("rows.csv",
                  header + good +
                      "C02,某路,local,口前,220221,,,,both,flood,2017-07-14,2017-07-13,at,x,read,\n"
                      "C03,某路,local,口前,999999,,,,both,flood,2017-07-14,,unknown,x,read,\n"
                      "C04,某路,local,口前,220221,,,,both,flood,,,unknown,x,read,\n");
    const json refused = day.ask({"closure", "import", file, "--post"}, 4);
    EXPECT_EQ(refused.at("posted"), false);
    EXPECT_EQ(refused.at("verdicts").at("refused"), 3);
    EXPECT_EQ(refused.at("rows")[1].at("line"), 3);
    EXPECT_THAT(refused.at("rows")[1].at("zh").get<std::string>(),
                AllOf(HasSubstr("reopened_at"), HasSubstr("前后颠倒")));
    EXPECT_TRUE(day.ask({"closure", "list"}).at("closures").empty());
    EXPECT_EQ(day.ask({"closure", "import", file, "--post", "--partial"}).at("posted"), true);
    EXPECT_EQ(day.ask({"closure", "list"}).at("closures").size(), 1U);
}

std::set<std::string> edges_of(const json& route) {
    std::set<std::string> edges;
    for (const json& edge : route.at("edges")) {
        edges.insert(edge.is_string() ? edge.get<std::string>() : edge.at("id").get<std::string>());
    }
    return edges;
}

// What the desk was told is what the next answer drives by, and the lifting gives back the first.
TEST(ClosureCommandTest, ARoadToldShutIsLeftOutUntilItIsLifted) {
    ClosureDay day;
    const std::vector<std::string> asked{"route", "--from", "220102",
                                         "--to",  "220221", "--class",
                                         "BOX96", "--at",   "2017-07-15T09:00"};
    const json open = day.ask(asked);
    const std::set<std::string> before = edges_of(open);
    ASSERT_GT(before.size(), 4U);
    const std::string edge = *std::next(before.begin(), 2);
    day.closure({"add", "--edge", edge, "--yes"});
    const json shut = day.ask(asked);
    EXPECT_EQ(edges_of(shut).count(edge), 0U);
    EXPECT_GT(shut.at("minutes"), open.at("minutes"));
    EXPECT_THAT(shut.at("detour_because").dump(), HasSubstr("B1"));
    day.at("2017-07-15T08:30");
    day.closure({"lift", "1", "--reason", "通了"});
    EXPECT_EQ(day.ask(asked).at("edges"), open.at("edges"));
}

TEST(ClosureCommandTest, AClosureOnNoRoadIsAmongThePlansWarnings) {
    ClosureDay day;
    day.at("2017-07-15T06:00");
    day.closure({"add", "向阳大桥", "冲毁", "--place", "舒兰市"});
    const json plan = day.ask({"plan", "--scenario", "2017-07-yongji-flood"});
    EXPECT_THAT(plan.at("warnings").dump(), AllOf(HasSubstr("B1"), HasSubstr("向阳大桥")));
}

TEST(ClosureCommandTest, AScenariosClosuresAreListedAsKnownThen) {
    const auto list = [](std::vector<std::string> more) {
        std::vector<std::string> words{"closure", "list", "--scenario", "2017-07-yongji-flood"};
        words.insert(words.end(), more.begin(), more.end());
        return relief_run(words);
    };
    const Ended day = list({"--at", "2017-07-15T08:00", "--json"});
    ASSERT_EQ(day.status, 0) << day.err;
    const json answer = json::parse(day.out);
    EXPECT_EQ(answer.at("schema"), "relief.closures/1");
    EXPECT_EQ(answer.at("scenario"), "2017-07-yongji-flood");
    ASSERT_EQ(answer.at("closures").size(), 7U);  // the rows of closures.csv
    EXPECT_EQ(answer.at("closures")[0].at("id"), "C01");
    EXPECT_EQ(answer.at("closures")[0].at("state"), "in_force");
    EXPECT_GT(answer.at("closures")[0].at("edges").size(), 0U);
    EXPECT_EQ(answer.at("closures")[0].at("to"), nullptr) << "the 16th was not known on the 15th";
    EXPECT_EQ(answer.at("closures")[1].at("state"), "unplaced");
    EXPECT_EQ(json::parse(list({"--at", "2017-07-13T08:00", "--json"}).out).at("closures").size(),
              0U);
    const std::string text = list({"--at", "2017-07-15T08:00", "--lang", "zh"}).out;
    EXPECT_LT(text.find("二道河大桥"), text.find("黑大线便桥")) << "on no road: first";
}

TEST(ClosureCommandTest, APlanTellsOfAClosureToCome) {
    ClosureDay day;
    day.at("2017-07-15T06:00");
    day.closure({"add", "--edge", "R1609a", "--from", "2017-07-15T20:00", "--yes"});
    const json plan =
        day.ask({"plan", "--scenario", "2017-07-yongji-flood", "--at", "2017-07-15T08:00"});
    EXPECT_THAT(plan.at("warnings").dump(), HasSubstr("closure B1 (路段 R1609a) begins at"));
}

// Way 1609 is shut from its first node to its last: a route against it stays as it was.
TEST(ClosureCommandTest, APlanTellsOfARoadShutInOneDirectionAndOfOneThatIsOnlyWeakThere) {
    ClosureDay day;
    const auto warnings = [&] {
        return day.ask({"plan", "--scenario", "2017-07-yongji-flood"}).at("warnings").dump();
    };
    day.closure({"add", "--edge", "R1609a:forward", "--restrict", "tonnes=5", "--yes"});
    EXPECT_THAT(warnings(), AllOf(HasSubstr("路段 R1609a:forward bears 5 t"),
                                  Not(HasSubstr("is shut in one direction"))));
    day.closure({"add", "--edge", "R1609a:backward", "--yes"});
    EXPECT_THAT(warnings(), HasSubstr("路段 R1609a:backward is shut in one direction"));
}

// R1609a is Changyi's last road out: the plan ended in a crash where craft and carriers both go.
TEST(ClosureCommandTest, WhereTheLastRoadIsCutCraftGoAndCarriersFromTheNearestOpenPoint) {
    ClosureDay day;
    day.closure({"add", "--edge", "R1609a", "--yes"});
    const json plan = day.ask({"plan", "--scenario", "2017-07-yongji-flood"});
    EXPECT_THAT(plan.at("warnings").dump(),
                HasSubstr("220102: no open road leads there; helicopters and boats go. The nearest "
                          "open point is 220103, 2.6 km short (straight), the rest is carried by "
                          "hand"));
}

// Way 1609 is shut from its first node to its last: a route against it stays as it was.
TEST(ClosureCommandTest, AClosureOfOneDirectionShutsThatAloneOnARoute) {
    ClosureDay day;
    const auto route = [&](const char* from, const char* to) {
        return day.ask({"route", "--from", from, "--to", to, "--at", "2017-07-15T09:00"});
    };
    const json there = route("220102", "220221");
    const json back = route("220221", "220102");
    std::string edge;
    for (const std::string& each : edges_of(there)) {
        edge = each.starts_with("R") && edges_of(back).count(each) > 0 ? each : edge;
    }
    ASSERT_FALSE(edge.empty());
    day.closure({"add", "--edge", edge + ":forward", "--yes"});
    const bool changed_there = edges_of(route("220102", "220221")).count(edge) == 0;
    const bool changed_back = edges_of(route("220221", "220102")).count(edge) == 0;
    EXPECT_NE(changed_there, changed_back) << edge;
}

}  // namespace
}  // namespace relief::kit
