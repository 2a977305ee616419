// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/rules.h"
#include "reserves/duty/call.h"
#include "reserves/duty/due.h"
#include "tools/desk/duty_book.h"

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace relief {

/// `due[]` of relief.duty/1.
[[nodiscard]] nlohmann::ordered_json due_json(const std::vector<DueItem>& due);

/// `call` of relief.duty/1: a phone call with its eight fields and those nobody said.
[[nodiscard]] nlohmann::ordered_json call_json(const PhoneCall& call);

/// relief.duty/1: the page of the desk; `call` alone; the log.
[[nodiscard]] std::string duty_page_json(const DutyPage& page);
[[nodiscard]] std::string duty_call_json(const PhoneCall& call);
[[nodiscard]] std::string duty_log_json(const DutyLog& log, Instant now);

/// `all`: every item by itself, else grouped by kind and site.
[[nodiscard]] std::string duty_page_text(const DutyPage& page, std::string_view language,
                                         bool all = false);
[[nodiscard]] std::string duty_call_text(const PhoneCall& call, const Rules& rules,
                                         std::string_view language);
[[nodiscard]] std::string duty_log_text(const DutyLog& log, std::string_view language);

}  // namespace relief
