// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/assess.h"
#include "tools/desk/document.h"
#include "tools/desk/json_parts.h"
#include "tools/desk/plan_map_sheet.h"
#include "tools/desk/plan_report_parts.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

namespace relief {
namespace {

using Json = nlohmann::ordered_json;

const ExposedUnit* unit_of(const Exposure& exposure, std::string_view code) {
    const auto at = std::lower_bound(
        exposure.units.begin(), exposure.units.end(), code,
        [](const ExposedUnit& unit, std::string_view wanted) { return unit.code < wanted; });
    return at != exposure.units.end() && at->code == code ? &*at : nullptr;
}

Json properties_of(const std::vector<AssessedFigure>& figures, std::size_t first,
                   const Places& places) {
    Json properties{{"code", figures[first].code},
                    {"name", place_name(places, figures[first].code)}};
    for (std::size_t m = 0; m < loss_metric_count; ++m) {
        const AssessedFigure& figure = figures[first + m];
        const std::string id(loss_metric_ids.at(m));
        properties[id + "_p10"] = number_json(std::round(figure.band.p10 * 10) / 10);
        properties[id + "_p50"] = number_json(std::round(figure.band.p50 * 10) / 10);
        properties[id + "_p90"] = number_json(std::round(figure.band.p90 * 10) / 10);
    }
    return properties;
}

Json outline_json(const Feature& county) {
    Json rings = Json::array();
    for (const std::vector<LonLat>& ring : county.parts) {
        Json positions = Json::array();
        for (const LonLat at : ring) {
            positions.push_back(position_json(at));
        }
        rings.push_back(Json::array({std::move(positions)}));
    }
    return {{"type", "MultiPolygon"}, {"coordinates", std::move(rings)}};
}

std::string whole_number(double value) {
    return number_text(std::round(value));
}

/// The totals of one level, "county", "prefecture" or "province", by where their codes end.
bool is_county(std::string_view code) {
    return !code.ends_with("00");
}

/// Circles for townships, as large as their people to relocate, darker with the hazard.
std::string dots(const AssessRun& run, const AssessDesk& desk, const MapSheet& sheet) {
    double most = 1;
    double worst = 0;
    for (const AssessedFigure& figure : run.assessment.units) {
        if (figure.metric == LossMetric::relocated) {
            most = std::max(most, figure.band.p50);
            worst = std::max(worst, figure.hazard);
        }
    }
    std::string svg;
    for (const AssessedFigure& figure : run.assessment.units) {
        const ExposedUnit* unit = unit_of(desk.exposure, figure.code);
        if (figure.metric != LossMetric::relocated || unit == nullptr || unit->points.empty() ||
            figure.band.p90 < 1) {
            continue;
        }
        const DrawnPoint at = sheet.at(unit->points.front());
        const double radius = 2 + 14 * std::sqrt(std::min(1.0, figure.band.p50 / most));
        svg += fmt::format(
            "<circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"{:.1f}\" fill=\"#1F4E79\" "
            "fill-opacity=\"{:.2f}\" stroke=\"#1F4E79\" stroke-width=\"0.6\"{}><title>{}: {} ({} ~ "
            "{})</title></circle>\n",
            at.x, at.y, radius, 0.15 + 0.55 * (worst > 0 ? figure.hazard / worst : 0),
            unit->own_point ? "" : " stroke-dasharray=\"2 1.5\"", escaped(unit->name),
            whole_number(figure.band.p50), whole_number(figure.band.p10),
            whole_number(figure.band.p90));
    }
    return svg;
}

std::vector<LonLat> shown_places(const AssessRun& run, const AssessDesk& desk) {
    std::vector<LonLat> shown;
    for (const AssessedFigure& figure : run.assessment.units) {
        const ExposedUnit* unit = unit_of(desk.exposure, figure.code);
        if (figure.metric == LossMetric::relocated && figure.band.p50 >= 1 && unit != nullptr &&
            !unit->points.empty()) {
            shown.push_back(unit->points.front());
        }
    }
    if (shown.empty()) {
        for (const ExposedUnit& unit : desk.exposure.units) {
            shown.push_back(unit.points.front());
        }
    }
    return shown;
}

/// Names of counties with their P50, the most people first; those without room are left out.
std::string county_labels(const AssessRun& run, const AssessDesk& desk, const MapSheet& sheet) {
    std::vector<const AssessedFigure*> counties;
    for (const AssessedFigure& figure : run.assessment.totals) {
        if (figure.metric == LossMetric::relocated && is_county(figure.code) &&
            figure.band.p50 >= 1) {
            counties.push_back(&figure);
        }
    }
    std::stable_sort(
        counties.begin(), counties.end(),
        [](const AssessedFigure* a, const AssessedFigure* b) { return a->band.p50 > b->band.p50; });
    constexpr double size = 12;
    constexpr double reach = 5;
    LabelPlacer placer(sheet.frame());
    std::string svg = fmt::format("<g class=\"labels\" font-size=\"{}\">\n", size);
    for (const AssessedFigure* figure : counties) {
        const Place* place = desk.places.find_code(figure->code);
        if (place == nullptr || !place->longitude) {
            continue;
        }
        const DrawnPoint at = sheet.at(LonLat{*place->longitude, *place->latitude});
        const std::string text = place->name + ' ' + whole_number(figure->band.p50);
        const auto box = placer.place(at.x, at.y, reach, drawn_width(text, size), size + 2);
        if (box) {
            svg += fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\">{}</text>\n", box->left,
                               box->bottom - 3, escaped(text));
        }
    }
    return svg + "</g>\n";
}

std::string map_html(const AssessRun& run, const AssessDesk& desk) {
    constexpr double width = 1160;
    constexpr double least_km = 80;
    const MapSheet sheet(shown_places(run, desk), width, least_km);
    std::string svg = fmt::format(
        "<svg class=\"map\" viewBox=\"0 0 {:.0f} {:.0f}\" role=\"img\" "
        "aria-label=\"灾情分布图\">\n",
        sheet.width(), sheet.height());
    for (const Feature& county : desk.counties.features) {
        const std::string path = sheet.path(county);
        if (!path.empty()) {
            svg += fmt::format(
                "<path d=\"{}\" fill=\"#fff\" stroke=\"#7A828B\" "
                "stroke-width=\"1\"/>\n",
                path);
        }
    }
    svg += dots(run, desk, sheet) + county_labels(run, desk, sheet) + "</svg>\n";
    return "<figure>" + svg +
           "<figcaption class=\"small\">圆：乡镇需转移安置人数 "
           "P50（面积），颜色深浅：灾害强度；虚线圆："
           "乡镇无坐标，按县内均匀摆放，位置近似。县名旁为 "
           "P50。县界天地图，边界数据许可未记录，内部使用。</figcaption></figure>\n";
}

std::string cell(const AssessedFigure& figure) {
    return fmt::format("<b>{}</b><br><span class=\"quiet\">{} ~ {}</span>",
                       whole_number(figure.band.p50), whole_number(figure.band.p10),
                       whole_number(figure.band.p90));
}

std::string totals_html(const AssessRun& run, const AssessDesk& desk) {
    HtmlTable table({"地区", ">受灾人口", ">需转移安置", ">倒塌(间)", ">严损(间)", ">一般损坏(间)",
                     ">死亡", ">农作物(公顷)", ">直接损失(万元)", "所据报告"});
    const std::vector<AssessedFigure>& totals = run.assessment.totals;
    for (std::size_t i = totals.size(); i >= loss_metric_count; i -= loss_metric_count) {
        const std::size_t first = i - loss_metric_count;
        if (std::round(totals[first].band.p90) < 1) {
            continue;
        }
        std::vector<std::string> cells{escaped(place_name(desk.places, totals[first].code))};
        std::string evidence;
        for (std::size_t m = 0; m < loss_metric_count; ++m) {
            cells.push_back(cell(totals[first + m]));
            for (const std::string& report : totals[first + m].evidence) {
                if (evidence.find(report) == std::string::npos) {
                    evidence += (evidence.empty() ? "" : " ") + report;
                }
            }
        }
        cells.push_back(escaped(evidence));
        table.row(cells);
    }
    return table.html();
}

std::string needs_html(const AssessRun& run, const AssessDesk& desk) {
    std::map<std::string, std::pair<Units, Units>> sums;
    std::vector<std::string> order;
    for (const AssessedNeeds& county : run.needs) {
        for (const ItemNeed& need : county.first) {
            if (sums.emplace(need.item, std::pair<Units, Units>{}).second) {
                order.push_back(need.item);
            }
            sums[need.item].first += need.quantity;
        }
        for (const ItemNeed& need : county.standby) {
            if (sums.emplace(need.item, std::pair<Units, Units>{}).second) {
                order.push_back(need.item);
            }
            sums[need.item].second += need.quantity;
        }
    }
    HtmlTable table({"物资", ">首批（P50）", ">待命（P90 减 P50）", "单位"});
    for (const std::string& id : order) {
        const Item* item = desk.rules.item(id);
        table.row({escaped(item == nullptr ? id : item->name_zh), std::to_string(sums[id].first),
                   std::to_string(sums[id].second), escaped(item == nullptr ? "" : item->unit)});
    }
    return table.empty() ? "<p>按 P90 也无人需要转移安置。</p>" : table.html();
}

/// Over the style of the plan's report: the bulletin goes on one sheet of A4 where it can.
constexpr std::string_view bulletin_style = R"css(
.losses{overflow-x:auto}
.losses td:first-child{white-space:nowrap}
.send{column-count:2;column-gap:24px}
@media print{
@page{size:A4 portrait;margin:10mm 10mm 13mm 10mm;@bottom-left{content:"灾情快速评估通报　内部使用";font-size:8pt}}
figure{margin:4pt 0}
figure svg{max-height:72mm}
.losses{overflow:visible}
.send{column-count:3;column-gap:12pt}
h2{margin-top:6pt;font-size:11pt;line-height:14pt}
.losses table,.send table{font-size:7pt;line-height:8.5pt}
.losses th,.losses td,.send th,.send td{padding:1pt 2pt}
.lead{font-size:11pt;line-height:15pt;padding:4pt 8pt;margin:4pt 0}
}
)css";

