// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/duty_document.h"

#include "tools/desk/document.h"
#include "tools/desk/json_parts.h"
#include "tools/desk/question_desk.h"
#include "tools/desk/text_table.h"
#include "tools/desk/word_list.h"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace relief {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view duty_schema = "relief.duty/1";

/// The kinds of a due list in words; a kind that is not here is shown as it is called.
constexpr std::array due_kinds{
    WordOfId{"order", "调拨令", "order"},
    WordOfId{"papers", "补手续", "papers"},
    WordOfId{"in_transit", "在途", "in transit"},
    WordOfId{"lot_expiring", "临期", "expiring"},
    WordOfId{"lot_recalled", "停用批次", "stopped lot"},
    WordOfId{"hold", "预留", "hold"},
    WordOfId{"call", "来电", "call"},
    WordOfId{"question", "询问", "question"},
    WordOfId{"instruction", "批示", "instruction"},
    WordOfId{"hazard", "隐患", "hazard"},
    WordOfId{"inspection", "检查", "inspection"},
    WordOfId{"consignment", "代储", "consignment"},
    WordOfId{"agreement", "供应协议", "agreement"},
    WordOfId{"agreement_test", "电话演练", "call test"},
    WordOfId{"letter", "责任书", "letter"},
    WordOfId{"training", "培训", "training"},
    WordOfId{"count", "盘点", "count"},
    WordOfId{"loan", "借出", "loan"},
    WordOfId{"return", "回收", "return"},
    WordOfId{"acceptance", "验收", "acceptance"},
    WordOfId{"borrowed", "借入", "borrowed"},
    WordOfId{"goods_debt", "欠还物资", "goods owed"},
    WordOfId{"scrap_note", "拟报废", "scrap note"},
    WordOfId{"response", "响应事项", "response"},
    WordOfId{"expert", "专家会商", "expert"},
};

constexpr std::array call_fields{
    WordOfId{"struck_at", "受灾时间", "time of the disaster"},
    WordOfId{"place", "地点", "place"},
    WordOfId{"hazard", "灾种", "kind of disaster"},
    WordOfId{"relocated", "转移人数", "people relocated"},
    WordOfId{"lines", "物资和数量", "items and amounts"},
    WordOfId{"needed", "需要数量", "amount needed"},
    WordOfId{"own_stock", "本级库存", "own total stock"},
    WordOfId{"own_used", "本级已用", "own already used"},
};

Json optional_json(const std::optional<std::int64_t>& value) {
    return value ? Json(*value) : Json(nullptr);
}

Json shift_json(const Shift& shift) {
    return {{"id", shift.id},
            {"unit", shift.unit},
            {"at", format_instant(shift.at)},
            {"officer", shift.officer},
            {"leader", shift.leader},
            {"handover", optional_json(shift.handover)},
            {"note", shift.note}};
}

Json handover_json(const Handover& handover) {
    return {{"id", handover.id},
            {"shift", handover.shift},
            {"at", format_instant(handover.at)},
            {"from", handover.from},
            {"to", handover.to},
            {"taken_by", optional_json(handover.taken_by)},
            {"verified_at", format_instant(handover.verified_at)},
            {"head", {{"seq", handover.head.seq}, {"hash", handover.head.hash}}},
            {"open_items", Json::parse(handover.open_items)},
            {"note", handover.note}};
}

/// How many of each kind, the kinds in alphabetical order.
Json by_kind_json(const std::vector<DueItem>& due) {
    std::map<std::string_view, std::pair<int, int>> counts;
    for (const DueItem& item : due) {
        ++counts[item.kind].first;
        counts[item.kind].second += item.overdue ? 1 : 0;
    }
    Json rows = Json::array();
    for (const auto& [kind, count] : counts) {
        rows.push_back({{"kind", kind}, {"open", count.first}, {"overdue", count.second}});
    }
    return rows;
}

