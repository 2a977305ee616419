// SPDX-License-Identifier: Apache-2.0
#include "core/incident/report_score.h"

#include "core/table/csv.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <utility>

namespace relief {
namespace {

constexpr std::array<std::pair<std::string_view, ScoreKind>, 5> kinds{
    {{"penalty", ScoreKind::penalty},
     {"share", ScoreKind::share},
     {"all_or_nothing", ScoreKind::all_or_nothing},
     {"bonus", ScoreKind::bonus},
     {"veto", ScoreKind::veto}}};

/// The figures GB/T 24438 wants of every report of a disaster.
constexpr std::array<std::string_view, 9> wanted_figures{
    "affected",        "dead",          "missing",       "relocated",  "crop_area",
    "collapsed_rooms", "serious_rooms", "general_rooms", "direct_loss"};

ScoreKind kind_of(const CsvRow& row) {
    const std::string word =
        row.one_of("kind", {"penalty", "share", "all_or_nothing", "bonus", "veto"});
    return std::find_if(kinds.begin(), kinds.end(),
                        [&](const auto& kind) { return kind.first == word; })
        ->second;
}

/// How late a unit's report of a kind is at most, over those it owed to the unit above; nothing
/// where none fell due.
std::optional<double> worst_minutes(std::string_view unit, std::string_view report,
                                    const std::vector<ReportDue>& dues) {
    std::optional<double> worst;
    for (const ReportDue& due : dues) {
        if (due.unit != unit || due.report != report || due.rule->comparator) {
            continue;
        }
        if (due.state == DueState::late || due.state == DueState::missing) {
            worst = std::max(worst.value_or(0), static_cast<double>(due.by.count()));
        } else if (due.state == DueState::in_time) {
            worst = worst.value_or(0);
        }
    }
    return worst;
}

std::optional<double> missed(std::string_view unit, const std::vector<ReportDue>& dues) {
    std::set<std::optional<Instant>> late;  // a day is one, to whomever it was owed
    bool any = false;
    for (const ReportDue& due : dues) {
        if (due.unit != unit || due.report != "follow_up" || due.rule->comparator) {
            continue;
        }
        any = any || due.state == DueState::in_time;
        if (due.state == DueState::late || due.state == DueState::missing) {
            any = true;
            late.insert(due.due);
        }
    }
    return any ? std::optional(static_cast<double>(late.size())) : std::nullopt;
}

double value_of(const FieldFigure& figure) {
    return static_cast<double>(figure.value.amount) / std::pow(10.0, figure.value.decimals);
}

/// Corrections that moved a figure by more than a tenth and say nothing why.
double silent_corrections(std::string_view unit, const std::vector<FieldReport>& reports) {
    constexpr double tenth = 0.1;
    double count = 0;
    for (const FieldReport& report : reports) {
        if (report.unit != unit || report.corrects.empty() || report.explained()) {
            continue;
        }
        const auto corrected =
            std::find_if(reports.begin(), reports.end(), [&](const FieldReport& other) {
                return other.unit == unit && other.label == report.corrects;
            });
        const bool moved =
            corrected != reports.end() &&
            std::any_of(
                report.figures.begin(), report.figures.end(), [&](const FieldFigure& figure) {
                    const FieldFigure* before = corrected->figure(figure.metric);
                    return before != nullptr && std::abs(value_of(figure) - value_of(*before)) >
                                                    tenth * std::abs(value_of(*before));
                });
        count += moved ? 1 : 0;
    }
    return count;
}

std::optional<double> filled(std::string_view unit, const std::vector<FieldReport>& reports) {
    bool any = false;
    std::set<std::string_view> told;
    for (const FieldReport& report : reports) {
        if (report.unit != unit) {
            continue;
        }
        any = true;
        for (const std::string_view metric : wanted_figures) {
            if (report.figure(metric) != nullptr) {
                told.insert(metric);
            }
        }
    }
    return any ? std::optional(static_cast<double>(told.size()) / wanted_figures.size())
               : std::nullopt;
}

}  // namespace

std::vector<ScoreRule> load_score_rules(const DataSource& source) {
    constexpr std::string_view name = "rules/info_scoring.csv";
    const CsvTable table(source.read(name), source.shown_name(name),
                         {"score_id", "group", "criterion", "max_marks", "kind", "measure", "step",
                          "marks_per_step", "floor", "source", "flag"});
    table.check_key("score_id");
    std::vector<ScoreRule> rules;
    for (std::size_t i = 0; i < table.size(); ++i) {
        const CsvRow row = table.row(i);
        rules.push_back({.id = row.required("score_id"),
                         .group = row.required("group"),
                         .criterion = row.required("criterion"),
                         .max_marks = row.number("max_marks", 0, 1000),
                         .kind = kind_of(row),
                         .measure = row.required("measure"),
                         .step = row.number("step", 0.001, 1e6),
                         .marks_per_step = row.number("marks_per_step", 0, 1000),
                         .floor = row.number("floor", 0, 1000),
                         .source = source_of(row)});
    }
    return rules;
}

ScoreLine score_line(const ScoreRule& rule, std::optional<double> measured) {
    ScoreLine line{.rule = &rule, .measured = measured};
    if (!measured) {
        return line;
    }
    // A hair below a whole step is that step: 0.3 / 0.1.
    constexpr double hair = 1e-9;
    const double steps = *measured / rule.step;
    switch (rule.kind) {
        case ScoreKind::penalty: {
            const double begun = std::max(0.0, std::ceil(steps - hair));
            line.marks = std::max(rule.floor, rule.max_marks - begun * rule.marks_per_step);
            line.arithmetic = fmt::format("max({}, {} - {} x {}) = {}", rule.floor, rule.max_marks,
                                          begun, rule.marks_per_step, *line.marks);
            break;
        }
        case ScoreKind::share:
            line.marks = std::min(rule.max_marks, steps * rule.marks_per_step);
            line.arithmetic = fmt::format("min({}, {:.4g} x {}) = {:.4g}", rule.max_marks, steps,
                                          rule.marks_per_step, *line.marks);
            break;
        case ScoreKind::all_or_nothing:
            line.marks = steps >= 1 - hair ? rule.max_marks : 0;
            line.arithmetic = fmt::format("{} >= {} ? {} : 0 = {}", *measured, rule.step,
                                          rule.max_marks, *line.marks);
            break;
        case ScoreKind::bonus:
            line.marks = std::min(rule.max_marks, std::floor(steps + hair) * rule.marks_per_step);
            line.arithmetic =
                fmt::format("min({}, {} x {}) = {}", rule.max_marks, std::floor(steps + hair),
                            rule.marks_per_step, *line.marks);
            break;
        case ScoreKind::veto:
            line.marks = 0;
            line.arithmetic = *measured > 0 ? "veto: all marks are lost" : "no veto";
            break;
    }
    return line;
}

ReporterScore score_of(std::string unit, const std::vector<ScoreRule>& rules,
                       const std::map<std::string, double>& measures) {
    ReporterScore score{.unit = std::move(unit)};
    for (const ScoreRule& rule : rules) {
        const auto found = measures.find(rule.measure);
        ScoreLine line =
            score_line(rule, found == measures.end() ? std::nullopt : std::optional(found->second));
        if (line.marks) {
            score.marks += *line.marks;
            score.possible += rule.kind == ScoreKind::bonus ? 0 : rule.max_marks;
            score.vetoed = score.vetoed || (rule.kind == ScoreKind::veto && found->second > 0);
        }
        score.lines.push_back(std::move(line));
    }
    if (score.vetoed) {
        score.marks = 0;
    }
    return score;
}

std::map<std::string, double> score_measures(std::string_view unit,
                                             const std::vector<ReportDue>& dues,
                                             const std::vector<ReportFinding>& findings,
                                             const std::vector<FieldReport>& reports) {
    constexpr double minutes_a_day = 1440;
    std::map<std::string, double> measures;
    if (const auto minutes = worst_minutes(unit, "initial", dues)) {
        measures["minutes_late"] = *minutes;
    }
    if (const auto days = missed(unit, dues)) {
        measures["missed_reports"] = *days;
    }
    if (const auto minutes = worst_minutes(unit, "final", dues)) {
        measures["days_late"] = std::ceil(*minutes / minutes_a_day);
    }
    if (const auto share = filled(unit, reports)) {
        measures["filled_fraction"] = *share;
        measures["corrections"] = silent_corrections(unit, reports);
        measures["failed_checks"] = static_cast<double>(
            std::count_if(findings.begin(), findings.end(), [&](const ReportFinding& finding) {
                return finding.unit == unit && finding.verdict == CheckVerdict::fail;
            }));
    }
    return measures;
}

}  // namespace relief
