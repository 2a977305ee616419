// SPDX-License-Identifier: Apache-2.0
// Reports beside each other: what is read from files, checked over time, rolled up and due. Right
// values are the published series, or sums and clocks reckoned by hand.
#include "core/incident/report_book.h"
#include "core/incident/report_deadlines.h"
#include "core/incident/report_file.h"
#include "core/incident/report_review.h"
#include "core/incident/report_rollup.h"
#include "tests/kit/bad_input.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace relief {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const std::filesystem::path chain_data = RELIEF_SOURCE_DIR "/data";

Instant chain_time(const std::string& text) {
    return parse_instant(text).value();
}

class ReportChain : public testing::Test {
  protected:
    FolderSource source_{chain_data};
    Rules rules_ = load_rules(source_);
    Places places_{source_};
    ReportLimits limits_ = load_report_limits(source_);

    [[nodiscard]] ReportFile read(const std::string& bytes) const {
        return read_report_file(bytes, "reports.csv", rules_, places_,
                                {.received_at = chain_time("2023-08-10T00:00"),
                                 .event_start = chain_time("2023-08-03T08:00"),
                                 .reporter = "舒兰市"});
    }
    [[nodiscard]] std::vector<FieldReport> scenario(const std::string& id) const {
        return field_reports_of(load_scenario(chain_data / "scenarios" / id, rules_, places_));
    }
    [[nodiscard]] std::vector<ReportFinding> series(const std::vector<FieldReport>& reports) const {
        return review_series(standing_reports(reports, chain_time("2030-01-01")), rules_, places_,
                             limits_);
    }
};

FieldReport report(const std::string& label, const std::string& unit, const std::string& stat,
                   const std::string& received, std::vector<std::pair<std::string, double>> told,
                   std::optional<ReportKind> kind = ReportKind::follow_up) {
    FieldReport made{.label = label,
                     .unit = unit,
                     .kind = kind,
                     .stat_time = chain_time(stat),
                     .received_at = chain_time(received),
                     .reporter = "民政"};
    for (const auto& [metric, value] : told) {
        made.figures.push_back({.metric = metric, .value = figure_of(value)});
    }
    return made;
}

/// "growth affected needs_note", of what did not pass.
std::vector<std::string> words_of(const std::vector<ReportFinding>& findings) {
    std::vector<std::string> words;
    for (const ReportFinding& finding : findings) {
        if (finding.verdict != CheckVerdict::pass) {
            words.push_back(finding.check + " " + finding.metric + " " +
                            std::string(to_word(finding.verdict)));
        }
    }
    return words;
}

TEST_F(ReportChain, TheSeriesOf2017FellAndLeapt) {
    // 637 000 -> 513 000 people and 0.96 -> 21.23 billion yuan from 15 to 17 July 2017.
    const std::vector<std::string> words = words_of(series(scenario("2017-07-yongji-flood")));
    EXPECT_THAT(words, testing::Contains("growth affected needs_note"));
    EXPECT_THAT(words, testing::Contains("jump direct_loss needs_note"));
    EXPECT_THAT(words, testing::Not(testing::Contains("growth dead needs_note")));
}

TEST_F(ReportChain, AWrittenReasonEndsTheRequestForANote) {
    std::vector<FieldReport> reports = scenario("2017-07-yongji-flood");
    for (FieldReport& each : reports) {
        each.explanations = {"口径改为防指统计"};
    }
    EXPECT_THAT(words_of(series(reports)),
                testing::Not(testing::Contains(HasSubstr("needs_note"))));
}

TEST_F(ReportChain, TwoOfficesOfOneDayStandSideBySide) {
    // 19 August 2013: 8524 rooms collapsed; 37 000 collapsed or seriously damaged.
    std::vector<FieldReport> reports{
        report("A", "220000", "2013-08-19T08:00", "2013-08-19T09:00", {{"collapsed_rooms", 8524}}),
        report("B", "220000", "2013-08-19T16:00", "2013-08-19T17:00",
               {{"collapsed_serious_rooms", 37000}})};
    reports[1].reporter = "防指";
    EXPECT_THAT(words_of(series(reports)), ElementsAre("two_reporters collapsed_rooms keep_both"));
    reports[1].reporter = reports[0].reporter;
    EXPECT_THAT(words_of(series(reports)), IsEmpty());
}

