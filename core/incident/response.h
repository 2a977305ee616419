// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/incident/report_book.h"
#include "core/incident/response_level.h"
#include "core/incident/response_rules.h"
#include "core/places.h"
#include "core/rules.h"
#include "core/time.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace relief {

/// What another body is known to have started: a neighbour's relief response, or that of another
/// command body (flood, earthquake, ice …). The last row of a body and kind counts; 0 = ended.
struct ResponseElsewhere {
    std::int64_t id = 0;
    Instant at;
    std::string officer;
    std::string body;
    std::string kind;  ///< relief, flood, earthquake, ice, geology, forest_fire, other
    std::string unit;  ///< code of the division, "" where none was named
    int level = 0;
    std::string source;
};

/// A decision of a person on a response, beside what was recommended then.
struct ResponseDecision {
    std::int64_t id = 0;
    Instant at;
    std::string officer;  ///< who wrote it down
    std::string step;     ///< start, adjust, end, decline (not to start)
    std::string plan;
    std::string scope;
    int level = 0;  ///< 0 after end and decline
    int level_before = 0;
    int recommended = 0;
    bool recommended_known = false;  ///< false: no figure of the plan was reported
    std::string recommendation;      ///< the recommendation as JSON
    std::string role;                ///< who decides by the procedure
    std::string person;              ///< code of who did; "" for a body outside the books
    std::string post;
    std::string document;  ///< number of the paper
    std::string modifier;
    std::string reason;
};

/// Where a response stands.
struct ResponseState {
    std::string plan;
    std::string scope;
    int level = 0;  ///< 0: not started, or ended
    std::optional<Instant> started_at;
    std::int64_t last = 0;  ///< the last decision
};

/// Every plan and scope decided on by a moment, in the order first decided on.
[[nodiscard]] std::vector<ResponseState> response_states(
    const std::vector<ResponseDecision>& decisions, Instant at);
[[nodiscard]] ResponseState response_state(const std::vector<ResponseDecision>& decisions,
                                           std::string_view plan, std::string_view scope,
                                           Instant at);
/// The last row of each body and kind known by a moment, ended ones too.
[[nodiscard]] std::vector<const ResponseElsewhere*> known_elsewhere(
    const std::vector<ResponseElsewhere>& elsewhere, Instant at);

/// A rule by which a person may start, raise or lower a response away from its thresholds.
struct Linkage {
    std::string modifier;      ///< id of response_modifiers.csv; "" for a neighbour's threshold
    std::string rule_of;       ///< plan whose rule it is, or "all"
    bool of_this_plan = true;  ///< false: another plan's rule, to be weighed
    int level = 0;             ///< the level it speaks of; 0 = none in particular
    std::string because;       ///< "松花江防总 II", "dead_missing 45 in [40, 50)"
    std::string relation;      ///< of a unit of the books: above, below, beside
    Flag flag = Flag::assumption;
};

/// What the system recommends for one plan and scope.
struct ResponseAdvice {
    const ResponsePlan* plan = nullptr;
    std::string scope;
    int level = 0;       ///< by the figures
    bool known = false;  ///< a figure of the plan was reported; else level 0 says nothing
    bool verified = false;
    std::string phase = "open";  ///< open, stable (final figures due), over
    /// What is advised to stand: while the event is open the level by the figures, and what stands
    /// where they give none; 0 once it is stable or over.
    int advised = 0;
    std::string step;  ///< start, adjust, end, keep, none
    int standing = 0;
    std::vector<LevelConclusion> because;  ///< rows of the plan and scope that count
    std::vector<Linkage> linkages;
};

/// What an advice is made from.
struct AdviceQuestion {
    const BookIncident* incident = nullptr;
    const Scenario* scenario = nullptr;  ///< scenario_of_books
    const std::vector<ResponseDecision>* decisions = nullptr;
    const std::vector<ResponseElsewhere>* elsewhere = nullptr;
    Instant at;
    /// A unit asked about although no report speaks of it, under a plan.
    std::string also_plan = {};
    std::string also_scope = {};
};

/// One row for every plan in force and unit it judges: those that reports speak of, those decided
/// on, and the province. Country thresholds are counted for the province. By jurisdiction level
/// from the county up, then scope.
[[nodiscard]] std::vector<ResponseAdvice> advise(const AdviceQuestion& question,
                                                 const ResponseRules& responses, const Rules& rules,
                                                 const Places& places);

/// An action a decision set going.
struct ResponseAction {
    std::int64_t id = 0;
    std::int64_t decision = 0;
    std::string rule;
    std::string words;
    std::string actor;
    std::string clock_start;
    std::optional<Instant> due;     ///< the first time; empty for a standing rule
    std::optional<Minutes> repeat;  ///< then again after so long
    std::string borrowed_from;      ///< plan or place whose rule it is, where not this plan's
    Source source;
};

/// From when the clocks of actions run.
struct ActionClocks {
    Instant decided;
    Instant event;    ///< when it began
    Instant learned;  ///< when the desk learnt of it
};

/// What a level of a plan sets going in a unit, with deadlines: event + hours, start + hours,
/// the first clock hour after the start, repeated. Standing rules have none.
[[nodiscard]] std::vector<ResponseAction> actions_of(const ResponseRules& responses,
                                                     const ResponsePlan& plan,
                                                     std::string_view scope, int level,
                                                     const ActionClocks& clocks,
                                                     const Places& places);

struct ActionDone {
    std::int64_t id = 0;
    std::int64_t action = 0;
    Instant at;
    std::string officer;
    std::string done_by;
    std::string note;
};

/// An action at a moment.
struct ActionState {
    const ResponseAction* action = nullptr;
    std::string state;            ///< due, overdue, done, late (done late), standing, ended
    std::optional<Instant> next;  ///< when it is due, of a repeated one the next time
    Minutes by{0};                ///< due in, overdue by, late by
    std::vector<const ActionDone*> done;
};

/// Each action as it stands. `ended` is when the response ended, where it did: what was not due by
/// then is not due any more.
[[nodiscard]] ActionState action_state(const ResponseAction& action,
                                       const std::vector<ActionDone>& done,
                                       std::optional<Instant> ended, Instant at);

/// Every action set going by a moment as it stands then, in order; its response may have ended.
/// The states point into `actions` and `done`.
[[nodiscard]] std::vector<ActionState> action_states(const std::vector<ResponseAction>& actions,
                                                     const std::vector<ResponseDecision>& decisions,
                                                     const std::vector<ActionDone>& done,
                                                     Instant at);

}  // namespace relief
