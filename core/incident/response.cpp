// SPDX-License-Identifier: Apache-2.0
#include "core/incident/response.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include <fmt/format.h>

namespace relief {
namespace {

constexpr std::array<std::string_view, 4> jurisdiction_order{"county", "city", "province",
                                                             "country"};
constexpr std::array<std::string_view, 5> numerals{"-", "I", "II", "III", "IV"};
constexpr Minutes day{24 * 60};

std::string name_of(const Places& places, const std::string& code) {
    const Place* place = places.find_code(code);
    return place == nullptr ? code : place->name;
}

std::string_view numeral(int level) {
    return numerals.at(static_cast<std::size_t>(level));
}

Minutes minutes_of_hours(double hours) {
    constexpr double minutes_an_hour = 60;
    return Minutes(static_cast<std::int64_t>(hours * minutes_an_hour + 0.5));
}

/// The rows of one plan and scope that count: the last of each unit, and the sum.
std::vector<LevelConclusion> counting_rows(const std::vector<LevelConclusion>& rows) {
    std::map<std::string, std::size_t> last;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (rows[i].tested && !rows[i].several_events) {
            last[rows[i].report == "SUM" ? "SUM" : rows[i].unit] = i;
        }
    }
    const bool own = !rows.empty() && last.contains(rows.front().scope);
    std::vector<LevelConclusion> counting;
    for (const auto& [unit, index] : last) {
        if (!own || unit == "SUM" || unit == rows.front().scope) {
            counting.push_back(rows[index]);
        }
    }
    return counting;
}

std::string_view scope_kind(const ResponsePlan& plan) {
    return plan.jurisdiction_level == "county" ? "county"
           : plan.jurisdiction_level == "city" ? "prefecture"
                                               : "province";
}

class Adviser {
  public:
    Adviser(const AdviceQuestion& question, const ResponseRules& responses, const Rules& rules,
            const Places& places)
        : question_(question), responses_(responses), rules_(rules), places_(places) {}

    [[nodiscard]] std::vector<ResponseAdvice> all() const;

  private:
    [[nodiscard]] ResponseAdvice one(const ResponsePlan& plan, const std::string& scope,
                                     const std::vector<LevelConclusion>& rows) const;
    [[nodiscard]] std::string phase_of(const std::string& scope) const;
    void link_thresholds(ResponseAdvice& advice) const;
    void link_modifiers(ResponseAdvice& advice) const;
    void link_units(ResponseAdvice& advice) const;
    [[nodiscard]] bool is_abroad(const ResponseElsewhere& row) const;

