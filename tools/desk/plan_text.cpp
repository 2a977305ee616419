// SPDX-License-Identifier: Apache-2.0
#include "core/text.h"
#include "tools/desk/document.h"
#include "tools/desk/level_document.h"
#include "tools/desk/plan_document.h"
#include "tools/desk/plan_figures.h"
#include "tools/desk/plan_words.h"
#include "tools/desk/text_table.h"
#include "tools/desk/what_if_words.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace relief {
namespace {

/// Writes the plan in one language.
class PlanText {
  public:
    PlanText(const Desk& desk, const PlanRun& run, std::string language)
        : desk_(desk),
          run_(run),
          language_(std::move(language)),
          figures_(plan_figures(desk, run)) {}

    std::string text() {
        add_head();
        add_levels();
        add_needs();
        add_shipments();
        add_unmet();
        if (run_.what_if) {
            text_ += '\n' + what_if_table(desk_, run_, *run_.what_if, language_);
        }
        add_kits();
        add_aims();
        add_warnings();
        add_seconds();
        return std::move(text_);
    }

  private:
    [[nodiscard]] std::string say(std::string_view zh, std::string_view en) const {
        return std::string(in_language(language_, zh, en));
    }
    [[nodiscard]] std::string time(Instant at) const { return day_and_time(at, run_.as_of); }
    [[nodiscard]] std::string item(const std::string& id) const {
        return item_name(desk_.rules, id, language_);
    }
    [[nodiscard]] std::string place(const std::string& code) const {
        return full_place_name(desk_.places, code);
    }

    void add_title(std::string_view zh, std::string_view en) {
        text_ += fmt::format("\n{}\n", in_language(language_, zh, en));
    }

    void add_head();
    void add_levels();
    void add_needs();
    void add_shipments();
    void add_unmet();
    void add_kits();
    void add_aims();
    void add_shares();
    void add_warnings();
    void add_seconds();
    [[nodiscard]] std::string goods(const Shipment& shipment) const;
    [[nodiscard]] std::string arithmetic(const LevelConclusion& level,
                                         const LevelBecause& because) const {
        return language_ == "zh" ? level_arithmetic_zh(desk_.rules, run_.scenario, level, because)
                                 : because.arithmetic;
    }
    [[nodiscard]] std::string way(const Shipment& shipment) const;
    [[nodiscard]] std::string heads_words(const PlaceFigures& figures) const;

