// SPDX-License-Identifier: Apache-2.0
// Inspections, hazards, contracts and agreements through the commands, and what a plan makes of
// them.
#include "tests/kit/table.h"
#include "tests/tools/cli_kit.h"
#include "tests/tools/shipped.h"
#include "tools/desk/desk.h"
#include "tools/desk/plan.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

namespace relief::kit {
namespace {

using nlohmann::json;
using testing::Contains;
using testing::HasSubstr;

class CareCommandTest : public testing::Test {
  protected:
    CareCommandTest() { EXPECT_EQ(fresh_books(db_).status, 0); }

    /// A command that must succeed, at a moment of the set clock.
    json answer(std::vector<std::string> arguments, const std::string& at,
                const std::string& actor = "王芳") {
        arguments.insert(arguments.end(), {"--db", db_, "--json", "--actor", actor, "--clock", at});
        const Ended ended = relief_run(arguments);
        EXPECT_EQ(ended.status, 0) << ended.out << ended.err;
        return json::parse(ended.out, nullptr, false);
    }
    std::string refused(std::vector<std::string> arguments, const std::string& at) {
        arguments.insert(arguments.end(), {"--db", db_, "--actor", "王芳", "--clock", at});
        return refusal(arguments, 4).value("code", "");
    }
    /// By the clock of today, when every lot of 2017 is past its day: a plan asks about the
    /// event's.
    json plan() { return answer({"plan", "--scenario", yongji_flood}, "2026-01-01T00:00"); }

    static std::set<std::string> senders(const json& plan) {
        std::set<std::string> from;
        for (const json& shipment : plan.at("shipments")) {
            from.insert(shipment.at("from").get<std::string>());
        }
        return from;
    }
    static std::string warning(const json& plan, const std::string& code) {
        for (const json& row : plan.at("notices")) {
            if (row.at("code") == code) {
                return row.dump();
            }
        }
        return "";
    }

