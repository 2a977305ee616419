// SPDX-License-Identifier: Apache-2.0
// A day of the duty officer (12 to 13 July 2017, made up), by the five jobs of the desk: the shift,
// a leader's question, a call that becomes goods on the road and in the receiver's depot, a written
// application called off when the rain stops, a sheet with red rows, a count, a reversal, an
// inspection, the bulletin, the handover. Only commands that the program's own help tells of are
// used.
#include "tests/kit/table.h"
#include "tests/tools/office_day.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <sstream>

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

const std::string county_depot = "JL-X-220605";

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
        city_desk_ = office_.holder("duty_officer", "220600");
        city_head_ = office_.holder("city_bureau_head", "220600");
        county_desk_ = office_.holder("duty_officer", "220605");
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
        // 1,530 lie in the county; a fifth of them, its floor, stays.
        const json found = find_quilts();
        EXPECT_EQ(found.at("in_time"), 5000);
        EXPECT_EQ(taken_from(found, county_depot), 1530 - 306);
    }

    json find_quilts() {
        return office_.ask({"find", "QUILT", "5000", "--to", "220605", "--within", "8h"});
    }

    static long taken_from(const json& found, const std::string& site) {
        for (const json& take : found.at("now")) {
            if (take.at("site") == site) {
                return take.at("quantity").get<long>();
            }
        }
        return 0;
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

    void send() {
        office_.by(keeper_);
        step("09:30", {"accept"});
        step("10:10", {"pick"});
        step("10:40", {"load", "--truck", "吉D12345", "--seal", "0012"});
        step("11:00", {"depart", "--expected", "2017-07-12T15:30"});
    }

    void receive() {
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
        write_text(office_.path("9.pdf"), "%PDF-1.7 signed");
        step("17:40",
             {"papers", "--paper", "吉民函〔2017〕9号", "--scan", office_.path("9.pdf").string()});
        step("17:50", {"close"});
    }

    /// The county's own 1,530 come first, so of 3,000 it may ask for 1,470; and when the rain stops
    /// nothing is left promised.
    void answer_an_application() {
        office_.at("2017-07-12T11:30");
        office_.by(county_desk_);
        std::vector<std::string> application{"order",  "apply",      "--by",
                                             "220605", "--of",       "220600",
                                             "--kind", "flood",      "--where",
                                             "220605", "--since",    "2017-07-12T05:00",
                                             "--to",   county_depot, "--relocated",
                                             "3000",   "--line",     "QUILT=3000/1530/1530/1471"};
        EXPECT_EQ(office_.ask(application, 4).at("code"), "order.own_stock");
        application.back() = "QUILT=3000/1530/1530/1470";
        const std::string asked = std::to_string(office_.ask(application).at("id").get<int>());
        office_.by(city_desk_);
        office_.ask({"order", "answer", asked, "check"});
        office_.by(city_head_);
        office_.ask({"order", "answer", asked, "approve"});
        office_.by(city_desk_);
        const std::vector<std::string> draft{"order",  "new",        "--from",     "JL-C-220600",
                                             "--to",   county_depot, "--response", "IV",
                                             "--line", "QUILT=1470", "--hold",     "--application"};
        const auto answering = [&](const std::string& document) {
            std::vector<std::string> words = draft;
            words.push_back(document);
            return words;
        };
        EXPECT_EQ(office_.ask(answering(order_), 3).at("code"), "doc.kind");
        const std::string order = std::to_string(office_.ask(answering(asked)).at("id").get<int>());
        EXPECT_EQ(city_quilts("held"), 1470);
        office_.ask({"order", "cancel", order, "--reason", "雨停"});
        EXPECT_EQ(city_quilts("held"), 0);
    }

    /// A figure of the city's depot in the answer about quilts.
    long city_quilts(const std::string& field) {
        const json found = find_quilts();
        for (const json& site : found.at("sites")) {
            if (site.at("site") == "JL-C-220600") {
                return site.at(field).get<long>();
            }
        }
        return -1;
    }

    /// A sheet of the point comes with a row nobody can read; mended it is posted once.
    void take_in_a_sheet() {
        office_.at("2017-07-12T13:30");
        office_.by(city_desk_);
        const std::string head =
            "7月入库表\n序号,物资名称,数量,单位,生产日期\n1,棉被,300,床,2017-05\n";
        const json dry = office_.ask(sheet(head + "2,棉大衣,2OO,件,2017-05\n"));
        EXPECT_EQ(dry.at("accepted"), 1);
        EXPECT_EQ(dry.at("held"), 1);
        EXPECT_TRUE(dry.at("posted").is_null());
        std::vector<std::string> mended = sheet(head + "2,棉大衣,200,件,2017-05\n");
        mended.emplace_back("--post");
        EXPECT_EQ(office_.ask(mended).at("accepted"), 2);
        EXPECT_EQ(office_.ask(mended).at("posted").at("repeated"), true);
    }

    std::vector<std::string> sheet(const std::string& text) {
        const std::string file = office_.path("sheet.csv").string();
        std::ofstream(file) << text;
        return {"import", file, "--as", "receipt", "--site", "JL-C-220600"};
    }

    /// Three quilts are not there: another closes the count, the head signs the loss away.
    void count_the_depot() {
        office_.at("2017-07-12T14:00");
        const json opened =
            office_.ask({"count", "open", "--site", "JL-C-220600", "--item", "QUILT"});
        std::vector<std::string> counted{"count", "line",
                                         opened.at("document").at("number").get<std::string>()};
        bool first = true;
        long book = 0;
        for (const json& row : opened.at("sheet")) {
            const long there = row.at("book").get<long>() - (first ? 3 : 0);
            counted.insert(
                counted.end(),
                {"--line", "item=QUILT,lot=" + row.at("lot").get<std::string>() +
                               ",counted=" + std::to_string(there) + ",at=2017-07-12T14:00"});
            book += row.at("book").get<long>();
            first = false;
        }
        EXPECT_EQ(book, 14000 + 300);  // the baseline's, and the sheet's
        office_.at("2017-07-12T14:20");
        office_.ask(counted);
        office_.by(receiver_);
        office_.ask({"count", "close", counted[2]});
        office_.by(city_head_);
        office_.ask({"doc", "sign", counted[2]});
        office_.by(city_desk_);
        office_.ask({"doc", "post", counted[2]});
        EXPECT_EQ(city_quilts("on_hand"), 14000 + 300 - 3);
    }

    /// A receipt entered twice is taken back by a document of its own, never edited; what is left
    /// waits in quarantine for its acceptance.
    void reverse_a_double_entry() {
        office_.at("2017-07-12T14:40");
        const std::vector<std::string> entry{"receipt", "--unit", "220600", "--source",
                                             "purchased"};
        const std::string goods = ",amount=50,site=JL-C-220600,made=2017-05-01";
        const std::string right = post_paper(entry, "item=QUILT,lot=R1" + goods);
        const std::string twice = post_paper(entry, "item=QUILT,lot=R2" + goods);
        EXPECT_EQ(city_quilts("on_hand"), 14000 + 300 - 3);
        office_.by(city_head_);
        office_.ask({"reverse", twice, "--reason", "重复入库"});
        post_paper({"acceptance", "--of", right}, "item=QUILT,lot=R1" + goods);
        EXPECT_EQ(city_quilts("on_hand"), 14000 + 300 - 3 + 50);
    }

    /// Drawn up by the desk, signed by the depot's keeper, posted.
    std::string post_paper(std::vector<std::string> words, const std::string& line) {
        words.insert(words.begin(), {"doc", "new"});
        words.insert(words.end(), {"--line", line});
        office_.by(city_desk_);
        const std::string number =
            office_.ask(words).at("document").at("number").get<std::string>();
        office_.by(receiver_);
        office_.ask({"doc", "sign", number});
        office_.by(city_desk_);
        office_.ask({"doc", "post", number});
        return number;
    }

    /// A hazard of grade 1 takes the county's depot out of every answer until another found it
    /// mended.
    void inspect_the_county_depot() {
        office_.at("2017-07-12T15:00");
        office_.by(county_desk_);
        const std::string inspection = std::to_string(
            office_
                .ask({"inspect", "open", county_depot, "--season", "flood", "--with", "fire=张三"})
                .at("inspections")
                .at(0)
                .at("id")
                .get<int>());
        office_.ask({"inspect", "find", inspection, "--check", "SC03", "--department", "fire",
                     "--result", "bad", "--note", "烟感全部失效"});
        EXPECT_EQ(taken_from(find_quilts(), county_depot), 0);
        office_.ask({"inspect", "hazard", "done", "1", "--by", "张三"});
        office_.ask({"inspect", "hazard", "recheck", "1", "--by", "李四", "--result", "ok"});
        EXPECT_EQ(taken_from(find_quilts(), county_depot), 1530 - 306);
        office_.by(desk_);
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

    /// Opening + in - out = closing. Of the quilts 2000 left a depot and came into another, 300 and
    /// 50 came in, 50 by mistake and out again, and 3 were not there.
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
        EXPECT_EQ(in, 2000 + 300 + 50 + 50);
        EXPECT_EQ(out, 2000 + 3 + 50);
    }

    void step(const std::string& hour, std::vector<std::string> words) {
        office_.at("2017-07-12T" + hour);
        words.insert(words.begin(), "order");
        words.insert(words.begin() + 2, order_);
        office_.ask(words);
    }

    /// Each command typed is one that `relief --help` names, with its word where it is a group.
    void expect_documented() {
        const std::string all = relief_run({"--help"}).out;
        std::map<std::string, std::string> helps;
        for (const std::string& typed : office_.commands()) {
            std::istringstream words(typed);
            std::string program;
            std::string command;
            std::string word;
            words >> program >> command >> word;
            EXPECT_THAT(all, HasSubstr("\n  " + command + " ")) << typed;
            std::string& help = helps[command];
            if (help.empty()) {
                help = relief_run({command, "--help"}).out;
            }
            if (help.find("SUBCOMMAND") != std::string::npos) {
                EXPECT_THAT(help, HasSubstr("\n  " + word + " ")) << typed;
            }
        }
    }

    OfficeDay office_{2017, "2017-07-12T07:00"};
    std::string desk_;
    std::string keeper_;
    std::string receiver_;
    std::string head_;
    std::string next_;
    std::string order_;
    std::string city_desk_;
    std::string city_head_;
    std::string county_desk_;
};

TEST_F(DutyDay, FromTakingOverToHandingOverTheBooksStayRight) {
    take_over();
    answer_the_leader();
    take_the_call();
    order_by_phone();
    send();
    answer_an_application();
    take_in_a_sheet();
    count_the_depot();
    reverse_a_double_entry();
    inspect_the_county_depot();
    receive();
    finish_the_papers();
    report_and_hand_over();
    expect_documented();
}

}  // namespace
}  // namespace relief::kit
