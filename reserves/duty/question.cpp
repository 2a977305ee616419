// SPDX-License-Identifier: Apache-2.0
#include "reserves/duty/question.h"

#include "core/error.h"
#include "reserves/duty/shift_row.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include <fmt/format.h>

namespace relief {
namespace {

bool says_nothing(std::string_view words) {
    return words.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

Error not_whole(std::string field, std::string found, std::string expected) {
    return bad_input({.code = "question.words",
                      .message = "the question or instruction is not whole",
                      .field = std::move(field),
                      .found = std::move(found),
                      .expected = std::move(expected)});
}

void require_words(std::string_view field, const std::string& words) {
    if (says_nothing(words)) {
        throw not_whole(std::string(field), "nothing", "words");
    }
}

void check_figure(const QuestionAnswer& answer, Instant at) {
    const bool has_figure = !says_nothing(answer.figure);
    const bool has_source = !says_nothing(answer.source);
    if (has_figure && has_source && answer.as_of && *answer.as_of <= at) {
        return;
    }
    if (!has_figure && !has_source && !answer.as_of) {
        require_words("--words", answer.words);
        return;
    }
    throw bad_input(
        {.code = "question.figure",
         .message = "a figure is answered with the operation it comes from and the moment it is of",
         .field = !has_figure ? "--figure" : (has_source ? "--as-of" : "--source"),
         .found = !has_figure    ? "a source without a figure"
                  : answer.as_of ? format_instant(*answer.as_of)
                                 : "nothing",
         .expected = fmt::format("--figure, --source and --as-of together, not after {}",
                                 format_instant(at))});
}

std::vector<QuestionAnswer> read_answers(Database& database, std::int64_t question) {
    Statement select = database.prepare(
        "SELECT id, at, officer, words, figure, source, as_of FROM duty_answer WHERE question_id = "
        "?1 ORDER BY id");
    select.bind(1, question);
    std::vector<QuestionAnswer> answers;
    while (select.step()) {
        answers.push_back({.id = select.integer(0),
                           .at = instant_of(select.integer(1)),
                           .officer = select.text(2),
                           .words = select.text(3),
                           .figure = select.text(4),
                           .source = select.text(5),
                           .as_of = select.is_null(6)
                                        ? std::nullopt
                                        : std::optional(instant_of(select.integer(6)))});
    }
    return answers;
}

}  // namespace

std::int64_t add_question(Change& change, const LeaderQuestion& question) {
    require_words("--words", question.words);
    require_words("--by", question.asked_by);
    require_words("--to", question.given_to);
    const Request& request = change.request();
    if (question.kind != "question" && question.kind != "instruction") {
        throw not_whole("--kind", question.kind, "question or instruction");
    }
    if (question.due < request.occurred_at) {
        throw not_whole(
            "--due", format_instant(question.due),
            fmt::format("a time not before it was asked, {}", format_instant(request.occurred_at)));
    }
    const std::int64_t id =
        change.insert("duty_question", {{"shift_id", running_shift(change.database())},
                                        {"at", seconds_of(request.occurred_at)},
                                        {"officer", request.actor},
                                        {"kind", question.kind},
                                        {"asked_by", question.asked_by},
                                        {"words", question.words},
                                        {"given_to", question.given_to},
                                        {"due_at", seconds_of(question.due)},
                                        {"event", question.event}});
    change.tell_subject(fmt::format("question {}", id));
    return id;
}

std::int64_t add_answer(Change& change, std::int64_t question, const QuestionAnswer& answer,
                        bool corrects) {
    const LeaderQuestion asked = read_question(change.database(), question);
    if (asked.is_open() == corrects) {
        throw conflict(
            {.code = "question.answered",
             .message = corrects ? "there is no answer to correct" : "it has been answered already",
             .field = "question",
             .found = asked.is_open() ? "no answer"
                                      : fmt::format("{} at {}", asked.answers.back().officer,
                                                    format_instant(asked.answers.back().at)),
             .expected = corrects ? "an answer without --correct" : "--correct to correct it"});
    }
    const Request& request = change.request();
    check_figure(answer, request.occurred_at);
    const std::int64_t id = change.insert(
        "duty_answer", {{"question_id", question},
                        {"at", seconds_of(request.occurred_at)},
                        {"officer", request.actor},
                        {"words", answer.words},
                        {"figure", answer.figure},
                        {"source", answer.source},
                        {"as_of", answer.as_of ? Cell(seconds_of(*answer.as_of)) : Cell()}});
    change.tell_subject(fmt::format("question {}", question));
    return id;
}

LeaderQuestion read_question(Database& database, std::int64_t id) {
    std::vector<LeaderQuestion> all = read_questions(database);
    const auto found = std::find_if(all.begin(), all.end(),
                                    [id](const LeaderQuestion& row) { return row.id == id; });
    if (found == all.end()) {
        throw bad_input({.code = "question.unknown",
                         .message = "there is no such question in the duty book",
                         .field = "QUESTION",
                         .found = fmt::format("{}", id),
                         .expected = "the number of a question; relief duty questions lists them"});
    }
    return std::move(*found);
}

std::vector<LeaderQuestion> read_questions(Database& database) {
    Statement select = database.prepare(
        "SELECT id, shift_id, at, officer, kind, asked_by, words, given_to, due_at, event FROM "
        "duty_question ORDER BY id");
    std::vector<LeaderQuestion> questions;
    while (select.step()) {
        questions.push_back({.id = select.integer(0),
                             .shift = select.integer(1),
                             .at = instant_of(select.integer(2)),
                             .officer = select.text(3),
                             .kind = select.text(4),
                             .asked_by = select.text(5),
                             .words = select.text(6),
                             .given_to = select.text(7),
                             .due = instant_of(select.integer(8)),
                             .event = select.text(9),
                             .answers = {}});
    }
    for (LeaderQuestion& question : questions) {
        question.answers = read_answers(database, question.id);
    }
    return questions;
}

std::vector<DueItem> due_questions(Database& database, Instant now) {
    std::vector<DueItem> items;
    for (const LeaderQuestion& question : read_questions(database)) {
        if (question.is_open()) {
            const bool instruction = question.kind == "instruction";
            items.push_back({.kind = question.kind,
                             .subject = fmt::format("{}", question.id),
                             .due = question.due,
                             .who = question.given_to,
                             .zh = fmt::format("{} {}：{}", question.asked_by,
                                               instruction ? "批示" : "询问", question.words),
                             .en = fmt::format("{} {}: {}", question.asked_by,
                                               instruction ? "instructs" : "asks", question.words),
                             .overdue = question.is_late(now)});
        }
    }
    return items;
}

}  // namespace relief
