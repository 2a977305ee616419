// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/field_report_document.h"

#include "tools/desk/document.h"
#include "tools/desk/text_table.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace relief {
namespace {

using nlohmann::ordered_json;

std::string_view kind_words(const std::optional<ReportKind>& kind, std::string_view language) {
    if (!kind) {
        return in_language(language, "未说明", "not told");
    }
    switch (*kind) {
        case ReportKind::initial: return in_language(language, "初报", "initial");
        case ReportKind::follow_up: return in_language(language, "续报", "follow-up");
        case ReportKind::final: return in_language(language, "核报", "final");
        case ReportKind::zero: return in_language(language, "零报告", "zero report");
        case ReportKind::correction: return in_language(language, "更正", "correction");
    }
    return "";
}

std::string_view report_words(std::string_view report, std::string_view language) {
    return report == "initial"     ? in_language(language, "初报", "initial")
           : report == "follow_up" ? in_language(language, "续报", "follow-up")
                                   : in_language(language, "核报", "final");
}

std::string_view verdict_words(CheckVerdict verdict, std::string_view language) {
    switch (verdict) {
        case CheckVerdict::pass: return in_language(language, "通过", "pass");
        case CheckVerdict::fail: return in_language(language, "不通过", "fail");
        case CheckVerdict::needs_note: return in_language(language, "须说明", "needs a note");
        case CheckVerdict::keep_both: return in_language(language, "并列保留", "keep both");
        case CheckVerdict::missing: return in_language(language, "缺报", "missing");
    }
    return "";
}

std::string metric_words(const Rules& rules, std::string_view id, std::string_view language) {
    const Metric* metric = rules.metric(id);
    return metric != nullptr && language == "zh" ? metric->name_zh : std::string(id);
}

std::string unit_words(std::string_view unit, std::string_view language) {
    if (language != "zh") {
        return std::string(unit);
    }
    return unit == "person"      ? "人"
           : unit == "household" ? "户"
           : unit == "room"      ? "间"
           : unit == "ha"        ? "公顷"
           : unit == "10000_CNY" ? "万元"
                                 : "";
}

std::string bound_words(const FieldFigure& figure, std::string_view language) {
    switch (figure.bound) {
        case Bound::exact:
            return figure.exactness == "rounded"
                       ? std::string(in_language(language, "（约整）", " (rounded)"))
                       : "";
        case Bound::at_least:
            return std::string(in_language(language, "（不少于）", " (at least)"));
        case Bound::at_most: return std::string(in_language(language, "（不超过）", " (at most)"));
        case Bound::about: return std::string(in_language(language, "（约）", " (about)"));
    }
    return "";
}

ordered_json figure_json(const FieldFigure& figure, const Rules& rules) {
    const Metric* metric = rules.metric(figure.metric);
    return {{"metric", figure.metric},
            {"value", format_figure(figure.value)},
            {"unit", metric == nullptr ? "" : metric->unit},
            {"bound", to_word(figure.bound)},
            {"exactness", figure.exactness},
            {"words", figure.words}};
}

ordered_json report_json(const FieldReport& report, const ReportsDesk& desk) {
    ordered_json figures = ordered_json::array();
    for (const FieldFigure& figure : report.figures) {
        figures.push_back(figure_json(figure, desk.rules));
    }
    ordered_json corrected_by = nullptr;
    for (const FieldReport& other : desk.reports) {
        if (other.corrects == report.label && other.unit == report.unit) {
            corrected_by = other.label;
        }
    }
    return {{"report", report.label},
            {"unit", report.unit},
            {"unit_name", place_name(desk.places, report.unit)},
            {"kind", report.kind ? ordered_json(to_word(*report.kind)) : ordered_json(nullptr)},
            {"stat_time", format_instant(report.stat_time)},
            {"received_at", format_instant(report.received_at)},
            {"reporter", report.reporter},
            {"corrects",
             report.corrects.empty() ? ordered_json(nullptr) : ordered_json(report.corrects)},
            {"corrected_by", std::move(corrected_by)},
            {"drill", report.drill},
            {"counts_since", report.counts_since ? ordered_json(format_date(*report.counts_since))
                                                 : ordered_json(nullptr)},
            {"figures", std::move(figures)},
            {"source", report.source},
            {"flag", flag_name(report.flag)},
            {"note", report.note},
            {"explanations", report.explanations}};
}

bool asked_for(const FieldReport& report, const std::vector<std::string>& labels) {
    return labels.empty() || std::ranges::count(labels, report.label) > 0;
}

ordered_json reports_array(const ReportsDesk& desk, const std::vector<std::string>& labels) {
    ordered_json reports = ordered_json::array();
    for (const FieldReport& report : desk.reports) {
        if (asked_for(report, labels)) {
            reports.push_back(report_json(report, desk));
        }
    }
    return reports;
}

ordered_json head_json(std::string_view schema, const ReportsDesk& desk) {
    return {{"schema", schema}, {"event", desk.incident.event}, {"as_of", format_instant(desk.at)}};
}

std::string head_text(const ReportsDesk& desk, std::string_view language) {
    return fmt::format("{} {}\n{} {}\n\n", desk.incident.event, desk.incident.name,
                       in_language(language, "截至", "as of"), format_instant(desk.at));
}

ordered_json findings_array(const std::vector<ReportFinding>& findings) {
    ordered_json rows = ordered_json::array();
    for (const ReportFinding& finding : findings) {
        if (finding.verdict == CheckVerdict::pass) {
            continue;
        }
        rows.push_back({{"check", finding.check},
                        {"verdict", to_word(finding.verdict)},
                        {"unit", finding.unit},
                        {"metric", finding.metric.empty() ? ordered_json(nullptr)
                                                          : ordered_json(finding.metric)},
                        {"reports", finding.reports},
                        {"arithmetic", finding.arithmetic},
                        {"says", check_words(finding.check, "en")}});
    }
    return rows;
}

ordered_json counts_json(const std::vector<ReportFinding>& findings) {
    ordered_json counts;
    for (const CheckVerdict verdict :
         {CheckVerdict::pass, CheckVerdict::fail, CheckVerdict::needs_note, CheckVerdict::keep_both,
          CheckVerdict::missing}) {
        counts[std::string(to_word(verdict))] = count_of(findings, verdict);
    }
    return counts;
}

std::string findings_table(const ReportsDesk& desk, const std::vector<ReportFinding>& findings,
                           std::string_view language, bool all) {
    const bool zh = language == "zh";
    TextTable table(zh ? std::vector<std::string>{"结论", "单位", "指标", "报告", "检查", "算式"}
                       : std::vector<std::string>{"verdict", "unit", "metric", "reports", "check",
                                                  "arithmetic"});
    for (const ReportFinding& finding : findings) {
        if (all || finding.verdict != CheckVerdict::pass) {
            table.add({std::string(verdict_words(finding.verdict, language)),
                       place_name(desk.places, finding.unit),
                       metric_words(desk.rules, finding.metric, language),
                       fmt::format("{}", fmt::join(finding.reports, " ")),
                       std::string(check_words(finding.check, language)), finding.arithmetic});
        }
    }
    return table.empty() ? "" : table.text() + "\n";
}

std::string counts_text(const std::vector<ReportFinding>& findings, std::string_view language) {
    std::string text;
    for (const CheckVerdict verdict :
         {CheckVerdict::pass, CheckVerdict::fail, CheckVerdict::needs_note, CheckVerdict::keep_both,
          CheckVerdict::missing}) {
        text += fmt::format("{}{} {}", text.empty() ? "" : in_language(language, "，", ", "),
                            verdict_words(verdict, language), count_of(findings, verdict));
    }
    text += "\n";
    if (count_of(findings, CheckVerdict::needs_note) > 0) {
        text +=
            in_language(language, "须说明的数请填报单位书面说明：relief report note。\n",
                        "A written reason is asked for where one is due: relief report note.\n");
    }
    if (count_of(findings, CheckVerdict::keep_both) > 0) {
        text += in_language(language, "口径或单位不同的数并列保留，不合并、不取舍。\n",
                            "Figures of different offices or definitions stand side by side; none "
                            "is chosen.\n");
    }
    if (count_of(findings, CheckVerdict::missing) > 0) {
        text += in_language(language, "缺报不等于零。\n", "What is missing is not zero.\n");
    }
    return text;
}

ordered_json rolled_json(const RolledUnit& unit, const ReportsDesk& desk) {
    ordered_json figures = ordered_json::array();
    const auto number = [](const std::optional<Quantity>& value) {
        return value ? ordered_json(format_figure(*value)) : ordered_json(nullptr);
    };
    for (const RolledFigure& figure : unit.figures) {
        const Metric* metric = desk.rules.metric(figure.metric);
        figures.push_back(
            {{"metric", figure.metric},
             {"unit", metric == nullptr ? "" : metric->unit},
             {"rule", metric == nullptr ? "" : metric->aggregate},
             {"value", number(figure.value)},
             {"own", number(figure.own)},
             {"own_report",
              figure.own_report.empty() ? ordered_json(nullptr) : ordered_json(figure.own_report)},
             {"below", number(figure.below)},
             {"arithmetic", figure.arithmetic},
             {"missing", figure.missing},
             {"lower_bound", figure.lower_bound}});
    }
    ordered_json below = ordered_json::array();
    for (const RolledUnit& child : unit.below) {
        below.push_back(rolled_json(child, desk));
    }
    return {{"unit", unit.unit},
            {"unit_name", place_name(desk.places, unit.unit)},
            {"reported", unit.reported},
            {"silent", unit.silent},
            {"figures", std::move(figures)},
            {"below", std::move(below)}};
}

void add_rolled(TextTable& table, const RolledUnit& unit, const ReportsDesk& desk,
                std::string_view only, std::string_view language, int depth) {
    const std::string name =
        std::string(static_cast<std::size_t>(depth) * 2, ' ') + place_name(desk.places, unit.unit);
    const auto words = [](const std::optional<Quantity>& value) {
        return value ? format_figure(*value) : std::string("—");
    };
    bool first = true;
    for (const RolledFigure& figure : unit.figures) {
        if (!only.empty() && figure.metric != only) {
            continue;
        }
        std::string value = words(figure.value);
        if (figure.lower_bound) {
            value = (language == "zh" ? "≥" : ">=") + value;
        }
        table.add({first ? name : "", metric_words(desk.rules, figure.metric, language), value,
                   words(figure.own), figure.own_report, words(figure.below),
                   std::to_string(figure.missing.size())});
        first = false;
    }
    if (first && unit.figures.empty()) {
        table.add({name, std::string(in_language(language, "未报", "nothing reported")), "—"});
    }
    for (const RolledUnit& below : unit.below) {
        const bool is_silent = below.figures.empty();
        if (!is_silent) {
            add_rolled(table, below, desk, only, language, depth + 1);
        }
    }
}

void add_silent(std::string& text, const RolledUnit& unit, const ReportsDesk& desk) {
    if (!unit.silent.empty()) {
        text += fmt::format("  {}: ", place_name(desk.places, unit.unit));
        for (std::size_t index = 0; index < unit.silent.size(); ++index) {
            text += (index > 0 ? "、" : "") + place_name(desk.places, unit.silent[index]);
        }
        text += "\n";
    }
    for (const RolledUnit& below : unit.below) {
        add_silent(text, below, desk);
    }
}

std::string recipient_words(std::string_view recipient, std::string_view language) {
    if (language != "zh") {
        return std::string(recipient);
    }
    return recipient == "county"                  ? "县级"
           : recipient == "city"                  ? "市级"
           : recipient == "province"              ? "省级"
           : recipient == "ministry"              ? "部"
           : recipient == "own_government"        ? "本级政府"
           : recipient == "provincial_government" ? "省政府"
                                                  : std::string(recipient);
}

std::string state_words(const ReportDue& due, std::string_view language) {
    const bool zh = language == "zh";
    const std::string span = span_words(due.by, language);
    switch (due.state) {
        case DueState::missing: return zh ? "缺报，已超 " + span : "missing, overdue by " + span;
        case DueState::due: return zh ? "还有 " + span : "due in " + span;
        case DueState::waiting: return zh ? "等待起算" : "not running yet";
        case DueState::late: return zh ? "迟到 " + span : "late by " + span;
        case DueState::in_time: return zh ? "按时" : "in time";
        case DueState::not_seen: return zh ? "账上看不到" : "not seen in these books";
    }
    return "";
}

}  // namespace

