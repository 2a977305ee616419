// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "alerts/release/draft.h"
#include "alerts/release/roster.h"
#include "alerts/release/warning_rules.h"
#include "core/time.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// From a draft to a joint warning, as pure rules: a case is the sum of its steps, and a step is
/// made of what somebody asks, who may, and the time the caller gives. Nothing here reads a clock,
/// a file or a database.
namespace relief {

enum class ReleaseState {
    draft,
    consult,
    countersign,
    approve,
    released,
    updated,
    cancelled,
    expired,
    rejected,   ///< somebody said no; a new version may be drafted
    withdrawn,  ///< the lead gave it up
    lapsed,     ///< not signed in time, or out of date before it was released
};

[[nodiscard]] std::string_view to_word(ReleaseState state);

/// What a signer says. Silence is none of these: it is a step of its own.
enum class Decision { agree, remark, refuse };

[[nodiscard]] std::string_view to_word(Decision decision);  ///< agree, agree_with_remark, refuse
[[nodiscard]] std::optional<Decision> decision_of(std::string_view word);

/// Whose signatures a draft needs: worked out once for each version, from the tables.
struct SigningTerms {
    std::string lead;
    OfficerRole lead_checker = OfficerRole::duty_head;
    std::vector<std::string> cosigners;
    int cosigners_needed = 0;  ///< of these
    bool approval = true;
    std::string approver_department;
    OfficerRole approver = OfficerRole::department_head;
    bool green_channel = false;
    Minutes to_sign{60};
    bool may_go_on = false;  ///< lead and emergency office may go on without one that is silent

    friend bool operator==(const SigningTerms&, const SigningTerms&) = default;
};

/// The terms of a draft. First issue, raise and renewal need every joint department and the
/// approver of the colour; lowering and lifting the lead and one co-signer; lifting a red one its
/// approver too. `before` is the colour of the warning that is changed (the draft's own for the
/// first).
[[nodiscard]] SigningTerms signing_terms(const WarningRules& rules, const WarningDraft& draft,
                                         Colour before);

enum class StepKind {
    draft,        ///< begins the case
    edit,         ///< a new version
    consult,      ///< 会商 is opened
    remark,       ///< a department's word in it
    countersign,  ///< the signatures are asked for, and the time runs
    sign,         ///< lead and co-signers: agree, agree with a remark, refuse
    silence,      ///< a department has not answered by the deadline
    tell,         ///< the lead is told so
    ask,          ///< the next who may sign is asked
    go_on,        ///< lead and emergency office go on without the silent
    approve,
    reject,
    release,
    withdraw,
    lapse,
    supersede,  ///< a later message updates or lifts what this case released
};

[[nodiscard]] std::string_view to_word(StepKind kind);
[[nodiscard]] std::optional<StepKind> step_kind_of(std::string_view word);

/// One thing that happened to a case. Written once; a case is folded from its steps alone, so that
/// a table changed later changes no case of the past.
struct Step {
    StepKind kind = StepKind::draft;
    Instant at;
    std::string person;  ///< "" for what the clock does
    std::string department;
    OfficerRole role = OfficerRole::forecaster;
    std::string delegation;  ///< id; "" in their own right
    Decision decision = Decision::agree;
    std::string words;                  ///< remark, reason; who is asked (ask)
    std::string hash;                   ///< of the draft as signed
    std::optional<WarningDraft> draft;  ///< draft, edit
    std::optional<SigningTerms> terms;  ///< draft, edit
    std::string message;                ///< release: its identifier; supersede: the later one's
    bool lifts = false;                 ///< supersede: by a cancel

    friend bool operator==(const Step&, const Step&) = default;
};

/// A signature given, with what it was given for.
struct Signature {
    std::string department;
    std::string person;
    OfficerRole role = OfficerRole::duty_head;
    std::string delegation;
    Decision decision = Decision::agree;
    std::string remark;
    std::string hash;
    Instant at;
    bool late = false;
    bool approval = false;          ///< the approver's
    std::optional<Instant> voided;  ///< the draft was changed then
};

struct ReleaseCase {
    std::string id;
    int version = 0;
    WarningDraft draft;
    SigningTerms terms;
    std::string hash;  ///< of the draft
    std::string drafter;
    ReleaseState state = ReleaseState::draft;
    bool consulted = false;
    bool approved = false;
    std::optional<Instant> deadline;  ///< for the signatures
    std::optional<Instant> asked_to_approve;
    std::vector<Signature> signatures;  ///< void ones too
    std::vector<std::string> silent;    ///< departments that did not answer in time, and have not
    std::vector<std::string> without;   ///< those gone on without
    bool approver_reminded = false;
    std::string message;  ///< identifier of what was released
    std::optional<Instant> released_at;
    std::optional<Instant> ended_at;
    std::string superseded_by;
    std::vector<Step> steps;
};

/// What somebody asks of a case.
struct Ask {
    StepKind kind = StepKind::draft;
    Instant at;
    std::string person;
    std::string department;  ///< whose name they act in; "" where there is but one
    Decision decision = Decision::agree;
    std::string words;
    std::string hash;                   ///< what they saw; "" = as it stands
    std::optional<WarningDraft> draft;  ///< draft, edit
    Colour before = Colour::blue;       ///< draft, edit of a follow-up: the colour that is changed
    std::string message;                ///< release, supersede
    bool lifts = false;                 ///< supersede
};

/// The steps that the asked makes of a case, in order; refuses with the rule that says no:
/// alert.state (not at this step), alert.signer (not theirs to do), alert.drafter (the drafter
/// neither signs nor approves), alert.twice (one person, one signature), alert.hash (the draft was
/// changed since), alert.draft (something a warning must hold is missing), alert.time (out of
/// order), alert.silent (nobody may be passed over yet).
[[nodiscard]] std::vector<Step> decide(const ReleaseCase& before, const Ask& ask,
                                       const WarningRules& rules, const Roster& roster);

/// What time alone does to a case by `now`: silence noted, the lead told, the next asked; lapse.
/// None where nothing is due or all was done before.
[[nodiscard]] std::vector<Step> pass_time(const ReleaseCase& before, const Roster& roster,
                                          Instant now);

/// The case after a step. Never refuses.
[[nodiscard]] ReleaseCase after(ReleaseCase before, const Step& step);
[[nodiscard]] ReleaseCase after(ReleaseCase before, const std::vector<Step>& steps);

/// The state at a moment: what was released is expired from its end on.
[[nodiscard]] ReleaseState state_at(const ReleaseCase& of, Instant now);

/// Departments whose agreement is still wanted, the lead among them.
[[nodiscard]] std::vector<std::string> awaited(const ReleaseCase& of);
/// The signatures that count: of this version, not void.
[[nodiscard]] std::vector<Signature> standing_signatures(const ReleaseCase& of);
/// True where all that the terms ask for is there and it may be released.
[[nodiscard]] bool is_ready(const ReleaseCase& of);

/// What stands on the face of the message beside its words: green channel, who has not answered.
/// "" where there is nothing to say. `language` is "zh" or "en".
[[nodiscard]] std::string face_marks(const ReleaseCase& of, const WarningRules& rules,
                                     std::string_view language);

}  // namespace relief
