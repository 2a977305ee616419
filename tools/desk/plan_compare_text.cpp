// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/document.h"
#include "tools/desk/plan_compare.h"
#include "tools/desk/plan_words.h"
#include "tools/desk/text_table.h"

#include <cmath>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace relief {
namespace {

/// Writes a comparison in one language.
class CompareText {
  public:
    CompareText(const Desk& desk, const PlanComparison& comparison, std::string_view language)
        : desk_(desk), comparison_(comparison), language_(language) {}

    std::string text() {
        add_head("A", *comparison_.a);
        add_head("B", *comparison_.b);
        add_aims();
        add_measures();
        add_shares();
        add_needs();
        add_shipments();
        return std::move(text_);
    }

  private:
    [[nodiscard]] std::string say(std::string_view zh, std::string_view en) const {
        return std::string(in_language(language_, zh, en));
    }
    [[nodiscard]] std::string place(const std::string& code) const {
        return full_place_name(desk_.places, code);
    }
    [[nodiscard]] std::string time(const std::optional<Instant>& at) const {
        return at ? day_and_time(*at, comparison_.a->as_of) : "-";
    }
    static std::string signed_number(double change, const std::string& magnitude) {
        return change == 0 ? "0" : (change < 0 ? "-" : "+") + magnitude;
    }

    void add_head(const char* name, const PlanFile& file) {
        text_ += fmt::format(fmt::runtime(say("{}  {}  {}  截至 {}  种子 {}  最大差 {}\n",
                                              "{}  {}  {}  as of {}  seed {}  worst gap {}\n")),
                             name, file.file.string(), file.scenario, format_instant(file.as_of),
                             file.seed, percent(file.gap));
    }
    void add_aims();
    void add_measures();
    void add_shares();
    void add_needs();
    void add_shipments();
    /// By when a need is due; in both plans where they do not agree.
    [[nodiscard]] std::string due(const NeedPair& pair) const {
        return pair.due_a == pair.due_b || !pair.due_a || !pair.due_b
                   ? time(pair.due_a ? pair.due_a : pair.due_b)
                   : time(pair.due_a) + "→" + time(pair.due_b);
    }
    [[nodiscard]] std::string load_of(const Shipment* shipment) const;
    [[nodiscard]] std::string differs(const ShipmentPair& pair) const;

