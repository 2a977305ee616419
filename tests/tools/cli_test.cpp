// SPDX-License-Identifier: Apache-2.0
// The command line's promises: exit statuses, what is said, and what is left untouched.
#include "tests/kit/plan_checker.h"
#include "tests/kit/table.h"
#include "tests/tools/cli_kit.h"
#include "tests/tools/shipped.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace relief::kit {
namespace {

using nlohmann::json;
namespace fs = std::filesystem;

std::vector<std::string> names_in(const fs::path& folder) {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(folder)) {
        names.push_back(entry.path().filename().string());
    }
    return names;
}

TEST(Usage, IsStatusTwo) {
    const std::vector<std::vector<std::string>> lines{
        {},
        {"plann"},
        {"plan"},
        {"plan", "--scenario"},
        {"plan", "--scenario", yongji_flood, "--nonsense"},
        {"plan", "--scenario", yongji_flood, "extra"},
        {"plan", "--scenario", yongji_flood, "--threads", "0"},
        {"plan", "--scenario", yongji_flood, "--threads", "two"},
        {"plan", "--scenario", yongji_flood, "--lang", "fr"},
        {"scenario"},
        {"scenario", "delete"},
        {"place"},
        {"init"},
        {"verify"},
    };
    for (const auto& line : lines) {
        std::vector<std::string> command{RELIEF_PROGRAM};
        command.insert(command.end(), line.begin(), line.end());
        const Ended ended = run(command);
        SCOPED_TRACE(line.empty() ? "nothing" : line.front() + " … " + line.back());
        EXPECT_EQ(ended.status, 2) << ended.out << ended.err;
        EXPECT_EQ(ended.out, "");
        EXPECT_NE(ended.err, "");
    }
}

TEST(Usage, IsADocumentUnderJson) {
    EXPECT_TRUE(refusal({"plan"}, 2).is_object());
    EXPECT_TRUE(refusal({"init"}, 2).is_object());
}

TEST(Usage, HelpAndVersionAreStatusZero) {
    for (const char* option : {"--help", "--version"}) {
        const Ended ended = run({RELIEF_PROGRAM, option});
        EXPECT_EQ(ended.status, 0) << option;
        EXPECT_NE(ended.out, "") << option;
        EXPECT_EQ(ended.err, "") << option;
    }
    for (const char* command : {"plan", "level", "needs", "verify", "init", "scenario", "place"}) {
        const Ended ended = run({RELIEF_PROGRAM, command, "--help"});
        EXPECT_EQ(ended.status, 0) << command;
        EXPECT_NE(ended.out.find(command), std::string::npos) << command;
    }
}

TEST(Unknown, ScenarioIsToldWithTheOnesThereAre) {
    const json error = refusal({"plan", "--scenario", "2017-yongji"}, 3);
    ASSERT_TRUE(error.is_object());
    EXPECT_EQ(error.value("code", ""), "scenario.unknown");
    EXPECT_NE(error.value("expected", "").find(yongji_flood), std::string::npos);
    EXPECT_NE((error.value("found", "") + error.value("message", "")).find("2017-yongji"),
              std::string::npos);
    for (const char* command : {"level", "needs"}) {
        EXPECT_EQ(refusal({command, "--scenario", "2017-yongji"}, 3).value("code", ""),
                  "scenario.unknown");
    }
}

TEST(Unknown, ThingsAreNamed) {
    struct Case {
        std::vector<std::string> arguments;
        std::string code;
        std::string named;
    };
    const std::vector<Case> cases{
        {{"place", "亚特兰蒂斯"}, "place.unknown", "亚特兰蒂斯"},
        {{"place", "229999"}, "place.unknown", "229999"},
        {{"level", "--scenario", yongji_flood, "--report", "R99"}, "report.unknown", "R99"},
        {{"level", "--scenario", yongji_flood, "--plan", "XX-1"}, "plan.unknown", "XX-1"},
        {{"plan", "--scenario", yongji_flood, "--at", "noon"}, "", "noon"},
        {{"plan", "--scenario", yongji_flood, "--at", "2017-02-30T12:00"}, "", "2017-02-30T12:00"},
        {{"plan", "--scenario", yongji_flood, "--relocated", "-5"}, "", "-5"},
        {{"plan", "--scenario", yongji_flood, "--relocated", "many"}, "", "many"},
        {{"needs", "--scenario", yongji_flood, "--relocated", "999999999999"}, "", "999999999999"},
        {{"needs", "--scenario", yongji_flood, "--days", "0"}, "", "0"},
        {{"needs", "--scenario", yongji_flood, "--days", "100000"}, "", "100000"},
        {{"needs", "--scenario", yongji_flood, "--relocated", "5", "--collective", "6"}, "", "6"},
        {{"needs", "--hazard", "dragon", "--month", "7", "--place", "220221", "--relocated", "9"},
         "",
         "dragon"},
        {{"needs", "--hazard", "flood", "--month", "13", "--place", "220221", "--relocated", "9"},
         "",
         "13"},
        {{"plan", "--scenario", yongji_flood, "--place", "永吉村", "--relocated", "5"},
         "place.unknown",
         "永吉村"},
    };
    for (const Case& one : cases) {
        SCOPED_TRACE(one.arguments.front() + " … " + one.arguments.back());
        const json error = refusal(one.arguments, 3);
        ASSERT_TRUE(error.is_object());
        if (!one.code.empty()) {
            EXPECT_EQ(error.value("code", ""), one.code);
        }
        const std::string told = error.value("found", "") + ' ' + error.value("message", "");
        EXPECT_NE(told.find(one.named), std::string::npos) << error.dump();
    }
}

