// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/document.h"
#include "tools/desk/field_report_document.h"
#include "tools/desk/json_parts.h"
#include "tools/desk/responses.h"
#include "tools/desk/text_table.h"
#include "tools/desk/word_list.h"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace relief {
namespace {

using nlohmann::ordered_json;

constexpr std::array response_words{
    WordOfId{"start", "启动", "start"},
    WordOfId{"adjust", "调整", "adjust"},
    WordOfId{"end", "终止", "end"},
    WordOfId{"decline", "决定不启动", "decided not to start"},
    WordOfId{"keep", "维持", "keep"},
    WordOfId{"none", "不启动", "nothing to start"},
    WordOfId{"open", "灾情发展中", "open"},
    WordOfId{"stable", "灾情稳定", "stable"},
    WordOfId{"over", "灾害结束", "over"},
    WordOfId{"relief", "救助", "relief"},
    WordOfId{"flood", "防汛", "flood"},
    WordOfId{"earthquake", "抗震", "earthquake"},
    WordOfId{"ice", "低温雨雪冰冻", "ice"},
    WordOfId{"geology", "地质灾害", "geology"},
    WordOfId{"forest_fire", "森林草原火灾", "forest fire"},
    WordOfId{"other", "其他", "other"},
    WordOfId{"linkage", "响应联动", "linkage with another command body"},
    WordOfId{"neighbour", "邻近国家或省份受灾", "a neighbouring country or province"},
    WordOfId{"lowering", "酌情降低启动标准", "may be started below the threshold"},
    WordOfId{"likely_is_enough", "研判可能达到即可启动",
             "a judgement that it may be reached is enough"},
    WordOfId{"due", "未到期", "due"},
    WordOfId{"overdue", "超时", "overdue"},
    WordOfId{"done", "办结", "done"},
    WordOfId{"late", "超时办结", "done late"},
    WordOfId{"standing", "常规要求", "standing rule"},
    WordOfId{"ended", "响应已终止", "response ended"},
    WordOfId{"above", "上级", "the unit above"},
    WordOfId{"below", "下级", "a unit below"},
    WordOfId{"beside", "相邻单位", "a unit beside"},
    WordOfId{"civil_affairs", "救灾主管部门", "civil affairs"},
    WordOfId{"duty_desk", "值班室", "duty desk"},
    WordOfId{"desk", "值班室", "desk"},
    WordOfId{"national_office", "国家减灾办", "national office"},
    WordOfId{"all", "各有关单位", "all"},
};

std::string level_words(int level, std::string_view language) {
    return level == 0 ? "-"
                      : fmt::format("{}{}", roman_level(level), in_language(language, "级", ""));
}

/// Who decides at the level advised, or at the least one where none is.
Deciders who_decides(const ResponsesDesk& desk, const ResponseAdvice& advice) {
    constexpr int least = 4;
    int level = advice.advised == 0 ? least : advice.advised;
    if (advice.standing != 0) {
        level = std::min(level, advice.standing);
    }
    return deciders_of(desk.rules, desk.desk.rules, *advice.plan, level);
}

ordered_json linkages_json(const ResponseAdvice& advice) {
    ordered_json rows = ordered_json::array();
    for (const Linkage& linkage : advice.linkages) {
        rows.push_back({{"modifier", text_or_null(linkage.modifier)},
                        {"rule_of", text_or_null(linkage.rule_of)},
                        {"of_this_plan", linkage.of_this_plan},
                        {"level", linkage.level},
                        {"because", linkage.because},
                        {"relation", text_or_null(linkage.relation)},
                        {"flag", flag_name(linkage.flag)}});
    }
    return rows;
}

ordered_json elsewhere_json(const ResponsesDesk& desk) {
    ordered_json rows = ordered_json::array();
    for (const ResponseElsewhere* row : known_elsewhere(desk.elsewhere, desk.at)) {
        rows.push_back({{"at", format_instant(row->at)},
                        {"body", row->body},
                        {"kind", row->kind},
                        {"unit", text_or_null(row->unit)},
                        {"level", row->level},
                        {"source", row->source},
                        {"officer", row->officer}});
    }
    return rows;
}

std::string linkage_words(const ResponsesDesk& desk, const Linkage& linkage,
                          std::string_view language) {
    const ModifierRule* rule = desk.rules.modifier(linkage.modifier);
    std::string text =
        rule != nullptr
            ? fmt::format("{} {}", rule->id, word_of(response_words, rule->kind, language))
        : linkage.relation.empty()
            ? std::string(in_language(language, "与邻省联动的标准",
                                      "threshold together with a neighbouring province"))
            : word_of(response_words, linkage.relation, language) +
                  std::string(in_language(language, "已启动", " has started"));
    text += fmt::format("{}{}", in_language(language, "：", ": "), linkage.because);
    if (linkage.level != 0) {
        text += fmt::format(" -> {}", level_words(linkage.level, language));
    }
    if (!linkage.of_this_plan) {
        text += fmt::format(fmt::runtime(in_language(language, "（{} 的规定，仅供参考）",
                                                     " (a rule of {}, for comparison)")),
                            linkage.rule_of);
    }
    return text;
}

std::string decider_words(const Deciders& who, std::string_view language) {
    std::string text = who.role;
    if (who.outside) {
        text += in_language(language, "（账外机关，凭文号）", " (outside the books: by its paper)");
    }
    if (!who.borrowed_from.empty()) {
        text += fmt::format(fmt::runtime(in_language(language, "（借用 {}）", " (as in {})")),
                            who.borrowed_from);
    }
    if (!is_verified(who.flag)) {
        text += in_language(language, " 未核实", " unverified");
    }
    return text;
}

std::string advice_text(const ResponsesDesk& desk, std::string_view language) {
    const bool zh = language == "zh";
    TextTable table(
        zh ? std::vector<std::string>{"单位", "预案", "现为", "按数字", "建议", "由谁决定"}
           : std::vector<std::string>{"unit", "plan", "stands at", "by the figures", "advised",
                                      "who decides"});
    std::string notes;
    for (const ResponseAdvice& advice : desk.advice) {
        std::string step = word_of(response_words, advice.step, language);
        if (advice.step == "start" || advice.step == "adjust") {
            step += fmt::format(" {}", level_words(advice.advised, language));
        }
        if (advice.phase != "open") {
            step += fmt::format(" ({})", word_of(response_words, advice.phase, language));
        }
        table.add({place_name(desk.desk.places, advice.scope), advice.plan->id,
                   level_words(advice.standing, language),
                   advice.known ? level_words(advice.level, language)
                                : std::string(in_language(language, "未知", "unknown")),
                   step, decider_words(who_decides(desk, advice), language)});
        for (const Linkage& linkage : advice.linkages) {
            notes += fmt::format("  {} {}: {}\n", place_name(desk.desk.places, advice.scope),
                                 advice.plan->id, linkage_words(desk, linkage, language));
        }
    }
    std::string text = table.text();
    if (!notes.empty()) {
        text += fmt::format("\n{}\n{}",
                            in_language(language, "联动与酌定，由人决定：",
                                        "Linkage and discretion, for a person to decide:"),
                            notes);
    }
    return text;
}

ordered_json decision_json(const ResponsesDesk& desk, const ResponseDecision& decision) {
    return {{"id", decision.id},
            {"at", format_instant(decision.at)},
            {"step", decision.step},
            {"plan", decision.plan},
            {"scope", decision.scope},
            {"scope_name", place_name(desk.desk.places, decision.scope)},
            {"level", decision.level},
            {"level_before", decision.level_before},
            {"recommended", decision.recommended},
            {"recommended_known", decision.recommended_known},
            {"away", decision.level != decision.recommended},
            {"role", decision.role},
            {"person", text_or_null(decision.person)},
            {"post", text_or_null(decision.post)},
            {"document", text_or_null(decision.document)},
            {"modifier", text_or_null(decision.modifier)},
            {"reason", text_or_null(decision.reason)},
            {"officer", decision.officer},
            {"recommendation", ordered_json::parse(decision.recommendation, nullptr, false)}};
}

std::string head_text(const ResponsesDesk& desk, std::string_view language) {
    return fmt::format("{} {}\n{} {}\n\n", desk.incident.event, desk.incident.name,
                       in_language(language, "截至", "as of"), format_instant(desk.at));
}

std::string action_words(const ResponsesDesk& desk, const ResponseAction& action,
                         std::string_view language) {
    const auto rule = std::ranges::find(desk.rules.actions, action.rule, &ActionRule::id);
    return language == "zh" && rule != desk.rules.actions.end() ? rule->words_zh : action.words;
}

std::string countdown(const ActionState& state, std::string_view language) {
    std::string text = word_of(response_words, state.state, language);
    if (state.state == "due") {
        text = fmt::format(fmt::runtime(in_language(language, "还有 {}", "in {}")),
                           span_words(state.by, language));
    } else if (state.state == "overdue" || state.state == "late") {
        text += fmt::format(" {}", span_words(state.by, language));
    }
    return text;
}

std::string whose(const ResponseAction& action, std::string_view language) {
    if (action.borrowed_from.empty()) {
        return std::string(in_language(language, "本预案", "this plan"));
    }
    return fmt::format(fmt::runtime(in_language(language, "借用 {}", "as in {}")),
                       action.borrowed_from);
}

}  // namespace

