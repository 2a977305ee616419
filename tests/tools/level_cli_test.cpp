// SPDX-License-Identifier: Apache-2.0
// Response levels of an event in the books: advised, decided on, carried out.
#include "tests/tools/office_day.h"
#include "tests/tools/shipped.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace relief::kit {
namespace {

using nlohmann::json;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

const std::string event = "2017-07-yongji-flood";

/// The Yongji flood in the books, with its five reports, on the morning of 17 July.
class YongjiOffice : public OfficeDay {
  public:
    YongjiOffice() : OfficeDay(2017, "2017-07-13T09:00") {
        staff();
        ask({"incident", "open", "--scenario", scenario_folder + event});
        at("2017-07-17T09:00");
        ask({"report", "add", "--event", event, "--file",
             scenario_folder + event + "/reports.csv"});
    }

    json decide(const std::string& plan, const std::string& level, const std::string& by,
                std::vector<std::string> more = {}, int status = 0) {
        std::vector<std::string> words{"level", "decide",  "--event", event,  "--plan",
                                       plan,    "--level", level,     "--by", by};
        words.insert(words.end(), more.begin(), more.end());
        return ask(words, status);
    }

    json advice(const std::string& plan, const std::string& scope) {
        const json document = ask({"level", "--event", event});
        for (const json& row : document.at("advice")) {
            if (row.at("plan") == plan && row.at("scope") == scope) {
                return row;
            }
        }
        return {};
    }
};

TEST(LevelCommandTest, AllPlansInForceAreAdvisedOn) {
    YongjiOffice office;
    const json document = office.ask({"level", "--event", event});
    EXPECT_EQ(document.at("schema"), "relief.levels/1");
    EXPECT_EQ(document.at("event"), event);
    // What the scenario's own page says, unit by unit.
    const json province = office.advice("JL-2014", "220000");
    EXPECT_EQ(province.at("advised"), 3);  // R5: 126 900 relocated
    EXPECT_EQ(province.at("step"), "start");
    EXPECT_EQ(province.at("verified"), false);
    EXPECT_EQ(province.at("decides").at("role"), "省减灾委副主任(民政厅厅长)");
    EXPECT_EQ(office.advice("CN-2016", "220000").at("advised"), 4);
    EXPECT_EQ(office.advice("JL-CITY-2014", "220200").at("advised"), 2);    // R4: 18 dead
    EXPECT_EQ(office.advice("JL-COUNTY-2014", "220221").at("advised"), 1);  // R2: 75 000
    EXPECT_EQ(office.advice("JL-2024", "220000"), json());
    // Before the reports nothing is known.
    const json before =
        office.ask({"level", "--event", event, "--at", "2017-07-13T12:00"}).at("advice");
    for (const json& row : before) {
        EXPECT_EQ(row.at("known"), false);
        EXPECT_EQ(row.at("advised"), 0);
    }
    EXPECT_THAT(office.read({"level", "--event", event}),
                AllOf(HasSubstr("由谁决定"), HasSubstr("启动 III级"), HasSubstr("未核实")));
    EXPECT_THAT(office.read({"level", "--event", event, "--plan", "CN-2016", "--report", "R5"}),
                HasSubstr("RL049"));
}

TEST(LevelCommandTest, TheScenarioGoesOnAsItWas) {
    const Ended both = relief_run({"level", "--scenario", event, "--event", event, "--json"});
    EXPECT_EQ(both.status, 2);
    EXPECT_EQ(relief_run({"level", "--json"}).status, 2);
    const Ended ended = relief_run({"level", "--scenario", event, "--json"});
    EXPECT_EQ(ended.status, 0);
    const json document = json::parse(ended.out);
    EXPECT_EQ(document.at("scenario"), event);
    EXPECT_FALSE(document.contains("advice"));
    // An option of `level` is none of the commands below it.
    EXPECT_EQ(relief_run({"level", "list", "--event", event, "--report", "R1"}).status, 2);
    EXPECT_THAT(relief_run({"level", "--help", "--lang", "en"}).out, HasSubstr("decide"));
}

TEST(LevelCommandTest, ADecisionStandsBesideItsRecommendation) {
    YongjiOffice office;
    const std::string head = office.holder("provincial_head", "220000");
    const std::string clerk = office.holder("provincial_committee_office", "220000");
    // The head of the committee's office decides on IV, not on III.
    EXPECT_EQ(office.decide("JL-2014", "III", clerk, {}, 4).at("code"), "response.decider");
    const json started = office.decide("JL-2014", "III", head);
    EXPECT_EQ(started.at("schema"), "relief.responses/1");
    const json decision = started.at("decisions").at(0);
    EXPECT_EQ(decision.at("step"), "start");
    EXPECT_EQ(decision.at("level"), 3);
    EXPECT_EQ(decision.at("recommended"), 3);
    EXPECT_EQ(decision.at("away"), false);
    EXPECT_EQ(decision.at("post"), "provincial_head");
    EXPECT_EQ(decision.at("officer"), "王芳");
    EXPECT_EQ(decision.at("recommendation").at("because").at(0).at("report"), "R5");
    EXPECT_EQ(office.decide("JL-2014", "3", head, {}, 4).at("code"), "response.step");
    // Away from the recommendation: with a reason.
    office.at("2017-07-17T10:00");
    EXPECT_EQ(
        office.decide("JL-2014", "II", office.holder("provincial_committee_chair", "220000"), {}, 4)
            .at("code"),
        "response.reason");
    const json raised =
        office.decide("JL-2014", "II", office.holder("provincial_committee_chair", "220000"),
                      {"--reason", "后期仍有强降雨"});
    EXPECT_EQ(raised.at("decisions").at(1).at("step"), "adjust");
    EXPECT_EQ(raised.at("decisions").at(1).at("level_before"), 3);
    EXPECT_EQ(raised.at("decisions").at(1).at("away"), true);
    // The first stands as it was, also when asked about as of then.
    EXPECT_EQ(raised.at("decisions").at(0), decision);
    const json then = office.ask({"level", "list", "--event", event, "--at", "2017-07-17T09:30"});
    EXPECT_EQ(then.at("decisions").size(), 1U);
    EXPECT_EQ(then.at("responses").at(0).at("level"), 3);
    // Lowering it is for who may decide on what stands.
    office.at("2017-07-18T10:00");
    EXPECT_EQ(office.decide("JL-2014", "IV", clerk, {"--reason", "雨停"}, 4).at("code"),
              "response.decider");
    // Ending it while the event goes on asks for a reason; once it is stable it is advised.
    const auto end = [&](int status) {
        return office.ask({"level", "end", "--event", event, "--plan", "JL-2014", "--by",
                           office.holder("provincial_committee_chair", "220000")},
                          status);
    };
    EXPECT_EQ(end(4).at("code"), "response.reason");
    office.ask({"incident", "stable", "--event", event});
    EXPECT_EQ(office.advice("JL-2014", "220000").at("step"), "end");
    const json ended = end(0);
    EXPECT_EQ(ended.at("decisions").at(2).at("step"), "end");
    EXPECT_EQ(ended.at("responses").at(0).at("level"), 0);
    office.expect_proven();
    EXPECT_THAT(office.read({"level", "list", "--event", event}),
                AllOf(HasSubstr("启动"), HasSubstr("调整"), HasSubstr("终止"),
                      HasSubstr("后期仍有强降雨")));
}

TEST(LevelCommandTest, EachPlanHasItsUnitsAndDeciders) {
    YongjiOffice office;
    // The county's government decides on I: no post of the books, so its paper.
    const std::string clerk = office.holder("county_committee_office", "220221");
    EXPECT_EQ(office.decide("JL-COUNTY-2014", "I", clerk, {"--unit", "永吉县"}, 4).at("code"),
              "response.document");
    const json county = office.decide("JL-COUNTY-2014", "I", clerk,
                                      {"--unit", "永吉县", "--document", "永政发〔2017〕9号"});
    EXPECT_EQ(county.at("decisions").at(0).at("person"), json());
    EXPECT_EQ(county.at("decisions").at(0).at("role"), "本级政府");
    // Jilin city's chair for Jilin city, no other city's.
    EXPECT_EQ(office
                  .decide("JL-CITY-2014", "II", office.holder("city_committee_chair", "220100"),
                          {"--unit", "吉林市"}, 4)
                  .at("code"),
              "response.decider");
    office.decide("JL-CITY-2014", "II", office.holder("city_committee_chair", "220200"),
                  {"--unit", "吉林市"});
    EXPECT_EQ(office.decide("CN-2016", "IV", clerk, {}, 4).at("code"), "response.document");
    office.decide("CN-2016", "IV", clerk, {"--document", "国减办发电〔2017〕12号"});
    // The county that stands at I and the city's II are told to those beside and above.
    const json province = office.advice("JL-2014", "220000");
    std::string linked;
    for (const json& linkage : province.at("linkages")) {
        linked +=
            linkage.at("because").get<std::string>() + " " + linkage.at("relation").dump() + "\n";
    }
    EXPECT_THAT(linked, AllOf(HasSubstr("永吉县 JL-COUNTY-2014 I \"below\""),
                              HasSubstr("吉林市 JL-CITY-2014 II \"below\"")));
    // What cannot be.
    EXPECT_EQ(office.decide("JL-2024", "IV", clerk, {}, 4).at("code"), "response.plan");
    EXPECT_EQ(office.decide("JL-1999", "IV", clerk, {}, 3).at("code"), "plan.unknown");
    EXPECT_EQ(office.decide("JL-2014", "V", clerk, {}, 3).at("code"), "argument.value");
    EXPECT_EQ(office.decide("JL-CITY-2014", "II", clerk, {"--unit", "永吉县"}, 3).at("field"),
              "--unit");
    EXPECT_EQ(office.decide("JL-2014", "IV", "nobody", {}, 3).at("code"), "office.person");
    EXPECT_EQ(office.decide("JL-2014", "IV", clerk, {"--modifier", "MOD1"}, 3).at("code"),
              "response.modifier");
    EXPECT_EQ(office.ask({"level", "list", "--event", "none"}, 3).at("code"), "incident.unknown");
    office.expect_proven();
}

TEST(LevelCommandTest, BeforeAnyCountAPersonMayStart) {
    // RC3: two hours after the shock of 23 November 2013 the province started III.
    OfficeDay office(2013, "2013-11-23T06:30");
    office.staff();
    office.ask({"incident", "open", "--event", "2013-qianguo", "--name", "前郭地震", "--hazard",
                "earthquake", "--start", "2013-11-23T06:04", "--unit", "前郭县"});
    office.at("2013-11-23T08:00");
    std::vector<std::string> words{"level",   "decide",
                                   "--event", "2013-qianguo",
                                   "--plan",  "JL-2011",
                                   "--level", "III",
                                   "--by",    office.holder("provincial_head", "220000")};
    EXPECT_EQ(office.ask(words, 4).at("code"), "response.reason");
    words.insert(words.end(), {"--modifier", "MOD4", "--reason", "省抗震救灾指挥部已启动"});
    const json decision = office.ask(words).at("decisions").at(0);
    EXPECT_EQ(decision.at("recommended"), 0);
    EXPECT_EQ(decision.at("recommended_known"), false);
    EXPECT_EQ(decision.at("recommendation").at("decides").at("borrowed_from"), "JL-2014");
    office.at("2013-11-23T09:00");
    const json told =
        office.ask({"level", "told", "--event", "2013-qianguo", "--body", "省抗震救灾指挥部",
                    "--kind", "earthquake", "--level", "III", "--source", "电话"});
    EXPECT_EQ(told.at("elsewhere").at(0).at("level"), 3);
    EXPECT_THAT(office.read({"level", "--event", "2013-qianguo"}),
                AllOf(HasSubstr("响应联动"), HasSubstr("省抗震救灾指挥部")));
    EXPECT_EQ(office
                  .ask({"level", "told", "--event", "2013-qianguo", "--body", "X", "--kind", "war",
                        "--level", "1", "--source", "电话"},
                       3)
                  .at("field"),
              "--kind");
    office.expect_proven();
}

TEST(LevelCommandTest, ActionsCountDownAndAreMarkedDone) {
    YongjiOffice office;
    office.decide("JL-2014", "III", office.holder("provincial_head", "220000"));
    const auto action = [&](const std::string& rule) {
        const json document = office.ask({"level", "actions", "--event", event});
        EXPECT_EQ(document.at("schema"), "relief.response_actions/1");
        for (const json& row : document.at("actions")) {
            if (row.at("rule") == rule) {
                return row;
            }
        }
        return json();
    };
    // RA03: 24 h after the event began (13 July, 08:00): overdue by 73 h on the 17th at 09:00.
    EXPECT_EQ(action("RA03").at("due"), "2017-07-14T08:00+08:00");
    EXPECT_EQ(action("RA03").at("state"), "overdue");
    EXPECT_EQ(action("RA03").at("minutes"), 73 * 60);
    EXPECT_EQ(action("RA03").at("borrowed_from"), "CMP-PROV-B2006");
    EXPECT_EQ(action("RA05").at("due"), "2017-07-17T11:00+08:00");
    EXPECT_EQ(action("RA05").at("state"), "due");
    EXPECT_EQ(action("RA07"), json());
    const auto number = [&](const std::string& rule) {
        return std::to_string(action(rule).at("id").get<int>());
    };
    office.at("2017-07-17T10:00");
    const std::string duty = number("RA01");
    office.ask({"level", "done", "--event", event, duty, "--by", "救灾处"});
    EXPECT_EQ(action("RA01").at("state"), "late");
    EXPECT_EQ(action("RA01").at("done").at(0).at("by"), "救灾处");
    EXPECT_EQ(action("RA01").at("done").at(0).at("officer"), "王芳");
    EXPECT_EQ(office.ask({"level", "done", "--event", event, duty}, 4).at("code"), "response.done");
    // Repeated: each time by itself.
    office.ask({"level", "done", "--event", event, number("RA05")});
    EXPECT_EQ(action("RA05").at("due"), "2017-07-17T12:00+08:00");
    office.at("2017-07-17T11:30");
    office.ask({"level", "done", "--event", event, number("RA05")});
    EXPECT_EQ(action("RA05").at("due"), "2017-07-17T13:30+08:00");
    EXPECT_EQ(action("RA05").at("done").size(), 2U);
    EXPECT_EQ(office.ask({"level", "done", "--event", event, number("RA14")}, 3).at("code"),
              "response.action");
    EXPECT_EQ(office.ask({"level", "done", "--event", event, "999"}, 3).at("code"),
              "response.action");
    // The duty desk sees what is open, and not what is done.
    const json duty_page = office.ask({"duty", "due"});
    int open = 0;
    for (const json& item : duty_page.at("due")) {
        open += item.at("kind") == "response" ? 1 : 0;
        EXPECT_NE(item.at("subject"), event + " " + duty);
    }
    EXPECT_EQ(open, 7);  // RA02 to RA06, RA11, RA12
    // Raised to II nothing is set going twice; what is new is.
    const std::size_t before =
        office.ask({"level", "actions", "--event", event}).at("actions").size();
    office.decide("JL-2014", "II", office.holder("provincial_committee_chair", "220000"),
                  {"--reason", "上游水库险情"});
    EXPECT_EQ(office.ask({"level", "actions", "--event", event}).at("actions").size(), before);
    office.decide("JL-2014", "I", office.holder("provincial_committee_chair", "220000"),
                  {"--reason", "省政府决定", "--document", "吉政发〔2017〕20号"});
    EXPECT_EQ(office.ask({"level", "actions", "--event", event}).at("actions").size(), before + 2);
    EXPECT_THAT(office.read({"level", "actions", "--event", event}),
                AllOf(HasSubstr("超时"), HasSubstr("还有"), HasSubstr("借用 CMP-PROV-B2006"),
                      HasSubstr("工作组"), Not(HasSubstr("口头调拨"))));
    office.expect_proven();
}

}  // namespace
}  // namespace relief::kit
