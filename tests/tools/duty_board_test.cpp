// SPDX-License-Identifier: Apache-2.0
// What the page 值班台 and the map are made of, through the program: one order goes by telephone
// from its signature to the road, and every part tells the same story.
#include "tests/tools/office_day.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

namespace relief::kit {
namespace {

namespace fs = std::filesystem;

using nlohmann::json;
using testing::HasSubstr;

class DutyBoardTest : public testing::Test {
  protected:
    void SetUp() override {
        office_.staff();
        desk_ = office_.holder("provincial_division", "220000");
        keeper_ = office_.holder("depot_keeper", "JL-D-04");
        head_ = office_.holder("provincial_head", "220000");
        at("08:00", desk_);
        office_.ask({"duty", "open", "--leader", head_});
    }

    void at(const std::string& hour, const std::string& who) {
        office_.at("2017-07-12T" + hour);
        office_.by(who);
    }

    json ask_question(const std::string& words, const std::string& due, int status = 0) {
        return office_.ask(
            {"duty", "ask", "--by", "李副省长", "--words", words, "--to", "王芳", "--due", due},
            status);
    }

    /// An order signed by telephone at 09:20 that leaves at 11:00, expected at 15:30.
    void send_order() {
        at("09:15", desk_);
        const json order =
            office_.ask({"order", "new", "--from", "JL-D-04", "--to", "JL-C-220600", "--response",
                         "IV", "--event", "2017-07-flood", "--line", "QUILT=2000"});
        order_ = std::to_string(order.at("id").get<int>());
        number_ = order.at("number").get<std::string>();
        at("09:20", desk_);
        office_.ask({"order", "sign", order_, "--oral", head_, "--words", "发"});
        step("09:30", {"accept"});
        step("10:10", {"pick"});
        step("10:40", {"load", "--truck", "吉D12345", "--seal", "0012"});
        step("11:00", {"depart", "--expected", "2017-07-12T15:30"});
    }

    void step(const std::string& hour, std::vector<std::string> words) {
        at(hour, keeper_);
        words.insert(words.begin(), "order");
        words.insert(words.begin() + 2, order_);
        office_.ask(words);
    }

    static json item_of(const json& board, const std::string& id) {
        for (const json& item : board.at("queue").at("items")) {
            if (item.at("id") == id) {
                return item;
            }
        }
        return nullptr;
    }

    static json layer_of(const json& situation, const std::string& id) {
        for (const json& layer : situation.at("layers")) {
            if (layer.at("id") == id) {
                return layer;
            }
        }
        return nullptr;
    }

    /// The map layers that the map is made of, which the copy of an office leaves out.
    static void add_layers(const Copy& data) {
        for (const char* folder : {"reference/jilin/roads", "reference/jilin/boundaries"}) {
            fs::create_directories(data.path() / folder);
            fs::copy(fs::path(RELIEF_SOURCE_DIR) / "data" / folder, data.path() / folder,
                     fs::copy_options::recursive | fs::copy_options::overwrite_existing);
        }
    }