    TempFolder folder_;
    std::string db_ = (folder_ / "books.db").string();
};

TEST_F(CareCommandTest, AGrade1HazardTakesItsDepotOutOfThePlanUntilAnotherFoundItMended) {
    const json before = plan();
    const std::string depot = "JL-C-220200";
    ASSERT_THAT(senders(before), Contains(depot));
    answer({"inspect", "open", depot, "--season", "flood", "--with", "fire=张三"},
           "2017-05-10T09:00");
    answer({"inspect", "find", "1", "--check", "SC03", "--department", "fire", "--result", "bad",
            "--note", "烟感全部失效"},
           "2017-05-10T10:00");
    const json stopped = plan();
    EXPECT_THAT(senders(stopped), testing::Not(Contains(depot)));
    EXPECT_THAT(warning(stopped, "site_stopped"), HasSubstr(depot));
    EXPECT_THAT(warning(stopped, "site_stopped"), HasSubstr("烟感全部失效"));
    EXPECT_EQ(answer({"inspect", "hazard", "list"}, "2017-05-10T11:00").at("stopped_sites"),
              json({depot}));
    answer({"inspect", "hazard", "done", "1", "--by", "张三"}, "2017-05-11T09:00");
    EXPECT_EQ(refused({"inspect", "hazard", "recheck", "1", "--by", "张三", "--result", "ok"},
                      "2017-05-12T09:00"),
              "hazard.same_person");
    EXPECT_EQ(answer({"inspect", "hazard", "list"}, "2017-05-12T09:30").at("stopped_sites"),
              json({depot}));
    answer({"inspect", "hazard", "recheck", "1", "--by", "李四", "--result", "ok"},
           "2017-05-12T10:00");
    json after = plan();
    EXPECT_EQ(warning(after, "site_stopped"), "");
    EXPECT_EQ(after.at("shipments"), before.at("shipments"));
    EXPECT_EQ(relief_run({"verify", "--db", db_}).status, 0);
}

// Where a shortage could have been met from stopped sites, it says so beside its cause.
TEST(StoppedSites, AShortageNamesWhatLiesBehindAHazard) {
    const std::filesystem::path data = std::filesystem::path(RELIEF_SOURCE_DIR) / "data";
    Desk desk = open_desk(data, std::nullopt);
    for (const Depot& depot : desk.baseline.depots) {
        desk.stops.push_back({.id = 1, .site = depot.id, .grade = 1, .words = "test"});
    }
    std::swap(desk.stopped_stock, desk.stock.lots);
    Units quilts = 0;
    for (const LotStock& lot : desk.stopped_stock) {
        quilts += lot.depot == "JL-C-220200" && lot.item == "QUILT" ? lot.available : 0;
    }
    const PlanRun run = make_plan(desk, {.scenario = data / "scenarios" / yongji_flood}, {});
    const std::string wanted =
        std::to_string(quilts) + " more at JL-C-220200, stopped by a hazard of grade 1";
    std::string details;
    for (const Unmet& unmet : run.plan.unmet) {
        if (unmet.need.ends_with(":QUILT") && unmet.need.starts_with("2202")) {
            details += unmet.detail + unmet.detail_zh;
        }
    }
    EXPECT_THAT(details, HasSubstr(wanted));
    EXPECT_THAT(details, HasSubstr("因重大隐患停止调用"));
    for (const Shipment& shipment : run.plan.shipments) {
        EXPECT_EQ(desk.baseline.depot(shipment.from), nullptr) << shipment.from;
    }
}

TEST_F(CareCommandTest, AnInspectionRunsFromItsCalendarToItsClose) {
    const json calendar =
        answer({"inspect", "plan", "--season", "winter", "--year", "2018"}, "2018-09-10T09:00");
    EXPECT_EQ(calendar.at("schema"), "relief.inspection_calendar/1");
    EXPECT_EQ(calendar.at("sites").size(), 85U);
    EXPECT_EQ(calendar.at("sites")[0].at("due"), "2018-11-09");
    EXPECT_EQ(calendar.at("sites")[0].at("status"), "due");
    answer({"inspect", "open", "JL-P-001", "--season", "winter", "--with", "fire,housing"},
           "2018-09-11T09:00");
    answer({"inspect", "find", "1", "--check", "SC01", "--department", "fire", "--result", "ok"},
           "2018-09-11T10:00");
    answer({"inspect", "find", "1", "--check", "SC12", "--department", "housing", "--result", "bad",
            "--note", "清雪预案没有", "--grade", "3"},
           "2018-09-11T10:05");
    answer({"inspect", "find", "1", "--check", "SC14", "--result", "ok"}, "2018-09-11T10:10");
    EXPECT_EQ(refused({"inspect", "close", "1"}, "2018-09-11T11:00"), "inspect.unsigned");
    answer({"inspect", "sign", "1", "--department", "fire", "--by", "甲"}, "2018-09-11T11:00");
    EXPECT_EQ(refused({"inspect", "sign", "1", "--department", "housing", "--by", "甲"},
                      "2018-09-11T11:01"),
              "inspect.other_department");
    answer({"inspect", "sign", "1", "--department", "housing", "--by", "乙"}, "2018-09-11T11:01");
    answer({"inspect", "sign", "1", "--department", "relief", "--by", "丙"}, "2018-09-11T11:02");
    const json closed = answer({"inspect", "close", "1"}, "2018-09-11T12:00");
    EXPECT_EQ(closed.at("schema"), "relief.inspection/1");
    EXPECT_EQ(closed.at("inspections")[0].at("closed_at"), "2018-09-11T12:00+08:00");
    EXPECT_EQ(closed.at("inspections")[0].at("departments").size(), 3U);
    EXPECT_EQ(answer({"inspect", "grade", "JL-P-001"}, "2018-09-12T09:00")
                  .at("grades")
                  .back()
                  .at("grade"),
              "B");
    const json late = answer({"inspect", "hazard", "list", "--overdue"}, "2018-10-12T09:00");
    ASSERT_EQ(late.at("hazards").size(), 1U);
    EXPECT_EQ(late.at("hazards")[0].at("escalate_to"), "county desk");
    // A repeated key answers the same and writes nothing twice.
    for (int time = 0; time < 2; ++time) {
        answer({"inspect", "hazard", "escalate", "1", "--key", "k1"}, "2018-10-12T09:30");
    }
    EXPECT_EQ(answer({"inspect", "hazard", "list"}, "2018-10-12T10:00")
                  .at("hazards")[0]
                  .at("steps")
                  .size(),
              1U);
}

TEST_F(CareCommandTest, AContractThatHasRunOutSaysWhatItKeepsFromSupply) {
    const json held = answer({"consignment", "list"}, "2019-12-31T09:00");
    EXPECT_EQ(held.at("contracts").size(), 15U);
    EXPECT_TRUE(held.at("not_available").empty());
    const json out = answer({"consignment", "list"}, "2020-01-01T09:00");
    EXPECT_EQ(out.at("not_available").size(), 15U);
    EXPECT_GT(out.at("not_available")[0].at("lots"), 0);
    answer({"consignment", "add", "DC-2017-04", "--to", "2022-12-31", "--item", "QUILT=2000",
            "--gate-minutes", "90"},
           "2020-01-01T10:00");
    const json shown = answer({"consignment", "show", "DC-2017-04"}, "2020-01-02T09:00");
    EXPECT_EQ(shown.at("schema"), "relief.consignment/1");
    EXPECT_TRUE(shown.at("contracts")[0].at("in_force"));
    EXPECT_EQ(shown.at("contracts")[0].at("gate_minutes_max"), 90);
    EXPECT_EQ(answer({"consignment", "list"}, "2020-01-02T09:00").at("not_available").size(), 14U);
    answer({"consignment", "done", "DC-2017-04/yearly_report/2019", "--on", "2020-01-02"},
           "2020-01-02T10:00");
    for (const json& duty : answer({"consignment", "overdue"}, "2020-01-11T09:00").at("duties")) {
        EXPECT_NE(duty.at("duty"), "DC-2017-04/yearly_report/2019");
    }
    EXPECT_EQ(
        refused({"consignment", "add", "DC-2017-04", "--to", "2016-12-31"}, "2020-01-02T11:00"),
        "consignment.term");
}

TEST_F(CareCommandTest, ADeclaredFigureAndAFailedTestReachThePlan) {
    const std::string supplier = "SU-220200-WATERB";
    answer({"agreement", "declare", supplier, "--on-hand", "1234", "--by", "周经理"},
           "2017-07-01T09:00");
    const json tested = answer({"agreement", "test", supplier, "--failed"}, "2017-07-02T09:00");
    EXPECT_EQ(tested.at("schema"), "relief.agreement/1");
    EXPECT_EQ(tested.at("agreements")[0].at("test"), "failed");
    EXPECT_EQ(tested.at("agreements")[0].at("on_hand"), 1234);
    EXPECT_THAT(tested.at("agreements")[0].at("on_hand_source").get<std::string>(),
                HasSubstr("declared 2017-07-01"));
    const json planned = plan();
    EXPECT_THAT(warning(planned, "agreement_test"), HasSubstr(supplier));
    EXPECT_NE(warning(planned, "agreement_declared"), "");
    EXPECT_EQ(answer({"agreement", "test", supplier, "--minutes", "31"}, "2017-07-03T09:00")
                  .at("agreements")[0]
                  .at("test"),
              "failed")
        << "a truck named after 31 minutes is too late";
    EXPECT_EQ(refused({"agreement", "declare", supplier, "--on-hand", "5"}, "2018-07-01T09:00"),
              "agreement.term");
}

TEST_F(CareCommandTest, LettersAndTrainingAreKept) {
    EXPECT_EQ(answer({"inspect", "letters", "--year", "2018"}, "2018-01-05T09:00").at("missing"),
              69 + 85);
    answer({"inspect", "letter", "sign", "JL-CAD", "220200-CAB", "--by", "甲", "--with", "乙"},
           "2018-01-05T09:00");
    EXPECT_EQ(answer({"inspect", "letters", "--year", "2018"}, "2018-01-05T10:00").at("missing"),
              68 + 85);
    answer({"inspect", "training", "add", "JL-P-001", "--post", "fire_control", "--person", "孙",
            "--on", "2018-01-05"},
           "2018-01-05T11:00");
    const json expired =
        answer({"inspect", "training", "list", "--status", "expired"}, "2019-01-06T09:00");
    ASSERT_EQ(expired.at("posts").size(), 1U);
    EXPECT_EQ(expired.at("posts")[0].at("person"), "孙");
}

TEST_F(CareCommandTest, WhatCannotBeIsRefusedWithItsReason) {
    const std::string at = "2018-04-01T09:00";
    EXPECT_EQ(refused({"inspect", "open", "JL-X", "--season", "flood"}, at), "site.unknown");
    EXPECT_EQ(refused({"inspect", "open", "JL-P-001", "--season", "spring"}, at), "inspect.season");
    EXPECT_EQ(refused({"inspect", "open", "JL-P-001", "--season", "flood", "--with", "police"}, at),
              "inspect.department");
    EXPECT_EQ(refused({"inspect", "sign", "9", "--department", "fire", "--by", "甲"}, at),
              "inspect.unknown");
    EXPECT_EQ(refused({"inspect", "hazard", "done", "9", "--by", "甲"}, at), "hazard.unknown");
    EXPECT_EQ(refused({"agreement", "show", "SU-X"}, at), "agreement.unknown");
    EXPECT_EQ(refused({"consignment", "show", "DC-X"}, at), "consignment.unknown");
}

}  // namespace
}  // namespace relief::kit
