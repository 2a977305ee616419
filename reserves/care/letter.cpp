// SPDX-License-Identifier: Apache-2.0
#include "reserves/care/letter.h"

#include "core/error.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace relief {
namespace {

std::vector<Letter> letters_needed(const CareRules& rules, const Baseline& baseline, int year) {
    std::vector<Letter> letters;
    const auto add = [&](const std::string& giver, const std::string& taker,
                         const std::string& name) {
        const Organisation* above = rules.organisation(giver);
        letters.push_back({.year = year,
                           .giver = giver,
                           .giver_name = above == nullptr ? giver : above->name,
                           .taker = taker,
                           .taker_name = name,
                           .due = rules.month_day("letter_due").in(year),
                           .signed_on = {},
                           .giver_person = {},
                           .taker_person = {}});
    };
    for (const Organisation& organisation : rules.organisations) {
        if (!organisation.parent.empty()) {
            add(organisation.parent, organisation.id, organisation.name);
        }
    }
    for (const Depot& depot : baseline.depots) {
        add(depot.org, depot.id, depot.name);
    }
    return letters;
}

Error letter_error(std::string_view code, std::string message, std::string field, std::string found,
                   std::string expected) {
    return refused({.code = fmt::format("letter.{}", code),
                    .message = std::move(message),
                    .field = std::move(field),
                    .found = std::move(found),
                    .expected = std::move(expected)});
}

void check_persons(const LetterSignature& signature) {
    if (signature.giver_person.empty() || signature.taker_person.empty() ||
        signature.giver_person == signature.taker_person) {
        throw letter_error(
            "person", "two people sign a letter, one for each side", "--by",
            fmt::format("\"{}\" and \"{}\"", signature.giver_person, signature.taker_person),
            "two names");
    }
}

}  // namespace

std::vector<Letter> letters_of(Database& database, const CareRules& rules, const Baseline& baseline,
                               int year) {
    std::vector<Letter> letters = letters_needed(rules, baseline, year);
    Statement select = database.prepare(
        "SELECT giver, taker, signed_day, giver_person, taker_person FROM responsibility_letter "
        "WHERE year = ?1 ORDER BY id");
    select.bind(1, std::int64_t{year});
    while (select.step()) {
        for (Letter& letter : letters) {
            if (letter.giver == select.text(0) && letter.taker == select.text(1)) {
                letter.signed_on = date_of(select.integer(2));
                letter.giver_person = select.text(3);
                letter.taker_person = select.text(4);
            }
        }
    }
    return letters;
}

void sign_letter(Change& change, const CareRules& rules, const Baseline& baseline,
                 const LetterSignature& signature) {
    const auto letters = letters_of(change.database(), rules, baseline, signature.year);
    const auto letter = std::find_if(letters.begin(), letters.end(), [&](const Letter& row) {
        return row.giver == signature.giver && row.taker == signature.taker;
    });
    const std::string pair = signature.giver + " - " + signature.taker;
    if (letter == letters.end()) {
        throw letter_error("unknown", "no letter is due between these two", "TAKER", pair,
                           "a pair of relief inspect letters");
    }
    if (letter->signed_on) {
        throw letter_error("signed", "the letter of this year is signed", "TAKER",
                           fmt::format("{} signed {}", pair, format_date(*letter->signed_on)),
                           "a letter that is missing");
    }
    check_persons(signature);
    if (signature.signed_on > beijing_date(change.request().occurred_at) ||
        year_of(signature.signed_on) != signature.year) {
        throw letter_error("day", "the letter cannot be signed on this day", "--on",
                           format_date(signature.signed_on),
                           fmt::format("a day of {} that has come", signature.year));
    }
    change.insert("responsibility_letter", {{"year", std::int64_t{signature.year}},
                                            {"giver", signature.giver},
                                            {"taker", signature.taker},
                                            {"signed_day", day_number(signature.signed_on)},
                                            {"giver_person", signature.giver_person},
                                            {"taker_person", signature.taker_person},
                                            {"actor", change.request().actor}});
    change.tell_subject(fmt::format("letter {} {}", signature.year, pair));
}

}  // namespace relief
