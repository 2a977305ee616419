// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/responses.h"

#include "core/error.h"
#include "tools/desk/document.h"
#include "tools/desk/tables.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace relief {
namespace {

using nlohmann::ordered_json;

/// What other bodies started, as rows of the kind level documents show.
std::vector<ActualRow> rows_of(const std::vector<ResponseElsewhere>& elsewhere, Instant at) {
    std::vector<ActualRow> rows;
    for (const ResponseElsewhere* row : known_elsewhere(elsewhere, at)) {
        rows.push_back({.id = fmt::format("E{}", row->id),
                        .kind = "response_level",
                        .item = {},
                        .quantity = static_cast<double>(row->level),
                        .unit = row->kind + "_plan_level",
                        .from_name = row->body,
                        .to_name = row->unit,
                        .known_at = row->at,
                        .note = row->source});
    }
    return rows;
}

ActionClocks clocks_of(const BookIncident& incident, const std::vector<FieldReport>& reports,
                       Instant decided) {
    Instant learned = incident.opened_at;
    for (const FieldReport& report : reports) {
        learned = std::min(learned, report.received_at);
    }
    return {
        .decided = decided, .event = incident.start, .learned = std::max(learned, incident.start)};
}

ResponsesDesk desk_of(Database& database, const DataSource& source, Desk desk,
                      const ResponsesQuestion& question) {
    ResponsesDesk answer{.desk = std::move(desk),
                         .rules = {},
                         .incident = read_incident(database, question.event),
                         .run = {},
                         .clocks = {},
                         .at = question.at,
                         .proven_from = std::nullopt};
    answer.rules = load_response_rules(source, answer.desk.rules);
    const std::vector<FieldReport> reports =
        read_field_reports(database, answer.incident, question.at);
    answer.decisions = read_decisions(database, answer.incident);
    answer.elsewhere = read_elsewhere(database, answer.incident);
    answer.actions = read_actions(database, answer.incident);
    answer.done = read_actions_done(database, answer.incident);
    answer.clocks = clocks_of(answer.incident, reports, question.at);
    Scenario scenario =
        scenario_of_books(answer.incident, reports, answer.desk.places, question.at);
    scenario.actual = rows_of(answer.elsewhere, question.at);
    answer.run =
        judge_levels(answer.desk, std::move(scenario), question.at, question.report, question.plan);
    answer.advice = advise({.incident = &answer.incident,
                            .scenario = &answer.run.scenario,
                            .decisions = &answer.decisions,
                            .elsewhere = &answer.elsewhere,
                            .at = question.at},
                           answer.rules, answer.desk.rules, answer.desk.places);
    return answer;
}

/// The desk of books that are open for writing.
ResponsesDesk desk_of(WritingDesk& writing, const std::string& event, Instant at) {
    const DatabaseSource source(writing.database);
    return desk_of(writing.database, source,
                   {.data = {},
                    .rules = writing.rules,
                    .places = writing.places,
                    .baseline = {},
                    .stock = {},
                    .network = {}},
                   {.event = event, .at = at});
}

const ResponsePlan& plan_of(const ResponsesDesk& desk, const std::string& id) {
    const Incident& event = desk.run.scenario.incident;
    const ResponsePlan* plan = desk.desk.rules.plan(id);
    if (plan == nullptr) {
        throw bad_input({.code = "plan.unknown",
                         .message = "there is no such response plan",
                         .field = "--plan",
                         .found = id,
                         .expected = "a plan_id of rules/response_plans.csv"});
    }
    if (plan_in_force(event, desk.desk.rules, plan->jurisdiction_level) == plan) {
        return *plan;
    }
    std::string in_force;
    for (const std::string_view level : {"county", "city", "province", "country"}) {
        if (const ResponsePlan* other = plan_in_force(event, desk.desk.rules, level)) {
            in_force += (in_force.empty() ? "" : ", ") + other->id;
        }
    }
    throw refused({.code = "response.plan",
                   .message = "the plan was not in force when the event began",
                   .field = "--plan",
                   .found = fmt::format("{}, the event began {}", id, format_instant(event.start)),
                   .expected = in_force});
}

/// The unit whose response is meant.
std::string scope_of(const ResponsesDesk& desk, const ResponsePlan& plan, const std::string& unit) {
    const std::string_view kind = plan.jurisdiction_level == "county" ? "county"
                                  : plan.jurisdiction_level == "city" ? "prefecture"
                                                                      : "province";
    const auto wrong = [&](std::string found) {
        return bad_input({.code = "argument.value",
                          .message = "the plan is not one of such a unit",
                          .field = "--unit",
                          .found = std::move(found),
                          .expected = fmt::format("a {} ({})", kind, plan.id)});
    };
    if (unit.empty()) {
        if (kind == "province") {
            return desk.run.scenario.incident.province;
        }
        std::vector<std::string> scopes;
        for (const ResponseAdvice& advice : desk.advice) {
            if (advice.plan == &plan) {
                scopes.push_back(advice.scope);
            }
        }
        if (scopes.size() != 1) {
            throw wrong(scopes.empty() ? "no unit"
                                       : fmt::format("one of {}", fmt::join(scopes, ", ")));
        }
        return scopes.front();
    }
    const Place& place = desk.desk.places.resolve(unit, beijing_date(desk.incident.start));
    if (place.kind != kind) {
        throw wrong(fmt::format("{} {}", place.code, place.name));
    }
    return place.code;
}

/// The advice for a plan and scope, also where no report speaks of the unit.
ResponseAdvice advice_for(const ResponsesDesk& desk, const ResponsePlan& plan,
                          const std::string& scope) {
    for (ResponseAdvice& advice : advise({.incident = &desk.incident,
                                  .scenario = &desk.run.scenario,
                                  .decisions = &desk.decisions,
                                  .elsewhere = &desk.elsewhere,
                                  .at = desk.at,
                                  .also_plan = plan.id,
                                  .also_scope = scope},
                                         desk.rules, desk.desk.rules, desk.desk.places)) {
        if (advice.plan == &plan && advice.scope == scope) {
            return std::move(advice);
        }
    }
    throw fault({.code = "fault", .message = "no advice for a plan in force"});
}

int rank(const ActionState& state) {
    return state.state == "overdue"    ? 0
           : state.state == "due"      ? 1
           : state.state == "standing" ? 3
                                       : 2;
}

}  // namespace

