// SPDX-License-Identifier: Apache-2.0
// What of a plan is not as in the one before it, and what more of everything would buy.
#include "tools/desk/document.h"
#include "tools/desk/plan_report_parts.h"
#include "tools/desk/plan_words.h"
#include "tools/desk/what_if_words.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace relief {
namespace {

// A chair reads what matters; the rest of a long list is in plan.json.
constexpr std::size_t lines_shown = 60;

/// Where a depot, a supplier or a place's goods come from.
std::string origin(const ReportContext& report, const std::string& id) {
    return escaped(origin_name(report.desk, id));
}

std::string cause_list(const ReportContext& report) {
    std::string html;
    for (const PlanCause& cause : report.run.causes) {
        html += fmt::format("<li><b>{}</b>　{}</li>\n", escaped(cause.id), escaped(cause.zh));
    }
    return html.empty() ? html : "<h3>起因</h3>\n<ul>\n" + html + "</ul>\n";
}

std::string line_table(const ReportContext& report, const PlanChanges& changes) {
    if (changes.lines.empty()) {
        return "<p>没有一行改动。</p>\n";
    }
    HtmlTable table({"发货", "接收", "物资", ">原", ">新", ">增减", "为何"});
    for (std::size_t i = 0; i < std::min(lines_shown, changes.lines.size()); ++i) {
        const PlanChange& change = changes.lines[i];
        const Units more = change.after - change.before;
        const std::string because =
            change.because.empty()
                ? ""
                : fmt::format(" <span class=\"mark\">{}</span>", escaped(change.because));
        table.row({origin(report, change.from), report.place(change.to), report.item(change.item),
                   grouped(change.before), grouped(change.after),
                   fmt::format("{} {}", more < 0 ? "▼" : "▲", grouped(std::abs(more))),
                   escaped(change.zh) + because});
    }
    const std::string rest =
        changes.lines.size() > lines_shown
            ? fmt::format("<p class=\"small\">另有 {} 行，见 plan.json。</p>\n",
                          changes.lines.size() - lines_shown)
            : "";
    return table.html() + rest;
}

std::string detour_table(const ReportContext& report, const PlanChanges& changes) {
    if (changes.detours.empty()) {
        return {};
    }
    HtmlTable table({"批次", "原到达", "新到达", ">原公里", ">新公里", "因"});
    for (const PlanDetour& detour : changes.detours) {
        table.row({escaped(detour.shipment), report.time(detour.arrive_before),
                   report.time(detour.arrive_after), grouped(detour.km_before, 0),
                   grouped(detour.km_after, 0), escaped(detour.because)});
    }
    return "<h3>货不变、路或时刻变的批次</h3>\n" + table.html();
}

std::string proposal_list(const PlanChanges& changes) {
    std::string html;
    for (const PlanProposal& proposal : changes.proposals) {
        html += fmt::format("<li>{}</li>\n", escaped(proposal.zh));
    }
    return html.empty() ? html : "<h3>建议（由人决定）</h3>\n<ul>\n" + html + "</ul>\n";
}

std::string price_table(const ReportContext& report, const PlanChanges& changes) {
    HtmlTable table({"目标", "单位", ">原方案", ">本方案", ">界"});
    for (const ObjectiveLevel& level : report.run.plan.levels) {
        const auto before =
            std::find_if(changes.levels_before.begin(), changes.levels_before.end(),
                         [&](const ObjectiveLevel& row) { return row.name == level.name; });
        const AimWords words = aim_words(level, "zh");
        table.row({escaped(words.name), escaped(words.unit),
                   before == changes.levels_before.end()
                       ? "—"
                       : escaped(aim_value(*before, before->value)),
                   escaped(aim_value(level, level.value)), escaped(aim_value(level, level.bound))});
    }
    return "<h3>各目标前后（代价）</h3>\n" + table.html();
}

std::string gain_cell(const std::optional<double>& value) {
    return value ? (*value < 0 ? "−" : "") + grouped(std::abs(*value), 0)
                 : std::string("<span class=\"quiet\">—</span>");
}

}  // namespace

std::string report_changes(const ReportContext& report) {
    if (!report.run.changes) {
        return {};
    }
    const PlanChanges& changes = *report.run.changes;
    std::string html = "<h2>与原方案相比的改动</h2>\n";
    html += fmt::format(
        "<p>原方案 {}，本方案 {}。未发的 {} 台次中仍可照走 {} 台次，改动其中 {} 台次；{}。"
        "改动 {} 行。</p>\n",
        report.time(changes.as_of_before), report.time(report.run.as_of), changes.trips_in_hand,
        changes.trips_possible, changes.trips_changed,
        changes.made_anew ? "整体重排更好，已采用" : "保留原方案能走的部分，补其余",
        changes.lines.size());
    return html + cause_list(report) + price_table(report, changes) + proposal_list(changes) +
           "<h3>改动的行</h3>\n" + line_table(report, changes) + detour_table(report, changes);
}

std::string report_what_if(const ReportContext& report) {
    if (!report.run.what_if) {
        return {};
    }
    std::string html = "<h3>若再多一点，能少缺多少</h3>\n";
    if (report.run.what_if->empty()) {
        return html + "<p>多一台车、一个装车位、一些存货、早一小时或恢复一条路，都不能少缺。</p>\n";
    }
    HtmlTable table({"增加", ">对偶价", ">界下降", ">重排后下降", ">至多"});
    for (const WhatIf& row : *report.run.what_if) {
        table.row({escaped(what_if_words(report.desk, report.run, row, "zh")),
                   gain_cell(row.by_dual), gain_cell(row.by_bound), gain_cell(row.by_plan),
                   gain_cell(row.at_most)});
    }
    return html + table.html() +
           "<p class=\"small\">单位为加权缺物人时，数越大越值得。对偶价和界按可分的车和货计；"
           "“重排后”按整车整件重新编排核实，两者不同时以重排为准；“至多”是再好的方案也不会超过的数"
           "；“—”为未重排。</p>\n";
}

}  // namespace relief
