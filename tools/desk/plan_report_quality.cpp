// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/document.h"
#include "tools/desk/plan_report_parts.h"
#include "tools/desk/plan_words.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace relief {
namespace {

/// What value, bound and gap of one aim mean, in a sentence.
std::string aim_sentence(const ObjectiveLevel& level) {
    constexpr double proven = 1e-6;
    if (level.gap() <= proven) {
        return "已证明最优";
    }
    return fmt::format("任何方案都不会{} {}，离最好至多差 {}", level.maximise ? "高于" : "低于",
                       escaped(aim_value(level, level.bound)), percent_html(level.gap()));
}

std::string closure_roads(const ReportContext& report, const Closure& closure) {
    if (closure.edges.empty()) {
        return closure.is_road ? "<span class=\"mark open\">？ 未落到路网</span>"
                               : "<span class=\"quiet\">非公路</span>";
    }
    std::map<std::string, double> by_road;
    double whole_km = 0;
    for (const int index : closure.edges) {
        const RoadEdge& edge = report.desk.network.edges[static_cast<std::size_t>(index)];
        by_road[edge.ref.empty() ? road_class_name_zh(edge.road_class) : edge.ref] += edge.km;
        whole_km += edge.km;
    }
    std::vector<std::pair<std::string, double>> roads(by_road.begin(), by_road.end());
    std::ranges::stable_sort(roads,
                             [](const auto& a, const auto& b) { return a.second > b.second; });
    constexpr std::size_t named = 4;
    std::string html = fmt::format("{:.0f} 公里：", whole_km);
    for (std::size_t i = 0; i < std::min(named, roads.size()); ++i) {
        html += fmt::format("{}{} {:.0f}", i == 0 ? "" : "；", escaped(roads[i].first),
                            roads[i].second);
    }
    return html + (roads.size() > named ? fmt::format(" 等 {} 条路", roads.size()) : std::string());
}

std::string reopening(const ReportContext& report, const Closure& closure) {
    if (!closure.reopened_at) {
        return "<span class=\"quiet\">—　未报，按不通计</span>";
    }
    return report.time(*closure.reopened_at) + (closure.reopen_kind == "planned"  ? " 计划"
                                                : closure.reopen_kind == "before" ? " 之前"
                                                                                  : "");
}

std::string quota_source(const Rules& rules, const std::string& id) {
    for (const QuotaRule& rule : rules.quotas) {
        if (rule.id == id) {
            return rule.source.text;
        }
    }
    return {};
}

std::string flag_word(Flag flag) {
    switch (flag) {
        case Flag::read: return "原文";
        case Flag::read_secondary: return "转载";
        case Flag::recalled: return "记忆";
        case Flag::derived: return "推算";
        case Flag::assumption: return "假设";
        case Flag::synthetic: return "示例";
    }
    return {};
}

/// The arithmetic as people write it: "⌈15700 × 0.2667 / 4⌉" for ceil(15700 x 0.2667 / 4).
std::string arithmetic_html(std::string text) {
    const auto replace = [&](std::string_view from, std::string_view to) {
        for (std::size_t at = text.find(from); at != std::string::npos;
             at = text.find(from, at + to.size())) {
            text.replace(at, from.size(), to);
        }
    };
    replace(" x ", " × ");
    replace("ceil(", "进一(");
    return escaped(text);
}

void add_why(const ReportContext& report, const NeedFigures& row, HtmlTable& table) {
    if (row.need == nullptr) {
        return;
    }
    bool first = true;
    for (const QuotaStep& step : row.need->steps) {
        table.row({first ? report.item(row.item) : std::string(),
                   first ? grouped(row.quantity) : std::string(),
                   first ? escaped(row.unit) : std::string(), escaped(step.rule),
                   arithmetic_html(step.arithmetic),
                   "<span class=\"no\">" + verified_mark(is_verified(step.flag)) +
                       " <span class=\"lot\">" + flag_word(step.flag) + "</span></span>",
                   "<span class=\"lot\">" + escaped(quota_source(report.desk.rules, step.rule)) +
                       "</span>"});
        first = false;
    }
}

}  // namespace