std::string span_words(Minutes span, std::string_view language) {
    constexpr int minutes_of_hour = 60;
    constexpr int hours_of_day = 24;
    const auto total = span.count() < 0 ? -span.count() : span.count();
    const auto days = total / (minutes_of_hour * hours_of_day);
    const auto hours = total / minutes_of_hour % hours_of_day;
    const auto minutes = total % minutes_of_hour;
    const bool zh = language == "zh";
    std::string text;
    const auto add = [&](auto count, std::string_view chinese, std::string_view english) {
        if (count > 0) {
            text += fmt::format("{}{} {}", text.empty() ? "" : " ", count, zh ? chinese : english);
        }
    };
    add(days, "天", "d");
    add(hours, "小时", "h");
    add(minutes, "分", "min");
    return text.empty() ? (zh ? "0 分" : "0 min") : text;
}

std::string incidents_json(const std::vector<BookIncident>& incidents) {
    ordered_json rows = ordered_json::array();
    for (const BookIncident& incident : incidents) {
        ordered_json steps = ordered_json::array();
        for (const IncidentStep& step : incident.steps) {
            steps.push_back({{"step", step.step},
                             {"at", format_instant(step.at)},
                             {"officer", step.officer},
                             {"unit", step.unit},
                             {"note", step.note}});
        }
        rows.push_back({{"event", incident.event},
                        {"name", incident.name},
                        {"hazard", incident.hazard},
                        {"scope", incident.scope},
                        {"start", format_instant(incident.start)},
                        {"opened_at", format_instant(incident.opened_at)},
                        {"officer", incident.officer},
                        {"note", incident.note},
                        {"steps", std::move(steps)}});
    }
    return document_text({{"schema", "relief.incidents/1"}, {"incidents", std::move(rows)}});
}