TEST_F(ReportChain, ALateReportDoesNotReplaceANewerOne) {
    const std::vector<FieldReport> reports{
        report("new", "220283", "2023-08-05T22:30", "2023-08-06T00:10", {{"relocated", 18916}}),
        report("old", "220283", "2023-08-04T19:30", "2023-08-06T01:00", {{"relocated", 14380}})};
    EXPECT_THAT(words_of(series(reports)), ElementsAre("stat_time  fail"));
    const auto standing = standing_reports(reports, chain_time("2023-08-07"));
    EXPECT_EQ(standing_figure(standing, "220283", "relocated")->report->label, "new");
}

TEST_F(ReportChain, ACorrectionStandsForWhatItNamesAndBothAreKept) {
    std::vector<FieldReport> reports{report("A", "220283", "2023-08-05T08:00", "2023-08-05T09:00",
                                            {{"relocated", 189160}}, ReportKind::initial),
                                     report("B", "220283", "2023-08-05T08:00", "2023-08-05T11:00",
                                            {{"relocated", 18916}}, ReportKind::correction)};
    reports[1].corrects = "A";
    EXPECT_EQ(standing_reports(reports, chain_time("2023-08-05T10:00")).front()->label, "A");
    const auto after = standing_reports(reports, chain_time("2023-08-05T12:00"));
    ASSERT_EQ(after.size(), 1U);
    EXPECT_EQ(after.front()->label, "B");
    EXPECT_THAT(words_of(review_kinds({&reports[0], &reports[1]})), IsEmpty());
}

TEST_F(ReportChain, AfterAFinalReportOnlyAReopenedEventGoesOn) {
    const std::vector<FieldReport> reports{
        report("1", "220283", "2023-08-04", "2023-08-04T09:00", {{"dead", 1}}, ReportKind::initial),
        report("2", "220283", "2023-08-05", "2023-08-05T09:00", {{"dead", 1}}, ReportKind::final),
        report("3", "220283", "2023-08-06", "2023-08-06T09:00", {{"dead", 2}},
               ReportKind::follow_up)};
    const std::vector<const FieldReport*> received{&reports[0], &reports[1], &reports[2]};
    EXPECT_THAT(words_of(review_kinds(received)), ElementsAre("kinds  fail"));
    EXPECT_THAT(words_of(review_kinds(received, {chain_time("2023-08-05T20:00")})), IsEmpty());
}

TEST_F(ReportChain, ASheetOfColumnsIsReadInItsUnits) {
    const ReportFile file = read(
        "填报单位,统计时间,受灾人口(万人),紧急转移安置人口,直接经济损失(亿元),倒塌房屋间数,备注\r\n"
        "舒兰市,2023-08-04 19:30,13.4,14380,3.2,200余间,\r\n"
        "榆树市,2023-08-06 08:00,,0,,,零\r\n");
    ASSERT_THAT(file.faults, IsEmpty());
    ASSERT_EQ(file.reports.size(), 2U);
    const FieldReport& shulan = file.reports[0];
    EXPECT_EQ(shulan.unit, "220283");
    EXPECT_EQ(shulan.line, 2);
    EXPECT_EQ(shulan.reporter, "舒兰市");
    EXPECT_EQ(format_figure(shulan.figure("affected")->value), "134000");
    EXPECT_EQ(format_figure(shulan.figure("relocated")->value), "14380");
    EXPECT_EQ(format_figure(shulan.figure("direct_loss")->value), "32000");
    EXPECT_EQ(shulan.figure("collapsed_rooms")->bound, Bound::at_least);
    // An empty cell is not told; a zero is.
    const FieldReport& yushu = file.reports[1];
    EXPECT_EQ(yushu.unit, "220182");
    EXPECT_EQ(yushu.figure("affected"), nullptr);
    EXPECT_EQ(yushu.figure("relocated")->value.amount, 0);
}

TEST_F(ReportChain, FiguresOfTenThousandsAmongSingleOnesAreTold) {
    const ReportFile file = read(
        "scope_code,stat_time,metric,value\n220283,2023-08-04T08:00,affected,13.4万\n"
        "220182,2023-08-04T08:00,affected,18941\n220281,2023-08-04T08:00,affected,0\n");
    ASSERT_THAT(file.faults, IsEmpty());
    const auto told = review_multipliers(file.reports);
    ASSERT_EQ(told.size(), 1U);
    EXPECT_EQ(told.front().arithmetic, "18941 | 13.4万");
}

