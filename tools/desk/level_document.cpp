// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/level_document.h"

#include "core/error.h"
#include "tools/desk/document.h"
#include "tools/desk/text_table.h"

#include <algorithm>
#include <set>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace relief {
namespace {

constexpr std::string_view sum_report = "SUM";

/// Every simple metric some threshold is tested on: the parts of the sums too.
std::set<std::string> relief_metrics(const Rules& rules) {
    std::set<std::string> metrics;
    for (const ThresholdRule& rule : rules.thresholds) {
        metrics.insert(rule.metric);
        if (const Metric* metric = rules.metric(rule.metric)) {
            metrics.insert(metric->parts.begin(), metric->parts.end());
        }
    }
    return metrics;
}

bool any_relief_metric(const std::vector<const Report*>& reports, const Rules& rules) {
    const std::set<std::string> metrics = relief_metrics(rules);
    return std::any_of(reports.begin(), reports.end(), [&](const Report* report) {
        return std::any_of(
            report->figures.begin(), report->figures.end(),
            [&](const ReportedFigure& figure) { return metrics.count(figure.metric) > 0; });
    });
}

/// Response levels other bodies are known to have started: "snow_ice_plan_level" and the like.
std::vector<const ActualRow*> other_commands(const Scenario& scenario, Instant at) {
    std::vector<const ActualRow*> rows;
    for (const ActualRow& row : scenario.actual) {
        const bool relief_plan = row.unit.rfind("relief", 0) == 0;
        if (row.kind == "response_level" && !relief_plan && row.known_at && *row.known_at <= at) {
            rows.push_back(&row);
        }
    }
    return rows;
}

std::string because_words(const LevelBecause& reason, std::string_view language) {
    std::string words =
        fmt::format("{} -> {} ({})", reason.arithmetic, roman_level(reason.level), reason.rule);
    if (reason.lower_bound) {
        words += in_language(language, "，有缺项，为下限", ", a part is missing: lower bound");
    }
    return words;
}

void add_rows(TextTable& table, const LevelConclusion& level, const Places& places,
              std::string_view language) {
    std::string numeral{roman_level(level.level)};
    if (level.several_events) {
        numeral += " ※";
    }
    std::string first{level.tested ? in_language(language, "未达到任何启动条件", "no threshold met")
                                   : in_language(language, "未达到；该预案的指标均未报告",
                                                 "none met; no metric of the plan was reported")};
    if (!level.because.empty()) {
        first = because_words(level.because.front(), language);
    }
    const std::string unit = place_name(places, level.unit);
    const std::string scope = place_name(places, level.scope);
    table.add({level.report, unit,
               level.unit == level.scope ? level.plan : level.plan + " " + scope, numeral,
               level_status_words(level, language), first});
    for (std::size_t index = 1; index < level.because.size(); ++index) {
        table.add({"", "", "", "", "", because_words(level.because[index], language)});
    }
}

/// What the table itself cannot say: what 0 means, which rows are no single event.
std::string notes(const std::vector<LevelConclusion>& levels, std::string_view language) {
    std::string text;
    const auto any = [&](auto&& holds) { return std::any_of(levels.begin(), levels.end(), holds); };
    if (any([](const LevelConclusion& level) { return level.level == 0; })) {
        text += in_language(language, "“-”表示未达到任何启动条件，不等于没有灾害。\n",
                            "\"-\" means no threshold is met; it does not mean no disaster.\n");
    }
    if (any([](const LevelConclusion& level) { return level.several_events; })) {
        text += in_language(
            language, "※ 该报告为多场灾害累计，不得按一场灾害评定，仅供对照。\n",
            "※ This report counts several events; it must not be judged as one. Shown only.\n");
    }
    if (any([](const LevelConclusion& level) { return level.report == sum_report; })) {
        text += in_language(language, "SUM 为各单位最近一次报告相加。\n",
                            "SUM adds up the last report of each unit.\n");
    }
    if (any([](const LevelConclusion& level) { return !level.official; })) {
        text += in_language(language,
                            "工作默认值不是公布的标准（未找到官方文本），使用前须由人核对。\n",
                            "Working defaults are not the published thresholds (their text was not "
                            "found); a person must check them before use.\n");
    }
    return text;
}

std::string linkage_note(const LevelRun& run, std::string_view language) {
    if (run.relief_metric_known) {
        return {};
    }
    std::string text{in_language(
        language,
        "救助指标（转移安置、倒损房屋、死亡失踪等）均未报告：级别未知，不是没有灾害。\n"
        "其他指挥机构已启动响应时，可按响应联动（MOD4）先作救助准备，由人决定。\n",
        "No relief metric (relocated, houses, dead or missing) was reported: the level is unknown, "
        "not \"no disaster\".\n"
        "Where another command body has started its response, relief may be prepared by linkage "
        "(MOD4); a person decides.\n")};
    for (const ActualRow* row : run.other_commands) {
        text += fmt::format("  {} {}: {}{}\n", row->from_name, row->unit,
                            row->quantity ? roman_level(static_cast<int>(*row->quantity)) : "?",
                            row->note.empty() ? "" : " (" + row->note + ")");
    }
    return text;
}

std::string contradiction_lines(const LevelRun& run, const Rules& rules, const Places& places,
                                std::string_view language) {
    std::string text;
    for (const Contradiction& pair : run.contradictions) {
        const Metric* metric = rules.metric(pair.metric);
        text +=
            fmt::format("  {} {}: {} {} ({}) | {} {} ({})\n", place_name(places, pair.scope_code),
                        metric != nullptr && language == "zh" ? metric->name_zh : pair.metric,
                        pair.earlier->id, number_text(pair.earlier_value), pair.earlier->reporter,
                        pair.later->id, number_text(pair.later_value), pair.later->reporter);
    }
    if (text.empty()) {
        return text;
    }
    return std::string(in_language(language, "前后矛盾的数字，并列保留，请索取书面说明：\n",
                                   "Figures at odds, kept side by side; ask for a written "
                                   "explanation:\n")) +
           text;
}

std::string rule_sources(const std::vector<LevelConclusion>& levels, const Rules& rules) {
    std::set<std::string> used;
    for (const LevelConclusion& level : levels) {
        for (const LevelBecause& reason : level.because) {
            used.insert(reason.rule);
        }
    }
    std::string text;
    for (const ThresholdRule& rule : rules.thresholds) {
        if (used.count(rule.id) > 0) {
            text += fmt::format("  {} [{} {}] {} {}\n", rule.id, flag_name(rule.source.flag),
                                is_verified(rule.source.flag) ? "核实" : "未核实", rule.plan,
                                rule.source.text);
        }
    }
    return text;
}

}  // namespace

