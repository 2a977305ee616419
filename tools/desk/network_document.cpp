// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/document.h"
#include "tools/desk/network_desk.h"
#include "tools/desk/text_table.h"

#include <array>
#include <cmath>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace relief {
namespace {

using nlohmann::ordered_json;

/// The findings' words for a person.
struct FindingWords {
    std::string_view reason;
    std::string_view zh;
    std::string_view en;
};

constexpr std::array finding_words{
    FindingWords{"access_unreadable", "通行权限看不懂，原文保留",
                 "access not understood, kept as words"},
    FindingWords{"barrier_off_road", "障碍物不在车行道上，略去", "barrier on no road, left out"},
    FindingWords{"condition_by_hour", "分时段限制，按时段计", "ban by the hour, reckoned with"},
    FindingWords{"condition_in_words", "有条件的限制，原文保留", "condition kept as words"},
    FindingWords{"duration_unreadable", "渡船时长看不懂", "duration of a ferry not understood"},
    FindingWords{"limit_unreadable", "限高限重看不懂，按未知计",
                 "limit not understood, taken as unknown"},
    FindingWords{"oneway_unreadable", "单行标记看不懂，按双向计",
                 "one-way not understood, taken as two-way"},
    FindingWords{"point_missing", "文件里没有这个点", "point not in the file"},
    FindingWords{"point_repeated", "同一点连写两次，计一次",
                 "point named twice in a row, counted once"},
    FindingWords{"restriction_ambiguous", "转向限制可作几种解释，略去",
                 "turn restriction with several meanings, left out"},
    FindingWords{"restriction_conditional", "分时段转向限制，不强制",
                 "turn restriction at times only, not enforced"},
    FindingWords{"restriction_member_missing", "转向限制的道路不在路网里，略去",
                 "turn restriction whose road is not here, left out"},
    FindingWords{"restriction_moot", "单行道已禁止的转向", "turn that a one-way forbids anyway"},
    FindingWords{"restriction_not_joined", "转向限制的道路不相接，略去",
                 "turn restriction whose roads do not meet, left out"},
    FindingWords{"restriction_of_others", "只限制其他车辆的转向",
                 "turn restriction of other vehicles"},
    FindingWords{"restriction_too_large", "转向限制成员过多，略去",
                 "turn restriction of too many members, left out"},
    FindingWords{"restriction_unreadable", "转向限制看不懂，略去",
                 "turn restriction not understood, left out"},
    FindingWords{"restriction_via_unclear", "转向限制没有写清路口，略去",
                 "turn restriction without a clear via, left out"},
    FindingWords{"speed_unreadable", "限速看不懂，按未知计",
                 "speed limit not understood, taken as unknown"},
    FindingWords{"way_cut_at_gap", "道路缺点处断开", "road cut where a point is missing"},
    FindingWords{"way_forbidden", "禁止车辆通行，略去", "road barred to vehicles, left out"},
    FindingWords{"way_no_vehicles", "人行、自行车等道路，略去", "footway or the like, left out"},
    FindingWords{"way_not_a_road", "不是道路", "no road"},
    FindingWords{"way_not_built", "规划、在建或废弃，略去",
                 "planned, building or given up, left out"},
    FindingWords{"way_one_point", "不足两点，略去", "fewer than two points, left out"},
    FindingWords{"way_oneway_changing", "潮汐车道，双向都按不通计",
                 "direction changes, taken as closed both ways"},
};

std::string_view words_of(std::string_view reason, std::string_view language) {
    for (const FindingWords& words : finding_words) {
        if (words.reason == reason) {
            return in_language(language, words.zh, words.en);
        }
    }
    return reason;
}

double rounded_by(double value, double steps_in_one) {
    return std::round(value * steps_in_one) / steps_in_one;
}

ordered_json figures_json(const NetworkFigures& figures) {
    constexpr double metres = 1'000;
    constexpr double degrees_e7 = 1e7;
    ordered_json classes = ordered_json::array();
    for (const ClassLength& of_class : figures.classes) {
        classes.push_back({{"class", to_word(of_class.street_class)},
                           {"pieces", of_class.pieces},
                           {"km", rounded_by(of_class.km, metres)}});
    }
    return {{"schema", "relief.network/1"},
            {"file", figures.file},
            {"source", figures.source},
            {"nodes", figures.nodes},
            {"arcs", figures.arcs},
            {"ways", figures.ways},
            {"km", rounded_by(figures.km, metres)},
            {"km_with_ref", rounded_by(figures.km_with_ref, metres)},
            {"km_bridge", rounded_by(figures.km_bridge, metres)},
            {"km_height_known", rounded_by(figures.km_height_known, metres)},
            {"km_weight_known", rounded_by(figures.km_weight_known, metres)},
            {"classes", classes},
            {"barriers", figures.barriers},
            {"turn_restrictions", figures.turn_restrictions},
            {"conditions_plain", figures.conditions_plain},
            {"conditions_in_words", figures.conditions_in_words},
            {"parts", figures.parts},
            {"largest_part_share", rounded_by(figures.largest_part_share, 10'000)},
            {"bounds",
             {rounded_by(figures.west, degrees_e7), rounded_by(figures.south, degrees_e7),
              rounded_by(figures.east, degrees_e7), rounded_by(figures.north, degrees_e7)}}};
}

}  // namespace

std::string network_json(const NetworkFigures& figures) {
    return document_text(figures_json(figures));
}

std::string network_json(const NetworkReadAnswer& answer) {
    ordered_json document = figures_json(answer.figures);
    document["saved_as"] = answer.saved_as ? ordered_json(*answer.saved_as) : ordered_json();
    document["saved_bytes"] = answer.saved_bytes;
    document["index_saved_as"] =
        answer.index_saved_as ? ordered_json(*answer.index_saved_as) : ordered_json();
    document["read"] = {{"nodes", answer.report.nodes_read},
                        {"ways", answer.report.ways_read},
                        {"relations", answer.report.relations_read},
                        {"ways_kept", answer.report.ways_kept},
                        {"restrictions_kept", answer.report.restrictions_kept}};
    ordered_json findings = ordered_json::array();
    for (const ReadFinding& finding : answer.report.findings) {
        findings.push_back(
            {{"reason", finding.reason}, {"count", finding.count}, {"examples", finding.examples}});
    }
    document["findings"] = findings;
    return document_text(document);
}

std::string network_text(const NetworkFigures& figures, std::string_view language) {
    const bool is_zh = language == "zh";
    std::string text = fmt::format(
        is_zh ? fmt::runtime("路网 {}\n来源 {}\n节点 {}，有向路段 {}，道路 {}，共 {:.1f} 公里\n")
              : fmt::runtime("network {}\nsource {}\n{} nodes, {} arcs, {} ways, {:.1f} km\n"),
        figures.file, figures.source, figures.nodes, figures.arcs, figures.ways, figures.km);
    text += fmt::format(
        is_zh ? fmt::runtime(
                    "有编号 {:.1f} 公里，桥梁 {:.1f} 公里；已知限高 {:.1f} 公里，已知限重 {:.1f} "
                    "公里，其余未知\n障碍物 {}，转向限制 {}，分时段限制 {}，原文保留的限制 {}\n"
                    "互不相连的部分 {}，最大一块占节点 {:.1f}%\n")
              : fmt::runtime(
                    "{:.1f} km with a number, {:.1f} km of bridges; height known on {:.1f} km, "
                    "weight on {:.1f} km, elsewhere unknown\n{} barriers, {} turn "
                    "restrictions, {} bans by the hour, {} conditions in words\n"
                    "{} parts, the largest with {:.1f} % of the nodes\n"),
        figures.km_with_ref, figures.km_bridge, figures.km_height_known, figures.km_weight_known,
        figures.barriers, figures.turn_restrictions, figures.conditions_plain,
        figures.conditions_in_words, figures.parts, figures.largest_part_share * 100);
    TextTable table(is_zh ? std::vector<std::string>{"等级", "段", "公里"}
                          : std::vector<std::string>{"class", "pieces", "km"},
                    {false, true, true});
    for (const ClassLength& of_class : figures.classes) {
        table.add({std::string(to_word(of_class.street_class)), fmt::format("{}", of_class.pieces),
                   fmt::format("{:.1f}", of_class.km)});
    }
    return text + table.text();
}

std::string network_text(const NetworkReadAnswer& answer, std::string_view language) {
    const bool is_zh = language == "zh";
    const ReadReport& report = answer.report;
    std::string text = network_text(answer.figures, language);
    text +=
        fmt::format(is_zh ? fmt::runtime("读入：点 {}，线 {}，关系 {}；采用道路 {}，转向限制 {}\n")
                          : fmt::runtime("read: {} nodes, {} ways, {} relations; kept {} ways, "
                                         "{} turn restrictions\n"),
                    report.nodes_read, report.ways_read, report.relations_read, report.ways_kept,
                    report.restrictions_kept);
    TextTable table(is_zh ? std::vector<std::string>{"情况", "数量", "例"}
                          : std::vector<std::string>{"finding", "count", "for example"},
                    {false, true, false});
    for (const ReadFinding& finding : report.findings) {
        table.add({std::string(words_of(finding.reason, language)),
                   fmt::format("{}", finding.count),
                   finding.examples.empty() ? "" : finding.examples.front()});
    }
    text += table.empty() ? "" : table.text();
    if (answer.saved_as) {
        text += fmt::format(is_zh ? fmt::runtime("已存为 {}（{} 字节）\n")
                                  : fmt::runtime("saved as {} ({} bytes)\n"),
                            *answer.saved_as, answer.saved_bytes);
    }
    return text;
}

}  // namespace relief
