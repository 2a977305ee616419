// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/document.h"
#include "tools/desk/plan_explain.h"
#include "tools/desk/plan_words.h"
#include "tools/desk/text_table.h"
#include "tools/desk/what_if_words.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace relief {
namespace {

/// Writes an explanation in one language.
class ExplainText {
  public:
    ExplainText(const Desk& desk, const Explanation& explanation, std::string_view language)
        : desk_(desk), explanation_(explanation), run_(explanation.run), language_(language) {}

    std::string text() {
        text_ = fmt::format("{}  {}  {}\n", run_.scenario.incident.name_zh,
                            explanation_.file.scenario, format_instant(explanation_.file.as_of));
        if (explanation_.shipment) {
            add_shipment(*explanation_.shipment);
        }
        for (const NeedSources& need : explanation_.needs) {
            add_need(need);
        }
        if (explanation_.what_if) {
            text_ += '\n' + what_if_table(desk_, run_, *explanation_.what_if, language_);
        }
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
    [[nodiscard]] std::string way(double km, int minutes,
                                  const std::vector<std::string>& edges) const {
        return fmt::format("{:.0f} km {} {}", km, duration_words(minutes, language_),
                           route_numbers(desk_.network, edges, language_));
    }

    void add_shipment(const ShipmentReason& reason);
    void add_need(const NeedSources& asked);
    void add_road(const Shipment& shipment, const RoadReason& road);
    void add_price(const SourcePrice& price);
    [[nodiscard]] std::string remark(const GoodsSource& source, bool is_next) const;

    const Desk& desk_;
    const Explanation& explanation_;
    const PlanRun& run_;
    std::string_view language_;
    std::string text_;
};

void ExplainText::add_shipment(const ShipmentReason& reason) {
    const Shipment& shipment = *reason.shipment;
    text_ +=
        fmt::format("\n{}  {} → {}  {}×{}  {} → {}  {}\n", shipment.id,
                    origin_name(desk_, shipment.from), full_place_name(desk_.places, shipment.to),
                    shipment.vehicles, shipment.vehicle_class, time(shipment.depart),
                    time(shipment.arrive), tier_name(desk_.rules, shipment.tier, language_));
    add_road(shipment, reason.road);
    text_ += say("\n为何由该库发运：各来源比较（先看迟到，再看库级，再看路程；每件计）\n",
                 "\nWhy this depot: its goods beside the other sources (lateness first, then tier, "
                 "then distance; per unit)\n");
    for (const NeedSources& need : reason.needs) {
        add_need(need);
    }
    if (reason.price) {
        add_price(*reason.price);
    }
}

void ExplainText::add_road(const Shipment& shipment, const RoadReason& road) {
    if (shipment.edges.empty()) {
        text_ += say("路线：同城，不出城\n", "Road: within the town\n");
        return;
    }
    text_ += say("路线：", "Road: ") + way(shipment.km, shipment.minutes, shipment.edges) +
             say("，此刻最快\n", ", the quickest open\n");
    if (road.open != nullptr) {
        std::string ids;
        for (const std::string& id : road.closures) {
            ids += (ids.empty() ? "" : ", ") + id;
        }
        text_ += fmt::format(fmt::runtime(say("  若道路全通：{}，封路 {} 使其多走 {}\n",
                                              "  with every road open: {}; closures {} cost {}\n")),
                             way(road.open->km, road.open->minutes, road.open->edges),
                             ids.empty() ? "?" : ids,
                             duration_words(shipment.minutes - road.open->minutes, language_));
    }
    if (road.next) {
        std::vector<std::string> edges;
        for (const int edge : road.next->edges) {
            edges.push_back(desk_.network.edges[static_cast<std::size_t>(edge)].id);
        }
        text_ +=
            fmt::format(fmt::runtime(say("  次选路线：{}，多 {}\n", "  next best: {}, {} more\n")),
                        way(road.next->km, road.next->minutes, edges),
                        duration_words(road.next->minutes - shipment.minutes, language_));
    } else {
        text_ += say("  没有别的路可走\n", "  there is no other way\n");
    }
}

std::string ExplainText::remark(const GoodsSource& source, bool is_next) const {
    std::string words;
    if (source.sent > 0) {
        words = say("已选", "chosen");
    }
    if (is_next) {
        words = say("次选", "next best");
    }
    if (source.why_not == "stock") {
        return words.empty() ? say("已调完", "all sent") : words + say("，已调完", ", all sent");
    }
    if (!source.why_not.empty()) {
        words += (words.empty() ? "" : say("，", ", ")) +
                 std::string(cause_name(source.why_not, language_));
    }
    return words;
}

void ExplainText::add_need(const NeedSources& asked) {
    const DispatchNeed& need = *asked.need;
    text_ += fmt::format(
        fmt::runtime(say("\n{} {}  需 {} {}，{} 前到  [{}]\n", "\n{} {}  {} {} by {}  [{}]\n")),
        full_place_name(desk_.places, need.place), item(need.item), grouped(need.quantity),
        need.unit, time(need.by), need.id);
    if (asked.unmet != nullptr) {
        text_ += fmt::format(fmt::runtime(say("  缺 {}：{}（{}）\n", "  {} short: {} ({})\n")),
                             grouped(asked.unmet->quantity), limit_words(*asked.unmet, language_),
                             say(asked.unmet->detail_zh, asked.unmet->detail));
        if (!asked.unmet->limits.empty()) {
            text_ += fmt::format(
                fmt::runtime(say("  去掉该限制再排，仍缺 {}\n", "  without it {} stay short\n")),
                grouped(asked.unmet->left_when_lifted));
        }
    }
    TextTable table(
        language_ == "zh"
            ? std::vector<std::string>{"  来源", "物资", "库级", "已发", "尚余", "最早到", "路程",
                                       "缺物人时", "人×级", "吨公里", "说明"}
            : std::vector<std::string>{"  source", "item", "tier", "sent", "left", "soonest", "way",
                                       "person-hours", "persons x tier", "t km", "remark"},
        {false, false, false, true, true, false, true, true, true, true});
    const auto next =
        std::find_if(asked.sources.begin(), asked.sources.end(), [](const GoodsSource& source) {
            return source.sent == 0 && source.left > 0 && source.arrive >= 0;
        });
    for (auto source = asked.sources.begin(); source != asked.sources.end(); ++source) {
        const bool arrives = source->arrive >= 0;
        const auto cost = [&](double value, int decimals) {
            return arrives ? grouped(value, decimals) : std::string("-");
        };
        table.add({"  " + origin_name(desk_, source->from), item(source->item),
                   tier_name(desk_.rules, source->tier, language_), grouped(source->sent),
                   grouped(source->left),
                   arrives ? time(run_.as_of + Minutes{source->arrive}) : "-",
                   arrives ? fmt::format("{:.0f} km", source->km) : "-", cost(source->lacking, 2),
                   cost(source->tier_steps, 2), cost(source->tonne_km, 3),
                   remark(*source, source == next)});
    }
    text_ += table.empty() ? say("  没有库点或协议供应商有此物资\n",
                                 "  no depot and no agreement holds this item\n")
                           : table.text();
}

void ExplainText::add_price(const SourcePrice& price) {
    text_ += say("\n若不由该库发往此地（重排全案）\n",
                 "\nWithout this depot for this place (planned again)\n");
    TextTable table(language_ == "zh"
                        ? std::vector<std::string>{"  目标", "单位", "现方案", "不由该库", "代价"}
                        : std::vector<std::string>{"  aim", "unit", "now", "without", "price"},
                    {false, false, true, true, true});
    for (std::size_t i = 0; i < std::min(run_.plan.levels.size(), price.levels.size()); ++i) {
        const ObjectiveLevel& now = run_.plan.levels[i];
        const ObjectiveLevel& then = price.levels[i];
        const AimWords words = aim_words(now, language_);
        const double cost = now.maximise ? now.value - then.value : then.value - now.value;
        table.add({"  " + words.name, words.unit, aim_value(now, now.value),
                   aim_value(now, then.value),
                   (cost < 0 ? "-" : "") + aim_value(now, std::abs(cost))});
    }
    text_ += table.text();
    for (const Shipment& sent : price.instead) {
        std::string goods;
        for (const ShipmentLine& line : sent.lines) {
            goods += fmt::format("{}{} {}", goods.empty() ? "" : say("、", ", "), item(line.item),
                                 grouped(line.quantity));
        }
        text_ += fmt::format("  {} {} {}×{} {}: {}\n", say("改由", "instead"),
                             origin_name(desk_, sent.from), sent.vehicles, sent.vehicle_class,
                             time(sent.arrive), goods);
    }
}

}  // namespace

std::string explain_text(const Desk& desk, const Explanation& explanation,
                         std::string_view language) {
    return ExplainText(desk, explanation, language).text();
}

}  // namespace relief