const Report& find_report(const Scenario& scenario, std::string_view id, Instant at) {
    const std::string file =
        scenario.folder.empty() ? "" : (scenario.folder / "reports.csv").string();
    std::string ids;
    for (const Report& report : scenario.reports) {
        if (report.id == id) {
            if (report.known_at <= at) {
                return report;
            }
            throw bad_input(
                {.code = "report.unknown",
                 .message = "the report was published later",
                 .file = file,
                 .field = "--report",
                 .found = fmt::format("{}, published {}", id, format_instant(report.known_at)),
                 .expected = "a report published by " + format_instant(at)});
        }
        ids += (ids.empty() ? "" : ", ") + report.id;
    }
    throw bad_input({.code = "report.unknown",
                     .message = "there is no such report",
                     .file = file,
                     .field = "--report",
                     .found = std::string(id),
                     .expected = ids.empty() ? "none: the scenario has no report" : ids});
}

LevelRun run_level(const Desk& desk, const LevelRequest& request) {
    Scenario scenario = load_scenario(request.scenario, desk.rules, desk.places);
    const Instant at = request.at.value_or(last_publication(scenario));
    return judge_levels(desk, std::move(scenario), at, request.report, request.plan);
}

LevelRun judge_levels(const Desk& desk, Scenario scenario, Instant at,
                      const std::optional<std::string>& report,
                      const std::optional<std::string>& plan) {
    LevelRun run;
    run.scenario = std::move(scenario);
    run.as_of = at;
    std::vector<const Report*> reports = known_reports(run.scenario, run.as_of);
    const bool only_sum = report == sum_report;
    if (report && !only_sum) {
        reports = {&find_report(run.scenario, *report, run.as_of)};
    }
    run.levels = conclude_levels(run.scenario, reports, desk.rules, desk.places,
                                 plan ? std::string_view(*plan) : "");
    if (only_sum) {
        std::erase_if(run.levels,
                      [](const LevelConclusion& level) { return level.report != sum_report; });
    }
    run.contradictions = contradictions(reports);
    run.relief_metric_known = any_relief_metric(reports, desk.rules);
    run.other_commands = other_commands(run.scenario, run.as_of);
    return run;
}

