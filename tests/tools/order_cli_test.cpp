// SPDX-License-Identifier: Apache-2.0
// Orders through the `relief` command: the golden days of 2018-08-25 and 2023-08 (reserves.md 8),
// and what is answered where something is wrong.
#include "tests/kit/table.h"
#include "tests/tools/office_day.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace relief {
namespace {

using kit::OfficeDay;
using nlohmann::json;
using testing::HasSubstr;

std::string staff(const std::string& unit, const std::string& post) {
    return "DEMO-" + unit + "-" + post;
}

class OrderDay : public testing::Test {
  protected:
    void begin(OfficeDay& day, const std::string& time) {
        day.at(time);
        day.by("demo");
        day.ask({"office", "demo-staff"});
        day.by(staff("220000", "duty_officer"));
    }

    /// The order's number as later commands take it.
    static std::string id_of(const json& document) {
        return std::to_string(document.at("id").get<int>());
    }

    static std::string format_lot(const json& number, const std::string& made) {
        return number.get<std::string>() + "-1-" + made;
    }

    /// From the signature to the road, by the keeper of the depot that sends.
    static void send(OfficeDay& day, const std::string& id, const std::string& depot) {
        day.by(staff(depot, "depot_keeper"));
        day.ask({"order", "accept", id});
        day.ask({"order", "pick", id});
        day.ask({"order", "load", id, "--truck", "吉D00001", "--seal", "1"});
        day.ask({"order", "depart", id});
    }
};

// jl.cri.cn 2018-08-28: ordered at 08:00 from Liaoyuan, at Baishan at 18:40; 2 000 quilts, 200
// tents, 10 generators.
TEST_F(OrderDay, TheOrderOf25August2018ArrivesAfterTenHoursAndFortyMinutes) {
    OfficeDay day(2018, "2018-06-01T08:00");
    begin(day, "2018-07-01T09:00");
    // The point keeps 76 tents of a kind; more are placed there before the season.
    const std::string placing =
        id_of(day.ask({"order", "new", "--from", "JL-P-001", "--to", "JL-D-04", "--mode",
                       "pre_place", "--line", "TENT12S=124"}));
    day.by(staff("220000", "provincial_deputy_head"));
    day.ask({"order", "sign", placing});
    send(day, placing, "JL-P-001");
    day.by(staff("JL-D-04", "depot_keeper"));
    day.ask({"order", "arrive", placing});
    day.ask({"order", "receive", placing, "--all"});
    day.ask({"order", "close", placing});

    day.by(staff("220000", "duty_officer"));
    day.at("2018-08-25T07:40");
    const json draft = day.ask({"order", "new", "--from", "JL-D-04", "--to", "JL-C-220600",
                                "--response", "IV", "--line", "QUILT=2000", "--line", "TENT12S=200",
                                "--line", "GEN=10", "--event", "2018-08-baishan"});
    EXPECT_EQ(draft.at("to_sign").at(0).at("posts").at(0).at("post"), "provincial_head");
    EXPECT_TRUE(draft.at("to_sign").at(0).at("posts").at(0).at("by_phone"));
    EXPECT_TRUE(draft.at("content").at("value_yuan").is_null());
    const std::string id = id_of(draft);

    day.at("2018-08-25T08:00");
    day.ask({"order", "sign", id, "--oral", staff("220000", "provincial_head"), "--words",
             "请辽源代储点即调"});
    day.by(staff("JL-D-04", "depot_keeper"));
    day.at("2018-08-25T08:10");
    day.ask({"order", "accept", id});
    day.at("2018-08-25T09:30");
    day.ask({"order", "pick", id});
    day.at("2018-08-25T12:00");
    day.ask({"order", "load", id, "--truck", "吉D11111", "--seal", "0001", "--line",
             "1/JL-D-04-QUILT-1=460"});
    kit::write_text(day.path("lorry.jpg"), "\xff\xd8\xff\xe0 a lorry");
    const json loaded = day.ask({"order", "load", id, "--truck", "吉D22222", "--seal", "0002",
                                 "--photo", day.path("lorry.jpg").string()});
    ASSERT_EQ(loaded.at("attachments").size(), 1U);
    EXPECT_EQ(loaded.at("steps").back().at("content").at("photos").at(0).at("sha256"),
              loaded.at("attachments").at(0).at("sha256"));
    day.at("2018-08-25T13:00");
    day.ask({"order", "depart", id, "--expected", "2018-08-25T18:30"});
    day.at("2018-08-25T16:00");
    day.ask({"order", "checkpoint", id, "--where", "靖宇"});
    day.by(staff("JL-C-220600", "depot_keeper"));
    day.at("2018-08-25T18:40");
    const json arrived = day.ask({"order", "arrive", id});
    EXPECT_EQ(arrived.at("minutes").at("order_to_arrival"), 10 * 60 + 40);
    day.at("2018-08-25T20:00");
    day.ask({"order", "receive", id, "--all"});
    EXPECT_EQ(day.ask({"order", "close", id}, 4).at("code"), "order.papers");
    day.by(staff("220000", "duty_officer"));
    day.at("2018-08-26T10:00");
    kit::write_text(day.path("9.pdf"), "%PDF-1.7 signed");
    const json papers = day.ask({"order", "papers", id, "--paper", "吉民函〔2018〕9号", "--scan",
                                 day.path("9.pdf").string()});
    ASSERT_EQ(papers.at("attachments").size(), 2U);  // beside the photograph
    EXPECT_EQ(papers.at("attachments").at(1).at("name"), "9.pdf");
    EXPECT_EQ(papers.at("attachments").at(1).at("mime"), "application/pdf");
    day.ask({"order", "close", id});

    const std::string shown = day.read({"order", "show", id});
    EXPECT_THAT(shown, HasSubstr("下令到运抵 10 小时 40 分"));
    for (const char* verb : {"make", "sign", "accept", "pick", "load_part", "load", "depart",
                             "checkpoint", "arrive", "receive", "papers", "close"}) {
        EXPECT_THAT(shown, HasSubstr(verb));
    }
    day.expect_proven();
}

/// P10 of design/operations.md 6a: a machine's clock is set while an order is on its way. What was
/// done stays done, in the order in which it was done, and the books stay proven.
TEST_F(OrderDay, AClockThatIsSetBackAndForthLeavesTheBooksProven) {
    OfficeDay day(2018, "2018-06-01T08:00");
    begin(day, "2018-08-25T08:00");
    day.at("2018-08-25T12:00");
    const std::vector<std::string> wanted{"order",  "new",         "--from",     "JL-D-04",
                                          "--to",   "JL-C-220600", "--response", "IV",
                                          "--line", "QUILT=1000",  "--hold"};
    const std::string first = id_of(day.ask(wanted));
    day.at("2018-08-25T10:00");
    const std::string id = id_of(day.ask(wanted));
    day.at("2018-08-25T09:00");
    day.ask({"order", "sign", id, "--oral", staff("220000", "provincial_head")});
    day.by(staff("JL-D-04", "depot_keeper"));
    day.at("2018-08-25T08:30");
    day.ask({"order", "accept", id});
    day.at("2018-08-25T08:20");
    day.ask({"order", "pick", id});
    day.expect_proven();
    day.at("2018-08-25T15:00");
    day.ask({"order", "load", id, "--truck", "吉D11111", "--seal", "0001"});
    day.at("2018-08-25T11:00");
    day.ask({"order", "depart", id, "--expected", "2018-08-25T18:30"});
    day.by(staff("JL-C-220600", "depot_keeper"));
    day.at("2018-08-25T10:30");
    day.ask({"order", "arrive", id});
    // A whole day back the goods were not on the road yet: that is an answer, and nothing is
    // booked.
    day.at("2018-08-24T10:30");
    EXPECT_EQ(day.ask({"order", "receive", id, "--all"}, 4).at("code"), "ledger.negative");
    day.at("2018-08-25T06:00");
    day.ask({"order", "receive", id, "--all"});
    day.by(staff("220000", "provincial_head"));
    day.at("2018-08-25T07:00");
    day.ask({"order", "cancel", first, "--reason", "已由市级解决"});
    day.expect_proven();
}

TEST_F(OrderDay, PapersThatDoNotComeAreListedOverdueAfterFortyEightHours) {
    OfficeDay day(2018, "2018-06-01T08:00");
    begin(day, "2018-08-25T08:00");
    const std::string id = id_of(day.ask({"order", "new", "--from", "JL-D-04", "--to", "白山市",
                                          "--response", "IV", "--line", "QUILT=10"}));
    day.ask({"order", "sign", id, "--oral", staff("220000", "provincial_head")});
    day.at("2018-08-27T08:00");
    EXPECT_EQ(day.ask({"order", "list", "--overdue"}).at("orders").size(), 0U);
    day.at("2018-08-27T08:01");
    const json overdue = day.ask({"order", "list", "--overdue"});
    ASSERT_EQ(overdue.at("orders").size(), 1U);
    EXPECT_EQ(overdue.at("orders").at(0).at("papers").at("due"), "2018-08-27T08:00+08:00");
}

TEST_F(OrderDay, StaleScreensDoubleClicksAndWrongSignersAreAnswered) {
    OfficeDay day(2018, "2018-06-01T08:00");
    begin(day, "2018-08-25T08:00");
    const std::vector<std::string> made{"order",  "new",      "--from",     "JL-D-04",
                                        "--to",   "白山市",   "--response", "IV",
                                        "--line", "QUILT=10", "--key",      "click-1"};
    const std::string id = id_of(day.ask(made));
    EXPECT_EQ(id_of(day.ask(made)), id);  // the second click answers the first
    std::vector<std::string> other = made;
    other[9] = "QUILT=11";
    EXPECT_EQ(day.ask(other, 4).at("code"), "ledger.repeat");
    const json wrong = day.ask({"order", "sign", id}, 4);
    EXPECT_EQ(wrong.at("code"), "sign.not_allowed");
    EXPECT_THAT(wrong.at("expected").get<std::string>(),
                HasSubstr("省级主管部门主要负责人 220000"));
    day.by(staff("220000", "provincial_head"));
    day.ask({"order", "sign", id, "--seen", "1"});
    EXPECT_EQ(day.ask({"order", "cancel", id, "--reason", "x", "--seen", "1"}, 4).at("code"),
              "doc.stale");
    const json not_theirs = day.ask({"order", "accept", id}, 4);
    EXPECT_EQ(not_theirs.at("code"), "order.handler");
    EXPECT_THAT(not_theirs.at("expected").get<std::string>(),
                HasSubstr("库点保管负责人 JL-D-04（"));
    send(day, id, "JL-D-04");
    EXPECT_EQ(day.ask({"order", "cancel", id, "--reason", "x"}, 4).at("code"), "doc.state");
    day.by(staff("220600", "duty_officer"));
    day.ask({"order", "arrive", id});
    EXPECT_EQ(day.ask({"order", "receive", id, "--line", "1=11"}, 4).at("code"),
              "order.over_receipt");
    day.ask({"order", "receive", id, "--line", "1=10"});
    EXPECT_EQ(day.ask({"order", "receive", id, "--line", "1=10"}, 4).at("code"),
              "order.over_receipt");
    day.expect_proven();
}

TEST_F(OrderDay, OwnStockIsUsedBeforeMoreIsAskedFor) {
    OfficeDay day(2018, "2018-06-01T08:00");
    begin(day, "2018-08-25T08:00");
    const auto apply = [&](const std::string& line, int status) {
        return day.ask(
            {"order", "apply", "--by", "220621", "--of", "220600", "--kind", "flood", "--where",
             "220621", "--since", "2018-08-24T20:00", "--relocated", "3000", "--line", line},
            status);
    };
    // All of 5 000 are asked for although the county's own depot has some.
    const json refused = apply("QUILT=5000/0/0/5000", 4);
    EXPECT_EQ(refused.at("code"), "order.own_stock");
    const json sent = apply("QUILT=5000/3000/1000/1000", 0);
    EXPECT_EQ(sent.at("schema"), "relief.application/1");
    EXPECT_EQ(sent.at("state"), "sent");
    const std::string id = id_of(sent);
    day.ask({"order", "answer", id, "check"});
    EXPECT_EQ(day.ask({"order", "answer", id, "approve"}).at("state"), "approved");
}

TEST_F(OrderDay, AnApplicationNamesTheCallItAnswersAndALotItsOwner) {
    OfficeDay day(2018, "2018-06-01T08:00");
    begin(day, "2018-08-25T08:00");
    const auto calls_due = [&] {
        int count = 0;
        const json page = day.ask({"duty", "due"});
        for (const json& item : page.at("due")) {
            count += item.at("kind") == "call" ? 1 : 0;
        }
        return count;
    };
    day.ask({"duty", "call", "--caller", "孙", "--from", "220621", "--want", "QUILT=100"});
    EXPECT_EQ(calls_due(), 1);
    day.ask({"order", "apply", "--by", "220621", "--of", "220600", "--kind", "flood", "--where",
             "220621", "--since", "2018-08-24T20:00", "--relocated", "300", "--line",
             "QUILT=5000/3000/1000/1000", "--call", "1"});
    EXPECT_EQ(calls_due(), 0);
    day.ask({"duty", "call", "--caller", "李", "--from", "220600", "--want", "QUILT=10"});
    EXPECT_EQ(calls_due(), 1);
    day.ask({"order", "new", "--from", "JL-D-04", "--to", "白山市", "--line", "QUILT=10",
             "--from-call", "2"});
    EXPECT_EQ(calls_due(), 0);
    // A city's quilts come to lie beside the province's: without a lot nobody knows whose are
    // meant.
    const std::string id = id_of(day.ask({"order", "new", "--from", "JL-C-220400", "--to",
                                          "JL-D-04", "--mode", "pre_place", "--line", "QUILT=20"}));
    const auto own = [&] {
        std::istringstream table(day.table("baseline/stock_lots.csv"));
        for (std::string line; std::getline(table, line);) {
            if (line.starts_with("JL-C-220400,220400,QUILT,")) {
                const std::size_t begin = line.find("QUILT,") + 6;
                return line.substr(begin, line.find(',', begin) - begin);
            }
        }
        return std::string();
    }();
    ASSERT_NE(own, "");
    day.ask({"order", "sign", id, "--oral", staff("220400", "city_bureau_head")});
    send(day, id, "JL-C-220400");
    day.by(staff("JL-D-04", "depot_keeper"));
    day.ask({"order", "arrive", id});
    day.ask({"order", "receive", id, "--all"});
    day.by(staff("220000", "duty_officer"));
    const json unclear =
        day.ask({"order", "new", "--from", "JL-D-04", "--to", "白山市", "--line", "QUILT=10"}, 3);
    EXPECT_EQ(unclear.at("field"), "--owner");
    const json clear = day.ask({"order", "new", "--from", "JL-D-04", "--to", "白山市", "--line",
                                "QUILT=10@JL-D-04-QUILT-1"});
    EXPECT_EQ(clear.at("lines").at(0).at("owner"), "220000");
    const json theirs = day.ask(
        {"order", "new", "--from", "JL-D-04", "--to", "白山市", "--line", "QUILT=10@" + own});
    EXPECT_EQ(theirs.at("lines").at(0).at("owner"), "220400");
    day.expect_proven();
}

// Food of an agreement: called off, signed by telephone, received in the county, given out.
TEST_F(OrderDay, FoodUnderAnAgreementIsCalledOffReceivedAndEaten) {
    OfficeDay day(2018, "2018-06-01T08:00");
    begin(day, "2018-08-25T08:00");
    day.by(staff("220600", "duty_officer"));
    const std::string supplier = "SU-220600-BREAD";
    const json too_much = day.ask({"order", "new", "--from", supplier, "--to", "220621",
                                   "--response", "IV", "--line", "BREAD=99999999"},
                                  4);
    EXPECT_EQ(too_much.at("code"), "agreement.capacity");
    // What the supplier says today counts, not what the table said.
    day.ask({"agreement", "declare", supplier, "--on-hand", "0"});
    const json less = day.ask({"order", "new", "--from", supplier, "--to", "220621", "--response",
                               "IV", "--line", "BREAD=99999999"},
                              4);
    EXPECT_NE(less.at("expected"), too_much.at("expected"));
    const json drafted = day.ask({"order", "new", "--from", supplier, "--to", "220621",
                                  "--response", "IV", "--line", "BREAD=1000", "--event", "flood"});
    EXPECT_EQ(drafted.at("kind"), "call_off");
    const std::string id = id_of(drafted);
    day.ask({"order", "sign", id, "--oral", staff("220600", "city_bureau_head")});
    day.at("2018-08-25T15:00");
    day.by(staff("220621", "duty_officer"));
    EXPECT_EQ(day.ask({"order", "receive", id, "--line", "1=600"}, 3).at("code"), "order.made");
    const json part =
        day.ask({"order", "receive", id, "--line", "1=590/10", "--made", "1=2018-08-24"});
    EXPECT_EQ(part.at("state"), "part_received");
    EXPECT_EQ(part.at("food").at(0).at("to_come"), "400");
    const json whole = day.ask({"order", "receive", id, "--all", "--made", "1=2018-08-25"});
    EXPECT_EQ(whole.at("state"), "received");
    EXPECT_THAT(day.read({"order", "show", id}), HasSubstr("990"));
    EXPECT_THAT(day.read({"order", "list"}), HasSubstr(supplier));
    kit::write_text(day.path("x.pdf"), "%PDF-1.7 x");
    day.ask({"order", "papers", id, "--scan", day.path("x.pdf").string()});
    day.ask({"order", "close", id});
    // It is the city's bread, given out in the county.
    day.by(staff("220600", "duty_officer"));
    const std::string lot = format_lot(drafted.at("number"), "20180824");
    const json issue = day.ask({"doc", "new", "issue", "--unit", "220600", "--line",
                                "item=BREAD,lot=" + lot + ",amount=500,from=220621,to=220621"});
    day.by(staff("220600", "city_bureau_head"));
    const std::string number = issue.at("document").at("number");
    day.ask({"doc", "sign", number});
    day.ask({"doc", "post", number});
    day.expect_proven();
}

// tyjgjz.com 2023-08-07: 11 depots, 15 kinds, 33 lorries to Shulan, Yushu and Fuyu.
json plan_of_2023(OfficeDay& day) {
    const std::vector<std::string> depots{"JL-P-001", "JL-D-01", "JL-D-02", "JL-D-03",
                                          "JL-D-04",  "JL-D-05", "JL-D-06", "JL-D-07",
                                          "JL-D-08",  "JL-D-09", "JL-D-10"};
    const std::vector<std::string> places{"220283", "220182", "220781"};
    // What lies there, from the table the books were made of.
    std::map<std::string, std::vector<std::pair<std::string, std::string>>> lots;
    std::istringstream table(day.table("baseline/stock_lots.csv"));
    for (std::string line; std::getline(table, line);) {
        std::vector<std::string> cells;
        std::istringstream row(line);
        for (std::string cell; std::getline(row, cell, ',');) {
            cells.push_back(cell);
        }
        if (cells.size() > 6 && cells[6] != "0") {
            lots[cells[0]].emplace_back(cells[2], cells[3]);
        }
    }
    json plan{{"schema", "relief.plan/1"},
              {"scenario", "2023-08-shulan-flood"},
              {"as_of", "2023-08-04T08:00+08:00"},
              {"needs",
               {{{"id", "N1"},
                 {"place", "220283"},
                 {"item", "QUILT"},
                 {"quantity", 1},
                 {"by", "2023-08-04T20:00+08:00"}}}},
              {"shipments", json::array()}};
    std::set<std::string> kinds;
    int number = 0;
    for (const std::string& depot : depots) {
        for (const std::string& place : places) {
            json lines = json::array();
            for (const auto& [item, lot] : lots[depot]) {
                const bool is_new = kinds.count(item) == 0;
                if (is_new ? kinds.size() < 15 : lines.empty()) {
                    kinds.insert(item);
                    lines.push_back({{"item", item},
                                     {"lot", lot},
                                     {"quantity", 1},
                                     {"for_need", "N1"},
                                     {"counts_for", 1}});
                }
            }
            plan["shipments"].push_back({{"id", "S" + std::to_string(++number)},
                                         {"from", depot},
                                         {"to", place},
                                         {"depart", "2023-08-04T12:00+08:00"},
                                         {"arrive", "2023-08-04T19:10+08:00"},
                                         {"vehicle_class", "BOX96"},
                                         {"vehicles", 2},
                                         {"trips", 3},
                                         {"route",
                                          {{"km", 153.6},
                                           {"minutes", 190},
                                           {"edges", json::array()},
                                           {"road", "G12 98 km → G202 56 km"}}},
                                         {"lines", std::move(lines)}});
        }
    }
    EXPECT_EQ(kinds.size(), 15U);
    EXPECT_EQ(number, 33);
    return plan;
}

TEST_F(OrderDay, APlanOverElevenDepotsBecomesThirtyThreeOrdersWithTheirApplications) {
    OfficeDay day(2023, "2023-06-01T08:00");
    begin(day, "2023-08-04T08:30");
    kit::write_text(day.path("plan.json"), plan_of_2023(day).dump());
    const json drafted = day.ask({"order", "draft", "--plan", day.path("plan.json").string(),
                                  "--response", "II", "--value", "254545"});
    EXPECT_TRUE(drafted.at("done"));
    EXPECT_EQ(drafted.at("orders").size(), 33U);
    EXPECT_EQ(drafted.at("applications").size(), 3U);
    day.at("2023-08-04T08:40");
    day.by(staff("220000", "provincial_committee_vice_chair"));
    const std::string first = id_of(drafted.at("orders").at(0));
    const json order = day.ask({"order", "sign", first});
    EXPECT_EQ(order.at("state"), "signed");
    EXPECT_EQ(order.at("content").at("value_yuan"), 254545);  // 8.4 million over 33, by hand
    EXPECT_EQ(day.ask({"order", "list"}).at("orders").size(), 33U);
    const std::string paper = day.path("order.csv").string();
    day.ask({"print", first, "--lang", "zh", "--out", paper});
    const std::string printed = kit::read_text(paper);
    // Half an hour to answer (rules/order_stages.csv OS03), the lorries and the road of the plan.
    for (const char* told : {"2023-08-04 09:10", "2023-08-04 20:00", "9.6", "08-04 19:10",
                             "G12 98 km → G202 56 km", "154", "每车 3 趟"}) {
        EXPECT_THAT(printed, HasSubstr(told));
    }
    day.expect_proven();
}

TEST_F(OrderDay, WhatHasChangedSinceThePlanIsRefusedLineByLine) {
    OfficeDay day(2018, "2018-06-01T08:00");
    begin(day, "2018-08-25T08:00");
    const auto shipment = [](const char* id, const char* item, const char* lot, int quantity) {
        return json{{"id", id},
                    {"from", "JL-D-04"},
                    {"to", "220621"},
                    {"depart", "2018-08-25T09:00+08:00"},
                    {"arrive", "2018-08-25T15:00+08:00"},
                    {"lines",
                     {{{"item", item}, {"lot", lot}, {"quantity", quantity}, {"for_need", "N1"}}}}};
    };
    const json plan{
        {"schema", "relief.plan/1"},
        {"scenario", "s"},
        {"as_of", "2018-08-25T08:00+08:00"},
        {"needs", json::array()},
        {"shipments",
         {shipment("S1", "QUILT", "JL-D-04-QUILT-1", 400),
          shipment("S2", "QUILT", "NO-SUCH-LOT", 5), shipment("S3", "GEN", "JL-D-04-GEN-1", 2)}}};
    kit::write_text(day.path("plan.json"), plan.dump());
    // Another desk holds the two generators of the lot meanwhile.
    day.ask({"order", "new", "--from", "JL-D-04", "--to", "白山市", "--hold", "--line",
             "GEN=2@JL-D-04-GEN-1"});
    const std::string file = day.path("plan.json").string();
    const json refused = day.ask({"order", "draft", "--plan", file}, 4);
    EXPECT_FALSE(refused.at("done"));
    ASSERT_EQ(refused.at("changed").size(), 2U);
    EXPECT_EQ(refused.at("changed").at(0).at("reason"), "gone");
    EXPECT_EQ(refused.at("changed").at(1).at("reason"), "held");
    EXPECT_THAT(refused.at("changed").at(1).at("zh").get<std::string>(),
                HasSubstr("220000-DB-2018-0001"));
    EXPECT_EQ(day.ask({"order", "list"}).at("orders").size(), 1U);
    const json partial = day.ask({"order", "draft", "--plan", file, "--partial"});
    EXPECT_EQ(partial.at("orders").size(), 1U);
    EXPECT_EQ(partial.at("changed").size(), 2U);
    day.expect_proven();
}

// What no number of the books can be is bad input, and neither cut nor a fault of ours.
TEST_F(OrderDay, APlanWithNumbersNobodyCanKeepIsRefused) {
    OfficeDay day(2018, "2018-06-01T08:00");
    begin(day, "2018-08-25T08:00");
    const auto code = [&](const std::string& text) {
        kit::write_text(day.path("plan.json"), text);
        return day.ask({"order", "draft", "--plan", day.path("plan.json").string()}, 3).at("code");
    };
    const auto plan = [](const std::string& quantity) {
        return R"({"schema": "relief.plan/1", "scenario": "s", "as_of": "2018-08-25T08:00+08:00",
                   "needs": [{"id": "N1", "place": "220621", "item": "QUILT", "by":
                   "2018-08-26T08:00+08:00", "quantity": )" +
               quantity + R"(}], "shipments": []})";
    };
    for (const char* quantity : {"9223372036854775807", "18446744073709551615", "1e300", "1.5",
                                 "-1", "1000000000000001"}) {
        EXPECT_EQ(code(plan(quantity)), "json.field") << quantity;
    }
    EXPECT_EQ(code(plan(std::string(200'000, '[') + std::string(200'000, ']'))), "json.syntax");
}

TEST_F(OrderDay, TheSignatureTableIsEditedAndBadOnesAreRefusedWithTheirPlace) {
    OfficeDay day(2018, "2018-06-01T08:00");
    begin(day, "2018-08-25T08:00");
    const std::string table = day.ask({"office", "rules", "show"}).at("csv");
    const std::string row = "SG09,provincial_stock,IV-III,provincial_head";
    std::string edited = table;
    edited.replace(edited.find(row), row.size(),
                   "SG09,provincial_stock,IV-III,provincial_deputy_head");
    kit::write_text(day.path("new.csv"), edited);
    EXPECT_EQ(day.ask({"office", "rules", "replace", day.path("new.csv").string()}).at("version"),
              1);
    const json handling = day.ask({"office", "rules", "show", "--table", "handling"});
    EXPECT_EQ(handling.at("version"), 0);
    EXPECT_EQ(handling.at("rules").at(0).at("post"), "depot_keeper");
    kit::write_text(day.path("handling.csv"), handling.at("csv").get<std::string>());
    EXPECT_EQ(day.ask({"office", "rules", "replace", day.path("handling.csv").string(), "--table",
                       "handling"})
                  .at("version"),
              2);
    kit::write_text(day.path("bad.csv"),
                    edited.replace(edited.find("provincial_deputy_head"), 22, "king"));
    const json refused = day.ask({"office", "rules", "replace", day.path("bad.csv").string()}, 3);
    EXPECT_EQ(refused.at("code"), "csv.reference");
    EXPECT_EQ(refused.at("field"), "post");
    day.expect_proven();
}

}  // namespace
}  // namespace relief
