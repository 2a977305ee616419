// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/needs_document.h"

#include "core/error.h"
#include "tools/desk/document.h"
#include "tools/desk/hand_check.h"
#include "tools/desk/level_document.h"
#include "tools/desk/text_table.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace relief {
namespace {

using Json = nlohmann::ordered_json;

void check_plan(const std::optional<std::string>& plan, const Rules& rules) {
    if (plan && rules.plan(*plan) == nullptr) {
        throw bad_input({.code = "plan.unknown",
                         .message = "there is no such response plan",
                         .file = {},
                         .field = "--plan",
                         .found = *plan,
                         .expected = "a plan_id of response_plans.csv"});
    }
}

/// Without a scenario nothing else says what happened, when, where and to how many.
void check_by_hand(const HandFigures& hand) {
    const auto require = [](bool given, std::string_view option) {
        if (!given) {
            throw bad_input({.code = "argument.value",
                             .message = "without a scenario this must be given",
                             .file = {},
                             .field = std::string(option),
                             .found = "nothing",
                             .expected = "a value"});
        }
    };
    require(hand.hazard.has_value(), "--hazard");
    require(hand.month.has_value(), "--month");
    require(hand.place.has_value(), "--place");
    require(hand.gives_heads(), "--relocated or --collective");
}

std::vector<HeadCount> reported_heads(const Desk& desk, NeedsRun& run,
                                      const NeedsRequest& request) {
    if (!run.scenario) {
        return {};
    }
    if (request.report) {
        const Report& report = find_report(*run.scenario, *request.report, *run.as_of);
        if (!report.value("relocated") && !report.value("relocated_collective")) {
            run.silent_report = report.id;
        }
        return {head_count_of(report, *run.scenario, desk.rules, desk.places)};
    }
    return head_counts(*run.scenario, known_reports(*run.scenario, *run.as_of), desk.rules,
                       desk.places);
}

/// Where the figures by hand go when no place is named: to the unit of the one report asked for.
HandFigures placed_hand(const NeedsRun& run, const NeedsRequest& request) {
    HandFigures hand = request.hand;
    if (request.report && !hand.place && run.heads.size() == 1) {
        hand.place = run.heads.front().unit;
    }
    return hand;
}

/// A place that is named narrows the answer to it.
void keep_place(NeedsRun& run, const HandFigures& hand, const Places& places) {
    if (!hand.place) {
        return;
    }
    std::erase_if(run.heads, [&](const HeadCount& heads) {
        return !places.is_within(heads.place, *hand.place);
    });
}

bool is_unknown(const HeadCount& heads, std::string_view silent_report) {
    return !heads.report.empty() && heads.report == silent_report;
}

void warn(NeedsRun& run, const NeedsRequest& request) {
    if (std::any_of(run.heads.begin(), run.heads.end(),
                    [&](const HeadCount& heads) { return is_unknown(heads, run.silent_report); })) {
        run.warnings.push_back("report " + run.silent_report +
                               " does not say how many people were relocated: what they need is "
                               "not known; give --relocated or --collective");
    }
    if (run.heads.empty()) {
        run.warnings.emplace_back(
            "no report known at this time says how many people were relocated here; give "
            "--relocated or --collective");
    }
    if (!run.context.temp_c && run.context.hazard == "snow_ice") {
        run.warnings.emplace_back(
            "no daily mean temperature was given: the rules that hang on it (stoves) are off");
    }
    if (!request.report || !run.scenario) {
        return;
    }
    const Report& report = find_report(*run.scenario, *request.report, *run.as_of);
    if (report.counts_since) {
        run.warnings.emplace_back("the report counts several events since " +
                                  format_date(*report.counts_since) +
                                  ": its figure is not the need of this one");
    }
}

std::string rule_ids(const ItemNeed& need) {
    std::string ids;
    std::string last;
    for (const QuotaStep& step : need.steps) {
        if (step.rule != last && ids.find(step.rule) == std::string::npos) {
            ids += (ids.empty() ? "" : "+") + step.rule;
        }
        last = step.rule;
    }
    return ids;
}

Json heads_json(const NeedsRun& run) {
    Json rows = Json::array();
    for (const HeadCount& heads : run.heads) {
        Json report = nullptr;
        if (!heads.report.empty()) {
            report = heads.report;
        }
        const bool unknown = is_unknown(heads, run.silent_report);
        rows.push_back({{"place", heads.place},
                        {"unit", heads.unit},
                        {"relocated", unknown ? Json(nullptr) : number_json(heads.relocated)},
                        {"collective", unknown ? Json(nullptr) : number_json(heads.collective)},
                        {"collective_reported", heads.collective_reported},
                        {"remainder", heads.remainder},
                        {"report", std::move(report)},
                        {"share_counties", heads.share_counties}});
    }
    return rows;
}

Json need_json(const ItemNeed& need, const Rules& rules) {
    Json steps = Json::array();
    for (const QuotaStep& step : need.steps) {
        steps.push_back({{"rule", step.rule},
                         {"arithmetic", step.arithmetic},
                         {"flag", flag_name(step.flag)},
                         {"verified", is_verified(step.flag)}});
    }
    Json alternatives = Json::array();
    for (const Alternative& other : need.alternatives) {
        alternatives.push_back({{"item", other.item},
                                {"rate", other.rate},
                                {"rank", other.rank},
                                {"penalty", number_json(other.penalty)},
                                {"stands_for", other.stands_for}});
    }
    const Item* item = rules.item(need.item);
    Json report = nullptr;
    if (!need.report.empty()) {
        report = need.report;
    }
    return {{"id", need.id},
            {"place", need.place},
            {"item", need.item},
            {"name", item != nullptr ? item->name_zh : need.item},
            {"quantity", need.quantity},
            {"unit", need.unit},
            {"rule", rule_ids(need)},
            {"rules", std::move(steps)},
            {"report", std::move(report)},
            {"alternatives", std::move(alternatives)}};
}

std::string heads_line(const HeadCount& heads, bool unknown, const Places& places,
                       std::string_view language) {
    const bool zh = language == "zh";
    std::string text = fmt::format("{} {}", heads.place, place_name(places, heads.place));
    if (heads.unit != heads.place) {
        const std::string unit = place_name(places, heads.unit);
        text += zh ? fmt::format("（代 {}{}）", unit, heads.remainder ? " 余数" : "")
                   : fmt::format(" (for {}{})", unit, heads.remainder ? ", remainder" : "");
    }
    if (unknown) {
        return text + fmt::format(fmt::runtime(in_language(
                                      language, "：转移安置、集中安置人数不明（报告 {} 未报）\n",
                                      ": relocated and in collective shelter not "
                                      "known (not in report {})\n")),
                                  heads.report);
    }
    const std::string_view known =
        heads.collective_reported ? in_language(language, "已报", "given")
                                  : in_language(language, "按比例估算 未核实", "estimated 未核实");
    const std::string origin =
        heads.report.empty()
            ? std::string(in_language(language, "人工填报", "by hand"))
            : std::string(in_language(language, "报告 ", "report ")) + heads.report;
    text += zh ? fmt::format("：转移安置 {}，集中安置 {}（{}），{}", number_text(heads.relocated),
                             number_text(heads.collective), known, origin)
               : fmt::format(": relocated {}, in collective shelter {} ({}), {}",
                             number_text(heads.relocated), number_text(heads.collective), known,
                             origin);
    return text + '\n';
}

std::string flag_words(const ItemNeed& need, std::string_view language) {
    const bool all = std::all_of(need.steps.begin(), need.steps.end(),
                                 [](const QuotaStep& step) { return is_verified(step.flag); });
    return std::string(all ? in_language(language, "核实", "verified") : "未核实");
}

std::string alternatives_words(const ItemNeed& need, const Rules& rules,
                               std::string_view language) {
    std::string words;
    for (const Alternative& other : need.alternatives) {
        const Item* item = rules.item(other.item);
        words += (words.empty() ? "" : ", ") +
                 (item != nullptr && language == "zh" ? item->name_zh : other.item);
    }
    return words;
}

std::string rule_source(const Rules& rules, std::string_view id) {
    for (const QuotaRule& rule : rules.quotas) {
        if (rule.id == id) {
            return fmt::format("[{}] {}", flag_name(rule.source.flag), rule.source.text);
        }
    }
    return {};
}

std::string explained_steps(const std::vector<const ItemNeed*>& needs, const Rules& rules) {
    std::string text;
    for (const ItemNeed* need : needs) {
        for (const QuotaStep& step : need->steps) {
            text += fmt::format("  {} {} {} {} {}\n", need->item, step.rule, step.arithmetic,
                                is_verified(step.flag) ? "核实" : "未核实",
                                rule_source(rules, step.rule));
        }
    }
    return text;
}

TextTable needs_table(std::string_view language) {
    return language == "zh"
               ? TextTable({"物资", "编号", "数量", "单位", "规则", "性质", "可替代"},
                           {false, false, true})
               : TextTable({"item", "id", "quantity", "unit", "rule", "status", "substitutes"},
                           {false, false, true});
}

/// The needs that came from one head count: they carry its place and, where the unit differs, its
/// unit in their ids.
bool belongs(const ItemNeed& need, const HeadCount& heads) {
    const std::string prefix =
        heads.unit == heads.place ? heads.place + ':' : heads.place + '<' + heads.unit + ':';
    return need.id.rfind(prefix, 0) == 0;
}

std::string needs_of_heads_text(const std::vector<ItemNeed>& needs, const HeadCount& heads,
                                const Rules& rules, std::string_view language, bool explain) {
    TextTable table = needs_table(language);
    std::vector<const ItemNeed*> mine;
    for (const ItemNeed& need : needs) {
        if (!belongs(need, heads)) {
            continue;
        }
        const Item* item = rules.item(need.item);
        const std::string name =
            item == nullptr ? need.item : (language == "zh" ? item->name_zh : item->name_en);
        table.add({name, need.item, std::to_string(need.quantity), need.unit, rule_ids(need),
                   flag_words(need, language), alternatives_words(need, rules, language)});
        mine.push_back(&need);
    }
    return table.text() + (explain ? explained_steps(mine, rules) : "");
}

std::string tables_text(const Desk& desk, const std::vector<HeadCount>& heads,
                        const std::vector<ItemNeed>& needs, std::string_view silent_report,
                        std::string_view language, bool explain) {
    std::string text;
    for (const HeadCount& head : heads) {
        const bool unknown = is_unknown(head, silent_report);
        text += '\n' + heads_line(head, unknown, desk.places, language);
        if (!unknown) {
            text += needs_of_heads_text(needs, head, desk.rules, language, explain);
        }
    }
    return text;
}

}  // namespace

