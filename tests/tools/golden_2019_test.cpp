// SPDX-License-Identifier: Apache-2.0
// Typhoon rains in Yanbian, August 2019 (zgcsb.com …/content_117087.html, report of 18 August;
// imclink.com …/t20190819_524737129.shtml, report of 19 August): 230 padded tents, 7 300 quilts in
// the earlier report and 8 300 in the later, 500 life jackets borrowed from the flood office.
#include "tests/kit/table.h"
#include "tests/tools/office_day.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace relief::kit {
namespace {

using nlohmann::json;
using testing::HasSubstr;

/// The consignment point of Yanbian, with goods enough; the life jackets there are those of the
/// prefecture's flood office.
void stock_yanbian(const Copy& data) {
    const std::string lots = "baseline/stock_lots.csv";
    for (int lot = 1; lot <= 3; ++lot) {
        data.replace(lots, "JL-D-09,220000,LIFEJ", "JL-D-09,222400,LIFEJ");
    }
    data.write(lots,
               data.text(lots) +
                   "JL-D-09,220000,QUILT,YB-QUILT,2017-09-01,2023-08-31,9000,床,A,synthetic\n"
                   "JL-D-09,220000,TENT12C,YB-TENT,2017-09-01,2025-08-31,300,顶,A,synthetic\n"
                   "JL-D-09,222400,LIFEJ,FX-LIFEJ,2018-09-01,2023-08-31,800,件,A,synthetic\n");
}

class Golden2019 : public testing::Test {
  protected:
    void SetUp() override {
        if (!office_.has("order")) {
            GTEST_SKIP() << "there is no relief order yet";
        }
        office_.staff();
    }

    /// An order from Yanbian's consignment point to 图们, ordered by telephone and sent off.
    std::string send(const std::string& hour, const std::vector<std::string>& lines) {
        office_.at(hour);
        office_.by(office_.holder("provincial_division", "220000"));
        std::vector<std::string> words{
            "order",  "new",        "--from", "JL-D-09", "--to",
            "222402", "--response", "IV",     "--event", "2019-08-typhoon"};
        for (const std::string& line : lines) {
            words.insert(words.end(), {"--line", line});
        }
        const std::string id = std::to_string(office_.ask(words).at("id").get<int>());
        office_.ask({"order", "sign", id, "--oral", office_.holder("provincial_head", "220000")});
        if (lines.size() > 2) {
            office_.ask(
                {"order", "sign", id, "--oral", office_.holder("city_bureau_head", "222400")});
        }
        office_.by(office_.holder("depot_keeper", "JL-D-09"));
        office_.ask({"order", "accept", id});
        office_.ask({"order", "pick", id});
        office_.ask({"order", "load", id, "--truck", "吉H12345"});
        office_.ask({"order", "depart", id});
        return id;
    }

    /// What has been sent of an item for the event, by a bulletin.
    static int sent(const json& day, const std::string& item) {
        int amount = 0;
        for (const json& row : day.at("events")) {
            amount += row.at("item") == item ? row.at("sent").get<int>() : 0;
        }
        return amount;
    }

    OfficeDay office_{2019, "2019-08-15T08:00", stock_yanbian};
};

TEST_F(Golden2019, TwoBulletinsThatDifferAreEachMadeAgainAsOfTheirMinute) {
    const std::string first = send(
        "2019-08-16T09:00", {"TENT12C=230@YB-TENT", "QUILT=7300@YB-QUILT", "LIFEJ=500@FX-LIFEJ"});
    office_.at("2019-08-18T17:00");
    const std::string of_18th = office_.bytes({"report", "daily", "--people", "12000"});
    send("2019-08-19T10:30", {"QUILT=1000@YB-QUILT"});
    office_.at("2019-08-19T17:00");
    const std::string of_19th = office_.bytes({"report", "daily", "--people", "12000"});

    EXPECT_EQ(sent(json::parse(of_18th), "QUILT"), 7300);
    EXPECT_EQ(sent(json::parse(of_19th), "QUILT"), 8300);
    EXPECT_EQ(sent(json::parse(of_19th), "TENT12C"), 230);
    EXPECT_EQ(sent(json::parse(of_19th), "LIFEJ"), 500);

    // A week and more postings later, each as it was.
    office_.at("2019-08-26T08:00");
    office_.by(office_.holder("duty_officer", "222402"));
    office_.ask({"order", "arrive", first});
    EXPECT_EQ(
        office_.bytes({"report", "daily", "--people", "12000", "--as-of", "2019-08-18T17:00"}),
        of_18th);
    EXPECT_EQ(
        office_.bytes({"report", "daily", "--people", "12000", "--as-of", "2019-08-19T17:00"}),
        of_19th);
    office_.expect_proven();
}

TEST_F(Golden2019, GoodsOfTwoOwnersGoInOneOrderAndEachOwnerSigns) {
    send("2019-08-16T09:00", {"TENT12C=230@YB-TENT", "QUILT=7300@YB-QUILT", "LIFEJ=500@FX-LIFEJ"});
    office_.at("2019-08-16T17:00");
    const json day = office_.ask({"report", "daily"});
    ASSERT_EQ(day.at("orders").size(), 1U);
    const json& lines = day.at("orders")[0].at("lines");
    ASSERT_EQ(lines.size(), 3U);
    EXPECT_EQ(lines[1].at("owner"), "220000");
    EXPECT_EQ(lines[2].at("owner"), "222400");
    for (const json& row : day.at("in_transit")) {
        EXPECT_EQ(row.at("owner"), row.at("item") == "LIFEJ" ? "222400" : "220000");
    }
    EXPECT_THAT(office_.read({"report", "daily"}), HasSubstr("救生衣"));
    office_.expect_proven();
}

}  // namespace
}  // namespace relief::kit
