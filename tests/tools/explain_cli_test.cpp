// SPDX-License-Identifier: Apache-2.0
// relief explain and relief compare, as a person asks them.
#include "tests/kit/program.h"
#include "tests/kit/table.h"
#include "tests/tools/cli_kit.h"
#include "tools/desk/plan_file.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <string>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace relief::kit {
namespace {

using nlohmann::json;
namespace fs = std::filesystem;

const std::set<std::string> causes{"stock",   "floor",    "expiry",    "kit_part",
                                   "package", "vehicles", "payload",   "volume",
                                   "road",    "time",     "reception", "signature"};

/// The plan of the Yongji flood, made once.
class Explain : public testing::Test {
  protected:
    static void SetUpTestSuite() {
        folder_ = new TempFolder;
        const Ended made =
            relief_run({"plan", "--scenario", "2017-07-yongji-flood", "--out", folder()});
        ASSERT_EQ(made.status, 0) << made.err;
    }
    static void TearDownTestSuite() { delete folder_; }

    static std::string folder() { return *folder_ / "plan"; }
    static std::string plan_file() { return (fs::path(folder()) / "plan.json").string(); }
    static json plan() { return json::parse(read_text(plan_file())); }

    /// A changed plan as if it had been written so.
    static std::string sealed(const TempFolder& folder, nlohmann::ordered_json document) {
        document["digest"] = plan_digest(document);
        const std::string file = folder / "other.json";
        std::ofstream(file) << document.dump();
        return file;
    }
    static nlohmann::ordered_json ordered_plan() {
        return nlohmann::ordered_json::parse(read_text(plan_file()));
    }

    static json ask(std::vector<std::string> words) {
        std::vector<std::string> command{"explain", "--plan", plan_file(), "--json"};
        command.insert(command.end(), words.begin(), words.end());
        const Ended ended = relief_run(command);
        EXPECT_EQ(ended.status, 0) << ended.out << ended.err;
        return ended.status == 0 ? json::parse(ended.out) : json();
    }