TEST(Unknown, DataFolder) {
    const TempFolder folder;
    for (const char* command : {"plan", "level", "needs"}) {
        SCOPED_TRACE(command);
        EXPECT_TRUE(refusal({command, "--scenario", yongji_flood, "--data", folder / "nothing"}, 3)
                        .is_object());
    }
}

TEST(Answers, NoThresholdMetIsZero) {
    // The ice storm gave no relief metric at all.
    EXPECT_EQ(relief_run({"level", "--scenario", "2020-11-ice-storm"}).status, 0);
    EXPECT_EQ(relief_run({"plan", "--scenario", "2020-11-ice-storm"}).status, 0);
    // Before the first report nothing is known, and that is an answer.
    EXPECT_EQ(relief_run({"plan", "--scenario", yongji_flood, "--at", "2017-07-13T09:00"}).status,
              0);
}

TEST(Answers, HomonymsAreListedAndNotChosen) {
    const Ended ended = relief_run({"place", "朝阳镇", "--json"});
    ASSERT_EQ(ended.status, 0) << ended.out;
    EXPECT_NE(ended.out.find("辉南"), std::string::npos) << ended.out;
    const json answer = json::parse(ended.out);
    EXPECT_GE(answer.at("matches").size(), 2U);
}

// offices.csv: 民政厅 until 2018-10-18, then 应急管理厅 and 粮食和物资储备局.
TEST(Answers, AnOfficeIsFoundOnAnyDayAndTheHelpSaysSo) {
    for (const char* office : {"民政厅", "应急管理厅", "粮食和物资储备局"}) {
        const Ended ended = relief_run({"place", office, "--on", "2017-07-14"});
        EXPECT_EQ(ended.status, 0) << ended.err;
        EXPECT_NE(ended.out.find("吉林省民政厅"), std::string::npos) << ended.out;
    }
    EXPECT_NE(relief_run({"place", "--help", "--lang", "en"}).out.find("office"),
              std::string::npos);
    EXPECT_NE(relief_run({"place", "--help", "--lang", "zh"}).out.find("机构"), std::string::npos);
}

TEST(Answers, GoToStdoutAndOnlyThere) {
    const Ended ended = relief_run({"scenario", "list", "--json"});
    ASSERT_EQ(ended.status, 0);
    EXPECT_EQ(ended.err, "");
    EXPECT_TRUE(json::parse(ended.out).contains("schema"));
}

TEST(FullDisk, BehindARedirection) {
    if (!fs::exists("/dev/full")) {
        GTEST_SKIP() << "no /dev/full: A FULL DISK BEHIND stdout IS NOT TESTED";
    }
    const Ended ended =
        run({"sh", "-c", "exec \"$0\" plan --data \"$1\" --scenario \"$2\" --json > /dev/full",
             RELIEF_PROGRAM, shipped_data, yongji_flood});
    EXPECT_EQ(ended.status, 3);
    EXPECT_NE(ended.err, "");
}

