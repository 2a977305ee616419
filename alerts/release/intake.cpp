// SPDX-License-Identifier: Apache-2.0
#include "alerts/release/intake.h"

#include <algorithm>
#include <utility>

namespace relief {
namespace {

bool is_meant(cap::Status status) {
    return status == cap::Status::actual;
}

bool is_played(cap::Status status) {
    return status == cap::Status::exercise || status == cap::Status::test;
}

/// The national form names an identifier and nothing else.
bool names(const cap::Reference& reference, const cap::Alert& message) {
    return reference.sender.empty() ? reference.identifier == message.identifier
                                    : cap::same_message(reference, cap::reference_to(message));
}

void check_references(const cap::Alert& alert, const std::vector<cap::Alert>& known,
                      cap::Findings& findings) {
    for (const cap::Reference& reference : alert.references) {
        bool seen = false;
        for (const cap::Alert& message : known) {
            if (!names(reference, message)) {
                continue;
            }
            seen = true;
            if (is_meant(message.status) != is_meant(alert.status) &&
                !findings.again("STATUS_CROSS_CHAIN")) {
                findings.add("STATUS_CROSS_CHAIN", "alert/references", 0,
                             std::string(cap::word(alert.status)) + " -> " +
                                 std::string(cap::word(message.status)) + " " + message.identifier);
            }
        }
        if (!seen && !findings.again("REFERENCE_UNKNOWN")) {
            findings.add("REFERENCE_UNKNOWN", "alert/references", 0, reference.identifier);
        }
    }
}

}  // namespace

std::string_view to_word(Intake intake) {
    switch (intake) {
        case Intake::keep: return "kept";
        case Intake::known: return "known";
        case Intake::other_books: return "other_books";
        case Intake::refuse: return "quarantined";
    }
    return "";
}

JudgedReading judge_beside(cap::Reading reading, const std::vector<cap::Alert>& known,
                           const std::set<std::string>& own_senders, bool drill) {
    if (!reading.alert) {
        return {.reading = std::move(reading), .intake = Intake::refuse};
    }
    const cap::Alert& alert = *reading.alert;
    cap::Findings findings;
    for (const cap::Finding& finding : reading.findings) {
        findings.add(finding.code(), finding.place, finding.line, finding.found, finding.count);
    }
    const auto same = std::ranges::find_if(known, [&](const cap::Alert& message) {
        return message.sender == alert.sender && message.identifier == alert.identifier;
    });
    if (same != known.end() && *same == alert) {
        return {.reading = std::move(reading), .intake = Intake::known};
    }
    if (own_senders.contains(alert.sender)) {
        findings.add("SENDER_OURS", "alert/sender", 0, alert.sender);
    } else if (same != known.end()) {
        findings.add("IDENTIFIER_REUSED", "alert/identifier", 0, alert.identifier);
    }
    check_references(alert, known, findings);
    const cap::Status status = alert.status;
    reading.findings = findings.ordered();
    reading.verdict = findings.verdict();
    if (findings.rejects()) {
        reading.alert.reset();
        return {.reading = std::move(reading), .intake = Intake::refuse};
    }
    const bool fits = drill ? is_played(status) : is_meant(status);
    return {.reading = std::move(reading), .intake = fits ? Intake::keep : Intake::other_books};
}

}  // namespace relief