std::string incidents_text(const std::vector<BookIncident>& incidents, const Places& places,
                           std::string_view language) {
    const bool zh = language == "zh";
    TextTable table(
        zh ? std::vector<std::string>{"灾害", "名称", "灾种", "开始", "应报单位", "状态"}
           : std::vector<std::string>{"event", "name", "hazard", "start", "units to report",
                                      "state"});
    for (const BookIncident& incident : incidents) {
        std::string units;
        for (const std::string& unit : incident.units(Instant::max())) {
            units += (units.empty() ? "" : zh ? "、" : ", ") + place_name(places, unit);
        }
        const bool ended = incident.ended_at(Instant::max()).has_value();
        const bool stable = incident.stable_at("", Instant::max()).has_value();
        table.add({incident.event, incident.name, incident.hazard, format_short(incident.start),
                   units,
                   std::string(ended    ? in_language(language, "已结束", "over")
                               : stable ? in_language(language, "灾情稳定", "stable")
                                        : in_language(language, "进行中", "open"))});
    }
    return table.empty() ? std::string(in_language(language, "账上没有灾害。\n",
                                                   "The books hold no event.\n"))
                         : table.text();
}

std::string reports_json(const ReportsDesk& desk, const std::vector<std::string>& labels) {
    ordered_json document = head_json("relief.reports/1", desk);
    document["reports"] = reports_array(desk, labels);
    return document_text(document);
}