std::string level_json(const LevelRun& run) {
    return document_text(level_document(run));
}

nlohmann::ordered_json level_document(const LevelRun& run) {
    nlohmann::ordered_json linkage = nullptr;
    if (!run.relief_metric_known) {
        linkage = {{"rule", "MOD4"},
                   {"requires_human_decision", true},
                   {"commands", nlohmann::ordered_json::array()}};
        for (const ActualRow* row : run.other_commands) {
            linkage["commands"].push_back(
                {{"from", row->from_name},
                 {"kind", row->unit},
                 {"level", row->quantity ? number_json(*row->quantity) : nullptr},
                 {"known_at", format_instant(*row->known_at)}});
        }
    }
    return {{"schema", "relief.levels/1"},
            {"scenario", run.scenario.incident.id},
            {"as_of", format_instant(run.as_of)},
            {"levels", levels_json(run.levels)},
            {"relief_metric_known", run.relief_metric_known},
            {"linkage", std::move(linkage)},
            {"contradictions", contradictions_json(run.contradictions)}};
}

std::string level_status_words(const LevelConclusion& level, std::string_view language) {
    std::string words{level.official ? in_language(language, "官方", "official")
                                     : in_language(language, "工作默认值", "working default")};
    words += ' ';
    words += level.verified ? in_language(language, "核实", "verified")
                            : in_language(language, "未核实", "unverified 未核实");
    if (!level.in_force) {
        words += in_language(language, "（对照，未生效）", " (comparison, not in force)");
    }
    return words;
}

std::string level_table(const Desk& desk, const std::vector<LevelConclusion>& levels,
                        std::string_view language, bool explain) {
    const bool zh = language == "zh";
    TextTable table(
        zh ? std::vector<std::string>{"报告", "单位", "预案", "级别", "性质", "依据"}
           : std::vector<std::string>{"report", "unit", "plan", "level", "status", "because"});
    for (const LevelConclusion& level : levels) {
        add_rows(table, level, desk.places, language);
    }
    if (table.empty()) {
        return std::string(
            in_language(language, "没有可评定的报告。\n", "There is no report to judge.\n"));
    }
    std::string text = table.text() + '\n' + notes(levels, language);
    if (explain) {
        text += in_language(language, "规则来源：\n", "sources of the rules:\n");
        text += rule_sources(levels, desk.rules);
    }
    return text;
}

std::string level_text(const Desk& desk, const LevelRun& run, std::string_view language,
                       bool explain) {
    std::string text =
        fmt::format("{} {}\n{} {}\n\n", run.scenario.incident.id, run.scenario.incident.name_zh,
                    in_language(language, "截至", "as of"), format_instant(run.as_of));
    text += level_table(desk, run.levels, language, explain);
    text += linkage_note(run, language);
    text += contradiction_lines(run, desk.rules, desk.places, language);
    return text;
}

}  // namespace relief
