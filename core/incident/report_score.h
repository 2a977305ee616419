// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/data_source.h"
#include "core/incident/report_deadlines.h"
#include "core/incident/report_review.h"
#include "core/rules.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace relief {

/// How marks follow from what was measured.
enum class ScoreKind : std::uint8_t {
    penalty,         ///< max less marks_per_step for each step begun, not below floor
    share,           ///< marks_per_step a step, at most max
    all_or_nothing,  ///< max from one step on, else nothing
    bonus,           ///< marks_per_step for each whole step, at most max, on top of the rest
    veto,            ///< any at all, and the whole is 0
};

/// A row of rules/info_scoring.csv.
struct ScoreRule {
    std::string id;
    std::string group;
    std::string criterion;
    double max_marks = 0;
    ScoreKind kind = ScoreKind::penalty;
    std::string measure;  ///< minutes_late, missed_reports, days_late, failed_checks …
    double step = 1;
    double marks_per_step = 0;
    double floor = 0;
    Source source;
};

/// bad_input with place: an unknown kind, a step of 0, an id twice.
[[nodiscard]] std::vector<ScoreRule> load_score_rules(const DataSource& source);

/// One row of a reporter's score.
struct ScoreLine {
    const ScoreRule* rule = nullptr;
    std::optional<double> measured;  ///< nothing: the books cannot tell, and the row is not judged
    std::optional<double> marks;
    std::string arithmetic;  ///< "20 - 2 x 3 = 14"
};

/// A reporter's score: the marks of the rows that could be judged beside what they could have
/// brought. Rows that were not judged give nothing and count for nothing.
struct ReporterScore {
    std::string unit;
    std::vector<ScoreLine> lines;
    double marks = 0;
    double possible = 0;  ///< the most of the rows judged, bonuses left out
    bool vetoed = false;
};

/// The marks of one row.
[[nodiscard]] ScoreLine score_line(const ScoreRule& rule, std::optional<double> measured);
/// The score by measures by name; those that are missing are not judged.
[[nodiscard]] ReporterScore score_of(std::string unit, const std::vector<ScoreRule>& rules,
                                     const std::map<std::string, double>& measures);

/// What the books can measure of a unit: how late its initial and final reports were or are, how
/// many daily reports it missed, its failed checks, its corrections of more than a tenth without a
/// written reason, and the share of the figures of GB/T 24438 that it told. A report that is not
/// due yet is not measured.
[[nodiscard]] std::map<std::string, double> score_measures(
    std::string_view unit, const std::vector<ReportDue>& dues,
    const std::vector<ReportFinding>& findings, const std::vector<FieldReport>& reports);

}  // namespace relief
