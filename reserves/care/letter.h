// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/store/change.h"
#include "core/store/database.h"
#include "core/time.h"
#include "reserves/care/rules.h"
#include "reserves/depot.h"

#include <optional>
#include <string>
#include <vector>

namespace relief {

/// A responsibility letter (责任书) that a year asks for: the lower office or depot signs it with
/// the one above.
struct Letter {
    int year = 0;
    std::string giver;  ///< organisation above
    std::string giver_name;
    std::string taker;  ///< organisation below, or a depot
    std::string taker_name;
    Date due;  ///< rules/care_terms.csv letter_due
    std::optional<Date> signed_on;
    std::string giver_person;
    std::string taker_person;

    [[nodiscard]] bool missing() const { return !signed_on; }
};

/// Every letter of a year: each organisation with the one above it, each depot with its bureau;
/// signed or not. In the order of the tables.
[[nodiscard]] std::vector<Letter> letters_of(Database& database, const CareRules& rules,
                                             const Baseline& baseline, int year);

struct LetterSignature {
    int year = 0;
    std::string giver;
    std::string taker;
    Date signed_on;
    std::string giver_person;
    std::string taker_person;
};

/// Refused: letter.unknown where the year asks for none between the two, letter.signed where it is
/// signed already, letter.person where a person is missing or both are the same, letter.day where
/// it is signed after the change is said to have happened or in another year.
void sign_letter(Change& change, const CareRules& rules, const Baseline& baseline,
                 const LetterSignature& signature);

}  // namespace relief