    const AdviceQuestion& question_;
    const ResponseRules& responses_;
    const Rules& rules_;
    const Places& places_;
};

bool Adviser::is_abroad(const ResponseElsewhere& row) const {
    return !row.unit.empty() && places_.find_code(row.unit) == nullptr;
}

std::string Adviser::phase_of(const std::string& scope) const {
    if (question_.incident->ended_at(question_.at)) {
        return "over";
    }
    return question_.incident->stable_at(scope, question_.at) ? "stable" : "open";
}

/// A neighbour's threshold holds together with a neighbour that reached the level.
void Adviser::link_thresholds(ResponseAdvice& advice) const {
    std::set<std::string> told;
    for (const LevelConclusion& row : advice.because) {
        for (const LevelBecause& why : row.with_neighbour) {
            if (!told.insert(why.rule).second) {
                continue;
            }
            Linkage linkage{.modifier = "",
                            .rule_of = advice.plan->id,
                            .because = fmt::format("{} ({})", why.arithmetic, why.rule),
                            .flag = why.flag};
            for (const ResponseElsewhere* other :
                 known_elsewhere(*question_.elsewhere, question_.at)) {
                if (other->kind == "relief" && is_abroad(*other) && other->level != 0 &&
                    other->level <= why.level) {
                    linkage.level = why.level;
                    linkage.because += fmt::format("; {} {}", other->body, numeral(other->level));
                }
            }
            if (linkage.level == 0) {
                linkage.because +=
                    fmt::format("; no neighbouring province is known at {}", numeral(why.level));
            }
            advice.linkages.push_back(std::move(linkage));
        }
    }
}

void Adviser::link_modifiers(ResponseAdvice& advice) const {
    const auto add = [&](const ModifierRule& rule, int level, std::string because) {
        const bool own = rule.plan == "all" || rule.plan == advice.plan->id;
        advice.linkages.push_back({.modifier = rule.id,
                                   .rule_of = rule.plan,
                                   .of_this_plan = own,
                                   .level = level,
                                   .because = std::move(because),
                                   .flag = rule.source.flag});
    };
    const auto elsewhere = known_elsewhere(*question_.elsewhere, question_.at);
    for (const ModifierRule& rule : responses_.modifiers) {
        for (const ResponseElsewhere* other : elsewhere) {
            const bool command = rule.kind == "linkage" && other->kind != "relief";
            const bool neighbour =
                rule.kind == "neighbour" && other->kind == "relief" && is_abroad(*other);
            if ((command || neighbour) && other->level != 0) {
                add(rule, other->level, fmt::format("{} {}", other->body, numeral(other->level)));
            }
        }
        const std::string name = name_of(places_, advice.scope);
        if (rule.kind == "lowering" && name.find("自治") != std::string::npos) {
            add(rule, 0, name);
        }
        if (rule.kind == "likely_is_enough" && rule.plan == advice.plan->id && advice.level == 0) {
            add(rule, 0, advice.known ? "no threshold met yet" : "no figure of the plan yet");
        }
    }
}

/// Responses of the books in the unit above, beside it and below it, more severe than its own.
void Adviser::link_units(ResponseAdvice& advice) const {
    for (const ResponseState& state : response_states(*question_.decisions, question_.at)) {
        const ResponsePlan* plan = rules_.plan(state.plan);
        const bool severe =
            state.level != 0 && (advice.standing == 0 || state.level < advice.standing);
        if (plan == nullptr || !severe || state.scope == advice.scope) {
            continue;
        }
        const bool above = places_.is_within(advice.scope, state.scope);
        const bool below = places_.is_within(state.scope, advice.scope);
        const bool beside = scope_kind(*plan) == scope_kind(*advice.plan) &&
                            places_.parent_of(state.scope) == places_.parent_of(advice.scope);
        if (above || below || beside) {
            advice.linkages.push_back(
                {.modifier = "",
                 .rule_of = "",
                 .level = state.level,
                 .because = fmt::format("{} {} {}", name_of(places_, state.scope), state.plan,
                                        numeral(state.level)),
                 .relation = above   ? "above"
                             : below ? "below"
                                     : "beside",
                 .flag = Flag::derived});
        }
    }
}

ResponseAdvice Adviser::one(const ResponsePlan& plan, const std::string& scope,
                            const std::vector<LevelConclusion>& rows) const {
    ResponseAdvice advice{.plan = &plan, .scope = scope};
    advice.because = counting_rows(rows);
    advice.level = standing_level(rows, scope);
    advice.known = !advice.because.empty();
    advice.verified =
        advice.known && std::ranges::all_of(advice.because, &LevelConclusion::verified);
    advice.phase = phase_of(scope);
    advice.standing = response_state(*question_.decisions, plan.id, scope, question_.at).level;
    if (advice.phase == "open") {
        advice.advised = advice.level != 0 ? advice.level : advice.standing;
    }
    if (advice.advised == advice.standing) {
        advice.step = advice.standing == 0 ? "none" : "keep";
    } else {
        advice.step = advice.advised == 0 ? "end" : advice.standing == 0 ? "start" : "adjust";
    }
    link_thresholds(advice);
    link_modifiers(advice);
    link_units(advice);
    return advice;
}

std::vector<ResponseAdvice> Adviser::all() const {
    const Scenario& scenario = *question_.scenario;
    const std::vector<LevelConclusion> levels =
        conclude_levels(scenario, known_reports(scenario, question_.at), rules_, places_);
    std::vector<ResponseAdvice> answer;
    for (const std::string_view jurisdiction : jurisdiction_order) {
        const ResponsePlan* plan = plan_in_force(scenario.incident, rules_, jurisdiction);
        if (plan == nullptr) {
            continue;
        }
        std::map<std::string, std::vector<LevelConclusion>> scopes;
        if (scope_kind(*plan) == "province") {
            scopes[scenario.incident.province];
        }
        if (plan->id == question_.also_plan) {
            scopes[question_.also_scope];
        }
        for (const ResponseState& state : response_states(*question_.decisions, question_.at)) {
            if (state.plan == plan->id) {
                scopes[state.scope];
            }
        }
        for (const LevelConclusion& row : levels) {
            if (row.plan == plan->id && row.in_force && !row.scope.empty()) {
                scopes[row.scope].push_back(row);
            }
        }
        for (const auto& [scope, rows] : scopes) {
            answer.push_back(one(*plan, scope, rows));
        }
    }
    return answer;
}

/// The next time after `after` that a clock shows `at`, Beijing time.
Instant next_clock(Instant after, Minutes at) {
    const Instant today = beijing_midnight(beijing_date(after)) + at;
    return today > after ? today : today + day;
}

}  // namespace

std::vector<ResponseState> response_states(const std::vector<ResponseDecision>& decisions,
                                           Instant at) {
    std::vector<ResponseState> states;
    for (const ResponseDecision& decision : decisions) {
        if (decision.at > at) {
            continue;
        }
        auto state = std::ranges::find_if(states, [&](const ResponseState& known) {
            return known.plan == decision.plan && known.scope == decision.scope;
        });
        if (state == states.end()) {
            states.push_back({.plan = decision.plan, .scope = decision.scope});
            state = std::prev(states.end());
        }
        if (decision.step == "start") {
            state->started_at = decision.at;
        } else if (decision.level == 0) {
            state->started_at.reset();
        }
        state->level = decision.level;
        state->last = decision.id;
    }
    return states;
}

