// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/people/grants.h"
#include "core/store/change.h"
#include "core/store/database.h"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace relief {

/// A role to be given: who gives it is nothing for the first set-up alone.
struct NewGrant {
    Person person;
    std::string role;
    std::string unit;
    Instant from;
    std::optional<Instant> until = {};
    std::optional<Person> granted_by = {};
    std::string reason = {};
};

/// Writes a grant. refused access.separation, access.two_people; access.twice where the person has
/// the role there at that time already; bad_input access.role, access.unit, and office.term where
/// it ends before it begins.
std::int64_t add_grant(Change& change, const AccessRules& rules, const NewGrant& grant, Instant at);

/// A second person lets a grant count from now on. refused access.two_people where it is who gave
/// or who receives it; access.confirmed where it needs none, or has it.
void confirm_grant(Change& change, const Grant& grant, const Person& by, Instant at);

/// Ends a grant. refused access.ended where it has ended.
void end_grant(Change& change, const Grant& grant, const Person& by, Instant at,
               std::string_view reason);

/// In order of entry: of one person, and only those that run at a moment.
[[nodiscard]] std::vector<Grant> read_grants(Database& database, const AccessRules& rules,
                                             std::optional<std::int64_t> person = {},
                                             std::optional<Instant> at = {});

/// What a person may act by at a moment: their own grants that run, and for each delegation to sign
/// that runs the signing roles of who delegated it.
[[nodiscard]] std::vector<Grant> grants_of(Database& database, const AccessRules& rules,
                                           const Person& person, Instant at);

/// bad_input access.grant where there is none of the number.
[[nodiscard]] Grant grant_of(Database& database, const AccessRules& rules, std::int64_t id);

}  // namespace relief
