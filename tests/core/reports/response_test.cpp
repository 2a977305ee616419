// SPDX-License-Identifier: Apache-2.0
// Responses: who decides, what is advised, what is set going and by when. The right values are rows
// of data/rules: response_procedure.csv, response_levels.csv, response_cases.csv,
// response_actions.csv.
#include "core/incident/response.h"

#include "core/data_source.h"
#include "core/error.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace relief {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

Instant response_time(const std::string& text) {
    return parse_instant(text).value();
}

class ResponseTest : public testing::Test {
  protected:
    const FolderSource source_{RELIEF_SOURCE_DIR "/data"};
    const Rules rules_ = load_rules(source_);
    const Places places_{source_};
    const ResponseRules responses_ = load_response_rules(source_, rules_);
    std::vector<ResponseDecision> decisions_;
    std::vector<ResponseElsewhere> elsewhere_;

    const ResponsePlan& plan(const std::string& id) const { return *rules_.plan(id); }

    /// What is advised an hour after one report of the province, by plan.
    std::map<std::string, ResponseAdvice> advice(
        const std::string& start, const std::vector<std::pair<std::string, double>>& figures,
        BookIncident incident = {}) const {
        Scenario scenario;
        scenario.incident.province = "220000";
        scenario.incident.hazard = "flood";
        scenario.incident.start = response_time(start);
        incident.start = response_time(start);
        Report report{.id = "R1",
                      .stat_time = response_time(start),
                      .known_at = response_time(start),
                      .scope_code = "220000",
                      .scope_name = "吉林省",
                      .reporter = {},
                      .source = {},
                      .note = {}};
        for (const auto& [metric, value] : figures) {
            report.figures.push_back(
                {.metric = metric, .value = value, .unit = {}, .exactness = {}});
        }
        if (!figures.empty()) {
            scenario.reports.push_back(report);
        }
        std::map<std::string, ResponseAdvice> by_plan;
        for (ResponseAdvice& row : advise({.incident = &incident,
                                   .scenario = &scenario,
                                   .decisions = &decisions_,
                                   .elsewhere = &elsewhere_,
                                   .at = response_time(start) + std::chrono::hours(1)},
                                          responses_, rules_, places_)) {
            const std::string id = row.plan->id;
            by_plan.emplace(id, std::move(row));
        }
        return by_plan;
    }

    ResponseDecision decision(const std::string& when, const std::string& step, int level) const {
        return {.id = static_cast<std::int64_t>(decisions_.size()) + 1,
                .at = response_time(when),
                .officer = {},
                .step = step,
                .plan = "JL-2014",
                .scope = "220000",
                .level = level,
                .recommendation = {}};
    }

    std::map<std::string, ResponseAction> actions(const std::string& id, const std::string& scope,
                                                  int level, const std::string& decided) const {
        std::map<std::string, ResponseAction> by_rule;
        for (ResponseAction& action : actions_of(responses_, plan(id), scope, level,
                                                 {.decided = response_time(decided),
                                                 .event = response_time("2017-07-13T08:00"),
                                                 .learned = response_time("2017-07-13T09:00")},
                                                 places_)) {
            const std::string rule = action.rule;
            by_rule.emplace(rule, std::move(action));
        }
        return by_rule;
    }
};

TEST_F(ResponseTest, TheProcedureSaysWhoDecides) {
    const Deciders third = deciders_of(responses_, rules_, plan("JL-2014"), 3);
    EXPECT_EQ(third.role, "省减灾委副主任(民政厅厅长)");
    EXPECT_EQ(third.borrowed_from, "");
    EXPECT_FALSE(third.outside);
    // Those of the more severe levels may decide as well; the government has no post here.
    EXPECT_THAT(third.posts, ElementsAre("provincial_head", "provincial_committee_vice_chair",
                                         "provincial_committee_chair"));
    EXPECT_EQ(deciders_of(responses_, rules_, plan("JL-2014"), 4).posts.front(),
              "provincial_committee_office");
    const Deciders first = deciders_of(responses_, rules_, plan("JL-2014"), 1);
    EXPECT_EQ(first.role, "省政府");
    EXPECT_TRUE(first.outside);
    EXPECT_THAT(first.posts, IsEmpty());
    // No row speaks of the plan of 2011: that of 2014 stands in, and that is said.
    const Deciders older = deciders_of(responses_, rules_, plan("JL-2011"), 4);
    EXPECT_EQ(older.role, "省减灾委办公室主任");
    EXPECT_EQ(older.borrowed_from, "JL-2014");
    EXPECT_TRUE(deciders_of(responses_, rules_, plan("CN-2016"), 4).outside);
}

