// SPDX-License-Identifier: Apache-2.0
// A plan, its orders and the plan made again from the books.
#include "tests/tools/office_day.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <fstream>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace relief::kit {
namespace {

using nlohmann::json;

json read_json(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    return json::parse(in);
}

std::string staff(const std::string& unit, const std::string& post) {
    return "DEMO-" + unit + "-" + post;
}

const json& shipment(const json& plan, const std::string& id) {
    return *std::find_if(plan.at("shipments").begin(), plan.at("shipments").end(),
                         [&](const json& row) { return row.at("id") == id; });
}

TEST(ReplanBooks, SignedAndDepartedOrdersStandAndDraftsDoNot) {
    OfficeDay day(2017, "2017-06-01T08:00");
    day.at("2017-07-14T12:05");
    day.by("demo");
    day.ask({"office", "demo-staff"});
    day.by(staff("220221", "duty_officer"));
    const std::string file = day.path("plan.json").string();
    write_text(file, day.bytes({"plan", "--scenario", "2017-07-yongji-flood", "--at",
                                "2017-07-14T12:00"}));
    const json plan = read_json(file);
    const json drafted = day.ask({"order", "draft", "--plan", file, "--response", "III"});
    ASSERT_TRUE(drafted.at("done")) << drafted.dump().substr(0, 800);

    // The county's own depot to its own people: the county signs, no application.
    std::string order;
    std::string number;
    json shown;
    for (const json& row : drafted.at("orders")) {
        const json one = day.ask({"order", "show", std::to_string(row.at("id").get<int>())});
        if (one.at("content").at("from") == "JL-X-220221") {
            order = std::to_string(row.at("id").get<int>());
            number = row.at("number");
            shown = one;
        }
    }
    ASSERT_FALSE(order.empty());
    day.by(shown.at("to_sign").at(0).at("posts").at(0).at("holders").at(0).at("code"));
    day.ask({"order", "sign", order});
    std::set<std::string> of_order;
    for (const json& line : shown.at("lines")) {
        std::istringstream words(line.at("note").get<std::string>());
        for (std::string word; words >> word;) {
            of_order.insert(word);
        }
    }
    ASSERT_FALSE(of_order.empty());

    // Signed: it stands. Drafts hold goods, and the newer plan may still send them.
    day.at("2017-07-14T12:30");
    day.by(staff("220221", "duty_officer"));
    const json again = day.ask({"replan", "--plan", file, "--at", "2017-07-14T12:00"});
    for (const std::string& id : of_order) {
        EXPECT_EQ(shipment(again, id).at("committed"), "signed") << id;
        EXPECT_EQ(shipment(again, id).at("order"), number);
        EXPECT_EQ(shipment(again, id).at("lines"), shipment(plan, id).at("lines"));
    }
    EXPECT_TRUE(again.at("replan").at("changes").empty())
        << again.at("replan").at("changes").dump().substr(0, 1500);
    std::size_t drafts = 0;
    for (const json& notice : again.at("notices")) {
        drafts += notice.at("code") == "draft_superseded" ? 1 : 0;
    }
    EXPECT_EQ(drafts, drafted.at("orders").size() - 1);

    // On the road.
    day.by(staff("JL-X-220221", "depot_keeper"));
    day.ask({"order", "accept", order});
    day.ask({"order", "pick", order});
    day.ask({"order", "load", order, "--truck", "吉B00001", "--seal", "1"});
    day.ask({"order", "depart", order});
    day.by(staff("220221", "duty_officer"));
    const json later =
        day.ask({"replan", "--plan", file, "--at", "2017-07-14T13:00", "--closed", "G202"});
    for (const std::string& id : of_order) {
        EXPECT_EQ(shipment(later, id).at("committed"), "departed") << id;
    }

    // A plan of a fresh copy of data/ is not one of these books.
    OfficeDay other(2017, "2017-06-02T08:00");
    other.at("2017-07-14T12:05");
    other.by("demo");
    EXPECT_EQ(other.ask({"replan", "--plan", file}, 3).at("code"), "plan.foreign");
    day.expect_proven();
}

}  // namespace
}  // namespace relief::kit