std::string reports_text(const ReportsDesk& desk, std::string_view language,
                         const std::vector<std::string>& labels) {
    const bool zh = language == "zh";
    std::string text = head_text(desk, language);
    TextTable table(zh ? std::vector<std::string>{"报告", "单位", "报别", "数据截至", "收到",
                                                  "填报", "更正", "指标", "数值"}
                       : std::vector<std::string>{"report", "unit", "kind", "as of", "received",
                                                  "reporter", "corrects", "metric", "figure"});
    for (const FieldReport& report : desk.reports) {
        if (!asked_for(report, labels)) {
            continue;
        }
        bool first = true;
        for (const FieldFigure& figure : report.figures) {
            const Metric* metric = desk.rules.metric(figure.metric);
            const std::string value =
                fmt::format("{} {}{}", format_figure(figure.value),
                            unit_words(metric == nullptr ? "" : metric->unit, language),
                            bound_words(figure, language));
            std::vector<std::string> row{"", "", "", "", "", "", ""};
            if (first) {
                row = {report.label,
                       place_name(desk.places, report.unit),
                       std::string(kind_words(report.kind, language)),
                       format_short(report.stat_time),
                       format_short(report.received_at),
                       report.reporter,
                       report.corrects};
            }
            row.push_back(metric_words(desk.rules, figure.metric, language));
            row.push_back(value);
            table.add(std::move(row));
            first = false;
        }
    }
    if (table.empty()) {
        return text + std::string(in_language(language, "没有报告。\n", "There is no report.\n"));
    }
    text += table.text();
    for (const FieldReport& report : desk.reports) {
        for (const std::string& words : report.explanations) {
            if (asked_for(report, labels)) {
                text += fmt::format("{} {}: {}\n", report.label,
                                    in_language(language, "说明", "reason"), words);
            }
        }
    }
    return text;
}

