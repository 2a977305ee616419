// SPDX-License-Identifier: Apache-2.0
#include "tools/desk/alert_desk.h"

#include "alerts/cap/writer.h"
#include "alerts/release/message_of.h"
#include "alerts/release/step_json.h"
#include "core/error.h"
#include "tools/desk/alert_outbox.h"
#include "tools/desk/alert_typed.h"
#include "tools/desk/tables.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace relief {
namespace {

using nlohmann::ordered_json;

/// What every changing command has open.
struct Open {
    WritingDesk desk;
    WarningRules rules;
    Person actor;
    Roster roster;
};

Open open_warnings(const Books& db, const Asked& asked) {
    WritingDesk desk = open_writing_desk(db, asked);
    WarningRules rules = load_warning_rules(DatabaseSource(desk.database));
    Person actor = person_of(desk.database, asked.actor);
    Roster roster = read_roster(desk.database);
    return {.desk = std::move(desk),
            .rules = std::move(rules),
            .actor = std::move(actor),
            .roster = std::move(roster)};
}

std::map<std::string, std::string> names_of_people(Database& database) {
    std::map<std::string, std::string> names;
    for (const Person& person : read_people(database)) {
        names[person.code] = person.name;
    }
    return names;
}

std::string xml_of(Database& database, std::string_view identifier) {
    for (BookMessage& message : read_messages(database)) {
        if (message.identifier == identifier) {
            return std::move(message.xml);
        }
    }
    return "";
}

CaseAnswer answer_of(Database& database, WarningRules rules, BookCase of, Instant now) {
    CaseAnswer answer{.of = std::move(of),
                      .rules = std::move(rules),
                      .people = names_of_people(database),
                      .findings = {},
                      .now = now,
                      .xml = {}};
    answer.findings = check_wording(answer.rules, answer.of.release.draft);
    answer.xml = xml_of(database, answer.of.release.message);
    return answer;
}

void refuse_wording(const WarningRules& rules, const WarningDraft& draft) {
    for (const WordingFinding& finding : check_wording(rules, draft)) {
        if (finding.fatal) {
            throw refused({.code = "alert.words",
                           .message = "the words do not fit the fields, or one language the other",
                           .field = finding.code + " " + finding.language,
                           .found = finding.found,
                           .expected = finding.expected});
        }
    }
}

/// One change of a case; `steps` are worked out inside the transaction, from the case as it is.
template <class Work>
CaseAnswer change_case(Open& open, const Asked& asked, const std::string& operation,
                       ordered_json content, const std::string& code, Work work) {
    Database& database = open.desk.database;
    content["warning"] = code;
    Request request = make_request(database, asked, operation, content.dump());
    request.subject = code;
    static_cast<void>(make_change(database, request, [&](Change& change) {
        BookCase of = read_case(database, code);
        const std::vector<Step> due = pass_time(of.release, open.roster, asked.occurred_at);
        of.release = after(std::move(of.release), due);
        add_steps(change, of.id, due);
        work(change, of);
        return ordered_json{{"warning", code}}.dump();
    }));
    return answer_of(database, open.rules, read_case(database, code), asked.occurred_at);
}

CaseAnswer begin_case(Open& open, const Asked& asked, WarningDraft draft, Colour before) {
    Database& database = open.desk.database;
    refuse_wording(open.rules, draft);
    const ordered_json content{{"draft", draft_json(draft)}};
    std::string code;
    Request request = make_request(database, asked, "alert.draft", content.dump());
    const std::string answer = make_change(database, request, [&](Change& change) {
        code = next_case_code(database, draft.play, asked.occurred_at);
        const std::vector<Step> steps = decide({},
                                               {.kind = StepKind::draft,
                                                .at = asked.occurred_at,
                                                .person = open.actor.code,
                                                .draft = draft,
                                                .before = before},
                                               open.rules, open.roster);
        add_steps(change, open_case(change, code, draft.play, draft.hazard), steps);
        change.tell_subject(code);
        return ordered_json{{"warning", code}}.dump();
    });
    code = ordered_json::parse(answer).at("warning");  // of the first time, where asked again
    return answer_of(database, open.rules, read_case(database, code), asked.occurred_at);
}

/// The colour a follow-up changes; the draft's own where it is the first.
Colour colour_before(Database& database, const WarningDraft& draft) {
    const auto before = case_of_message(database, draft.follows);
    return before ? before->release.draft.colour : draft.colour;
}

/// Every message of the chain so far, the first issue first.
std::vector<cap::Reference> references_of(Database& database, const WarningRules& rules,
                                          std::string follows) {
    std::vector<cap::Reference> references;
    while (!follows.empty()) {
        const auto before = case_of_message(database, follows);
        if (!before) {
            break;
        }
        references.push_back({.sender = sender_of(before->release.draft, rules),
                              .identifier = follows,
                              .sent = cap::Moment{*before->release.released_at}});
        follows = before->release.draft.follows;
    }
    std::ranges::reverse(references);
    return references;
}

void supersede(Change& change, const Open& open, const WarningDraft& draft, Instant at,
               const std::string& identifier) {
    const auto before = case_of_message(change.database(), draft.follows);
    if (!before) {
        return;
    }
    add_steps(change, before->id,
              decide(before->release,
                     {.kind = StepKind::supersede,
                      .at = at,
                      .person = open.actor.code,
                      .message = identifier,
                      .lifts = draft.follow == FollowUp::cancel},
                     open.rules, open.roster));
}

}  // namespace