std::string report_quality(const ReportContext& report) {
    std::string html = "<h2>七、方案质量</h2>\n";
    HtmlTable table({">次序", "目标", ">本方案", ">界", "单位", ">差", "说明", "不得动用"}, "aims");
    int order = 0;
    for (const ObjectiveLevel& level : report.run.plan.levels) {
        const AimWords words = aim_words(level, "zh");
        table.row({std::to_string(++order), escaped(words.name),
                   escaped(aim_value(level, level.value)), escaped(aim_value(level, level.bound)),
                   escaped(words.unit), percent_html(level.gap()), aim_sentence(level),
                   escaped(words.keeps)});
    }
    return html + table.html() +
           "<p "
           "class=\"small\">"
           "各目标依次优化：前一项定了，后一项不得使它变差。“界”是由线性规划证明的极限，"
           "没有方案能好过它；差 = |本方案 − 界| ÷ 两者中较大的绝对值。模型见 "
           "model.mps，可用任何求解器核对第一个目标。"
           "</p>\n";
}

std::string report_closures(const ReportContext& report) {
    std::string html = "<h2>八、道路封闭</h2>\n";
    if (report.run.closures.empty()) {
        return html + "<p>没有封路报告。</p>\n";
    }
    HtmlTable table({"编号", "此时", "道路", "地点", "路网上的路段", "起", "恢复", "原因（原文）"},
                    "closures");
    for (const bool in_force : {true, false}) {
        for (const Closure& closure : report.run.closures) {
            if (report.in_force(closure) != in_force) {
                continue;
            }
            const bool later = closure.closed_from > report.run.as_of;
            table.row({escaped(closure.id),
                       !in_force            ? (later ? "尚未发生" : "已恢复")
                       : closure.restricted ? "<span class=\"mark warn\">限</span> 按不通计"
                                            : "<span class=\"mark bad\">✕ 断</span>",
                       escaped(closure.ref), escaped(closure.place), closure_roads(report, closure),
                       report.time(closure.closed_from), reopening(report, closure),
                       "<span class=\"en\">" + escaped(closure.cause) + "</span>"},
                      in_force ? "" : "off");
        }
    }
    return html + table.html() +
           "<p "
           "class=\"small\">"
           "计划恢复的路在本计划内仍按不通安排；没有落到路网上的封闭不影响行车时间，须人工核对。</"
           "p>\n";
}

std::string report_why(const ReportContext& report) {
    if (report.figures.places.empty()) {
        return {};
    }
    std::string html = "<h2>附一　需求为何是这些数</h2>\n";
    for (const PlaceFigures& place : report.figures.places) {
        HtmlTable table({"物资", ">需求", "单位", "规则", "算式", "性质", "出处"}, "why");
        for (const NeedFigures& row : place.needs) {
            add_why(report, row, table);
        }
        if (!table.empty()) {
            html += "<h3>" + report.place(place.place);
            if (place.heads != nullptr && place.heads->unit != place.place) {
                html += "（代" + report.place(place.heads->unit) + "）";
            }
            html += "</h3>\n" + table.html();
        }
    }
    return html +
           "<p "
           "class=\"small\">“进一”为向上取整。原文、转载为核实；记忆、推算、假设为未核实。</p>\n";
}

std::string report_notes(const ReportContext& report) {
    std::string html = "<h2>九、签发前须知</h2>\n<ul>\n";
    for (const PlanWarning& warning : report.run.warnings) {
        html += "<li>" + escaped(warning.zh) + "</li>\n";
    }
    html +=
        "<li>时限、权重、留底、签发耗时、装卸、代用等表为假设，未核实；见 data/rules。</li>\n"
        "<li>发车时刻已含签发、集结和装车；未含验收、军警管制和临时收费站排队。</li>\n"
        "</ul>\n<p class=\"small\">地图：© OpenStreetMap contributors, ODbL 1.0（道路）；"
        "边界数据许可未记录，仅供内部使用，对外须用审定底图；河流 Natural Earth。</p>\n";
    return html;
}

std::string report_seconds(const ReportContext& report) {
    double total = 0;
    std::string steps;
    for (const auto& [step, seconds] : report.run.seconds) {
        total += seconds;
        steps += fmt::format("{} {:.3f}　", escaped(step_name(step, "zh")), seconds);
    }
    // One line of its own: the only part of the page that may differ between two runs.
    return fmt::format("<footer>\n用时（秒）　{}合计 {:.3f}\n</footer>\n", steps, total);
}

}  // namespace relief
