// SPDX-License-Identifier: Apache-2.0
// The duty book and the daily bulletin through the program.
#include "tests/tools/office_day.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <map>
#include <string>

namespace relief::kit {
namespace {

using nlohmann::json;
using testing::HasSubstr;
using testing::StartsWith;

/// How many things of a kind are due.
int open_of(const json& page, const std::string& kind) {
    for (const json& row : page.at("by_kind")) {
        if (row.at("kind") == kind) {
            return row.at("open").get<int>();
        }
    }
    return 0;
}

TEST(DutyCommandTest, AShiftIsOpenedKeptAndHandedOverToTheNext) {
    OfficeDay office(2017, "2017-07-13T07:00");
    office.at("2017-07-13T08:00");
    EXPECT_EQ(office.ask({"duty", "open", "--leader", "赵主任"}).at("shift").at("officer"), "王芳");

    office.at("2017-07-13T09:10");
    const json call = office
                          .ask({"duty",        "call",
                                "--caller",    "张伟",
                                "--from",      "永吉县",
                                "--phone",     "0432-64222222",
                                "--words",     "口前镇进水",
                                "--tape",      "0713-1",
                                "--place",     "永吉县",
                                "--hazard",    "flood",
                                "--struck",    "2017-07-13T06:00",
                                "--relocated", "2500",
                                "--want",      "QUILT=2000,2500,700,500",
                                "--want",      "RICE=3,,,"})
                          .at("call");
    EXPECT_EQ(call.at("place"), "220221");
    EXPECT_EQ(call.at("shift"), 1);
    EXPECT_EQ(call.at("lines")[0].at("own_used"), 500);
    EXPECT_EQ(call.at("lines")[1].at("asked"), 3000);  // rice is kept in grams
    EXPECT_EQ(call.at("not_said"), json({"needed", "own_stock", "own_used"}));

    office.at("2017-07-13T10:30");
    const json due = office.ask({"duty", "due"});
    EXPECT_EQ(open_of(due, "call"), 1);
    EXPECT_THAT(office.read({"duty", "due"}), HasSubstr("来电要物资"));

    office.at("2017-07-13T20:00");
    const json handed = office.ask({"duty", "handover", "--to", "李强", "--note", "等永吉的车号"});
    EXPECT_EQ(handed.at("handover").at("to"), "李强");
    EXPECT_EQ(handed.at("handover").at("taken_by"), nullptr);
    EXPECT_EQ(handed.at("handover").at("open_items").size(), handed.at("due").size());
    EXPECT_EQ(handed.at("handover").at("verified_at"), "2017-07-13T20:00+08:00");

    office.by("李强");
    const json opened = office.ask({"duty", "open", "--leader", "钱主任"});
    EXPECT_EQ(opened.at("handover").at("taken_by"), 2);
    const json log = office.ask({"duty", "log", "--date", "2017-07-13"});
    EXPECT_EQ(log.at("shifts").size(), 2U);
    EXPECT_EQ(log.at("calls").size(), 1U);
    EXPECT_EQ(log.at("handovers").size(), 1U);
    office.expect_proven();
}

TEST(DutyCommandTest, ARepeatedCallWithOneKeyIsNotedOnce) {
    OfficeDay office(2017, "2017-07-13T07:00");
    const std::vector<std::string> words{"duty", "call", "--caller", "张伟", "--key", "desk1-7"};
    EXPECT_EQ(office.ask(words), office.ask(words));
    EXPECT_EQ(office.ask({"duty", "log"}).at("calls").size(), 1U);
    auto other = words;
    other[3] = "刘洋";
    EXPECT_EQ(office.ask(other, 4).at("code"), "ledger.repeat");
}

TEST(DutyCommandTest, WhatCannotBeReadIsAnsweredWithItsOption) {
    OfficeDay office(2017, "2017-07-13T07:00");
    const auto code = [&](std::vector<std::string> words, int status) {
        return office.ask(std::move(words), status).at("code").get<std::string>();
    };
    const std::vector<std::string> call{"duty", "call", "--caller", "张伟"};
    const auto with = [&](const std::string& option, const std::string& value) {
        auto words = call;
        words.insert(words.end(), {option, value});
        return words;
    };
    EXPECT_EQ(code(with("--want", "QUILT=,5"), 3), "argument.value");
    EXPECT_EQ(code(with("--want", "QUILTS=5"), 3), "item.unknown");
    EXPECT_EQ(code(with("--want", "QUILT=5,5,3,4"), 4), "call.line");
    EXPECT_EQ(code(with("--place", "没有这地方"), 3), "place.unknown");
    EXPECT_EQ(code({"duty", "handover", "--to", "李强"}, 4), "duty.shift");
    EXPECT_EQ(code({"report", "daily", "--as-of", "2017-07-14T00:00"}, 3), "argument.value");
    EXPECT_EQ(code({"report", "daily", "--as-of", "2017-07-12T00:00"}, 3), "books.seq");
    EXPECT_EQ(code({"readiness", "equip", "--goods", "TENT12S=many"}, 3), "argument.value");
    office.expect_proven();
}

TEST(DailyCommandTest, ABulletinIsMadeAgainAsOfItsMinuteByteForByte) {
    OfficeDay office(2017, "2017-07-13T07:00");
    office.at("2017-07-13T16:00");
    const std::string first = office.bytes({"report", "daily"});
    office.at("2017-07-13T17:00");
    office.ask({"duty", "call", "--caller", "张伟"});
    office.ask({"duty", "open", "--leader", "赵主任"});
    const std::string second = office.bytes({"report", "daily"});
    EXPECT_NE(first, second);
    office.at("2017-07-20T08:00");
    EXPECT_EQ(office.bytes({"report", "daily", "--as-of", "2017-07-13T16:00"}), first);
    EXPECT_EQ(office.bytes({"report", "daily", "--as-of", "2017-07-13T17:00"}), second);
    // Between two postings of one second only the journal row tells.
    const json middle =
        office.ask({"report", "daily", "--as-of", "2017-07-13T17:00", "--head",
                    std::to_string(json::parse(second)["head"]["seq"].get<int>() - 1)});
    EXPECT_EQ(middle.at("head").at("seq"), json::parse(first)["head"]["seq"].get<int>() + 1);
}

TEST(DailyCommandTest, OpeningWithInLessOutIsClosingInEveryRow) {
    OfficeDay office(2017, "2017-07-13T07:00");
    const json day = office.ask({"report", "daily", "--people", "52000"});
    EXPECT_EQ(day.at("schema"), "relief.report_daily/1");
    ASSERT_FALSE(day.at("stock").empty());
    for (const json& row : day.at("stock")) {
        EXPECT_EQ(
            row.at("opening").get<long>() + row.at("in").get<long>() - row.at("out").get<long>(),
            row.at("closing").get<long>());
    }
    // By level the same goods, once each.
    std::map<std::string, long> owned;
    for (const json& row : day.at("stock")) {
        owned[row.at("item").get<std::string>() + row.at("level").get<std::string>()] +=
            row.at("closing").get<long>();
    }
    std::map<std::string, long> levels;
    for (const json& row : day.at("by_level")) {
        levels[row.at("item").get<std::string>() + row.at("level").get<std::string>()] +=
            row.at("closing").get<long>();
    }
    EXPECT_EQ(levels, owned);
    EXPECT_EQ(day.at("by_level").size(), owned.size());
    EXPECT_EQ(day.at("equipped").size(), 4U);
}

TEST(DailyCommandTest, TheSpreadsheetAndThePaperAreWrittenWhole) {
    OfficeDay office(2017, "2017-07-13T07:00");
    const std::string xlsx = office.path("daily.xlsx").string();
    const std::string pdf = office.path("daily.pdf").string();
    EXPECT_THAT(office.read({"report", "daily", "--xlsx", xlsx, "--out", pdf}),
                StartsWith("救灾物资库存日报"));
    const auto head = [](const std::string& path) {
        std::ifstream stream(path, std::ios::binary);
        return std::string(std::istreambuf_iterator<char>(stream), {}).substr(0, 4);
    };
    EXPECT_EQ(head(xlsx).substr(0, 2), "PK");
    EXPECT_EQ(head(pdf), "%PDF");
    EXPECT_EQ(office.ask({"report", "daily", "--out", "/no/such/folder/daily.pdf"}, 3).at("code"),
              "file.write");
}

}  // namespace
}  // namespace relief::kit
