// SPDX-License-Identifier: Apache-2.0
#include "core/incident/report_score.h"

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

namespace relief {
namespace {

const std::vector<ScoreRule>& score_rules() {
    static const std::vector<ScoreRule> loaded =
        load_score_rules(FolderSource(RELIEF_SOURCE_DIR "/data"));
    return loaded;
}

const ScoreRule& rule(const std::string& id) {
    for (const ScoreRule& row : score_rules()) {
        if (row.id == id) {
            return row;
        }
    }
    throw std::runtime_error("no rule " + id);
}

double marks(const std::string& id, double measured) {
    return score_line(rule(id), measured).marks.value();
}

TEST(ReportScore, TakesTwoMarksForEachHalfHourBegun) {
    // IS01: 20 marks, 2 off for each 30 minutes, never below 0.
    EXPECT_EQ(marks("IS01", 0), 20);
    EXPECT_EQ(marks("IS01", 1), 18);
    EXPECT_EQ(marks("IS01", 30), 18);
    EXPECT_EQ(marks("IS01", 31), 16);
    EXPECT_EQ(marks("IS01", 300), 0);
    EXPECT_EQ(marks("IS01", 100000), 0);
    EXPECT_EQ(score_line(rule("IS01"), 31.0).arithmetic, "max(0, 20 - 2 x 2) = 16");
}

TEST(ReportScore, SharesAreInProportionAndNeverAboveTheMost) {
    EXPECT_EQ(marks("IS06", 1), 10);
    EXPECT_DOUBLE_EQ(marks("IS06", 7.0 / 9), 70.0 / 9);
    EXPECT_EQ(marks("IS06", 2), 10);
    EXPECT_EQ(marks("IS09", 1), 5);
    EXPECT_EQ(marks("IS09", 0.99), 0);
    EXPECT_EQ(marks("IS11", 7), 5);
}

TEST(ReportScore, JudgesOnlyWhatWasMeasured) {
    const ReporterScore score =
        score_of("220221", score_rules(), {{"minutes_late", 31}, {"failed_checks", 2}});
    EXPECT_EQ(score.marks, 16 + 13);
    EXPECT_EQ(score.possible, 20 + 15);
    int judged = 0;
    for (const ScoreLine& line : score.lines) {
        judged += line.marks ? 1 : 0;
    }
    EXPECT_EQ(judged, 2);
    EXPECT_EQ(score.lines.size(), 12U);
}

TEST(ReportScore, AProvenConcealmentTakesAll) {
    const ReporterScore score =
        score_of("220221", score_rules(), {{"minutes_late", 0}, {"proven_cases", 1}});
    EXPECT_TRUE(score.vetoed);
    EXPECT_EQ(score.marks, 0);
    EXPECT_FALSE(
        score_of("220221", score_rules(), {{"minutes_late", 0}, {"proven_cases", 0}}).vetoed);
}

TEST(ReportScore, MeasuresWhatTheReportsSay) {
    FieldReport first{.label = "A", .unit = "220221", .kind = ReportKind::initial};
    first.figures = {{.metric = "affected", .value = {1000, 0}},
                     {.metric = "dead", .value = {0, 0}}};
    FieldReport second{.label = "B", .unit = "220221", .kind = ReportKind::correction};
    second.corrects = "A";
    second.figures = {{.metric = "affected", .value = {1101, 0}}};
    const std::vector<ReportFinding> findings{
        {.check = "relocated_of_affected", .verdict = CheckVerdict::fail, .unit = "220221"},
        {.check = "relocated_of_affected", .verdict = CheckVerdict::fail, .unit = "220222"}};
    std::map<std::string, double> measures =
        score_measures("220221", {}, findings, {first, second});
    EXPECT_DOUBLE_EQ(measures.at("filled_fraction"), 2.0 / 9);
    EXPECT_EQ(measures.at("corrections"), 1);  // 10.1 % and no reason
    EXPECT_EQ(measures.at("failed_checks"), 1);
    EXPECT_FALSE(measures.contains("minutes_late"));
    second.figures.front().value.amount = 1100;  // a tenth is not more than a tenth
    EXPECT_EQ(score_measures("220221", {}, findings, {first, second}).at("corrections"), 0);
    second.figures.front().value.amount = 1500;
    second.explanations = {"recounted"};
    EXPECT_EQ(score_measures("220221", {}, findings, {first, second}).at("corrections"), 0);
    EXPECT_TRUE(score_measures("220283", {}, findings, {first}).empty());
}

}  // namespace
}  // namespace relief