TEST_F(ResponseTest, RealStartsAreAdvised) {
    // RC1, RC2: 17 August 2013, province IV and nation IV.
    auto rows = advice(
        "2013-08-17T08:00",
        {{"dead", 13}, {"missing", 9}, {"relocated", 52000}, {"collapsed_serious_rooms", 14000}});
    EXPECT_EQ(rows.at("JL-2011").advised, 4);
    EXPECT_EQ(rows.at("JL-2011").step, "start");
    EXPECT_EQ(rows.at("CN-2011").advised, 4);
    // RC5: 15 July 2017, nation IV.
    rows = advice("2017-07-15T10:30", {{"dead", 7}, {"missing", 1}, {"relocated", 106000}});
    EXPECT_EQ(rows.at("CN-2016").advised, 4);
    // RC3: two hours after the shock nothing was counted: nothing is advised, and it is not known.
    rows = advice("2013-11-23T06:04", {});
    EXPECT_EQ(rows.at("JL-2011").advised, 0);
    EXPECT_EQ(rows.at("JL-2011").step, "none");
    EXPECT_FALSE(rows.at("JL-2011").known);
}

TEST_F(ResponseTest, WhatStandsIsKeptUntilTheEventIsStable) {
    const std::vector<std::pair<std::string, double>> figures{{"dead", 7}, {"relocated", 106000}};
    decisions_.push_back(decision("2017-07-15T10:30", "start", 4));
    auto row = advice("2017-07-15T10:30", figures).at("JL-2014");
    EXPECT_EQ(row.standing, 4);
    EXPECT_EQ(row.advised, 3);  // RL185: 100 000 and more relocated
    EXPECT_EQ(row.step, "adjust");
    // Figures that meet no threshold end nothing by themselves.
    EXPECT_EQ(advice("2017-07-15T10:30", {{"dead", 1}}).at("JL-2014").step, "keep");
    BookIncident stable;
    stable.steps.push_back(
        {.step = "stable", .at = response_time("2017-07-15T11:00"), .officer = {}});
    row = advice("2017-07-15T10:30", figures, stable).at("JL-2014");
    EXPECT_EQ(row.phase, "stable");
    EXPECT_EQ(row.advised, 0);
    EXPECT_EQ(row.step, "end");
    decisions_.push_back(decision("2017-07-15T11:10", "end", 0));
    EXPECT_EQ(
        response_state(decisions_, "JL-2014", "220000", response_time("2017-07-15T11:05")).level,
        4);
    EXPECT_EQ(
        response_state(decisions_, "JL-2014", "220000", response_time("2017-07-15T11:10")).level,
        0);
    EXPECT_EQ(advice("2017-07-15T10:30", figures, stable).at("JL-2014").step, "none");
}

TEST_F(ResponseTest, ANeighboursThresholdNeedsTheNeighbour) {
    // RL023: 16 to 20 dead and missing count for IV together with a neighbour that reached it.
    const std::vector<std::pair<std::string, double>> figures{{"dead", 12}, {"missing", 6}};
    auto row = advice("2024-07-01T08:00", figures).at("CN-2024");
    EXPECT_EQ(row.level, 0);
    const auto threshold = [](const ResponseAdvice& advice) {
        for (const Linkage& linkage : advice.linkages) {
            if (linkage.because.find("RL023") != std::string::npos) {
                return linkage.level;
            }
        }
        return -1;
    };
    EXPECT_EQ(threshold(row), 0);
    elsewhere_.push_back({.id = 1,
                          .at = response_time("2024-07-01T08:10"),
                          .officer = {},
                          .body = "辽宁省减灾委",
                          .kind = "relief",
                          .unit = "210000",
                          .level = 4,
                          .source = "传真"});
    row = advice("2024-07-01T08:00", figures).at("CN-2024");
    EXPECT_EQ(threshold(row), 4);
    EXPECT_EQ(row.advised, 0);  // a person decides
    elsewhere_.push_back(elsewhere_.front());
    elsewhere_.back().level = 0;  // the neighbour's response has ended
    EXPECT_EQ(threshold(advice("2024-07-01T08:00", figures).at("CN-2024")), 0);
    // Three dead are not 16.
    EXPECT_EQ(threshold(advice("2024-07-01T08:00", {{"dead", 3}}).at("CN-2024")), -1);
}