ordered_json advice_json(const ResponsesDesk& desk, const ResponseAdvice& advice) {
    const Deciders who = who_decides(desk, advice);
    return {{"plan", advice.plan->id},
            {"scope", advice.scope},
            {"scope_name", place_name(desk.desk.places, advice.scope)},
            {"level", advice.level},
            {"known", advice.known},
            {"verified", advice.verified},
            {"phase", advice.phase},
            {"standing", advice.standing},
            {"advised", advice.advised},
            {"step", advice.step},
            {"decides",
             {{"role", who.role},
              {"posts", who.posts},
              {"outside", who.outside},
              {"borrowed_from", text_or_null(who.borrowed_from)},
              {"flag", flag_name(who.flag)}}},
            {"because", levels_json(advice.because)},
            {"linkages", linkages_json(advice)}};
}

std::string responses_level_json(const ResponsesDesk& desk) {
    ordered_json document = level_document(desk.run);
    document["event"] = desk.incident.event;
    document["advice"] = ordered_json::array();
    for (const ResponseAdvice& advice : desk.advice) {
        document["advice"].push_back(advice_json(desk, advice));
    }
    document["elsewhere"] = elsewhere_json(desk);
    return document_text(document);
}

std::string responses_level_text(const ResponsesDesk& desk, std::string_view language,
                                 bool explain) {
    return level_text(desk.desk, desk.run, language, explain) + "\n" + advice_text(desk, language);
}

