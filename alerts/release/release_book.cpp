// SPDX-License-Identifier: Apache-2.0
#include "alerts/release/release_book.h"

#include "alerts/release/step_json.h"
#include "core/error.h"

#include <algorithm>
#include <sstream>
#include <utility>

#include <fmt/format.h>

namespace relief {
namespace {

Play play_of(std::string_view word) {
    return word == to_word(Play::exercise) ? Play::exercise : Play::actual;
}

std::optional<Instant> optional_moment(const Statement& select, int column) {
    return select.is_null(column) ? std::nullopt
                                  : std::optional(instant_of(select.integer(column)));
}

Cell moment_cell(const std::optional<Instant>& at) {
    return at ? Cell(seconds_of(*at)) : Cell();
}

constexpr std::string_view case_columns = "SELECT id, code, play, hazard, at FROM alert_case ";

BookCase read_row(Database& database, const Statement& select) {
    BookCase of{.id = select.integer(0),
                .code = select.text(1),
                .play = play_of(select.view(2)),
                .hazard = select.text(3),
                .opened_at = instant_of(select.integer(4))};
    of.release.id = of.code;
    Statement steps =
        database.prepare("SELECT content FROM alert_step WHERE case_id = ?1 ORDER BY id");
    steps.bind(1, of.id);
    while (steps.step()) {
        of.release = after(std::move(of.release), read_step(steps.view(0)));
    }
    return of;
}

std::string joined_colours(const std::vector<Colour>& colours) {
    std::string text;
    for (const Colour colour : colours) {
        text += fmt::format("{}{}", text.empty() ? "" : ";", to_word(colour));
    }
    return text;
}

std::vector<std::string> parts(const std::string& text) {
    std::vector<std::string> words;
    std::istringstream in(text);
    for (std::string word; std::getline(in, word, ';');) {
        words.push_back(word);
    }
    return words;
}

Error wrong_officer(std::string message, std::string found, std::string expected) {
    return bad_input({.code = "alert.signer",
                      .message = std::move(message),
                      .field = "department",
                      .found = std::move(found),
                      .expected = std::move(expected)});
}

}  // namespace

std::int64_t open_case(Change& change, const std::string& code, Play play,
                       const std::string& hazard) {
    Statement other =
        change.database().prepare("SELECT code, play FROM alert_case WHERE play <> ?1 LIMIT 1");
    other.bind(1, to_word(play));
    if (other.step()) {
        throw refused(
            {.code = "alert.drill",
             .message = "drills and real warnings have books of their own",
             .field = "status",
             .found = fmt::format("{} beside {} ({})", to_word(play), other.text(0), other.text(1)),
             .expected = "another database"});
    }
    return change.insert("alert_case", {{"code", code},
                                        {"play", std::string(to_word(play))},
                                        {"hazard", hazard},
                                        {"at", seconds_of(change.request().occurred_at)},
                                        {"officer", change.request().actor}});
}

std::string next_case_code(Database& database, Play play, Instant at) {
    const std::string prefix =
        fmt::format("{}{:04}-", play == Play::actual ? 'W' : 'X', year_of(beijing_date(at)));
    Statement count = database.prepare("SELECT count(*) FROM alert_case WHERE code GLOB ?1");
    count.bind(1, prefix + "*");
    count.step();
    return fmt::format("{}{:04}", prefix, count.integer(0) + 1);
}

void add_steps(Change& change, std::int64_t case_id, const std::vector<Step>& steps) {
    for (const Step& step : steps) {
        change.insert("alert_step", {{"case_id", case_id},
                                     {"kind", std::string(to_word(step.kind))},
                                     {"at", seconds_of(step.at)},
                                     {"person", step.person},
                                     {"content", step_text(step)}});
    }
}

BookCase read_case(Database& database, std::string_view code) {
    Statement select = database.prepare(std::string(case_columns) + "WHERE code = ?1");
    select.bind(1, code);
    if (select.step()) {
        return read_row(database, select);
    }
    Statement newest = database.prepare("SELECT coalesce(max(code), 'none') FROM alert_case");
    newest.step();
    throw bad_input(
        {.code = "alert.unknown",
         .message = "there is no such warning",
         .field = "WARNING",
         .found = std::string(code),
         .expected = "a number of `relief alert list`; the newest is " + newest.text(0)});
}

std::vector<BookCase> read_cases(Database& database) {
    std::vector<BookCase> cases;
    Statement select = database.prepare(std::string(case_columns) + "ORDER BY id");
    while (select.step()) {
        cases.push_back(read_row(database, select));
    }
    return cases;
}

std::optional<BookCase> case_of_message(Database& database, std::string_view identifier) {
    Statement select =
        database.prepare(std::string(case_columns) +
                         "WHERE id = (SELECT case_id FROM alert_message WHERE identifier = ?1)");
    select.bind(1, identifier);
    return select.step() ? std::optional(read_row(database, select)) : std::nullopt;
}

std::int64_t add_message(Change& change, const BookMessage& message) {
    return change.insert("alert_message", {{"case_id", message.case_id},
                                           {"identifier", message.identifier},
                                           {"play", std::string(to_word(message.play))},
                                           {"type", message.type},
                                           {"sent_at", seconds_of(message.sent)},
                                           {"xml", message.xml}});
}

std::vector<BookMessage> read_messages(Database& database) {
    std::vector<BookMessage> messages;
    Statement select = database.prepare(
        "SELECT id, case_id, identifier, play, type, sent_at, xml FROM alert_message ORDER BY id");
    while (select.step()) {
        messages.push_back({.id = select.integer(0),
                            .case_id = select.integer(1),
                            .identifier = select.text(2),
                            .play = play_of(select.view(3)),
                            .type = select.text(4),
                            .sent = instant_of(select.integer(5)),
                            .xml = select.text(6)});
    }
    return messages;
}

std::int64_t add_alert_officer(Change& change, const WarningRules& rules, const Person& person,
                               const std::string& department, OfficerRole role, Instant from,
                               std::optional<Instant> until) {
    if (rules.word("department", department) == nullptr) {
        std::string known;
        for (const WarningWord& word : rules.words) {
            if (word.kind == "department") {
                known += (known.empty() ? "" : ", ") + word.id;
            }
        }
        throw wrong_officer("there is no such department", department, "one of " + known);
    }
    if ((role >= OfficerRole::government_deputy) != (department == government)) {
        throw wrong_officer("the role is not one of the department",
                            fmt::format("{} of {}", to_word(role), department),
                            "heads and deputies of the government under `government` alone");
    }
    if (until && *until <= from) {
        throw wrong_officer("a term ends after it begins", format_instant(*until),
                            "after " + format_instant(from));
    }
    return change.insert("alert_officer", {{"person_id", person.id},
                                           {"department", department},
                                           {"role", std::string(to_word(role))},
                                           {"from_at", seconds_of(from)},
                                           {"until_at", moment_cell(until)}});
}

void end_alert_officer(Change& change, std::int64_t officer, Instant at,
                       const std::string& reason) {
    for (const BookOfficer& known : read_alert_officers(change.database())) {
        if (known.id == officer && known.officer.serves(at)) {
            change.insert("alert_officer_end",
                          {{"officer_id", officer}, {"at", seconds_of(at)}, {"reason", reason}});
            return;
        }
    }
    throw wrong_officer("there is no such term, or it is over", std::to_string(officer),
                        "a term of `relief alert officers`");
}

std::string add_alert_delegation(Change& change, const AlertDelegation& delegation,
                                 const std::string& reason) {
    Database& database = change.database();
    const Person from = person_of(database, delegation.from_person);
    const Person to = person_of(database, delegation.to_person);
    const Roster roster = read_roster(database);
    const bool serves = std::ranges::any_of(roster.officers, [&](const AlertOfficer& officer) {
        return officer.person == from.code && officer.department == delegation.department &&
               officer.serves(delegation.from);
    });
    if (!serves) {
        throw wrong_officer("who delegates serves in the department", from.code,
                            "an officer of " + delegation.department);
    }
    if (delegation.until <= delegation.from || from.code == to.code) {
        throw wrong_officer("a delegation is to somebody else and ends after it begins",
                            fmt::format("{}, {}", to.code, format_instant(delegation.until)),
                            "after " + format_instant(delegation.from));
    }
    const std::string code = fmt::format("D-{:04}", roster.delegations.size() + 1);
    change.insert("alert_delegation",
                  {{"code", code},
                   {"from_person_id", from.id},
                   {"to_person_id", to.id},
                   {"department", delegation.department},
                   {"from_at", seconds_of(delegation.from)},
                   {"until_at", seconds_of(delegation.until)},
                   {"colours", joined_colours(delegation.colours)},
                   {"hazards", fmt::format("{}", fmt::join(delegation.hazards, ";"))},
                   {"reason", reason}});
    return code;
}

void end_alert_delegation(Change& change, const std::string& code, Instant at,
                          const std::string& reason) {
    Statement find = change.database().prepare(
        "SELECT id FROM alert_delegation WHERE code = ?1 AND from_at <= ?2 AND until_at > ?2 AND "
        "NOT EXISTS (SELECT 1 FROM alert_delegation_end WHERE delegation_id = "
        "alert_delegation.id)");
    find.bind(1, code).bind(2, seconds_of(at));
    if (!find.step()) {
        throw wrong_officer("there is no such delegation, or it is over", code,
                            "a delegation of `relief alert officers`");
    }
    change.insert("alert_delegation_end",
                  {{"delegation_id", find.integer(0)}, {"at", seconds_of(at)}, {"reason", reason}});
}

std::vector<BookOfficer> read_alert_officers(Database& database) {
    std::vector<BookOfficer> officers;
    Statement select = database.prepare(
        "SELECT alert_officer.id, person.code, person.name, department, role, from_at, "
        "coalesce((SELECT at FROM alert_officer_end WHERE officer_id = alert_officer.id), "
        "until_at) "
        "FROM alert_officer JOIN person ON person.id = person_id ORDER BY alert_officer.id");
    while (select.step()) {
        officers.push_back({.id = select.integer(0),
                            .officer = {.person = select.text(1),
                                        .department = select.text(3),
                                        .role = *officer_role_of(select.view(4)),
                                        .from = instant_of(select.integer(5)),
                                        .until = optional_moment(select, 6)},
                            .name = select.text(2)});
    }
    return officers;
}

Roster read_roster(Database& database) {
    Roster roster;
    for (BookOfficer& known : read_alert_officers(database)) {
        roster.officers.push_back(std::move(known.officer));
    }
    Statement select = database.prepare(
        "SELECT alert_delegation.code, giver.code, department, taker.code, from_at, "
        "coalesce((SELECT at FROM alert_delegation_end WHERE delegation_id = "
        "alert_delegation.id), until_at), colours, hazards FROM alert_delegation "
        "JOIN person AS giver ON giver.id = from_person_id "
        "JOIN person AS taker ON taker.id = to_person_id ORDER BY alert_delegation.id");
    while (select.step()) {
        AlertDelegation delegation{.id = select.text(0),
                                   .from_person = select.text(1),
                                   .department = select.text(2),
                                   .to_person = select.text(3),
                                   .from = instant_of(select.integer(4)),
                                   .until = instant_of(select.integer(5)),
                                   .hazards = parts(select.text(7))};
        for (const std::string& word : parts(select.text(6))) {
            delegation.colours.push_back(*cap::colour_of(word));
        }
        roster.delegations.push_back(std::move(delegation));
    }
    return roster;
}

}  // namespace relief
