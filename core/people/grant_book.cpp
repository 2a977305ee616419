// SPDX-License-Identifier: Apache-2.0
#include "core/people/grant_book.h"

#include "core/error.h"
#include "core/people/column.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace relief {
namespace {

constexpr std::string_view select_grant =
    "SELECT g.id, g.role, g.unit, g.from_at, coalesce(min(g.until_at, e.at), e.at, g.until_at), "
    "g.granted_by, c.person_id, c.at, p.id, p.code, p.name, p.unit, p.phone, p.flag FROM "
    "role_grant "
    "AS g JOIN person AS p ON p.id = g.person_id LEFT JOIN role_grant_confirm AS c ON c.grant_id = "
    "g.id LEFT JOIN role_grant_end AS e ON e.grant_id = g.id ";

std::optional<std::int64_t> optional_number(const Statement& select, int column) {
    return select.is_null(column) ? std::nullopt : std::optional(select.integer(column));
}

Grant read_grant(const Statement& select, const AccessRules& rules) {
    Grant grant{.id = select.integer(0),
                .person = {.id = select.integer(8),
                           .code = select.text(9),
                           .name = select.text(10),
                           .unit = select.text(11),
                           .phone = select.text(12),
                           .flag = select.text(13)},
                .role = select.text(1),
                .unit = select.text(2),
                .from = instant_of(select.integer(3)),
                .until = optional_time(select, 4),
                .granted_by = optional_number(select, 5),
                .confirmed_by = optional_number(select, 6),
                .confirmed_at = optional_time(select, 7)};
    // Nobody is there yet to confirm the first set-up.
    grant.needs_second = grant.granted_by && rules.role(grant.role).needs_second;
    return grant;
}

bool is_signer(const Grant& grant) {
    return grant.role.starts_with("signer_");
}

}  // namespace

std::int64_t add_grant(Change& change, const AccessRules& rules, const NewGrant& grant,
                       Instant at) {
    const AccessRole& role = rules.role(grant.role);
    check_grant_unit(role, grant.unit);
    if (grant.granted_by) {
        check_two_people(*grant.granted_by, grant.person, "grants the role");
    }
    if (grant.until && *grant.until <= grant.from) {
        throw bad_input({.code = "office.term",
                         .message = "a grant ends after it begins",
                         .field = "until",
                         .found = format_instant(*grant.until),
                         .expected = "after " + format_instant(grant.from)});
    }
    const std::vector<Grant> others = read_grants(change.database(), rules, grant.person.id);
    check_separation(rules, others, role, grant.from, grant.until);
    for (const Grant& other : others) {
        if (other.role == grant.role && other.unit == grant.unit &&
            (!other.until || grant.from < *other.until) &&
            (!grant.until || other.from < *grant.until)) {
            throw refused({.code = "access.twice",
                           .message = "the person has the role there at that time already",
                           .field = "role",
                           .found = fmt::format("grant {}", other.id),
                           .expected = "another time, or an end of that grant first"});
        }
    }
    change.tell_subject(grant.person.code);
    return change.insert("role_grant",
                         {{"person_id", grant.person.id},
                          {"role", grant.role},
                          {"unit", grant.unit},
                          {"from_at", seconds_of(grant.from)},
                          {"until_at", grant.until ? Cell(seconds_of(*grant.until)) : Cell()},
                          {"granted_by", grant.granted_by ? Cell(grant.granted_by->id) : Cell()},
                          {"at", seconds_of(at)},
                          {"reason", grant.reason}});
}

void confirm_grant(Change& change, const Grant& grant, const Person& by, Instant at) {
    check_two_people(by, grant.person, "confirms the grant");
    if (grant.granted_by == by.id) {
        check_two_people(by, by, "than who granted it confirms the grant");
    }
    if (!grant.needs_second || grant.confirmed_at) {
        throw refused({.code = "access.confirmed",
                       .message = "the grant needs no confirmation, or has it",
                       .field = "grant",
                       .found = fmt::format("grant {} of {}", grant.id, grant.role),
                       .expected = "a grant that waits for a second person"});
    }
    change.tell_subject(grant.person.code);
    change.insert("role_grant_confirm",
                  {{"grant_id", grant.id}, {"person_id", by.id}, {"at", seconds_of(at)}});
}

void end_grant(Change& change, const Grant& grant, const Person& by, Instant at,
               std::string_view reason) {
    Statement ended = change.database().prepare("SELECT 1 FROM role_grant_end WHERE grant_id = ?1");
    ended.bind(1, grant.id);
    if (ended.step() || (grant.until && *grant.until <= at)) {
        throw refused({.code = "access.ended",
                       .message = "the grant has ended already",
                       .field = "grant",
                       .found = fmt::format("{}", grant.id),
                       .expected = "a grant that runs"});
    }
    ended.reset();
    change.tell_subject(grant.person.code);
    change.insert("role_grant_end", {{"grant_id", grant.id},
                                     {"person_id", by.id},
                                     {"at", seconds_of(at)},
                                     {"reason", std::string(reason)}});
}

std::vector<Grant> read_grants(Database& database, const AccessRules& rules,
                               std::optional<std::int64_t> person, std::optional<Instant> at) {
    Statement select = database.prepare(std::string(select_grant) +
                                        "WHERE ?1 IS NULL OR g.person_id = ?1 ORDER BY g.id");
    person ? select.bind(1, *person) : select.bind_null(1);
    std::vector<Grant> grants;
    while (select.step()) {
        Grant grant = read_grant(select, rules);
        if (!at || grant.runs(*at)) {
            grants.push_back(std::move(grant));
        }
    }
    return grants;
}

std::vector<Grant> grants_of(Database& database, const AccessRules& rules, const Person& person,
                             Instant at) {
    std::vector<Grant> grants = read_grants(database, rules, person.id, at);
    for (const Delegation& delegation : read_delegations(database, person.id, at)) {
        if (delegation.verb != "sign" || !delegation.holding.holds(at)) {
            continue;
        }
        for (Grant& theirs : read_grants(database, rules, delegation.holding.person.id, at)) {
            if (is_signer(theirs)) {
                theirs.delegation = delegation.id;
                grants.push_back(std::move(theirs));
            }
        }
    }
    return grants;
}

Grant grant_of(Database& database, const AccessRules& rules, std::int64_t id) {
    Statement select = database.prepare(std::string(select_grant) + "WHERE g.id = ?1");
    select.bind(1, id);
    if (select.step()) {
        return read_grant(select, rules);
    }
    throw bad_input({.code = "access.grant",
                     .message = "there is no such grant",
                     .field = "grant",
                     .found = fmt::format("{}", id),
                     .expected = "a number of relief office grants"});
}

}  // namespace relief
