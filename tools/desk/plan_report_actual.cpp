// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/document.h"
#include "tools/desk/plan_report_parts.h"
#include "tools/desk/plan_words.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

namespace relief {
namespace {

struct ActualWord {
    std::string_view code;
    std::string_view zh;
};

constexpr std::array actual_words{
    ActualWord{"goods", "物资"},
    ActualWord{"response_level", "启动响应"},
    ActualWord{"work_group", "工作组"},
    ActualWord{"airdrop", "空投"},
    ActualWord{"split_storage", "分储"},
    ActualWord{"standby", "待命"},
    ActualWord{"relief_plan_level", "级（救助预案）"},
    ActualWord{"flood_plan_level", "级（防汛预案）"},
    ActualWord{"snow_ice_plan_level", "级（雨雪冰冻预案）"},
    ActualWord{"earthquake_or_unknown_plan_level", "级（地震或未明预案）"},
    ActualWord{"group", "个组"},
    ActualWord{"lorry", "台车"},
    ActualWord{"case", "箱"},
    ActualWord{"point", "处"},
    ActualWord{"t", "吨"},
};

std::string zh(std::string_view code) {
    const auto found = std::find_if(actual_words.begin(), actual_words.end(),
                                    [&](const ActualWord& word) { return word.code == code; });
    return escaped(found == actual_words.end() ? code : found->zh);
}

std::string unknown_or(const std::string& html) {
    return html.empty() ? "<span class=\"quiet\">—</span>" : html;
}

Units planned(const PlanRun& run, const std::string& item) {
    Units units = 0;
    for (const Shipment& shipment : run.plan.shipments) {
        for (const ShipmentLine& line : shipment.lines) {
            units += line.item == item ? line.quantity : 0;
        }
    }
    return units;
}

std::string quantity(const ActualRow& row) {
    if (!row.quantity) {
        return unknown_or("");
    }
    if (row.kind == "response_level") {
        return std::string(roman_level(static_cast<int>(*row.quantity)));
    }
    return grouped(std::llround(*row.quantity));
}

}  // namespace

/// What was really sent, as far as it was published by then. Blanks stay blanks.
std::string report_actual(const ReportContext& report) {
    HtmlTable table(
        {"编号", "类别", "物资", ">数量", "单位", "从", "到", "公布", ">本方案同种物资"});
    for (const ActualRow& row : report.run.scenario.actual) {
        if (!row.known_at || *row.known_at > report.run.as_of) {
            continue;
        }
        table.row({escaped(row.id), zh(row.kind),
                   unknown_or(row.item.empty() ? "" : report.item(row.item)), quantity(row),
                   unknown_or(zh(row.unit)), unknown_or(escaped(row.from_name)),
                   unknown_or(escaped(row.to_name)), report.time(*row.known_at),
                   unknown_or(row.item.empty() ? "" : grouped(planned(report.run, row.item)))});
    }
    return table.empty() ? std::string()
                         : "<h2>附三　当时实际的行动（公开报道，仅供对照）</h2>\n" + table.html() +
                               "<p class=\"small\">只列截至此时已公布的；— 为报道未载，不是零。"
                               "实际物资可能来自中央和外省，本方案只用省内库点和协议。</p>\n";
}

}  // namespace relief