std::string reports_added_json(const ReportsAdded& added) {
    ordered_json document = head_json("relief.reports_added/1", added.desk);
    document["dry_run"] = added.dry_run;
    document["added"] = reports_array(added.desk, added.labels);
    document["counts"] = counts_json(added.findings);
    document["findings"] = findings_array(added.findings);
    return document_text(document);
}

std::string reports_added_text(const ReportsAdded& added, std::string_view language) {
    std::string text = reports_text(added.desk, language, added.labels) + "\n";
    text += findings_table(added.desk, added.findings, language, false);
    text += counts_text(added.findings, language);
    text += added.dry_run ? in_language(language, "试算：什么都没有入账。\n",
                                        "Dry run: nothing was written.\n")
                          : in_language(language, "已入账。\n", "Written to the books.\n");
    return text;
}

std::string review_json(const ReportsDesk& desk, const std::vector<ReportFinding>& findings) {
    ordered_json document = head_json("relief.report_check/1", desk);
    document["reports"] = desk.reports.size();
    document["counts"] = counts_json(findings);
    document["findings"] = findings_array(findings);
    return document_text(document);
}

std::string review_text(const ReportsDesk& desk, const std::vector<ReportFinding>& findings,
                        std::string_view language, bool all) {
    return head_text(desk, language) + findings_table(desk, findings, language, all) +
           counts_text(findings, language);
}

std::string rollup_json(const ReportsDesk& desk, const RolledUnit& tree) {
    ordered_json document = head_json("relief.report_rollup/1", desk);
    document["tree"] = rolled_json(tree, desk);
    return document_text(document);
}

std::string rollup_text(const ReportsDesk& desk, const RolledUnit& tree, std::string_view metric,
                        std::string_view language) {
    const bool zh = language == "zh";
    TextTable table(zh ? std::vector<std::string>{"单位", "指标", "采用", "本级报", "报告",
                                                  "下级合计", "缺此项单位"}
                       : std::vector<std::string>{"unit", "metric", "value", "own", "report",
                                                  "from below", "units without it"},
                    {false, false, true, true, false, true, true});
    add_rolled(table, tree, desk, metric, language, 0);
    std::string text = head_text(desk, language) + table.text();
    std::string silent;
    add_silent(silent, tree, desk);
    if (!silent.empty()) {
        text += in_language(language, "\n未报（不等于零）：\n", "\nSilent (which is not zero):\n");
        text += silent;
    }
    return text;
}

std::string dues_json(const ReportsDesk& desk, const std::vector<ReportDue>& dues) {
    ordered_json rows = ordered_json::array();
    for (const ReportDue& due : dues) {
        const auto time = [](const std::optional<Instant>& at) {
            return at ? ordered_json(format_instant(*at)) : ordered_json(nullptr);
        };
        rows.push_back(
            {{"unit", due.unit},
             {"unit_name", place_name(desk.places, due.unit)},
             {"report", due.report},
             {"recipient", due.recipient},
             {"rule", due.rule->id},
             {"comparator", due.rule->comparator},
             {"due", time(due.due)},
             {"because", due.because},
             {"state", to_word(due.state)},
             {"minutes", due.by.count()},
             {"received_at", time(due.received)},
             {"received", due.label.empty() ? ordered_json(nullptr) : ordered_json(due.label)},
             {"escalates_to", due.escalates_to},
             {"source", due.rule->source.text},
             {"flag", flag_name(due.rule->source.flag)}});
    }
    ordered_json document = head_json("relief.report_deadlines/1", desk);
    document["due"] = std::move(rows);
    return document_text(document);
}