TEST_F(ResponseTest, AnotherCommandBodyLinks) {
    elsewhere_.push_back({.id = 1,
                          .at = response_time("2024-07-01T08:10"),
                          .officer = {},
                          .body = "省防指",
                          .kind = "flood",
                          .unit = "220000",
                          .level = 2,
                          .source = "传真"});
    const auto rows = advice("2024-07-01T08:00", {});
    const auto linked = [](const ResponseAdvice& advice) {
        std::vector<std::pair<std::string, bool>> found;
        for (const Linkage& linkage : advice.linkages) {
            if (linkage.level != 0) {
                found.emplace_back(linkage.modifier, linkage.of_this_plan);
            }
        }
        return found;
    };
    // MOD4 is a rule of CN-2024; for the province's plan it is another plan's.
    EXPECT_THAT(linked(rows.at("CN-2024")), ElementsAre(std::pair("MOD4", true)));
    EXPECT_THAT(linked(rows.at("JL-2023")), ElementsAre(std::pair("MOD4", false)));
}

TEST_F(ResponseTest, AnAutonomousCountyMayStartBelowTheThreshold) {
    BookIncident incident;
    Scenario scenario;
    scenario.incident.province = "220000";
    scenario.incident.hazard = "flood";
    scenario.incident.start = incident.start = response_time("2017-07-13T08:00");
    const auto linked = [&](const std::string& county) {
        for (const ResponseAdvice& row : advise({.incident = &incident,
                                         .scenario = &scenario,
                                         .decisions = &decisions_,
                                         .elsewhere = &elsewhere_,
                                         .at = response_time("2017-07-13T12:00"),
                                         .also_plan = "JL-COUNTY-2014",
                                         .also_scope = county},
                                                responses_, rules_, places_)) {
            if (row.scope == county) {
                return std::ranges::any_of(row.linkages, [](const Linkage& linkage) {
                    return linkage.modifier == "MOD3";
                });
            }
        }
        return false;
    };
    EXPECT_TRUE(linked("220721"));   // 前郭尔罗斯蒙古族自治县
    EXPECT_FALSE(linked("220221"));  // 永吉县
}

TEST_F(ResponseTest, ALevelSetsItsActionsGoing) {
    const auto third = actions("JL-2014", "220000", 3, "2017-07-13T10:30");
    EXPECT_EQ(third.at("RA01").due, response_time("2017-07-13T10:30"));  // 0 h after the start
    EXPECT_EQ(third.at("RA02").due, response_time("2017-07-13T20:00"));  // 12 h after the event
    EXPECT_EQ(third.at("RA03").due, response_time("2017-07-14T08:00"));  // 24 h after the event
    EXPECT_EQ(third.at("RA05").due, response_time("2017-07-13T12:30"));  // 2 h, and again
    EXPECT_EQ(third.at("RA05").repeat, Minutes(120));
    EXPECT_EQ(third.at("RA06").due, response_time("2017-07-13T11:00"));  // 2 h after learning of it
    EXPECT_EQ(third.at("RA02").borrowed_from, "CMP-PROV-B2006");
    EXPECT_FALSE(third.contains("RA07"));
    EXPECT_FALSE(third.at("RA14").due.has_value());
    const auto fourth = actions("JL-2014", "220000", 4, "2017-07-13T10:30");
    EXPECT_FALSE(fourth.contains("RA02"));
    EXPECT_EQ(fourth.at("RA12").due, response_time("2017-07-13T20:00"));
    // The bulletin of level I goes at 11:00, the next day where that hour has passed.
    EXPECT_EQ(actions("JL-2014", "220000", 1, "2017-07-13T10:30").at("RA08").due,
              response_time("2017-07-13T11:00"));
    EXPECT_EQ(actions("JL-2014", "220000", 1, "2017-07-13T11:00").at("RA08").due,
              response_time("2017-07-14T11:00"));
    // The rule of Baicheng holds in Zhenlai, which lies in it, and not in Yongji.
    EXPECT_TRUE(actions("JL-COUNTY-2014", "220821", 2, "2017-07-13T10:30").contains("RA13"));
    EXPECT_FALSE(actions("JL-COUNTY-2014", "220221", 2, "2017-07-13T10:30").contains("RA13"));
}