  private:
    static inline TempFolder* folder_ = nullptr;
};

TEST_F(Explain, EveryShortLineNamesLimitsThatWereLifted) {
    for (const json& row : plan().at("unmet")) {
        ASSERT_FALSE(row.at("limits").empty()) << row.dump();
        EXPECT_EQ(row.at("cause"), row.at("limits").at(0));
        EXPECT_LT(row.at("left_when_lifted"), row.at("quantity")) << row.dump();
        for (const json& limit : row.at("limits")) {
            EXPECT_TRUE(causes.count(limit.get<std::string>()) == 1) << limit;
        }
    }
}

TEST_F(Explain, ShipmentTellsItsSourcesRoadAndPrice) {
    const json shipment = plan().at("shipments").at(0);
    const json answer = ask({"--shipment", shipment.at("id")});
    EXPECT_EQ(answer.at("schema"), "relief.explain/1");
    const json& told = answer.at("shipment");
    EXPECT_EQ(told.at("from"), shipment.at("from"));
    bool chosen = false;
    for (const json& need : told.at("needs")) {
        for (const json& source : need.at("sources")) {
            chosen = chosen || (source.at("from") == shipment.at("from") && source.at("sent") > 0);
        }
    }
    EXPECT_TRUE(chosen);
    // Ways that leave out a part of the quickest one are no quicker.
    const json& next = told.at("road").at("next");
    if (!next.is_null()) {
        EXPECT_GE(next.at("minutes"), told.at("road").at("minutes"));
    }
    // The plan without this depot is priced at every aim of the plan.
    EXPECT_EQ(told.at("without_this_source").at("aims").size(),
              plan().at("objective").at("levels").size());
}

TEST_F(Explain, PlaceTellsEveryNeedOfIt) {
    const json document = plan();
    const std::string place = document.at("needs").at(0).at("place");
    std::size_t needs = 0;
    for (const json& need : document.at("needs")) {
        needs += need.at("place") == place ? 1 : 0;
    }
    EXPECT_EQ(ask({"--place", place}).at("needs").size(), needs);
}

TEST_F(Explain, WhatIfPrintsBothNumbers) {
    const json rows = ask({"--what-if", "--checks", "1"}).at("what_if");
    ASSERT_TRUE(rows.is_array());
    if (rows.empty()) {
        return;  // nothing more would help: the table says so
    }
    EXPECT_FALSE(rows.at(0).at("by_plan").is_null());
    EXPECT_FALSE(rows.at(0).at("by_bound").is_null());
    for (const json& row : rows) {
        EXPECT_FALSE(row.at("by_dual").is_null() && row.at("by_bound").is_null()) << row.dump();
        // Whole lorries and pieces save no more than the bound allows.
        if (!row.at("by_plan").is_null()) {
            EXPECT_LE(row.at("by_plan").get<double>(), row.at("at_most").get<double>() + 1e-3);
        }
    }
}

TEST_F(Explain, TextSpeaksBothLanguages) {
    const std::string id = plan().at("shipments").at(0).at("id");
    const Ended zh = relief_run(
        {"explain", "--plan", plan_file(), "--shipment", id, "--no-price", "--lang", "zh"});
    EXPECT_NE(zh.out.find("为何由该库发运"), std::string::npos) << zh.out << zh.err;
    const Ended en = relief_run(
        {"explain", "--plan", plan_file(), "--shipment", id, "--no-price", "--lang", "en"});
    EXPECT_NE(en.out.find("Why this depot"), std::string::npos) << en.out << en.err;
}

TEST_F(Explain, RefusesWhatThePlanDoesNotHold) {
    EXPECT_EQ(refusal({"explain", "--plan", plan_file(), "--shipment", "S999"}, 3).at("field"),
              "--shipment");
    EXPECT_EQ(refusal({"explain", "--plan", plan_file(), "--need", "nothing"}, 3).at("field"),
              "--need");
    EXPECT_EQ(relief_run({"explain", "--plan", plan_file()}).status, 2);
    EXPECT_EQ(refusal({"explain", "--plan", "/no/such/plan.json", "--what-if"}, 3).at("code"),
              "file.missing");
}

TEST_F(Explain, RefusesAPlanOfOtherFigures) {
    const TempFolder folder;
    auto document = ordered_plan();
    document["needs"][0]["quantity"] = 1 + document["needs"][0]["quantity"].get<int>();
    const std::string file = sealed(folder, document);
    EXPECT_EQ(refusal({"explain", "--plan", file, "--what-if"}, 4).at("code"),
              "plan.other_problem");
}

TEST_F(Explain, NamesTheFieldThatIsWrong) {
    const TempFolder folder;
    auto document = ordered_plan();
    document["shipments"][1]["arrive"] = "tomorrow";
    const std::string file = sealed(folder, document);
    const json error = refusal({"compare", file, plan_file()}, 3);
    EXPECT_EQ(error.at("code"), "json.field");
    EXPECT_EQ(error.at("field"), "shipments[1].arrive");
}

TEST_F(Explain, RefusesAPlanThatSomebodyChanged) {
    const TempFolder folder;
    auto document = ordered_plan();
    document["shipments"][1]["vehicles"] = 99;
    const std::string file = folder / "changed.json";
    std::ofstream(file) << document.dump();
    EXPECT_EQ(refusal({"explain", "--plan", file, "--what-if"}, 3).at("code"), "plan.changed");
}

// A plan made from another one is asked about beside the problem it was made of.
TEST_F(Explain, APlanMadeAgainIsExplainedBesideItsProblem) {
    const TempFolder folder;
    const std::string out = folder / "again";
    const Ended made = relief_run(
        {"replan", "--plan", plan_file(), "--closed", "G202", "--departed", "none", "--out", out});
    ASSERT_EQ(made.status, 0) << made.err;
    const std::string file = (fs::path(out) / "plan.json").string();
    const json again = json::parse(read_text(file));
    const json row = again.at("unmet").at(0);
    const Ended told = relief_run({"explain", "--plan", file, "--need", row.at("need"), "--json"});
    ASSERT_EQ(told.status, 0) << told.out << told.err;
    EXPECT_EQ(json::parse(told.out).at("needs").at(0).at("id"), row.at("need"));
    fs::remove(fs::path(out) / "problem.json");
    EXPECT_EQ(refusal({"explain", "--plan", file, "--what-if"}, 4).at("code"),
              "plan.other_problem");
    // Its page tells what changed, and why.
    const std::string page = read_text((fs::path(out) / "report.html").string());
    EXPECT_NE(page.find("与原方案相比的改动"), std::string::npos);
    EXPECT_NE(page.find("G202"), std::string::npos);
}

TEST_F(Explain, PlanIsLikeItself) {
    const Ended ended = relief_run({"compare", plan_file(), plan_file(), "--json"});
    ASSERT_EQ(ended.status, 0) << ended.err;
    const json answer = json::parse(ended.out);
    EXPECT_EQ(answer.at("schema"), "relief.compare/1");
    EXPECT_TRUE(answer.at("shipments").empty());
    EXPECT_EQ(answer.at("same_shipments"), plan().at("shipments").size());
    for (const json& aim : answer.at("aims")) {
        EXPECT_EQ(aim.at("change"), 0);
    }
}

// An item of several days stands there once a day: the time it is due tells which is which.
TEST_F(Explain, CompareTellsByWhenEachNeedIsDue) {
    const TempFolder folder;
    auto document = ordered_plan();
    std::map<std::string, std::string> due;
    for (const auto& need : document["needs"]) {
        due[need["id"]] = need["by"];
    }
    // In the other plan the first short need is due a day later.
    const std::string moved = document["unmet"][0]["need"];
    for (auto& need : document["needs"]) {
        need["by"] = need["id"] == moved ? "2017-07-20T09:00+08:00" : need["by"];
    }
    const std::string file = sealed(folder, document);
    const std::string page = folder / "both.html";
    const Ended ended = relief_run({"compare", plan_file(), file, "--json", "--html", page});
    ASSERT_EQ(ended.status, 0) << ended.err;
    for (const json& row : json::parse(ended.out).at("needs")) {
        const std::string id = row.at("need");
        EXPECT_EQ(row.at("due_a"), due.at(id));
        EXPECT_EQ(row.at("due_b"), id == moved ? "2017-07-20T09:00+08:00" : due.at(id));
    }
    EXPECT_NE(read_text(page).find("→07-20 09:00"), std::string::npos);
    const Ended zh = relief_run({"compare", plan_file(), file, "--lang", "zh"});
    EXPECT_NE(zh.out.find("应到"), std::string::npos);
    const Ended en = relief_run({"compare", plan_file(), file, "--lang", "en"});
    EXPECT_NE(en.out.find("due"), std::string::npos);
    EXPECT_NE(en.out.find("→"), std::string::npos);
}

TEST_F(Explain, CompareFindsWhatWasChanged) {
    const TempFolder folder;
    auto document = ordered_plan();
    document["shipments"].erase(0);
    document["shipments"][0]["depart"] = "2017-07-16T00:00+08:00";
    const std::string file = sealed(folder, document);
    const std::string map = folder / "both.geojson";
    const std::string page = folder / "both.html";
    const Ended ended =
        relief_run({"compare", plan_file(), file, "--json", "--geojson", map, "--html", page});
    ASSERT_EQ(ended.status, 0) << ended.err;
    const json answer = json::parse(ended.out);
    const auto only_a = std::count_if(answer.at("shipments").begin(), answer.at("shipments").end(),
                                      [](const json& row) { return row.at("kind") == "only_a"; });
    EXPECT_EQ(only_a, 1);
    EXPECT_EQ(answer.at("measures").at("a").at("shipments").get<int>(),
              answer.at("measures").at("b").at("shipments").get<int>() + 1);
    const json features = json::parse(read_text(map));
    EXPECT_EQ(features.at("type"), "FeatureCollection");
    EXPECT_FALSE(features.at("features").empty());
    EXPECT_NE(read_text(page).find("<svg"), std::string::npos);
}

}  // namespace
}  // namespace relief::kit