    const Desk& desk_;
    const PlanRun& run_;
    std::string language_;
    PlanFigures figures_;
    std::string text_;
};

void PlanText::add_head() {
    const Incident& incident = run_.scenario.incident;
    text_ += fmt::format("{}  {}\n", incident.name_zh, incident.id);
    text_ += fmt::format(
        fmt::runtime(say("截至 {}（北京时间）  种子 {}\n", "as of {} (Beijing time)  seed {}\n")),
        format_instant(run_.as_of), run_.seed);
    if (figures_.items == 0) {
        text_ += say("没有可据以计算需求的人数，方案为空。\n",
                     "No report says how many people to provide for; the plan is empty.\n");
        return;
    }
    text_ += fmt::format(
        fmt::runtime(say("需求 {} 处 {} 项；足额 {} 项，缺 {} 项，有迟到 {} 项\n",
                         "{} place(s), {} lines of needs; {} in full, {} short, {} partly late\n")),
        run_.problem.places.size(), figures_.items, figures_.items_full, figures_.items_short,
        figures_.items_late);
    if (figures_.last_arrival) {
        text_ += fmt::format(
            fmt::runtime(
                say("发运 {} 批：{} 库 {} 协议方，同时用车最多 {} 台，{} 台次（供应商另 {} "
                    "台次），共 {} 吨；{} 起到，{} 到齐\n",
                    "{} shipments from {} depot(s) and {} supplier(s); at most {} vehicles at "
                    "once, {} trips (suppliers {}), {} t; first in {}, last in {}\n")),
            run_.plan.shipments.size(), figures_.depots, figures_.suppliers, figures_.vehicles,
            figures_.trips, figures_.supplier_trips, grouped(figures_.load_kg / 1000, 1),
            time(*figures_.first_arrival), time(*figures_.last_arrival));
    }
}

void PlanText::add_levels() {
    add_title("响应等级", "Response levels");
    TextTable table(
        language_ == "zh"
            ? std::vector<std::string>{"报告", "单位", "预案", "级", "性质", "依据"}
            : std::vector<std::string>{"report", "unit", "plan", "level", "status", "because"});
    for (const LevelConclusion& level : run_.levels) {
        if (!level.in_force || !level.tested) {
            continue;
        }
        std::string because;
        if (level.several_events) {
            because = say("含多次灾害过程，不用于定级；", "several events, not acted on; ");
        }
        if (level.because.empty()) {
            because += say("未达任何条件", "no threshold met");
        } else {
            const LevelBecause& first = level.because.front();
            because += fmt::format("{} {}", arithmetic(level, first), first.rule);
            if (level.because.size() > 1) {
                because += fmt::format(fmt::runtime(say("（另 {} 条）", " (and {} more)")),
                                       level.because.size() - 1);
            }
        }
        table.add({level.report, place(level.scope), level.plan,
                   std::string(roman_level(level.level)), level_status_words(level, language_),
                   because});
    }
    text_ +=
        table.empty() ? say("没有可用于定级的报告。\n", "No report to judge by.\n") : table.text();
    for (const Contradiction& pair : run_.contradictions) {
        text_ += fmt::format(
            "! {} {}: {} {} {} | {} {} {}\n", place(pair.scope_code),
            language_ == "zh" ? metric_name_zh(desk_.rules, pair.metric) : pair.metric,
            pair.earlier->id, pair.earlier->reporter, grouped(std::llround(pair.earlier_value)),
            pair.later->id, pair.later->reporter, grouped(std::llround(pair.later_value)));
    }
}

std::string PlanText::heads_words(const PlaceFigures& figures) const {
    std::string words = place(figures.place);
    if (figures.heads == nullptr) {
        return words;
    }
    const HeadCount& heads = *figures.heads;
    if (heads.unit != heads.place) {
        words +=
            fmt::format(fmt::runtime(heads.remainder ? say("（代{}余数）", " (remainder of {})")
                                                     : say("（代{}）", " (for {})")),
                        place(heads.unit));
    }
    return words + fmt::format(fmt::runtime(say("  转移 {} 人，集中安置 {} 人{}  {}",
                                                "  relocated {}, in collective shelter {}{}  {}")),
                               grouped(std::llround(heads.relocated)),
                               grouped(std::llround(heads.collective)),
                               heads.collective_reported
                                   ? std::string()
                                   : say("（按比例，未核实）", " (by share, 未核实)"),
                               heads.report.empty() ? say("人工填报", "by hand") : heads.report);
}

void PlanText::add_needs() {
    add_title("需求、送达、缺口", "Needs, delivered, unmet");
    for (const PlaceFigures& at : figures_.places) {
        text_ += heads_words(at) + '\n';
        TextTable table(language_ == "zh"
                            ? std::vector<std::string>{"  物资", "单位", "需求", "按时", "迟到",
                                                       "缺", "时限", "到齐", "备注"}
                            : std::vector<std::string>{"  item", "unit", "need", "on time", "late",
                                                       "unmet", "due", "last in", "remark"},
                        {false, false, true, true, true, true});
        for (const NeedFigures& row : at.needs) {
            std::string remark;
            for (const std::string& other : row.substitutes) {
                remark +=
                    (remark.empty() ? say("含替代 ", "with ") : std::string("+")) + item(other);
            }
            if (!row.short_of.empty()) {
                std::set<std::string_view> names;
                for (const Unmet* unmet : row.short_of) {
                    names.insert(cause_name(unmet->cause, language_));
                }
                for (const std::string_view name : names) {
                    remark +=
                        (remark.empty() ? "" : " ") + say("缺口原因: ", "for ") + std::string(name);
                }
            }
            table.add({"  " + item(row.item), row.unit, grouped(row.quantity), grouped(row.on_time),
                       row.late == 0 ? "-" : grouped(row.late),
                       row.unmet == 0 ? "-" : grouped(row.unmet),
                       row.first_by == row.last_by
                           ? time(row.first_by)
                           : fmt::format("{} … {}", time(row.first_by), time(row.last_by)),
                       row.last_arrival ? time(*row.last_arrival) : "-", remark});
        }
        text_ += table.text();
    }
}

/// All goods of a shipment with their lots: "棉被 227床 [1:200 2:27]".
std::string PlanText::goods(const Shipment& shipment) const {
    struct Goods {
        std::string item;
        Units units = 0;
        std::string lots;
    };
    std::vector<Goods> all;
    for (const ShipmentLine& line : shipment.lines) {
        auto known = std::find_if(all.begin(), all.end(),
                                  [&](const Goods& goods) { return goods.item == line.item; });
        if (known == all.end()) {
            all.push_back({.item = line.item, .units = 0, .lots = {}});
            known = all.end() - 1;
        }
        known->units += line.quantity;
        if (!line.lot.empty()) {
            known->lots += fmt::format("{}{}:{}", known->lots.empty() ? "" : " ",
                                       short_lot(shipment, line), line.quantity);
        }
    }
    std::string words;
    for (const Goods& goods : all) {
        const Item* row = desk_.rules.item(goods.item);
        words += fmt::format("{}{} {}{}{}", words.empty() ? "" : say("、", ", "), item(goods.item),
                             grouped(goods.units), row == nullptr ? "" : row->unit,
                             goods.lots.empty() ? "" : " [" + goods.lots + "]");
    }
    return words;
}

void PlanText::add_shipments() {
    add_title("发运（方括号内为批号末段:数量，全称为 库点-物资-末段）",
              "Shipments (in brackets the end of the lot number:units; whole: depot-item-end)");
    TextTable table(language_ == "zh"
                        ? std::vector<std::string>{"批次", "发货", "接收", "车", "吨", "m3", "发车",
                                                   "到达", "路线"}
                        : std::vector<std::string>{"id", "from", "to", "vehicles", "t", "m3",
                                                   "depart", "arrive", "route"},
                    {false, false, false, false, true, true});
    std::vector<std::string> loads{""};
    for (const Flow& flow : figures_.flows) {
        for (const Shipment* shipment : flow.shipments) {
            table.add({shipment->id, origin_name(desk_, shipment->from), place(shipment->to),
                       fmt::format("{}×{}", shipment->vehicles, shipment->vehicle_class),
                       tonnes(shipment->load_kg), grouped(shipment->load_m3, 1),
                       time(shipment->depart), time(shipment->arrive), way(*shipment)});
            loads.push_back(goods(*shipment));
        }
    }
    if (table.empty()) {
        text_ += say("没有发运。\n", "Nothing is sent.\n");
        return;
    }
    // Each line of the table is followed by what is loaded.
    const std::string lines = table.text();
    std::size_t begin = 0;
    for (const std::string& load : loads) {
        const std::size_t end = lines.find('\n', begin) + 1;
        text_ += lines.substr(begin, end - begin);
        text_ += load.empty() ? "" : "      " + load + '\n';
        begin = end;
    }
}

std::string PlanText::way(const Shipment& shipment) const {
    if (shipment.mode != "road") {
        return fmt::format("{} {:.0f} km {}",
                           shipment.mode == "air" ? say("空运", "by air") : say("水运", "by boat"),
                           shipment.km, duration_words(shipment.minutes, language_));
    }
    if (shipment.edges.empty()) {
        return say("同城", "same town");
    }
    const std::string carried =
        shipment.open_point.empty()
            ? std::string()
            : fmt::format(
                  fmt::runtime(say(" 至{}，人力接运 {:.1f} km", " to {}, carried {:.1f} km")),
                  place(shipment.open_point), shipment.gap_km);
    const std::string rest =
        shipment.rest_minutes == 0
            ? std::string()
            : fmt::format(fmt::runtime(say("+停歇 {}（{} 人驾驶）", " + {} rest ({} drivers)")),
                          duration_words(shipment.rest_minutes, language_), shipment.drivers);
    return fmt::format("{:.0f} km {}{} {}{}", shipment.km,
                       duration_words(shipment.minutes, language_), rest,
                       route_numbers(desk_.network, shipment.edges, language_), carried);
}

void PlanText::add_unmet() {
    if (run_.plan.unmet.empty()) {
        return;
    }
    add_title("缺口与受限原因", "Unmet, and the limit that binds");
    TextTable table(
        language_ == "zh"
            ? std::vector<std::string>{"地方", "物资", "缺", "单位", "受限于", "去掉后缺", "说明"}
            : std::vector<std::string>{"place", "item", "unmet", "unit", "limited by", "without it",
                                       "detail"},
        {false, false, true, false, false, true});
    for (const PlaceFigures& at : figures_.places) {
        for (const NeedFigures& row : at.needs) {
            for (const Shortage& shortage : shortages_of(row)) {
                table.add(
                    {place(row.place), item(row.item), grouped(shortage.units), row.unit,
                     limit_words(*shortage.reason, language_),
                     shortage.reason->limits.empty() ? "-" : grouped(shortage.left_when_lifted),
                     say(shortage.reason->detail_zh, shortage.reason->detail)});
            }
        }
    }
    text_ += table.text();
}

void PlanText::add_kits() {
    if (run_.plan.kits.empty()) {
        return;
    }
    add_title("成套物资（齐套才计入）", "Kits (they count when complete)");
    TextTable table(
        language_ == "zh"
            ? std::vector<std::string>{"地方", "成套", "应有", "齐套", "缺", "到件"}
            : std::vector<std::string>{"place", "kit", "wanted", "complete", "short of", "parts"},
        {false, false, true, true});
    for (const KitOutcome& kit : run_.plan.kits) {
        std::string parts;
        std::string lacking;
        for (const KitPartOutcome& part : kit.parts) {
            parts += fmt::format("{}{} {}", parts.empty() ? "" : say("、", ", "), item(part.item),
                                 grouped(part.delivered));
            if (std::find(kit.short_of.begin(), kit.short_of.end(), part.need) !=
                kit.short_of.end()) {
                lacking += (lacking.empty() ? "" : say("、", ", ")) + item(part.item);
            }
        }
        table.add({place(kit.place), kit.id, grouped(kit.wanted), grouped(kit.complete),
                   lacking.empty() ? "-" : lacking, parts});
    }
    text_ += table.text();
}

void PlanText::add_aims() {
    add_title("方案质量（依次优化；界 = 任何方案都好不过此数）",
              "Quality (aims in order; bound = no plan can be better)");
    TextTable table(language_ == "zh"
                        ? std::vector<std::string>{"目标", "单位", "实际", "界", "差", "不动"}
                        : std::vector<std::string>{"aim", "unit", "value", "bound", "gap", "keeps"},
                    {false, false, true, true, true});
    for (const ObjectiveLevel& level : run_.plan.levels) {
        const AimWords words = aim_words(level, language_);
        table.add({words.name, words.unit, aim_value(level, level.value),
                   aim_value(level, level.bound), percent(level.gap()), words.keeps});
    }
    text_ += table.text();
    text_ +=
        fmt::format(fmt::runtime(say("最大差 {}\n", "worst gap {}\n")), percent(run_.plan.gap()));
    add_shares();
}

/// "满足率（由低到高）: 永吉县 60%（界 60%）… 基尼系数 0.012".
void PlanText::add_shares() {
    if (run_.plan.shares.empty()) {
        return;
    }
    std::string places;
    for (const PlaceShare& row : run_.plan.shares) {
        places += fmt::format(fmt::runtime(say("{}{} {}（界 {}）", "{}{} {} (bound {})")),
                              places.empty() ? "" : say("、", ", "), place(row.place),
                              percent(row.share), percent(row.bound));
    }
    text_ += fmt::format(
        fmt::runtime(say("各地满足率（由低到高，误差一件）: {}；基尼系数 {:.3f}\n",
                         "share served, the least first (to one package): {}; Gini {:.3f}\n")),
        places, run_.plan.gini);
    for (const ScenarioValue& row : run_.plan.scenarios) {
        text_ += fmt::format(
            fmt::runtime(say("情景 {}（概率 {}）: 缺物 {} 人时\n",
                             "scenario {} (probability {}): {} person-hours lacking\n")),
            row.name, percent(row.probability), grouped(row.lacking, 0));
    }
    if (!run_.plan.scenarios.empty()) {
        text_ +=
            fmt::format(fmt::runtime(say("按情景 {} 编制；期望 {}，最坏 {} 人时\n",
                                         "planned for {}; expected {}, worst {} person-hours\n")),
                        run_.problem.planned_for, grouped(run_.plan.expected_lacking, 0),
                        grouped(run_.plan.worst_lacking, 0));
    }
}

void PlanText::add_warnings() {
    if (run_.warnings.empty()) {
        return;
    }
    add_title("注意", "Note");
    for (const PlanWarning& warning : run_.warnings) {
        text_ += fmt::format("- {}\n", language_ == "zh" ? warning.zh : warning.en);
    }
}

void PlanText::add_seconds() {
    double total = 0;
    std::string steps;
    for (const auto& [step, seconds] : run_.seconds) {
        total += seconds;
        steps += fmt::format("  {} {:.3f}", step_name(step, language_), seconds);
    }
    text_ += fmt::format(
        fmt::runtime(say("\n用时（秒）{}  合计 {:.3f}\n", "\nseconds{}  total {:.3f}\n")), steps,
        total);
}

}  // namespace

std::string plan_text(const Desk& desk, const PlanRun& run, const std::string& language) {
    return PlanText(desk, run, language).text();
}

}  // namespace relief
