// SPDX-License-Identifier: Apache-2.0
#include "core/people/grants.h"

#include "core/error.h"
#include "core/table/csv.h"
#include "core/text.h"

#include <algorithm>
#include <array>
#include <set>
#include <tuple>
#include <utility>

#include <fmt/format.h>

namespace relief {
namespace {

constexpr std::array<std::string_view, 4> scope_names{"own_site", "own_unit",
                                                      "own_division_and_below", "all"};

std::vector<AccessRole> load_roles(const DataSource& source) {
    constexpr std::string_view name = "rules/access_roles.csv";
    const CsvTable table(source.read(name), source.shown_name(name),
                         {"role", "zh", "en", "place", "administers", "needs_second", "needs_totp",
                          "source", "flag"});
    table.check_key("role");
    std::vector<AccessRole> roles;
    for (std::size_t at = 0; at < table.size(); ++at) {
        const CsvRow row = table.row(at);
        roles.push_back(
            {.id = row.required("role"),
             .zh = row.required("zh"),
             .en = row.required("en"),
             .place = row.one_of("place", {"division", "site", "department", "none"}),
             .administers = row.one_of("administers", {"", "system", "security", "audit"}),
             .needs_second = row.boolean("needs_second"),
             .needs_totp = row.boolean("needs_totp"),
             .source = source_of(row)});
    }
    return roles;
}

AccessScope scope_of(const CsvRow& row) {
    const std::string name = row.one_of("scope", scope_names);
    return static_cast<AccessScope>(std::find(scope_names.begin(), scope_names.end(), name) -
                                    scope_names.begin());
}

/// The rows of one line: one for each role.
void read_rules(const CsvRow& row, AccessRules& rules) {
    const std::vector<std::string> roles = listed(row.required("roles"));
    for (const std::string& role : roles) {
        const bool known = std::any_of(rules.roles.begin(), rules.roles.end(),
                                       [&](const AccessRole& one) { return one.id == role; });
        if (!known) {
            throw row.error("csv.reference", "roles", "no such role",
                            "a role of rules/access_roles.csv");
        }
        rules.rules.push_back({.id = row.required("rule_id"),
                               .operation = row.required("operation"),
                               .role = role,
                               .scope = scope_of(row),
                               .changes = row.one_of("mode", {"reads", "changes"}) == "changes",
                               .source = source_of(row)});
    }
}

bool overlap(const Grant& grant, Instant from, std::optional<Instant> until) {
    return (!grant.until || from < *grant.until) && (!until || grant.from < *until);
}

/// Whether one person may have both roles at once.
bool go_together(const AccessRole& left, const AccessRole& right) {
    if (left.id == right.id) {
        return true;
    }
    const bool is_audit = left.administers == "audit" || right.administers == "audit";
    return !is_audit && (left.administers.empty() || right.administers.empty());
}

}  // namespace

std::string_view access_scope_name(AccessScope scope) {
    return scope_names.at(static_cast<std::size_t>(scope));
}

const AccessRole& AccessRules::role(std::string_view id) const {
    std::string known;
    for (const AccessRole& one : roles) {
        if (one.id == id) {
            return one;
        }
        known += (known.empty() ? "" : ", ") + one.id;
    }
    throw bad_input({.code = "access.role",
                     .message = "there is no such role",
                     .field = "role",
                     .found = std::string(id),
                     .expected = known});
}

AccessRules load_access_rules(const DataSource& source) {
    constexpr std::string_view name = "rules/access_rules.csv";
    AccessRules rules{.roles = load_roles(source), .rules = {}};
    const CsvTable table(
        source.read(name), source.shown_name(name),
        {"rule_id", "operation", "mode", "roles", "scope", "source", "flag", "note"});
    table.check_key("rule_id");
    std::set<std::tuple<std::string, std::string, AccessScope>> seen;
    for (std::size_t at = 0; at < table.size(); ++at) {
        const std::size_t first = rules.rules.size();
        read_rules(table.row(at), rules);
        for (std::size_t made = first; made < rules.rules.size(); ++made) {
            const AccessRule& rule = rules.rules[made];
            if (!seen.emplace(rule.operation, rule.role, rule.scope).second) {
                throw table.row(at).error("csv.key", "operation",
                                          "the role has the operation in this scope already",
                                          "one row for each operation, role and scope");
            }
        }
    }
    return rules;
}

bool lies_in(std::string_view division, std::string_view outer) {
    constexpr std::size_t county_digits = 6;
    if (division.empty() || outer.size() < county_digits) {
        return false;
    }
    // Trailing pairs of zeros of the first six digits stand for "all of it".
    std::string_view prefix = outer;
    if (prefix.size() == county_digits) {
        while (prefix.size() > 2 && prefix.ends_with("00")) {
            prefix.remove_suffix(2);
        }
    }
    return division.size() >= outer.size() && division.starts_with(prefix);
}

bool reaches(AccessScope scope, std::string_view grant_unit, const AccessSubject& subject) {
    switch (scope) {
        case AccessScope::own_site: return !subject.site.empty() && subject.site == grant_unit;
        case AccessScope::own_unit: return !subject.unit.empty() && subject.unit == grant_unit;
        case AccessScope::own_division_and_below: return lies_in(subject.division, grant_unit);
        case AccessScope::all: break;
    }
    return true;
}

MayAnswer may(const AccessRules& rules, std::span<const Grant> grants, std::string_view operation,
              const AccessSubject& subject, Instant at) {
    MayAnswer answer{.refused = "operation"};
    for (const AccessRule& rule : rules.rules) {
        if (rule.operation != operation) {
            continue;
        }
        answer.who_could.push_back(rule);
        answer.changes = answer.changes || rule.changes;
        if (answer.refused == "operation") {
            answer.refused = "role";
        }
        for (const Grant& grant : grants) {
            if (grant.role != rule.role) {
                continue;
            }
            if (!grant.runs(at)) {
                answer.refused = answer.refused == "role" ? "term" : answer.refused;
            } else if (!reaches(rule.scope, grant.unit, subject)) {
                answer.refused = "scope";
            } else {
                return {.allowed = true,
                        .rule = rule.id,
                        .grant = grant.id,
                        .changes = rule.changes,
                        .refused = {},
                        .who_could = {}};
            }
        }
    }
    return answer;
}

std::vector<Grant> grants_that_could(const AccessRules& rules, std::span<const Grant> grants,
                                     std::string_view operation, const AccessSubject& subject,
                                     Instant at) {
    std::vector<Grant> could;
    for (const Grant& grant : grants) {
        if (may(rules, std::span(&grant, 1), operation, subject, at).allowed) {
            could.push_back(grant);
        }
    }
    return could;
}

void check_separation(const AccessRules& rules, std::span<const Grant> grants,
                      const AccessRole& role, Instant from, std::optional<Instant> until) {
    for (const Grant& grant : grants) {
        if (overlap(grant, from, until) && !go_together(rules.role(grant.role), role)) {
            throw refused({.code = "access.separation",
                           .message = "one person does not hold both roles",
                           .field = "role",
                           .found = fmt::format("{} has {} (grant {}) and would have {}",
                                                grant.person.code, grant.role, grant.id, role.id),
                           .expected = "another person: system, security and audit are "
                                       "administered by three people, and whoever reads the audit "
                                       "does nothing else"});
        }
    }
}

void check_two_people(const Person& one, const Person& other, std::string_view what) {
    if (one.id == other.id) {
        throw refused({.code = "access.two_people",
                       .message = "this takes two people",
                       .field = "actor",
                       .found = one.code,
                       .expected = fmt::format("another person {}", what)});
    }
}

void check_grant_unit(const AccessRole& role, std::string_view unit) {
    constexpr std::size_t county_digits = 6;
    const bool is_division =
        unit.size() >= county_digits &&
        std::all_of(unit.begin(), unit.end(), [](char sign) { return sign >= '0' && sign <= '9'; });
    const bool fits = role.place == "none"       ? unit.empty()
                      : role.place == "division" ? is_division
                                                 : !unit.empty() && !is_division;
    if (!fits) {
        throw bad_input({.code = "access.unit",
                         .message = "the role is not one of such a place",
                         .field = "unit",
                         .found = std::string(unit),
                         .expected = role.place == "none"       ? "nothing"
                                     : role.place == "division" ? "the code of a division"
                                     : role.place == "site"     ? "the id of a depot"
                                                                : "a department"});
    }
}

}  // namespace relief
