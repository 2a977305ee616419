// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/closure_document.h"

#include "tools/desk/closure_json.h"
#include "tools/desk/document.h"
#include "tools/desk/json_parts.h"
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

constexpr std::string_view closures_schema = "relief.closures/1";

constexpr std::array closure_states{
    WordOfId{"to_confirm", "待确认", "to confirm"}, WordOfId{"unplaced", "未落图", "UNPLACED"},
    WordOfId{"future", "未开始", "not begun"},      WordOfId{"in_force", "封闭", "shut"},
    WordOfId{"reopened", "已通", "reopened"},       WordOfId{"lifted", "已解除", "lifted"},
    WordOfId{"accepted", "接受", "accepted"},       WordOfId{"held", "保留", "held"},
    WordOfId{"already", "已有", "known already"},   WordOfId{"other", "非公路", "no road"},
    WordOfId{"refused", "拒绝", "refused"},         WordOfId{"confirmed", "已核实", "confirmed"},
    WordOfId{"reported", "据报", "reported"},       WordOfId{"doubtful", "存疑", "doubtful"},
};

Json shown_candidate_json(const ClosureCandidate& candidate, std::size_t number) {
    Json json{{"candidate", number}};
    const Json kept = candidate_json(candidate);
    for (const auto& [key, value] : kept.items()) {
        if (key == "metres") {
            json["km"] = number_json(static_cast<double>(value.get<std::int64_t>()) / 1000);
        } else {
            json[key] = value;
        }
    }
    return json;
}

Json placed_json(const BookClosure& book) {
    if (!book.is_placed()) {
        return nullptr;
    }
    return {{"at", time_json(book.placed_at)},
            {"by", book.placed_by},
            {"zh", book.zh},
            {"en", book.en},
            {"network", book.network},
            {"stretches", stretches_json(book.closure.stretches)},
            {"nodes", book.closure.nodes}};
}

Json lifted_json(const BookClosure& book) {
    if (!book.lifted_at) {
        return nullptr;
    }
    return {
        {"at", time_json(book.lifted_at)}, {"by", book.lifted_by}, {"reason", book.lift_reason}};
}

Json closure_json(const BookClosure& book, Instant at) {
    const StreetClosure& closure = book.closure;
    Json candidates = Json::array();
    for (std::size_t i = 0; i < book.candidates.size(); ++i) {
        candidates.push_back(shown_candidate_json(book.candidates[i], i + 1));
    }
    Json findings = Json::array();
    for (const ClosureDoubt& finding : book.findings) {
        findings.push_back({{"zh", finding.zh}, {"en", finding.en}});
    }
    return {{"id", book.id},
            {"state", std::string(to_word(book.state(at)))},
            {"overdue", is_overdue(closure, at)},
            {"words", closure.words},
            {"kind", std::string(to_word(closure.kind))},
            {"place", book.place},
            {"cause", book.cause},
            {"from", format_instant(closure.from)},
            {"to", time_json(closure.to)},
            {"reopening", std::string(to_word(closure.reopening))},
            {"limits", closure.limits.any() ? limits_json(closure.limits) : Json(nullptr)},
            {"source", closure.source},
            {"confidence", std::string(to_word(closure.confidence))},
            {"told",
             {{"at", format_instant(book.told_at)}, {"by", book.officer}, {"origin", book.origin}}},
            {"placed", placed_json(book)},
            {"lifted", lifted_json(book)},
            {"candidates", std::move(candidates)},
            {"findings", std::move(findings)}};
}

bool needs_somebody(const BookClosure& book, Instant at) {
    const auto state = book.state(at);
    return state == BookClosure::State::unplaced || state == BookClosure::State::to_confirm;
}