Json groups_json(const std::vector<DueItem>& due) {
    Json rows = Json::array();
    for (const DueGroup& group : group_due(due)) {
        rows.push_back({{"kind", group.first.kind},
                        {"site", group.first.site},
                        {"open", group.open},
                        {"overdue", group.overdue},
                        {"due", time_json(group.first.due)}});
    }
    return rows;
}

std::string short_hash(const std::string& hash) {
    return hash.substr(0, 12);
}

std::string shift_line(const DutyPage& page, std::string_view language) {
    if (!page.shift) {
        return std::string(in_language(language, "无人值班\n", "nobody is on duty\n"));
    }
    return fmt::format(
        fmt::runtime(in_language(language, "值班员 {}，带班领导 {}，自 {} 起（第 {} 班）\n",
                                 "on duty {}, leader {}, since {} (shift {})\n")),
        page.shift->officer, page.shift->leader, format_short(page.shift->at), page.shift->id);
}

std::string handover_line(const Handover& handover, std::string_view language) {
    const bool taken = handover.taken_by.has_value();
    return fmt::format(fmt::runtime(in_language(
                           language, "交接 {}：{} 交，{} {}；账已于 {} 核验，日志 {} {}\n",
                           "handover {}: from {} to {} {}; books proven {}, journal {} {}\n")),
                       handover.id, handover.from, handover.to,
                       taken ? in_language(language, "已接", "(taken over)")
                             : in_language(language, "待接", "(not taken over yet)"),
                       format_short(handover.verified_at), handover.head.seq,
                       short_hash(handover.head.hash));
}

std::vector<std::string> due_row(const DueItem& item, const std::string& subject,
                                 const std::string& what, std::string_view language) {
    const std::string late(in_language(language, "逾期", "late"));
    return {
        item.overdue ? late : "",
        item.due ? format_date(beijing_date(*item.due)) + format_short(*item.due).substr(5) : "-",
        word_of(due_kinds, item.kind, language),
        subject,
        item.who,
        what};
}

std::string due_text(const std::vector<DueItem>& due, std::string_view language) {
    if (due.empty()) {
        return std::string(in_language(language, "没有待办\n", "nothing is due\n"));
    }
    const bool zh = language == "zh";
    TextTable table(zh ? std::vector<std::string>{"", "期限", "事项", "对象", "谁", "内容"}
                       : std::vector<std::string>{"", "due", "kind", "subject", "who", "what"});
    for (const DueItem& item : due) {
        table.add(due_row(item, item.subject, zh ? item.zh : item.en, language));
    }
    return table.text();
}

/// Kinds an officer sees one by one, however many there are.
bool is_shown_each(std::string_view kind) {
    constexpr std::array each{"call",   "hazard",   "in_transit", "order",
                              "papers", "question", "instruction"};
    return std::find(each.begin(), each.end(), kind) != each.end();
}

std::string group_words(const DueGroup& group, bool zh) {
    const std::string first = zh ? group.first.zh : group.first.en;
    return group.open == 1 ? first
                           : fmt::format(fmt::runtime(zh ? "{} 件，逾期 {}：{} 等"
                                                         : "{} items, {} late; the first: {}"),
                                         group.open, group.overdue, first);
}

/// What a kind has beyond the groups that are shown.
struct More {
    int groups = 0;
    int open = 0;
    int overdue = 0;
};

/// By kind and site; of a kind with many sites those that come first, the others counted.
std::string grouped_text(const std::vector<DueItem>& due, std::string_view language) {
    constexpr int groups_shown = 5;
    if (due.empty()) {
        return due_text(due, language);
    }
    const bool zh = language == "zh";
    TextTable table(zh ? std::vector<std::string>{"", "期限", "事项", "对象", "谁", "内容"}
                       : std::vector<std::string>{"", "due", "kind", "subject", "who", "what"});
    std::map<std::string, int> shown;
    std::map<std::string, More> more;
    for (const DueGroup& group : group_due(due)) {
        const DueItem& first = group.first;
        if (!is_shown_each(first.kind) && shown[first.kind] == groups_shown) {
            More& rest = more[first.kind];
            ++rest.groups;
            rest.open += group.open;
            rest.overdue += group.overdue;
            continue;
        }
        ++shown[first.kind];
        table.add(due_row(first, group.open == 1 ? first.subject : first.site,
                          group_words(group, zh), language));
    }
    std::string text = table.text();
    for (const auto& [kind, rest] : more) {
        text +=
            fmt::format(fmt::runtime(zh ? "{}：另有 {} 处 {} 件，逾期 {}\n"
                                        : "{}: {} more places with {} items, {} late\n"),
                        word_of(due_kinds, kind, language), rest.groups, rest.open, rest.overdue);
    }
    if (!more.empty()) {
        text += in_language(language, "逐件列出：relief duty due --all\n",
                            "every item: relief duty due --all\n");
    }
    return text;
}

