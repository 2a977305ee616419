// SPDX-License-Identifier: Apache-2.0
#include "reserves/document/handling.h"

#include "core/error.h"
#include "core/table/csv.h"
#include "reserves/document/rule_version.h"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

namespace relief {
namespace {

constexpr std::string_view handling_table = "rules/handling_rules.csv";
constexpr std::array<std::string_view, 8> all_steps{"accept", "refuse", "pick",   "load",
                                                    "depart", "return", "arrive", "receive"};

bool is_step(std::string_view name) {
    return std::find(all_steps.begin(), all_steps.end(), name) != all_steps.end();
}

std::set<std::string> steps_of(const CsvRow& row) {
    const std::string text = row.required("steps");
    std::set<std::string> steps;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find(';', at), text.size());
        std::string step = text.substr(at, end - at);
        if (!is_step(step)) {
            throw row.error("csv.value", "steps", "there is no such step",
                            fmt::format("{}", fmt::join(all_steps, ";")));
        }
        steps.insert(std::move(step));
        at = end + 1;
    }
    return steps;
}

HandlingRule read_handling_rule(const CsvRow& row) {
    HandlingRule rule{.id = row.required("rule_id"),
                      .steps = steps_of(row),
                      .place = row.one_of("place", {"depot", "division"}),
                      .post = row.required("post"),
                      .note = row.text("note"),
                      .source = source_of(row)};
    std::string wrong;
    try {
        const bool of_depot = post_of(rule.post).level == "depot";
        if (of_depot != (rule.place == "depot")) {
            wrong = rule.place == "depot" ? "a post of a depot" : "a post of a division";
        }
    } catch (const Error& error) {
        wrong = error.detail().expected;
    }
    if (!wrong.empty()) {
        throw row.error("csv.reference", "post", "there is no such post at such a place", wrong);
    }
    return rule;
}

/// A step that is nobody's would stop every order.
void check_complete(const std::vector<HandlingRule>& rules, const std::string& file) {
    const auto check = [&](std::string_view place, std::string_view step) {
        const bool told = std::any_of(rules.begin(), rules.end(), [&](const HandlingRule& rule) {
            return rule.place == place && rule.steps.count(std::string(step)) != 0;
        });
        if (!told) {
            throw bad_input({.code = "csv.reference",
                             .message = "the table does not say who takes a step",
                             .file = file,
                             .field = "steps",
                             .found = fmt::format("no row for {} at a {}", step, place),
                             .expected = "a row for each step at a depot, and for arrive and "
                                         "receive at a division"});
        }
    };
    for (const std::string_view step : all_steps) {
        check("depot", step);
    }
    check("division", "arrive");
    check("division", "receive");
}

std::vector<const HandlingRule*> rules_for(const HandlingRules& table, const Handlers& handlers) {
    std::vector<const HandlingRule*> found;
    for (const HandlingRule& rule : table.rules) {
        if ((rule.place == "depot") == handlers.is_depot && rule.steps.count(handlers.step) != 0) {
            found.push_back(&rule);
        }
    }
    return found;
}

bool holds(Database& database, const Person& person, const std::string& post,
           const std::string& unit, const std::string& step, Instant at) {
    const HoldingFilter own{.person = person.id, .post = post, .unit = unit, .at = at};
    if (!read_holdings(database, own).empty()) {
        return true;
    }
    const auto delegations = read_delegations(database, person.id, at);
    return std::any_of(delegations.begin(), delegations.end(), [&](const Delegation& delegation) {
        return (delegation.verb == "sign" || delegation.verb == step) &&
               delegation.holding.post == post && delegation.holding.unit == unit;
    });
}

/// "库点保管负责人 LYD（张三）; …": every post at every unit, with its holders.
std::string who_may(Database& database, const std::vector<const HandlingRule*>& rules,
                    const Handlers& handlers, Instant at) {
    std::string text;
    for (const HandlingRule* rule : rules) {
        for (const std::string& unit : handlers.units) {
            std::string names;
            for (const Holding& holding :
                 read_holdings(database, {.post = rule->post, .unit = unit, .at = at})) {
                names += (names.empty() ? "" : ", ") + holding.person.name;
            }
            if (names.empty() && !fits_unit(post_of(rule->post), unit)) {
                continue;
            }
            text += fmt::format("{}{} {}（{}）", text.empty() ? "" : "; ", post_of(rule->post).zh,
                                unit, names.empty() ? "无人在任" : names);
        }
    }
    return text;
}

}  // namespace

HandlingRules parse_handling_rules(std::string_view bytes, const std::string& file) {
    const CsvTable table(bytes, file,
                         {"rule_id", "steps", "place", "post", "source", "flag", "note"});
    table.check_key("rule_id");
    HandlingRules rules;
    for (std::size_t at = 0; at < table.size(); ++at) {
        rules.rules.push_back(read_handling_rule(table.row(at)));
    }
    check_complete(rules.rules, file);
    return rules;
}

HandlingRules handling_rules_at(Database& database, Instant at) {
    const RuleText text = rule_text_at(database, handling_table, at);
    HandlingRules rules = parse_handling_rules(text.bytes, text.shown_name);
    rules.version = text.version;
    return rules;
}

std::string handling_rules_text(Database& database, Instant at) {
    return rule_text_at(database, handling_table, at).bytes;
}

std::int64_t replace_handling_rules(Change& change, const std::string& bytes,
                                    const std::string& file) {
    (void)parse_handling_rules(bytes, file);
    return put_rule_text(change, handling_table, bytes);
}

Handlers handlers_of(const Baseline& baseline, std::string step, std::string site) {
    Handlers handlers{.step = std::move(step), .site = std::move(site), .units = {}};
    handlers.units.push_back(handlers.site);
    if (const Depot* depot = baseline.depot(handlers.site)) {
        handlers.is_depot = true;
        if (depot->fleet_depot() != handlers.site) {
            handlers.units.push_back(depot->fleet_depot());
        }
    }
    return handlers;
}

std::optional<std::string> handler_post(Change& change, const Handlers& handlers) {
    Database& database = change.database();
    const Instant at = change.request().occurred_at;
    const Person person = person_of(database, change.request().actor);
    const HandlingRules table = handling_rules_at(database, at);
    for (const HandlingRule* rule : rules_for(table, handlers)) {
        for (const std::string& unit : handlers.units) {
            if (holds(database, person, rule->post, unit, handlers.step, at)) {
                return rule->post;
            }
        }
    }
    return std::nullopt;
}

std::string check_handler(Change& change, const Handlers& handlers) {
    if (auto post = handler_post(change, handlers)) {
        return std::move(*post);
    }
    Database& database = change.database();
    const Instant at = change.request().occurred_at;
    const HandlingRules table = handling_rules_at(database, at);
    throw refused({.code = "order.handler",
                   .message = "this step is another's",
                   .field = fmt::format("{} at {}", handlers.step, handlers.site),
                   .found = posts_held(database, person_of(database, change.request().actor), at),
                   .expected = who_may(database, rules_for(table, handlers), handlers, at)});
}

}  // namespace relief