std::string responses_json(const ResponsesDesk& desk) {
    ordered_json states = ordered_json::array();
    for (const ResponseState& state : response_states(desk.decisions, desk.at)) {
        states.push_back({{"plan", state.plan},
                          {"scope", state.scope},
                          {"scope_name", place_name(desk.desk.places, state.scope)},
                          {"level", state.level},
                          {"started_at", time_json(state.started_at)}});
    }
    ordered_json decisions = ordered_json::array();
    for (const ResponseDecision& decision : desk.decisions) {
        if (decision.at <= desk.at) {
            decisions.push_back(decision_json(desk, decision));
        }
    }
    return document_text({{"schema", "relief.responses/1"},
                          {"event", desk.incident.event},
                          {"as_of", format_instant(desk.at)},
                          {"responses", std::move(states)},
                          {"decisions", std::move(decisions)},
                          {"elsewhere", elsewhere_json(desk)}});
}

std::string responses_text(const ResponsesDesk& desk, std::string_view language) {
    const bool zh = language == "zh";
    std::string text = head_text(desk, language);
    TextTable table(zh ? std::vector<std::string>{"时间", "单位", "预案", "决定", "级别",
                                                  "当时建议", "谁决定", "文号", "理由"}
                       : std::vector<std::string>{"time", "unit", "plan", "decision", "level",
                                                  "advised then", "by", "paper", "reason"});
    for (const ResponseDecision& decision : desk.decisions) {
        if (decision.at > desk.at) {
            continue;
        }
        const std::string advised = decision.recommended_known || decision.recommended != 0
                                        ? level_words(decision.recommended, language)
                                        : std::string(in_language(language, "未知", "unknown"));
        table.add({format_short(decision.at), place_name(desk.desk.places, decision.scope),
                   decision.plan, word_of(response_words, decision.step, language),
                   level_words(decision.level, language), advised,
                   decision.person.empty() ? decision.role : decision.person, decision.document,
                   decision.modifier.empty() ? decision.reason
                                             : decision.modifier + " " + decision.reason});
    }
    text += table.empty() ? std::string(in_language(language, "还没有响应决定。\n",
                                                    "Nothing has been decided yet.\n"))
                          : table.text();
    bool any = false;
    for (const ResponseState& state : response_states(desk.decisions, desk.at)) {
        if (state.level != 0) {
            text += any ? "" : "\n";
            any = true;
            text += fmt::format(fmt::runtime(in_language(language, "现行响应：{} {} {}，{} 起\n",
                                                         "in force: {} {} {}, since {}\n")),
                                place_name(desk.desk.places, state.scope), state.plan,
                                level_words(state.level, language),
                                state.started_at ? format_short(*state.started_at) : "?");
        }
    }
    for (const ResponseElsewhere* row : known_elsewhere(desk.elsewhere, desk.at)) {
        text += fmt::format("{} {} {} {} ({})\n", format_short(row->at), row->body,
                            word_of(response_words, row->kind, language),
                            level_words(row->level, language), row->source);
    }
    return text;
}

