// SPDX-License-Identifier: Apache-2.0
#include "alerts/release/release.h"

#include <algorithm>
#include <utility>

namespace relief {
namespace {

bool is_listed(const std::vector<std::string>& list, std::string_view item) {
    return std::ranges::find(list, item) != list.end();
}

bool counts(const Signature& signature, const ReleaseCase& of) {
    return !signature.voided && signature.hash == of.hash;
}

bool agreed(const ReleaseCase& of, std::string_view department) {
    return std::ranges::any_of(of.signatures, [&](const Signature& signature) {
        return counts(signature, of) && !signature.approval && signature.department == department &&
               signature.decision != Decision::refuse;
    });
}

int cosigned_count(const ReleaseCase& of) {
    return static_cast<int>(std::ranges::count_if(
        of.terms.cosigners, [&](const std::string& department) { return agreed(of, department); }));
}

/// Every signature before the approver's is there, or passed over.
bool countersigned(const ReleaseCase& of) {
    if (!agreed(of, of.terms.lead)) {
        return false;
    }
    const auto passed = static_cast<int>(
        std::ranges::count_if(of.terms.cosigners, [&](const std::string& department) {
            return is_listed(of.without, department) && !agreed(of, department);
        }));
    return cosigned_count(of) + passed >= of.terms.cosigners_needed;
}

void move_on(ReleaseCase& of, Instant at) {
    if (of.state == ReleaseState::countersign && countersigned(of)) {
        of.state = ReleaseState::approve;
        of.asked_to_approve = at;
    }
}

void begin_version(ReleaseCase& of, const Step& step) {
    const std::string hash = draft_hash(*step.draft);
    if (step.kind == StepKind::edit && hash == of.hash) {
        return;  // nothing that is signed has changed
    }
    ++of.version;
    of.draft = *step.draft;
    of.terms = *step.terms;
    of.hash = hash;
    of.drafter = step.person;
    of.state = ReleaseState::draft;
    of.consulted = false;
    of.approved = false;
    of.deadline.reset();
    of.asked_to_approve.reset();
    of.approver_reminded = false;
    of.silent.clear();
    of.without.clear();
    for (Signature& signature : of.signatures) {
        if (!signature.voided) {
            signature.voided = step.at;
        }
    }
}

Signature signature_of(const ReleaseCase& of, const Step& step) {
    return {.department = step.department,
            .person = step.person,
            .role = step.role,
            .delegation = step.delegation,
            .decision = step.decision,
            .remark = step.words,
            .hash = step.hash,
            .at = step.at,
            .late = step.kind == StepKind::sign && of.deadline && step.at > *of.deadline,
            .approval = step.kind != StepKind::sign,
            .voided = std::nullopt};
}

void take_signature(ReleaseCase& of, const Step& step) {
    of.signatures.push_back(signature_of(of, step));
    std::erase(of.silent, step.department);
    if (step.decision == Decision::refuse) {
        of.state = ReleaseState::rejected;
    } else {
        std::erase(of.without, step.department);
        move_on(of, step.at);
    }
}

void end(ReleaseCase& of, ReleaseState state, Instant at) {
    of.state = state;
    of.ended_at = at;
}

}  // namespace

SigningTerms signing_terms(const WarningRules& rules, const WarningDraft& draft, Colour before) {
    // A lift is signed by those who signed for the colour it lifts.
    const Colour colour = draft.follow == FollowUp::cancel ? before : draft.colour;
    const ApprovalRule& rule = rules.approval(colour);
    SigningTerms terms{.lead = rules.lead(draft.hazard),
                       .lead_checker = rule.checker,
                       .cosigners = rules.joint(draft.hazard),
                       .green_channel = rule.green_channel,
                       .to_sign = rule.to_sign,
                       .may_go_on = level_of(colour) <= 2};
    terms.approver = rule.signer;
    terms.approver_department =
        rule.signer >= OfficerRole::government_deputy ? std::string(government) : terms.lead;
    const bool lighter = draft.follow == FollowUp::lower || draft.follow == FollowUp::cancel;
    if (lighter) {
        if (terms.cosigners.empty() && terms.lead != emergency_office) {
            terms.cosigners.emplace_back(emergency_office);
        }
        terms.cosigners_needed = terms.cosigners.empty() ? 0 : 1;
        terms.approval = draft.follow == FollowUp::cancel && before == Colour::red;
    } else {
        terms.cosigners_needed = static_cast<int>(terms.cosigners.size());
    }
    return terms;
}

ReleaseCase after(ReleaseCase before, const Step& step) {
    ReleaseCase of = std::move(before);
    switch (step.kind) {
        case StepKind::draft:
        case StepKind::edit: begin_version(of, step); break;
        case StepKind::consult:
            of.state = ReleaseState::consult;
            of.consulted = true;
            break;
        case StepKind::remark:
        case StepKind::tell: break;
        case StepKind::countersign:
            of.state = ReleaseState::countersign;
            of.deadline = step.at + of.terms.to_sign;
            break;
        case StepKind::sign: take_signature(of, step); break;
        case StepKind::silence:
            if (!is_listed(of.silent, step.department)) {
                of.silent.push_back(step.department);
            }
            break;
        case StepKind::ask: of.approver_reminded |= of.state == ReleaseState::approve; break;
        case StepKind::go_on:
            of.without = of.silent;
            move_on(of, step.at);
            break;
        case StepKind::approve:
            of.signatures.push_back(signature_of(of, step));
            of.approved = true;
            break;
        case StepKind::reject:
            of.signatures.push_back(signature_of(of, step));
            of.state = ReleaseState::rejected;
            break;
        case StepKind::release:
            of.state = ReleaseState::released;
            of.message = step.message;
            of.released_at = step.at;
            break;
        case StepKind::withdraw: end(of, ReleaseState::withdrawn, step.at); break;
        case StepKind::lapse: end(of, ReleaseState::lapsed, step.at); break;
        case StepKind::supersede:
            of.superseded_by = step.message;
            end(of, step.lifts ? ReleaseState::cancelled : ReleaseState::updated, step.at);
            break;
    }
    of.steps.push_back(step);
    return of;
}

ReleaseCase after(ReleaseCase before, const std::vector<Step>& steps) {
    for (const Step& step : steps) {
        before = after(std::move(before), step);
    }
    return before;
}

ReleaseState state_at(const ReleaseCase& of, Instant now) {
    return of.state == ReleaseState::released && of.draft.follow != FollowUp::cancel &&
                   of.draft.expires <= now
               ? ReleaseState::expired
               : of.state;
}

std::vector<std::string> awaited(const ReleaseCase& of) {
    std::vector<std::string> departments;
    if (of.version > 0 && !agreed(of, of.terms.lead)) {
        departments.push_back(of.terms.lead);
    }
    if (cosigned_count(of) < of.terms.cosigners_needed) {
        for (const std::string& department : of.terms.cosigners) {
            if (!agreed(of, department) && !is_listed(of.without, department)) {
                departments.push_back(department);
            }
        }
    }
    return departments;
}

std::vector<Signature> standing_signatures(const ReleaseCase& of) {
    std::vector<Signature> standing;
    for (const Signature& signature : of.signatures) {
        if (counts(signature, of)) {
            standing.push_back(signature);
        }
    }
    return standing;
}

bool is_ready(const ReleaseCase& of) {
    return of.state == ReleaseState::approve && (of.approved || !of.terms.approval);
}

}  // namespace relief