ResponsesDesk open_responses(const std::filesystem::path& data, const Books& db,
                             const ResponsesQuestion& question) {
    const Tables tables(data, db);
    ResponsesDesk desk = desk_of(*tables.database(), tables.source(),
                                 {.data = data,
                                  .rules = load_rules(tables.source()),
                                  .places = Places(tables.source()),
                                  .baseline = {},
                                  .stock = {},
                                  .network = {}},
                                 question);
    desk.proven_from = tables.proven_from();
    return desk;
}

ResponsesDesk decide_level(const Books& db, const Asked& asked, const TypedDecision& typed) {
    WritingDesk writing = open_writing_desk(db, asked);
    const ResponsesDesk before = desk_of(writing, typed.event, asked.occurred_at);
    const ResponsePlan& plan = plan_of(before, typed.plan);
    DecisionAsked decision{.plan = plan.id,
                           .scope = scope_of(before, plan, typed.unit),
                           .level = typed.level,
                           .person = std::nullopt,
                           .document = typed.document,
                           .modifier = typed.modifier,
                           .reason = typed.reason};
    decision.person = typed.by.empty() ? find_person(writing.database, asked.actor)
                                       : std::optional(person_of(writing.database, typed.by));
    const ResponseAdvice advice = advice_for(before, plan, decision.scope);
    const ordered_json content{
        {"event", typed.event},       {"plan", plan.id},       {"scope", decision.scope},
        {"level", typed.level},       {"by", typed.by},        {"document", typed.document},
        {"modifier", typed.modifier}, {"reason", typed.reason}};
    const Request request =
        make_request(writing.database, asked, "response.decide", content.dump());
    static_cast<void>(make_change(writing.database, request, [&](Change& change) {
        const std::int64_t id = decide_response(change, decision,
                                                {.incident = &before.incident,
                                                 .responses = &before.rules,
                                                 .rules = &before.desk.rules,
                                                 .places = &before.desk.places,
                                                 .advice = &advice,
                                                 .advice_json = advice_json(before, advice).dump(),
                                                 .clocks = before.clocks});
        return ordered_json{{"decision", id}}.dump();
    }));
    return desk_of(writing, typed.event, asked.now);
}

ResponsesDesk tell_elsewhere(const Books& db, const Asked& asked, const std::string& event,
                             ResponseElsewhere row) {
    WritingDesk writing = open_writing_desk(db, asked);
    const BookIncident incident = read_incident(writing.database, event);
    if (!row.unit.empty()) {
        const auto found = writing.places.find(row.unit, beijing_date(asked.occurred_at));
        if (!found.empty()) {
            row.unit = writing.places.resolve(row.unit, beijing_date(asked.occurred_at)).code;
        }
    }
    const ordered_json content{{"event", event},   {"body", row.body},   {"kind", row.kind},
                               {"unit", row.unit}, {"level", row.level}, {"source", row.source}};
    const Request request = make_request(writing.database, asked, "response.told", content.dump());
    static_cast<void>(make_change(writing.database, request, [&](Change& change) {
        return ordered_json{{"row", add_elsewhere(change, incident, row)}}.dump();
    }));
    return desk_of(writing, event, asked.now);
}

ResponsesDesk finish_action(const Books& db, const Asked& asked, const std::string& event,
                            std::int64_t action, const std::string& done_by,
                            const std::string& note) {
    WritingDesk writing = open_writing_desk(db, asked);
    const BookIncident incident = read_incident(writing.database, event);
    const ordered_json content{
        {"event", event}, {"action", action}, {"done_by", done_by}, {"note", note}};
    const Request request = make_request(writing.database, asked, "response.done", content.dump());
    static_cast<void>(make_change(writing.database, request, [&](Change& change) {
        return ordered_json{{"done", mark_action_done(change, incident, action, done_by, note)}}
            .dump();
    }));
    return desk_of(writing, event, asked.now);
}

std::vector<ActionState> action_states(const ResponsesDesk& desk) {
    std::vector<ActionState> states =
        action_states(desk.actions, desk.decisions, desk.done, desk.at);
    std::ranges::stable_sort(states, [](const ActionState& a, const ActionState& b) {
        return std::make_tuple(rank(a), a.next.value_or(Instant::max())) <
               std::make_tuple(rank(b), b.next.value_or(Instant::max()));
    });
    return states;
}

}  // namespace relief