std::string actions_json(const ResponsesDesk& desk) {
    ordered_json rows = ordered_json::array();
    for (const ActionState& state : action_states(desk)) {
        const ResponseAction& action = *state.action;
        ordered_json done = ordered_json::array();
        for (const ActionDone* row : state.done) {
            done.push_back({{"at", format_instant(row->at)},
                            {"by", row->done_by},
                            {"officer", row->officer},
                            {"note", row->note}});
        }
        rows.push_back({{"id", action.id},
                        {"decision", action.decision},
                        {"rule", action.rule},
                        {"action", action.words},
                        {"action_zh", action_words(desk, action, "zh")},
                        {"actor", action.actor},
                        {"clock_start", action.clock_start},
                        {"state", state.state},
                        {"due", time_json(state.next)},
                        {"minutes", state.by.count()},
                        {"repeat_minutes", action.repeat ? ordered_json(action.repeat->count())
                                                         : ordered_json(nullptr)},
                        {"borrowed_from", text_or_null(action.borrowed_from)},
                        {"done", std::move(done)},
                        {"source", action.source.text},
                        {"flag", flag_name(action.source.flag)}});
    }
    return document_text({{"schema", "relief.response_actions/1"},
                          {"event", desk.incident.event},
                          {"as_of", format_instant(desk.at)},
                          {"actions", std::move(rows)}});
}

std::string actions_text(const ResponsesDesk& desk, std::string_view language, bool all,
                         bool explain) {
    const bool zh = language == "zh";
    std::string text = head_text(desk, language);
    TextTable table(
        zh ? std::vector<std::string>{"编号", "事项", "谁办", "到期", "状态", "办理", "依据"}
           : std::vector<std::string>{"no.", "action", "whose", "due", "state", "done", "rule"},
        {true});
    std::set<std::string> sources;
    for (const ActionState& state : action_states(desk)) {
        const bool open = state.state == "due" || state.state == "overdue";
        if (!all && !open) {
            continue;
        }
        const ResponseAction& action = *state.action;
        const std::string done = state.done.empty()
                                     ? ""
                                     : fmt::format("{} {}", format_short(state.done.back()->at),
                                                   state.done.back()->done_by);
        table.add({fmt::format("{}", action.id), action_words(desk, action, language),
                   word_of(response_words, action.actor, language),
                   state.next ? format_short(*state.next) : "", countdown(state, language), done,
                   fmt::format("{} {}", action.rule, whose(action, language))});
        sources.insert(fmt::format("  {} [{} {}] {}\n", action.rule, flag_name(action.source.flag),
                                   is_verified(action.source.flag) ? "核实" : "未核实",
                                   action.source.text));
    }
    text += table.empty()
                ? std::string(in_language(language, "没有未办的事。\n", "Nothing is open.\n"))
                : table.text();
    if (explain && !table.empty()) {
        text += in_language(language, "依据来源：\n", "sources of the rules:\n");
        for (const std::string& source : sources) {
            text += source;
        }
    }
    text += in_language(language, "“借用”的条款出自外地预案，本省没有找到原文，用前须由人核对。\n",
                        "What is borrowed stands in another place's plan; no Jilin text was found, "
                        "so a person must check it before use.\n");
    return text;
}

}  // namespace relief