std::string wanted_text(const CallLine& line, const Rules& rules, std::string_view language) {
    const Item* item = rules.item(line.item);
    const auto amount = [&](const std::optional<std::int64_t>& value) {
        return value ? format_quantity(
                           {.amount = *value, .decimals = item == nullptr ? 0 : item->decimals})
                     : std::string(in_language(language, "未说", "not said"));
    };
    const std::string name = item == nullptr    ? line.item
                             : language == "zh" ? item->name_zh
                                                : item->name_en;
    return fmt::format(
        fmt::runtime(in_language(language, "  {}：申请 {}，需要 {}，本级库存 {}，已用 {}\n",
                                 "  {}: asked {}, needed {}, own stock {}, used {}\n")),
        name, amount(line.asked), amount(line.needed), amount(line.own_stock),
        amount(line.own_used));
}

}  // namespace

Json due_json(const std::vector<DueItem>& due) {
    Json rows = Json::array();
    for (const DueItem& item : due) {
        rows.push_back({{"kind", item.kind},
                        {"subject", item.subject},
                        {"due", time_json(item.due)},
                        {"overdue", item.overdue},
                        {"who", item.who},
                        {"site", item.site},
                        {"zh", item.zh},
                        {"en", item.en}});
    }
    return rows;
}

Json call_json(const PhoneCall& call) {
    Json json{{"id", call.id},
              {"shift", call.shift},
              {"at", format_instant(call.at)},
              {"officer", call.officer},
              {"caller", call.caller},
              {"unit", call.unit},
              {"phone", call.phone},
              {"words", call.words},
              {"tape", call.tape},
              {"event", call.event},
              {"struck_at", time_json(call.struck_at)},
              {"place", call.place},
              {"hazard", call.hazard},
              {"relocated", optional_json(call.relocated)},
              {"lines", Json::array()},
              {"not_said", Json::array()}};
    for (const CallLine& line : call.lines) {
        json["lines"].push_back({{"item", line.item},
                                 {"asked", line.asked},
                                 {"needed", optional_json(line.needed)},
                                 {"own_stock", optional_json(line.own_stock)},
                                 {"own_used", optional_json(line.own_used)}});
    }
    for (const std::string_view field : missing_fields(call)) {
        json["not_said"].push_back(field);
    }
    return json;
}

std::string duty_page_json(const DutyPage& page) {
    return document_text(
        {{"schema", duty_schema},
         {"unit", page.unit},
         {"at", format_instant(page.at)},
         {"shift", page.shift ? shift_json(*page.shift) : Json(nullptr)},
         {"handover", page.handover ? handover_json(*page.handover) : Json(nullptr)},
         {"verified_at", format_instant(page.at)},
         {"head", {{"seq", page.head.seq}, {"hash", page.head.hash}}},
         {"by_kind", by_kind_json(page.due)},
         {"groups", groups_json(page.due)},
         {"due", due_json(page.due)}});
}

std::string duty_call_json(const PhoneCall& call) {
    return document_text({{"schema", duty_schema}, {"call", call_json(call)}});
}

