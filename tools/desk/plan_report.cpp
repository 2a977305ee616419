// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/plan_report.h"

#include "tools/desk/document.h"
#include "tools/desk/plan_document.h"
#include "tools/desk/plan_report_parts.h"
#include "tools/desk/plan_words.h"

#include <algorithm>

#include <fmt/format.h>

namespace relief {

std::string ReportContext::place(std::string_view code) const {
    return escaped(full_place_name(desk.places, code));
}

std::string ReportContext::item(std::string_view id) const {
    return escaped(item_name(desk.rules, id, "zh"));
}

std::string ReportContext::time(Instant at) const {
    return "<span class=\"no\">" + day_and_time(at, run.as_of) + "</span>";
}

bool ReportContext::in_force(const Closure& closure) const {
    return std::find(run.closures_in_force.begin(), run.closures_in_force.end(), closure.id) !=
           run.closures_in_force.end();
}

std::string escaped(std::string_view text) {
    std::string html;
    for (const char c : text) {
        switch (c) {
            case '&': html += "&amp;"; break;
            case '<': html += "&lt;"; break;
            case '>': html += "&gt;"; break;
            case '"': html += "&quot;"; break;
            default: html += c;
        }
    }
    return html;
}

std::string percent_html(double share) {
    return escaped(percent(share));
}

std::string tonnes_html(double kg) {
    return escaped(tonnes(kg));
}

std::string verified_mark(bool verified) {
    return verified ? "<span class=\"mark\">✓ 核实</span>"
                    : "<span class=\"mark open\">未核实</span>";
}

HtmlTable::HtmlTable(const std::vector<std::string>& headings, std::string_view css_class)
    : head_(css_class.empty() ? "<table>" : fmt::format("<table class=\"{}\">", css_class)) {
    head_ += "<thead><tr>";
    for (const std::string& heading : headings) {
        const bool number = heading.starts_with('>');
        numbers_.push_back(number);
        head_ += number ? "<th class=\"n\">" + heading.substr(1) : "<th>" + heading;
        head_ += "</th>";
    }
    head_ += "</tr></thead>\n";
}

void HtmlTable::row(const std::vector<std::string>& cells, std::string_view css_class) {
    rows_ += css_class.empty() ? "<tr>" : fmt::format("<tr class=\"{}\">", css_class);
    for (std::size_t column = 0; column < cells.size(); ++column) {
        rows_ += numbers_[column] ? "<td class=\"n\">" : "<td>";
        rows_ += cells[column] + "</td>";
    }
    rows_ += "</tr>\n";
}

void HtmlTable::group(const std::string& html, std::string_view css_class) {
    rows_ += fmt::format("<tr class=\"group {}\"><td colspan=\"{}\">{}</td></tr>\n", css_class,
                         numbers_.size(), html);
}

std::string HtmlTable::html() const {
    return head_ + "<tbody>\n" + rows_ + "</tbody></table>\n";
}

std::string plan_report_html(const Desk& desk, const PlanRun& run, PlanRoads& roads) {
    const ReportContext report{
        .desk = desk, .run = run, .roads = roads, .figures = plan_figures(desk, run)};
    std::string page = fmt::format(
        "<!DOCTYPE html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
        "<title>救灾物资调拨方案（拟） · {} · 截至 {}</title>\n<style>{}</style>\n</head>\n"
        "<body>\n<main>\n",
        escaped(run.scenario.incident.name_zh), format_instant(run.as_of), report_style());
    page += report_summary(report);
    page += report_changes(report);
    page += report_known(report);
    page += report_levels(report);
    page += report_map(report);
    page += report_needs(report);
    page += report_unmet(report);
    page += report_what_if(report);
    page += report_shipments(report);
    page += report_quality(report);
    page += report_closures(report);
    page += report_notes(report);
    page += report_why(report);
    page += report_other_levels(report);
    page += report_actual(report);
    page += report_seconds(report);
    page += "</main>\n</body>\n</html>\n";
    return page;
}

std::string plan_report_html(const Desk& desk, const PlanRun& run) {
    PlanRoads roads(desk);
    return plan_report_html(desk, run, roads);
}

}  // namespace relief
