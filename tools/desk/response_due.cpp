// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/response_due.h"

#include "core/data_source.h"
#include "core/incident/experts.h"
#include "core/incident/response_book.h"

#include <algorithm>

#include <fmt/format.h>

namespace relief {
namespace {

void add_actions(Database& database, const ResponseRules& responses, const BookIncident& incident,
                 Instant now, std::vector<DueItem>& all) {
    const std::vector<ResponseAction> actions = read_actions(database, incident);
    const std::vector<ActionDone> done = read_actions_done(database, incident);
    const std::vector<ResponseDecision> decisions = read_decisions(database, incident);
    for (const ActionState& state : action_states(actions, decisions, done, now)) {
        if (state.state != "due" && state.state != "overdue") {
            continue;
        }
        const ResponseAction& action = *state.action;
        const auto rule = std::ranges::find(responses.actions, action.rule, &ActionRule::id);
        const bool known = rule != responses.actions.end();
        all.push_back({.kind = "response",
                       .subject = fmt::format("{} {}", incident.event, action.id),
                       .due = state.next,
                       .who = action.actor,
                       .zh = known ? rule->words_zh : action.words,
                       .en = action.words,
                       .overdue = is_overdue(state.next, now)});
    }
}

void add_calls(Database& database, const BookIncident& incident, Instant now,
               std::vector<DueItem>& all) {
    for (const ExpertCall& call : read_expert_calls(database, incident, now)) {
        const bool declined = !call.answers.empty() && call.answers.back().answer == "declined";
        if (!call.due || declined || !call.opinions.empty()) {
            continue;
        }
        all.push_back({.kind = "expert",
                       .subject = fmt::format("{} {}", incident.event, call.id),
                       .due = call.due,
                       .who = call.name,
                       .zh = "会商意见：" + call.question,
                       .en = "judgement: " + call.question,
                       .overdue = is_overdue(call.due, now)});
    }
}

}  // namespace

std::vector<DueItem> due_responses(Database& database, const Rules& rules, Instant now) {
    std::vector<DueItem> all;
    const std::vector<BookIncident> incidents = read_incidents(database);
    if (incidents.empty()) {
        return all;
    }
    const ResponseRules responses = load_response_rules(DatabaseSource(database), rules);
    for (const BookIncident& incident : incidents) {
        add_actions(database, responses, incident, now, all);
        add_calls(database, incident, now, all);
    }
    return all;
}

}  // namespace relief