CaseAnswer draft_warning(const Books& db, const Asked& asked, const TypedWarning& typed) {
    Open open = open_warnings(db, asked);
    const WarningDraft draft = typed_draft(typed, open.rules, open.desk.places, asked.occurred_at);
    return begin_case(open, asked, draft, draft.colour);
}

CaseAnswer edit_warning(const Books& db, const Asked& asked, const std::string& code,
                        const TypedWarning& typed) {
    Open open = open_warnings(db, asked);
    const BookCase now = read_case(open.desk.database, code);
    const Colour before = colour_before(open.desk.database, now.release.draft);
    const WarningDraft draft = changed_draft(now.release.draft, typed, before, open.rules,
                                             open.desk.places, asked.occurred_at);
    refuse_wording(open.rules, draft);
    return change_case(open, asked, "alert.edit", {{"draft", draft_json(draft)}}, code,
                       [&](Change& change, const BookCase& of) {
                           add_steps(change, of.id,
                                     decide(of.release,
                                            {.kind = StepKind::edit,
                                             .at = asked.occurred_at,
                                             .person = open.actor.code,
                                             .draft = draft,
                                             .before = before},
                                            open.rules, open.roster));
                       });
}

CaseAnswer follow_warning(const Books& db, const Asked& asked, const std::string& code,
                          const TypedWarning& typed, bool cancel) {
    Open open = open_warnings(db, asked);
    const BookCase before = read_case(open.desk.database, code);
    if (before.release.state != ReleaseState::released) {
        throw refused(
            {.code = "alert.state",
             .message = "only the warning that stands is updated or lifted",
             .field = "WARNING",
             .found = fmt::format(
                 "{} is {}{}", code, to_word(before.release.state),
                 before.release.superseded_by.empty() ? "" : " by " + before.release.superseded_by),
             .expected = "one that is released"});
    }
    WarningDraft draft = before.release.draft;
    draft.follows = before.release.message;
    draft.reason = typed.reason;
    draft.follow = cancel ? FollowUp::cancel : FollowUp::renew;
    if (cancel) {
        draft.onset = asked.occurred_at;
        draft.expires = asked.occurred_at + std::chrono::hours(1);
    }
    const Colour colour = before.release.draft.colour;
    draft = changed_draft(draft, typed, colour, open.rules, open.desk.places, asked.occurred_at);
    return begin_case(open, asked, draft, colour);
}

CaseAnswer act_on_warning(const Books& db, const Asked& asked, const std::string& code, Ask ask) {
    Open open = open_warnings(db, asked);
    ask.at = asked.occurred_at;
    ask.person = open.actor.code;
    const ordered_json content{{"department", ask.department},
                               {"decision", to_word(ask.decision)},
                               {"words", ask.words},
                               {"hash", ask.hash}};
    return change_case(open, asked, fmt::format("alert.{}", to_word(ask.kind)), content, code,
                       [&](Change& change, const BookCase& of) {
                           add_steps(change, of.id,
                                     decide(of.release, ask, open.rules, open.roster));
                       });
}

CaseAnswer release_warning(const Books& db, const Asked& asked, const std::string& code,
                           const std::optional<std::filesystem::path>& channels,
                           const std::optional<cap::SigningKey>& signing) {
    Open open = open_warnings(db, asked);
    const Instant at = asked.occurred_at;
    return change_case(
        open, asked, "alert.release",
        {{"channels", channels ? ordered_json(channels->string()) : ordered_json(nullptr)},
         {"signed_by", signing ? ordered_json(signing->signer()) : ordered_json(nullptr)}},
        code, [&](Change& change, const BookCase& of) {
            const WarningDraft& draft = of.release.draft;
            const std::string identifier = fmt::format("{}-{}", draft.unit, code);
            refuse_wording(open.rules, draft);
            const std::vector<Step> steps = decide(of.release,
                                                   {.kind = StepKind::release,
                                                    .at = at,
                                                    .person = open.actor.code,
                                                    .message = identifier},
                                                   open.rules, open.roster);
            const cap::Alert alert =
                message_of(of.release, open.rules, identifier, at,
                           references_of(change.database(), open.rules, draft.follows));
            add_steps(change, of.id, steps);
            const std::string xml = cap::write(alert);
            const std::int64_t message =
                add_message(change, {.case_id = of.id,
                                     .identifier = identifier,
                                     .play = draft.play,
                                     .type = std::string(cap::word(alert.type)),
                                     .sent = at,
                                     .xml = signing ? cap::sign(xml, *signing) : xml});
            supersede(change, open, draft, at, identifier);
            if (channels) {
                queue_deliveries(change, message, alert, draft.play, *channels, asked.data);
            }
        });
}