std::string duty_log_json(const DutyLog& log, Instant now) {
    Json json{{"schema", duty_schema},
              {"shifts", Json::array()},
              {"handovers", Json::array()},
              {"calls", Json::array()},
              {"questions", Json::array()}};
    for (const LeaderQuestion& question : log.questions) {
        json["questions"].push_back(question_json(question, now));
    }
    for (const Shift& shift : log.shifts) {
        json["shifts"].push_back(shift_json(shift));
    }
    for (const Handover& handover : log.handovers) {
        json["handovers"].push_back(handover_json(handover));
    }
    for (const PhoneCall& call : log.calls) {
        json["calls"].push_back(call_json(call));
    }
    return document_text(json);
}

std::string duty_page_text(const DutyPage& page, std::string_view language, bool all) {
    std::string text = shift_line(page, language);
    if (page.handover) {
        text += handover_line(*page.handover, language);
    }
    text += fmt::format(fmt::runtime(in_language(language, "账已于 {} 核验，日志 {} {}\n",
                                                 "books proven {}, journal {} {}\n")),
                        format_short(page.at), page.head.seq, short_hash(page.head.hash));
    const auto late = std::count_if(page.due.begin(), page.due.end(),
                                    [](const DueItem& item) { return item.overdue; });
    text += fmt::format(fmt::runtime(in_language(language, "待办 {} 件，逾期 {} 件\n",
                                                 "{} open, {} of them late\n")),
                        page.due.size(), late);
    return text + (all ? due_text(page.due, language) : grouped_text(page.due, language));
}

std::string duty_call_text(const PhoneCall& call, const Rules& rules, std::string_view language) {
    std::string text =
        fmt::format(fmt::runtime(in_language(language, "来电 {}：{} {}（{}），{} 记\n",
                                             "call {}: {} {} ({}), taken by {}\n")),
                    call.id, format_short(call.at), call.caller, call.phone, call.officer);
    if (!call.words.empty()) {
        text +=
            fmt::format(fmt::runtime(in_language(language, "  “{}”\n", "  \"{}\"\n")), call.words);
    }
    for (const CallLine& line : call.lines) {
        text += wanted_text(line, rules, language);
    }
    const auto missing = missing_fields(call);
    if (!missing.empty() && !call.lines.empty()) {
        text += in_language(language, "  还没说：", "  not said yet: ");
        std::string list;
        for (const std::string_view field : missing) {
            list += (list.empty() ? "" : std::string(in_language(language, "、", ", "))) +
                    word_of(call_fields, field, language);
        }
        text += list + "\n";
    }
    return text;
}

std::string duty_log_text(const DutyLog& log, std::string_view language) {
    std::vector<std::pair<Instant, std::vector<std::string>>> rows;
    const auto add = [&](Instant at, std::string_view zh, std::string_view en, std::int64_t id,
                         const std::string& who, std::string what) {
        rows.push_back({at,
                        {format_short(at), std::string(in_language(language, zh, en)),
                         fmt::format("{}", id), who, std::move(what)}});
    };
    for (const Shift& shift : log.shifts) {
        add(shift.at, "接班", "shift", shift.id, shift.officer, shift.leader);
    }
    for (const PhoneCall& call : log.calls) {
        add(call.at, "来电", "call", call.id, call.officer,
            fmt::format("{} {} {}", call.caller, call.phone, call.words));
    }
    for (const LeaderQuestion& question : log.questions) {
        const bool instruction = question.kind == "instruction";
        add(question.at, instruction ? "批示" : "询问", instruction ? "instruction" : "question",
            question.id, question.officer, fmt::format("{} {}", question.asked_by, question.words));
    }
    for (const Handover& handover : log.handovers) {
        add(handover.at, "交班", "handover", handover.id, handover.from, handover.to);
    }
    std::stable_sort(rows.begin(), rows.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    const bool zh = language == "zh";
    TextTable table(zh ? std::vector<std::string>{"时间", "事项", "序号", "值班员", "内容"}
                       : std::vector<std::string>{"time", "what", "id", "officer", "words"});
    for (auto& [at, row] : rows) {
        table.add(std::move(row));
    }
    return table.text();
}

}  // namespace relief
