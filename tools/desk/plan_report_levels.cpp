// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/document.h"
#include "tools/desk/plan_report_parts.h"
#include "tools/desk/plan_words.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace relief {
namespace {

const Report* find_report(const PlanRun& run, const std::string& id) {
    for (const Report& report : run.scenario.reports) {
        if (report.id == id) {
            return &report;
        }
    }
    return nullptr;
}

const ThresholdRule* find_rule(const Rules& rules, const std::string& id) {
    for (const ThresholdRule& rule : rules.thresholds) {
        if (rule.id == id) {
            return &rule;
        }
    }
    return nullptr;
}

std::string amount(double value) {
    return std::trunc(value) == value ? grouped(std::llround(value)) : grouped(value, 2);
}

/// "紧急转移安置人口 75,000 + 需紧急生活救助人口 — = " where the metric is a sum of others.
std::string parts_words(const Rules& rules, const Metric* metric, const Report* report) {
    if (metric == nullptr || report == nullptr || metric->parts.size() < 2 ||
        report->value(metric->id)) {
        return {};
    }
    std::string words;
    for (const std::string& part : metric->parts) {
        const auto value = report->value(part);
        words += fmt::format("{}{} {}", words.empty() ? "" : " + ", metric_name_zh(rules, part),
                             value ? amount(*value) : "—");
    }
    return words + " = ";
}

std::string because_html(const ReportContext& report, const LevelConclusion& level) {
    const Rules& rules = report.desk.rules;
    const Report* source = find_report(report.run, level.report);
    std::string html;
    for (const LevelBecause& because : level.because) {
        const Metric* metric = rules.metric(because.metric);
        const ThresholdRule* rule = find_rule(rules, because.rule);
        std::string bounds;
        if (rule != nullptr) {
            bounds = rule->upper
                         ? fmt::format("∈ [{}, {})", amount(rule->lower), amount(*rule->upper))
                         : "≥ " + amount(rule->lower);
        }
        html += fmt::format(
            "<div>{}：{}{} {} {} → <b>{}</b> 级　<span class=\"lot\">{}</span> {}{}</div>",
            escaped(metric_name_zh(rules, because.metric)),
            escaped(parts_words(rules, metric, source)), amount(because.value),
            metric == nullptr ? "" : metric_unit_zh(metric->unit), bounds,
            roman_level(because.level), escaped(because.rule),
            verified_mark(is_verified(because.flag)),
            because.lower_bound ? " <span class=\"quiet\">部分未报，实际可能更大</span>" : "");
    }
    if (level.several_events) {
        html += "<div class=\"quiet\">本报含多次灾害过程的累计，只列不据以启动。</div>";
    }
    return html.empty() ? "<span class=\"quiet\">已报指标均未达到启动条件（不等于没有灾情）</span>"
                        : html;
}

/// The newest conclusions first get the eye; rows to compare with come after and in grey.
void add_rows(const ReportContext& report, bool in_force, HtmlTable& table) {
    for (const LevelConclusion& level : report.run.levels) {
        if (level.in_force != in_force) {
            continue;
        }
        const ResponsePlan* plan = report.desk.rules.plan(level.plan);
        table.row({escaped(level.report == "SUM" ? "各县最新报之和" : level.report),
                   report.place(level.scope),
                   (plan == nullptr ? escaped(level.plan) : escaped(plan->title)) +
                       "<br><span class=\"lot\">" + escaped(level.plan) +
                       (level.official ? " 正式" : " 工作默认值") + "</span>",
                   level.level == 0 ? "<span class=\"quiet\">未达</span>"
                                    : fmt::format("<span class=\"level\">{} 级</span>",
                                                  roman_level(level.level)),
                   verified_mark(level.verified), because_html(report, level)},
                  in_force ? "" : "off");
    }
}

}  // namespace

std::string report_levels(const ReportContext& report) {
    std::string html = "<h2>二、响应等级（建议）</h2>\n";
    if (report.run.levels.empty()) {
        return html + "<p>没有可据以判断的报告。</p>\n";
    }
    HtmlTable table({"报告", "单位", "预案", "等级", "核实", "算式"}, "levels");
    add_rows(report, true, table);
    const bool compared = std::any_of(report.run.levels.begin(), report.run.levels.end(),
                                      [](const LevelConclusion& level) { return !level.in_force; });
    if (compared) {
        table.group("按其他预案对照（不在施行，仅供比较）");
        add_rows(report, false, table);
    }
    return html + table.html() +
           "<p class=\"small\">任一指标达到即达到该级，取最高。“以上”含本数。"
           "省、市、县标准原文未公开，所用为工作默认值，启动须由人决定。</p>\n";
}

}  // namespace relief
