// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/document.h"
#include "tools/desk/plan_report_parts.h"
#include "tools/desk/plan_words.h"

#include <algorithm>
#include <cmath>
#include <map>

#include <fmt/format.h>

namespace relief {
namespace {

/// What does not come, the largest shares first: "盒饭 31,400 份", …
std::vector<std::string> shortages(const ReportContext& report) {
    struct Short {
        std::string item;
        std::string unit;
        Units units = 0;
        Units needed = 0;
    };
    std::vector<Short> items;
    for (const PlaceFigures& place : report.figures.places) {
        for (const NeedFigures& row : place.needs) {
            auto found = std::find_if(items.begin(), items.end(),
                                      [&](const Short& s) { return s.item == row.item; });
            if (found == items.end()) {
                items.push_back({.item = row.item, .unit = row.unit});
                found = items.end() - 1;
            }
            found->units += row.unmet;
            found->needed += row.quantity;
        }
    }
    std::erase_if(items, [](const Short& s) { return s.units == 0; });
    const auto share = [](const Short& s) {
        return static_cast<double>(s.units) / static_cast<double>(std::max<Units>(1, s.needed));
    };
    std::stable_sort(items.begin(), items.end(),
                     [&](const Short& a, const Short& b) { return share(a) > share(b); });
    std::vector<std::string> words;
    words.reserve(items.size());
    for (const Short& s : items) {
        words.push_back(
            fmt::format("{} {} {}", report.item(s.item), grouped(s.units), escaped(s.unit)));
    }
    return words;
}

std::string place_list(const ReportContext& report) {
    constexpr std::size_t named = 3;
    const auto& places = report.run.problem.places;
    std::string words;
    for (std::size_t i = 0; i < std::min(named, places.size()); ++i) {
        words += (i == 0 ? "" : "、") + report.place(places[i]);
    }
    return words + (places.size() > named ? "等" : "") + fmt::format(" {} 处", places.size());
}

/// The plan in one sentence: from how many to how many, how much, when, what is short.
std::string conclusion(const ReportContext& report) {
    const PlanFigures& figures = report.figures;
    if (figures.items == 0) {
        return "截至此时的报告没有给出可据以计算需求的转移安置人数，本方案不安排发运。";
    }
    if (!figures.last_arrival) {
        return fmt::format("{}有需求 {} 项，但没有物资能够送达。", place_list(report),
                           figures.items);
    }
    std::string text = fmt::format(
        "拟由 {} 个库点{}向{}发运 <b>{} 批</b>、动用车辆 <b>{} 台</b>（{} 台次{}），共 {} "
        "吨；最早 {} 到，<b>最晚 {} 到齐</b>。",
        figures.depots,
        figures.suppliers > 0 ? fmt::format("和 {} 家协议供应商", figures.suppliers) : "",
        place_list(report), grouped(static_cast<std::int64_t>(report.run.plan.shipments.size())),
        grouped(std::int64_t{figures.vehicles}), grouped(std::int64_t{figures.trips}),
        figures.supplier_trips > 0
            ? fmt::format("，供应商自运另 {} 台次", grouped(std::int64_t{figures.supplier_trips}))
            : "",
        tonnes_html(figures.load_kg), report.time(*figures.first_arrival),
        report.time(*figures.last_arrival));
    const std::vector<std::string> missing = shortages(report);
    if (missing.empty()) {
        return text + fmt::format("{} 项需求全部足额。", figures.items);
    }
    constexpr std::size_t named = 5;
    text += fmt::format("{} 项需求中 {} 项足额；<b>还缺</b>：", figures.items, figures.items_full);
    for (std::size_t i = 0; i < std::min(named, missing.size()); ++i) {
        text += (i == 0 ? "" : "、") + missing[i];
    }
    return text + (missing.size() > named ? fmt::format(" 等 {} 种。", missing.size())
                                          : std::string("。"));
}

/// "国家 IV 级、吉林省 III 级（未核实）", … : what stands, the most severe row of each plan.
std::string level_line(const ReportContext& report) {
    struct Standing {
        const LevelConclusion* level;
        std::string name;
    };
    std::vector<Standing> rows;
    for (const LevelConclusion* level : standing_conclusions(report.desk.rules, report.run)) {
        auto known = std::find_if(rows.begin(), rows.end(), [&](const Standing& row) {
            return row.level->plan == level->plan && row.level->scope == level->scope;
        });
        if (known == rows.end()) {
            const ResponsePlan* plan = report.desk.rules.plan(level->plan);
            const bool country = plan != nullptr && plan->jurisdiction_level == "country";
            rows.push_back({level, country ? "国家" : report.place(level->scope)});
        } else if (level->level > 0 &&
                   (known->level->level == 0 || level->level < known->level->level)) {
            known->level = level;
        }
    }
    std::string html;
    for (const Standing& row : rows) {
        html += fmt::format("{}{} {}{}", html.empty() ? "" : "　", row.name,
                            row.level->level == 0
                                ? std::string("未达启动条件")
                                : fmt::format("<b>{} 级</b>", roman_level(row.level->level)),
                            row.level->level == 0 ? "" : " " + verified_mark(row.level->verified));
    }
    return html.empty() ? html : "<p class=\"standing\">响应等级建议　" + html + "</p>\n";
}

std::string tile(std::string_view key, const std::string& value, const std::string& detail,
                 std::string_view css_class = "") {
    return fmt::format(
        "<div class=\"tile {}\"><div class=\"k\">{}</div><div class=\"v\">{}</div>"
        "<div class=\"d\">{}</div></div>\n",
        css_class, key, value, detail);
}

/// The worst of the aims but the count of changed lines, whose bound is weak and stands in the
/// table.
double goods_gap(const DispatchPlan& plan) {
    double worst = 0;
    for (const ObjectiveLevel& level : plan.levels) {
        worst = level.name == "fewest_changes" ? worst : std::max(worst, level.gap());
    }
    return worst;
}

std::string tiles(const ReportContext& report) {
    const PlanFigures& figures = report.figures;
    const PlanRun& run = report.run;
    std::string html = "<div class=\"tiles\">\n";
    html += tile("需求", fmt::format("{} 项", figures.items),
                 fmt::format("{} 处，至 {}", run.problem.places.size(),
                             day_and_time(run.problem.until, run.as_of)));
    html += tile("足额", fmt::format("{} 项", figures.items_full), "计划期内全部送到");
    html += figures.items_late > 0
                ? tile("迟", fmt::format("▲ {} 项", figures.items_late), "有一部分晚于时限", "warn")
                : tile("迟", "0 项", "没有晚于时限的");
    html += figures.items_short > 0
                ? tile("缺", fmt::format("▲ {} 项", figures.items_short), "原因见“缺口”", "bad")
                : tile("缺", "0 项", "没有缺口");
    html += tile(
        "发运", fmt::format("{} 批", run.plan.shipments.size()),
        fmt::format("{} 吨，{} 立方米", tonnes_html(figures.load_kg), grouped(figures.load_m3, 0)));
    html +=
        tile("与最优界的差距", percent_html(goods_gap(run.plan)), "各目标中最大的，改动条数见附表");
    return html + "</div>\n";
}

std::string synthetic_band(const ReportContext& report) {
    std::string html =
        "<div class=\"band\"><b>演示数据</b>　库存、车辆、协议供应商均为合成数据（"
        "data/baseline），不是任何库点的真实数据，不得据此调拨。灾情、封路按公开报道。</div>\n";
    if (report.run.shifted_days != 0) {
        html += fmt::format(
            "<div class=\"band\"><b>日期已平移</b>　合成库存是 {} "
            "的情形；为对应本次灾害，生产、到期、协议日期一律平移 {:+} 天（约 {:.1f} "
            "年）。</div>\n",
            format_date(report.desk.baseline.picture_on), report.run.shifted_days,
            report.run.shifted_days / 365.25);
    }
    // Most of a province's people may stand at its seat only because their counties were silent:
    // whoever signs must see that before the first lorry.
    for (const PlanWarning& warning : report.run.warnings) {
        if (warning.code == "remainder") {
            html += fmt::format("<div class=\"band\"><b>▲ 去向待定</b>　{}</div>\n",
                                escaped(warning.zh));
        }
    }
    return html;
}

std::string figure_text(const ReportedFigure& figure) {
    std::string text = std::trunc(figure.value) == figure.value
                           ? grouped(std::llround(figure.value))
                           : grouped(figure.value, 1);
    if (figure.value == 0) {
        text += " <span class=\"quiet\">零报</span>";
    }
    if (figure.exactness == "rounded") {
        text = "约 " + text;
    } else if (figure.exactness == "derived") {
        text += " <span class=\"quiet\">推算</span>";
    }
    return text;
}

const ReportedFigure* figure_of(const Report& report, std::string_view metric) {
    for (const ReportedFigure& figure : report.figures) {
        if (figure.metric == metric) {
            return &figure;
        }
    }
    return nullptr;
}

/// Metrics that any of the reports gives, in the order of the rule table.
std::vector<const Metric*> metrics_of(const ReportContext& report,
                                      const std::vector<const Report*>& reports) {
    std::vector<const Metric*> metrics;
    for (const Metric& metric : report.desk.rules.metrics) {
        if (std::any_of(reports.begin(), reports.end(),
                        [&](const Report* r) { return figure_of(*r, metric.id) != nullptr; })) {
            metrics.push_back(&metric);
        }
    }
    return metrics;
}

/// One column a report: figures of different offices stand side by side and are never added.
std::string reports_table(const ReportContext& report, const std::vector<const Report*>& reports) {
    std::vector<std::string> headings{"指标", "单位"};
    for (const Report* r : reports) {
        headings.push_back(fmt::format(
            ">{} {}<br><span class=\"en\">{}<br>数字截至 {}<br>公布 {}</span>", escaped(r->id),
            escaped(r->scope_name.empty() ? place_name(report.desk.places, r->scope_code)
                                          : r->scope_name),
            escaped(r->reporter), day_and_time(r->stat_time, report.run.as_of),
            day_and_time(r->known_at, report.run.as_of)));
    }
    HtmlTable table(headings);
    for (const Metric* metric : metrics_of(report, reports)) {
        std::vector<std::string> cells{escaped(metric->name_zh),
                                       std::string(metric_unit_zh(metric->unit))};
        for (const Report* r : reports) {
            const ReportedFigure* figure = figure_of(*r, metric->id);
            cells.push_back(figure == nullptr ? "<span class=\"quiet\">—</span>"
                                              : figure_text(*figure));
        }
        table.row(cells);
    }
    std::vector<std::string> marks{"来源性质", ""};
    for (const Report* r : reports) {
        marks.push_back(verified_mark(is_verified(r->flag)));
    }
    table.row(marks);
    return table.html() + "<p class=\"small\">— 未报，不是零；“约”为报道的约数。</p>\n";
}

std::string contradictions_table(const ReportContext& report) {
    if (report.run.contradictions.empty()) {
        return {};
    }
    HtmlTable table({"单位", "指标", "前一报", ">数", "后一报", ">数", "处置"});
    for (const Contradiction& pair : report.run.contradictions) {
        const bool fell = pair.later_value < pair.earlier_value;
        table.row(
            {report.place(pair.scope_code), escaped(metric_name_zh(report.desk.rules, pair.metric)),
             escaped(pair.earlier->id + " " + pair.earlier->reporter),
             grouped(std::llround(pair.earlier_value)),
             escaped(pair.later->id + " " + pair.later->reporter),
             grouped(std::llround(pair.later_value)),
             std::string("<span class=\"mark warn\">▲ ") + (fell ? "累计数减少" : "口径不一") +
                 "</span> 请书面说明，两数并列，不取其一"});
    }
    return "<h3>互相矛盾的数字</h3>\n" + table.html();
}

std::string heads_table(const ReportContext& report) {
    if (report.run.heads.empty()) {
        return {};
    }
    HtmlTable table(
        {"安置地", "报告单位", "依据", ">转移安置 人", ">集中安置 人", "集中安置数来由"});
    for (const HeadCount& heads : report.run.heads) {
        table.row(
            {report.place(heads.place),
             report.place(heads.unit) + (heads.remainder ? " 减去已报县后的余数，置于驻地" : ""),
             heads.report.empty() ? "人工填报" : escaped(heads.report),
             grouped(std::llround(heads.relocated)), grouped(std::llround(heads.collective)),
             heads.collective_reported ? "报告所载" : "按比例推算 " + verified_mark(false)});
    }
    return "<h3>据以计算需求的人数</h3>\n" + table.html();
}

}  // namespace

std::string report_summary(const ReportContext& report) {
    const PlanRun& run = report.run;
    const Incident& incident = run.scenario.incident;
    std::string html = fmt::format(
        "<div class=\"top\"><span><b>救灾物资调拨方案（拟）</b>　未经签发，供会商审定</span>"
        "<span>内部使用</span></div>\n<h1>{}</h1>\n"
        "<p class=\"meta\"><b>截至 {}（北京时间）</b>所知　灾种 {}　灾害发生 {}　情景 {}　种子 "
        "{}</p>\n",
        escaped(incident.name_zh), long_time_zh(run.as_of),
        escaped(hazard_name(incident.hazard, "zh")), long_time_zh(incident.start),
        escaped(incident.id), run.seed);
    html += "<p class=\"lead\">" + conclusion(report) + "</p>\n";
    return html + level_line(report) + tiles(report) + synthetic_band(report);
}

std::string report_known(const ReportContext& report) {
    const auto reports = known_reports(report.run.scenario, report.run.as_of);
    std::string html = "<h2>一、当时掌握的情况</h2>\n";
    if (reports.empty()) {
        return html + "<p>截至此时没有公布的报告。</p>\n";
    }
    return html + reports_table(report, reports) + contradictions_table(report) +
           heads_table(report);
}

}  // namespace relief
