// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/document.h"
#include "tools/desk/plan_report_parts.h"
#include "tools/desk/plan_words.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace relief {
namespace {

std::string because_html(const ReportContext& report, const LevelConclusion& level) {
    std::string html;
    for (const LevelBecause& because : level.because) {
        html += fmt::format(
            "<div>{}　<span class=\"lot\">{}</span> {}{}</div>",
            escaped(level_arithmetic_zh(report.desk.rules, report.run.scenario, level, because)),
            escaped(because.rule), verified_mark(is_verified(because.flag)),
            because.lower_bound ? " <span class=\"quiet\">部分未报，实际可能更大</span>" : "");
    }
    if (level.several_events) {
        html += "<div class=\"quiet\">本报含多次灾害过程的累计，只列不据以启动。</div>";
    }
    if (!html.empty()) {
        return html;
    }
    return level.tested ? "<span class=\"quiet\">已报指标均未达到启动条件（不等于没有灾情）</span>"
                        : "<span class=\"quiet\">没有报告该预案所用的指标，无从判断</span>";
}

void add_row(const ReportContext& report, const LevelConclusion& level, std::string_view css_class,
             HtmlTable& table) {
    table.row({"<span class=\"no\">" + report.place(level.scope) + "</span>",
               "<span class=\"no\">" +
                   escaped(level.report == "SUM" ? "各单位合计" : level.report) + "</span>",
               escaped(plan_title_zh(report.desk.rules, level.plan)) + "<br><span class=\"lot\">" +
                   escaped(level.plan) + (level.official ? " 正式" : " 工作默认值") + "</span>",
               level.level == 0
                   ? (level.tested ? "<span class=\"quiet no\">未达</span>"
                                   : "<span class=\"quiet\">—</span>")
                   : fmt::format("<span class=\"level\">{} 级</span>", roman_level(level.level)),
               verified_mark(level.verified), because_html(report, level)},
              css_class);
}

HtmlTable levels_table() {
    return HtmlTable({"单位", "报告", "预案", "等级", "核实", "算式"}, "levels");
}

}  // namespace

std::string report_levels(const ReportContext& report) {
    std::string html = "<h2>二、响应等级（建议）</h2>\n";
    const auto standing = standing_conclusions(report.desk.rules, report.run);
    if (standing.empty()) {
        return html + "<p>已公布的报告没有给出预案所用的任何指标，无从判断。</p>\n";
    }
    HtmlTable table = levels_table();
    for (const LevelConclusion* level : standing) {
        add_row(report, *level, "", table);
    }
    return html + table.html() +
           "<p "
           "class=\"small\">"
           "按各单位自己最近一次报告；自己没有报告的，按其下各单位最近的报告。任一指标达到即达到该"
           "级，"
           "取最高；“以上”含本数。省、市、县标准原文未公开，所用为工作默认值，启动须由人决定。"
           "此前各报和对照预案的算式见附二。</p>\n";
}

std::string report_other_levels(const ReportContext& report) {
    const auto standing = standing_conclusions(report.desk.rules, report.run);
    HtmlTable table = levels_table();
    for (const bool in_force : {true, false}) {
        bool first = true;
        for (const LevelConclusion& level : report.run.levels) {
            if (level.in_force != in_force ||
                std::find(standing.begin(), standing.end(), &level) != standing.end()) {
                continue;
            }
            if (first) {
                table.group(in_force ? "已被后来报告取代，或不据以启动"
                                     : "按其他预案对照（不在施行，仅供比较）");
                first = false;
            }
            add_row(report, level, "off", table);
        }
    }
    return table.empty() ? std::string() : "<h2>附二　其余等级算式</h2>\n" + table.html();
}

}  // namespace relief
