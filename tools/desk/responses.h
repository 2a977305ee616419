// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/incident/field_report.h"
#include "core/incident/response_book.h"
#include "reserves/ledger/ledger.h"
#include "tools/desk/desk.h"
#include "tools/desk/level_document.h"
#include "tools/desk/opened_books.h"
#include "tools/desk/writing_desk.h"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace relief {

/// The responses to an event of the books at a moment, with what they were made from.
struct ResponsesDesk {
    Desk desk;  ///< rules and places alone
    ResponseRules rules;
    BookIncident incident;
    LevelRun run;  ///< the standing reports as a scenario, and what each comes to
    std::vector<ResponseDecision> decisions;
    std::vector<ResponseElsewhere> elsewhere;
    std::vector<ResponseAction> actions;
    std::vector<ActionDone> done;
    std::vector<ResponseAdvice> advice;
    ActionClocks clocks;
    Instant at;
    std::optional<ProvenFully> proven_from;
};

/// What of an event's levels is asked about.
struct ResponsesQuestion {
    std::string event;
    Instant at;
    std::optional<std::string> report = {};  ///< one report, or SUM
    std::optional<std::string> plan = {};    ///< one plan
};

/// bad_input: incident.unknown, report.unknown, plan.unknown, and what books are refused for.
[[nodiscard]] ResponsesDesk open_responses(const std::filesystem::path& data, const Books& db,
                                           const ResponsesQuestion& question);

/// A decision as typed.
struct TypedDecision {
    std::string event;
    std::string plan;
    std::string unit;  ///< "" is the province, or the only unit of the plan there is an advice for
    int level = 0;
    std::string by;  ///< who decides; "" is who asks
    std::string document;
    std::string modifier;
    std::string reason;
};

/// `relief level decide | end`. refused response.plan where the plan was not in force when the
/// event began; everything of decide_response.
[[nodiscard]] ResponsesDesk decide_level(const Books& db, const Asked& asked,
                                         const TypedDecision& typed);

/// `relief level told`: what another body has started or ended. A unit outside Jilin stands as it
/// was typed.
[[nodiscard]] ResponsesDesk tell_elsewhere(const Books& db, const Asked& asked,
                                           const std::string& event, ResponseElsewhere row);

/// `relief level done`.
[[nodiscard]] ResponsesDesk finish_action(const Books& db, const Asked& asked,
                                          const std::string& event, std::int64_t action,
                                          const std::string& done_by, const std::string& note);

/// Each action of the event as it stands at the desk's moment; overdue ones first, then by when
/// they are due, then the done and the standing rules.
[[nodiscard]] std::vector<ActionState> action_states(const ResponsesDesk& desk);

/// What is advised for one plan and unit, as it is kept beside a decision.
[[nodiscard]] nlohmann::ordered_json advice_json(const ResponsesDesk& desk,
                                                 const ResponseAdvice& advice);

/// relief.levels/1 of an event: its rows with what is advised, who decides, what is linked.
[[nodiscard]] std::string responses_level_json(const ResponsesDesk& desk);
[[nodiscard]] std::string responses_level_text(const ResponsesDesk& desk, std::string_view language,
                                               bool explain);

/// relief.responses/1: where each response stands, every decision beside its recommendation.
[[nodiscard]] std::string responses_json(const ResponsesDesk& desk);
[[nodiscard]] std::string responses_text(const ResponsesDesk& desk, std::string_view language);

/// relief.response_actions/1. The text leaves out what is done unless `all`.
[[nodiscard]] std::string actions_json(const ResponsesDesk& desk);
[[nodiscard]] std::string actions_text(const ResponsesDesk& desk, std::string_view language,
                                       bool all, bool explain);

}  // namespace relief
