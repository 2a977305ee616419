// SPDX-License-Identifier: Apache-2.0
// A day of the duty officer (12 to 13 July 2017, made up): the shift, a leader's question, a call
// that becomes goods on the road and in the receiver's depot, the bulletin, the handover. Only
// commands that the program's own help tells of are used.
#include "tests/kit/table.h"
#include "tests/tools/office_day.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

namespace relief::kit {
namespace {

using nlohmann::json;
using testing::HasSubstr;

int amount_due(const json& page, const std::string& kind) {
    int count = 0;
    for (const json& item : page.at("due")) {
        count += item.at("kind") == kind ? 1 : 0;
    }
    return count;
}

class DutyDay : public testing::Test {
  protected:
    void SetUp() override {
        if (!office_.has("order")) {
            GTEST_SKIP() << "there is no relief order yet";
        }
        office_.staff();
        desk_ = office_.holder("provincial_division", "220000");
        keeper_ = office_.holder("depot_keeper", "JL-D-04");
        receiver_ = office_.holder("depot_keeper", "JL-C-220600");
        head_ = office_.holder("provincial_head", "220000");
        next_ = office_.holder("provincial_deputy_head", "220000");
    }

    void take_over() {
        office_.at("2017-07-12T08:00");
        office_.by(desk_);
        office_.ask({"duty", "open", "--leader", head_});
        EXPECT_EQ(amount_due(office_.ask({"duty", "due"}), "call"), 0);
    }

    void answer_the_leader() {
        office_.at("2017-07-12T08:40");
        const json equip =
            office_.ask({"readiness", "equip", "--level", "province", "--people", "52000"});
        EXPECT_GT(equip.at("persons").get<int>(), 0);
        EXPECT_EQ(equip.at("persons").get<int>() + equip.at("gap").get<int>(), 52000);
        EXPECT_THAT(office_.read({"stock", "--item", "QUILT"}), HasSubstr("棉被"));
    }

    void take_the_call() {
        office_.at("2017-07-12T09:05");
        const json call = office_.ask({"duty",        "call",
                                       "--caller",    "白山市局 孙",
                                       "--from",      "220600",
                                       "--phone",     "0439-3220000",
                                       "--words",     "江源受淹，先要棉被两千",
                                       "--tape",      "0712-3",
                                       "--place",     "220605",
                                       "--hazard",    "flood",
                                       "--struck",    "2017-07-12T05:00",
                                       "--relocated", "3000",
                                       "--want",      "QUILT=2000,3000,1000,1000"});
        EXPECT_EQ(call.at("call").at("not_said"), json::array());
        EXPECT_EQ(amount_due(office_.ask({"duty", "due"}), "call"), 1);
    }

    void order_by_phone() {
        office_.at("2017-07-12T09:15");
        order_ =
            std::to_string(office_
                               .ask({"order", "new", "--from", "JL-D-04", "--to", "JL-C-220600",
                                     "--response", "IV", "--event", "2017-07-drill", "--line",
                                     "QUILT=2000", "--line", "TENT12S=60"})
                               .at("id")
                               .get<int>());
        office_.ask(
            {"order", "sign", order_, "--oral", head_, "--from-call", "1", "--words", "发"});
        const json page = office_.ask({"duty", "due"});
        EXPECT_EQ(amount_due(page, "order"), 1);
        EXPECT_EQ(amount_due(page, "papers"), 1);
        EXPECT_EQ(amount_due(page, "call"), 0);  // answered by the order
    }

    void send_and_receive() {
        office_.by(keeper_);
        step("09:30", {"accept"});
        step("10:10", {"pick"});
        step("10:40", {"load", "--truck", "吉D12345", "--seal", "0012"});
        step("11:00", {"depart", "--expected", "2017-07-12T15:30"});
        office_.by(desk_);
        office_.at("2017-07-12T16:00");
        EXPECT_THAT(office_.read({"duty", "due"}), HasSubstr("逾期"));  // past its expected time
        office_.by(receiver_);
        step("16:20", {"arrive"});
        step("17:00", {"receive", "--line", "2/JL-D-04-TENT12S-1=12/2/1", "--all"});
    }

    void finish_the_papers() {
        office_.by(head_);
        step("17:30", {"decide", "--reason", "途中丢失一顶", "--finance", "财函7号"});
        office_.by(desk_);
        step("17:40", {"papers", "--paper", "吉民函〔2017〕9号"});
        step("17:50", {"close"});
    }

    void report_and_hand_over() {
        office_.at("2017-07-12T18:00");
        const json day = office_.ask({"report", "daily"});
        check_rows(day);
        EXPECT_EQ(day.at("in_transit").size(), 0U);
        EXPECT_EQ(day.at("orders").at(0).at("state"), "closed");
        office_.at("2017-07-12T20:00");
        const json handed = office_.ask({"duty", "handover", "--to", next_});
        EXPECT_EQ(handed.at("handover").at("from"), desk_);
        office_.by(next_);
        office_.ask({"duty", "open", "--leader", head_});
        office_.expect_proven();
    }

    /// Opening + in - out = closing; of the quilts 2000 left and came into depots.
    static void check_rows(const json& day) {
        long in = 0;
        long out = 0;
        for (const json& row : day.at("stock")) {
            EXPECT_EQ(row.at("opening").get<long>() + row.at("in").get<long>() -
                          row.at("out").get<long>(),
                      row.at("closing").get<long>());
            if (row.at("item") == "QUILT") {
                in += row.at("in").get<long>();
                out += row.at("out").get<long>();
            }
        }
        EXPECT_EQ(in, 2000);
        EXPECT_EQ(out, 2000);
    }

    void step(const std::string& hour, std::vector<std::string> words) {
        office_.at("2017-07-12T" + hour);
        words.insert(words.begin(), "order");
        words.insert(words.begin() + 2, order_);
        office_.ask(words);
    }

    /// Each command typed is one that `relief GROUP --help` names.
    void expect_documented() {
        std::map<std::string, std::string> helps;
        for (const std::string& typed : office_.commands()) {
            const std::size_t group_end = typed.find(' ', 7);
            const std::string group = typed.substr(7, group_end - 7);
            std::string& help = helps[group];
            if (help.empty()) {
                help = relief_run({group, "--help"}).out;
            }
            const std::string word =
                group_end == std::string::npos
                    ? group
                    : typed.substr(group_end + 1, typed.find(' ', group_end + 1) - group_end - 1);
            EXPECT_THAT(help, HasSubstr(word.starts_with("--") ? group : word)) << typed;
        }
    }

    OfficeDay office_{2017, "2017-07-12T07:00"};
    std::string desk_;
    std::string keeper_;
    std::string receiver_;
    std::string head_;
    std::string next_;
    std::string order_;
};

TEST_F(DutyDay, FromTakingOverToHandingOverTheBooksStayRight) {
    take_over();
    answer_the_leader();
    take_the_call();
    order_by_phone();
    send_and_receive();
    finish_the_papers();
    report_and_hand_over();
    expect_documented();
}

}  // namespace
}  // namespace relief::kit