TEST_F(ReportChain, EveryWrongLineIsNamed) {
    const ReportFile file = read(
        "report_id,scope_code,stat_time,received_at,kind,metric,value,unit\n"
        "A,220283,2023-08-04T08:00,2023-08-04T09:00,initial,affected,134000,person\n"
        "B,999999,2023-08-04T08:00,2023-08-04T09:00,,affected,1,person\n"
        "C,220283,2023-08-04T08:00,2023-08-04T07:00,,affected,1,person\n"
        "D,220283,yesterday,,,affected,1,person\n"
        "E,220283,2023-08-04T08:00,,,afected,1,person\n"
        "F,220283,2023-08-04T08:00,,,affected,many,person\n"
        "G,220283,2023-08-04T08:00,,zero,affected,3,person\n"
        "A,220283,2023-08-04T08:00,2023-08-04T09:00,initial,affected,134001,person\n"
        "H,220283,2023-08-04T08:00,,correction,affected,3,person\n"
        "I,220283,2023-08-04T08:00,2023-08-11T09:00,,affected,1,person\n");
    std::vector<int> lines;
    for (const LineFault& fault : file.faults) {
        lines.push_back(fault.line);
    }
    EXPECT_THAT(lines, ElementsAre(3, 4, 5, 6, 7, 8, 9, 10, 11));
    const ErrorDetail refused = kit::error_of([&] { require_whole(file, "reports.csv"); });
    EXPECT_EQ(refused.code, "report.lines");
    EXPECT_EQ(refused.line, 3);
    EXPECT_THAT(refused.found, testing::AllOf(HasSubstr("7: value"), HasSubstr("11: received_at")));
}

TEST_F(ReportChain, AnEmptyReportIsNoZeroReport) {
    const ReportFile file =
        read("单位,统计时间,受灾人口,因灾死亡人口\n舒兰市,2023-08-04T08:00,,\n");
    ASSERT_EQ(file.faults.size(), 1U);
    EXPECT_THAT(file.faults.front().expected, HasSubstr("an empty cell is no zero"));
}

TEST_F(ReportChain, JsonIsReadLikeASheet) {
    const ReportFile file = read(
        R"({"reports": [{"report_id": "J1", "unit": "舒兰市", "stat_time": "2023-08-04T19:30",
            "kind": "续报", "figures": {"affected": 134000, "relocated": "1.438万", "dead": null}},
            {"unit": "220283", "stat_time": "2023-08-05", "figures": {"lost": 1}}]})");
    ASSERT_EQ(file.faults.size(), 1U);
    EXPECT_EQ(file.faults.front().line, 2);
    ASSERT_EQ(file.reports.size(), 1U);
    EXPECT_EQ(format_figure(file.reports[0].figure("relocated")->value), "14380");
    EXPECT_EQ(file.reports[0].figures.size(), 2U);
    EXPECT_EQ(kit::error_of([&] { (void)read("{\"reports\": 3}"); }).code, "json.field");
    EXPECT_EQ(kit::error_of([&] { (void)read("{\"reports\": "); }).code, "json.syntax");
    const std::string deep = std::string(200'000, '[') + std::string(200'000, ']');
    EXPECT_EQ(kit::error_of([&] { (void)read(deep); }).code, "json.syntax");
    EXPECT_EQ(kit::error_of([&] { (void)read("a,b\n1,2\n"); }).code, "report.columns");
}

TEST_F(ReportChain, AFormerCodeIsTheSameUnit) {
    // Gongzhuling was 220381 until 2020; its present code is 220184.
    const ReportFile file = read("scope_code,stat_time,affected\n220381,2023-08-04T08:00,5\n");
    ASSERT_THAT(file.faults, IsEmpty());
    EXPECT_EQ(file.reports.front().unit, places_.present_code("220381"));
    EXPECT_NE(file.reports.front().unit, "220381");
}

