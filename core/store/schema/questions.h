// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace relief::schema {

/// Version 10: what leaders ask and instruct, to whom it was given by when, and what was answered:
/// a figure names the operation it came from and the moment it is of. A question is open until its
/// first answer; a later one corrects it.
inline constexpr std::string_view questions = R"sql(
CREATE TABLE duty_question(
  id INTEGER PRIMARY KEY,
  shift_id INTEGER REFERENCES duty_shift(id),
  at INTEGER NOT NULL,
  officer TEXT NOT NULL,
  kind TEXT NOT NULL CHECK(kind IN ('question', 'instruction')),
  asked_by TEXT NOT NULL,
  words TEXT NOT NULL,
  given_to TEXT NOT NULL,
  due_at INTEGER NOT NULL,
  event TEXT NOT NULL
) STRICT;

CREATE TABLE duty_answer(
  id INTEGER PRIMARY KEY,
  question_id INTEGER NOT NULL REFERENCES duty_question(id),
  at INTEGER NOT NULL,
  officer TEXT NOT NULL,
  words TEXT NOT NULL,
  figure TEXT NOT NULL,
  source TEXT NOT NULL,
  as_of INTEGER
) STRICT;
CREATE INDEX duty_answer_by_question ON duty_answer(question_id);
)sql";

}  // namespace relief::schema
