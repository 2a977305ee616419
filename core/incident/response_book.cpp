// SPDX-License-Identifier: Apache-2.0
#include "core/incident/response_book.h"

#include "core/error.h"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include <fmt/format.h>

namespace relief {
namespace {

constexpr std::array<std::string_view, 7> body_kinds{"relief",  "flood",       "earthquake", "ice",
                                                     "geology", "forest_fire", "other"};
constexpr std::array known_flags{Flag::read,    Flag::read_secondary, Flag::recalled,
                                 Flag::derived, Flag::assumption,     Flag::synthetic};

Flag flag_named(std::string_view name) {
    const auto found = std::ranges::find(known_flags, name, flag_name);
    return found == known_flags.end() ? Flag::assumption : *found;
}

Error wrong_step(const DecisionAsked& asked, std::string found, std::string expected) {
    return refused({.code = "response.step",
                    .message = "the response is not at this step",
                    .field = fmt::format("{} {}", asked.plan, asked.scope),
                    .found = std::move(found),
                    .expected = std::move(expected)});
}

/// start, adjust, end or decline.
std::string step_of(const DecisionAsked& asked, const ResponseState& state) {
    if (asked.level == 0) {
        return state.level == 0 ? "decline" : "end";
    }
    if (asked.level == state.level) {
        throw wrong_step(asked, fmt::format("level {} stands already", state.level),
                         "another level, or `relief level end`");
    }
    return state.level == 0 ? "start" : "adjust";
}

void check_reason(const DecisionAsked& asked, const ResponseAdvice& advice) {
    const bool away = asked.level != advice.advised;
    if (asked.reason.empty() && (away || !asked.modifier.empty())) {
        throw refused({.code = "response.reason",
                       .message = "a decision away from what is recommended needs its reason",
                       .field = "--reason",
                       .found = away ? fmt::format("level {} decided, {} recommended{}",
                                                   asked.level, advice.advised,
                                                   advice.known ? "" : " (no figure of the plan)")
                                     : "by " + asked.modifier,
                       .expected = "the reason in words"});
    }
}

void check_modifier(const DecisionAsked& asked, const ResponseRules& responses) {
    if (asked.modifier.empty()) {
        return;
    }
    const ModifierRule* rule = responses.modifier(asked.modifier);
    if (rule == nullptr || !rule->by_person) {
        std::string known;
        for (const ModifierRule& other : responses.modifiers) {
            if (other.by_person) {
                known += (known.empty() ? "" : ", ") + other.id;
            }
        }
        throw bad_input({.code = "response.modifier",
                         .message = "no rule that a person may start or shift a response by",
                         .field = "--modifier",
                         .found = asked.modifier,
                         .expected = known});
    }
}

/// The term in which somebody decides: their own, or another's who let them decide.
struct DecidedAs {
    std::string post;
    Cell holding;
    Cell delegation;
};

DecidedAs decided_as(Change& change, const DecisionAsked& asked, const Deciders& deciders) {
    const Instant at = change.request().occurred_at;
    if (asked.person) {
        for (const std::string& post : deciders.posts) {
            const auto own = read_holdings(
                change.database(),
                {.person = asked.person->id, .post = post, .unit = asked.scope, .at = at});
            if (!own.empty()) {
                return {post, own.front().id, {}};
            }
            for (const Delegation& given :
                 read_delegations(change.database(), asked.person->id, at)) {
                if (given.verb == "decide" && given.holding.post == post &&
                    given.holding.unit == asked.scope) {
                    return {post, given.holding.id, given.id};
                }
            }
        }
    }
    std::string posts;
    for (const std::string& post : deciders.posts) {
        posts += fmt::format("{}{} ({})", posts.empty() ? "" : ", ", post_of(post).zh, post);
    }
    if (deciders.outside && !asked.document.empty()) {
        return {};
    }
    if (deciders.outside) {
        throw refused({.code = "response.document",
                       .message = "a body outside the books decides: its paper is needed",
                       .field = "--document",
                       .found = "no number of a paper",
                       .expected = fmt::format("the number of the paper of {}", deciders.role)});
    }
    throw refused({.code = "response.decider",
                   .message = "this person may not decide on the response",
                   .field = "--by",
                   .found = asked.person ? posts_held(change.database(), *asked.person, at)
                                         : "nobody of the books",
                   .expected = fmt::format("{} at {}: {}", deciders.role, asked.scope, posts)});
}

/// Rules already going in the response that stands: their actions are not set going twice.
std::set<std::string> going(Change& change, const BookIncident& incident,
                            const std::vector<ResponseDecision>& decisions,
                            const ResponseState& state) {
    std::set<std::int64_t> current;
    for (const ResponseDecision& decision : decisions) {
        if (decision.plan == state.plan && decision.scope == state.scope && state.started_at &&
            decision.at >= *state.started_at) {
            current.insert(decision.id);
        }
    }
    std::set<std::string> rules;
    for (const ResponseAction& action : read_actions(change.database(), incident)) {
        if (current.contains(action.decision)) {
            rules.insert(action.rule);
        }
    }
    return rules;
}

void insert_action(Change& change, std::int64_t decision, const ResponseAction& action) {
    change.insert(
        "response_action",
        {{"decision_id", decision},
         {"rule", action.rule},
         {"words", action.words},
         {"actor", action.actor},
         {"clock_start", action.clock_start},
         {"due_at", action.due ? Cell(seconds_of(*action.due)) : Cell()},
         {"repeat_minutes", action.repeat ? Cell(std::int64_t{action.repeat->count()}) : Cell()},
         {"borrowed_from", action.borrowed_from},
         {"source", action.source.text},
         {"flag", std::string(flag_name(action.source.flag))}});
}

}  // namespace

std::int64_t decide_response(Change& change, const DecisionAsked& asked,
                             const DecisionContext& context) {
    const Request& request = change.request();
    const ResponsePlan& plan = *context.advice->plan;
    const std::vector<ResponseDecision> decisions =
        read_decisions(change.database(), *context.incident);
    for (const ResponseDecision& before : decisions) {
        if (before.plan == asked.plan && before.scope == asked.scope &&
            before.at > request.occurred_at) {
            throw wrong_step(asked, "decided on last at " + format_instant(before.at),
                             "a time not before that");
        }
    }
    const ResponseState state =
        response_state(decisions, asked.plan, asked.scope, request.occurred_at);
    const std::string step = step_of(asked, state);
    check_modifier(asked, *context.responses);
    check_reason(asked, *context.advice);
    // Who may lower or end it is who may decide on what stands; not to start, on what was advised.
    int decider_level = asked.level == 0 ? state.level : asked.level;
    if (state.level != 0) {
        decider_level = std::min(decider_level, state.level);
    } else if (asked.level == 0) {
        constexpr int least = 4;
        decider_level = context.advice->advised == 0 ? least : context.advice->advised;
    }
    const Deciders deciders = deciders_of(*context.responses, *context.rules, plan, decider_level);
    DecidedAs as = decided_as(change, asked, deciders);
    const bool in_post = !as.post.empty();
    const std::int64_t id = change.insert(
        "response_decision", {{"incident_id", context.incident->id},
                              {"at", seconds_of(request.occurred_at)},
                              {"officer", request.actor},
                              {"step", step},
                              {"plan", asked.plan},
                              {"scope", asked.scope},
                              {"level", std::int64_t{asked.level}},
                              {"level_before", std::int64_t{state.level}},
                              {"recommended", std::int64_t{context.advice->advised}},
                              {"recommended_known", std::int64_t{context.advice->known ? 1 : 0}},
                              {"recommendation", context.advice_json},
                              {"role", deciders.role},
                              {"person", in_post ? asked.person->code : ""},
                              {"post", std::move(as.post)},
                              {"holding_id", std::move(as.holding)},
                              {"delegation_id", std::move(as.delegation)},
                              {"document", asked.document},
                              {"modifier", asked.modifier},
                              {"reason", asked.reason}});
    const std::set<std::string> already = going(change, *context.incident, decisions, state);
    for (const ResponseAction& action : actions_of(*context.responses, plan, asked.scope,
                                                   asked.level, context.clocks, *context.places)) {
        if (!already.contains(action.rule)) {
            insert_action(change, id, action);
        }
    }
    change.tell_subject(context.incident->event);
    return id;
}

std::int64_t add_elsewhere(Change& change, const BookIncident& incident,
                           const ResponseElsewhere& row) {
    if (std::ranges::find(body_kinds, row.kind) == body_kinds.end()) {
        throw bad_input({.code = "argument.value",
                         .message = "the value of the option cannot be read",
                         .field = "--kind",
                         .found = row.kind,
                         .expected = fmt::format("{}", fmt::join(body_kinds, ", "))});
    }
    change.tell_subject(incident.event);
    return change.insert("response_elsewhere", {{"incident_id", incident.id},
                                                {"at", seconds_of(change.request().occurred_at)},
                                                {"officer", change.request().actor},
                                                {"body", row.body},
                                                {"kind", row.kind},
                                                {"unit", row.unit},
                                                {"level", std::int64_t{row.level}},
                                                {"source", row.source}});
}

std::int64_t mark_action_done(Change& change, const BookIncident& incident, std::int64_t action,
                              const std::string& done_by, const std::string& note) {
    const Instant at = change.request().occurred_at;
    const std::vector<ResponseAction> actions = read_actions(change.database(), incident);
    const auto found = std::ranges::find(actions, action, &ResponseAction::id);
    if (found == actions.end() || !found->due) {
        throw bad_input({.code = "response.action",
                         .message = "the event has no such action to be done",
                         .field = "ACTION",
                         .found = fmt::format("{}", action),
                         .expected = "a number of `relief level actions`, no standing rule"});
    }
    const auto refuse = [&](std::string was, std::string expected) {
        return refused({.code = "response.done",
                        .message = "the action cannot be marked done",
                        .field = fmt::format("{} {}", action, found->rule),
                        .found = std::move(was),
                        .expected = std::move(expected)});
    };
    for (const ResponseDecision& decision : read_decisions(change.database(), incident)) {
        if (decision.id == found->decision && at < decision.at) {
            throw refuse("it was set going at " + format_instant(decision.at),
                         "a time not before that");
        }
    }
    for (const ActionDone& done : read_actions_done(change.database(), incident)) {
        if (done.action == action && !found->repeat) {
            throw refuse(fmt::format("done at {} by {}", format_instant(done.at), done.done_by),
                         "an action that is still open");
        }
        if (done.action == action && done.at > at) {
            throw refuse("done later, at " + format_instant(done.at), "a time not before that");
        }
    }
    change.tell_subject(incident.event);
    return change.insert("response_action_done", {{"action_id", action},
                                                  {"at", seconds_of(at)},
                                                  {"officer", change.request().actor},
                                                  {"done_by", done_by},
                                                  {"note", note}});
}

std::vector<ResponseDecision> read_decisions(Database& database, const BookIncident& incident) {
    Statement select = database.prepare(
        "SELECT id, at, officer, step, plan, scope, level, level_before, recommended, "
        "recommended_known, recommendation, role, person, post, document, modifier, reason FROM "
        "response_decision WHERE incident_id = ?1 ORDER BY id");
    select.bind(1, incident.id);
    std::vector<ResponseDecision> all;
    while (select.step()) {
        all.push_back({.id = select.integer(0),
                       .at = instant_of(select.integer(1)),
                       .officer = select.text(2),
                       .step = select.text(3),
                       .plan = select.text(4),
                       .scope = select.text(5),
                       .level = static_cast<int>(select.integer(6)),
                       .level_before = static_cast<int>(select.integer(7)),
                       .recommended = static_cast<int>(select.integer(8)),
                       .recommended_known = select.integer(9) != 0,
                       .recommendation = select.text(10),
                       .role = select.text(11),
                       .person = select.text(12),
                       .post = select.text(13),
                       .document = select.text(14),
                       .modifier = select.text(15),
                       .reason = select.text(16)});
    }
    return all;
}

std::vector<ResponseElsewhere> read_elsewhere(Database& database, const BookIncident& incident) {
    Statement select = database.prepare(
        "SELECT id, at, officer, body, kind, unit, level, source FROM response_elsewhere WHERE "
        "incident_id = ?1 ORDER BY at, id");
    select.bind(1, incident.id);
    std::vector<ResponseElsewhere> all;
    while (select.step()) {
        all.push_back({.id = select.integer(0),
                       .at = instant_of(select.integer(1)),
                       .officer = select.text(2),
                       .body = select.text(3),
                       .kind = select.text(4),
                       .unit = select.text(5),
                       .level = static_cast<int>(select.integer(6)),
                       .source = select.text(7)});
    }
    return all;
}

std::vector<ResponseAction> read_actions(Database& database, const BookIncident& incident) {
    Statement select = database.prepare(
        "SELECT action.id, decision_id, rule, words, actor, clock_start, due_at, repeat_minutes, "
        "borrowed_from, source, flag FROM response_action AS action JOIN response_decision AS "
        "decision ON decision.id = decision_id WHERE incident_id = ?1 ORDER BY action.id");
    select.bind(1, incident.id);
    std::vector<ResponseAction> all;
    while (select.step()) {
        ResponseAction action{.id = select.integer(0),
                              .decision = select.integer(1),
                              .rule = select.text(2),
                              .words = select.text(3),
                              .actor = select.text(4),
                              .clock_start = select.text(5),
                              .borrowed_from = select.text(8),
                              .source = {select.text(9), flag_named(select.text(10))}};
        if (!select.is_null(6)) {
            action.due = instant_of(select.integer(6));
        }
        if (!select.is_null(7)) {
            action.repeat = Minutes(select.integer(7));
        }
        all.push_back(std::move(action));
    }
    return all;
}

std::vector<ActionDone> read_actions_done(Database& database, const BookIncident& incident) {
    Statement select = database.prepare(
        "SELECT done.id, done.action_id, done.at, done.officer, done.done_by, done.note FROM "
        "response_action_done AS done JOIN response_action AS action ON action.id = "
        "done.action_id JOIN response_decision AS decision ON decision.id = action.decision_id "
        "WHERE incident_id = ?1 ORDER BY done.id");
    select.bind(1, incident.id);
    std::vector<ActionDone> all;
    while (select.step()) {
        all.push_back({.id = select.integer(0),
                       .action = select.integer(1),
                       .at = instant_of(select.integer(2)),
                       .officer = select.text(3),
                       .done_by = select.text(4),
                       .note = select.text(5)});
    }
    return all;
}

}  // namespace relief
