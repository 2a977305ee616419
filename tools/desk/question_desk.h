// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "reserves/duty/question.h"
#include "tools/desk/opened_books.h"
#include "tools/desk/writing_desk.h"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace relief {

/// `relief duty ask`: notes what a leader asks or instructs. Errors as add_question.
[[nodiscard]] LeaderQuestion ask_question(const Books& db, const Asked& asked,
                                          const LeaderQuestion& question);

/// `relief duty answer`. Errors as add_answer.
[[nodiscard]] LeaderQuestion answer_question(const Books& db, const Asked& asked,
                                             std::int64_t question, const QuestionAnswer& answer,
                                             bool corrects);

/// A row of relief.duty_questions/1: `id`, `kind` (question, instruction), `at`, `officer`,
/// `asked_by`, `words`, `given_to`, `due`, `event`, `shift`, `state` (open, late, answered),
/// `answers[{at, officer, words, figure, source, as_of}]`, the last of which holds.
[[nodiscard]] nlohmann::ordered_json question_json(const LeaderQuestion& question, Instant now);

/// relief.duty_questions/1: `at`, `open`, `late`, `questions[]`.
[[nodiscard]] std::string questions_json(const std::vector<LeaderQuestion>& questions, Instant now);
[[nodiscard]] std::string questions_text(const std::vector<LeaderQuestion>& questions, Instant now,
                                         std::string_view language);

}  // namespace relief
