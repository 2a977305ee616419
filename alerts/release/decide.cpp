// SPDX-License-Identifier: Apache-2.0
#include "alerts/release/release.h"
#include "core/error.h"

#include <algorithm>
#include <initializer_list>
#include <utility>

#include <fmt/format.h>

namespace relief {
namespace {

Error refusal(std::string code, std::string message, std::string found, std::string expected) {
    return refused({.code = std::move(code),
                    .message = std::move(message),
                    .field = {},
                    .found = std::move(found),
                    .expected = std::move(expected)});
}

bool is_in(const std::vector<std::string>& list, std::string_view item) {
    return std::ranges::find(list, item) != list.end();
}

void need_state(const ReleaseCase& of, const Ask& ask, std::initializer_list<ReleaseState> states) {
    const ReleaseState now = state_at(of, ask.at);
    if (of.version > 0 && std::ranges::find(states, now) != states.end()) {
        return;
    }
    std::string expected;
    for (const ReleaseState state : states) {
        expected += fmt::format("{}{}", expected.empty() ? "" : ", ", to_word(state));
    }
    throw refusal("alert.state", "the warning is not at this step",
                  of.version == 0 ? "no draft" : std::string(to_word(now)), expected);
}

void need_order(const ReleaseCase& of, const Ask& ask) {
    if (!of.steps.empty() && ask.at < of.steps.back().at) {
        throw refusal("alert.time", "the steps of a warning follow each other in time",
                      format_instant(ask.at),
                      "not before the last step, " + format_instant(of.steps.back().at));
    }
}

AuthorityQuestion question(const WarningDraft& draft, std::string_view department,
                           OfficerRole least, Instant at) {
    return {.department = department,
            .least = least,
            .colour = draft.colour,
            .hazard = draft.hazard,
            .at = at};
}

Authority need_authority(const Roster& roster, const Ask& ask, const AuthorityQuestion& asked) {
    if (const auto authority = authority_of(roster, ask.person, asked)) {
        return *authority;
    }
    std::string who;
    for (const std::string& person : who_may(roster, asked)) {
        who += (who.empty() ? "" : ", ") + person;
    }
    throw refusal(
        "alert.signer", "this is not theirs to do", ask.person,
        fmt::format("{} or above of {}, or who stands in for them: {}", to_word(asked.least),
                    asked.department, who.empty() ? "nobody" : who));
}

void need_lead(const ReleaseCase& of, const Ask& ask, const Roster& roster) {
    static_cast<void>(need_authority(
        roster, ask, question(of.draft, of.terms.lead, OfficerRole::forecaster, ask.at)));
}

Step step_of(const Ask& ask, StepKind kind) {
    return {.kind = kind,
            .at = ask.at,
            .person = ask.person,
            .department = ask.department,
            .words = ask.words,
            .draft = std::nullopt,
            .terms = std::nullopt,
            .message = {}};
}

/// What a warning must hold (warning_content_fields.csv).
void check_draft(const WarningDraft& draft) {
    const auto missing = [](std::string_view what) {
        return bad_input({.code = "alert.draft",
                          .message = "a warning must hold this",
                          .field = std::string(what),
                          .found = "nothing",
                          .expected = "something"});
    };
    if (draft.area.empty()) {
        throw missing("area");
    }
    if (draft.texts.empty()) {
        throw missing("texts");
    }
    for (const WarningText& text : draft.texts) {
        for (const auto& [name, value] :
             {std::pair("sender", &text.sender), std::pair("event", &text.event),
              std::pair("headline", &text.headline), std::pair("description", &text.description),
              std::pair("area", &text.area)}) {
            if (value->empty()) {
                throw missing(fmt::format("{} ({})", name, text.language));
            }
        }
        if (text.instruction.empty() && draft.follow != FollowUp::cancel) {
            throw missing(fmt::format("instruction ({})", text.language));
        }
    }
    if (draft.expires <= draft.onset) {
        throw bad_input({.code = "alert.draft",
                         .message = "a warning ends after it begins",
                         .field = "expires",
                         .found = format_instant(draft.expires),
                         .expected = "after " + format_instant(draft.onset)});
    }
    if (draft.follow != FollowUp::first && draft.follows.empty()) {
        throw missing("follows");
    }
}

std::vector<Step> decide_version(const ReleaseCase& of, const Ask& ask, const WarningRules& rules,
                                 const Roster& roster) {
    if (ask.kind == StepKind::draft && of.version > 0) {
        throw refusal("alert.state", "the warning is drafted already",
                      std::string(to_word(of.state)), "an edit of it");
    }
    if (ask.kind == StepKind::edit) {
        need_state(of, ask,
                   {ReleaseState::draft, ReleaseState::consult, ReleaseState::countersign,
                    ReleaseState::approve, ReleaseState::rejected});
        if (ask.draft->play != of.draft.play || ask.draft->hazard != of.draft.hazard ||
            ask.draft->unit != of.draft.unit) {
            throw refusal("alert.draft", "an edit changes neither status, hazard nor office",
                          fmt::format("{} {}", to_word(ask.draft->play), ask.draft->hazard),
                          "a draft of its own");
        }
    }
    check_draft(*ask.draft);
    Step step = step_of(ask, ask.kind);
    step.draft = ask.draft;
    step.terms = signing_terms(
        rules, *ask.draft, ask.draft->follow == FollowUp::first ? ask.draft->colour : ask.before);
    step.department = step.terms->lead;
    const Authority authority = need_authority(
        roster, ask,
        question(*ask.draft, step.terms->lead, rules.approval(ask.draft->colour).maker, ask.at));
    step.role = authority.role;
    step.delegation = authority.delegation;
    step.hash = draft_hash(*ask.draft);
    return {step};
}

std::vector<Step> decide_opening(const ReleaseCase& of, const Ask& ask, const Roster& roster) {
    if (ask.kind == StepKind::consult) {
        need_state(of, ask, {ReleaseState::draft});
    } else {
        need_state(of, ask, {ReleaseState::draft, ReleaseState::consult});
        if (!of.consulted && !of.terms.green_channel && of.terms.approval) {
            throw refusal("alert.state", "the departments are consulted first",
                          std::string(to_word(of.state)),
                          "consult; only red and orange go straight through the green channel");
        }
    }
    need_lead(of, ask, roster);
    Step step = step_of(ask, ask.kind);
    step.department = of.terms.lead;
    return {step};
}

/// One person, one signature; the drafter none.
void check_own_signature(const ReleaseCase& of, const Ask& ask) {
    if (ask.person == of.drafter) {
        throw refusal("alert.drafter", "who drafted it neither signs nor approves it", ask.person,
                      "another officer");
    }
    for (const Signature& signature : standing_signatures(of)) {
        if (signature.person == ask.person) {
            throw refusal(
                "alert.twice", "one person signs a version once", ask.person,
                fmt::format("somebody else; {} signed for {}", ask.person, signature.department));
        }
    }
}

void check_hash(const ReleaseCase& of, const Ask& ask) {
    if (!ask.hash.empty() && ask.hash != of.hash) {
        throw refusal("alert.hash", "the draft was changed after it was read",
                      ask.hash.substr(0, 12), "the draft as it stands, " + of.hash.substr(0, 12));
    }
}

/// The department somebody signs for: the one named, or the only one they may.
std::string signing_department(const ReleaseCase& of, const Ask& ask, const Roster& roster) {
    std::vector<std::string> all{of.terms.lead};
    all.insert(all.end(), of.terms.cosigners.begin(), of.terms.cosigners.end());
    if (!is_in(all, emergency_office)) {
        all.emplace_back(emergency_office);  // it may sign along always
    }
    if (!ask.department.empty()) {
        if (!is_in(all, ask.department)) {
            throw refusal("alert.signer", "the department does not sign this warning",
                          ask.department, fmt::format("one of {}", fmt::join(all, ", ")));
        }
        return ask.department;
    }
    std::vector<std::string> may;
    for (const std::string& department : all) {
        const OfficerRole least =
            department == of.terms.lead ? of.terms.lead_checker : OfficerRole::duty_head;
        if (authority_of(roster, ask.person, question(of.draft, department, least, ask.at))) {
            may.push_back(department);
        }
    }
    if (may.size() != 1) {
        throw refusal(
            "alert.signer",
            may.empty() ? "this is not theirs to do" : "they may sign for several departments",
            fmt::format("{} ({})", ask.person, fmt::join(may, ", ")),
            fmt::format("an officer or delegate of one of {}", fmt::join(all, ", ")));
    }
    return may.front();
}

std::vector<Step> decide_sign(const ReleaseCase& of, const Ask& ask, const Roster& roster) {
    // A late signature counts until the message is out.
    need_state(of, ask, {ReleaseState::countersign, ReleaseState::approve});
    check_hash(of, ask);
    check_own_signature(of, ask);
    const std::string department = signing_department(of, ask, roster);
    for (const Signature& signature : standing_signatures(of)) {
        if (signature.department == department && !signature.approval) {
            throw refusal("alert.twice", "the department has signed this version", department,
                          "a signature of " + signature.person);
        }
    }
    const OfficerRole least =
        department == of.terms.lead ? of.terms.lead_checker : OfficerRole::duty_head;
    const Authority authority =
        need_authority(roster, ask, question(of.draft, department, least, ask.at));
    if (ask.decision != Decision::agree && ask.words.empty()) {
        throw bad_input({.code = "alert.draft",
                         .message = "a remark or a refusal says why",
                         .field = "words",
                         .found = "nothing",
                         .expected = "the reason"});
    }
    Step step = step_of(ask, StepKind::sign);
    step.department = department;
    step.role = authority.role;
    step.delegation = authority.delegation;
    step.decision = ask.decision;
    step.hash = of.hash;
    return {step};
}

std::vector<Step> decide_remark(const ReleaseCase& of, const Ask& ask, const Roster& roster) {
    need_state(of, ask, {ReleaseState::consult});
    const std::string department = ask.department;
    if (department != of.terms.lead && !is_in(of.terms.cosigners, department) &&
        department != emergency_office) {
        throw refusal("alert.signer", "the department is not consulted on this warning", department,
                      fmt::format("one of {}", fmt::join(of.terms.cosigners, ", ")));
    }
    static_cast<void>(need_authority(
        roster, ask, question(of.draft, department, OfficerRole::forecaster, ask.at)));
    return {step_of(ask, StepKind::remark)};
}

std::vector<Step> decide_go_on(const ReleaseCase& of, const Ask& ask, const Roster& roster) {
    need_state(of, ask, {ReleaseState::countersign});
    need_lead(of, ask, roster);
    if (!of.terms.may_go_on) {
        throw refusal("alert.silent", "yellow and blue wait for every signature",
                      std::string(to_word(of.draft.colour)), "a red or orange warning");
    }
    if (!of.deadline || ask.at < *of.deadline) {
        throw refusal("alert.silent", "nobody is passed over before the deadline",
                      format_instant(ask.at),
                      of.deadline ? format_instant(*of.deadline) : "a deadline");
    }
    std::vector<Step> steps = pass_time(of, roster, ask.at);
    const ReleaseCase told = after(of, steps);
    for (const std::string& needed : {of.terms.lead, std::string(emergency_office)}) {
        const bool there =
            std::ranges::any_of(standing_signatures(told), [&](const Signature& signature) {
                return signature.department == needed && signature.decision != Decision::refuse &&
                       !signature.approval;
            });
        if (!there) {
            throw refusal("alert.silent", "lead and emergency office go on together",
                          "no signature of " + needed, "both of them signed");
        }
    }
    if (told.silent.empty()) {
        throw refusal("alert.silent", "nobody is silent", "none",
                      "a department that did not answer");
    }
    Step step = step_of(ask, StepKind::go_on);
    step.department = of.terms.lead;
    steps.push_back(step);
    return steps;
}

std::vector<Step> decide_approval(const ReleaseCase& of, const Ask& ask, const Roster& roster) {
    need_state(of, ask, {ReleaseState::approve});
    if (of.approved || !of.terms.approval) {
        throw refusal("alert.state", "no approval is asked for",
                      of.approved ? "approved" : "none needed", "a warning that waits for it");
    }
    check_hash(of, ask);
    check_own_signature(of, ask);
    const Authority authority = need_authority(
        roster, ask, question(of.draft, of.terms.approver_department, of.terms.approver, ask.at));
    Step step = step_of(ask, ask.kind);
    step.department = of.terms.approver_department;
    step.role = authority.role;
    step.delegation = authority.delegation;
    step.decision = ask.kind == StepKind::approve ? Decision::agree : Decision::refuse;
    step.hash = of.hash;
    return {step};
}

std::vector<Step> decide_release(const ReleaseCase& of, const Ask& ask, const Roster& roster) {
    need_state(of, ask, {ReleaseState::approve});
    need_lead(of, ask, roster);
    if (!is_ready(of)) {
        throw refusal("alert.state", "the warning is not approved", "approve",
                      fmt::format("the signature of the {}", to_word(of.terms.approver)));
    }
    if (of.draft.expires <= ask.at) {
        throw refusal("alert.time", "the warning would be over before it is released",
                      format_instant(of.draft.expires), "an end after " + format_instant(ask.at));
    }
    Step step = step_of(ask, StepKind::release);
    step.department = of.terms.lead;
    step.message = ask.message;
    step.hash = of.hash;
    return {step};
}

std::vector<Step> decide_withdraw(const ReleaseCase& of, const Ask& ask, const Roster& roster) {
    need_state(of, ask,
               {ReleaseState::draft, ReleaseState::consult, ReleaseState::countersign,
                ReleaseState::approve, ReleaseState::rejected});
    need_lead(of, ask, roster);
    Step step = step_of(ask, StepKind::withdraw);
    step.department = of.terms.lead;
    return {step};
}

std::vector<Step> decide_supersede(const ReleaseCase& of, const Ask& ask) {
    if (of.state != ReleaseState::released) {
        need_state(of, ask, {ReleaseState::released});
    }
    Step step = step_of(ask, StepKind::supersede);
    step.message = ask.message;
    step.lifts = ask.lifts;
    return {step};
}

}  // namespace

std::vector<Step> decide(const ReleaseCase& before, const Ask& ask, const WarningRules& rules,
                         const Roster& roster) {
    need_order(before, ask);
    switch (ask.kind) {
        case StepKind::draft:
        case StepKind::edit: return decide_version(before, ask, rules, roster);
        case StepKind::consult:
        case StepKind::countersign: return decide_opening(before, ask, roster);
        case StepKind::remark: return decide_remark(before, ask, roster);
        case StepKind::sign: return decide_sign(before, ask, roster);
        case StepKind::go_on: return decide_go_on(before, ask, roster);
        case StepKind::approve:
        case StepKind::reject: return decide_approval(before, ask, roster);
        case StepKind::release: return decide_release(before, ask, roster);
        case StepKind::withdraw: return decide_withdraw(before, ask, roster);
        case StepKind::supersede: return decide_supersede(before, ask);
        case StepKind::silence:
        case StepKind::tell:
        case StepKind::ask:
        case StepKind::lapse: break;
    }
    throw refusal("alert.state", "time alone does this", std::string(to_word(ask.kind)),
                  "a step that somebody takes");
}

namespace {

/// Those of a department who have not been asked in vain: delegates first, then its other officers.
std::string next_to_ask(const ReleaseCase& of, const Roster& roster,
                        const AuthorityQuestion& asked) {
    std::vector<std::string> delegates;
    std::vector<std::string> officers;
    for (const std::string& person : who_may(roster, asked)) {
        const auto authority = authority_of(roster, person, asked);
        const bool done = person == of.drafter ||
                          std::ranges::any_of(standing_signatures(of), [&](const Signature& sign) {
                              return sign.person == person;
                          });
        if (!done && authority) {
            (authority->delegation.empty() ? officers : delegates).push_back(person);
        }
    }
    delegates.insert(delegates.end(), officers.begin(), officers.end());
    return fmt::format("{}", fmt::join(delegates, ", "));
}

void remind(const ReleaseCase& of, const Roster& roster, Instant now, std::vector<Step>& steps) {
    for (const std::string& department : awaited(of)) {
        if (is_in(of.silent, department)) {
            continue;
        }
        const OfficerRole least =
            department == of.terms.lead ? of.terms.lead_checker : OfficerRole::duty_head;
        Step silence{.kind = StepKind::silence, .at = now, .department = department};
        silence.hash = of.hash;
        steps.push_back(silence);
        steps.push_back(
            {.kind = StepKind::tell, .at = now, .department = of.terms.lead, .words = department});
        steps.push_back(
            {.kind = StepKind::ask,
             .at = now,
             .department = department,
             .words = next_to_ask(of, roster, question(of.draft, department, least, now))});
    }
}

}  // namespace

std::vector<Step> pass_time(const ReleaseCase& before, const Roster& roster, Instant now) {
    std::vector<Step> steps;
    const bool open =
        before.state == ReleaseState::draft || before.state == ReleaseState::consult ||
        before.state == ReleaseState::countersign || before.state == ReleaseState::approve;
    if (!open || before.version == 0) {
        return steps;
    }
    const bool signing = before.state == ReleaseState::countersign && before.deadline;
    if (signing && now >= *before.deadline) {
        remind(before, roster, now, steps);
        // Those asked next have as long again.
        if (!before.terms.may_go_on && now >= *before.deadline + before.terms.to_sign) {
            steps.push_back({.kind = StepKind::lapse, .at = now, .words = "signatures"});
            return steps;
        }
    }
    if (before.draft.expires <= now) {
        steps.push_back({.kind = StepKind::lapse, .at = now, .words = "expires"});
        return steps;
    }
    const bool approving = before.state == ReleaseState::approve && before.terms.approval &&
                           !before.approved && !before.approver_reminded;
    if (approving && now >= *before.asked_to_approve + before.terms.to_sign) {
        const std::string& department = before.terms.approver_department;
        steps.push_back({.kind = StepKind::tell,
                         .at = now,
                         .department = before.terms.lead,
                         .words = department});
        steps.push_back(
            {.kind = StepKind::ask,
             .at = now,
             .department = department,
             .words = next_to_ask(before, roster,
                                  question(before.draft, department, before.terms.approver, now))});
    }
    return steps;
}

}  // namespace relief