TEST_F(ReportChain, RollsTownshipsUpAndNamesTheSilentOnes) {
    std::vector<std::string> townships;
    for (const Place& place : places_.all()) {
        if (place.kind == "township" && place.parent == "220283" && townships.size() < 2) {
            townships.push_back(place.code);
        }
    }
    ASSERT_EQ(townships.size(), 2U);
    const std::vector<FieldReport> reports{
        report("a1", townships[0], "2023-08-04T08:00", "2023-08-04T09:00",
               {{"relocated", 120}, {"dead", 1}}),
        report("a2", townships[0], "2023-08-05T08:00", "2023-08-05T09:00",
               {{"relocated", 100}, {"dead", 2}}),
        report("b1", townships[1], "2023-08-05T08:00", "2023-08-05T09:00", {{"relocated", 148}}),
        report("c1", "220182", "2023-08-05T08:00", "2023-08-05T09:00", {{"relocated", 0}})};
    const RolledUnit tree = roll_up(standing_reports(reports, chain_time("2023-08-06")), rules_,
                                    places_, "220000", {"220283", "220182", "220281"});
    const RolledUnit* shulan = find_unit(tree, "220283");
    ASSERT_NE(shulan, nullptr);
    const auto figure = [](const RolledUnit& unit, const char* metric) {
        return *std::ranges::find(unit.figures, metric, &RolledFigure::metric);
    };
    // relocated: the highest each unit told, added up: 120 + 148. dead: the last, 2; the other
    // township told none, so it is a lower bound.
    EXPECT_EQ(format_figure(*figure(*shulan, "relocated").value), "268");
    EXPECT_EQ(format_figure(*figure(*shulan, "dead").value), "2");
    EXPECT_TRUE(figure(*shulan, "dead").lower_bound);
    const auto all = std::ranges::count_if(places_.all(), [](const Place& place) {
        return place.kind == "township" && place.parent == "220283";
    });
    EXPECT_EQ(static_cast<std::ptrdiff_t>(shulan->silent.size()), all - 2);
    // A zero of Yushu counts, the silence of Jiaohe does not and is named.
    const RolledUnit* jilin = find_unit(tree, "220200");
    EXPECT_THAT(jilin->silent, ElementsAre("220281"));
    const RolledFigure province = figure(tree, "relocated");
    EXPECT_EQ(format_figure(*province.value), "268");
    EXPECT_EQ(province.arithmetic, "220100: 0 + 220200: 268 = 268");
    EXPECT_TRUE(province.lower_bound);
}

/// Shulan's event, which began on Thursday 3 August 2023 at 08:00.
BookIncident shulan_event() {
    BookIncident incident{.event = "shulan",
                          .hazard = "flood",
                          .scope = "220000",
                          .start = chain_time("2023-08-03T08:00")};
    incident.steps = {{.step = "unit", .at = incident.start, .unit = "220283"}};
    return incident;
}

class ReportDeadlines : public ReportChain {
  protected:
    std::vector<DeadlineRule> deadlines_ = load_report_deadlines(source_);
    WorkDays days_{source_};
    BookIncident incident_ = shulan_event();
    std::vector<FieldReport> reports_;

    /// "state minutes" of a unit's rule at a moment, one a due time.
    [[nodiscard]] std::vector<std::string> dues(const std::string& unit, const std::string& rule,
                                                const std::string& now) const {
        std::vector<std::string> words;
        for (const ReportDue& due : report_dues({.incident = &incident_,
                                    .reports = &reports_,
                                    .now = chain_time(now),
                                    .escalation_hours = 2},
                                                deadlines_, days_, places_)) {
            if (due.unit == unit && due.rule->id == rule) {
                words.push_back(std::string(to_word(due.state)) + " " +
                                std::to_string(due.by.count()));
            }
        }
        return words;
    }
};

TEST_F(ReportDeadlines, TheInitialReportCountsDownIsMissedAndComesLate) {
    EXPECT_THAT(dues("220283", "RD05", "2023-08-03T09:30"), ElementsAre("due 30"));
    EXPECT_THAT(dues("220283", "RD05", "2023-08-03T10:00"), ElementsAre("due 0"));
    EXPECT_THAT(dues("220283", "RD05", "2023-08-03T10:45"), ElementsAre("missing 45"));
    // The city's two hours run from the county's report.
    EXPECT_THAT(dues("220200", "RD10", "2023-08-03T10:45"), ElementsAre("waiting 0"));
    reports_ = {report("1", "220283", "2023-08-03T10:00", "2023-08-03T11:15", {{"dead", 0}})};
    EXPECT_THAT(dues("220283", "RD05", "2023-08-03T12:00"), ElementsAre("late 75"));
    EXPECT_THAT(dues("220200", "RD10", "2023-08-03T12:00"), ElementsAre("due 75"));
    // To its own government: these books do not see that.
    EXPECT_THAT(dues("220283", "RD06", "2023-08-03T12:00"), ElementsAre("not_seen -120"));
}

