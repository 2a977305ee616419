// SPDX-License-Identifier: Apache-2.0
#include "alerts/release/roster.h"

#include <algorithm>

namespace relief {
namespace {

bool high_enough(const AlertOfficer& officer, const AuthorityQuestion& question) {
    return officer.department == question.department && officer.role >= question.least &&
           officer.serves(question.at);
}

/// The officer a delegation stands for, where it holds for what is asked.
const AlertOfficer* stood_for(const Roster& roster, const AlertDelegation& delegation,
                              const AuthorityQuestion& question) {
    if (delegation.department != question.department ||
        !delegation.covers(question.colour, question.hazard, question.at)) {
        return nullptr;
    }
    for (const AlertOfficer& officer : roster.officers) {
        if (officer.person == delegation.from_person && high_enough(officer, question)) {
            return &officer;
        }
    }
    return nullptr;
}

}  // namespace

bool AlertDelegation::covers(Colour colour, std::string_view hazard, Instant at) const {
    return from <= at && at < until &&
           (colours.empty() || std::ranges::count(colours, colour) > 0) &&
           (hazards.empty() || std::ranges::count(hazards, hazard) > 0);
}

std::optional<Authority> authority_of(const Roster& roster, std::string_view person,
                                      const AuthorityQuestion& question) {
    std::optional<Authority> own;
    for (const AlertOfficer& officer : roster.officers) {
        if (officer.person == person && high_enough(officer, question) &&
            (!own || own->role < officer.role)) {
            own = Authority{.role = officer.role, .delegation = {}};
        }
    }
    if (own) {
        return own;
    }
    for (const AlertDelegation& delegation : roster.delegations) {
        if (delegation.to_person == person) {
            if (const AlertOfficer* officer = stood_for(roster, delegation, question)) {
                return Authority{.role = officer->role, .delegation = delegation.id};
            }
        }
    }
    return std::nullopt;
}

std::vector<std::string> who_may(const Roster& roster, const AuthorityQuestion& question) {
    std::vector<std::string> people;
    const auto add = [&](const std::string& person) {
        if (std::ranges::count(people, person) == 0) {
            people.push_back(person);
        }
    };
    for (const AlertOfficer& officer : roster.officers) {
        if (high_enough(officer, question)) {
            add(officer.person);
        }
    }
    for (const AlertDelegation& delegation : roster.delegations) {
        if (stood_for(roster, delegation, question) != nullptr) {
            add(delegation.to_person);
        }
    }
    return people;
}

}  // namespace relief
