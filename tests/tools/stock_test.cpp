// SPDX-License-Identifier: Apache-2.0
// The questions of the desk through the program: stock, find, the life of a lot, closed periods.
#include "tests/kit/table.h"
#include "tests/tools/cli_kit.h"
#include "tools/desk/tables.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace relief {
namespace {

using kit::refusal;
using kit::relief_run;
using nlohmann::json;
using testing::HasSubstr;

const std::vector<std::string> drill_clock{"--clock", "2017-07-14T10:00", "--actor", "王芳"};

json answer(std::vector<std::string> arguments) {
    arguments.emplace_back("--json");
    const kit::Ended ended = relief_run(arguments);
    EXPECT_EQ(ended.status, 0) << ended.err;
    return ended.status == 0 ? json::parse(ended.out) : json();
}

/// Books on the clock of a drill.
class Books : public testing::Test {
  protected:
    Books() { EXPECT_EQ(kit::fresh_books(db()).status, 0); }

    std::string db() const { return (folder_ / "books.db").string(); }
    std::vector<std::string> with_books(std::vector<std::string> arguments) const {
        arguments.insert(arguments.end(), {"--db", db()});
        arguments.insert(arguments.end(), drill_clock.begin(), drill_clock.end());
        return arguments;
    }

  private:
    kit::TempFolder folder_;
};

TEST(Find, WhatOneSiteSendsIsInItsLotsAndTheSumIsTheAnswer) {
    const json found = answer({"find", "QUILT", "5000", "--to", "蛟河", "--within", "6h"});
    EXPECT_EQ(found["schema"], "relief.find/1");
    EXPECT_EQ(found["to"], "220281");
    std::int64_t sum = 0;
    for (const json& take : found["now"]) {
        std::int64_t lots = 0;
        for (const json& lot : take["lots"]) {
            lots += lot["quantity"].get<std::int64_t>();
        }
        EXPECT_EQ(lots, take["quantity"]);
        EXPECT_FALSE(take["signs"].empty()) << take["site"];
        EXPECT_LE(take["arrive"]["likely"].get<std::string>(), found["by"].get<std::string>());
        sum += lots;
    }
    EXPECT_EQ(sum, found["in_time"]);
    EXPECT_EQ(found["in_time"], 5000);
    // 1,620 quilts lie in Jiaohe; without a response a fifth of them stays (reserve_floors.csv).
    EXPECT_EQ(found["now"][0]["site"], "JL-X-220281");
    EXPECT_EQ(found["now"][0]["quantity"], 1620 - 324);
}

TEST(Find, ACutRoadMakesTheGoodsLaterAndAnUnknownOneIsRefused) {
    const json open = answer({"find", "QUILT", "9000", "--to", "220281", "--within", "4h"});
    std::vector<std::string> cut{"find", "QUILT", "9000", "--to", "220281", "--within", "4h"};
    // The street from Jiaohe's seat to the road: nothing but its own stock is left.
    for (const kit::Row& edge : kit::read_table(RELIEF_SOURCE_DIR "/data/roads/edges.csv")) {
        if (kit::field(edge, "from_node") == "220281" || kit::field(edge, "to_node") == "220281") {
            cut.insert(cut.end(), {"--cut", kit::field(edge, "edge_id")});
        }
    }
    const json shut = answer(cut);
    EXPECT_EQ(shut["in_time"], 1620 - 324);
    EXPECT_GT(open["in_time"], shut["in_time"]);
    EXPECT_EQ(shut["late"], 0);
    EXPECT_EQ(refusal({"find", "QUILT", "9", "--to", "220281", "--within", "4h", "--cut", "X9"},
                      3)["code"],
              "closure.edge");
    EXPECT_EQ(refusal({"find", "GOLD", "9", "--to", "220281", "--within", "4h"}, 3)["code"],
              "item.unknown");
    EXPECT_EQ(refusal({"find", "QUILT", "0", "--to", "220281", "--within", "4h"}, 3)["field"], "N");
    EXPECT_EQ(refusal({"find", "QUILT", "9", "--to", "220281", "--within", "4x"}, 3)["field"],
              "--within");
}

TEST(Find, TheChineseAnswerSaysWhoSignsAndWhenItIsThere) {
    const kit::Ended ended =
        relief_run({"find", "QUILT", "500", "--to", "220281", "--within", "6h", "--lang", "zh"});
    EXPECT_EQ(ended.status, 0);
    EXPECT_THAT(ended.out, HasSubstr("棉被 500 床，送蛟河市（220281）"));
    EXPECT_THAT(ended.out, HasSubstr("够。1 处出齐"));
    EXPECT_THAT(ended.out, HasSubstr("48 小时内补手续"));
    EXPECT_THAT(ended.out, HasSubstr("220281-CAB 值班员"));
}

TEST(Stock, TotalsOfTheBaselineAndWhatEndsWithinAYear) {
    std::int64_t sum = 0;
    const json quilts = answer({"stock", "--item", "QUILT"});
    for (const json& row : quilts["rows"]) {
        sum += row["available"].get<std::int64_t>();
    }
    EXPECT_EQ(sum, 310702) << "awk over baseline/stock_lots.csv";
    const json soon = answer({"stock", "--item", "QUILT", "--expiring", "365"});
    EXPECT_FALSE(soon["rows"].empty());
    for (const json& row : soon["rows"]) {
        EXPECT_LE(row["expires_on"].get<std::string>(), "2018-06-01");
    }
    EXPECT_EQ(refusal({"stock", "--site", "NOWHERE"}, 3)["code"], "depot.unknown");
}

TEST(Stock, BelowStandardIsPeopleTimesNeedLessWhatIsAvailable) {
    const json gaps = answer({"stock", "--below-standard", "--site", "JL-X-220281"});
    const auto quilts = std::find_if(gaps["gaps"].begin(), gaps["gaps"].end(),
                                     [](const json& gap) { return gap["item"] == "QUILT"; });
    ASSERT_NE(quilts, gaps["gaps"].end());
    // Two quilts a person in winter (needs_quota NQ004).
    EXPECT_EQ((*quilts)["minimum"], 2 * (*quilts)["standard_people"].get<int>());
    EXPECT_EQ((*quilts)["available"], 1620);
}

TEST_F(Books, AFrozenLotIsNoLongerAvailableAndItsLifeTellsWhy) {
    const std::string lot = "JL-X-220281-QUILT-1";
    const json frozen = answer(
        with_books({"lot", "state", lot, "frozen", "--item", "QUILT", "--reason", "受潮待查"}));
    EXPECT_EQ(frozen["short"], json::array());
    const json found =
        answer(with_books({"find", "QUILT", "5000", "--to", "220281", "--within", "6h"}));
    // 1,620 - 324 frozen = 1,296, a fifth of which, 259.2, stays.
    EXPECT_EQ(found["now"][0]["quantity"], 1296 - 260);
    const json life = answer(with_books({"lot", "trace", lot}));
    EXPECT_EQ(life["schema"], "relief.lot/1");
    EXPECT_EQ(life["lots"][0]["state"], "frozen");
    EXPECT_EQ(life["lots"][0]["states"][0]["reason"], "受潮待查");
    EXPECT_EQ(life["lots"][0]["steps"][0]["kind"], "opening");
    EXPECT_EQ(life["lots"][0]["now"][0]["amount"], 324);
    EXPECT_EQ(answer({"verify", "--db", db()})["ok"], true);
}

TEST_F(Books, StockOfADayBeforeTheBooksIsNothing) {
    EXPECT_TRUE(
        answer(with_books({"stock", "--as-of", "2017-05-31", "--item", "QUILT"}))["rows"].empty());
    std::int64_t sum = 0;
    const json then = answer(with_books({"stock", "--as-of", "2017-06-02", "--item", "QUILT"}));
    for (const json& row : then["rows"]) {
        sum += row["amount"].get<std::int64_t>();
    }
    EXPECT_EQ(sum, 310702);
    // The books were made by today's clock: in 2017 they knew nothing.
    EXPECT_TRUE(answer(with_books(
        {"stock", "--as-of", "2017-06-02", "--known-at", "2017-06-02", "--item", "QUILT"}))["rows"]
                    .empty());
}

TEST_F(Books, APeriodIsClosedOnceAndShown) {
    EXPECT_EQ(answer(with_books({"period", "close", "2017-06-30"}))["periods"][0]["last_day"],
              "2017-06-30");
    const json twice = refusal(with_books({"period", "close", "2017-06-30"}), 4);
    EXPECT_EQ(twice["code"], "ledger.closed");
    EXPECT_EQ(refusal(with_books({"period", "close", "2017-07-14"}), 4)["code"], "ledger.closed");
    EXPECT_EQ(answer({"period", "list", "--db", db()})["periods"].size(), 1U);
}

/// Large books are proven quickly; an answer says so and when they were last proven in full.
TEST(QuickProof, AnAnswerSaysThatItRestsOnOne) {
    const ProvenFully full{
        .seq = 41, .at = beijing_midnight(Date{std::chrono::year{2017} / std::chrono::July / 12})};
    const std::string document = "{\n  \"rows\": []\n}\n";
    EXPECT_EQ(with_proof(document, std::nullopt, true, "zh"), document);
    const auto told = nlohmann::json::parse(with_proof(document, full, true, "zh"));
    EXPECT_EQ(told.at("proof").at("kind"), "quick");
    EXPECT_EQ(told.at("proof").at("full_at"), "2017-07-12T00:00+08:00");
    EXPECT_EQ(told.at("proof").at("full_seq"), 41);
    EXPECT_EQ(with_proof("库\n", full, false, "zh"),
              "库\n账簿经快速核对；上次全面核对 2017-07-12T00:00+08:00，至日志第 41 行。\n");
}

}  // namespace
}  // namespace relief