std::string lead_html(const AssessRun& run) {
    const Assessment& made = run.assessment;
    const auto province = [&](LossMetric metric) { return made.figure("220000", metric); };
    const AssessedFigure* affected = province(LossMetric::affected);
    const AssessedFigure* relocated = province(LossMetric::relocated);
    if (affected == nullptr || relocated == nullptr) {
        return "<p class=\"lead\">没有乡镇受到影响。</p>\n";
    }
    return fmt::format(
        "<p class=\"lead\">受灾人口约 <b>{}</b>（八成把握 {} ~ {}），需转移安置约 <b>{}</b>（{} ~ "
        "{}）"
        "；无人死亡的可能 {:.0f}%。<span class=\"mark open\">未核实</span> "
        "模型与报告综合的估计，不是统计数。</p>\n",
        whole_number(affected->band.p50), whole_number(affected->band.p10),
        whole_number(affected->band.p90), whole_number(relocated->band.p50),
        whole_number(relocated->band.p10), whole_number(relocated->band.p90),
        made.chance_of_no_death * 100);
}

std::string sources_html(const AssessRun& run, const AssessDesk& desk) {
    const Assessment& made = run.assessment;
    std::string html = fmt::format(
        "<p class=\"small\">灾害：{}。暴露：{}（{:.0f} 人）。抽样 {} 次，种子 "
        "{}；合计按每次抽样相加，不是"
        "分位数相加。",
        escaped(made.hazard_zh), escaped(made.exposure_zh), made.people, made.draws, made.seed);
    for (const std::string& note : run.notes_zh) {
        html += escaped(note) + "。";
    }
    if (!made.assumed.empty()) {
        html += "无实测、取假定值的县：";
        for (std::size_t i = 0; i < made.assumed.size(); ++i) {
            html += (i == 0 ? "" : "、") + escaped(place_name(desk.places, made.assumed[i]));
        }
        html += "。";
    }
    return html + "</p>\n";
}

}  // namespace

