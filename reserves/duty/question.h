// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/store/change.h"
#include "core/store/database.h"
#include "core/time.h"
#include "reserves/duty/due.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace relief {

/// What was said to a leader. A figure says where it comes from, so that it can be asked why.
struct QuestionAnswer {
    std::int64_t id = 0;
    Instant at;
    std::string officer;
    std::string words;
    std::string figure;            ///< "5,000 床"; "" where the answer is words alone
    std::string source;            ///< the operation: "relief stock --item QUILT"
    std::optional<Instant> as_of;  ///< the moment the figure is of
};

/// 批示, 询问: what a leader wants, from whom, by when.
struct LeaderQuestion {
    std::int64_t id = 0;
    std::int64_t shift = 0;  ///< 0 where no shift was open
    Instant at;
    std::string officer;            ///< who noted it
    std::string kind = "question";  ///< question, instruction
    std::string asked_by;
    std::string words;
    std::string given_to;
    Instant due;
    std::string event;                    ///< incident id, "" where none
    std::vector<QuestionAnswer> answers;  ///< in their order: the last is what holds

    [[nodiscard]] bool is_open() const { return answers.empty(); }
    [[nodiscard]] bool is_late(Instant now) const { return is_open() && is_overdue(due, now); }
};

/// Writes it into the duty book; answers its id. `id`, `shift`, `at`, `officer` are those of the
/// change. bad_input (question.words) where words, asked_by or given_to say nothing, or it would
/// be due before it was asked.
std::int64_t add_question(Change& change, const LeaderQuestion& question);

/// Answers it; `corrects`: it was answered before. bad_input question.unknown, question.words
/// (nothing said), question.figure (no source, no moment, or one after the answer, or a source
/// without a figure); conflict question.answered where it was answered and `corrects` was not said,
/// or was said and nothing was.
std::int64_t add_answer(Change& change, std::int64_t question, const QuestionAnswer& answer,
                        bool corrects);

/// bad_input (question.unknown) where there is none.
[[nodiscard]] LeaderQuestion read_question(Database& database, std::int64_t id);

/// In order of id.
[[nodiscard]] std::vector<LeaderQuestion> read_questions(Database& database);

/// Those without an answer: "question", "instruction".
[[nodiscard]] std::vector<DueItem> due_questions(Database& database, Instant now);

}  // namespace relief
