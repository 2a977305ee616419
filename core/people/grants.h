// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/data_source.h"
#include "core/people.h"
#include "core/rules.h"
#include "core/time.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace relief {

/// rules/access_roles.csv: what a person may be at this desk.
struct AccessRole {
    std::string id;  ///< "officer", "depot_keeper"
    std::string zh;
    std::string en;
    std::string place;          ///< what a grant names: division, site, department, none
    std::string administers;    ///< system, security, audit; "" for the office's own work
    bool needs_second = false;  ///< a grant counts once a second person has confirmed it
    bool needs_totp = false;    ///< must log in with an authenticator's code
    Source source;
};

/// Which of the things an operation can be about a grant reaches.
enum class AccessScope {
    own_site,                ///< the depot the grant names
    own_unit,                ///< the division or department the grant names, itself alone
    own_division_and_below,  ///< the division the grant names, its counties and townships
    all
};

[[nodiscard]] std::string_view access_scope_name(AccessScope scope);

/// A row of rules/access_rules.csv, for one of the roles it names.
struct AccessRule {
    std::string id;
    std::string operation;  ///< the path of a command: "order sign", "stock"
    std::string role;
    AccessScope scope = AccessScope::own_site;
    bool changes = false;  ///< it writes to the books; else it only reads
    Source source;
};

struct AccessRules {
    std::vector<AccessRole> roles;
    std::vector<AccessRule> rules;

    /// bad_input access.role where there is none; names those there are.
    [[nodiscard]] const AccessRole& role(std::string_view id) const;
};

/// Reads and checks both tables: bad_input with file, line and column at the first wrong field,
/// csv.reference for a role nobody describes, csv.key where a role has an operation twice in one
/// scope.
[[nodiscard]] AccessRules load_access_rules(const DataSource& source);

/// A role somebody has from a day to a day, and where.
struct Grant {
    std::int64_t id = 0;
    Person person;
    std::string role;
    std::string unit;  ///< 220000, JL-C-220200, a department; "" where the role has no place
    Instant from;
    std::optional<Instant> until;            ///< the first moment it does not count any more
    std::optional<std::int64_t> granted_by;  ///< person; nothing for the first set-up
    bool needs_second = false;
    std::optional<std::int64_t> confirmed_by;
    std::optional<Instant> confirmed_at;
    std::optional<std::int64_t> delegation;  ///< it is another's, delegated (core/people.h)

    [[nodiscard]] bool runs(Instant at) const {
        return from <= at && (!until || at < *until) &&
               (!needs_second || (confirmed_at && *confirmed_at <= at));
    }
};

/// What an operation is about, as far as it is known: a depot and the division it lies in, a
/// division or department that reports or signs. All empty stands for everything there is.
struct AccessSubject {
    std::string division;  ///< GB/T 2260, 6 to 12 digits
    std::string unit;      ///< a division, an office or a department
    std::string site;      ///< a depot
};

/// True where a division is the other or lies in it: 220221 and 220221103 in 220200, all in 220000.
[[nodiscard]] bool lies_in(std::string_view division, std::string_view outer);

/// Whether a rule lets a grant of its role reach a subject.
[[nodiscard]] bool reaches(AccessScope scope, std::string_view grant_unit,
                           const AccessSubject& subject);

struct MayAnswer {
    bool allowed = false;
    std::string rule;        ///< the row that allows it
    std::int64_t grant = 0;  ///< the grant it rests on
    bool changes = false;
    /// Why not: operation (no row names it), role (no grant of a role that may), term (such a grant
    /// does not run now), scope (it does not reach so far).
    std::string refused;
    std::vector<AccessRule> who_could;  ///< the rows of that operation
};

/// Whether somebody with these grants may do an operation about a subject at an instant. What no
/// row allows is refused.
[[nodiscard]] MayAnswer may(const AccessRules& rules, std::span<const Grant> grants,
                            std::string_view operation, const AccessSubject& subject, Instant at);

/// Of these grants those by which somebody could do what was refused.
[[nodiscard]] std::vector<Grant> grants_that_could(const AccessRules& rules,
                                                   std::span<const Grant> grants,
                                                   std::string_view operation,
                                                   const AccessSubject& subject, Instant at);

/// Administrators of system, security and audit are three people, and the audit administrator does
/// nothing else. refused access.separation where `grants`, those of one person, and a further role
/// from `from` to `until` do not go together at some moment.
void check_separation(const AccessRules& rules, std::span<const Grant> grants,
                      const AccessRole& role, Instant from, std::optional<Instant> until);

/// Nobody grants or confirms their own: refused access.two_people.
void check_two_people(const Person& one, const Person& other, std::string_view what);

/// bad_input access.unit where a grant of the role must name another kind of place, or none.
void check_grant_unit(const AccessRole& role, std::string_view unit);

}  // namespace relief