std::string assess_geojson(const AssessDesk& desk, const AssessRun& run) {
    Json features = Json::array();
    const auto add = [&](const std::string& code, Json geometry, Json properties) {
        features.push_back({{"type", "Feature"},
                            {"id", code},
                            {"geometry", std::move(geometry)},
                            {"properties", std::move(properties)}});
    };
    const std::size_t code_field = desk.counties.field("district_adcode");
    const std::vector<AssessedFigure>& totals = run.assessment.totals;
    for (std::size_t i = 0; i + loss_metric_count <= totals.size(); i += loss_metric_count) {
        for (const Feature& county : desk.counties.features) {
            if (county.values.at(code_field) == totals[i].code) {
                add(totals[i].code, outline_json(county), properties_of(totals, i, desk.places));
            }
        }
    }
    const std::vector<AssessedFigure>& units = run.assessment.units;
    for (std::size_t i = 0; i + loss_metric_count <= units.size(); i += loss_metric_count) {
        const ExposedUnit* unit = unit_of(desk.exposure, units[i].code);
        if (unit == nullptr || unit->points.empty()) {
            continue;
        }
        Json properties = properties_of(units, i, desk.places);
        properties["hazard"] = number_json(std::round(units[i].hazard * 100) / 100);
        properties["own_point"] = unit->own_point;
        add(units[i].code,
            {{"type", "Point"}, {"coordinates", position_json(unit->points.front())}},
            std::move(properties));
    }
    return document_text({{"type", "FeatureCollection"},
                          {"exposure", run.assessment.exposure_zh},
                          {"hazard", run.assessment.hazard_zh},
                          {"features", std::move(features)}});
}

std::string assess_bulletin_html(const AssessDesk& desk, const AssessRun& run) {
    const std::string title =
        run.scenario ? run.scenario->incident.name_zh : std::string("灾情快速评估");
    return fmt::format(
        "<!doctype html>\n<html lang=\"zh\"><head><meta charset=\"utf-8\">"
        "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">"
        "<title>{0}</title><style>{1}{8}</style></head><body><main>\n"
        "<div class=\"top\"><span><b>灾情快速评估通报</b></span><span>截至 "
        "{2}（北京时间）</span></div>\n"
        "<h1>{0}</h1>\n{3}{4}<h2>各地损失 <span class=\"en\">P50，下为 P10 ~ P90</span></h2>\n"
        "<div class=\"losses\">{5}</div>\n"
        "<h2>物资需求 <span class=\"en\">按 P50 首批发出，P90 减 P50 待命</span></h2>\n"
        "<div class=\"send\">{6}</div>\n"
        "<h2>依据</h2>\n{7}</main></body></html>\n",
        escaped(title), report_style(), format_short(run.as_of), lead_html(run),
        map_html(run, desk), totals_html(run, desk), needs_html(run, desk), sources_html(run, desk),
        bulletin_style);
}

}  // namespace relief