/// The Yongji flood with all roads at the county shut: what lies there can be used, and what
/// helicopters and boats bring of the depots, nothing else.
TEST(CutOff, CountyGetsAPlanThatSaysRoad) {
    const Copy scenario = Copy::of_scenario(yongji_flood);
    const std::string text = scenario.text("closures.csv");
    scenario.write("closures.csv",
                   text.substr(0, text.find('\n') + 1) +
                       "C99,all,all,全部出口,220221,220221,,*,both,flood,2017-07-13,,unknown,a "
                       "test,assumption,cut off\n");
    const Ended ended =
        relief_run({"plan", "--scenario", scenario.path(), "--at", "2017-07-14T12:00", "--json"});
    ASSERT_EQ(ended.status, 0) << ended.out << ended.err;
    const json plan = json::parse(ended.out);
    const World world = read_world(shipped_data, scenario.path());
    const auto findings = check_plan(plan, world);
    EXPECT_TRUE(findings.empty()) << to_text(findings);
    for (const json& shipment : plan.at("shipments")) {
        const std::string from = shipment.at("from");
        const std::string mode = shipment.at("mode");
        EXPECT_TRUE(mode == "air" || mode == "boat" || from == "JL-X-220221" || from == "JL-D-10")
            << from;
    }
    // No bottle of water lies in the county: all of it is cut off.
    std::int64_t water = 0;
    for (const json& row : plan.at("unmet")) {
        if (row.at("need").get<std::string>().find("WATERB") != std::string::npos) {
            water += row.at("quantity").get<std::int64_t>();
            EXPECT_EQ(row.at("cause"), "road") << row.dump();
        }
    }
    EXPECT_EQ(water, 282'600);  // expected.json: yongji_R2
}

/// Every need of a plan is short in full, for this cause.
void expect_all_short(const json& plan, const std::string& cause) {
    EXPECT_TRUE(plan.at("shipments").empty());
    ASSERT_FALSE(plan.at("needs").empty());
    std::map<std::string, std::int64_t> unmet;
    for (const json& row : plan.at("unmet")) {
        unmet[row.at("need")] = row.at("quantity");
        EXPECT_EQ(row.at("cause"), cause) << row.dump();
    }
    for (const json& need : plan.at("needs")) {
        EXPECT_EQ(unmet[need.at("id")], need.at("quantity").get<std::int64_t>()) << need.dump();
    }
}

TEST(EmptyStock, IsAPlanThatSendsNothing) {
    const Copy copy = Copy::of_data();
    for (const char* file : {"baseline/stock_lots.csv", "baseline/suppliers.csv"}) {
        const std::string text = copy.text(file);
        copy.write(file, text.substr(0, text.find('\n') + 1));
    }
    const Ended ended =
        relief_run({"plan", "--scenario", yongji_flood, "--data", copy.path(), "--json"});
    ASSERT_EQ(ended.status, 0) << ended.out << ended.err;
    const json plan = json::parse(ended.out);
    expect_all_short(plan, "stock");
    const auto findings =
        check_plan(plan, read_world(copy.path(), copy.path() / "scenarios" / yongji_flood));
    EXPECT_TRUE(findings.empty()) << to_text(findings);
}

TEST(EmptyStock, ExpiredToTheLastPieceIsToldAsSuch) {
    const Copy copy = Copy::of_data();
    const std::string suppliers = copy.text("baseline/suppliers.csv");
    copy.write("baseline/suppliers.csv", suppliers.substr(0, suppliers.find('\n') + 1));
    // Every lot ran out on 2017-06-30, before the flood.
    std::string lots =
        "depot_id,owner_code,item_id,lot_id,made_on,expires_on,quantity,unit,"
        "condition,flag\n";
    for (const Row& row : read_table(copy.path() / "baseline/stock_lots.csv")) {
        lots += field(row, "depot_id") + ',' + field(row, "owner_code") + ',' +
                field(row, "item_id") + ',' + field(row, "lot_id") + ',' + field(row, "made_on") +
                ",2017-06-30," + field(row, "quantity") + ',' + field(row, "unit") +
                ",A,assumption\n";
    }
    copy.write("baseline/stock_lots.csv", lots);
    const Ended ended =
        relief_run({"plan", "--scenario", yongji_flood, "--data", copy.path(), "--json"});
    ASSERT_EQ(ended.status, 0) << ended.out << ended.err;
    const json plan = json::parse(ended.out);
    EXPECT_TRUE(plan.at("shipments").empty());
    for (const json& row : plan.at("unmet")) {
        const std::string need = row.at("need");
        if (need.find("QUILT") != std::string::npos || need.find(":BED") != std::string::npos) {
            EXPECT_EQ(row.at("cause"), "expiry") << row.dump();
        }
    }
}

TEST(OutFolder, IsWrittenWhole) {
    const TempFolder folder;
    const Ended ended = relief_run(
        {"plan", "--scenario", "2018-songyuan-m57", "--out", folder / "new/plan", "--json"});
    ASSERT_EQ(ended.status, 0) << ended.out << ended.err;
    const auto names = names_in(folder / "new/plan");
    EXPECT_EQ(std::set<std::string>(names.begin(), names.end()),
              (std::set<std::string>{"model-2.mps", "model-3.mps", "model-5.mps", "model-6.mps",
                                     "model.mps", "orders.csv", "plan.geojson", "plan.json",
                                     "problem.json", "report.html"}));
    // The file is the document that was printed, and reads back.
    EXPECT_EQ(json::parse(read_text(folder / "new/plan/plan.json")).at("shipments"),
              json::parse(ended.out).at("shipments"));
}

TEST(OutFolder, ThatIsAFileIsRefused) {
    const TempFolder folder;
    write_text(folder / "plan", "mine");
    const json error =
        refusal({"plan", "--scenario", "2018-songyuan-m57", "--out", folder / "plan"}, 3);
    ASSERT_TRUE(error.is_object());
    EXPECT_EQ(error.value("code", ""), "file.write");
    EXPECT_EQ(read_text(folder / "plan"), "mine");
}

}  // namespace
}  // namespace relief::kit