std::string dues_text(const ReportsDesk& desk, const std::vector<ReportDue>& dues,
                      std::string_view language, bool all) {
    const bool zh = language == "zh";
    TextTable table(zh ? std::vector<std::string>{"单位", "报别", "报给", "时限", "状态", "收到",
                                                  "催报", "规则"}
                       : std::vector<std::string>{"unit", "report", "to", "due", "state",
                                                  "received", "escalates to", "rule"});
    int left_out = 0;
    for (const ReportDue& due : dues) {
        const bool shown = all || due.state == DueState::missing || due.state == DueState::due ||
                           due.state == DueState::late;
        if (!shown) {
            ++left_out;
            continue;
        }
        std::string to;
        for (const std::string& unit : due.escalates_to) {
            to += (to.empty() ? "" : zh ? "、" : ", ") + place_name(desk.places, unit);
        }
        table.add(
            {place_name(desk.places, due.unit), std::string(report_words(due.report, language)),
             recipient_words(due.recipient, language), due.due ? format_short(*due.due) : "—",
             state_words(due, language), due.label, to,
             due.rule->id + (is_verified(due.rule->source.flag) ? "" : " 未核实") +
                 (due.rule->comparator ? std::string(in_language(language, "（外省，对照）",
                                                                 " (another province, comparison)"))
                                       : "")});
    }
    std::string text = head_text(desk, language);
    text += table.empty() ? std::string(in_language(language, "没有欠报。\n", "Nothing is owed.\n"))
                          : table.text();
    if (left_out > 0) {
        text += zh ? fmt::format("另有 {} 项按时、等待起算或账上看不到（--all 列出）。\n", left_out)
                   : fmt::format(
                         "{} more came in time, are not running yet or are not seen (--all "
                         "lists them).\n",
                         left_out);
    }
    return text;
}

std::string scores_json(const ReportsDesk& desk, const std::vector<ReporterScore>& scores) {
    ordered_json rows = ordered_json::array();
    for (const ReporterScore& score : scores) {
        ordered_json lines = ordered_json::array();
        for (const ScoreLine& line : score.lines) {
            lines.push_back(
                {{"rule", line.rule->id},
                 {"group", line.rule->group},
                 {"criterion", line.rule->criterion},
                 {"max", number_json(line.rule->max_marks)},
                 {"measure", line.rule->measure},
                 {"measured", line.measured ? number_json(*line.measured) : ordered_json(nullptr)},
                 {"marks", line.marks ? number_json(*line.marks) : ordered_json(nullptr)},
                 {"arithmetic", line.arithmetic},
                 {"source", line.rule->source.text},
                 {"flag", flag_name(line.rule->source.flag)}});
        }
        rows.push_back({{"unit", score.unit},
                        {"unit_name", place_name(desk.places, score.unit)},
                        {"marks", number_json(score.marks)},
                        {"possible", number_json(score.possible)},
                        {"vetoed", score.vetoed},
                        {"lines", std::move(lines)}});
    }
    ordered_json document = head_json("relief.report_scores/1", desk);
    document["scores"] = std::move(rows);
    return document_text(document);
}

std::string scores_text(const ReportsDesk& desk, const std::vector<ReporterScore>& scores,
                        std::string_view language) {
    const bool zh = language == "zh";
    std::string text = head_text(desk, language);
    for (const ReporterScore& score : scores) {
        text += fmt::format(fmt::runtime(zh ? "\n{}：{:.1f} / {:.1f} 分（只计能判的项）{}\n"
                                            : "\n{}: {:.1f} of {:.1f} marks (rows that can be "
                                              "judged){}\n"),
                            place_name(desk.places, score.unit), score.marks, score.possible,
                            score.vetoed ? (zh ? "，一票否决" : ", vetoed") : "");
        TextTable table(
            zh ? std::vector<std::string>{"规则", "项目", "满分", "得分", "算式"}
               : std::vector<std::string>{"rule", "criterion", "most", "marks", "arithmetic"},
            {false, false, true, true, false});
        for (const ScoreLine& line : score.lines) {
            table.add({line.rule->id + (is_verified(line.rule->source.flag) ? "" : " 未核实"),
                       line.rule->criterion, fmt::format("{:g}", line.rule->max_marks),
                       line.marks ? fmt::format("{:.1f}", *line.marks) : "—",
                       line.marks ? line.arithmetic
                                  : std::string(in_language(language, "账上无据，未评",
                                                            "not in the books: not judged"))});
        }
        text += table.text();
    }
    return text;
}

}  // namespace relief
