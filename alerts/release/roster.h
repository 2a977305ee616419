// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "alerts/release/warning_rules.h"
#include "core/time.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace relief {

/// Somebody's term in a department.
struct AlertOfficer {
    std::string person;      ///< code of the person
    std::string department;  ///< id of warning_words.csv; `government` for its heads
    OfficerRole role = OfficerRole::forecaster;
    Instant from;
    std::optional<Instant> until;

    [[nodiscard]] bool serves(Instant at) const { return from <= at && (!until || at < *until); }
};

/// 代签: from `from` to `until` another person may sign for an officer, warnings of these colours
/// and hazards alone.
struct AlertDelegation {
    std::string id;  ///< "D-0003", named in the signature
    std::string from_person;
    std::string department;
    std::string to_person;
    Instant from;
    Instant until;                     ///< the first moment it does not hold
    std::vector<Colour> colours;       ///< none = all
    std::vector<std::string> hazards;  ///< none = all

    [[nodiscard]] bool covers(Colour colour, std::string_view hazard, Instant at) const;
};

/// Who serves where and who stands in for whom.
struct Roster {
    std::vector<AlertOfficer> officers;
    std::vector<AlertDelegation> delegations;
};

/// In what right somebody acts.
struct Authority {
    OfficerRole role = OfficerRole::forecaster;  ///< their own, or that of whom they stand for
    std::string delegation;                      ///< "" in their own right
};

/// What is to be done and when.
struct AuthorityQuestion {
    std::string_view department;
    OfficerRole least = OfficerRole::duty_head;  ///< this role or a higher one of the department
    Colour colour = Colour::blue;
    std::string_view hazard;
    Instant at;
};

/// The right of a person to act for a department; their own before a delegated one. nullopt where
/// they have none.
[[nodiscard]] std::optional<Authority> authority_of(const Roster& roster, std::string_view person,
                                                    const AuthorityQuestion& question);

/// Everybody who could act so at that moment, own officers in their order, then delegates; each
/// once.
[[nodiscard]] std::vector<std::string> who_may(const Roster& roster,
                                               const AuthorityQuestion& question);

}  // namespace relief
