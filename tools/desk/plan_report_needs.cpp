// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/plan_report_parts.h"
#include "tools/desk/plan_words.h"

#include <algorithm>
#include <cmath>
#include <set>

#include <fmt/format.h>

namespace relief {
namespace {

constexpr double bar_width = 150;
constexpr double bar_height = 14;

std::string bar_part(std::string_view kind, double x, double width) {
    if (width <= 0) {
        return {};
    }
    if (kind == "on_time") {
        return fmt::format(
            "<rect x=\"{:.1f}\" y=\"2\" width=\"{:.1f}\" height=\"10\" "
            "fill=\"#4A5158\"/>",
            x, width);
    }
    if (kind == "late") {
        return fmt::format(
            "<rect x=\"{:.1f}\" y=\"7\" width=\"{:.1f}\" height=\"5\" "
            "fill=\"#F28C00\" stroke=\"#7A3900\" stroke-width=\".8\"/>",
            x, width);
    }
    return fmt::format(
        "<rect x=\"{:.1f}\" y=\"2.5\" width=\"{:.1f}\" height=\"9\" fill=\"#fff\" "
        "stroke=\"#A30018\" stroke-dasharray=\"3 2\"/>",
        x, width);
}

/// On time full and dark, late low and orange, unmet an empty red outline: told apart by shape.
std::string bar(const NeedFigures& row) {
    const double whole =
        static_cast<double>(std::max<Units>(1, row.on_time + row.late + row.unmet));
    const double scale = (bar_width - 1) / whole;
    const double on_time = static_cast<double>(row.on_time) * scale;
    const double late = static_cast<double>(row.late) * scale;
    const double unmet = static_cast<double>(row.unmet) * scale;
    return fmt::format(
        "<svg class=\"bar\" viewBox=\"0 0 {} {}\" role=\"img\" aria-label=\"按时 {} 迟到 {} 缺 "
        "{}\">"
        "{}{}{}</svg>",
        bar_width, bar_height, row.on_time, row.late, row.unmet, bar_part("on_time", 0, on_time),
        bar_part("late", on_time, late), bar_part("unmet", on_time + late, unmet));
}

std::string bar_key(std::string_view kind, std::string_view word) {
    return fmt::format("<span><svg class=\"bar\" viewBox=\"0 0 26 14\">{}</svg>{}</span>",
                       bar_part(kind, 0.5, 25), word);
}

std::string need_remark(const ReportContext& report, const NeedFigures& row) {
    std::string remark;
    for (const std::string& other : row.substitutes) {
        remark += (remark.empty() ? "含代用 " : "、") + report.item(other);
    }
    std::set<std::string> causes;
    for (const Unmet* unmet : row.short_of) {
        causes.insert(limit_words(*unmet, "zh"));
    }
    for (const std::string& cause : causes) {
        remark += (remark.empty() ? "" : "；") + fmt::format("受限于{}", cause);
    }
    return remark;
}

std::string due(const ReportContext& report, const NeedFigures& row) {
    if (row.first_by == row.last_by) {
        return report.time(row.first_by);
    }
    // "07-17 19:00 起逐日至 07-19": the hour is the same on every day.
    const std::string last = day_and_time(row.last_by, report.run.as_of);
    return fmt::format("{} 起逐日至 {}", report.time(row.first_by),
                       last.substr(0, last.rfind(' ')));
}

void add_needs(const ReportContext& report, const PlaceFigures& place, bool consumable,
               HtmlTable& table) {
    bool first = true;
    for (const NeedFigures& row : place.needs) {
        if (row.consumable != consumable) {
            continue;
        }
        if (first) {
            table.group(consumable ? "食品、饮水和卫生用品（用完即无，分日到）"
                                   : "耐用物资（用后可回收）");
            first = false;
        }
        const Units brought = std::min(row.quantity, row.on_time + row.late);
        const double share =
            static_cast<double>(brought) / static_cast<double>(std::max<Units>(1, row.quantity));
        table.row(
            {report.item(row.item), escaped(row.unit), grouped(row.quantity), grouped(row.on_time),
             row.late == 0 ? "<span class=\"quiet\">0</span>"
                           : "<span class=\"mark warn\">迟</span> " + grouped(row.late),
             row.unmet == 0 ? "<span class=\"quiet\">0</span>"
                            : "<span class=\"mark bad\">▲ 缺</span> " + grouped(row.unmet),
             bar(row), percent_html(share), due(report, row),
             row.last_arrival ? report.time(*row.last_arrival) : "<span class=\"quiet\">—</span>",
             need_remark(report, row)});
    }
}

std::string place_heading(const ReportContext& report, const PlaceFigures& place) {
    std::string html = report.place(place.place);
    if (place.heads == nullptr) {
        return html;
    }
    const HeadCount& heads = *place.heads;
    if (heads.unit != heads.place) {
        html += fmt::format("（代{}{}）", report.place(heads.unit), heads.remainder ? "余数" : "");
    }
    return html + fmt::format("　<span class=\"meta\">集中安置 {} 人{}　依据 {}</span>",
                              grouped(std::llround(heads.collective)),
                              heads.collective_reported ? "" : "（推算）",
                              heads.report.empty() ? "人工填报" : escaped(heads.report));
}

}  // namespace

std::string report_needs(const ReportContext& report) {
    std::string html = "<h2>四、需求、送达与缺口</h2>\n";
    if (report.figures.places.empty()) {
        return html + "<p>没有可据以计算需求的人数。</p>\n";
    }
    html += "<div class=\"keys\">" + bar_key("on_time", "按时送到") +
            bar_key("late", "送到但晚于时限") + bar_key("unmet", "计划期内送不到") + "</div>\n";
    for (const PlaceFigures& place : report.figures.places) {
        html += "<h3>" + place_heading(report, place) + "</h3>\n";
        HtmlTable table(
            {"物资", "单位", ">需求", ">按时", ">迟到", ">缺", "", ">送达", "时限", "到齐", "说明"},
            "needs");
        add_needs(report, place, false, table);
        add_needs(report, place, true, table);
        html += table.html();
    }
    return html;
}

std::string report_unmet(const ReportContext& report) {
    std::string html = "<h2>五、缺口及受限原因</h2>\n";
    if (report.run.plan.unmet.empty()) {
        return html + "<p>没有缺口。</p>\n";
    }
    HtmlTable table(
        {"地方", "物资", ">缺", "单位", ">占需求", "时限", "受限于", ">去掉后缺", "说明"});
    for (const PlaceFigures& place : report.figures.places) {
        for (const NeedFigures& row : place.needs) {
            for (const Shortage& shortage : shortages_of(row)) {
                std::string by = report.time(shortage.first_by);
                if (shortage.last_by > shortage.first_by) {
                    by += " 至 " + report.time(shortage.last_by);
                }
                table.row(
                    {report.place(row.place), report.item(row.item), grouped(shortage.units),
                     escaped(row.unit),
                     percent_html(static_cast<double>(shortage.units) /
                                  static_cast<double>(std::max<Units>(1, row.quantity))),
                     by,
                     fmt::format("<span class=\"mark bad\">▲ {}</span>",
                                 limit_words(*shortage.reason, "zh")),
                     shortage.reason->limits.empty() ? "—" : grouped(shortage.left_when_lifted),
                     escaped(shortage.reason->detail_zh)});
            }
        }
    }
    return html + table.html() +
           "<p class=\"small\">“受限于”经去掉该限制再排核实：方案里的发运都照走，“去掉后缺”是那时"
           "还缺的数。几项并列的，须同时去掉才有用；“—”为未及核实。</p>\n";
}

}  // namespace relief