    OfficeDay office_{2017, "2017-07-12T07:00", add_layers};
    std::string desk_;
    std::string keeper_;
    std::string head_;
    std::string order_;
    std::string number_;
};

TEST_F(DutyBoardTest, AQuestionIsOpenLateAnsweredAndCorrected) {
    at("08:10", desk_);
    ask_question("白山还有多少棉被", "2017-07-12T08:40");
    ask_question("无人应答时怎么办", "2017-07-12T08:00", 3);  // due before it was asked
    at("08:41", desk_);
    const json open = office_.ask({"duty", "questions", "--open"});
    EXPECT_EQ(open.at("late"), 1);
    EXPECT_EQ(open.at("questions").at(0).at("state"), "late");
    EXPECT_THAT(office_.read({"duty", "due"}), HasSubstr("白山还有多少棉被"));

    EXPECT_EQ(office_.ask({"duty", "answer", "1", "--figure", "1,530 床"}, 3).at("code"),
              "question.figure");
    EXPECT_EQ(office_.ask({"duty", "answer", "2", "--words", "好"}, 3).at("code"),
              "question.unknown");
    EXPECT_EQ(office_.ask({"duty", "answer", "1", "--correct", "--words", "好"}, 4).at("code"),
              "question.answered");
    const std::vector<std::string> answer{"duty",
                                          "answer",
                                          "1",
                                          "--figure",
                                          "1,530 床",
                                          "--source",
                                          "relief stock --item QUILT --site JL-X-220605",
                                          "--as-of",
                                          "2017-07-12T08:30"};
    std::vector<std::string> keyed = answer;
    keyed.insert(keyed.end(), {"--key", "k1"});
    for (int sent = 0; sent < 2; ++sent) {  // sent twice it is answered once
        const json told = office_.ask(keyed).at("questions").at(0);
        EXPECT_EQ(told.at("state"), "answered");
        ASSERT_EQ(told.at("answers").size(), 1U);
        EXPECT_EQ(told.at("answers").at(0).at("as_of"), "2017-07-12T08:30+08:00");
    }
    EXPECT_EQ(office_.ask(answer, 4).at("code"), "question.answered");
    office_.ask({"duty", "answer", "1", "--correct", "--words", "是 1,520"});
    EXPECT_EQ(office_.ask({"duty", "questions", "--open"}).at("open"), 0);
    EXPECT_EQ(office_.ask({"duty", "questions"}).at("questions").at(0).at("answers").size(), 2U);
    office_.expect_proven();
}

TEST_F(DutyBoardTest, WhatIsOpenGoesOverWithTheShift) {
    at("08:10", desk_);
    ask_question("几时能到", "2017-07-12T21:00");
    at("20:00", desk_);
    const json page = office_.ask({"duty", "handover", "--to", head_});
    const json items = page.at("handover").at("open_items");
    EXPECT_TRUE(std::any_of(items.begin(), items.end(), [](const json& item) {
        return item.at("kind") == "question" && item.at("subject") == "1";
    }));
}

TEST_F(DutyBoardTest, TilesAndQueueTellOfOneOrderWhatHappenedToIt) {
    const json before = office_.ask({"duty", "board"});
    EXPECT_EQ(before.at("schema"), "relief.duty_board/1");
    EXPECT_EQ(before.at("tiles").at("orders").at("count"), 0);
    EXPECT_EQ(before.at("tiles").at("papers").at("nearest"), nullptr);

    send_order();
    at("12:30", desk_);
    ask_question("车到哪了", "2017-07-12T13:00");
    const json board = office_.ask({"duty", "board"});
    EXPECT_EQ(board.at("shift").at("officer"), desk_);
    const json& tiles = board.at("tiles");
    EXPECT_EQ(tiles.at("orders").at("count"), 1);
    for (const json& stage : tiles.at("orders").at("stages")) {
        EXPECT_EQ(stage.at("count"), stage.at("id") == "way" ? 1 : 0) << stage;
    }
    EXPECT_EQ(tiles.at("orders").at("late"), 0);
    // Papers within 48 hours of 09:20: at 12:30 of the same day 44 h 50 min are left.
    EXPECT_EQ(tiles.at("papers").at("count"), 1);
    EXPECT_EQ(tiles.at("papers").at("nearest").at("number"), number_);
    EXPECT_EQ(tiles.at("papers").at("nearest").at("minutes_left"), 44 * 60 + 50);
    // Left at 11:00 and not heard of since.
    EXPECT_EQ(tiles.at("transit").at("no_signal"), 1);
    EXPECT_EQ(tiles.at("transit").at("late"), 0);
    EXPECT_EQ(tiles.at("ledger").at("result"), "agrees");

    const json papers = item_of(board, "papers:" + number_);
    EXPECT_EQ(papers.at("command"), "relief order papers " + number_);
    EXPECT_EQ(papers.at("address"), "/dispatch/orders/" + number_);
    EXPECT_EQ(papers.at("state"), "open");
    EXPECT_EQ(item_of(board, "in_transit:" + number_).at("command"),
              "relief order arrive " + number_);
    EXPECT_EQ(item_of(board, "question:1").at("state"), "soon");
    EXPECT_EQ(board.at("questions").at("open"), 1);
    EXPECT_EQ(board.at("since").at("rows").at(0).at("operation"), "duty.ask");
    EXPECT_EQ(board.at("since").at("rows").at(0).at("zh"),
              "记领导批示、询问 question 1：李副省长 车到哪了");
    EXPECT_EQ(board.at("since").at("from"), "2017-07-12T08:00+08:00");  // the first shift's own
    EXPECT_THAT(board.at("since").at("rows").dump(), HasSubstr("调拨令 " + number_ + " 发车"));

    step("12:40", {"checkpoint", "--where", "江源区"});
    at("15:50", desk_);
    const json later = office_.ask({"duty", "board"}).at("tiles");
    EXPECT_EQ(later.at("transit").at("late"), 1);
    EXPECT_EQ(later.at("transit").at("orders").at(0).at("late_minutes"), 20);
    EXPECT_EQ(later.at("transit").at("orders").at(0).at("where"), "江源区");
    EXPECT_EQ(later.at("orders").at("late"), 1);
    EXPECT_THAT(office_.read({"duty", "board"}), HasSubstr("在途超时 1"));
}

TEST_F(DutyBoardTest, TheMapShowsAMomentAsItWasKnown) {
    send_order();
    step("12:40", {"checkpoint", "--where", "江源区"});
    at("13:00", desk_);
    const json now = office_.ask({"situation"});
    EXPECT_EQ(now.at("schema"), "relief.situation/1");
    const json convoys = layer_of(now, "convoys");
    ASSERT_EQ(convoys.at("count"), 1);
    const json& convoy = convoys.at("features").at(0).at("properties");
    EXPECT_EQ(convoy.at("number"), number_);
    EXPECT_EQ(convoy.at("position_from"), "checkpoint");
    EXPECT_EQ(convoy.at("no_signal"), false);
    EXPECT_EQ(convoys.at("data_time"), "2017-07-12T12:40+08:00");
    // The city lies to the south-west of the place that was told.
    EXPECT_GT(convoy.at("heading").get<double>(), 180);
    EXPECT_LT(convoy.at("heading").get<double>(), 270);
    EXPECT_GT(convoy.at("route").size(), 2U);
    // 85 depots and the same number in the table of the baseline.
    const std::string table = office_.table("baseline/depots.csv");
    EXPECT_EQ(layer_of(now, "depots").at("count"),
              std::count(table.begin(), table.end(), '\n') - 1);

    // At half past ten it had not left, and nobody knew that it would.
    const json then = office_.ask({"situation", "--at", "2017-07-12T10:30"});
    EXPECT_TRUE(then.at("looks_back"));
    EXPECT_LT(then.at("seq"), now.at("seq"));
    EXPECT_EQ(layer_of(then, "convoys").at("count"), 0);
    EXPECT_EQ(layer_of(then, "convoys").at("last_before"), "2017-07-12T10:10+08:00");
    EXPECT_EQ(then.at("events"), now.at("events"));
    EXPECT_EQ(office_.ask({"situation", "--at", "2017-07-12T13:01"}, 3).at("code"),
              "argument.value");
    std::vector<std::string> kinds;
    for (const json& event : now.at("events")) {
        kinds.push_back(event.at("kind").get<std::string>());
    }
    EXPECT_THAT(kinds, testing::ElementsAre("order.sign", "order.depart"));
}

TEST_F(DutyBoardTest, AClosureIsUnconfirmedUntilSomebodySaysYes) {
    at("09:00", desk_);
    office_.ask({"closure", "add", "G202 吉林至永吉段", "塌方"});
    office_.ask({"closure", "add", "口前大桥", "冲毁", "--place", "永吉县"});
    const json told = layer_of(office_.ask({"situation"}), "closures");
    for (const json& closure : told.at("features")) {
        EXPECT_EQ(closure.at("properties").at("state"), "unconfirmed");
    }
    // What is on no road is drawn at the seat of its county: 口前镇, 126.50 E 43.66 N.
    const json& bridge = told.at("features").back();
    EXPECT_EQ(bridge.at("geometry").at("type"), "Point");
    EXPECT_NEAR(bridge.at("geometry").at("coordinates").at(0).get<double>(), 126.5, 0.05);
    EXPECT_NEAR(bridge.at("geometry").at("coordinates").at(1).get<double>(), 43.66, 0.05);
    at("09:30", desk_);
    office_.ask({"closure", "confirm", "1", "--candidate", "1"});
    const json placed = layer_of(office_.ask({"situation"}), "closures");
    EXPECT_EQ(placed.at("features").at(0).at("properties").at("state"), "full");
    EXPECT_EQ(placed.at("features").at(0).at("geometry").at("type"), "MultiLineString");
    const json then = layer_of(office_.ask({"situation", "--at", "2017-07-12T09:10"}), "closures");
    EXPECT_EQ(then.at("features").at(0).at("properties").at("state"), "unconfirmed");
    EXPECT_EQ(
        layer_of(office_.ask({"situation", "--at", "2017-07-12T08:30"}), "closures").at("count"),
        0);
}

}  // namespace
}  // namespace relief::kit