NeedsRun run_needs(const Desk& desk, NeedsRequest request) {
    check_plan(request.plan, desk.rules);
    check_hand_figures(request.hand, desk.rules);
    if (!request.scenario) {
        check_by_hand(request.hand);
    }
    NeedsRun run;
    run.scenario = std::move(request.scenario);
    if (run.scenario) {
        run.as_of = request.at.value_or(last_publication(*run.scenario));
    }
    const Incident incident = run.scenario ? run.scenario->incident : Incident{};
    run.context = needs_context(incident, request.hand, desk.rules);
    run.heads = reported_heads(desk, run, request);
    const HandFigures hand = placed_hand(run, request);
    Incident judged = incident;
    judged.hazard = run.context.hazard;
    apply_hand_figures(desk.rules, desk.places, hand, judged, run.as_of.value_or(Instant{}),
                       run.heads);
    check_heads(run.heads);
    keep_place(run, hand, desk.places);
    for (const HeadCount& heads : run.heads) {
        for (ItemNeed& need : needs_of(heads, run.context, desk.rules)) {
            run.needs.push_back(std::move(need));
        }
    }
    warn(run, request);
    return run;
}

std::string needs_json(const Desk& desk, const NeedsRun& run) {
    Json needs = Json::array();
    for (const ItemNeed& need : run.needs) {
        needs.push_back(need_json(need, desk.rules));
    }
    Json document = {{"schema", "relief.needs/1"}, {"scenario", nullptr},
                     {"as_of", nullptr},           {"hazard", run.context.hazard},
                     {"month", run.context.month}, {"days", run.context.days},
                     {"temp_c", nullptr},          {"places", heads_json(run)},
                     {"needs", std::move(needs)},  {"warnings", run.warnings}};
    if (run.scenario) {
        document["scenario"] = run.scenario->incident.id;
        document["as_of"] = format_instant(*run.as_of);
    }
    if (run.context.temp_c) {
        document["temp_c"] = number_json(*run.context.temp_c);
    }
    return document_text(document);
}