    const Desk& desk_;
    const PlanComparison& comparison_;
    std::string_view language_;
    std::string text_;
};

void CompareText::add_aims() {
    text_ += say("\n目标（依次）\n", "\nAims in order\n");
    TextTable table(language_ == "zh" ? std::vector<std::string>{"  目标", "单位", "A", "B", "B-A",
                                                                 "A 界", "B 界"}
                                      : std::vector<std::string>{"  aim", "unit", "A", "B", "B-A",
                                                                 "bound of A", "bound of B"},
                    {false, false, true, true, true, true, true});
    for (const AimPair& pair : comparison_.aims) {
        const ObjectiveLevel& shown = pair.a ? *pair.a : *pair.b;
        const AimWords words = aim_words(shown, language_);
        const auto value = [&](const std::optional<ObjectiveLevel>& level) {
            return level ? aim_value(shown, level->value) : std::string("-");
        };
        const auto bound = [&](const std::optional<ObjectiveLevel>& level) {
            return level ? aim_value(shown, level->bound) : std::string("-");
        };
        const double change = pair.a && pair.b ? pair.b->value - pair.a->value : 0;
        table.add(
            {"  " + words.name, words.unit, value(pair.a), value(pair.b),
             pair.a && pair.b ? signed_number(change, aim_value(shown, std::abs(change))) : "-",
             bound(pair.a), bound(pair.b)});
    }
    text_ += table.text();
}

void CompareText::add_measures() {
    text_ += say("\n合计\n", "\nIn sums\n");
    TextTable table({"", "A", "B"}, {false, true, true});
    const PlanMeasures& a = comparison_.measures_a;
    const PlanMeasures& b = comparison_.measures_b;
    const auto row = [&](std::string_view zh, std::string_view en, std::string x, std::string y) {
        table.add({"  " + say(zh, en), std::move(x), std::move(y)});
    };
    row("发运批次", "shipments", grouped(a.shipments), grouped(b.shipments));
    row("车次", "lorry trips", grouped(a.lorry_trips), grouped(b.lorry_trips));
    row("吨", "t", grouped(a.load_kg / 1000, 1), grouped(b.load_kg / 1000, 1));
    row("吨公里", "t km", grouped(a.tonne_km, 0), grouped(b.tonne_km, 0));
    row("车辆小时", "vehicle hours", grouped(a.vehicle_hours, 1), grouped(b.vehicle_hours, 1));
    row("需求项（分批）", "needs", grouped(a.needs), grouped(b.needs));
    row("其中有缺", "of them short", grouped(a.needs_short), grouped(b.needs_short));
    row("迟到件数", "units that come late", grouped(a.late), grouped(b.late));
    row("最早到", "first arrival", time(a.first_arrival), time(b.first_arrival));
    row("到齐", "last arrival", time(a.last_arrival), time(b.last_arrival));
    text_ += table.text();
}

void CompareText::add_shares() {
    text_ +=
        say("\n各地满足率（按人数和轻重加权）\n", "\nServed share by place (persons x weight)\n");
    TextTable table({say("  地方", "  place"), "A", "B"}, {false, true, true});
    for (const SharePair& pair : comparison_.shares) {
        table.add({"  " + place(pair.place), pair.a ? percent(*pair.a) : "-",
                   pair.b ? percent(*pair.b) : "-"});
    }
    text_ += table.text();
}

void CompareText::add_needs() {
    if (comparison_.needs.empty()) {
        text_ += say("\n两案都没有缺口，需求相同。\n",
                     "\nNothing is short in either; they ask for the same.\n");
        return;
    }
    text_ += say("\n缺口或需求不同的各项\n", "\nNeeds that are short or differ\n");
    TextTable table(
        language_ == "zh"
            ? std::vector<std::string>{"  地方", "物资", "应到", "需求 A", "需求 B", "缺 A", "缺 B",
                                       "A 受限于", "B 受限于", "编号"}
            : std::vector<std::string>{"  place", "item", "due", "need A", "need B", "short A",
                                       "short B", "A limited by", "B limited by", "id"},
        {false, false, false, true, true, true, true});
    for (const NeedPair& pair : comparison_.needs) {
        const auto units = [](const std::optional<Units>& value) {
            return value ? grouped(*value) : std::string("-");
        };
        table.add({"  " + place(pair.place), item_name(desk_.rules, pair.item, language_),
                   due(pair), units(pair.quantity_a), units(pair.quantity_b), grouped(pair.unmet_a),
                   grouped(pair.unmet_b), std::string(cause_name(pair.cause_a, language_)),
                   std::string(cause_name(pair.cause_b, language_)), pair.need});
    }
    text_ += table.text();
}

std::string CompareText::load_of(const Shipment* shipment) const {
    return shipment == nullptr
               ? "-"
               : fmt::format("{} {}×{} {} t {}→{}", shipment->id, shipment->vehicles,
                             shipment->vehicle_class, tonnes(shipment->load_kg),
                             time(shipment->depart), time(shipment->arrive));
}

std::string CompareText::differs(const ShipmentPair& pair) const {
    if (pair.a == nullptr) {
        return say("仅 B 有", "only in B");
    }
    if (pair.b == nullptr) {
        return say("仅 A 有", "only in A");
    }
    std::string words;
    const auto name = [&](bool is, std::string_view zh, std::string_view en) {
        if (is) {
            words += (words.empty() ? "" : say("、", ", ")) + say(zh, en);
        }
    };
    name(pair.times, "时间", "times");
    name(pair.load, "货", "load");
    name(pair.vehicles, "车数", "vehicles");
    name(pair.road, "路线", "road");
    return words;
}

void CompareText::add_shipments() {
    text_ += fmt::format(
        fmt::runtime(say("\n发运：相同 {} 批，不同 {} 批\n", "\nShipments: {} the same, {} not\n")),
        comparison_.same_shipments,
        static_cast<int>(comparison_.shipments.size()) - comparison_.same_shipments);
    TextTable table(language_ == "zh"
                        ? std::vector<std::string>{"  发货", "接收", "不同在", "A", "B"}
                        : std::vector<std::string>{"  from", "to", "differs in", "A", "B"});
    for (const ShipmentPair& pair : comparison_.shipments) {
        if (!pair.same()) {
            const Shipment& either = pair.a != nullptr ? *pair.a : *pair.b;
            table.add({"  " + origin_name(desk_, either.from), place(either.to), differs(pair),
                       load_of(pair.a), load_of(pair.b)});
        }
    }
    text_ += table.empty() ? "" : table.text();
}

}  // namespace

std::string compare_text(const Desk& desk, const PlanComparison& comparison,
                         std::string_view language) {
    return CompareText(desk, comparison, language).text();
}

}  // namespace relief
