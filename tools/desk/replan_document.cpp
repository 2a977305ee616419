// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/replan_document.h"

#include "routing/dispatch/plan_in_hand.h"
#include "tools/desk/document.h"
#include "tools/desk/plan_words.h"
#include "tools/desk/text_table.h"

#include <algorithm>
#include <map>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace relief {
namespace {

// The rest of a line's shipments are in the plan.
constexpr std::size_t ids_shown = 4;

/// Writes the change list in one language.
class ReplanText {
  public:
    ReplanText(const Desk& desk, const PlanRun& run, std::string language)
        : desk_(desk), run_(run), changes_(*run.changes), language_(std::move(language)) {}

    std::string text() {
        add_head();
        add_causes();
        add_lines();
        add_detours();
        add_proposals();
        add_price();
        add_warnings();
        return std::move(text_);
    }

  private:
    [[nodiscard]] std::string say(std::string_view zh, std::string_view en) const {
        return std::string(in_language(language_, zh, en));
    }
    [[nodiscard]] std::vector<std::string> header(std::vector<std::string> zh,
                                                  std::vector<std::string> en) const {
        return language_ == "zh" ? std::move(zh) : std::move(en);
    }
    void add_title(std::string_view zh, std::string_view en) {
        text_ += fmt::format("\n{}\n", in_language(language_, zh, en));
    }

    void add_head();
    void add_causes();
    void add_lines();
    void add_detours();
    void add_proposals();
    void add_price();
    void add_warnings();

    const Desk& desk_;
    const PlanRun& run_;
    const PlanChanges& changes_;
    std::string language_;
    std::string text_;
};

void ReplanText::add_head() {
    text_ += fmt::format("{}  {}\n", run_.scenario.incident.name_zh, run_.scenario.incident.id);
    text_ +=
        fmt::format(fmt::runtime(say("原方案 {}，重排 {}\n", "plan of {}, made again as of {}\n")),
                    format_instant(changes_.as_of_before), format_instant(run_.as_of));
    std::map<std::string, int> standing;
    for (const Shipment& shipment : run_.plan.shipments) {
        if (!shipment.committed.empty()) {
            ++standing[shipment.committed];
        }
    }
    const auto count = [&](const char* stage) { return standing[stage]; };
    text_ += fmt::format(
        fmt::runtime(say("不动：已发 {} 批、已签 {} 批、已收 {} 批、人工指定 {} 批\n",
                         "fixed: {} shipments departed, {} signed, {} received, {} pinned\n")),
        count("departed"), count("signed"), count("received"), count("pinned"));
    text_ += fmt::format(
        fmt::runtime(say("未发的 {} 台次中仍可照走 {} 台次，改动其中 {} 台次；{}\n",
                         "of {} trips not gone {} could go as planned, {} of these change; {}\n")),
        changes_.trips_in_hand, changes_.trips_possible, changes_.trips_changed,
        changes_.made_anew
            ? say("整体重排更好，已采用", "made anew, which serves better")
            : say("保留原方案能走的部分，补其余", "what can go is kept and the rest filled up"));
}

void ReplanText::add_causes() {
    if (run_.causes.empty()) {
        return;
    }
    add_title("起因", "What happened");
    for (const PlanCause& cause : run_.causes) {
        text_ += fmt::format("{:<4}{}\n", cause.id, say(cause.zh, cause.en));
    }
}

void ReplanText::add_lines() {
    add_title("改动的行", "Lines that change");
    TextTable table(header({"发货", "接收", "物资", "原", "新", "批次", "为何"},
                           {"from", "to", "item", "before", "after", "shipments", "why"}),
                    {false, false, false, true, true});
    for (const PlanChange& change : changes_.lines) {
        std::vector<std::string> ids =
            change.after > 0 ? change.shipments_after : change.shipments_before;
        if (ids.size() > ids_shown) {
            ids.resize(ids_shown);
            ids.emplace_back("…");
        }
        table.add({origin_name(desk_, change.from), full_place_name(desk_.places, change.to),
                   item_name(desk_.rules, change.item, language_), grouped(change.before),
                   grouped(change.after), fmt::format("{}", fmt::join(ids, " ")),
                   say(change.zh, change.en) +
                       (change.because.empty() ? "" : " [" + change.because + "]")});
    }
    text_ += table.empty() ? say("没有一行改动。\n", "No line changes.\n") : table.text();
}

void ReplanText::add_detours() {
    if (changes_.detours.empty()) {
        return;
    }
    add_title("货不变、路或时刻变的批次", "Shipments with the same goods by another road or hour");
    TextTable table(header({"批次", "原到达", "新到达", "原 km", "新 km", "因"},
                           {"id", "arrived", "arrives", "km before", "km", "because"}),
                    {false, false, false, true, true});
    for (const PlanDetour& detour : changes_.detours) {
        table.add({detour.shipment, day_and_time(detour.arrive_before, run_.as_of),
                   day_and_time(detour.arrive_after, run_.as_of), grouped(detour.km_before, 0),
                   grouped(detour.km_after, 0), detour.because});
    }
    text_ += table.text();
}

void ReplanText::add_proposals() {
    if (changes_.proposals.empty()) {
        return;
    }
    add_title("建议（由人决定）", "Proposals, for somebody to decide");
    for (const PlanProposal& proposal : changes_.proposals) {
        text_ += fmt::format("- {}\n", say(proposal.zh, proposal.en));
        if (proposal.kind == "divert" && !proposal.order.empty()) {
            text_ += fmt::format("  relief order divert {} --to {}\n", proposal.order, proposal.to);
        }
    }
}

void ReplanText::add_price() {
    add_title("各目标前后（代价）", "The aims before and after (the price)");
    TextTable table(header({"目标", "单位", "原方案", "本方案", "界", "差"},
                           {"aim", "unit", "before", "now", "bound", "gap"}),
                    {false, false, true, true, true, true});
    for (std::size_t i = 0; i < run_.plan.levels.size(); ++i) {
        const ObjectiveLevel& level = run_.plan.levels[i];
        const AimWords words = aim_words(level, language_);
        const auto before =
            std::find_if(changes_.levels_before.begin(), changes_.levels_before.end(),
                         [&](const ObjectiveLevel& row) { return row.name == level.name; });
        table.add({words.name, words.unit,
                   before == changes_.levels_before.end() ? "-" : aim_value(*before, before->value),
                   aim_value(level, level.value), aim_value(level, level.bound),
                   percent(level.gap())});
    }
    text_ += table.text();
}

void ReplanText::add_warnings() {
    bool titled = false;
    for (const PlanWarning& warning : run_.warnings) {
        const bool of_replan = warning.code == "departed_by_clock" ||
                               warning.code == "draft_superseded" || warning.code == "pin_broken" ||
                               warning.code == "driver_on_closed_road";
        if (of_replan) {
            if (!std::exchange(titled, true)) {
                add_title("注意", "Note");
            }
            text_ += fmt::format("- {}\n", say(warning.zh, warning.en));
        }
    }
}

}  // namespace

std::string replan_text(const Desk& desk, const PlanRun& run, const std::string& language) {
    return run.changes ? ReplanText(desk, run, language).text() : "";
}

}  // namespace relief
