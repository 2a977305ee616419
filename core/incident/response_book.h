// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/incident/response.h"
#include "core/people.h"
#include "core/store/change.h"
#include "core/store/database.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace relief {

/// What a person decides.
struct DecisionAsked {
    std::string plan;
    std::string scope;
    int level = 0;                 ///< 0: end where a response stands, else not to start
    std::optional<Person> person;  ///< who decided
    std::string document;          ///< number of the paper; needed where a body outside decided
    std::string modifier;          ///< id of response_modifiers.csv, "" for none
    std::string reason;
};

/// Everything a decision is held against.
struct DecisionContext {
    const BookIncident* incident = nullptr;
    const ResponseRules* responses = nullptr;
    const Rules* rules = nullptr;
    const Places* places = nullptr;
    const ResponseAdvice* advice = nullptr;  ///< of the plan and scope, at the decision's time
    std::string advice_json;                 ///< as it is kept beside the decision
    ActionClocks clocks;
};

/// Writes a decision and the actions it sets going (those not going yet), and answers its id.
/// refused: response.step (the level stands already, nothing to end, an earlier time than the last
/// decision), response.reason (away from the advice, or by a modifier, and no reason given),
/// response.decider (the person holds none of the posts), response.document (a body outside the
/// books decides: its paper is needed). bad_input response.modifier, response.procedure.
std::int64_t decide_response(Change& change, const DecisionAsked& asked,
                             const DecisionContext& context);

/// Writes down what another body has started or ended. bad_input argument.value for another kind.
std::int64_t add_elsewhere(Change& change, const BookIncident& incident,
                           const ResponseElsewhere& row);

/// Marks an action done. bad_input response.action where the event has no such action or it is a
/// standing rule; refused response.done where it was done and is not repeated, or before it was set
/// going.
std::int64_t mark_action_done(Change& change, const BookIncident& incident, std::int64_t action,
                              const std::string& done_by, const std::string& note);

[[nodiscard]] std::vector<ResponseDecision> read_decisions(Database& database,
                                                           const BookIncident& incident);
[[nodiscard]] std::vector<ResponseElsewhere> read_elsewhere(Database& database,
                                                            const BookIncident& incident);
[[nodiscard]] std::vector<ResponseAction> read_actions(Database& database,
                                                       const BookIncident& incident);
[[nodiscard]] std::vector<ActionDone> read_actions_done(Database& database,
                                                        const BookIncident& incident);

}  // namespace relief
