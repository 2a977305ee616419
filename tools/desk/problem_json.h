// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "routing/dispatch/problem.h"

#include <string>
#include <string_view>

namespace relief {

/// relief.dispatch_problem/1: every field of a DispatchProblem under its own name, times as ISO
/// 8601 with offset, days as YYYY-MM-DD. Reading it gives the same problem back.
[[nodiscard]] std::string problem_json(const DispatchProblem& problem);

/// Reads such a document and validates it. bad_input: json.syntax; json.field where a field is
/// missing, of another type or out of range; json.unknown where a key is none of the document's,
/// by name ("needs[3].wieght"); and what validate refuses. `file` is told in the errors.
[[nodiscard]] DispatchProblem problem_of_json(std::string_view text, const std::string& file);

}  // namespace relief
