// SPDX-License-Identifier: Apache-2.0
#include "core/incident/response_rules.h"
#include "core/text.h"

#include "core/error.h"
#include "core/people.h"
#include "core/table/csv.h"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include <fmt/format.h>

namespace relief {
namespace {

constexpr double hours_max = 24.0 * 366;

CsvTable open(const DataSource& source, std::string_view name,
              std::initializer_list<std::string_view> columns) {
    return {source.read(name), source.shown_name(name), columns};
}

std::vector<ProcedureRule> read_procedure(const DataSource& source, const Rules& rules) {
    const CsvTable table = open(source, "rules/response_procedure.csv",
                                {"plan_id", "level", "analyst_role", "proposer_role",
                                 "decider_role", "reported_to_role", "note", "flag"});
    table.check_key({"plan_id", "level"});
    std::vector<ProcedureRule> all;
    for (std::size_t i = 0; i < table.size(); ++i) {
        const CsvRow row = table.row(i);
        ProcedureRule rule{.plan = row.required("plan_id"),
                           .level = static_cast<int>(row.integer("level", 1, 4)),
                           .analyst = row.required("analyst_role"),
                           .proposer = row.required("proposer_role"),
                           .decider = row.required("decider_role"),
                           .reported_to = row.text("reported_to_role"),
                           .note = row.text("note"),
                           .flag = flag_of(row)};
        if (rules.plan(rule.plan) == nullptr) {
            throw row.error("csv.reference", "plan_id", "there is no such plan",
                            "a plan_id of rules/response_plans.csv");
        }
        all.push_back(std::move(rule));
    }
    return all;
}

std::vector<DeciderPost> read_deciders(const DataSource& source,
                                       const std::vector<ProcedureRule>& procedure) {
    const CsvTable table =
        open(source, "rules/response_deciders.csv", {"role", "post", "note", "source", "flag"});
    std::vector<DeciderPost> all;
    for (std::size_t i = 0; i < table.size(); ++i) {
        const CsvRow row = table.row(i);
        DeciderPost decider{
            .role = row.required("role"), .post = row.text("post"), .source = source_of(row)};
        if (std::ranges::find(procedure, decider.role, &ProcedureRule::decider) ==
            procedure.end()) {
            throw row.error("csv.reference", "role", "no procedure names this role",
                            "a decider_role of rules/response_procedure.csv");
        }
        if (!decider.post.empty()) {
            try {
                static_cast<void>(post_of(decider.post));
            } catch (const Error& error) {
                throw row.error("csv.reference", "post", "there is no such post",
                                error.detail().expected);
            }
        }
        all.push_back(std::move(decider));
    }
    return all;
}

/// A role nobody speaks of could not decide by any paper either.
void check_roles(const DataSource& source, const ResponseRules& responses) {
    for (const ProcedureRule& rule : responses.procedure) {
        if (std::ranges::find(responses.deciders, rule.decider, &DeciderPost::role) ==
            responses.deciders.end()) {
            throw bad_input({.code = "csv.reference",
                             .message = "the table does not say who carries the role",
                             .file = source.shown_name("rules/response_deciders.csv"),
                             .field = "role",
                             .found = fmt::format("no row for {} ({}, level {})", rule.decider,
                                                  rule.plan, rule.level),
                             .expected = "a row for each decider_role; its post empty where it is "
                                         "no post of the books"});
        }
    }
}

std::vector<ModifierRule> read_modifiers(const DataSource& source) {
    const CsvTable table = open(
        source, "rules/response_modifiers.csv",
        {"modifier_id", "plan_id", "kind", "effect", "requires_human_decision", "source", "flag"});
    table.check_key("modifier_id");
    std::vector<ModifierRule> all;
    for (std::size_t i = 0; i < table.size(); ++i) {
        const CsvRow row = table.row(i);
        all.push_back({.id = row.required("modifier_id"),
                       .plan = row.required("plan_id"),
                       .kind = row.required("kind"),
                       .effect = row.required("effect"),
                       .by_person = row.boolean("requires_human_decision"),
                       .source = source_of(row)});
    }
    return all;
}

Minutes minutes_of_day(const CsvRow& row) {
    const auto at = parse_instant("2000-01-01T" + row.text("daily_at"));
    if (!at) {
        throw row.error("csv.value", "daily_at", "the hour cannot be read", "HH:MM");
    }
    return std::chrono::duration_cast<Minutes>(*at - beijing_midnight(beijing_date(*at)));
}

/// How an action is used here, into the action.
void read_use(const CsvRow& row, ActionRule& action) {
    for (std::string& level : listed(row.required("jurisdiction_levels"))) {
        constexpr std::array<std::string_view, 4> known{"country", "province", "city", "county"};
        if (std::ranges::find(known, level) == known.end()) {
            throw row.error("csv.value", "jurisdiction_levels", "there is no such level",
                            "country, province, city, county, joined by ;");
        }
        action.jurisdictions.insert(std::move(level));
    }
    for (const std::string& level : listed(row.required("levels"))) {
        if (level.size() != 1 || level.front() < '1' || level.front() > '4') {
            throw row.error("csv.value", "levels", "there is no such level", "1 to 4, joined by ;");
        }
        action.levels.insert(level.front() - '0');
    }
    action.words_zh = row.required("name_zh");
    action.within = row.text("within");
    if (!row.text("daily_at").empty()) {
        action.daily_at = minutes_of_day(row);
    }
    action.standing = row.boolean("standing");
}

std::vector<ActionRule> read_actions(const DataSource& source) {
    const CsvTable table = open(source, "rules/response_actions.csv",
                                {"action_id", "plan_or_place", "level", "action", "actor",
                                 "within_h", "clock_start", "repeat_h", "source", "flag"});
    table.check_key("action_id");
    const CsvTable uses = open(source, "rules/response_action_use.csv",
                               {"action_id", "name_zh", "jurisdiction_levels", "levels", "within",
                                "daily_at", "standing", "note", "source", "flag"});
    uses.check_key("action_id");
    std::map<std::string, std::size_t> use_of;
    for (std::size_t i = 0; i < uses.size(); ++i) {
        use_of.emplace(uses.row(i).required("action_id"), i);
    }
    std::vector<ActionRule> all;
    for (std::size_t i = 0; i < table.size(); ++i) {
        const CsvRow row = table.row(i);
        ActionRule action{
            .id = row.required("action_id"),
            .of = row.required("plan_or_place"),
            .level = static_cast<int>(row.integer("level", 0, 4)),
            .words = row.required("action"),
            .actor = row.required("actor"),
            .within_h = row.optional_number("within_h", 0, hours_max),
            .clock_start = row.one_of("clock_start", {"event", "start", "learning", "daily",
                                                      "repeat", "oral_order", "rule"}),
            .repeat_h = row.optional_number("repeat_h", 0.25, hours_max),
            .source = source_of(row)};
        const auto use = use_of.find(action.id);
        if (use == use_of.end()) {
            throw row.error("csv.reference", "action_id",
                            "nobody says when the action is set going",
                            "a row of rules/response_action_use.csv");
        }
        read_use(uses.row(use->second), action);
        use_of.erase(use);
        const bool has_clock = action.clock_start != "oral_order" && action.clock_start != "rule";
        if (!action.standing && !has_clock) {
            throw row.error("csv.value", "clock_start", "an action set going needs a clock",
                            "event, start, learning, daily or repeat; or standing 1");
        }
        all.push_back(std::move(action));
    }
    if (!use_of.empty()) {
        throw uses.row(use_of.begin()->second)
            .error("csv.reference", "action_id", "there is no such action",
                   "an action_id of rules/response_actions.csv");
    }
    return all;
}

/// The plan whose procedure stands for `plan`.
const ResponsePlan* plan_with_procedure(const ResponseRules& responses, const Rules& rules,
                                        const ResponsePlan& plan) {
    const auto has = [&](const ResponsePlan& other) {
        return std::ranges::find(responses.procedure, other.id, &ProcedureRule::plan) !=
               responses.procedure.end();
    };
    if (has(plan)) {
        return &plan;
    }
    const ResponsePlan* next = nullptr;
    for (const ResponsePlan& other : rules.plans) {
        const bool later = other.jurisdiction_level == plan.jurisdiction_level &&
                           other.valid_from && plan.valid_from &&
                           *other.valid_from > *plan.valid_from && has(other);
        if (later && (next == nullptr || *other.valid_from < *next->valid_from)) {
            next = &other;
        }
    }
    return next;
}

}  // namespace

const ModifierRule* ResponseRules::modifier(std::string_view id) const {
    const auto found = std::ranges::find(modifiers, id, &ModifierRule::id);
    return found == modifiers.end() ? nullptr : &*found;
}

ResponseRules load_response_rules(const DataSource& source, const Rules& rules) {
    ResponseRules responses;
    responses.procedure = read_procedure(source, rules);
    responses.deciders = read_deciders(source, responses.procedure);
    responses.modifiers = read_modifiers(source);
    responses.actions = read_actions(source);
    check_roles(source, responses);
    return responses;
}

const ProcedureRule* procedure_of(const ResponseRules& responses, const Rules& rules,
                                  const ResponsePlan& plan, int level) {
    const ResponsePlan* whose = plan_with_procedure(responses, rules, plan);
    for (const ProcedureRule& rule : responses.procedure) {
        if (whose != nullptr && rule.plan == whose->id && rule.level == level) {
            return &rule;
        }
    }
    return nullptr;
}

Deciders deciders_of(const ResponseRules& responses, const Rules& rules, const ResponsePlan& plan,
                     int level) {
    Deciders answer;
    for (int above = level; above >= 1; --above) {
        const ProcedureRule* rule = procedure_of(responses, rules, plan, above);
        if (rule == nullptr) {
            throw bad_input({.code = "response.procedure",
                             .message = "nobody says who decides on this level",
                             .field = plan.id,
                             .found = fmt::format("no row for level {}", above),
                             .expected = "a row of rules/response_procedure.csv"});
        }
        answer.roles.push_back(rule->decider);
        bool any = false;
        for (const DeciderPost& decider : responses.deciders) {
            if (decider.role == rule->decider && !decider.post.empty()) {
                any = true;
                if (std::ranges::find(answer.posts, decider.post) == answer.posts.end()) {
                    answer.posts.push_back(decider.post);
                }
            }
        }
        if (above == level) {
            answer.role = rule->decider;
            answer.borrowed_from = rule->plan == plan.id ? "" : rule->plan;
            answer.outside = !any;
            answer.flag = rule->flag;
        }
    }
    return answer;
}

}  // namespace relief