ResponseState response_state(const std::vector<ResponseDecision>& decisions, std::string_view plan,
                             std::string_view scope, Instant at) {
    for (ResponseState& state : response_states(decisions, at)) {
        if (state.plan == plan && state.scope == scope) {
            return std::move(state);
        }
    }
    return {.plan = std::string(plan), .scope = std::string(scope)};
}

std::vector<const ResponseElsewhere*> known_elsewhere(
    const std::vector<ResponseElsewhere>& elsewhere, Instant at) {
    std::vector<const ResponseElsewhere*> last;
    for (const ResponseElsewhere& row : elsewhere) {
        if (row.at > at) {
            continue;
        }
        std::erase_if(last, [&](const ResponseElsewhere* known) {
            return known->body == row.body && known->kind == row.kind;
        });
        last.push_back(&row);
    }
    return last;
}

std::vector<ResponseAdvice> advise(const AdviceQuestion& question, const ResponseRules& responses,
                                   const Rules& rules, const Places& places) {
    return Adviser(question, responses, rules, places).all();
}

std::vector<ResponseAction> actions_of(const ResponseRules& responses, const ResponsePlan& plan,
                                       std::string_view scope, int level,
                                       const ActionClocks& clocks, const Places& places) {
    std::vector<ResponseAction> actions;
    for (const ActionRule& rule : responses.actions) {
        const bool fits = rule.jurisdictions.contains(plan.jurisdiction_level) &&
                          rule.levels.contains(level) &&
                          (rule.within.empty() || places.is_within(scope, rule.within));
        if (!fits) {
            continue;
        }
        ResponseAction action{.rule = rule.id,
                              .words = rule.words,
                              .actor = rule.actor,
                              .clock_start = rule.clock_start,
                              .borrowed_from = rule.of == plan.id ? "" : rule.of,
                              .source = rule.source};
        const Minutes within = minutes_of_hours(rule.within_h.value_or(0));
        if (rule.repeat_h) {
            action.repeat = minutes_of_hours(*rule.repeat_h);
        }
        if (rule.standing) {
            action.repeat.reset();
        } else if (rule.clock_start == "event") {
            action.due = clocks.event + within;
        } else if (rule.clock_start == "learning") {
            action.due = clocks.learned + within;
        } else if (rule.clock_start == "daily") {
            action.due = next_clock(clocks.decided, rule.daily_at.value_or(Minutes{0}));
            action.repeat = day;
        } else {
            action.due = clocks.decided + within;
        }
        actions.push_back(std::move(action));
    }
    return actions;
}

ActionState action_state(const ResponseAction& action, const std::vector<ActionDone>& done,
                         std::optional<Instant> ended, Instant at) {
    ActionState state{.action = &action, .state = "standing", .next = action.due};
    for (const ActionDone& row : done) {
        if (row.action == action.id && row.at <= at) {
            state.done.push_back(&row);
        }
    }
    const auto minutes = [](auto span) { return std::chrono::duration_cast<Minutes>(span); };
    if (!action.repeat && !state.done.empty()) {
        const Instant first = state.done.front()->at;
        const bool late = action.due && first > *action.due;
        state.state = late ? "late" : "done";
        state.by = late ? minutes(first - *action.due) : Minutes{0};
        return state;
    }
    if (!state.next) {
        return state;
    }
    if (!state.done.empty()) {
        const Instant last = state.done.back()->at;
        if (action.clock_start == "daily") {
            while (beijing_date(*state.next) <= beijing_date(last)) {
                *state.next += *action.repeat;
            }
        } else {
            state.next = last + *action.repeat;
        }
    }
    if (ended && *ended <= at && *state.next > *ended) {
        state.state = "ended";
    } else if (at > *state.next) {
        state.state = "overdue";
        state.by = minutes(at - *state.next);
    } else {
        state.state = "due";
        state.by = minutes(*state.next - at);
    }
    return state;
}

std::vector<ActionState> action_states(const std::vector<ResponseAction>& actions,
                                       const std::vector<ResponseDecision>& decisions,
                                       const std::vector<ActionDone>& done, Instant at) {
    std::vector<ActionState> states;
    for (const ResponseAction& action : actions) {
        const auto decision = std::ranges::find(decisions, action.decision, &ResponseDecision::id);
        if (decision == decisions.end() || decision->at > at) {
            continue;
        }
        std::optional<Instant> ended;
        for (const ResponseDecision& later : decisions) {
            if (!ended && later.id > decision->id && later.step == "end" &&
                later.plan == decision->plan && later.scope == decision->scope) {
                ended = later.at;
            }
        }
        states.push_back(action_state(action, done, ended, at));
    }
    return states;
}

}  // namespace relief