std::string limits_text(const ClosureLimits& limits, std::string_view language) {
    const bool zh = language == "zh";
    std::vector<std::string> parts;
    const auto add = [&](std::string text) { parts.push_back(std::move(text)); };
    if (limits.one_lane_wait_minutes) {
        add(zh ? fmt::format("单道，等 {} 分", *limits.one_lane_wait_minutes)
               : fmt::format("one lane, {} min wait", *limits.one_lane_wait_minutes));
    }
    if (limits.weight_kg) {
        add(zh ? fmt::format("限重 {:g} 吨", *limits.weight_kg / 1000.0)
               : fmt::format("up to {:g} t", *limits.weight_kg / 1000.0));
    }
    if (limits.height_cm) {
        add(zh ? fmt::format("限高 {:g} 米", *limits.height_cm / 100.0)
               : fmt::format("up to {:g} m high", *limits.height_cm / 100.0));
    }
    const std::array<std::pair<bool, WordOfId>, 3> flags{
        {{limits.daylight_only, {"", "仅白天", "daylight only"}},
         {limits.convoy_only, {"", "仅编队", "convoys only"}},
         {limits.permit_only, {"", "凭证通行", "with a pass"}}}};
    for (const auto& [holds, words] : flags) {
        if (holds) {
            add(std::string(zh ? words.zh : words.en));
        }
    }
    std::string text;
    for (const std::string& part : parts) {
        text += (text.empty() ? "" : zh ? "、" : ", ") + part;
    }
    return text;
}

std::string state_text(const BookClosure& book, Instant at, std::string_view language) {
    const auto state = book.state(at);
    std::string text = word_of(closure_states, to_word(state), language);
    if (state == BookClosure::State::in_force && book.closure.limits.any()) {
        text = std::string(in_language(language, "限行", "restricted"));
    }
    if (is_overdue(book.closure, at) && state == BookClosure::State::in_force) {
        text += in_language(language, "（过了预计开通时间）", " (planned reopening is past)");
    }
    return text;
}

std::string place_text(const BookClosure& book, std::string_view language) {
    if (book.is_placed()) {
        return language == "zh" ? book.zh : book.en;
    }
    return book.candidates.empty()
               ? std::string(
                     in_language(language, "不在路网上，不计入封路", "on no road: not counted"))
               : fmt::format(fmt::runtime(in_language(language, "{} 个候选位置，不计入封路",
                                                      "{} candidates: not counted")),
                             book.candidates.size());
}

std::string candidates_text(const BookClosure& book, std::string_view language) {
    const bool zh = language == "zh";
    std::string text;
    for (std::size_t i = 0; i < book.candidates.size(); ++i) {
        const ClosureCandidate& candidate = book.candidates[i];
        text += fmt::format(fmt::runtime(zh ? "  候选 {}  {}，{:.1f} km，把握 {}\n"
                                            : "  candidate {}  {}, {:.1f} km, confidence {}\n"),
                            i + 1, zh ? candidate.zh : candidate.en, candidate.km,
                            candidate.confidence);
        for (const ClosureDoubt& doubt : candidate.doubts) {
            text += fmt::format("    {} {}\n", zh ? "疑点：" : "doubt:", zh ? doubt.zh : doubt.en);
        }
    }
    return text;
}

}  // namespace

std::string closures_json(const std::vector<BookClosure>& closures, Instant at) {
    std::map<std::string, int> counts;
    Json rows = Json::array();
    for (const BookClosure& book : closures) {
        ++counts[std::string(to_word(book.state(at)))];
        rows.push_back(closure_json(book, at));
    }
    return document_text({{"schema", closures_schema},
                          {"at", format_instant(at)},
                          {"states", counts},
                          {"closures", std::move(rows)}});
}

std::string closures_text(const std::vector<BookClosure>& closures, Instant at,
                          std::string_view language, bool colour) {
    if (closures.empty()) {
        return std::string(in_language(language, "没有封路记录\n", "no closures\n"));
    }
    const bool zh = language == "zh";
    std::vector<const BookClosure*> order;
    for (const BookClosure& book : closures) {
        order.push_back(&book);
    }
    std::stable_sort(order.begin(), order.end(), [&](const auto* left, const auto* right) {
        return needs_somebody(*left, at) && !needs_somebody(*right, at);
    });
    TextTable table(
        zh ? std::vector<std::string>{"号", "状态", "自", "至", "原话", "位置", "来源"}
           : std::vector<std::string>{"no", "state", "from", "to", "words", "where", "source"});
    std::vector<bool> red;
    for (const BookClosure* book : order) {
        const StreetClosure& closure = book->closure;
        const std::string limits = limits_text(closure.limits, language);
        red.push_back(needs_somebody(*book, at));
        table.add({fmt::format("{}", book->id),
                   state_text(*book, at, language) + (limits.empty() ? "" : " " + limits),
                   format_short(closure.from), closure.to ? format_short(*closure.to) : "-",
                   closure.words, place_text(*book, language),
                   closure.source + " " +
                       word_of(closure_states, to_word(closure.confidence), language)});
    }
    return colour ? reddened(table.text(), red) : table.text();
}

