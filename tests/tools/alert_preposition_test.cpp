// SPDX-License-Identifier: Apache-2.0
// Goods before the loss: the 2017 rainstorm warned of in red, lowered to orange, lifted.
#include "core/data_source.h"
#include "tests/kit/table.h"
#include "tests/tools/alert_office.h"
#include "tests/tools/cli_kit.h"

#include <cmath>
#include <set>
#include <string>

namespace relief {
namespace {

using kit::WarningOffice;
using nlohmann::json;

class Preposition : public testing::Test {
  protected:
    Preposition() : office_(folder_ / "real.db") {
        kit::write_text(folder_ / "none.json", R"({"actual": []})");
        kit::release_red(office_, "W2017-0001", folder_ / "none.json", folder_.path());
    }

    /// A case that follows `before`, signed by the lead and one more, and released.
    void follow(const std::string& code, std::vector<std::string> words,
                const std::string& hour) const {
        office_.step(hour + ":00", "M1", std::move(words));
        office_.step(hour + ":01", "M1", {"countersign", code});
        office_.step(hour + ":02", "M2", {"sign", code});
        office_.step(hour + ":02", "E1", {"sign", code});
        office_.step(hour + ":03", "M1", {"release", code});
    }

    kit::TempFolder folder_;
    WarningOffice office_;
};

/// The population of Yongji in the census of 2020, tests/tools/alert_release_test.cpp.
constexpr double yongji_people = 280633;

TEST_F(Preposition, RedDraftsAPlanWithBothPrices) {
    EXPECT_EQ(office_.step("20:22", "M1", {"show", "W2017-0001"})["preposition"],
              "relief alert preposition W2017-0001");
    EXPECT_EQ(office_.step("20:22", "D1", {"preposition", "W2017-0001"}, 3)["code"],
              "office.person")
        << "nobody of the books";
    const json drawn =
        office_.step("20:22", "M1", {"preposition", "W2017-0001", "--out", folder_ / "ahead"});
    EXPECT_EQ(drawn["schema"], "relief.preposition/1");
    EXPECT_EQ(drawn["kind"], "draft");
    EXPECT_EQ(drawn["event"], "W2017-0001");
    EXPECT_EQ(drawn["message"], "220000-W2017-0001");
    EXPECT_EQ(drawn["assumed"]["flag"], "assumption");

    // rules/warning_needs.csv by hand: 0.42 affected, 0.207 of them leave.
    ASSERT_EQ(drawn["counties"].size(), 1U);
    const double people = drawn["counties"][0]["people"];
    EXPECT_NEAR(people, yongji_people, yongji_people * 0.005);
    EXPECT_NEAR(drawn["counties"][0]["p50"].get<double>(), people * 0.42 * 0.207, 1);
    EXPECT_NEAR(
        drawn["counties"][0]["p90"].get<double>() / drawn["counties"][0]["p50"].get<double>(),
        std::exp(1.2816 * 0.72), 0.01);

    // If it comes: an ordinary plan begins two hours after the onset at 20:00; now it is 20:22.
    EXPECT_NEAR(drawn["if_it_comes"]["hours_gained"].get<double>(), 2 - 22 / 60.0, 0.01);
    EXPECT_GT(drawn["if_it_comes"]["persons_earlier"].get<double>(), 0);
    EXPECT_LE(drawn["if_it_comes"]["persons_earlier"].get<double>(),
              drawn["counties"][0]["p50"].get<double>());
    EXPECT_EQ(drawn["if_it_comes"]["persons_by_onset"], 0.0);

    // If it does not: from the plan's own shipments, added up here.
    const json file = json::parse(read_file(folder_ / "ahead/plan.json"));
    EXPECT_EQ(file["scenario"], "W2017-0001");
    double km = 0;
    int lorries = 0;
    std::map<std::string, long> away;
    std::set<std::string> senders;
    for (const json& shipment : file["shipments"]) {
        const int trips = shipment["vehicles"].get<int>() * shipment["trips"].get<int>();
        lorries += trips;
        km += 2 * trips * shipment["route"]["km"].get<double>();
        senders.insert(shipment["from"]);
        for (const json& line : shipment["lines"]) {
            away[line["item"]] += line["quantity"].get<long>();
        }
    }
    EXPECT_GT(lorries, 0);
    EXPECT_EQ(drawn["if_it_does_not"]["lorries"], lorries);
    EXPECT_NEAR(drawn["if_it_does_not"]["lorry_km"].get<double>(), km, 1);
    ASSERT_EQ(drawn["if_it_does_not"]["away"].size(), away.size());
    for (const json& goods : drawn["if_it_does_not"]["away"]) {
        EXPECT_EQ(goods["quantity"], away[goods["item"]]) << goods["item"];
    }
    EXPECT_TRUE(drawn["if_it_does_not"]["counties_bare"].empty()) << "floors are kept";
    for (const json& depot : drawn["if_it_does_not"]["at_floor"]) {
        EXPECT_EQ(depot["left"], depot["floor"]) << depot["depot"] << depot["item"];
    }
    // Nothing is cooked and nobody's agreement called off for what may not come.
    EXPECT_EQ(away.count("BOXMEAL"), 0U);
    for (const std::string& sender : senders) {
        EXPECT_EQ(sender.rfind("JL-S", 0), std::string::npos) << sender;
    }
    EXPECT_LE(drawn["seconds"].get<double>(), 60) << "the bench has the figure";
    office_.run("2017-07-13T20:30", "M1", {"verify"});
    // Orders are drawn from it as from any plan.
    const json orders =
        office_.run("2017-07-13T20:31", "M1",
                    {"order", "draft", "--plan", folder_ / "ahead/plan.json", "--partial"});
    EXPECT_FALSE(orders["orders"].empty());
}

TEST_F(Preposition, AnUpdateKeepsWhatHasLeftAndACancelCallsBackTheRest) {
    const json first = office_.step("20:22", "M1", {"preposition", "W2017-0001"});
    const std::string left = first["plan"]["shipments"][0]["id"];
    follow("W2017-0002",
           {"update", "W2017-0001", "--colour", "orange", "--onset", "2017-07-13T22:00",
            "--expires", "2017-07-14T04:00"},
           "22");
    EXPECT_EQ(office_.step("22:04", "M1", {"preposition", "W2017-0001"}, 4)["code"], "alert.state")
        << "it is replaced";
    const json second =
        office_.step("22:05", "M1", {"preposition", "W2017-0002", "--departed", left});
    EXPECT_EQ(second["kind"], "replan");
    EXPECT_EQ(second["replaces"], first["id"]);
    EXPECT_EQ(second["event"], "W2017-0001");
    ASSERT_EQ(second["kept"].size(), 1U);
    EXPECT_EQ(second["kept"][0]["shipment"], left);
    EXPECT_EQ(second["kept"][0]["stage"], "departed");
    // Orange: 0.27 of the people in place of 0.42.
    EXPECT_NEAR(
        second["counties"][0]["p50"].get<double>() / first["counties"][0]["p50"].get<double>(),
        0.27 / 0.42, 0.001);

    follow("W2017-0003", {"cancel", "W2017-0002", "--reason", "降雨结束"}, "23");
    const json third = office_.step("23:05", "M1", {"preposition", "W2017-0003"});
    EXPECT_EQ(third["kind"], "recall");
    ASSERT_EQ(third["kept"].size(), 1U);
    EXPECT_EQ(third["kept"][0]["shipment"], left);
    EXPECT_EQ(third["recalled"].size() + 1, second["plan"]["shipments"].size());
    EXPECT_EQ(office_.step("23:06", "M1", {"preposition", "W2017-0003"}, 4)["code"],
              "alert.preposition")
        << "it was called back already";
    office_.run("2017-07-13T23:30", "M1", {"verify"});
}

TEST_F(Preposition, WhatMovesNobodyIsAnswered) {
    EXPECT_EQ(office_.step("20:30", "M1", {"preposition", "W2017-0009"}, 3)["code"],
              "alert.unknown");
    office_.step("20:30", "M1",
                 {"draft", "--hazard", "rainstorm", "--colour", "red", "--place", "舒兰市"});
    EXPECT_EQ(office_.step("20:31", "M1", {"preposition", "W2017-0002"}, 4)["code"], "alert.state")
        << "not released";
}

}  // namespace
}  // namespace relief