TEST_F(ReportDeadlines, ADayWithoutAReportIsMissingAndAZeroReportIsNot) {
    reports_ = {report("1", "220283", "2023-08-03T09:00", "2023-08-03T09:30", {{"dead", 0}}),
                report("2", "220283", "2023-08-04T08:00", "2023-08-04T08:55", {{"dead", 0}},
                       ReportKind::zero)};
    EXPECT_THAT(dues("220283", "RD14", "2023-08-05T09:20"),
                ElementsAre("missing 20", "in_time 0", "due 1420"));
    // Late for the 5th; the 6th still waits for its own.
    reports_.push_back(
        report("3", "220283", "2023-08-05T10:00", "2023-08-05T10:30", {{"dead", 0}}));
    EXPECT_THAT(dues("220283", "RD14", "2023-08-06T09:10"),
                ElementsAre("missing 10", "in_time 0", "late 90", "due 1430"));
}

TEST_F(ReportDeadlines, FinalReportsAreDueInWorkDaysAfterStability) {
    EXPECT_THAT(dues("220283", "RD17", "2023-08-08T12:00"), ElementsAre("waiting 0"));
    incident_.steps.push_back({.step = "stable", .at = chain_time("2023-08-08T12:00")});
    // Tuesday 8 August and five work days: to the end of Tuesday 15 August.
    EXPECT_THAT(dues("220283", "RD17", "2023-08-15T23:00"), ElementsAre("due 60"));
    // Daily reports ended with the situation: the last one due was on the 8th at 09:00.
    EXPECT_EQ(dues("220283", "RD14", "2023-08-12T12:00").size(), 5U);
    // The province has ten days.
    EXPECT_THAT(dues("220000", "RD19", "2023-08-18T23:30"), ElementsAre("due 30"));
    reports_ = {report("1", "220283", "2023-08-14T09:00", "2023-08-16T00:20", {{"dead", 0}},
                       ReportKind::final)};
    EXPECT_THAT(dues("220283", "RD17", "2023-08-16T09:00"), ElementsAre("late 20"));
    // The city has three days from the last final report below it: to the end of the 19th.
    EXPECT_THAT(dues("220200", "RD18", "2023-08-19T23:00"), ElementsAre("due 60"));
}

TEST_F(ReportDeadlines, WhatIsOverdueGoesUp) {
    const auto escalation = [&](const std::string& now) {
        for (const ReportDue& due : report_dues({.incident = &incident_,
                                    .reports = &reports_,
                                    .now = chain_time(now),
                                    .escalation_hours = 2},
                                                deadlines_, days_, places_)) {
            if (due.rule->id == "RD05") {
                return due.escalates_to;
            }
        }
        return std::vector<std::string>{"no such rule"};
    };
    EXPECT_THAT(escalation("2023-08-03T09:59"), IsEmpty());
    EXPECT_THAT(escalation("2023-08-03T12:00"), ElementsAre("220200"));
    EXPECT_THAT(escalation("2023-08-03T12:01"), ElementsAre("220200", "220000"));
}

TEST_F(ReportDeadlines, TheFastLaneOpensWithTenDeadOrMissing) {
    reports_ = {report("1", "220283", "2023-08-03T09:00", "2023-08-03T09:30",
                       {{"dead", 6}, {"missing", 3}})};
    EXPECT_THAT(dues("220283", "RD08", "2023-08-03T09:40"), IsEmpty());
    reports_.push_back(
        report("2", "220283", "2023-08-03T09:30", "2023-08-03T09:50", {{"missing", 4}}));
    EXPECT_THAT(dues("220283", "RD08", "2023-08-03T09:55"), ElementsAre("not_seen 5"));
}

TEST_F(ReportDeadlines, ASpoiltTableIsRefused) {
    kit::SpoiltSource spoilt;
    spoilt.replace("rules/report_deadlines.csv", "daily_at,,09:00", "daily_at,,9 o'clock");
    const ErrorDetail refused = kit::error_of([&] { (void)load_report_deadlines(spoilt); });
    EXPECT_EQ(refused.code, "csv.date");
    EXPECT_EQ(refused.field, "clock_time");
}

}  // namespace
}  // namespace relief