std::string closure_answer_json(const ClosureAnswer& answer, Instant at) {
    return document_text({{"schema", closures_schema},
                          {"at", format_instant(at)},
                          {"already", answer.already},
                          {"closures", Json::array({closure_json(answer.closure, at)})}});
}

std::string closure_answer_text(const ClosureAnswer& answer, Instant at,
                                std::string_view language) {
    const bool zh = language == "zh";
    const BookClosure& book = answer.closure;
    std::string text;
    if (answer.already) {
        text += zh ? "同样的话已经记过，没有重记\n" : "told before: nothing was added\n";
    }
    text +=
        fmt::format(fmt::runtime(zh ? "封路 {}（{}）：{}\n" : "closure {} ({}): {}\n"), book.id,
                    state_text(book, at, language),
                    book.closure.words.empty() ? place_text(book, language) : book.closure.words);
    if (book.closure.limits.any()) {
        text += (zh ? "  限行：" : "  restricted: ") + limits_text(book.closure.limits, language) +
                "\n";
    }
    for (const ClosureDoubt& finding : book.findings) {
        text += fmt::format("  {}{}\n", zh ? "注意：" : "note: ", zh ? finding.zh : finding.en);
    }
    if (book.lifted_at) {
        return text +
               fmt::format(fmt::runtime(zh ? "  {} 起通行，{}：{}\n" : "  open from {}, {}: {}\n"),
                           format_short(*book.lifted_at), book.lifted_by, book.lift_reason);
    }
    if (book.is_placed()) {
        return text + fmt::format("  {}{}\n", zh ? "位置：" : "where: ", zh ? book.zh : book.en);
    }
    text += candidates_text(book, language);
    if (book.candidates.empty()) {
        return text + (zh ? "  没有落到路网上：原话留在清单上，未计入封路\n"
                          : "  on no road of the network: kept on the list, not counted\n");
    }
    return text + fmt::format(fmt::runtime(zh ? "  还未计入封路。确认：relief closure confirm {} "
                                                "--candidate 1\n"
                                              : "  not counted yet: relief closure confirm {} "
                                                "--candidate 1\n"),
                              book.id);
}

std::string closure_import_json(const ClosureImport& import) {
    Json rows = Json::array();
    Json counts = Json::object();
    for (const auto verdict :
         {ClosureRow::Verdict::accepted, ClosureRow::Verdict::held, ClosureRow::Verdict::already,
          ClosureRow::Verdict::other, ClosureRow::Verdict::refused}) {
        counts[std::string(to_word(verdict))] = import.count(verdict);
    }
    for (const ClosureRow& row : import.rows) {
        rows.push_back({{"line", row.line},
                        {"id", row.id},
                        {"verdict", std::string(to_word(row.verdict))},
                        {"words", row.words},
                        {"zh", row.zh},
                        {"en", row.en},
                        {"candidates", row.candidates},
                        {"closure", row.closure ? Json(*row.closure) : Json(nullptr)}});
    }
    return document_text({{"schema", closures_schema},
                          {"file", import.file},
                          {"posted", import.posted},
                          {"verdicts", std::move(counts)},
                          {"rows", std::move(rows)}});
}

std::string closure_import_text(const ClosureImport& import, std::string_view language) {
    const bool zh = language == "zh";
    TextTable table(
        zh ? std::vector<std::string>{"行", "编号", "结论", "封路", "原话", "说明"}
           : std::vector<std::string>{"line", "id", "verdict", "closure", "words", "why"});
    for (const ClosureRow& row : import.rows) {
        table.add({fmt::format("{}", row.line), row.id,
                   word_of(closure_states, to_word(row.verdict), language),
                   row.closure ? fmt::format("{}", *row.closure) : "-", row.words,
                   zh ? row.zh : row.en});
    }
    const std::size_t refused_rows = import.count(ClosureRow::Verdict::refused);
    std::string end = zh ? (import.posted ? "已入账\n" : "试读，没有入账；入账用 --post\n")
                         : (import.posted ? "posted\n" : "a dry run: nothing was posted\n");
    if (!import.posted && refused_rows > 0) {
        end +=
            zh ? fmt::format("有 {} 行被拒绝：改好再入账，或用 --partial 只入其余\n", refused_rows)
               : fmt::format("{} rows refused: mend them, or --partial posts the others\n",
                             refused_rows);
    }
    return table.text() + end;
}

}  // namespace relief