std::vector<CaseAnswer> pass_warning_time(const Books& db, const Asked& asked) {
    Open open = open_warnings(db, asked);
    Database& database = open.desk.database;
    std::vector<CaseAnswer> changed;
    for (const BookCase& of : read_cases(database)) {
        if (!pass_time(of.release, open.roster, asked.occurred_at).empty()) {
            changed.push_back(change_case(open, asked, "alert.tick", ordered_json::object(),
                                          of.code, [](Change&, const BookCase&) {}));
        }
    }
    return changed;
}

std::vector<BookOfficer> add_warning_officer(const Books& db, const Asked& asked,
                                             const std::string& person,
                                             const std::string& department, const std::string& role,
                                             std::optional<Instant> until) {
    WritingDesk desk = open_writing_desk(db, asked);
    const WarningRules rules = load_warning_rules(DatabaseSource(desk.database));
    const auto known = officer_role_of(role);
    if (!known) {
        throw bad_input({.code = "argument.value",
                         .message = "the value of the option cannot be read",
                         .field = "--role",
                         .found = role,
                         .expected = "forecaster, duty_head, department_head, government_deputy or "
                                     "government_head"});
    }
    const Person who = person_of(desk.database, person);
    const ordered_json content{{"person", who.code},
                               {"department", department},
                               {"role", role},
                               {"until", until ? seconds_of(*until) : 0}};
    const Request request = make_request(desk.database, asked, "alert.officer", content.dump());
    static_cast<void>(make_change(desk.database, request, [&](Change& change) {
        const std::int64_t id =
            add_alert_officer(change, rules, who, department, *known, asked.occurred_at, until);
        return ordered_json{{"officer", id}}.dump();
    }));
    return read_alert_officers(desk.database);
}

RosterAnswer delegate_signature(const Books& db, const Asked& asked, AlertDelegation delegation,
                                const std::string& reason) {
    WritingDesk desk = open_writing_desk(db, asked);
    delegation.from_person = person_of(desk.database, delegation.from_person).code;
    delegation.to_person = person_of(desk.database, delegation.to_person).code;
    ordered_json colours = ordered_json::array();
    for (const Colour colour : delegation.colours) {
        colours.push_back(to_word(colour));
    }
    const ordered_json content{{"from", delegation.from_person},
                               {"to", delegation.to_person},
                               {"department", delegation.department},
                               {"from_at", seconds_of(delegation.from)},
                               {"until_at", seconds_of(delegation.until)},
                               {"colours", colours},
                               {"hazards", delegation.hazards},
                               {"reason", reason}};
    const Request request = make_request(desk.database, asked, "alert.delegate", content.dump());
    static_cast<void>(make_change(desk.database, request, [&](Change& change) {
        return ordered_json{{"delegation", add_alert_delegation(change, delegation, reason)}}
            .dump();
    }));
    return {.officers = read_alert_officers(desk.database),
            .delegations = read_roster(desk.database).delegations,
            .now = asked.occurred_at};
}

RosterAnswer read_warning_roster(const std::filesystem::path& data, const Books& db, Instant now) {
    const Tables tables(data, db);
    return {.officers = read_alert_officers(*tables.database()),
            .delegations = read_roster(*tables.database()).delegations,
            .now = now};
}

std::vector<CaseAnswer> list_warnings(const std::filesystem::path& data, const Books& db,
                                      Instant now) {
    const Tables tables(data, db);
    const WarningRules rules = load_warning_rules(tables.source());
    std::vector<CaseAnswer> all;
    for (BookCase& of : read_cases(*tables.database())) {
        all.push_back(answer_of(*tables.database(), rules, std::move(of), now));
    }
    return all;
}

CaseAnswer show_warning(const std::filesystem::path& data, const Books& db, const std::string& code,
                        Instant now) {
    const Tables tables(data, db);
    return answer_of(*tables.database(), load_warning_rules(tables.source()),
                     read_case(*tables.database(), code), now);
}

}  // namespace relief