std::string needs_tables(const Desk& desk, const std::vector<HeadCount>& heads,
                         const std::vector<ItemNeed>& needs, std::string_view language,
                         bool explain) {
    return tables_text(desk, heads, needs, "", language, explain);
}

std::string needs_text(const Desk& desk, const NeedsRun& run, std::string_view language,
                       bool explain) {
    std::string text;
    if (run.scenario) {
        text +=
            fmt::format("{} {}\n{} {}\n", run.scenario->incident.id, run.scenario->incident.name_zh,
                        in_language(language, "截至", "as of"), format_instant(*run.as_of));
    }
    text +=
        fmt::format("{} {}  {} {}  {} {}{}\n", in_language(language, "灾种", "hazard"),
                    run.context.hazard, in_language(language, "月份", "month"), run.context.month,
                    in_language(language, "天数", "days"), run.context.days,
                    run.context.temp_c
                        ? fmt::format("  {} {} C", in_language(language, "日均气温", "daily mean"),
                                      number_text(*run.context.temp_c))
                        : "");
    text += tables_text(desk, run.heads, run.needs, run.silent_report, language, explain);
    for (const std::string& warning : run.warnings) {
        text += fmt::format("{}{}\n", in_language(language, "注意：", "note: "), warning);
    }
    return text;
}

}  // namespace relief
