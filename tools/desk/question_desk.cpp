// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/question_desk.h"

#include "tools/desk/document.h"
#include "tools/desk/json_parts.h"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace relief {
namespace {

using nlohmann::ordered_json;

constexpr std::string_view questions_schema = "relief.duty_questions/1";

std::string_view state_of(const LeaderQuestion& question, Instant now) {
    if (!question.is_open()) {
        return "answered";
    }
    return question.is_late(now) ? "late" : "open";
}

std::string answer_line(const QuestionAnswer& answer, bool zh) {
    std::string text =
        fmt::format(fmt::runtime(zh ? "    答 {}（{}）：{}" : "    answered {} ({}): {}"),
                    format_short(answer.at), answer.officer, answer.words);
    if (!answer.figure.empty() && answer.as_of) {
        text +=
            fmt::format(fmt::runtime(zh ? " {}，出自 {}，数据时间 {}" : " {}, from {}, as of {}"),
                        answer.figure, answer.source, format_short(*answer.as_of));
    }
    return text + "\n";
}

}  // namespace

LeaderQuestion ask_question(const Books& db, const Asked& asked, const LeaderQuestion& question) {
    const WritingDesk desk = open_writing_desk(db, asked);
    const ordered_json content{{"kind", question.kind},
                               {"by", question.asked_by},
                               {"words", question.words},
                               {"to", question.given_to},
                               {"due", format_instant(question.due)},
                               {"event", question.event}};
    const Request request = make_request(desk.database, asked, "duty.ask", content.dump());
    const std::string answer = make_change(desk.database, request, [&](Change& change) {
        return ordered_json{{"question", add_question(change, question)}}.dump();
    });
    return read_question(desk.database,
                         ordered_json::parse(answer).at("question").get<std::int64_t>());
}

LeaderQuestion answer_question(const Books& db, const Asked& asked, std::int64_t question,
                               const QuestionAnswer& answer, bool corrects) {
    const WritingDesk desk = open_writing_desk(db, asked);
    const ordered_json content{{"question", question},
                               {"words", answer.words},
                               {"figure", answer.figure},
                               {"source", answer.source},
                               {"as_of", time_json(answer.as_of)},
                               {"corrects", corrects}};
    const Request request = make_request(desk.database, asked, "duty.answer", content.dump());
    static_cast<void>(make_change(desk.database, request, [&](Change& change) {
        return ordered_json{{"answer", add_answer(change, question, answer, corrects)}}.dump();
    }));
    return read_question(desk.database, question);
}

ordered_json question_json(const LeaderQuestion& question, Instant now) {
    ordered_json json{{"id", question.id},
                      {"kind", question.kind},
                      {"at", format_instant(question.at)},
                      {"officer", question.officer},
                      {"asked_by", question.asked_by},
                      {"words", question.words},
                      {"given_to", question.given_to},
                      {"due", format_instant(question.due)},
                      {"event", question.event},
                      {"shift", question.shift},
                      {"state", state_of(question, now)},
                      {"answers", ordered_json::array()}};
    for (const QuestionAnswer& answer : question.answers) {
        json["answers"].push_back({{"at", format_instant(answer.at)},
                                   {"officer", answer.officer},
                                   {"words", answer.words},
                                   {"figure", answer.figure},
                                   {"source", answer.source},
                                   {"as_of", time_json(answer.as_of)}});
    }
    return json;
}

std::string questions_json(const std::vector<LeaderQuestion>& questions, Instant now) {
    ordered_json rows = ordered_json::array();
    for (const LeaderQuestion& question : questions) {
        rows.push_back(question_json(question, now));
    }
    return document_text(
        {{"schema", questions_schema},
         {"at", format_instant(now)},
         {"open", std::ranges::count_if(questions, &LeaderQuestion::is_open)},
         {"late", std::ranges::count_if(
                      questions, [&](const LeaderQuestion& row) { return row.is_late(now); })},
         {"questions", std::move(rows)}});
}

std::string questions_text(const std::vector<LeaderQuestion>& questions, Instant now,
                           std::string_view language) {
    const bool zh = language == "zh";
    if (questions.empty()) {
        return zh ? "没有批示和询问\n" : "no questions or instructions\n";
    }
    std::string text;
    for (const LeaderQuestion& question : questions) {
        const std::string_view state = state_of(question, now);
        const std::string_view word = state == "late"   ? (zh ? "逾期" : "late")
                                      : state == "open" ? (zh ? "待办" : "open")
                                                        : (zh ? "已答" : "answered");
        const bool instruction = question.kind == "instruction";
        text += fmt::format(fmt::runtime(zh ? "{} {} {} {}{}：{}（交 {}，限 {}）\n"
                                            : "{} {} {} {} {}: {} (to {}, by {})\n"),
                            question.id, word, format_short(question.at), question.asked_by,
                            instruction ? (zh ? "批示" : "instructs") : (zh ? "询问" : "asks"),
                            question.words, question.given_to, format_short(question.due));
        for (const QuestionAnswer& answer : question.answers) {
            text += answer_line(answer, zh);
        }
    }
    return text;
}

}  // namespace relief