TEST_F(ResponseTest, AnActionCountsDownAndIsDone) {
    ResponseAction once{.id = 1,
                        .rule = "RA02",
                        .words = {},
                        .actor = {},
                        .clock_start = "event",
                        .due = response_time("2017-07-13T20:00"),
                        .borrowed_from = {},
                        .source = {}};
    const auto state = [&](const ResponseAction& action, const std::vector<ActionDone>& done,
                           const std::string& when, std::optional<Instant> ended = {}) {
        const ActionState found = action_state(action, done, ended, response_time(when));
        return fmt::format("{} {}", found.state, found.by.count());
    };
    const auto done_at = [](const std::string& when) {
        return ActionDone{.id = 1,
                          .action = 1,
                          .at = response_time(when),
                          .officer = {},
                          .done_by = "P",
                          .note = {}};
    };
    EXPECT_EQ(state(once, {}, "2017-07-13T18:30"), "due 90");
    EXPECT_EQ(state(once, {}, "2017-07-13T20:00"), "due 0");
    EXPECT_EQ(state(once, {}, "2017-07-13T20:05"), "overdue 5");
    EXPECT_EQ(state(once, {done_at("2017-07-13T19:00")}, "2017-07-14"), "done 0");
    EXPECT_EQ(state(once, {done_at("2017-07-13T21:00")}, "2017-07-14"), "late 60");
    // What was done later was not done yet.
    EXPECT_EQ(state(once, {done_at("2017-07-13T21:00")}, "2017-07-13T20:30"), "overdue 30");
    EXPECT_EQ(state(once, {}, "2017-07-14", response_time("2017-07-13T19:00")), "ended 0");
    ResponseAction again = once;
    again.clock_start = "repeat";
    again.repeat = Minutes(120);
    EXPECT_EQ(state(again, {done_at("2017-07-13T19:00")}, "2017-07-13T20:00"), "due 60");
    EXPECT_EQ(state(again, {done_at("2017-07-13T19:00")}, "2017-07-13T22:00"), "overdue 60");
    ResponseAction daily = once;
    daily.clock_start = "daily";
    daily.due = response_time("2017-07-13T11:00");
    daily.repeat = Minutes(24 * 60);
    // Sent ten minutes early it is done for that day.
    EXPECT_EQ(state(daily, {done_at("2017-07-13T10:50")}, "2017-07-13T12:00"), "due 1380");
    EXPECT_EQ(state(daily, {done_at("2017-07-13T10:50")}, "2017-07-14T11:01"), "overdue 1");
}

/// data/ with one table spoilt.
class Spoilt final : public DataSource {
  public:
    Spoilt(std::string name, std::string from, std::string to)
        : name_(std::move(name)), from_(std::move(from)), to_(std::move(to)) {}
    [[nodiscard]] std::string read(std::string_view name) const override {
        std::string text = data_.read(name);
        if (name == name_) {
            text.replace(text.find(from_), from_.size(), to_);
        }
        return text;
    }
    [[nodiscard]] std::string shown_name(std::string_view name) const override {
        return std::string(name);
    }

  private:
    FolderSource data_{RELIEF_SOURCE_DIR "/data"};
    std::string name_;
    std::string from_;
    std::string to_;
};

TEST_F(ResponseTest, TablesThatDoNotFitAreRefused) {
    const auto code = [&](const std::string& table, const std::string& from,
                          const std::string& to) {
        try {
            static_cast<void>(load_response_rules(Spoilt("rules/" + table, from, to), rules_));
        } catch (const Error& error) {
            return error.detail().code + " " + error.detail().field;
        }
        return std::string("taken");
    };
    EXPECT_EQ(code("response_procedure.csv", "JL-2014,1", "JL-1914,1"), "csv.reference plan_id");
    EXPECT_EQ(code("response_procedure.csv", "省减灾委主任,省长", "省减灾委主席,省长"),
              "csv.reference role");
    EXPECT_EQ(code("response_deciders.csv", "city_committee_chair", "mayor"), "csv.reference post");
    EXPECT_EQ(code("response_action_use.csv", "RA15,", "RA99,"), "csv.reference action_id");
    EXPECT_EQ(code("response_action_use.csv", ",11:00,", ",11 Uhr,"), "csv.value daily_at");
    EXPECT_EQ(code("response_action_use.csv", "1;2;3,", "1;2;5,"), "csv.value levels");
    EXPECT_EQ(code("response_actions.csv", "24,event", "-24,event"), "csv.range within_h");
}

}  // namespace
}  // namespace relief
